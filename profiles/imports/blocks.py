"""A document as a tree of blocks: what every format's reader gives, before anything of it is understood.

A reader knows its format and nothing of profiles; the grammar (text/, tables/) knows profiles and no format.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from profiles.imports.document import Problem


class Style(StrEnum):
    """How a paragraph looks: what the format says of it, not what it means."""

    TEXT = "text"
    HEADING = "heading"
    """A heading by its style or element."""
    EMPHASIS = "emphasis"
    """All of it is bold, larger or underlined: it may be a heading."""
    ITEM = "item"
    """An item of a list, whose bullet or number is not in its text."""
    NOTE = "note"
    """A footnote or endnote: `number` is that of its mark, which stands as “[1]” where the note belongs."""


@dataclass(frozen=True)
class Link:
    """A link in a paragraph: the words that lead somewhere, and the address."""

    text: str
    address: str


def join_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links, the pieces of one as one."""
    texts: dict[str, str] = {}
    for link in links:
        texts[link.address] = " ".join(filter(None, [texts.get(link.address), link.text]))
    return tuple(Link(text, address) for address, text in texts.items())


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as one reads it, or a line of a format that has lines only.

    text: without the bullet of an ITEM; "\\n" where somebody typed a break; a raised mark of a note is “[1]”.
    level: of a heading 1 to 6 (0: not known), of an item how deep it lies, from 1.
    where: "page 3", "Sheet1!B7".
    number: of an item of a numbered list, or of a note. links: whose addresses are not in the text.
    """

    text: str
    style: Style = Style.TEXT
    level: int = 0
    where: str = ""
    number: int = 0
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """What a reader leaves out by design: its text, and in a few words what it is (“page header”)."""

    text: str
    reason: str
    where: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table. Merged cells are one cell that spans. `is_header`: the format says so (th)."""

    blocks: "list[Block]"
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False
    where: str = ""

    @property
    def text(self) -> str:
        """Its text, a paragraph a line; that of tables within it too, and not of notes."""
        texts = (
            [cell.text for cell in block.cells] if isinstance(block, Table) else [block.text]
            for block in self.blocks
            if not (
                isinstance(block, LeftOut) or (isinstance(block, Paragraph) and block.style == Style.NOTE)
            )
        )
        return "\n".join(text for group in texts for text in group)


@dataclass(frozen=True)
class Table:
    """Rows of cells by the number of their column, from 1. `name`: a sheet's name, or a table's caption."""

    rows: list[dict[int, Cell]]
    name: str = ""

    @property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row.values()]


Block = Paragraph | Table | LeftOut


@dataclass
class Document:
    """The blocks in the order in which one reads them.

    are_lines: paragraphs are lines that may be softly wrapped (text, PDF); a blank one parts paragraphs.
    problems: what the reader has to say of the whole (“read from a PDF, by …”).
    language: as the file itself states it (html lang, Word's), "" where it does not. is_ours: a workbook or a
    table that this site wrote, where each cell is exact.
    """

    blocks: list[Block] = field(default_factory=list)
    are_lines: bool = False
    problems: list[Problem] = field(default_factory=list)
    language: str = ""
    is_ours: bool = False
