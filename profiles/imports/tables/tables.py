"""Tables, of whatever format: cells with their places, and which sheet or table is what.

A table is known by its headers (headers.py). Findings stand in rows, with domain and kind in columns; or each
kind has a column of its own; or the sheet is named after the domain. rows.py reads them.
"""

import re
import uuid
from dataclasses import dataclass, field

from profiles.imports.text.headers import Header, match_header
from profiles.imports.text.headings import heading_of
from profiles.imports.text.statements import Known

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


@dataclass
class Table:
    """A sheet or a table: rows of cells by the number of their column. `is_ours`: of a file that we wrote."""

    name: str
    rows: list[dict[int, Cell]]
    is_ours: bool = False


@dataclass
class Layout:
    """Where the headers are, and what each column holds, as header_of() says; or the kind of its findings."""

    row: int
    columns: dict[int, str] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    domain: int | None = None
    """The domain after which the sheet is named."""

    def has(self, *headers: Header) -> bool:
        return set(headers) <= set(self.columns.values())

    @property
    def is_findings(self) -> bool:
        placed = self.has(Header.DOMAIN) or self.has(Header.DOMAIN_NUMBER) or self.domain
        if self.kinds:
            return bool(placed)
        return self.has(Header.TEXT) and bool(placed or self.has(Header.KIND))

    @property
    def is_sources(self) -> bool:
        further = {Header.BODY, Header.URL, Header.NUMBER}
        return self.has(Header.TITLE) and bool(further & set(self.columns.values())) and not self.is_findings

    @property
    def is_facts(self) -> bool:
        return self.has(Header.VALUE) and bool({Header.NAME, Header.LABEL} & set(self.columns.values()))


def detect_layout(table: Table, known: Known) -> Layout | None:
    """Return the layout of a table of findings, sources or facts; None where its headers are not known."""
    named = heading_of(table.name, known.headings)
    for index, row in enumerate(table.rows[:DEEPEST_HEADER]):
        layout = Layout(index, domain=named.domain if named else None)
        for column, cell in row.items():
            header = match_header(cell.text) if len(cell.text) < 80 else None
            heading = None if header else heading_of(cell.text, known.headings)
            if header and header not in layout.columns.values():
                layout.columns[column] = header
            elif heading and heading.kind and not heading.domain:
                layout.kinds[column] = heading.kind
        if layout.is_findings or layout.is_sources or layout.is_facts:
            return layout
    return None


def number_of(text: str) -> int | None:
    """Return the whole number that a cell holds: “7”, “7.0”."""
    found = re.fullmatch(r"\s*(\d{1,6})(?:\.0+)?\s*", text)
    return int(found[1]) if found else None


def key_of(text: str) -> str:
    """Return the key that a cell holds; empty where it is none."""
    try:
        return str(uuid.UUID(text.strip()))
    except ValueError:
        return ""
