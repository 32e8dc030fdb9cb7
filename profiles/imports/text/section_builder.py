"""What the sections of a document say: a paragraph or list -> findings, introduction, sources, facts."""

from collections import defaultdict
from dataclasses import replace
from functools import cached_property

from django.utils.translation import gettext as _

from profiles.content.schema import SourceData
from profiles.imports.document import FACT_NAMES, Facts, Line, Part, Reading, new_read_finding
from profiles.imports.text.facts import edition_remark
from profiles.imports.text.headings import Heading
from profiles.imports.text.languages import language_of
from profiles.imports.text.paragraphs import Block, document_words, join_lines
from profiles.imports.text.place_names import PlaceNames
from profiles.imports.text.sources import Citation, parse_citation, parse_citations, parse_marks, strip_label
from profiles.imports.text.statements import DomainCatalogue, is_none_identified, is_statement

OPENING, FINDINGS, INTRODUCTION, DOMAIN, LIST = "opening", "findings", "introduction", "domain", "list"
SOURCES, ACKNOWLEDGEMENTS, NOTES, UNKNOWN = "sources", "acknowledgements", "notes", "unknown"
"""What the last heading began; “about” and “contents” beside these."""

SHORTEST_PARAGRAPH = 50


class SectionBuilder:
    """Builds a Reading of headings, facts and blocks in the order of the document. Every line gets a part."""

    def __init__(self, lines: list[Line]) -> None:
        self.reading = Reading(lines=lines)
        self.catalogue = DomainCatalogue()
        self.places = PlaceNames()
        self.section = OPENING
        self.domain: str | None = None
        self.kind = ""
        self.list_blocks: list[Block] = []
        self.openings: list[Block] = []
        self.paragraphs: list[str] = []
        self.citations = defaultdict[int, list[Citation]](list)
        """Line of a finding -> the sources named for it."""
        self.numbered: dict[int, tuple[Citation, Block]] = {}
        self.languages: list[frozenset[str]] = []
        """Of each heading, those that write it so."""
        self.slips: set[str] = set()
        self.has_introduction = False
        self.was_item = False
        self.lines_of_texts: dict[tuple[str | None, str, str], int] = {}

    @property
    def is_list(self) -> bool:
        return self.section in (LIST, SOURCES)

    @property
    def is_reading_text(self) -> bool:
        """Return whether lines here may be wrapped text, so that a fact must stand apart to be one."""
        return self.section not in (OPENING, UNKNOWN)

    # The parts of lines, and problems

    def set_part(self, lines: list[Line], part: Part) -> None:
        for line in lines:
            self.reading.parts[line.number] = part

    def leave(self, block: Block, text: str = "") -> None:
        """Leave the lines of `block` unplaced; `text` says why, where there is more to say."""
        self.set_part(block.lines, Part.UNPLACED)
        if text:
            self.reading.warn(text, block.number)

    def text_of(self, block: Block) -> str:
        """Return the text of `block`, and say where a hyphen at the end of a line may be wrong."""
        text, doubts = join_lines(block, self._words if len(block.pieces) > 1 else set())
        for doubt in doubts:
            self.reading.warn(doubt, block.number)
        return text

    @cached_property
    def _words(self) -> set[str]:
        return document_words(self.reading.lines)

    # What the line parser adds

    def begin_section(self, heading: Heading, lines: list[Line], *, is_row: bool) -> None:
        """Begin what `heading` begins. `is_row`: it stands in a table of contents and begins nothing."""
        part = Part.LIST_HEADING if heading.kind and not heading.domain else Part.HEADING
        self.set_part(lines, part)
        if heading.is_slip and heading.name not in self.slips:
            self.slips.add(heading.name)
            text = _("This heading has a letter wrong; it was taken for “%(name)s”.")
            self.reading.warn(text % {"name": heading.name}, lines[0].number)
        self.languages.append(heading.languages)
        if is_row:
            return
        self._close_list()
        if heading.domain is not None:
            self.domain, self.section = self.catalogue.slugs.get(heading.domain), DOMAIN
        if heading.kind:
            self.kind, self.section = heading.kind, LIST
            if self.domain is None:
                self.reading.warn(_("There is no heading of a domain above this list."), lines[0].number)
        if heading.section:
            self.section = heading.section
            self.domain = None
            self.has_introduction |= heading.section == INTRODUCTION

    def leave_heading(self, line: Line) -> None:
        """A heading was understood, but not the text behind it on its line."""
        self.set_part([line], Part.UNPLACED)
        self.reading.warn(
            _("A heading and another text are on one line: the text is not placed."), line.number
        )

    def add_unknown_heading(self, line: Line) -> None:
        """After an unknown heading, nothing is taken for a finding until a known one."""
        self.set_part([line], Part.UNPLACED)
        self._close_list()
        if self.section != OPENING:
            self.section, self.domain = UNKNOWN, None

    def add_facts(self, facts: Facts, line: Line) -> None:
        """Enter the facts that are not known yet; warn where they differ from those above."""
        self.set_part([line], Part.FACT)
        if facts.edition and (remark := edition_remark(line.text)):
            self.reading.warn(remark, line.number)
        for holder, new in (
            (vars(self.reading), {name: getattr(facts, name) for name in FACT_NAMES}),
            (self.reading.extra, facts.extra),
        ):
            for name, value in new.items():
                if value is not None and holder.get(name) is None:
                    holder[name] = value
                elif value is not None and value != holder[name]:
                    text = _("Here the document says “%(new)s”; above, it says “%(old)s”.")
                    self.reading.warn(text % {"new": value, "old": holder[name]}, line.number)

    def add_block(self, block: Block) -> None:
        if not any(block.pieces):
            self.set_part(block.lines, Part.PAGE_MARK)
        elif self.section == LIST:
            self.list_blocks.append(block)
        elif self.section == INTRODUCTION:
            self._add_introduction(block)
        elif self.section == ACKNOWLEDGEMENTS:
            self._add_acknowledgement(block)
        elif self.section == SOURCES:
            self._add_source(block)
        elif self.section == NOTES:  # what our own files say of themselves
            self.set_part(block.lines, Part.STATEMENT)
        else:
            self._add_paragraph(block)

    def build(self) -> Reading:
        """Return the reading, once all lines were added."""
        self._close_list()
        self._add_openings()
        self._add_sources()
        reading = self.reading
        reading.introduction = "\n\n".join(self.paragraphs)
        if reading.language is None:
            texts = [reading.introduction, *(finding["text"] for finding in reading.findings)]
            reading.language = language_of(texts, self.languages)
        reading.problems.sort(key=lambda problem: problem.line)
        return reading

    # Paragraphs

    def _add_introduction(self, block: Block) -> None:
        self.set_part(block.lines, Part.INTRODUCTION)
        text = self.text_of(block)
        if block.is_item and block.bullet is not None:
            text = f"{block.bullet.mark} {text}"
        if block.is_item and self.paragraphs and self.was_item:
            self.paragraphs[-1] += f"\n{text}"
        else:
            self.paragraphs.append(text)
        self.was_item = block.is_item

    def _add_acknowledgement(self, block: Block) -> None:
        self.set_part(block.lines, Part.EXTRA)
        before = self.reading.extra.get("acknowledgements", "")
        text = self.text_of(block)
        self.reading.extra["acknowledgements"] = f"{before}\n\n{text}" if before else text

    def _add_paragraph(self, block: Block) -> None:
        """A paragraph outside of lists: a description, a statement, or perhaps the introduction."""
        if self._add_known(block):
            return
        is_before_domains = self.section in (OPENING, FINDINGS) and not self.reading.findings
        if is_before_domains and not block.is_item:
            self.openings.append(block)
        elif block.is_item and self.section == DOMAIN:
            self.leave(block, _("There is no list heading above this item."))
        else:
            self.leave(block)

    def _add_known(self, block: Block) -> bool:
        """Take `block` if it is a text of the programme; two descriptions may follow each other in it."""
        if block.is_item:
            return False
        text = " ".join(block.pieces)
        if self.section not in (OPENING, FINDINGS) and is_statement(text):
            self.set_part(block.lines, Part.STATEMENT)
            return True
        for parts in ([block], *_split(block)):
            matches = [self.catalogue.match_description(" ".join(part.pieces)) for part in parts]
            if None not in matches:
                for part, is_exact in zip(parts, matches, strict=True):
                    self.set_part(part.lines, Part.DESCRIPTION)
                    if not is_exact:
                        self.reading.warn(
                            _("This description of a domain differs from the one on this site."),
                            part.number,
                        )
                return True
        return False

    def _add_openings(self) -> None:
        """Paragraphs above the first domain are the introduction where none is headed so."""
        for block in self.openings:
            text = " ".join(block.pieces)
            if self.has_introduction or len(text) < SHORTEST_PARAGRAPH or not block.is_finished:
                self.set_part(block.lines, Part.STATEMENT if is_statement(text) else Part.UNPLACED)
                continue
            self._add_introduction(block)
            text = _(
                "There is no heading “Introduction” above this paragraph; it was taken as the introduction."
            )
            self.reading.warn(text, block.number)

    # Lists

    def _close_list(self) -> None:
        """Take the list that ends here: its items where it has bullets, otherwise its paragraphs."""
        blocks, self.list_blocks = self.list_blocks, []
        has_bullets = any(block.is_item for block in blocks)
        texts = [block for block in blocks if not block.is_source]
        first = len(self.reading.findings)
        for block in blocks:
            if self.domain is None:
                self.leave(block)
            elif block.is_source:
                self._add_source_of(block, first)
            elif is_none_identified(" ".join(block.pieces)):
                self._add_none(block, texts)
            elif block.is_item or (not has_bullets and not self._add_known(block)):
                self._add_finding(block)
            elif has_bullets and not self._add_known(block):
                self.leave(block, _("This is between the items of a list without being one."))
        if len(self.reading.findings) > first and not has_bullets:
            text = _("This list has no bullets: each paragraph was taken as one finding.")
            self.reading.warn(text, self.reading.findings[first]["line"])

    def _add_none(self, block: Block, texts: list[Block]) -> None:
        name = f"{self.domain}/{self.kind}"
        if len(texts) > 1:
            self.leave(block, _("This says that none was identified, but the list has findings."))
            return
        self.set_part(block.lines, Part.NONE_IDENTIFIED)
        if name not in self.reading.none_identified:
            self.reading.none_identified.append(name)

    def _add_finding(self, block: Block) -> None:
        self.set_part(block.lines, Part.FINDING)
        text = self.text_of(block)
        if block.nested:
            self.reading.warn(_("The items under this finding were taken as a part of it."), block.number)
        first = self.lines_of_texts.setdefault((self.domain, self.kind, text), block.number)
        if first != block.number:
            self.reading.warn(
                _("This finding is listed twice: see line %(line)s.") % {"line": first}, block.number
            )
        parts = {"domain": self.domain or "", "kind": self.kind, "text": text}
        self.reading.findings.append(new_read_finding(block.number, **parts))

    # Sources

    def _add_source_of(self, block: Block, first: int) -> None:
        """“Source: …” belongs to the finding above it."""
        findings = self.reading.findings[first:]
        citations = parse_citations(self.text_of(block)) if findings else []
        if not citations:
            text = _("It cannot be told which finding this source belongs to, or what its title is.")
            self.leave(block, text)
            return
        self.set_part(block.lines, Part.SOURCE)
        self.citations[findings[-1]["line"]] += citations

    def _add_source(self, block: Block) -> None:
        """One of a list of sources at the end. Whoever cites it does so by its number."""
        text = self.text_of(block)
        citation = parse_citation(strip_label(text) or text)
        number = block.bullet.number if block.bullet else None
        if citation is None or number is None or number in self.numbered:
            self.leave(block)
        else:
            self.numbered[number] = citation, block

    def _add_sources(self) -> None:
        """Give the findings the sources that they cite by number, and list all sources that are cited."""
        cited: set[int] = set()
        sources: dict[str, SourceData] = {}
        for finding in self.reading.findings:
            citations = self.citations[finding["line"]]
            text, marks = parse_marks(finding["text"])
            if text and marks and all(number in self.numbered for number, _locator in marks):
                finding["text"] = text
                for number, locator in marks:
                    citation = self.numbered[number][0]
                    citations.append(replace(citation, locator=locator or citation.locator))
                    cited.add(number)
            for citation in citations:
                sources.setdefault(citation.source["key"], citation.source)
            keys = {c.source["key"]: c.locator for c in citations}
            finding["sources"] = [{"source": key, "locator": locator} for key, locator in keys.items()]
        self.reading.sources = list(sources.values())
        for number, (_citation, block) in self.numbered.items():
            self.set_part(block.lines, Part.SOURCE if number in cited else Part.UNPLACED)
        if self.numbered.keys() - cited:
            self.reading.warn(_("No finding cites the sources that are not placed."))


def _split(block: Block) -> list[list[Block]]:
    """Return the ways of parting `block` into two runs of lines."""
    return [
        [Block(block.lines[:n], block.pieces[:n]), Block(block.lines[n:], block.pieces[n:])]
        for n in range(1, len(block.lines) if len(block.lines) < 40 else 1)
    ]
