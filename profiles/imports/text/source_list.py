"""The sources of a text: behind the findings, in a list that they cite by number, and in notes."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from profiles.content.schema import SourceData
from profiles.imports.document import Line, Part, ReadFinding
from profiles.imports.text.paragraphs import Block
from profiles.imports.text.reading_builder import ReadingBuilder
from profiles.imports.text.sources import (
    ADDRESS,
    Citation,
    is_whole_title,
    parse_citation,
    parse_citations,
    parse_flat_marks,
    parse_marks,
    parse_note,
    parse_notes,
    parse_own_citation,
    part_marks,
    strip_label,
    take_marks_of,
    take_raised_marks,
)


@dataclass(frozen=True)
class Entry:
    """What a number leads to: sources, none where a note is something else, and the lines they stand in."""

    citations: list[Citation]
    lines: list[Line]
    text: str = ""


class SourceList:
    """Collects the sources; cite() gives them to the findings once all are read.

    doubtful: numbers that lead to two different things. is_own: this site wrote the list, in its own way.
    """

    def __init__(self, builder: ReadingBuilder) -> None:
        self.builder = builder
        self.citations = defaultdict[int, list[Citation]](list)
        """Line of a finding -> the sources named for it."""
        self.numbered: dict[int, Entry] = {}
        self.notes: set[int] = set()
        self.doubtful: set[int] = set()
        self.is_own = False

    def add_source_of(self, finding: ReadFinding | None, block: Block) -> None:
        """“Source: …” belongs to the finding above it."""
        citations = parse_citations(self.builder.text_of(block)) if finding else []
        if finding is None or not citations:
            text = _("It cannot be told which finding this source belongs to, or what its title is.")
            self.builder.leave(block, text)
            return
        self.builder.set_part(block.lines, Part.SOURCE)
        self.citations[finding["line"]] += citations

    def add(self, block: Block) -> None:
        """One of a list of sources at the end. Whoever cites it does so by its number."""
        text = self.builder.text_of(block)
        text = strip_label(text) or text
        citation = parse_citation(text)
        number = block.bullet.number if block.bullet else None
        if citation is None or number is None or number in self.numbered:
            self.builder.leave(block)
        else:
            self.numbered[number] = Entry([citation], block.lines, text)

    def add_note(self, number: int, lines: list[Line]) -> None:
        """A footnote: its mark in the text cites it, unless a source has this number too."""
        self.builder.set_part(lines, Part.UNPLACED)
        text = " ".join(line.text.strip() for line in lines if not line.reason)
        addresses = [line.text for line in lines if line.reason]
        if addresses and not ADDRESS.search(text):
            text = f"{text} {addresses[0]}"
        citations = parse_note(text.removeprefix(f"[{number}]").strip())
        if number in self.numbered:
            self.doubtful.add(number)
        elif number:
            self.numbered[number] = Entry(citations, lines)
            self.notes.add(number)

    def cite(self) -> None:
        """Give the findings the sources that they cite by number, and list all sources that are cited."""
        cited: set[int] = set()
        reading = self.builder.reading
        sources: dict[str, SourceData] = {source["key"]: source for source in reading.sources}
        if self.is_own:
            self._read_own()
        for finding in reading.findings:
            citations = self.citations[finding["line"]]
            for number, locator in [] if finding["key"] else self._take_marks(finding):
                citations += [
                    replace(c, locator=locator or c.locator) for c in self.numbered[number].citations
                ]
                cited.add(number)
            for citation in citations:
                sources.setdefault(citation.source["key"], citation.source)
            keys = {c.source["key"]: c.locator for c in citations}
            finding["sources"] += [{"source": key, "locator": locator} for key, locator in keys.items()]
        reading.sources = list(sources.values())
        self._set_parts(cited)

    def _set_parts(self, cited: set[int]) -> None:
        unused = False
        for number, entry in self.numbered.items():
            is_source = number in cited and bool(entry.citations)
            self.builder.set_part(entry.lines, Part.SOURCE if is_source else Part.UNPLACED)
            unused |= bool(entry.lines) and number not in cited
            if is_source and entry.lines and any(is_whole_title(c.source) for c in entry.citations):
                text = _("All of this was taken as the title of a source.")
                self.builder.warn(text, entry.lines[0].number)
        if unused:
            self.builder.warn(_("No finding cites the sources that are not placed."))

    def _read_own(self) -> None:
        """Read the list as this site prints it: “Residence Act. Parliament. 2014. https://…”."""
        for number, entry in self.numbered.items():
            if entry.text and (citation := parse_own_citation(entry.text)) is not None:
                self.numbered[number] = replace(entry, citations=[citation])

    def _take_marks(self, finding: ReadFinding) -> list[tuple[int, str]]:
        """Take the marks of sources and of notes out of the text; return those that lead to a source."""
        finding["text"] = part_marks(finding["text"], self.numbered.keys())
        text, marks = parse_marks(finding["text"])
        if marks and self.doubtful & {number for number, _locator in marks}:
            self.builder.warn(
                _("A note and a source have the same number: the marks stay in the text."), finding["line"]
            )
            return []
        if text and marks and all(number in self.numbered for number, _locator in marks):
            finding["text"] = text
        else:
            marks = self._take_flat_marks(finding)
        text, notes = parse_notes(finding["text"])
        text, others = take_marks_of(text, self.notes - self.doubtful)
        if not self.numbered:  # marks of notes that the document does not have
            text, unknown = take_raised_marks(text)
            others += unknown
        if text and notes + others:
            finding["text"] = text
            marks += [(number, "") for number in notes + others]
        for number in dict.fromkeys(number for number, _locator in marks):
            if number not in self.numbered or not self.numbered[number].citations:
                sentence = _(
                    "The mark of note %(number)s was taken out of the text: no source has this number."
                )
                self.builder.warn(sentence % {"number": number}, finding["line"])
        return [mark for mark in marks if mark[0] in self.numbered]

    def _take_flat_marks(self, finding: ReadFinding) -> list[tuple[int, str]]:
        """Numbers at the end that are no longer raised are marks where all of them lead to sources."""
        text, numbers = parse_flat_marks(finding["text"])
        if not text or not numbers or not self.numbered:
            return []
        if any(number not in self.numbered or number in self.doubtful for number in numbers):
            return []
        finding["text"] = text
        listed = ", ".join(map(str, numbers))
        sentence = _("The number at the end of this text was taken as that of a source: %(numbers)s.")
        self.builder.warn(sentence % {"numbers": listed}, finding["line"])
        return [(number, "") for number in numbers]
