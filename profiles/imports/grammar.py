"""The grammar: a document as blocks -> what it says. It knows profiles, and no format."""

from dataclasses import replace

from django.utils.translation import gettext as _

from profiles.imports.answers import Answers
from profiles.imports.blocks import Cell, Document, LeftOut, Paragraph, Style, Table
from profiles.imports.document import Line, Part, Reading
from profiles.imports.tables.rows import TableParser
from profiles.imports.tables.tables import Cell as ReadCell, Layout, Table as ReadTable, detect_layout
from profiles.imports.text.catalogue import Catalogue
from profiles.imports.text.headings import heading_of
from profiles.imports.text.line_parser import parse_lines


def parse_document(document: Document, known: Catalogue, answers: Answers) -> Reading:
    """Return what `document` says; what is not understood is in `unplaced`, and nothing is dropped."""
    lines: list[Line] = []
    asides: list[LeftOut] = []
    notes: list[Paragraph] = []
    tables: list[tuple[ReadTable, Layout | None]] = []
    for block in document.blocks:
        if isinstance(block, LeftOut):
            asides.append(block)
        elif isinstance(block, Paragraph) and block.style == Style.NOTE:
            notes.append(block)
        elif isinstance(block, Paragraph):
            _add_paragraph(lines, block)
            asides += [LeftOut(link.address, _("link"), block.where) for link in block.links]
        else:
            table = _read_table(block)
            layout = detect_layout(table, known.domains)
            if layout is not None:
                tables.append((table, layout))
            else:
                for paragraph in _paragraphs(block, known):
                    _add_paragraph(lines, paragraph)
    reading = parse_lines(lines, are_paragraphs=not document.are_lines)
    reading = TableParser(known.domains, reading).parse(tables)
    for note in notes:
        text = f"[{note.number}] {note.text}" if note.number else note.text
        reading.add_line(text, Part.UNPLACED, note.where)
    for aside in asides:
        number = reading.add_line(aside.text, Part.ASIDE, aside.where)
        reading.lines[number - 1] = Line(number, aside.text, aside.where, reason=aside.reason)
    reading.problems[:0] = document.problems
    reading.language = reading.language or document.language or None
    return reading


def _add_paragraph(lines: list[Line], block: Paragraph) -> None:
    text = f"{block.number}. {block.text}" if block.number else block.text
    for index, part in enumerate(text.split("\n")):
        is_heading = block.style in (Style.HEADING, Style.EMPHASIS)
        is_bullet = block.style == Style.ITEM and index == 0 and bool(part.strip())
        lines.append(Line(len(lines) + 1, part, block.where, is_heading=is_heading, is_bullet=is_bullet))


def _paragraphs(table: Table, known: Catalogue) -> list[Paragraph]:
    """Return the paragraphs of the cells, row by row, or column by column where the columns are the lists."""
    head = table.rows[0] if table.rows else {}
    headings = [heading_of(_text(cell), known.domains.headings) for cell in head.values()]
    cells = [(cell, False) for row in table.rows for cell in row.values()]
    if len(table.rows) > 1 and headings and all(heading and heading.kind for heading in headings):
        rows = list(enumerate(table.rows))
        cells = [(row[column], index > 0) for column in head for index, row in rows if column in row]
    paragraphs = []
    for cell, is_item in cells:
        for block in cell.blocks:
            if isinstance(block, Table):
                paragraphs += _paragraphs(block, known)
            elif isinstance(block, Paragraph):
                paragraphs.append(replace(block, style=Style.ITEM) if is_item else block)
    return paragraphs


def _text(cell: Cell) -> str:
    return "\n".join(block.text for block in cell.blocks if isinstance(block, Paragraph))


def _read_table(table: Table) -> ReadTable:
    rows = []
    for row in table.rows:
        texts = {number: (_text(cell).strip(), cell.where) for number, cell in row.items()}
        rows.append(
            {number: ReadCell(text, where) for number, (text, where) in texts.items() if text.strip()}
        )
    return ReadTable(table.name, rows)
