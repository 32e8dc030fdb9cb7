"""Web pages, from pandoc, LibreOffice and by hand as sites have them."""

from tests.imports.documents import layouts, programs
from tests.imports.documents.catalogue import ASKED, Shape
from tests.imports.documents.plain import markdown
from tests.imports.documents.profile_text import ProfileText
from tests.imports.documents.shapes_office import rows as word_rows, styles, whole
from tests.imports.documents.web import body, page, saved_page


def plain_page(text: ProfileText, names: str) -> bytes:
    blocks = [*whole(text, layouts.by_domain(text, names, descriptions=True)), *layouts.annex(text)]
    return saved_page(text, body(blocks)).encode()


def buttons(text: ProfileText, names: str) -> bytes:
    return saved_page(text, body(whole(text, layouts.by_domain(text, names)), button="button")).encode()


def details(text: ProfileText, names: str) -> bytes:
    return saved_page(text, body(whole(text, layouts.by_domain(text, names)), button="summary")).encode()


def definitions(text: ProfileText, names: str) -> bytes:
    return page(text, body(whole(text, layouts.by_domain(text, names)), definitions=True)).encode()


def side_by_side(text: ProfileText, names: str) -> bytes:
    return saved_page(text, body(whole(text, layouts.side_by_side(text, names)))).encode()


def rows(text: ProfileText, names: str) -> bytes:
    return page(text, body(whole(text, layouts.rows(text, names)))).encode()


def one_each(text: ProfileText, names: str) -> bytes:
    return page(text, body([*layouts.head(text), *layouts.one_each(text, names)])).encode()


def run_in(text: ProfileText, names: str) -> bytes:
    return page(text, body(whole(text, layouts.run_in(text, names)))).encode()


def by_pandoc(text: ProfileText, names: str) -> bytes:
    source = markdown(whole(text, layouts.by_domain(text, names)))
    return programs.pandoc(source, "markdown", "html", "--metadata", f"pagetitle={text.title_line}")


def by_office(text: ProfileText, names: str) -> bytes:
    return programs.office(styles(text, names), "docx", "html")


def table_by_office(text: ProfileText, names: str) -> bytes:
    return programs.office(word_rows(text, names), "docx", "html")


SHAPES = [
    Shape("web-saved", "html", "en ar", plain_page),
    Shape("web-buttons", "html", "fr+seen es", buttons),
    Shape("web-details", "html", "pt de", details),
    Shape("web-definitions", "html", "en ar", definitions),
    Shape("web-side-by-side", "html", "es+seen fr", side_by_side),
    Shape("web-rows", "html", "de pt+seen ar", rows),
    Shape("web-one-each", "html", "en+seen pt", one_each),
    Shape("web-run-in", "html", "de es", run_in),
    Shape("web-unknown", "html", "es+unknown de+unknown", plain_page, ASKED),
    Shape("pandoc", "html", "fr ar", by_pandoc),
    Shape("office-styles", "html", "en pt", by_office),
    Shape("office-rows", "html", "de", table_by_office),
]
