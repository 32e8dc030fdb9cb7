"""Reads workbooks: our own and our template exactly, and tables of others by their headers."""

import warnings
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from profiles.imports.blocks import Cell, Document, Paragraph, Table
from profiles.imports.document import DocumentError, is_own_format
from profiles.imports.formats.archives import unpack
from profiles.imports.tables.cells import unescape, unguard

MOST_ROWS = 5_000
MOST_COLUMNS = 60


def read(data: bytes) -> Document:
    """Return the sheets of the workbook in `data`; raise DocumentError for what it cannot read."""
    unpack(data, "xl/workbook.xml")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that openpyxl leaves out and that no text is in
        return _document(data)


def tables_of(data: bytes) -> list[Table]:
    """Return the sheets of a workbook; raise DocumentError at the first formula."""
    return [block for block in read(data).blocks if isinstance(block, Table)]


def _document(data: bytes) -> Document:
    from openpyxl import load_workbook  # a large library that only workbooks need

    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        is_ours = is_own_format(book.properties.category)
        document = Document([Table(_rows(sheet), sheet.title) for sheet in book.worksheets], is_ours=is_ours)
        book.close()
    except DocumentError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part leads to
        raise DocumentError(_("The workbook is damaged and cannot be read.")) from error
    return document


def _rows(sheet: Any) -> list[dict[int, Cell]]:
    """Return the rows that have something, by columns from 1; raise DocumentError at the first formula."""
    rows = []
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
    return rows


def _text(value: Any) -> str:
    """Return what a cell shows: a text exactly, a whole number without its point, a day in ISO 8601."""
    if isinstance(value, str):
        return unguard(unescape(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value)
