"""Sheets of any length, in constant memory: their rows are written as XML into a file of their own.

openpyxl makes everything else of the workbook, in a process of its own. Its own way to write rows one by one
takes an object and several calls of the XML library for a cell, and three times as long for a file
(bench/README.md).
"""

import io
from collections.abc import Sequence
from html import escape as as_xml
from typing import IO, NamedTuple

from profiles.exports.apart import apart
from profiles.exports.columns import Column, Value
from profiles.exports.formats.xlsx_sheets import add_row, add_sheet, add_table, height, workbook
from profiles.exports.reproducible_zip import write_package
from profiles.imports.tables.cells import escape, guard

MOST_ROWS = 1_048_576
"""So many a sheet can have, its header counted. Excel refuses a file with more."""
STYLE = 1
"""The number of the style of a row: the first that a workbook of ours has."""


class Heading(NamedTuple):
    """What add_table() has to know of a column."""

    title: str
    width: int


class LongSheet:
    """A sheet below whose header rows are added; until they are saved, `rows` has them."""

    def __init__(self, title: str, columns: Sequence[Column], rows: IO[bytes]) -> None:
        self.title = title
        self.headings = [Heading(column.title, column.width) for column in columns]
        self.widths = [column.width for column in columns]
        self.letters = [letters_of(number) for number in range(len(columns))]
        self.number = 1
        self.rows = rows

    @property
    def is_full(self) -> bool:
        return self.number >= MOST_ROWS

    def add(self, values: Sequence[Value]) -> None:
        """Write a row below what is there: texts as texts, numbers as numbers, as sheets.add_row() does."""
        self.number += 1
        cells = "".join(
            self._cell(letter, value)
            for letter, value in zip(self.letters, values, strict=True)
            if value not in ("", None)
        )
        points = height(values, self.widths)
        high = f' ht="{points:g}" customHeight="1"' if points else ""
        self.rows.write(f'<row r="{self.number}"{high}>{cells}</row>'.encode())

    def _cell(self, letter: str, value: Value) -> str:
        place = f'<c r="{letter}{self.number}" s="{STYLE}"'
        if isinstance(value, str):
            text = as_xml(escape(guard(value)), quote=False)
            # A text within the cell, and of that type: never an error, a date or a formula, whatever it says.
            return f'{place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        return f"{place}><v>{value}</v></c>"


def letters_of(number: int) -> str:
    """Return how a sheet calls its column `number`, from 0: A to Z, then AA to ZZ."""
    first, second = divmod(number, 26)
    return f"{chr(ord('A') + first - 1) if first else ''}{chr(ord('A') + second)}"


def save(
    properties: tuple[str, str, str],
    sheets: Sequence[LongSheet],
    notes: tuple[str, list[str]],
    out: IO[bytes],
) -> None:
    """Write the workbook to `out`: `sheets`, then a sheet of `notes`, its title and its lines.

    `properties` are those of xlsx_sheets.workbook(). Raises apart.FileLimitError.
    """
    tables = [(sheet.title, sheet.headings) for sheet in sheets]
    package = apart(frame)(properties, tables, *notes)
    rows = {f"xl/worksheets/sheet{number}.xml": sheet.rows for number, sheet in enumerate(sheets, start=1)}
    write_package(io.BytesIO(package), out, None, rows)


def frame(
    properties: tuple[str, str, str],
    tables: list[tuple[str, list[Heading]]],
    notes_title: str,
    notes: list[str],
) -> bytes:
    """Return the workbook without the rows of its `tables`, (title, headings) each."""
    book = workbook(*properties, "")
    for title, headings in tables:
        sheet = add_table(book, title, headings)
        add_row(sheet, ["A row as the others shall look"])
        if sheet.cell(2, 1).style_id != STYLE:
            raise RuntimeError("openpyxl numbers styles in another way than STYLE says.")
        del sheet._cells[2, 1], sheet.row_dimensions[2]
    sheet = add_sheet(book, notes_title, (110,))
    for note in notes:
        add_row(sheet, [note])
    package = io.BytesIO()
    book.save(package)
    return package.getvalue()
