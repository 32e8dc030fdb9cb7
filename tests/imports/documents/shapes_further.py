"""Shapes that are rarer: documents that somebody wrote to be misread, and what programs make of others."""

import re
from dataclasses import replace
from html import escape

from docx.oxml import OxmlElement

from profiles.exports.reproducible_zip import save_package
from tests.imports.documents import layouts, programs, sheets
from tests.imports.documents.catalogue import ASKED, WHOLE, Shape
from tests.imports.documents.layouts import Block, Heading, Item, Text
from tests.imports.documents.plain import mark, markdown, plain_text
from tests.imports.documents.profile_text import KINDS, Finding, ProfileText
from tests.imports.documents.shapes_office import own_word, saved_by_office, whole
from tests.imports.documents.typesetting import escape as escape_typst, typst
from tests.imports.documents.web import body, page, saved_page
from tests.imports.documents.word import Writer, new_document, word

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def by_domain(text: ProfileText, names: str) -> list[Block]:
    return whole(text, layouts.by_domain(text, names))


def noted(text: ProfileText) -> str:
    """Return the profile as Markdown whose sources are footnotes."""
    blocks = [*layouts.head(text), *layouts.by_domain(text)]
    return markdown(blocks, notes=list(map(str, text.sources)))


# Web pages


def domain_columns(text: ProfileText, names: str) -> bytes:
    """Domains are columns; the cell of a list spans its rows."""
    head = "".join(f"<th>{escape(text.domain(number, names))}</th>" for number in range(1, 7))
    rows = ""
    for kind in KINDS:
        lists = [text.list_of(number, kind) for number in range(1, 7)]
        count = max(map(len, lists))
        for row in range(count):
            label = f"<th rowspan='{count}'>{escape(text.list_name(kind, names))}</th>" if row == 0 else ""
            cells = (escape(sheets.cell_at(findings, row, text.none) or "") for findings in lists)
            rows += f"<tr>{label}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    title = f"<h1>{escape(text.title_line)}</h1><p>{text.title['date']}</p>"
    return page(text, f"{title}<table><tr><td></td>{head}</tr>{rows}</table>").encode()


def nested_details(text: ProfileText, names: str) -> bytes:
    out = []
    for number in range(1, 7):
        out.append(f"<details open><summary>{number}. {escape(text.domain(number, names))}</summary>")
        for kind in KINDS:
            inner = body(layouts.items(text, text.list_of(number, kind)))
            out.append(f"<details><summary>{escape(text.list_name(kind, names))}</summary>{inner}</details>")
        out.append("</details>")
    parts = (body(layouts.head(text)), *out, body(layouts.source_list(text)))
    return saved_page(text, "".join(parts)).encode()


def row_labels(text: ProfileText, names: str) -> bytes:
    """A row for each list: its domain, its name, and what it says."""
    rows = []
    for number in range(1, 7):
        for kind in KINDS:
            first = f"<th rowspan=2>{escape(text.domain(number, names))}</th>" if kind == KINDS[0] else ""
            inner = body(layouts.items(text, text.list_of(number, kind)))
            rows.append(f"<tr>{first}<th>{escape(text.list_name(kind, names))}</th><td>{inner}</td></tr>")
    parts = (body(layouts.head(text)), f"<table>{''.join(rows)}</table>", body(layouts.source_list(text)))
    return page(text, "".join(parts)).encode()


def divisions(text: ProfileText, names: str) -> bytes:
    """Nothing but div and span, with bullets that are text."""
    out = []
    for block in by_domain(text, names):
        match block:
            case Heading(_level, words):
                out.append(f"<div><span style='font-weight:bold'>{escape(words)}</span></div>")
            case Text(words, _label, marks):
                out.append(f"<div>{escape(words)}{mark(marks, 'brackets')}</div>")
            case Item(words, level, marks, number):
                sign = f"{number}." if number else "•" if level == 1 else "–"
                out.append(f"<div>{sign}&nbsp;{escape(words)}{mark(marks, 'brackets')}</div>")
    return page(text, "".join(out)).encode()


# Word documents


def crosses(text: ProfileText, names: str) -> bytes:
    """A cross in the column of a list, under rows that are merged and name the domain."""
    document = new_document(text.language)
    Writer(document).add(layouts.head(text, introduction=False))
    table = document.add_table(1, 3)
    words = [text.columns["finding"], *(text.list_name(kind, names) for kind in KINDS)]
    for cell, header in zip(table.rows[0].cells, words, strict=True):
        cell.text = header
    for number in range(1, 7):
        row = table.add_row().cells
        row[0].merge(row[2]).text = text.domain(number, names)
        for kind in KINDS:
            for finding in text.list_of(number, kind):
                row = table.add_row().cells
                row[0].text = sheets.sentence(finding)
                row[1 + KINDS.index(kind)].text = "X"
    return save_package(document, None)


def nested_tables(text: ProfileText, names: str) -> bytes:
    """A table of the two lists in a row of the table of domains."""
    document = new_document(text.language)
    writer = Writer(document)
    writer.add(layouts.head(text))
    outer = document.add_table(6, 1)
    for number in range(1, 7):
        cell = outer.cell(number - 1, 0)
        cell.paragraphs[0].add_run(text.domain(number, names)).bold = True
        inner = cell.add_table(2, 2)
        for column, kind in enumerate(KINDS):
            inner.cell(0, column).text = text.list_name(kind, names)
            Writer(inner.cell(1, column)).add(layouts.items(text, text.list_of(number, kind)))
        cell._tc.append(OxmlElement("w:p"))
    writer.add(layouts.source_list(text))
    return save_package(document, None)


# Workbooks


def list_columns(text: ProfileText, names: str) -> bytes:
    """A sheet for each list, with a column for each domain."""
    book = sheets.new_book()
    for kind in KINDS:
        sheet = book.create_sheet(text.list_name(kind, names)[:31])
        sheets.head(sheet, text, titles=kind == KINDS[0])
        sheets.header(sheet, [text.domain(number, names) for number in range(1, 7)])
        lists = [text.list_of(number, kind) for number in range(1, 7)]
        for row in range(max(map(len, lists))):
            sheet.append([sheets.cell_at(findings, row, text.none) for findings in lists])
    return save_package(book, None)


def section_rows(text: ProfileText, names: str) -> bytes:
    """The name of a domain is merged over the columns, and the rows have numbers."""
    book = sheets.new_book()
    sheet = book.create_sheet("Data")
    sheets.head(sheet, text, titles=True)
    sheets.header(sheet, ["#", *(text.list_name(kind, names) for kind in KINDS)])
    for number in range(1, 7):
        sheet.append([text.domain(number, names)])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=3)
        lists = [text.list_of(number, kind) for kind in KINDS]
        for row in range(max(map(len, lists))):
            sheet.append([row + 1, *(sheets.cell_at(findings, row, text.none) for findings in lists)])
    return save_package(book, None)


# Texts and Markdown


def roman(text: ProfileText, names: str) -> bytes:
    """Domains have Roman numbers, lists letters."""
    blocks: list[Block] = []
    section = part = 0
    for block in by_domain(text, names):
        if isinstance(block, Heading) and block.level == 2:
            section, part = section + 1, 0
            block = replace(block, text=f"{ROMAN[section - 1]}. {block.text}")
        elif isinstance(block, Heading) and block.level == 3:
            part += 1
            block = replace(block, text=f"{'abc'[part - 1]}) {block.text}")
        blocks.append(block)
    return plain_text(blocks).encode()


def underlined(text: ProfileText, names: str) -> bytes:
    lines = []
    for block in by_domain(text, names):
        match block:
            case Heading(level, words):
                lines += ["", words, ("=" if level < 3 else "-") * len(words), ""]
            case Text(words, _label, marks):
                lines += ["", f"{words}{mark(marks, 'brackets')}"]
            case Item(words, level, marks, number):
                sign = f"{number}." if number else "*" if level == 1 else "+"
                lines.append(f"{'    ' * (level - 1)}{sign} {words}{mark(marks, 'brackets')}")
    return "\r\n".join(lines).encode()


def run_in(text: ProfileText, names: str) -> bytes:
    return plain_text(whole(text, layouts.run_in(text, names))).encode()


def drawn_tables(text: ProfileText, names: str) -> bytes:
    return programs.pandoc(page(text, body(whole(text, layouts.rows(text, names)))), "html", "markdown-smart")


def notes_by_pandoc(ending: str):
    def write(text: ProfileText, names: str) -> bytes:
        return programs.pandoc(noted(text), "markdown", ending)

    return write


def own_by_pandoc(ending: str):
    def write(text: ProfileText, names: str) -> bytes:
        return programs.pandoc(own_word(text, names), "docx", ending)

    return write


def by_office(before, choice: str):
    def write(text: ProfileText, names: str) -> bytes:
        return programs.office(before(text, names), "docx", choice.partition(":")[0], choice)

    return write


def styled(text: ProfileText, names: str) -> bytes:
    return word(by_domain(text, names), text.language)


# PDF files


def browser_rows(text: ProfileText, names: str) -> bytes:
    return programs.chromium_pdf(page(text, body(whole(text, layouts.rows(text, names)))))


def browser_one_each(text: ProfileText, names: str) -> bytes:
    """A table over three pages, whose merged cells go on on the next."""
    blocks = [*layouts.head(text), *layouts.one_each(text, names)]
    return programs.chromium_pdf(page(text, body(blocks)))


def typst_contents(text: ProfileText, names: str) -> bytes:
    """Headings have numbers of up to three parts, and stand in a table of contents before."""
    source = typst(by_domain(text, names), text.language, running=text.title_line)
    start = source.index("\n= ")
    end = source.index("\n", start + 2)
    numbered = f'\n#set heading(numbering: "1.1")\n{source[start:end]}\n#outline()\n#pagebreak()\n'
    return programs.typst_pdf(f"{source[:start]}{numbered}{source[end:]}")


def typst_notes(text: ProfileText, names: str) -> bytes:
    source = typst([*layouts.head(text), *layouts.by_domain(text, names)], text.language)

    def notes(match: re.Match[str]) -> str:
        cited = (str(text.sources[int(number) - 1]) for number in match[1].split(", "))
        return "".join(f"#footnote[{escape_typst(source)}]" for source in cited)

    return programs.typst_pdf(re.sub(r"#super\[([\d, ]+)\]", notes, source))


def office_notes(text: ProfileText, names: str) -> bytes:
    return programs.office(programs.pandoc(noted(text), "markdown", "docx"), "docx", "pdf")


def one_list(text: ProfileText, names: str) -> bytes:
    """Domain and list are one heading."""
    blocks: list[Block] = []
    for number in range(1, 7):
        for kind in KINDS:
            name = f"{text.domain(number, names)}: {text.list_name(kind, names)}"
            blocks += [Heading(2, name), *layouts.items(text, text.list_of(number, kind))]
    return word(whole(text, blocks), text.language)


def paragraphs(text: ProfileText, names: str) -> bytes:
    """Findings are paragraphs without bullets."""
    blocks: list[Block] = []
    for number in range(1, 7):
        blocks.append(Heading(2, text.domain(number, names)))
        for kind in KINDS:
            findings = text.list_of(number, kind) or [Finding(number, kind, text.none)]
            blocks.append(Heading(3, text.list_name(kind, names)))
            blocks += [Text(sheets.sentence(finding), "", finding.cites) for finding in findings]
    return word(whole(text, blocks), text.language)


TEXT = "txt:Text (encoded):UTF8"
SHEET = "introduction sources"

SHAPES = [
    Shape("web-domain-columns", "html", "fr en+seen", domain_columns, WHOLE, SHEET),
    Shape("web-nested-details", "html", "ar", nested_details),
    Shape("web-row-labels", "html", "fr", row_labels),
    Shape("web-divisions", "html", "es", divisions),
    Shape("office-xhtml", "html", "pt", by_office(styled, "html:XHTML Writer File")),
    Shape("word-crosses", "docx", "fr", crosses, WHOLE, f"{SHEET} none"),
    Shape("word-nested-tables", "docx", "de", nested_tables),
    Shape("word-one-list", "docx", "es", one_list),
    Shape("word-paragraphs", "docx", "fr", paragraphs),
    Shape("sheet-list-columns", "xlsx", "de", list_columns, WHOLE, SHEET),
    Shape("sheet-section-rows", "xlsx", "pt", section_rows, WHOLE, SHEET),
    Shape("text-roman", "txt", "de", roman),
    Shape("text-underlined", "txt", "en", underlined),
    Shape("text-run-in-unknown", "txt", "de+unknown", run_in, ASKED),
    Shape("office-text", "txt", "es", by_office(styled, TEXT)),
    Shape("own-by-office", "txt", "fr", by_office(own_word, TEXT)),
    Shape("own-by-pandoc", "rtf", "pt", own_by_pandoc("rtf")),
    Shape("own-by-pandoc", "md", "ar", own_by_pandoc("markdown-smart")),
    Shape("own-by-pandoc", "txt", "fr", own_by_pandoc("plain")),
    Shape("pandoc-notes", "txt", "fr", notes_by_pandoc("plain")),
    Shape("pandoc-notes", "odt", "es", notes_by_pandoc("odt")),
    Shape("drawn-tables", "md", "fr", drawn_tables),
    Shape("browser-rows", "pdf", "de", browser_rows),
    Shape("browser-one-each", "pdf", "pt", browser_one_each),
    Shape("typst-contents", "pdf", "fr", typst_contents),
    Shape("typst-notes", "pdf", "de", typst_notes),
    Shape("office-notes", "pdf", "en", office_notes),
    Shape("office-further", "rtf", "ar", saved_by_office(styled, "docx", "rtf")),
]
