"""The sources of a document in running text: behind the findings, and in a list that they cite by number."""

from collections import defaultdict
from dataclasses import replace

from django.utils.translation import gettext as _

from profiles.content.schema import SourceData
from profiles.imports.document import Part, ReadFinding
from profiles.imports.text.paragraphs import Block
from profiles.imports.text.reading_builder import ReadingBuilder
from profiles.imports.text.sources import (
    Citation,
    parse_citation,
    parse_citations,
    parse_marks,
    parse_notes,
    strip_label,
)


class SourceList:
    """Collects the sources; cite() gives them to the findings once all are read."""

    def __init__(self, builder: ReadingBuilder) -> None:
        self.builder = builder
        self.citations = defaultdict[int, list[Citation]](list)
        """Line of a finding -> the sources named for it."""
        self.numbered: dict[int, tuple[Citation, Block]] = {}

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
        citation = parse_citation(strip_label(text) or text)
        number = block.bullet.number if block.bullet else None
        if citation is None or number is None or number in self.numbered:
            self.builder.leave(block)
        else:
            self.numbered[number] = citation, block

    def cite(self) -> None:
        """Give the findings the sources that they cite by number, and list all sources that are cited."""
        cited: set[int] = set()
        reading = self.builder.reading
        sources: dict[str, SourceData] = {source["key"]: source for source in reading.sources}
        for finding in reading.findings:
            citations = self.citations[finding["line"]]
            for number, locator in [] if finding["key"] else self._take_marks(finding):
                citation = self.numbered[number][0]
                citations.append(replace(citation, locator=locator or citation.locator))
                cited.add(number)
            for citation in citations:
                sources.setdefault(citation.source["key"], citation.source)
            keys = {c.source["key"]: c.locator for c in citations}
            finding["sources"] += [{"source": key, "locator": locator} for key, locator in keys.items()]
        reading.sources = list(sources.values())
        for number, (_citation, block) in self.numbered.items():
            self.builder.set_part(block.lines, Part.SOURCE if number in cited else Part.UNPLACED)
        if self.numbered.keys() - cited:
            self.builder.warn(_("No finding cites the sources that are not placed."))

    def _take_marks(self, finding: ReadFinding) -> list[tuple[int, str]]:
        """Take the marks of sources and of notes out of the text; return those that lead to a source."""
        text, marks = parse_marks(finding["text"])
        if text and marks and all(number in self.numbered for number, _locator in marks):
            finding["text"] = text
        else:
            marks = []
        text, notes = parse_notes(finding["text"])
        if not text or not notes:
            return marks
        finding["text"] = text
        for number in notes:
            if number not in self.numbered:
                sentence = _(
                    "The mark of note %(number)s was taken out of the text: no source has this number."
                )
                self.builder.warn(sentence % {"number": number}, finding["line"])
        return marks + [(number, "") for number in notes if number in self.numbered]
