"""Which table is what: what its columns hold, by their headers, and what its rows are labelled with.

Findings stand in rows, with domain and kind in columns; or each list, or domain, has a column of its own; or
the sheet is named after one. Where no header is known, rows that begin with a domain or a list show it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from profiles.imports.tables.tables import Cell, Row, Table, distinct
from profiles.imports.text.headers import Header
from profiles.imports.text.heading_matcher import HeadingMatcher
from profiles.imports.text.headings import Heading
from profiles.imports.text.text_normalization import LONGEST_HEADING, is_finished, may_be_heading
from profiles.imports.text.vocabulary import WORDS

DEEPEST_HEADER = 25
"""In so many rows from the top the headers are looked for; titles and notes may stand above."""


@dataclass
class Layout:
    """Where the headers are, and what each column holds: as match_header() says, or a list, or a domain."""

    row: int
    """The row of the headers; -1 where there is none."""
    columns: dict[int, str] = field(default_factory=dict)
    lists: dict[int, Heading] = field(default_factory=dict)
    unknown: dict[int, Cell] = field(default_factory=dict)
    heading: Heading = field(default_factory=Heading)
    """What the sheet is named after."""
    has_labels: bool = False
    is_partly_known: bool = False
    """One list is known beside headers that are not."""

    def cells(self, row: Row) -> dict[str, Cell]:
        """Return the cells of `row` by what their columns hold."""
        return {self.columns[column]: cell for column, cell in row.items() if column in self.columns}

    def has(self, *headers: Header) -> bool:
        return set(headers) <= set(self.columns.values())

    def has_any(self, *headers: Header) -> bool:
        return bool(set(headers) & set(self.columns.values()))

    @property
    def is_list_header(self) -> bool:
        """Return whether several columns are of lists, or of domains."""
        if self.has_sentences:
            return False
        kinds = sum(1 for heading in self.lists.values() if heading.kind)
        return kinds > 1 or sum(1 for heading in self.lists.values() if heading.domain) > 1

    @property
    def has_sentences(self) -> bool:
        """Return whether a sentence is among what is not known: a row of cells, and no row of headers."""
        return any(
            is_finished(cell.text) or len(cell.text) > LONGEST_HEADING for cell in self.unknown.values()
        )

    @property
    def is_findings(self) -> bool:
        has_place = self.has_any(Header.DOMAIN, Header.DOMAIN_NUMBER, Header.KIND)
        has_place = has_place or bool(self.heading.domain or self.heading.kind)
        if self.has_labels or self.is_partly_known or self.is_list_header:
            return True
        if self.lists and has_place and not self.has_sentences:
            return True
        return self.has(Header.TEXT) and (has_place or self.has(Header.SOURCES))

    @property
    def is_sources(self) -> bool:
        return (
            self.has(Header.TITLE)
            and self.has_any(Header.BODY, Header.URL, Header.NUMBER)
            and not self.is_findings
        )

    @property
    def is_facts(self) -> bool:
        return self.has(Header.VALUE) and self.has_any(Header.NAME, Header.LABEL)

    @property
    def is_ours(self) -> bool:
        """Return whether the headers are those of our CSV."""
        return self.has(Header.PROFILE, Header.LINK, Header.KEY)


def find_layout(table: Table, headings: HeadingMatcher) -> Layout | None:
    """Return the layout of a table of findings, sources or facts; None where it is running text."""
    name = table.name
    sheet = (headings.match_line(name) or headings.match_cut(name.text) if name else None) or Heading()
    for index, row in enumerate(table.rows[:DEEPEST_HEADER]):
        layout = read_header(index, row, headings, sheet)
        if layout.is_findings or layout.is_sources or layout.is_facts:
            return layout
        if not table.is_ours and _is_partly_known(layout, table.rows[index + 1 :], headings):
            layout.is_partly_known = True
            return layout
    return None if table.is_ours else _find_labels(table, headings, sheet)


def read_header(index: int, row: Row, headings: HeadingMatcher, sheet: Heading) -> Layout:
    """Return what the columns hold if `row` is the row of their headers."""
    layout = Layout(index, heading=sheet)
    for column, cell in sorted(row.items()):
        if cell.is_blank:
            continue
        header = headings.match_header(cell.text, cell.lines[0])
        if header is None:
            heading = headings.match_line(cell.lines[0])
            if heading is None and len(cell.text) < LONGEST_HEADING:
                heading = headings.match(cell.text)
            if heading is not None and (heading.kind or heading.domain):
                layout.lists[column] = heading
            else:
                layout.unknown[column] = cell
        elif header not in layout.columns.values():
            layout.columns[column] = header
    if len(list(distinct(row))) == 1 < len(row):
        layout.lists = {}  # merged over the whole table: a heading of the rows below
    domains = [column for column, heading in layout.lists.items() if heading.domain and not heading.kind]
    if len(domains) == 1 and len(layout.lists) > 1 and domains[0] == min(row):
        layout.heading = layout.lists.pop(domains[0])  # in the corner, above the table's first column
    return layout


def _is_partly_known(layout: Layout, rows: list[Row], headings: HeadingMatcher) -> bool:
    """Return whether a list is known, beside headers that are not, above rows of several cells.

    A sentence in the place of a header is unknown too, where no label of a row can stand; in the sheet of a
    domain no list need be known.
    """
    below = [row for row in rows if len(list(distinct(row))) > 1]
    is_named = bool(layout.heading.domain) and not layout.columns and len(layout.unknown) > 1
    if not ((layout.lists or is_named) and layout.unknown and below):
        return False
    column = min(layout.lists, default=min(layout.unknown))
    cells = [row[column] for row in below if column in row and not row[column].is_blank]
    labels = sum(_is_label(cell, headings) for cell in cells)
    if labels and (column == 1 or 2 * labels > len(cells)):
        return False
    if all(may_be_heading(cell.text) for cell in layout.unknown.values()) and layout.lists:
        return True
    if not layout.lists and any(not may_be_heading(cell.text) for cell in layout.unknown.values()):
        return False
    return (column > 1 and bool(layout.lists)) or (
        bool(cells) and not any(may_be_heading(cell.text) for cell in cells)
    )


def _find_labels(table: Table, headings: HeadingMatcher, sheet: Heading) -> Layout | None:
    """Return the layout of a table in whose rows a column names a domain or a list; None where none does."""
    labelled: dict[int, list[int]] = {}
    for index, row in enumerate(table.rows):
        cells = list(distinct(row))
        label = next((column for column in sorted(row) if _is_label(row[column], headings)), None)
        if len(cells) > 1 and label is not None:
            labelled.setdefault(label, []).append(index)
    label, rows = max(labelled.items(), key=lambda item: len(item[1]), default=(0, []))
    if len(rows) < 2:
        return None
    first = rows[0]
    layout = Layout(first - 1, heading=sheet)
    if first and len(list(distinct(table.rows[first - 1]))) > 1:
        layout = read_header(first - 1, table.rows[first - 1], headings, sheet)
        layout.lists = {} if layout.has_sentences else layout.lists
    layout.has_labels = True
    layout.unknown.pop(label, None)
    return layout


def _is_label(cell: Cell, headings: HeadingMatcher) -> bool:
    heading = headings.match(cell.text, is_exact=True) if len(cell.text) < LONGEST_HEADING else None
    return heading is not None and bool(heading.domain or heading.kind)


def is_cross(text: str) -> bool:
    """Return whether `text` is a mark that says “yes” for its column."""
    return text.strip().casefold() in WORDS["crosses"]


def is_no_cross(text: str) -> bool:
    """Return whether `text` says “no” for its column, or nothing."""
    return not text.strip() or text.strip().casefold() in WORDS["no_crosses"]


def cross_columns(layout: Layout, rows: Iterable[Row]) -> set[int]:
    """Return the columns of lists in which nothing stands but crosses."""
    columns: dict[int, set[bool]] = {column: set() for column in layout.lists}
    for row in rows:
        for column in columns.keys() & row.keys() if len(list(distinct(row))) > 1 else ():
            if not is_no_cross(row[column].text):
                columns[column].add(is_cross(row[column].text))
    return {column for column, values in columns.items() if values == {True}}
