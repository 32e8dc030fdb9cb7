"""Tables, of whatever format: cells with their places, and which sheet or table is what.

A table is known by its headers (headers.py). Findings stand in rows, with domain and kind in columns; or each
kind has a column of its own; or the sheet is named after the domain. rows.py reads them.
"""

import re
import uuid
from dataclasses import dataclass, field

from profiles.imports.document import Part, Reading
from profiles.imports.text.headers import Header, match_header
from profiles.imports.text.headings import heading_of
from profiles.imports.text.statements import DomainCatalogue

DEEPEST_HEADER = 25
"""In so many rows from the top the headers are looked for; titles and notes may stand above."""


@dataclass(frozen=True)
class Cell:
    """The text of a cell, exactly, and where it is: “Findings!B7”."""

    text: str
    where: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    def add_to(self, reading: Reading, part: Part) -> int:
        """Enter the cell as a line of the document; return its number."""
        return reading.add_line(self.text, part, self.where)


@dataclass
class Table:
    """A sheet or a table: rows of cells by the number of their column. `is_ours`: of a file that we wrote."""

    name: str
    rows: list[dict[int, Cell]]
    is_ours: bool = False


@dataclass
class Layout:
    """Where the headers are, and what each column holds: as match_header() says, or a kind of findings."""

    row: int
    columns: dict[int, str] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    domain: int | None = None
    """The domain after which the sheet is named."""

    def cells(self, row: dict[int, Cell]) -> dict[str, Cell]:
        """Return the cells of `row` by what their columns hold."""
        return {self.columns[column]: cell for column, cell in row.items() if column in self.columns}

    def has(self, *headers: Header) -> bool:
        return set(headers) <= set(self.columns.values())

    @property
    def is_findings(self) -> bool:
        has_domain = bool(self.has(Header.DOMAIN) or self.has(Header.DOMAIN_NUMBER) or self.domain)
        if self.kinds:
            return has_domain
        return self.has(Header.TEXT) and (has_domain or self.has(Header.KIND))

    @property
    def is_sources(self) -> bool:
        further = {Header.BODY, Header.URL, Header.NUMBER}
        return self.has(Header.TITLE) and bool(further & set(self.columns.values())) and not self.is_findings

    @property
    def is_facts(self) -> bool:
        return self.has(Header.VALUE) and bool({Header.NAME, Header.LABEL} & set(self.columns.values()))


def detect_layout(table: Table, catalogue: DomainCatalogue) -> Layout | None:
    """Return the layout of a table of findings, sources or facts; None where its headers are not known."""
    sheet = heading_of(table.name, catalogue.headings)
    for index, row in enumerate(table.rows[:DEEPEST_HEADER]):
        layout = Layout(index, domain=sheet.domain if sheet else None)
        for column, cell in row.items():
            header = match_header(cell.text) if len(cell.text) < 80 else None
            heading = None if header else heading_of(cell.text, catalogue.headings)
            if header and header not in layout.columns.values():
                layout.columns[column] = header
            elif heading and heading.kind and not heading.domain:
                layout.kinds[column] = heading.kind
        if layout.is_findings or layout.is_sources or layout.is_facts:
            return layout
    return None


def number_of(text: str) -> int | None:
    """Return the whole number that a cell holds: “7”, “7.0”."""
    match = re.fullmatch(r"\s*(\d{1,6})(?:\.0+)?\s*", text)
    return int(match[1]) if match else None


def key_of(text: str) -> str:
    """Return the key that `text` is, as a UUID in its text form; empty where it is none."""
    try:
        return str(uuid.UUID(text.strip()))
    except ValueError:
        return ""
