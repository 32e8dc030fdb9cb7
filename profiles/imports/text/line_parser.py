"""The grammar of a profile as people write it: LineParser goes through its lines, section by section.

What a single line can be is in heading_matcher, facts, page_furniture and bullets; which lines are one block
in line_joining; what a complete block says in section_builder.
"""

from collections.abc import Iterator

from profiles.imports.answers import ASIDE, TEXT
from profiles.imports.document import Facts, Line, Part
from profiles.imports.text.bullets import Bullet, match_bullet
from profiles.imports.text.facts import parse_facts
from profiles.imports.text.headings import Heading
from profiles.imports.text.items import ItemMatcher
from profiles.imports.text.line_joining import MOST_LINES_OF_A_HEADING, LineJoiner
from profiles.imports.text.page_furniture import is_caption, is_contents_row, is_lone_number, is_page_mark
from profiles.imports.text.paragraphs import HYPHENED, Block
from profiles.imports.text.section_builder import DOMAIN, LIST, OPENING, SOURCES, SectionBuilder
from profiles.imports.text.sources import ADDRESS, strip_label
from profiles.imports.text.text_normalization import may_be_heading, starts_small

MOST_WORDS_OF_A_LABEL = 4
LOOK_AHEAD = 12
"""So many lines under an unknown heading may be a description before the heading of a list."""


class LineParser:
    """Goes through the lines once. What lies before the line: `after_blank` line, `after_page` end.

    are_paragraphs: each line is a whole paragraph (Word, web pages), and none is joined to the one before;
    without it, lines may be softly wrapped.
    """

    def __init__(self, sections: SectionBuilder, *, are_paragraphs: bool) -> None:
        self.sections = sections
        self.builder = sections.builder
        self.headings = self.builder.headings
        self.lines: list[Line] = []
        self.joiner = LineJoiner(self.builder.reading.lines, self.headings)
        self.are_paragraphs = are_paragraphs or self.joiner.are_paragraphs
        self.block: Block | None = None
        self.items = ItemMatcher()
        self.after_blank = True
        self.after_page = False
        self.in_contents = False
        self.has_labels = False
        """Lists begin with a label on the line of their first finding."""

    def parse(self, lines: list[Line]) -> None:
        """Take further lines of the document, which nothing else parts; blank ones may be among them."""
        self.lines = self.joiner.lines = lines
        self.after_blank = True
        index = 0
        while index < len(lines):
            if lines[index].text.strip():
                index += self._parse_line(index)
            else:
                self.after_blank, self.in_contents = True, False
                index += 1
        self._close()

    def parse_cell(self, lines: list[Line], domain: str, kind: str) -> None:
        """Take the lines of a cell that holds a list, or where `kind` is "" the lists of a domain."""
        with self.sections.inside(domain, kind):
            before, self.are_paragraphs = self.are_paragraphs, True
            self.items = ItemMatcher()
            self.parse(lines)
            self.are_paragraphs = before

    def _parse_line(self, index: int) -> int:
        """Parse the line at `index`; return how many lines that took."""
        line = self.lines[index]
        if line.reason and self._is_address_of_source(line):
            self.block.add(line, line.text)  # type: ignore[union-attr]
            return 1
        if line.reason or self._is_page_mark(index):
            self.builder.set_part([line], Part.ASIDE if line.reason else Part.PAGE_MARK)
            self.after_page = True
            return 1
        if count := self._take_note(index):
            return count
        if (match := self._match_heading(index)) is not None:
            heading, count = match
            self._begin(heading, self.lines[index : index + count])
            return count
        count = 1
        if (facts := self._match_facts(index)) is not None:
            self._close()
            count = facts[1]
            self.builder.add_facts(facts[0], self.lines[index : index + count])
        elif (label := self._match_label(index)) is not None:
            self._begin_with_text(index, *label)
        elif self._is_unknown_heading(line):
            self._begin_unknown(index, "")
        elif not is_caption(line.text) and (unknown := self._match_unknown_label(index)) is not None:
            self._begin_unknown(index, unknown)
        elif is_caption(line.text) and not self._goes_on(index):
            self._close()
            self.builder.set_part([line], Part.UNPLACED)
        else:
            self._add_content(index)
        self.after_blank, self.after_page = False, False
        return count

    # What a line is

    def _is_page_mark(self, index: int) -> bool:
        text = self.lines[index].text
        is_in_item = self.block is not None and self.block.is_item and not self.after_blank
        if is_in_item and (self.joiner.hangs(self.block, index) or text.lstrip().startswith("[")):  # type: ignore[arg-type]
            return False  # the mark of a source, alone on the last line of an item
        if is_page_mark(text):
            return not (self._goes_on(index) and starts_small(text) and not self._is_edge(index + 1))
        if not is_lone_number(text):
            return False
        return not self._goes_on(index) or (self.after_blank and self._is_edge(index + 1))

    def _is_address_of_source(self, line: Line) -> bool:
        """Return whether a link leads to the open source, whose text has no address."""
        block = self.block
        is_source = block is not None and (block.is_source or self.sections.section == SOURCES)
        pieces = block.pieces if block is not None and is_source else []
        return (
            bool(pieces) and ADDRESS.fullmatch(line.text) is not None and not any(map(ADDRESS.search, pieces))
        )

    def _is_in_source(self) -> bool:
        """Return whether the line before is one of a source in a list, which no blank line ends."""
        is_source = self.block is not None and self.block.is_item and self.sections.section == SOURCES
        return is_source and not self.after_blank and not self.are_paragraphs

    def _goes_on(self, index: int) -> bool:
        """Return whether the sentence before is not at its end, and no blank line lies between."""
        is_open = self.block is not None and not self.block.is_finished and not self.are_paragraphs
        return is_open and not (self.after_blank or self.lines[index].is_heading)

    def _is_edge(self, index: int) -> bool:
        return index >= len(self.lines) or not self.lines[index].text.strip()

    def _match_heading(self, index: int) -> tuple[Heading, int] | None:
        """Return the heading that begins at `index`, and how many lines it has."""
        line = self.lines[index]
        if (heading := self.headings.match_line(line)) is not None:
            return heading, 1
        goes_on = self._goes_on(index)
        if (goes_on and starts_small(line.text)) or self.headings.is_text(line):
            return None
        bullet = match_bullet(line.text)
        is_item = line.is_bullet or (bullet is not None and not bullet.is_word)
        texts = [line.text] + ([bullet.text] if bullet is not None and bullet.text else [])
        for text in texts:
            is_exact = goes_on or bullet is not None or line.is_bullet
            heading = self.headings.match(text, is_exact=is_exact)
            if heading is not None and heading.section and is_item and not self.in_contents:
                continue
            if heading is not None and not (goes_on and not self._begins_something(index + 1)):
                return heading, 1
        return None if goes_on or bullet else self._match_wrapped_heading(index)

    def _match_wrapped_heading(self, index: int) -> tuple[Heading, int] | None:
        for text, count in () if self.are_paragraphs else self._wrapped(index):
            if (heading := self.headings.match(text, is_exact=True)) is not None:
                return heading, count
        return None

    def _wrapped(self, index: int) -> Iterator[tuple[str, int]]:
        """Yield the line at `index` with one after it, then with two: a heading or title may be wrapped."""
        text = self.lines[index].text.strip()
        for count in range(2, MOST_LINES_OF_A_HEADING + 1):
            if self._is_edge(index + count - 1):
                return
            text = f"{text} {self.lines[index + count - 1].text.strip()}"
            yield text, count

    def _match_label(self, index: int) -> tuple[Heading, str] | None:
        """A heading with a text behind it on the same line: what follows belongs to that heading."""
        line = self.lines[index]
        if self._goes_on(index):
            return None
        bullet = match_bullet(line.text)
        text = bullet.text if bullet is not None else line.text
        for mark in (":", "：", " – ", " — "):
            first, _mark, rest = text.partition(mark)
            heading = self.headings.match(first, is_exact=True) if rest.strip() else None
            if heading is None or not (heading.domain or heading.kind or heading.section == ASIDE):
                continue
            if heading.kind or not (line.is_bullet or bullet):
                return heading, rest
        return None

    def _begins_something(self, index: int) -> bool:
        """Return whether the next line that is not blank is a heading, an item, or not there."""
        while index < len(self.lines) and not self.lines[index].text.strip():
            index += 1
        return index >= len(self.lines) or self.joiner.begins_something(self.lines[index])

    def _is_unknown_heading(self, line: Line) -> bool:
        """Return whether the line is a heading by its looks."""
        is_heading = line.is_heading or (line.text.lstrip().startswith("#") and "# " in line.text)
        return is_heading and not is_caption(line.text) and not self.headings.is_text(line)

    def _match_unknown_label(self, index: int) -> str | None:
        """Return what stands before a colon, where the headings of lists stand so, or none was there yet."""
        line, section = self.lines[index], self.sections.section
        label, colon, rest = line.text.partition(":")
        is_label = colon and rest.strip() and not rest.startswith("//") and not line.is_bullet
        if not is_label or not may_be_heading(label) or self.headings.is_text(line):
            return None
        if not (self.has_labels or (section == DOMAIN and len(label.split()) <= MOST_WORDS_OF_A_LABEL)):
            return None
        is_other = match_bullet(line.text) or self._goes_on(index) or strip_label(line.text) is not None
        return None if is_other or self.headings.answer(label) == TEXT else label

    def _is_before_list(self, index: int) -> bool:
        """Return whether the heading of a list follows before any item does."""
        for line in self.lines[index : index + LOOK_AHEAD]:
            if line.is_bullet or match_bullet(line.text) is not None:
                return False
            if (heading := self.headings.match(line.text, is_exact=True)) is not None:
                return bool(heading.kind and not heading.domain)
        return False

    def _match_facts(self, index: int) -> tuple[Facts, int] | None:
        """Return the facts of the line at `index`, and of how many lines: a title may be wrapped.

        A fact stands alone: nothing before it that it could go on, nothing after it that goes on.
        """
        line = self.lines[index]
        is_item = line.is_bullet or (self.sections.section == LIST and match_bullet(line.text) is not None)
        if is_item or self._goes_on(index) or self._is_in_source():
            return None
        is_opening = self.sections.section == OPENING
        facts = parse_facts(line.text, self.builder.places, is_opening=is_opening)
        if facts is None:
            return self._match_wrapped_title(index)
        is_last = self.are_paragraphs or self._is_edge(index + 1)
        if not is_last and self.sections.is_reading_text:
            following = self.lines[index + 1].text
            is_last = parse_facts(following, self.builder.places) is not None or is_page_mark(following)
        return (facts, 1) if is_last or not self.sections.is_reading_text else None

    def _match_wrapped_title(self, index: int) -> tuple[Facts, int] | None:
        for text, count in self._wrapped(index) if self.sections.section == OPENING else ():
            facts = parse_facts(text, self.builder.places)
            if facts is not None and facts.place:
                return facts, count
        return None

    # What is done with it

    def _take_note(self, index: int) -> int:
        """Take the note “[1] …” that stands at the foot of a page or of the last list; return its lines.

        It is a source of those that the marks in the text cite; the list may go on below it.
        """
        first, bullet = self.items.first_bullet, match_bullet(self.lines[index].text)
        is_note = bullet is not None and bullet.mark.startswith("[") and bool(bullet.text)
        is_list_of_notes = first is None or first.mark.startswith("[")
        if not (is_note and self.after_blank and self.sections.section == LIST) or is_list_of_notes:
            return 0
        note = Block(bullet=bullet, is_item=True)
        for line in self.lines[index:]:
            is_other = line.reason or not line.text.strip() or is_lone_number(line.text)
            if note.lines and (is_other or self.joiner.begins_something(line)):
                break
            note.add(line, line.text if note.lines else bullet.text)  # type: ignore[union-attr]
        self.sections.sources.add(note)
        self.after_page = True
        return len(note.lines)

    def _begin(self, heading: Heading, lines: list[Line]) -> None:
        self._close()
        is_row = self.in_contents or is_contents_row(lines[0].text)
        self.sections.begin_section(heading, lines, is_row=is_row)
        self.in_contents = self.in_contents or heading.section == "contents"
        self.has_labels = False
        self.items = ItemMatcher()
        self.after_blank, self.after_page = False, False

    def _begin_unknown(self, index: int, label: str) -> None:
        self._close()
        before_list = self._is_before_list(index + 1)
        self.sections.add_unknown_heading([self.lines[index]], before_list=before_list, label=label)
        self.has_labels = bool(label)
        self.items = ItemMatcher()

    def _begin_with_text(self, index: int, heading: Heading, text: str) -> None:
        """The text behind a heading is its first finding, unless items follow: then it is a remark."""
        line = self.lines[index]
        self._begin(heading, [line])
        self.has_labels = True
        if heading.kind and self._is_before_item(index + 1):
            self.sections.leave_heading(line)
        else:
            self._open_block(line, text, is_item=bool(heading.kind))

    def _is_before_item(self, index: int) -> bool:
        """Return whether the next line that is not blank is an item, and no heading."""
        following = next((line for line in self.lines[index:] if line.text.strip()), None)
        if following is None or not (following.is_bullet or match_bullet(following.text)):
            return False
        bullet = match_bullet(following.text)
        label = (bullet.text if bullet else following.text).partition(":")[0]
        return self.headings.match(label, is_exact=True) is None

    def _add_content(self, index: int) -> None:
        line = self.lines[index]
        bullet, is_below = self.items.match(self.lines, index, self.block)
        source = strip_label(bullet.text if bullet else line.text) if self.sections.section == LIST else None
        if source is not None:
            self._open_block(line, source, is_source=True)
        elif line.is_bullet or (bullet is not None and self._begins_item(index, bullet, is_below=is_below)):
            is_list, block = self.sections.is_list, self.block
            if block is not None and is_list and self.items.is_nested(block, line, bullet):
                is_sign = bullet is not None and (line.is_bullet or not bullet.is_word)
                block.add(line, bullet.text if is_sign else line.text, is_nested=True)  # type: ignore[union-attr]
            else:
                self._open_item(line, bullet)
        elif self.block is not None and self._continues(self.block, index):
            is_parted = HYPHENED.search(self.block.pieces[-1]) is not None  # which text_of() says
            if (self.block.is_item or self.sections.is_list) and not (self.are_paragraphs and is_parted):
                is_break = self.are_paragraphs or (self.after_blank and not self.after_page)
                self.joiner.note_doubt(self.block, index, is_break=is_break)
            self.block.add(line, line.text)
        else:
            self._open_block(line, line.text)

    def _open_block(self, line: Line, text: str, *, is_source: bool = False, is_item: bool = False) -> None:
        self._close()
        self.block = Block(is_source=is_source, is_item=is_item)
        self.block.add(line, text)

    def _open_item(self, line: Line, bullet: Bullet | None) -> None:
        self._close()
        self.block = Block(bullet=bullet, is_item=True)
        self.block.add(line, bullet.text if bullet else line.text)
        self.items.note(line, bullet)

    def _begins_item(self, index: int, bullet: Bullet, *, is_below: bool) -> bool:
        lies = {"is_below": is_below, "goes_on": self._goes_on(index), "after_blank": self.after_blank}
        return self.items.begins(bullet, self.block, **lies)

    def _continues(self, block: Block, index: int) -> bool:
        """Return whether the line goes on with the open `block`."""
        if block.is_source and self.after_blank:
            return False
        if not any(block.pieces):
            return True
        if self.are_paragraphs:  # a break that somebody typed within a sentence
            return not (self.after_blank or block.is_finished) and starts_small(self.lines[index].text)
        if self._is_in_source():
            return True
        is_list = self.sections.is_list
        if self.after_blank:
            return self.joiner.is_torn(block, index, after_page=self.after_page)
        return self.joiner.continues(block, index, is_list=is_list)

    def _close(self) -> None:
        if self.block is not None:
            self.sections.add_block(self.block)
        self.block = None
