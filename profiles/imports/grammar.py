"""The grammar: a document as blocks -> what it says. It knows profiles, and no format."""

from profiles.imports.answers import Answers
from profiles.imports.blocks import Document, LeftOut, Paragraph, Style, Table
from profiles.imports.document import Line, Part, Reading
from profiles.imports.tables.rows import TableParser
from profiles.imports.tables.tables import Cell, Layout, Table as ReadTable, detect_layout
from profiles.imports.text.catalogue import Catalogue
from profiles.imports.text.line_parser import parse_lines


def parse_document(document: Document, known: Catalogue, answers: Answers) -> Reading:
    """Return what `document` says; what is not understood is in `unplaced`, and nothing is dropped."""
    lines: list[Line] = []
    asides: list[LeftOut] = []
    tables: list[tuple[ReadTable, Layout | None]] = []
    for block in document.blocks:
        if isinstance(block, LeftOut):
            asides.append(block)
        elif isinstance(block, Paragraph):
            _add_paragraph(lines, block)
        else:
            table = _read_table(block)
            layout = detect_layout(table, known.domains)
            if layout is not None:
                tables.append((table, layout))
            else:
                for paragraph in _paragraphs(block):
                    _add_paragraph(lines, paragraph)
    reading = parse_lines(lines, are_paragraphs=not document.are_lines)
    reading = TableParser(known.domains, reading).parse(tables)
    for aside in asides:
        number = reading.add_line(aside.text, Part.ASIDE, aside.where)
        reading.lines[number - 1] = Line(number, aside.text, aside.where, reason=aside.reason)
    reading.problems += document.problems
    reading.language = reading.language or document.language or None
    return reading


def _add_paragraph(lines: list[Line], block: Paragraph) -> None:
    for index, part in enumerate(block.text.split("\n")):
        is_heading = block.style in (Style.HEADING, Style.EMPHASIS)
        is_bullet = block.style == Style.ITEM and index == 0 and bool(part.strip())
        lines.append(Line(len(lines) + 1, part, block.where, is_heading=is_heading, is_bullet=is_bullet))


def _paragraphs(table: Table) -> list[Paragraph]:
    blocks = [block for row in table.rows for cell in row.values() for block in cell.blocks]
    nested = (_paragraphs(block) if isinstance(block, Table) else [block] for block in blocks)
    return [block for group in nested for block in group if isinstance(block, Paragraph)]


def _read_table(table: Table) -> ReadTable:
    rows = []
    for row in table.rows:
        texts = {
            number: ("\n".join(b.text for b in cell.blocks if isinstance(b, Paragraph)), cell.where)
            for number, cell in row.items()
        }
        rows.append({number: Cell(text, where) for number, (text, where) in texts.items() if text.strip()})
    return ReadTable(table.name, rows)
