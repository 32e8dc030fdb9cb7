"""Reads workbooks: our own and our template exactly, those of others as tables."""

import warnings
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from profiles.imports.blocks import Block, Cell, Document, LeftOut, Paragraph, Table
from profiles.imports.document import DocumentError, is_own_format
from profiles.imports.formats import xlsx_looks
from profiles.imports.formats.archives import unpack
from profiles.imports.tables.cells import unescape, unguard

MOST_ROWS = 5_000
MOST_COLUMNS = 60


def read(data: bytes) -> Document:
    """Return the sheets of the workbook in `data`; raise DocumentError for what it cannot read."""
    parts = unpack(data, "xl/workbook.xml")
    sheets, is_ours = _sheets_of(data)
    if is_ours:
        blocks = (_hidden(sheet) if sheet.is_hidden else [sheet.table] for sheet in sheets)
        return Document(list(chain.from_iterable(blocks)), is_ours=True)
    document = Document()
    for sheet in sheets:
        document.blocks += _blocks(sheet, xlsx_looks.looks_of(parts.get(sheet.path, b"")))
    document.blocks += xlsx_looks.left_out(parts, {sheet.path: sheet.table.name for sheet in sheets})
    return document


def tables_of(data: bytes) -> list[Table]:
    """Return the sheets of a workbook that was unpacked before; raise DocumentError at the first formula."""
    return [sheet.table for sheet in _sheets_of(data)[0]]


def _hidden(sheet: "_Sheet") -> list[Block]:
    """Return the cells of a hidden sheet of ours, which has what can be chosen in the others."""
    cells = (cell for row in sheet.table.rows for cell in row.values())
    return [LeftOut(cell.text, _("hidden sheet"), cell.where) for cell in cells]


def _blocks(sheet: "_Sheet", looks: xlsx_looks.Looks) -> list[Block]:
    """Return the table of a sheet; what is hidden in it, or all of it, is left out."""
    table, hidden = Table([], sheet.table.name), list[Block]()
    is_tall = any(rows > 1 for rows, _columns in looks.spans.values())
    last = 0
    for number, row in zip(sheet.numbers, sheet.table.rows, strict=True):
        cells = {}
        for column, cell in row.items():
            reason = _("hidden sheet") if sheet.is_hidden else looks.hidden_reason(number, column)
            if reason and cell.text.strip():
                hidden.append(LeftOut(cell.text, reason, cell.where))
            elif cell.text.strip():
                height, width = looks.spans.get((number, column), (1, 1))
                cells[column] = replace(cell, row_span=height, column_span=width)
        if is_tall:  # a cell that spans rows counts those in which nothing is, too
            table.rows.extend({} for _row in range(last + 1, number))
            table.rows.append(cells)
        elif cells:
            table.rows.append(cells)
        last = number
    return [*([table] if any(table.rows) else []), *hidden]


def _sheets_of(data: bytes) -> "tuple[list[_Sheet], bool]":
    """Return the sheets, and whether the workbook is one of ours."""
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


def _sheets(data: bytes) -> tuple[list[_Sheet], bool]:
    from openpyxl import load_workbook  # a large library that only workbooks need

    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        is_ours = is_own_format(book.properties.category)
        sheets = [_sheet(sheet) for sheet in book.worksheets]
        book.close()
    except DocumentError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part leads to
        raise DocumentError(_("The workbook is damaged and cannot be read.")) from error
    return sheets, is_ours


def _sheet(sheet: Any) -> _Sheet:
    """Return the rows that have something, by columns from 1; raise DocumentError at the first formula."""
    rows: list[dict[int, Cell]] = []
    numbers: list[int] = []
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
            row[column] = Cell([Paragraph(_text(cell.value), where=where)], where=where)
        if row and number > MOST_ROWS:
            raise DocumentError(_("A sheet has more than %(most)s rows.") % {"most": MOST_ROWS})
        if row:
            rows.append(row)
            numbers.append(number)
    path = getattr(sheet, "_worksheet_path", "").lstrip("/")
    return _Sheet(Table(rows, sheet.title), numbers, path, sheet.sheet_state != "visible")


def _text(value: Any) -> str:
    """Return what a cell shows: a text exactly, a whole number without its point, a day in ISO 8601."""
    if isinstance(value, str):
        return unguard(unescape(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value)
