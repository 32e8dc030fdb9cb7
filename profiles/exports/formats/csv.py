"""Findings as CSV: one line a finding, of one profile or of many."""

import csv
import io
from collections.abc import Iterable, Iterator

from profiles.exports.columns import CSV, Column, FindingRow, T, rows
from profiles.exports.context import ProfileExport
from profiles.imports.tables.cells import guard

MARK = b"\xef\xbb\xbf"
"""The byte order mark: spreadsheets ask for it to know UTF-8."""


def render(export: ProfileExport) -> bytes:
    """Return the table with its mark, parted by commas."""
    return b"".join(write_csv([rows(export)], with_mark=True))


def write_csv(pieces: Iterable[Iterable[FindingRow]], *, with_mark: bool) -> Iterator[bytes]:
    """Yield the names of the columns, and then the lines of each piece; UTF-8, parted by commas.

    A text that could be taken for a formula has an apostrophe before it. `with_mark` is for people, who open
    the file in a spreadsheet; programs go without.
    """
    if with_mark:
        yield MARK
    yield _lines([[column.name for column in CSV]])
    for piece in pieces:
        if lines := _lines(to_cells(CSV, row) for row in piece):
            yield lines


def _lines(table: Iterable[list[str]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(table)
    return file.getvalue().encode()


def to_cells(columns: Iterable[Column[T]], row: T) -> list[str]:
    """Return what `columns` say of `row`, as CSV has it."""
    values = [column.value(row) for column in columns]
    return [
        guard(value) if isinstance(value, str) else "" if value is None else str(value) for value in values
    ]
