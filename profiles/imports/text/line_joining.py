"""Which lines are one block, where lines may be softly wrapped, and where that is in doubt."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from profiles.imports.document import Line
from profiles.imports.text.bullets import match_bullet
from profiles.imports.text.heading_matcher import HeadingMatcher
from profiles.imports.text.paragraphs import Block
from profiles.imports.text.text_normalization import is_finished, may_be_heading, starts_small

WRAPPED = 100
"""A document of which nine lines in ten are no longer than this has its lines wrapped."""

WIDEST = 180
"""No page has longer lines."""

SHORT = 0.75
"""A line shorter than this part of the width was not wrapped at its end."""

MOST_LINES_OF_A_HEADING = 3


class LineJoiner:
    """Knows how wide the lines of the document are. `lines` are those of the stretch that is being read."""

    def __init__(self, document: Sequence[Line], headings: HeadingMatcher) -> None:
        self.lines: list[Line] = []
        self.headings = headings
        lengths = sorted(len(line.text) for line in document if line.text.strip())
        self.width = lengths[int(len(lengths) * 0.95)] if lengths else 0
        self.is_wrapped = bool(lengths) and lengths[int(len(lengths) * 0.9)] <= WRAPPED
        self.are_paragraphs = len([length for length in lengths if length > WIDEST]) > 1
        """Each line is a whole paragraph: some are longer than any page is wide."""

    def begins_something(self, line: Line) -> bool:
        """Return whether `line` is an item or a heading."""
        if line.is_bullet or line.is_heading or match_bullet(line.text) is not None:
            return True
        return self.headings.match(line.text, is_exact=True) is not None

    def continues(self, block: Block, index: int, *, is_list: bool) -> bool:
        """Return whether the line at `index` goes on with `block`, which no blank line parts from it."""
        last, text = block.lines[-1].text, self.lines[index].text
        if not self.hangs(block, index) and self._stands_apart(last, index):
            return False
        if block.is_item or (block.is_source and not (is_finished(last) and self._is_short(last))):
            return True
        is_new = is_finished(last) and not starts_small(text)
        is_below = is_list and self._is_short(last) and block.may_be_heading and not starts_small(text)
        return not (is_new and (is_list or self._is_short(last) or not self.is_wrapped)) and not is_below

    def is_torn(self, block: Block, index: int, *, after_page: bool) -> bool:
        """Return whether the line at `index` goes on with `block` behind a blank line or a page's end."""
        text = self.lines[index].text
        if block.is_finished or not (block.is_item or starts_small(text)):
            return False
        return starts_small(text) or (after_page and not self._stands_apart(block.lines[-1].text, index))

    def note_doubt(self, block: Block, index: int, *, is_break: bool) -> None:
        """Say so where a line that is taken into `block` may be something else; is_break: it stands apart."""
        text = self.lines[index].text.strip()
        is_last = index + 1 >= len(self.lines) or self._ends(index)
        hangs, is_small, bullet = self.hangs(block, index), starts_small(text), match_bullet(text)
        stands_apart = is_last and not hangs and may_be_heading(text) and text[:1].isupper()
        is_number = bullet is not None and bullet.number is not None and starts_small(bullet.text)
        is_other = bullet is not None or (
            not is_small and self.headings.match(text, is_exact=True) is not None
        )
        is_whole = block.is_finished and (block.is_source or is_small or not hangs)
        if is_break or ((is_other or stands_apart or is_whole) and not is_number):  # “in art.” / “5. of it”
            doubt = _("The line “%(line)s” was taken as a part of this text.")
            block.doubts.append(doubt % {"line": text})

    def hangs(self, block: Block, index: int) -> bool:
        """Return whether the line is indented as the text of the item above it is, behind its bullet."""
        return block.is_item and _indent(self.lines[index].text) > _indent(block.lines[0].text)

    def _is_short(self, text: str) -> bool:
        return len(text) < SHORT * self.width

    def _stands_apart(self, last: str, index: int) -> bool:
        """Return whether the line at `index`, and one or two after it, stand where a heading stands."""
        text = self.lines[index].text
        if starts_small(text) or not (is_finished(last) or self._is_short(last)):
            return False
        texts: list[str] = []
        for number in range(index, min(index + MOST_LINES_OF_A_HEADING, len(self.lines))):
            texts.append(self.lines[number].text.strip())
            if self._ends(number):
                return may_be_heading(" ".join(texts))
        return False

    def _ends(self, index: int) -> bool:
        """Return whether what the line at `index` belongs to ends there, as far as one sees."""
        if index + 1 >= len(self.lines) or not self.lines[index + 1].text.strip():
            return True
        following = self.lines[index + 1]
        if self.begins_something(following):
            return True
        return self._is_short(self.lines[index].text) and not starts_small(following.text)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
