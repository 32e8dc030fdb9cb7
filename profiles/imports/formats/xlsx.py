"""Reads workbooks: our own and our template exactly, those of others as tables."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from profiles.imports import blocks
from profiles.imports.document import DocumentError, Reading, is_own_format
from profiles.imports.formats import xlsx_looks
from profiles.imports.formats.archives import unpack
from profiles.imports.tables.cells import unescape, unguard
from profiles.imports.tables.rows import parse_tables
from profiles.imports.tables.tables import Cell, Table

MOST_ROWS = 5_000
MOST_COLUMNS = 60


def read(data: bytes) -> blocks.Document | Reading:
    """Return the sheets of the workbook, or what they say where we wrote it.

    Raises DocumentError for what it cannot read.
    """
    parts = unpack(data, "xl/workbook.xml")
    sheets = _sheets_of(data)
    if any(sheet.table.is_ours for sheet in sheets):
        return parse_tables([sheet.table for sheet in sheets])
    document = blocks.Document()
    for sheet in sheets:
        looks = xlsx_looks.looks_of(parts.get(sheet.path, b""))
        document.blocks += _blocks(sheet, looks)
    document.blocks += xlsx_looks.left_out(parts)
    return document


def _blocks(sheet: "_Sheet", looks: xlsx_looks.Looks) -> list[blocks.Block]:
    """Return the table of a sheet; what is hidden in it, or all of it, is left out."""
    table, hidden = blocks.Table([], sheet.table.name), list[blocks.Block]()
    for number, row in zip(sheet.numbers, sheet.table.rows, strict=True):
        cells = {}
        for column, cell in row.items():
            reason = _("hidden sheet") if sheet.is_hidden else looks.hidden_reason(number, column)
            if reason and not cell.is_blank:
                hidden.append(blocks.LeftOut(cell.text, reason, cell.where))
            elif not cell.is_blank:
                rows, columns = looks.spans.get((number, column), (1, 1))
                cells[column] = blocks.Cell([blocks.Paragraph(cell.text)], rows, columns, where=cell.where)
        if cells:
            table.rows.append(cells)
    return [*([table] if table.rows else []), *hidden]


def tables_of(data: bytes) -> list[Table]:
    """Return the sheets of a workbook that was unpacked before; raise DocumentError at the first formula."""
    return [sheet.table for sheet in _sheets_of(data)]


def _sheets_of(data: bytes) -> "list[_Sheet]":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that openpyxl leaves out and that no text is in
        return _sheets(data)


@dataclass
class _Sheet:
    """A sheet with the numbers of its rows; `path` is that of its part in the package."""

    table: Table
    numbers: list[int]
    path: str
    is_hidden: bool


def _sheets(data: bytes) -> list[_Sheet]:
    from openpyxl import load_workbook  # a large library that only workbooks need

    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        is_ours = is_own_format(book.properties.category)
        sheets = [_sheet(sheet, is_ours) for sheet in book.worksheets]
        book.close()
    except DocumentError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part leads to
        raise DocumentError(_("The workbook is damaged and cannot be read.")) from error
    return sheets


def _sheet(sheet: Any, is_ours: bool) -> _Sheet:
    """Return the rows that have something, by columns from 1; raise DocumentError at the first formula."""
    rows, numbers = [], []
    sheet.reset_dimensions()  # what the file says of them may be wrong
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS), start=1):
        row = {}
        for column, cell in enumerate(cells, start=1):
            if cell.value is None:
                continue
            where = f"{sheet.title}!{cell.coordinate}"
            if cell.data_type == "f":
                raise DocumentError(
                    _("%(cell)s has a formula. Replace it by its value, then upload again.") % {"cell": where}
                )
            row[column] = Cell(_text(cell.value), where)
        if row and number > MOST_ROWS:
            raise DocumentError(_("A sheet has more than %(most)s rows.") % {"most": MOST_ROWS})
        if row:
            rows.append(row)
            numbers.append(number)
    path = getattr(sheet, "_worksheet_path", "").lstrip("/")
    return _Sheet(Table(sheet.title, rows, is_ours), numbers, path, sheet.sheet_state != "visible")


def _text(value: Any) -> str:
    """Return what a cell shows: a text exactly, a whole number without its point, a day in ISO 8601."""
    if isinstance(value, str):
        return unguard(unescape(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value)
