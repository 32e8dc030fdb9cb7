"""What goes on over the end of a page: tables."""

from dataclasses import replace

from profiles.imports.blocks import Block, Cell, Paragraph, Table
from profiles.imports.formats.pdf_tables import joined
from profiles.imports.text.bullets import match_bullet
from profiles.imports.text.text_normalization import is_finished, starts_small

Row = dict[int, Cell]


def join_tables(one: Table, two: Table) -> Table | None:
    """Return the table that ends a page and that which begins the next as one; None where they are two."""
    if _width(one) != _width(two):
        return None
    rows = two.rows[1:] if _texts(two.rows[0]) == _texts(one.rows[0]) else two.rows
    if rows and _goes_on(one.rows[-1], rows[0]):
        return Table([*one.rows[:-1], _joined(one.rows[-1], rows[0]), *rows[1:]])
    return Table([*one.rows, *rows])


def _width(table: Table) -> int:
    return max(column + cell.column_span for row in table.rows for column, cell in row.items())


def _texts(row: Row) -> dict[int, str]:
    return {column: cell.text for column, cell in row.items()}


def _goes_on(last: Row, row: Row) -> bool:
    """Return whether a row begins in the middle of what the last row of the page before says."""
    if not all(column in last for column in row):
        return False
    opened = [column for column in row if not is_finished(last[column].text)]
    if any(column not in opened and not starts_small(row[column].text) for column in row):
        return False  # a cell whose sentence was at its end has another one
    begins = 1 not in row or all(starts_small(row[column].text) for column in opened)
    return bool(opened) and begins


def _joined(last: Row, row: Row) -> Row:
    return last | {
        column: replace(last[column], blocks=_joined_blocks(last[column], cell))
        for column, cell in row.items()
    }


def _joined_blocks(one: Cell, two: Cell) -> list[Block]:
    end, start = one.blocks[-1], two.blocks[0]
    is_item = isinstance(start, Paragraph) and match_bullet(start.text) is not None
    if is_item or not (isinstance(end, Paragraph) and isinstance(start, Paragraph)) or is_finished(end.text):
        return [*one.blocks, *two.blocks]
    whole = replace(end, text=joined(end.text, start.text.strip()))
    return [*one.blocks[:-1], whole, *two.blocks[1:]]
