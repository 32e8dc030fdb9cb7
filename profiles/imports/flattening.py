"""A Document -> Reading by the grammar of lines and the reader of tables, until one grammar takes blocks."""

from django.utils.translation import gettext as _

from profiles.imports import blocks
from profiles.imports.document import Line, Part, Reading
from profiles.imports.tables.rows import TableParser
from profiles.imports.tables.tables import Cell, Layout, Table, detect_layout
from profiles.imports.text.headings import heading_of
from profiles.imports.text.line_parser import parse_lines
from profiles.imports.text.statements import DomainCatalogue


def parse_document(document: blocks.Document) -> Reading:
    """Paragraphs go to the grammar of lines; a table with known headers is read by its rows, after them."""
    catalogue, flat = DomainCatalogue(), _Flat()
    layouts: list[tuple[Table, Layout | None]] = []
    tables = [block for block in document.blocks if isinstance(block, blocks.Table)]
    pairs = [(table, detect_layout(table, catalogue)) for table in map(_table, tables)]
    are_rows = any(layout and layout.is_findings for _table, layout in pairs)
    for block in document.blocks:
        if isinstance(block, blocks.Table):
            table, layout = pairs[tables.index(block)]
            if layout is not None and are_rows:
                layouts.append((table, layout))
            else:
                flat.add_table(block, catalogue)
        else:
            flat.add(block)
    reading = parse_lines(flat.lines, are_paragraphs=not document.are_lines)
    reading.problems[:0] = document.problems
    reading = TableParser(catalogue, reading).parse(layouts)
    for line, part in flat.further:
        number = reading.add_line(line.text, part, line.where)
        reading.lines[-1] = Line(number, line.text, line.where, reason=line.reason)
    return reading


class _Flat:
    """The lines of a document; what the grammar of lines does not take is `further`."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.further: list[tuple[Line, Part]] = []

    def add(self, block: blocks.Block, *, is_item: bool = False) -> None:
        if isinstance(block, blocks.LeftOut):
            self.further.append((Line(0, block.text, block.where, reason=block.reason), Part.ASIDE))
        elif isinstance(block, blocks.Paragraph) and block.style == blocks.Style.NOTE:
            self.further.append((Line(0, f"[{block.number}] {block.text}", block.where), Part.UNPLACED))
        elif isinstance(block, blocks.Paragraph):
            self._add_paragraph(block, is_item=is_item)

    def _add_paragraph(self, paragraph: blocks.Paragraph, *, is_item: bool) -> None:
        is_heading = paragraph.style in (blocks.Style.HEADING, blocks.Style.EMPHASIS)
        is_item = is_item or paragraph.style == blocks.Style.ITEM
        text = f"{paragraph.number}. {paragraph.text}" if paragraph.number else paragraph.text
        for number, part in enumerate(text.split("\n")):
            is_bullet = is_item and number == 0 and bool(part.strip())
            self.lines.append(Line(len(self.lines) + 1, part, paragraph.where, is_heading, is_bullet))
        for link in paragraph.links:
            self.further.append((Line(0, link.address, paragraph.where, reason=_("link")), Part.ASIDE))

    def add_table(self, table: blocks.Table, catalogue: DomainCatalogue) -> None:
        """Enter the cells row by row; where the columns are the two lists, column by column."""
        head = table.rows[0] if table.rows else {}
        headings = [heading_of(_text(cell), catalogue.headings) for cell in head.values()]
        cells = [(cell, False) for row in table.rows for cell in row.values()]
        if len(table.rows) > 1 and headings and all(heading and heading.kind for heading in headings):
            rows = list(enumerate(table.rows))
            cells = [(row[column], index > 0) for column in head for index, row in rows if column in row]
        for cell, is_item in cells:
            for block in cell.blocks:
                if isinstance(block, blocks.Table):
                    self.add_table(block, catalogue)
                else:
                    self.add(block, is_item=is_item)


def _table(table: blocks.Table) -> Table:
    rows = [{column: Cell(_text(cell), cell.where) for column, cell in row.items()} for row in table.rows]
    return Table(table.name, [{n: cell for n, cell in row.items() if cell.text} for row in rows])


def _text(cell: blocks.Cell) -> str:
    texts = (block.text for block in cell.blocks if isinstance(block, blocks.Paragraph))
    return "\n".join(texts).strip()
