"""Findings as CSV: one line a finding, of one profile or of many."""

import csv
import io
from collections.abc import Iterable, Iterator

from profiles.exports.columns import CSV, Row, Value, rows
from profiles.exports.context import ProfileExport
from profiles.imports.tables.cells import guard

MARK = b"\xef\xbb\xbf"
"""The byte order mark: spreadsheets ask for it to know UTF-8."""


def render(subject: ProfileExport) -> bytes:
    """Return the table with its mark, parted by commas."""
    return b"".join(csv_lines([subject], with_mark=True))


def csv_lines(subjects: Iterable[ProfileExport], *, with_mark: bool) -> Iterator[bytes]:
    """Yield the table of all findings of `subjects`, a profile at a time, as csv_of() has it."""
    return write_csv((rows(subject) for subject in subjects), with_mark=with_mark)


def write_csv(pieces: Iterable[Iterable[Row]], *, with_mark: bool) -> Iterator[bytes]:
    """Yield the names of the columns, and then the lines of each piece; UTF-8, parted by commas.

    A text that could be taken for a formula has an apostrophe before it. `with_mark` is for people, who open
    the file in a spreadsheet; programs go without.
    """
    if with_mark:
        yield MARK
    yield _lines([[column.name for column in CSV]])
    for piece in pieces:
        if lines := _lines(cells(piece)):
            yield lines


def cells(piece: Iterable[Row]) -> Iterator[list[str]]:
    """Yield the line of each finding."""
    for row in piece:
        yield [_cell(column.value(row)) for column in CSV]


def _lines(table: Iterable[list[str]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(table)
    return file.getvalue().encode()


def _cell(value: Value) -> str:
    return guard(value) if isinstance(value, str) else "" if value is None else str(value)
