"""Sheets of any length, in constant memory: their rows are written as XML into a file of their own.

openpyxl makes everything else of the workbook. Its own way to write rows one by one takes an object and
several calls of the XML library for a cell, and three times as long for a file (bench/README.md).
"""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape as as_xml
from typing import IO, Any

from profiles.exports.columns import Column, Value
from profiles.exports.formats.xlsx_sheets import add_row, add_table, height
from profiles.exports.reproducible_zip import write_package
from profiles.imports.tables.cells import escape, guard

MOST_ROWS = 1_048_576
"""So many a sheet can have, its header counted. Excel refuses a file with more."""


class LongSheet:
    """A sheet of `book` below whose header rows are added; until they are saved, `rows` has them."""

    def __init__(self, book: Any, title: str, columns: Sequence[Column], rows: IO[bytes]) -> None:
        from openpyxl.utils import get_column_letter

        self.widths = [column.width for column in columns]
        self.sheet = add_table(book, title, columns)
        add_row(self.sheet, ["A row as the others shall look"])
        self.style = self.sheet.cell(2, 1).style_id
        del self.sheet._cells[2, 1], self.sheet.row_dimensions[2]
        self.letters = [get_column_letter(number) for number in range(1, len(columns) + 1)]
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
        place = f'<c r="{letter}{self.number}" s="{self.style}"'
        if isinstance(value, str):
            text = as_xml(escape(guard(value)), quote=False)
            # A text within the cell, and of that type: never an error, a date or a formula, whatever it says.
            return f'{place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        return f"{place}><v>{value}</v></c>"


def save(book: Any, sheets: Iterable[LongSheet], out: IO[bytes], moment: datetime | None) -> None:
    """Write `book` with the rows of `sheets` to `out`, every time in it set to `moment`."""
    frame = io.BytesIO()
    book.save(frame)
    rows = {f"xl/worksheets/sheet{book.index(long.sheet) + 1}.xml": long.rows for long in sheets}
    write_package(frame, out, moment, rows)
