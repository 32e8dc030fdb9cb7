"""Reads tables in CSV: ours exactly, those of others as a table; separated by comma, semicolon or tab."""

import csv
import io
from collections import Counter
from string import ascii_uppercase

from django.utils.translation import gettext as _

from profiles.imports import blocks
from profiles.imports.document import DocumentError, Problem
from profiles.imports.formats.text import text_of
from profiles.imports.formats.xlsx import MOST_COLUMNS, MOST_ROWS
from profiles.imports.tables.cells import unguard
from profiles.imports.text.headers import Header, match_header

DELIMITERS = (",", ";", "\t", "|")

OWN_HEADERS = {Header.PROFILE, Header.LINK, Header.KEY, Header.TEXT}

Rows = list[tuple[int, list[str]]]
"""The rows that have something, with their numbers."""


def read(data: bytes) -> blocks.Document:
    """Return the table in `data`, or what it says where we wrote it; raise DocumentError where it is none."""
    try:
        text, problems = text_of(data)
    except DocumentError:
        text, problems = "", list[Problem]()
    if not text or text.startswith(("PK\x03\x04", "%PDF-")):
        raise DocumentError(_("The content is not a table in CSV, whatever the name says."))
    rows = _rows_of(text)
    headers = {match_header(value) for value in rows[0][1]} if rows else set()
    is_ours = headers >= OWN_HEADERS
    table = blocks.Table([])
    for number, row in rows:
        cells = {
            column: _cell(unguard(value), f"{_column_name(column)}{number}")
            for column, value in enumerate(row, start=1)
            if value and (is_ours or value.strip())
        }
        table.rows.extend([cells] if cells else [])
    return blocks.Document([table], problems=problems, is_ours=is_ours)


def _cell(text: str, where: str) -> blocks.Cell:
    return blocks.Cell([blocks.Paragraph(text, where=where)], where=where)


def _rows_of(text: str) -> Rows:
    """Return the rows, parted by the sign that makes most of them alike."""
    first, _end, rest = text.partition("\n")
    if first.startswith("sep=") and first.strip()[4:] in DELIMITERS:  # as Excel is told
        return _rows(rest, first[4])
    return max((_rows(text, delimiter) for delimiter in DELIMITERS), key=_regularity)


def _regularity(rows: Rows) -> float:
    """Return how much like a table the rows are: how many have as many cells as most have, if not one."""
    counts = Counter(len(row) for _number, row in rows)
    counts.pop(1, None)
    return max((count / len(rows) + columns / 1000 for columns, count in counts.items()), default=0.0)


def _column_name(number: int) -> str:
    """Return what spreadsheets call a column, AB for 28; openpyxl is too large to be loaded for this."""
    before, letter = divmod(number - 1, 26)
    return f"{_column_name(before) if before else ''}{ascii_uppercase[letter]}"


def _rows(text: str, delimiter: str) -> Rows:
    rows = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            if number > MOST_ROWS:
                raise DocumentError(_("A table has more than %(most)s rows.") % {"most": MOST_ROWS})
            if any(row):
                rows.append((number, row[:MOST_COLUMNS]))
    except csv.Error as error:
        raise DocumentError(_("The table cannot be read: %(error)s.") % {"error": error}) from error
    return rows
