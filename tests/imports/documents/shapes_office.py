"""Documents of word processors and spreadsheets: by python-docx and openpyxl, LibreOffice and pandoc."""

from profiles.exports.formats import docx as own_docx, xlsx as own_xlsx
from tests.imports.documents import layouts, programs, sheets
from tests.imports.documents.catalogue import ASKED, REFUSED, WHOLE, Shape
from tests.imports.documents.layouts import Block
from tests.imports.documents.own import own_file
from tests.imports.documents.plain import markdown
from tests.imports.documents.profile_text import ProfileText
from tests.imports.documents.web import body, page
from tests.imports.documents.word import tracked, word


def whole(text: ProfileText, middle: list[Block]) -> list[Block]:
    return [*layouts.head(text), *middle, *layouts.source_list(text)]


def styles(text: ProfileText, names: str) -> bytes:
    blocks = [*whole(text, layouts.by_domain(text, names, descriptions=True)), *layouts.annex(text)]
    about = {"header": text.title_line, "footer": text.page["footer"], "comment": text.page["comment"]}
    return word(blocks, text.language, **about)


def bold(text: ProfileText, names: str) -> bytes:
    return word(whole(text, layouts.by_domain(text, names)), text.language, headings="bold")


def typed_bullets(text: ProfileText, names: str) -> bytes:
    blocks = whole(text, layouts.by_domain(text, names))
    return word(blocks, text.language, headings="bold", bullets="•", footer=text.page["footer"])


def side_by_side(text: ProfileText, names: str) -> bytes:
    return word(whole(text, layouts.side_by_side(text, names)), text.language)


def rows(text: ProfileText, names: str) -> bytes:
    return word(whole(text, layouts.rows(text, names)), text.language)


def one_each(text: ProfileText, names: str) -> bytes:
    return word([*layouts.head(text), *layouts.one_each(text, names)], text.language)


def boxes(text: ProfileText, names: str) -> bytes:
    return word(whole(text, layouts.by_domain(text, names)), text.language, headings="boxes")


def controls(text: ProfileText, names: str) -> bytes:
    return word(whole(text, layouts.by_domain(text, names)), text.language, headings="controls")


def changes(text: ProfileText, names: str) -> bytes:
    return tracked(whole(text, layouts.by_domain(text, names)), text.language, text.page["deleted"])


def lists_first(text: ProfileText, names: str) -> bytes:
    return word(whole(text, layouts.by_list(text, names)), text.language)


def run_in(text: ProfileText, names: str) -> bytes:
    return word(whole(text, layouts.run_in(text, names)), text.language)


def unknown(text: ProfileText, names: str) -> bytes:
    return word(whole(text, layouts.by_domain(text, names)), text.language, headings="bold")


def from_page(text: ProfileText, names: str) -> bytes:
    source = page(text, body(whole(text, layouts.by_domain(text, names))))
    return programs.office(source.encode(), "html", "docx", "docx:MS Word 2007 XML")


def footnotes(text: ProfileText, names: str) -> bytes:
    blocks = [*layouts.head(text), *layouts.by_domain(text, names)]
    return programs.pandoc(markdown(blocks, notes=list(map(str, text.sources))), "markdown", "docx")


def by_pandoc(ending: str):
    def write(text: ProfileText, names: str) -> bytes:
        return programs.pandoc(markdown(whole(text, layouts.by_domain(text, names))), "markdown", ending)

    return write


def saved_by_office(before, ending: str, after: str):
    """Return what LibreOffice makes of a document that `before` writes."""

    def write(text: ProfileText, names: str) -> bytes:
        return programs.office(before(text, names), ending, after)

    return write


def own_word(text: ProfileText, names: str) -> bytes:
    return own_file(text, own_docx)


def own_book(text: ProfileText, names: str) -> bytes:
    return own_file(text, own_xlsx)


def own_by_pandoc(text: ProfileText, names: str) -> bytes:
    return programs.pandoc(own_word(text, names), "docx", "docx")


def merged(text: ProfileText, names: str) -> bytes:
    return sheets.one_each(text, names, merged=True)


def without_titles(text: ProfileText, names: str) -> bytes:
    return sheets.one_each(text, names, titles=False)


def numbered_cells(text: ProfileText, names: str) -> bytes:
    return sheets.rows(text, names, bullet="")


def windows_csv(text: ProfileText, names: str) -> bytes:
    return sheets.separated(text, names, delimiter=";", encoding="cp1252")


rows_by_office = saved_by_office(sheets.rows, "xlsx", "xlsx")

SHEET = "introduction sources"
TABLE = "title introduction sources"

SHAPES = [
    Shape("word-styles", "docx", "en fr+seen ar", styles),
    Shape("word-bold", "docx", "es+seen de", bold),
    Shape("word-typed-bullets", "docx", "ar pt", typed_bullets),
    Shape("word-side-by-side", "docx", "fr pt", side_by_side),
    Shape("word-rows", "docx", "en+seen es", rows),
    Shape("word-one-each", "docx", "fr de+seen", one_each),
    Shape("word-boxes", "docx", "pt en", boxes),
    Shape("word-controls", "docx", "es fr", controls),
    Shape("word-changes", "docx", "de en", changes),
    Shape("word-lists-first", "docx", "pt+seen ar", lists_first),
    Shape("word-run-in", "docx", "fr es", run_in),
    Shape("word-unknown", "docx", "en+unknown fr+unknown", unknown, ASKED),
    Shape("office-page", "docx", "es ar", from_page),
    Shape("office-styles", "odt", "fr ar+seen", saved_by_office(styles, "docx", "odt")),
    Shape("office-side-by-side", "odt", "de", saved_by_office(side_by_side, "docx", "odt")),
    Shape("office-styles", "rtf", "pt", saved_by_office(styles, "docx", "rtf")),
    Shape("office-rows", "rtf", "en", saved_by_office(rows, "docx", "rtf")),
    Shape("office-styles", "doc", "en", saved_by_office(styles, "docx", "doc"), REFUSED),
    Shape("office-rows", "ods", "fr", saved_by_office(sheets.rows, "xlsx", "ods"), REFUSED),
    Shape("office-rows", "xls", "de", saved_by_office(sheets.rows, "xlsx", "xls"), REFUSED),
    Shape("pandoc-footnotes", "docx", "en de", footnotes),
    Shape("pandoc", "docx", "pt", by_pandoc("docx")),
    Shape("pandoc", "odt", "pt+seen es", by_pandoc("odt")),
    Shape("pandoc", "rtf", "es de", by_pandoc("rtf")),
    Shape("pandoc", "epub", "fr", by_pandoc("epub"), REFUSED),
    Shape("sheet-one-each", "xlsx", "en pt", sheets.one_each, WHOLE, "introduction"),
    Shape("sheet-merged", "xlsx", "de+seen fr", merged, WHOLE, "introduction"),
    Shape("sheet-bare", "xlsx", "ar es", without_titles, WHOLE, "title introduction"),
    Shape("sheet-rows", "xlsx", "fr+seen ar", sheets.rows, WHOLE, SHEET),
    Shape("sheet-numbered-cells", "xlsx", "pt de", numbered_cells, WHOLE, SHEET),
    Shape("sheet-columns", "xlsx", "es en", sheets.columns, WHOLE, SHEET),
    Shape("sheet-per-domain", "xlsx", "fr pt en", sheets.sheet_per_domain, WHOLE, SHEET),
    Shape("sheet-per-list", "xlsx", "de ar", sheets.sheet_per_list, WHOLE, SHEET),
    Shape("sheet-crosses", "xlsx", "es+seen en", sheets.crosses, WHOLE, f"{SHEET} none"),
    Shape("sheet-unknown", "xlsx", "fr+unknown en+unknown", sheets.rows, ASKED, SHEET),
    Shape("office-sheet-rows", "xlsx", "es en+seen", rows_by_office, WHOLE, SHEET),
    Shape("sheet-windows", "csv", "es de", windows_csv, WHOLE, TABLE),
    Shape("sheet", "csv", "ar", sheets.separated, WHOLE, TABLE),
    Shape("own-by-office", "docx", "en ar", saved_by_office(own_word, "docx", "docx")),
    Shape("own-by-pandoc", "docx", "fr", own_by_pandoc),
    Shape("own-by-office", "odt", "pt", saved_by_office(own_word, "docx", "odt")),
    Shape("own-by-office", "xlsx", "es fr", saved_by_office(own_book, "xlsx", "xlsx")),
]
