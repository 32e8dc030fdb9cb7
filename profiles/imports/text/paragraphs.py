"""Blocks: the lines that are one paragraph or one item of a list, and how they are joined to one text."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from profiles.imports.document import Line
from profiles.imports.text.bullets import Bullet
from profiles.imports.text.text_normalization import fold_text, is_finished, may_be_heading

WHITE = " \t\n\r\f\v\u00a0\u200e\u200f\ufeff"
"""What no text begins or ends with: white space, and marks of direction."""

HYPHENED = re.compile(r"\w([-\u2010])\Z")
ADDRESS_END = re.compile(r"(?:\w+://|www\.)\S*[-/_?=&]\Z")
ADDRESS_PART = re.compile(r"[\w~%]+(?:\Z|[.,;)]*\Z|[-/_?=&.#%]\S)")
"""An address goes on where its next word is the last of the line, or no word of a sentence."""
FEWEST_PARTED, SHARE_PARTED = 4, 0.03
HYPHENED_PREFIXES = frozenset(("non", "ex", "self", "co", "vice", "sous"))
RANGE = re.compile(r"\S[\u2011–—/]\Z")


@dataclass
class Block:
    """A paragraph, or an item with its bullet. `pieces` are the texts of its lines, without the bullet."""

    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    bullet: Bullet | None = None
    is_item: bool = False
    is_source: bool = False
    nested: set[int] = field(default_factory=set)
    """Indexes of `pieces` that are items within this one: each stays on a line of its own."""
    doubts: list[str] = field(default_factory=list)
    """What may not belong to it, in sentences."""

    def add(self, line: Line, text: str, *, is_nested: bool = False) -> None:
        if is_nested:
            self.nested.add(len(self.pieces))
        self.lines.append(line)
        self.pieces.append(text.strip(WHITE))

    def split(self, count: int) -> tuple["Block", "Block"]:
        """Return the first `count` lines of a paragraph, and the others."""
        return (
            Block(self.lines[:count], self.pieces[:count]),
            Block(self.lines[count:], self.pieces[count:]),
        )

    @property
    def is_finished(self) -> bool:
        return is_finished(self.pieces[-1]) if self.pieces else True

    @property
    def announces_items(self) -> bool:
        """Return whether its text, up to the first item within it, ends in a colon."""
        return self.pieces[min(self.nested, default=len(self.pieces)) - 1].endswith((":", "："))

    @property
    def family(self) -> str:
        """The family of its bullet; "" where the format gives none."""
        return self.bullet.family if self.bullet is not None else ""

    @property
    def word_count(self) -> int:
        return sum(len(piece.split()) for piece in self.pieces)

    @property
    def may_be_heading(self) -> bool:
        """Return whether its text is of the shape that a heading has."""
        return not self.is_source and not self.nested and may_be_heading(" ".join(self.pieces))

    @property
    def number(self) -> int:
        """The line at which the block begins."""
        return self.lines[0].number


def join_lines(block: Block, words: set[str], *, is_hyphenated: bool = False) -> tuple[str, list[str]]:
    """Return the lines of `block` as one text, and in sentences what may be wrong with its hyphens.

    `words` are all words of the document, folded. A hyphen at the end of a line is taken out only where the
    word stands elsewhere without it, and nowhere with it; or where the document is hyphenated, unless it
    writes others that begin so with a hyphen as well.
    """
    parts: list[str] = []
    kept: list[str] = []
    dropped: list[str] = []
    for index, piece in enumerate(block.pieces):
        last = parts[-1] if parts else ""
        if index in block.nested:
            parts += ["\n", piece]
        elif not last or not piece:
            parts.append(piece)
        elif last.endswith("\u00ad"):
            parts[-1] = last[:-1]
            parts.append(piece)
        elif ADDRESS_END.search(last) and ADDRESS_PART.match(piece):
            parts.append(piece)
        elif HYPHENED.search(last[-2:]) and piece[0].isalnum():
            first, second = last.split()[-1], piece.split()[0]
            whole, parted = fold_text(first[:-1] + second), fold_text(first + second)
            is_parted = whole in words or (is_hyphenated and not _begins_hyphened(first, words))
            if piece[0].islower() and is_parted and parted not in words:
                text = _("The hyphen at the end of a line was taken out: “%(word)s”.")
                dropped.append(text % {"word": first + second})
                parts[-1] = last[:-1]
            elif piece[0].islower():
                text = _("The hyphen at the end of a line was kept: “%(word)s”.")
                kept.append(text % {"word": first + second})
            parts.append(piece)
        elif RANGE.search(last[-2:]) and piece[0].isdigit():
            parts.append(piece)
        else:
            parts += [" ", piece]
    return "".join(parts), [*kept, *dropped]


def _begins_hyphened(first: str, words: set[str]) -> bool:
    """Return whether words begin with `first` and a hyphen: “non-” in “non-nationals”."""
    start = fold_text(first)
    return start in HYPHENED_PREFIXES or any(word.startswith(f"{start} ") for word in words)


def is_hyphenated(lines: list[Line]) -> bool:
    """Return whether a document parts words at the ends of its lines: more than a few end so."""
    written = [line for line in lines if line.text.strip()]
    parted = sum(
        HYPHENED.search(line.text) is not None and following.text.lstrip()[:1].islower()
        for line, following in pairwise(written)
    )
    return parted >= FEWEST_PARTED and parted >= SHARE_PARTED * len(written)


def document_words(lines: list[Line]) -> set[str]:
    """Return the words of a document, folded; one with a hyphen inside a line as two words with a space."""
    return {fold_text(word) for line in lines for word in line.text.split()}
