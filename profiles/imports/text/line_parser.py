"""The grammar of a profile as people write it: parse_lines() goes through its lines, section by section.

All readers of a format use it: they make lines, and it makes a Reading of them. What a single line can be
is in headings, facts, page_furniture and bullets; what a complete list or paragraph is, in section_builder.
"""

from collections.abc import Sequence

from profiles.imports.document import Facts, Line, Part, Reading, require_few_lines
from profiles.imports.text.bullets import Bullet, match_bullet
from profiles.imports.text.facts import parse_facts
from profiles.imports.text.headings import Heading, heading_of
from profiles.imports.text.page_furniture import is_contents_row, is_lone_number, is_page_mark
from profiles.imports.text.paragraphs import Block
from profiles.imports.text.section_builder import LIST, SectionBuilder
from profiles.imports.text.sources import strip_label
from profiles.imports.text.text_normalization import is_finished, starts_small

WRAPPED = 100
"""A document of which nine lines in ten are no longer than this has its lines wrapped."""

MOST_LINES_OF_A_HEADING = 3


def parse_lines(lines: Sequence[Line], *, are_paragraphs: bool = False) -> Reading:
    """Return what `lines` say. What is not understood is in `unplaced`; nothing is dropped.

    Blank lines may be among them and part paragraphs. `are_paragraphs`: each line is a whole paragraph (Word,
    web pages), so that no line is joined to the one before; without it, lines may be softly wrapped.
    A line with `is_bullet` begins an item even where its text has no bullet.
    """
    require_few_lines(len(lines))
    return LineParser(list(lines), are_paragraphs).parse()


class LineParser:
    """Goes through the lines once. What lies before the line: `after_blank` line, `after_page` end."""

    def __init__(self, lines: list[Line], are_paragraphs: bool) -> None:
        self.lines = lines
        self.are_paragraphs = are_paragraphs
        self.builder = SectionBuilder(lines)
        self.block: Block | None = None
        self.family: str | None = None
        self.indent = 0
        self.last_number: int | None = None
        self.after_blank = True
        self.after_page = False
        self.in_contents = False
        lengths = sorted(len(line.text) for line in lines if line.text.strip())
        self.width = lengths[int(len(lengths) * 0.95)] if lengths else 0
        self.is_wrapped = bool(lengths) and lengths[int(len(lengths) * 0.9)] <= WRAPPED and not are_paragraphs

    def parse(self) -> Reading:
        index = 0
        while index < len(self.lines):
            if self.lines[index].text.strip():
                index += self._parse_line(index)
            else:
                self.after_blank, self.in_contents = True, False
                index += 1
        self._close()
        return self.builder.build()

    def _parse_line(self, index: int) -> int:
        """Parse the line at `index`; return how many lines that took."""
        line = self.lines[index]
        if self._is_page_mark(index):
            self.builder.set_part([line], Part.PAGE_MARK)
            self.after_page = True
            return 1
        if (match := self._match_heading(index)) is not None:
            heading, count = match
            self._begin(heading, self.lines[index : index + count])
            return count
        if (facts := self._match_facts(index)) is not None:
            self._close()
            self.builder.add_facts(facts, line)
        elif (inline := self._match_inline_heading(index)) is not None:
            self._begin(inline, [line])
            self.builder.leave_heading(line)
        elif line.is_heading or (line.text.lstrip().startswith("#") and "# " in line.text):
            self._close()
            self.builder.add_unknown_heading(line)
            self._forget_list()
        else:
            self._add_content(index)
        self.after_blank, self.after_page = False, False
        return 1

    # What a line is

    def _is_page_mark(self, index: int) -> bool:
        text = self.lines[index].text
        if is_page_mark(text):
            return not (self._goes_on(index) and starts_small(text) and not self._is_edge(index + 1))
        if not is_lone_number(text):
            return False
        return not self._goes_on(index) or (self.after_blank and self._is_edge(index + 1))

    def _goes_on(self, index: int) -> bool:
        """Return whether the sentence before is not at its end, and no blank line lies between."""
        is_open = self.block is not None and not self.block.is_finished and not self.are_paragraphs
        return is_open and not (self.after_blank or self.lines[index].is_heading)

    def _is_edge(self, index: int) -> bool:
        return index >= len(self.lines) or not self.lines[index].text.strip()

    def _match_heading(self, index: int) -> tuple[Heading, int] | None:
        """Return the heading that begins at `index`, and how many lines it has."""
        line = self.lines[index]
        goes_on = self._goes_on(index)
        if goes_on and starts_small(line.text):
            return None
        bullet = match_bullet(line.text)
        is_item = line.is_bullet or (bullet is not None and bullet.family not in ("number", "letter"))
        texts = [line.text] + ([bullet.text] if bullet is not None and bullet.text else [])
        for text in texts:
            is_exact = goes_on or bullet is not None or line.is_bullet
            heading = heading_of(text, self.builder.catalogue.headings, is_exact=is_exact)
            if heading is not None and heading.section and is_item and not self.in_contents:
                continue
            if heading is not None and not (goes_on and not self._begins_something(index + 1)):
                return heading, 1
        return None if goes_on or bullet else self._match_wrapped_heading(index)

    def _match_inline_heading(self, index: int) -> Heading | None:
        """A heading with a text behind it on the same line: what follows belongs to that heading."""
        line = self.lines[index]
        first, colon, rest = line.text.partition(":")
        if not (colon and rest.strip()) or line.is_bullet or match_bullet(line.text) or self._goes_on(index):
            return None
        heading = heading_of(first, self.builder.catalogue.headings, is_exact=True)
        return heading if heading is not None and (heading.domain or heading.kind) else None

    def _match_wrapped_heading(self, index: int) -> tuple[Heading, int] | None:
        if self.are_paragraphs:
            return None
        text = self.lines[index].text.strip()
        for count in range(2, MOST_LINES_OF_A_HEADING + 1):
            if self._is_edge(index + count - 1):
                return None
            text = f"{text} {self.lines[index + count - 1].text.strip()}"
            heading = heading_of(text, self.builder.catalogue.headings, is_exact=True)
            if heading is not None:
                return heading, count
        return None

    def _begins_something(self, index: int) -> bool:
        """Return whether the next line that is not blank is a heading, an item, or not there."""
        while index < len(self.lines) and not self.lines[index].text.strip():
            index += 1
        if index >= len(self.lines):
            return True
        line = self.lines[index]
        if line.is_bullet or line.is_heading or match_bullet(line.text) is not None:
            return True
        return heading_of(line.text, self.builder.catalogue.headings, is_exact=True) is not None

    def _match_facts(self, index: int) -> Facts | None:
        """A fact stands alone: nothing before it that it could go on, nothing after it that goes on."""
        line = self.lines[index]
        if line.is_bullet or self._goes_on(index):
            return None
        facts = parse_facts(line.text, self.builder.places)
        if facts is None:
            return None
        is_last = self.are_paragraphs or self._is_edge(index + 1)
        if not is_last and self.builder.is_reading_text:
            following = self.lines[index + 1].text
            is_last = parse_facts(following, self.builder.places) is not None or is_page_mark(following)
        return facts if is_last or not self.builder.is_reading_text else None

    # What is done with it

    def _begin(self, heading: Heading, lines: list[Line]) -> None:
        self._close()
        is_row = self.in_contents or is_contents_row(lines[0].text)
        self.builder.begin_section(heading, lines, is_row=is_row)
        self.in_contents = self.in_contents or heading.section == "contents"
        self._forget_list()
        self.after_blank, self.after_page = False, False

    def _forget_list(self) -> None:
        self.family, self.indent, self.last_number = None, 0, None

    def _add_content(self, index: int) -> None:
        line = self.lines[index]
        bullet = match_bullet(line.text, after_colon=self._is_announced())
        source = strip_label(bullet.text if bullet else line.text) if self.builder.section == LIST else None
        if source is not None:
            self._close()
            self.block = Block(is_source=True)
            self.block.add(line, source)
        elif self._begins_item(index, bullet):
            if self.block is not None and self._is_nested(self.block, bullet):
                self.block.add(line, line.text, is_nested=True)
            else:
                self._open_item(line, bullet)
        elif self.block is not None and self._continues(self.block, index):
            self.block.add(line, line.text)
        else:
            self._close()
            self.block = Block()
            self.block.add(line, line.text)

    def _open_item(self, line: Line, bullet: Bullet | None) -> None:
        self._close()
        self.block = Block(bullet=bullet, is_item=True)
        self.block.add(line, bullet.text if bullet else line.text)
        if self.family is None:
            self.family = bullet.family if bullet else ""
            self.indent = bullet.indent if bullet else 0
        if bullet is not None and bullet.number is not None:
            self.last_number = bullet.number

    def _begins_item(self, index: int, bullet: Bullet | None) -> bool:
        if bullet is None or self.lines[index].is_bullet or bullet.is_strong:
            return bullet is not None or self.lines[index].is_bullet
        is_next = bullet.number is None or bullet.number == (self.last_number or 0) + 1
        if self.block and not (self.after_blank or is_next) and starts_small(bullet.text):
            return False  # “see art.”, and on the next line “5. of the law”
        goes_on = self._goes_on(index) and self.block is not None and any(self.block.pieces)
        if not goes_on:
            return True
        if bullet.family != self.family:
            return self._is_announced()
        return is_next

    def _is_announced(self) -> bool:
        """Return whether the open item ends in a colon, or is a list after one."""
        return self.block is not None and self.block.is_item and self.block.pieces[-1].endswith((":", ";"))

    def _is_nested(self, block: Block, bullet: Bullet | None) -> bool:
        """An item within an item that announces it: “The plan covers:”, and after it other bullets."""
        if not block.is_item or bullet is None or not self.builder.is_list:
            return False
        announces = block.pieces[0].endswith((":", "：")) or bool(block.nested)
        return announces and (bullet.family != self.family or bullet.indent > self.indent + 1)

    def _continues(self, block: Block, index: int) -> bool:
        """Return whether the line goes on with the open `block`."""
        text = self.lines[index].text
        if block.is_source and self.after_blank:
            return False
        if not any(block.pieces):
            return True
        if self.are_paragraphs:
            return False
        if self.after_blank:
            is_torn = not block.is_finished and (starts_small(text) or self.after_page)
            return is_torn and (block.is_item or starts_small(text))
        if block.is_item or block.is_source:
            return True
        last = block.lines[-1].text
        is_new = is_finished(last) and not starts_small(text)
        is_short = len(last) < 0.75 * self.width or not self.is_wrapped
        return not (is_new and (self.builder.is_list or is_short))

    def _close(self) -> None:
        if self.block is not None:
            self.builder.add_block(self.block)
        self.block = None
