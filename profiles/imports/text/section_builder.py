"""What the sections of a document say: which list or text a heading begins, and where a block goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from django.utils.translation import gettext as _

from profiles.imports.answers import ASIDE
from profiles.imports.document import Asks, Line, Part, Reading
from profiles.imports.text.facts import parse_situation
from profiles.imports.text.finding_lists import FindingLists, unknown_headings
from profiles.imports.text.headings import Heading, is_continued
from profiles.imports.text.languages import language_of
from profiles.imports.text.paragraphs import Block
from profiles.imports.text.reading_builder import ReadingBuilder
from profiles.imports.text.source_list import SourceList
from profiles.imports.text.statements import is_statement

OPENING, FINDINGS, INTRODUCTION, DOMAIN, LIST = "opening", "findings", "introduction", "domain", "list"
SOURCES, ACKNOWLEDGEMENTS, NOTES, UNKNOWN = "sources", "acknowledgements", "notes", "unknown"
"""What the last heading began; “about”, “contents” and ASIDE beside these."""

SHORTEST_PARAGRAPH = 50


class SectionBuilder:
    """Takes headings and blocks in the order of the document. Every line gets a part.

    unknown: the last heading that is not known, and that may have begun another domain. Until one begins for
    certain, no list is of a domain. outer_kind: lists come first, and the domains stand under each of them.
    """

    def __init__(self, builder: ReadingBuilder) -> None:
        self.builder = builder
        self.sources = SourceList(builder)
        self.lists = FindingLists(builder, self.sources)
        self.section = OPENING
        self.domain: str | None = None
        self.kind = ""
        self.outer_kind = ""
        self.kinds: list[str] = []
        self.unknown: list[Line] = []
        self.heading: list[Line] = []
        """The lines of the last heading, known or not."""
        self.above: list[Line] = []
        """An unknown heading directly above that of the domain: perhaps of a list."""
        self.domain_level = 0
        self.heading_is_known = True
        self.is_fresh = False
        """Nothing but headings stands under the last heading."""
        self.is_domain_aside = False
        """ASIDE began with the heading of a domain."""
        self.lead: list[Line] = []
        """A paragraph of a domain that no item has followed yet: perhaps the heading of a list."""
        self.list_blocks: list[Block] = []
        self.openings: list[Block] = []
        self.paragraphs: list[str] = []
        self.has_introduction = False
        self.was_item = False

    @property
    def is_list(self) -> bool:
        return self.section in (LIST, SOURCES, UNKNOWN)

    @property
    def is_reading_text(self) -> bool:
        """Return whether lines here may be wrapped text, so that a fact must stand apart to be one."""
        return self.section not in (OPENING, UNKNOWN)

    # Headings

    def begin_section(self, heading: Heading, lines: list[Line], *, is_row: bool = False) -> None:
        """Begin what `heading` begins. `is_row`: it stands in a table of contents and begins nothing."""
        part = Part.LIST_HEADING if heading.kind and not heading.domain else Part.HEADING
        self.builder.set_part(lines, Part.ASIDE if heading.section == ASIDE else part)
        self.builder.note_heading(heading, lines)
        if is_row:
            return
        self.close_list(before_list=bool(heading.kind and not heading.domain))
        if heading.kind and heading.domain is None and self._is_below_aside():
            self.builder.set_part(lines, Part.ASIDE)
            return
        if heading.domain is not None:
            self._begin_domain(heading.domain, lines)
        if heading.kind:
            self._begin_list(heading, lines)
        if heading.section:
            self._begin_other(heading.section)
        self.heading, self.heading_is_known = lines, True

    def _is_below_aside(self) -> bool:
        """Return whether the heading that is set aside was one of a domain: its lists follow at once."""
        self.is_domain_aside = self.section == ASIDE and (self.is_fresh or self.is_domain_aside)
        return self.is_domain_aside

    def _begin_domain(self, number: int, lines: list[Line]) -> None:
        self.domain, self.domain_level = self.builder.catalogue.slugs.get(number), lines[0].level
        is_below_unknown = bool(self.heading) and not self.heading_is_known and self.is_fresh
        self.above = self.heading if is_below_unknown else self.above if self.is_fresh else []
        self.unknown, self.kinds, self.is_fresh, self.lead = [], [], True, []
        self.section, self.kind = (LIST, self.outer_kind) if self.outer_kind else (DOMAIN, "")

    def _begin_list(self, heading: Heading, lines: list[Line]) -> None:
        kind = heading.kind or ""
        if heading.domain is None:
            if self.outer_kind and not self.is_fresh:
                self.domain = None
            elif self.domain is not None:
                self.outer_kind = ""
                self._doubt_domain(kind, lines)
            if self.domain is None and not self.unknown:
                self.outer_kind = kind
        self.kinds.append(kind)
        self.kind, self.section = kind, LIST

    def _doubt_domain(self, kind: str, lines: list[Line]) -> None:
        """A list of a kind that was there before, or after an unknown heading, may be of another domain."""
        is_again = kind in self.kinds[:-1] and not is_continued(lines[0].text)
        if is_again and not self.unknown:
            self.unknown = lines
            self.builder.set_part(lines, Part.UNPLACED)
            self.builder.ask(lines, Asks.DOMAIN, is_known=True)
        if self.unknown:
            self.domain = None

    def _begin_other(self, section: str) -> None:
        self.section, self.is_domain_aside, self.is_fresh = section, False, True
        if section != ASIDE:
            self.domain, self.outer_kind, self.unknown = None, "", []
        self.has_introduction |= section == INTRODUCTION
        self.sources.is_own |= section == NOTES

    def leave_heading(self, line: Line) -> None:
        """A heading was understood, but not the text behind it on its line."""
        self.builder.set_part([line], Part.UNPLACED)
        self.builder.warn(
            _("A heading and another text are on one line: the text is not placed."), line.number
        )

    def add_unknown_heading(self, lines: list[Line], *, before_list: bool, label: str = "") -> None:
        """After an unknown heading, nothing is taken for a finding until a known one."""
        self.builder.set_part(lines, Part.UNPLACED)
        self.close_list(before_list=False)
        self.heading, self.heading_is_known, self.is_fresh = lines, False, True
        if self.section == OPENING and not before_list:
            return
        is_below = self.domain is not None and lines[0].level > self.domain_level > 0
        if not is_below:
            self.unknown = lines
        is_domain = self.domain is None or 0 < lines[0].level <= self.domain_level
        self._forget_list(lines, is_domain=is_domain or (before_list and not is_below), label=label)

    def _forget_list(self, lines: list[Line], *, is_domain: bool, label: str = "") -> None:
        self.builder.ask(lines, Asks.DOMAIN if is_domain else Asks.LIST, label=label)
        self.domain = None if is_domain else self.domain
        self.kind, self.section, self.outer_kind = "", UNKNOWN, ""

    @contextmanager
    def inside(self, domain: str, kind: str) -> Iterator[None]:
        """Be in the list `kind` of `domain`, as in a cell of a table; then where it was before."""
        names = (
            "section",
            "domain",
            "kind",
            "kinds",
            "outer_kind",
            "unknown",
            "heading",
            "above",
            "is_fresh",
        )
        self.close_list(before_list=True)  # a table parts it from what comes
        before = {name: getattr(self, name) for name in names}
        self.section, self.domain, self.kind = LIST if kind else DOMAIN, domain, kind
        self.kinds, self.outer_kind, self.unknown = [], "", []
        yield
        self.close_list(before_list=False, is_cell=True)
        vars(self).update(before)

    # Blocks

    def add_block(self, block: Block) -> None:
        self.is_fresh = False
        if not any(block.pieces):
            self.builder.set_part(block.lines, Part.PAGE_MARK)
        elif self.section in (LIST, UNKNOWN):
            self.list_blocks.append(block)
        elif self.section == INTRODUCTION:
            self._add_introduction(block)
        elif self.section == ACKNOWLEDGEMENTS:
            self._add_acknowledgement(block)
        elif self.section == SOURCES:
            self.sources.add(block)
        elif self.section in (NOTES, ASIDE):  # NOTES: what our own files say of themselves
            self.builder.set_part(block.lines, Part.STATEMENT if self.section == NOTES else Part.ASIDE)
            situation = parse_situation(" ".join(block.pieces)) if self.section == NOTES else None
            if situation is not None:
                self.builder.add_facts(situation, block.lines)
        else:
            self._add_paragraph(block)

    def build(self) -> Reading:
        """Return the reading, once all lines were added."""
        self.close_list(before_list=False)
        self._add_openings()
        self.sources.cite()
        reading = self.builder.reading
        reading.introduction = "\n\n".join(filter(None, [reading.introduction, *self.paragraphs]))
        if reading.language is None:
            texts = [reading.introduction, *(finding["text"] for finding in reading.findings)]
            reading.language = language_of(texts, self.builder.languages)
        reading.problems.sort(key=lambda problem: problem.line)
        return reading

    # Paragraphs

    def _add_introduction(self, block: Block) -> None:
        self.builder.set_part(block.lines, Part.INTRODUCTION)
        text = self.builder.text_of(block)
        if block.is_item and block.bullet is not None:
            text = f"{block.bullet.mark} {text}"
        if block.is_item and self.paragraphs and self.was_item:
            self.paragraphs[-1] += f"\n{text}"
        else:
            self.paragraphs.append(text)
        self.was_item = block.is_item

    def _add_acknowledgement(self, block: Block) -> None:
        self.builder.set_part(block.lines, Part.EXTRA)
        extra = self.builder.reading.extra
        before = extra.get("acknowledgements", "")
        text = self.builder.text_of(block)
        extra["acknowledgements"] = f"{before}\n\n{text}" if before else text

    def _add_paragraph(self, block: Block) -> None:
        """A paragraph outside of lists: a description, a statement, or perhaps the introduction."""
        rest = self.builder.add_known(block, is_opening=self.section in (OPENING, FINDINGS))
        if rest is not None:
            for other in rest:
                self._add_paragraph(other)
            return
        is_before_domains = self.section in (OPENING, FINDINGS) and not self.builder.reading.findings
        if is_before_domains and not block.is_item:
            self.openings.append(block)
        elif block.is_item and self.section == DOMAIN:
            self.builder.leave(block, _("There is no list heading above this item."))
            lines = self.lead or self.above or self.heading
            self.builder.ask(lines, Asks.LIST, is_known=lines is self.heading)
        else:
            self.builder.leave(block)
            self.lead = block.lines if block.may_be_heading and self.section == DOMAIN else []
            if block.is_item and self.heading and self.section == OPENING:
                self.builder.ask(self.heading, Asks.DOMAIN)

    def _add_openings(self) -> None:
        """Paragraphs above the first domain are the introduction where none is headed so."""
        for block in self.openings:
            text = " ".join(block.pieces)
            if self.has_introduction or len(text) < SHORTEST_PARAGRAPH or not block.is_finished:
                self.builder.set_part(block.lines, Part.STATEMENT if is_statement(text) else Part.UNPLACED)
                continue
            self._add_introduction(block)
            text = _(
                "There is no heading “Introduction” above this paragraph; it was taken as the introduction."
            )
            self.builder.warn(text, block.number)

    # Lists

    def close_list(self, *, before_list: bool, is_cell: bool = False) -> None:
        """Take the list that ends here, up to a block in it that may be a heading, and leave the others."""
        blocks, self.list_blocks = self.list_blocks, []
        if not blocks:
            return
        is_text = self.builder.headings.is_text
        starts = unknown_headings(blocks, before_list=before_list)
        starts = [index for index in starts if not is_text(blocks[index].lines[0])]
        end = starts[0] if starts else len(blocks)
        if self.kind and self.domain is not None:
            self.lists.add(blocks[:end], self.domain, self.kind, is_cell=is_cell)
        else:
            self._leave_list(blocks[:end])
        for start, after in pairwise([*starts, len(blocks)]):
            self.unknown = blocks[start].lines
            self.builder.leave(blocks[start])
            self._forget_list(self.unknown, is_domain=before_list and after == len(blocks))
            self._leave_list(blocks[start + 1 : after])

    def _leave_list(self, blocks: list[Block]) -> None:
        for block in blocks:
            if (rest := self.builder.add_known(block)) is not None:
                for other in rest:
                    self.builder.leave(other)
                continue
            self.builder.leave(block)
            if self.section == LIST and self.domain is None and not self.unknown:
                self.unknown, self.outer_kind = self.heading, ""
                self.builder.ask(self.unknown, Asks.DOMAIN, is_known=True)
