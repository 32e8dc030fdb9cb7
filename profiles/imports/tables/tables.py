"""Tables, of whatever format, once their lines are numbered: rows of cells, merged ones in each place."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from profiles.imports.document import Line


@dataclass(eq=False)
class Cell:
    """A cell: what stands in it, its text exactly, and where it is: “Findings!B7”."""

    content: "list[Line | Table]"
    text: str
    where: str = ""
    column_span: int = 1
    is_taken: bool = False
    """What stands in it was entered, at the first of the places that it spans."""

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    @property
    def lines(self) -> list[Line]:
        """All its lines, those of tables within it too."""
        return [line for part in self.content for line in ([part] if isinstance(part, Line) else part.lines)]


Row = dict[int, Cell]


@dataclass
class Table:
    """Rows of cells by the number of their column. A merged cell is in all the places that it spans.

    name: of the sheet, or the caption. is_ours: of a file that we wrote.
    """

    rows: list[Row] = field(default_factory=list)
    name: Line | None = None
    is_ours: bool = False

    @property
    def lines(self) -> list[Line]:
        lines = [self.name] if self.name is not None else []
        return lines + [line for row in self.rows for cell in distinct(row) for line in cell.lines]


def distinct(row: Row) -> Iterator[Cell]:
    """Yield the cells of `row` in which something is, a merged one once."""
    return (cell for cell in dict.fromkeys(row[column] for column in sorted(row)) if not cell.is_blank)


def number_of(text: str) -> int | None:
    """Return the whole number that a cell holds: “7”, “7.0”."""
    match = re.fullmatch(r"\s*(\d{1,6})(?:\.0+)?\s*", text)
    return int(match[1]) if match else None


def key_of(text: str) -> str:
    """Return the key that `text` is, as a UUID in its text form; empty where it is none."""
    try:
        return str(uuid.UUID(text.strip()))
    except ValueError:
        return ""
