"""Reads Word documents: our own exactly, those of others by headings, lists and tables."""

from django.utils.translation import gettext as _

from profiles.imports.document import Line, Part, Reading, is_own_format
from profiles.imports.formats import docx_xml, native_docx
from profiles.imports.formats.archives import unpack
from profiles.imports.tables.rows import TableParser
from profiles.imports.tables.tables import Cell, Layout, Table, detect_layout
from profiles.imports.text.headings import heading_of
from profiles.imports.text.line_parser import parse_lines
from profiles.imports.text.statements import DomainCatalogue

SOFT_HYPHEN = "\u00ad"


def read(data: bytes) -> Reading:
    """Return what the Word document in `data` says; raise DocumentError for what it cannot read."""
    document = docx_xml.open_document(unpack(data, "word/document.xml"))
    is_ours = is_own_format(document.properties.get("category"))
    reading = native_docx.read(document) if is_ours else _parse(document)
    for note in document.footnotes:
        reading.add_line(note, Part.UNPLACED, _("footnote"))
    if document.has_tracked_changes:
        reading.warn(
            _("The document has tracked changes: what was inserted is taken, what was deleted is not.")
        )
    return reading


def _parse(document: docx_xml.WordDocument) -> Reading:
    """Paragraphs go to the grammar; a table with known headers is read by its rows, after them."""
    catalogue, lines, tables = DomainCatalogue(), list[Line](), list[tuple[Table, Layout | None]]()
    number = 0
    for block in document.blocks:
        if isinstance(block, docx_xml.Paragraph):
            _add(lines, block)
            continue
        number += 1
        table = _table(block, number)
        layout = detect_layout(table, catalogue)
        if layout is not None and (layout.is_findings or layout.is_sources):
            tables.append((table, layout))
        else:
            _add_cells(lines, block, catalogue, _("table %(number)s") % {"number": number})
    reading = parse_lines(lines, are_paragraphs=True)
    return TableParser(catalogue, reading).parse(tables)


def _add(lines: list[Line], paragraph: docx_xml.Paragraph, where: str = "", *, is_item: bool = False) -> None:
    """Enter a paragraph; a line break in it that somebody typed parts it into lines."""
    text = paragraph.text.replace(SOFT_HYPHEN, "")
    is_heading = paragraph.is_heading or (paragraph.is_bold and not paragraph.is_list)
    for number, part in enumerate(text.split("\n")):
        is_bullet = (paragraph.is_list or is_item) and number == 0 and bool(part.strip())
        lines.append(Line(len(lines) + 1, part, where, is_heading=is_heading, is_bullet=is_bullet))


def _add_cells(lines: list[Line], table: docx_xml.WordTable, catalogue: DomainCatalogue, where: str) -> None:
    """Enter the cells row by row; where the columns are the two lists, column by column."""
    head = table[0] if table else []
    kinds = [heading_of(" ".join(p.text for p in cell).strip(), catalogue.headings) for cell in head]
    cells = [(cell, False) for row in table for cell in row]
    if len(table) > 1 and kinds and all(heading and heading.kind for heading in kinds):
        rows = list(enumerate(table))
        cells = [(row[n], index > 0) for n in range(len(head)) for index, row in rows if n < len(row)]
    for cell, is_item in cells:
        for paragraph in cell:
            _add(lines, paragraph, where, is_item=is_item)


def _table(table: docx_xml.WordTable, number: int) -> Table:
    rows = []
    for index, row in enumerate(table, start=1):
        where = _("table %(number)s, row %(row)s") % {"number": number, "row": index}
        texts = ["\n".join(p.text.replace(SOFT_HYPHEN, "") for p in cell).strip() for cell in row]
        rows.append({column: Cell(text, where) for column, text in enumerate(texts, start=1) if text})
    return Table("", rows)
