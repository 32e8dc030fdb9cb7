"""Reads tables in CSV: ours, and those of others by their headers; separated by comma, semicolon or tab."""

import csv
import io
from string import ascii_uppercase

from django.utils.translation import gettext as _

from profiles.imports.blocks import Cell, Document, Paragraph, Table
from profiles.imports.document import DocumentError
from profiles.imports.formats.text import decode
from profiles.imports.formats.xlsx import MOST_COLUMNS, MOST_ROWS
from profiles.imports.tables.cells import unguard

DELIMITERS = ",;\t"


def read(data: bytes) -> Document:
    """Return the table in `data`; raise DocumentError where it is none."""
    text = decode(data)
    if text is None or text.startswith(("PK\x03\x04", "%PDF-")):
        raise DocumentError(_("The content is not a table in CSV, whatever the name says."))
    # The delimiter is the one that makes most cells.
    return Document([max((_table(text, delimiter) for delimiter in DELIMITERS), key=_count_cells)])


def _count_cells(table: Table) -> int:
    return sum(map(len, table.rows))


def _column_name(number: int) -> str:
    """Return what spreadsheets call a column, AB for 28; openpyxl is too large to be loaded for this."""
    before, letter = divmod(number - 1, 26)
    return f"{_column_name(before) if before else ''}{ascii_uppercase[letter]}"


def _cell(text: str, where: str) -> Cell:
    return Cell([Paragraph(text, where=where)], where=where)


def _table(text: str, delimiter: str) -> Table:
    rows = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            if number > MOST_ROWS:
                raise DocumentError(_("A table has more than %(most)s rows.") % {"most": MOST_ROWS})
            cells = {
                column: _cell(unguard(value), f"{_column_name(column)}{number}")
                for column, value in enumerate(row[:MOST_COLUMNS], start=1)
                if value
            }
            if cells:
                rows.append(cells)
    except csv.Error as error:
        raise DocumentError(_("The table cannot be read: %(error)s.") % {"error": error}) from error
    return Table(rows)
