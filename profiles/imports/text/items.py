"""Which lines begin an item of a list, and which of these lie below another item."""

from collections.abc import Sequence

from profiles.imports.document import Line
from profiles.imports.text.bullets import Bullet, match_bullet
from profiles.imports.text.paragraphs import Block
from profiles.imports.text.text_normalization import starts_small

ANNOUNCING = (":", "：", ";", "；", "؛")
LOOK_AHEAD = 12
"""So many lines further on a bullet may come again."""


class ItemMatcher:
    """What the items of one list are like: its first bullet or level, and the last number."""

    def __init__(self) -> None:
        self.first_bullet: Bullet | None = None
        self.level = 0
        self.last_number: int | None = None

    def note(self, line: Line, bullet: Bullet | None) -> None:
        """Remember an item that was begun."""
        if self.first_bullet is None and not self.level:
            self.first_bullet, self.level = bullet, line.level
        if bullet is not None and bullet.number is not None:
            self.last_number = bullet.number

    def match(self, lines: Sequence[Line], index: int, block: Block | None) -> tuple[Bullet | None, bool]:
        """Return the bullet of the line at `index`, and whether it comes where items below one are."""
        is_below = _is_announced(block) or _is_repeated(lines, index, block)
        return match_bullet(lines[index].text, after_colon=is_below), is_below

    def begins(
        self, bullet: Bullet, block: Block | None, *, is_below: bool, goes_on: bool, after_blank: bool
    ) -> bool:
        """Return whether a line with a bullet begins an item. goes_on: the sentence before has no end yet."""
        if bullet.is_strong:
            return True
        below = match_bullet(block.lines[max(block.nested)].text) if block and block.nested else None
        last_numbers = (self.last_number or 0, below.number if below else None)
        is_next = bullet.number is None or bullet.number - 1 in last_numbers
        if block and not (after_blank or is_next) and starts_small(bullet.text):
            return False  # “see art.”, and on the next line “5. of the law”
        if not (goes_on and block is not None and any(block.pieces)):
            return True
        if self.first_bullet is None or bullet.family != self.first_bullet.family:
            return is_below
        return is_next

    def is_nested(self, block: Block, line: Line, bullet: Bullet | None) -> bool:
        """An item within an item: deeper, with other bullets, or one of those that a colon announces."""
        if not block.is_item:  # a sentence before the items of a list, or a finding with its items
            return block.announces_items and starts_small(bullet.text if bullet is not None else line.text)
        if line.is_bullet and line.level > self.level > 0:
            return True
        is_announced = block.announces_items and not (block.nested and block.is_finished)
        if bullet is None or (line.is_bullet and line.level == self.level):
            return is_announced and line.is_bullet and line.level == self.level
        first = self.first_bullet
        family, indent = (first.family, first.indent) if first is not None else ("", 0)
        below = [match_bullet(block.lines[number].text) for number in block.nested]
        if bullet.indent <= indent and any(other and other.indent > indent for other in below):
            return False
        if bullet.indent > indent + 1:
            return True
        return is_announced if bullet.family == family else block.announces_items


def _is_announced(block: Block | None) -> bool:
    """Return whether the open item ends in a colon, or is a list after one."""
    return block is not None and block.is_item and block.pieces[-1].endswith(ANNOUNCING)


def _is_repeated(lines: Sequence[Line], index: int, block: Block | None) -> bool:
    """Return whether a letter o begins this line and one beside it, both deeper than the open item."""
    mark = match_bullet(lines[index].text, after_colon=True)
    if block is None or block.bullet is None or mark is None or mark.family != "o":
        return False
    beside = [*block.lines[1:], *lines[index + 1 : index + LOOK_AHEAD]]
    others = (match_bullet(line.text, after_colon=True) for line in beside)
    is_alike = any(other and (other.family, other.indent) == ("o", mark.indent) for other in others)
    return is_alike and mark.indent > block.bullet.indent
