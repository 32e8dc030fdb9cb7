"""The grammar: a document as blocks -> what it says. It knows profiles, and no format.

All lines are numbered first, in the order of the document, in paragraphs and cells alike. Then text is read
line by line (text/), and each table that has a layout by its rows (tables/); other tables are text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from django.utils.translation import gettext as _

from profiles.imports.answers import Answers
from profiles.imports.blocks import Block, Document, LeftOut, Paragraph, Style, Table as TableBlock
from profiles.imports.document import Line, Part, Reading, require_few_lines
from profiles.imports.tables.facts import add_facts, add_pair
from profiles.imports.tables.finding_rows import FindingRows
from profiles.imports.tables.layout import Layout, find_layout
from profiles.imports.tables.source_rows import SourceRows
from profiles.imports.tables.tables import Cell, Row, Table, distinct
from profiles.imports.text.bullets import part_items
from profiles.imports.text.catalogue import Catalogue
from profiles.imports.text.headings import heading_of
from profiles.imports.text.line_parser import LineParser
from profiles.imports.text.page_furniture import running_titles
from profiles.imports.text.reading_builder import ReadingBuilder
from profiles.imports.text.section_builder import SectionBuilder
from profiles.imports.text.text_normalization import LONGEST_HEADING, is_finished

BREAK = Line(0, "")
"""Parts what stands in different cells."""


def parse_document(document: Document, known: Catalogue, answers: Answers) -> Reading:
    """Return what `document` says; what is not understood is in `unplaced`, and nothing is dropped."""
    blocks = document.blocks if document.is_ours else _without_running_titles(document.blocks, known)
    numbering = Numbering(document.is_ours)
    content = numbering.number(blocks)
    require_few_lines(len(numbering.lines))
    builder = ReadingBuilder(numbering.lines, known, answers)
    sections = SectionBuilder(builder)
    _ContentParser(LineParser(sections, are_paragraphs=not document.are_lines)).parse(content)
    for number, lines in numbering.notes:
        sections.sources.add_note(number, lines)
    reading = sections.build()
    for line in reading.lines:
        if line.text.strip():
            reading.parts.setdefault(line.number, Part.STATEMENT if document.is_ours else Part.UNPLACED)
    reading.problems += document.problems
    reading.language = reading.language or document.language or None
    return reading


def _without_running_titles(blocks: list[Block], known: Catalogue) -> list[Block]:
    """Return the blocks; what comes again on each page is left out, if it is not the heading of a list."""
    texts = [block.text if isinstance(block, Paragraph) else "" for block in blocks]
    blocks = blocks.copy()
    for index in running_titles(texts):
        if heading_of(texts[index], known.domains.headings, is_exact=True) is None:
            blocks[index] = LeftOut(texts[index], _("page header or footer"))
    return blocks


class Numbering:
    """Makes the lines of a document out of its blocks."""

    def __init__(self, is_ours: bool) -> None:
        self.lines: list[Line] = []
        self.notes: list[tuple[int, list[Line]]] = []
        self.is_ours = is_ours

    def number(self, blocks: Iterable[Block]) -> list[Line | Table]:
        content: list[Line | Table] = []
        for block in blocks:
            if isinstance(block, TableBlock):
                content.append(self._table(block))
            elif isinstance(block, Paragraph) and block.style == Style.NOTE:
                mark = f"[{block.number}] " if block.number else ""
                note = replace(block, text=f"{mark}{block.text}")
                self.notes.append((block.number, list(self._paragraph(note))))
            else:
                content += self._paragraph(block)
        return content

    def _paragraph(self, block: Paragraph | LeftOut) -> Iterator[Line]:
        """Yield the lines of a paragraph; a break in it that somebody typed parts it into lines."""
        reason = block.reason if isinstance(block, LeftOut) else ""
        style, level = (Style.TEXT, 0) if isinstance(block, LeftOut) else (block.style, block.level)
        is_short = len(block.text) <= LONGEST_HEADING and not is_finished(block.text)
        is_heading = style == Style.HEADING or (style == Style.EMPHASIS and is_short)
        is_numbered = isinstance(block, Paragraph) and style == Style.ITEM and block.number
        written = f"{block.number}. {block.text}" if is_numbered else block.text  # type: ignore[union-attr]
        texts = written.split("\n")
        texts = texts if self.is_ours else [*chain.from_iterable(map(part_items, texts))]
        for index, text in enumerate(texts):
            is_bullet = style == Style.ITEM and index == 0 and bool(text.strip())
            line = Line(len(self.lines) + 1, text, block.where, is_heading, is_bullet, reason, level)
            self.lines.append(line)
            yield line
        for link in block.links if isinstance(block, Paragraph) else ():
            yield from self._paragraph(LeftOut(link.address, _("link"), block.where))

    def _table(self, block: TableBlock) -> Table:
        table = Table(is_ours=self.is_ours)
        if block.name.strip() and not self.is_ours:
            (table.name,) = self._paragraph(Paragraph(block.name.replace("\n", " ")))
        for index, row in enumerate(block.rows):
            while len(table.rows) <= index:
                table.rows.append({})
            for column in sorted(row):
                cell = row[column]
                numbered = Cell(self.number(cell.blocks), cell.text, cell.where, cell.column_span)
                while len(table.rows) < index + cell.row_span:
                    table.rows.append({})
                for place in table.rows[index : index + cell.row_span]:
                    for covered in range(column, column + cell.column_span):
                        place.setdefault(covered, numbered)
        return table


class _ContentParser:
    """Takes lines and tables in their order; those of sources first, as findings name them by number."""

    def __init__(self, parser: LineParser) -> None:
        self.parser = parser
        self.builder = parser.builder
        self.sources = SourceRows(self.builder, parser.sections.sources)
        self.findings = FindingRows(parser, self.sources)

    def parse(self, content: list[Line | Table]) -> None:
        flow = list(self._flow(content))
        for part in flow:
            if not isinstance(part, Line) and part[1].is_sources:
                self._add_head(*part)
                self.sources.parse(*part)
        lines: list[Line] = []
        for part in flow:
            if isinstance(part, Line):
                lines.append(part)
                continue
            self.parser.parse(lines)
            lines = []
            table, layout = part
            if layout.is_findings:
                self.findings.parse(table, layout)
            elif layout.is_facts:
                add_facts(self.builder, table, layout)
        self.parser.parse(lines)

    def _flow(self, content: Iterable[Line | Table]) -> Iterator[Line | tuple[Table, Layout]]:
        """Yield what one reads one after the other: lines, and tables that have a layout."""
        for part in content:
            if isinstance(part, Line):
                yield part
                continue
            layout = find_layout(part, self.builder.headings)
            yield from self._flow_name(part, layout)
            head = part.rows if layout is None else part.rows[: max(layout.row, 0)]
            head = [] if part.is_ours else head  # guidance and notes
            for row in head:
                yield from self._flow_row(row)
            yield BREAK
            if layout is not None:
                yield part, layout

    def _flow_row(self, row: Row) -> Iterator[Line | tuple[Table, Layout]]:
        if not add_pair(self.builder, row):
            for cell in distinct(row):
                if cell.is_taken:
                    continue
                cell.is_taken = True
                yield BREAK
                yield from self._flow(cell.content)

    def _flow_name(self, table: Table, layout: Layout | None) -> Iterator[Line]:
        """The name of a sheet may be a heading, of its rows or of its text."""
        if table.name is None:
            return
        headings = self.builder.headings
        heading = headings.match_line(table.name) or headings.match_cut(table.name.text)
        if heading is not None and layout is None:
            yield table.name
        else:
            self.builder.set_part([table.name], Part.HEADING if heading is not None else Part.ASIDE)

    def _add_head(self, table: Table, layout: Layout) -> None:
        for cell in distinct(table.rows[layout.row]):
            if not cell.is_taken:
                self.builder.set_part(cell.lines, Part.HEADING)
