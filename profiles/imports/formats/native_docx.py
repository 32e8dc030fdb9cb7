"""A Word document that we wrote, read back by its marks: exact, also after somebody corrected it in Word."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from profiles.choices import Language
from profiles.content.schema import SCHEMA, CitedData, new_source
from profiles.imports.document import Part, Reading, is_translation_address, new_read_finding
from profiles.imports.formats import docx_bookmarks
from profiles.imports.formats.docx_xml import Paragraph, Run, WordDocument, paragraphs_of
from profiles.imports.tables.tables import key_of, number_of
from profiles.imports.text.headings import heading_of
from profiles.imports.text.statements import DomainCatalogue

FACT = re.compile(r"(\w+)=([^\s;,]+)")
"""A fact among the key words; programs part these as they like."""

DETAILS = {docx_bookmarks.style_id(field.style): field.name for field in SCHEMA.details}
SOURCE_PARTS = {docx_bookmarks.style_id(f"Source {field.style}"): field.name for field in SCHEMA.sources}
"""Character style -> the field of a finding, or of a source, that a run in it is of."""

BESIDE = {docx_bookmarks.CITATION, docx_bookmarks.LOCATOR, *DETAILS}
"""Character styles of what stands beside the text of a finding."""


def read(document: WordDocument) -> Reading:
    """Return what the document says: findings by their lists, texts exactly, sources by their marks."""
    reader = _Reader(DomainCatalogue())
    for paragraph in paragraphs_of(document.blocks):
        reader.read(paragraph)
    reader.reading.introduction = "\n\n".join(reader.introduction)
    _add_facts(reader.reading, document.properties)
    return reader.reading


def _add_facts(reading: Reading, properties: dict[str, str]) -> None:
    facts = dict(FACT.findall(properties.get("keywords", "")))
    reading.place = facts.get("place") or None
    reading.edition, reading.year = number_of(facts.get("edition", "")), number_of(facts.get("year", ""))
    reading.month = number_of(facts.get("month", ""))
    language = properties.get("language", "")
    reading.language = language if language in Language.values else None
    reading.is_translation = is_translation_address(properties.get("identifier", ""))
    if facts.get("slug"):
        reading.extra["slug"] = facts["slug"]


class _Reader:
    """Goes through the paragraphs; `section` is what the last heading began."""

    def __init__(self, catalogue: DomainCatalogue) -> None:
        self.catalogue = catalogue
        self.reading = Reading()
        self.introduction: list[str] = []
        self.section = ""
        self.domain: int | None = None
        self.kind = ""

    def read(self, paragraph: Paragraph) -> None:
        part = self._read_heading(paragraph) if paragraph.is_heading else self._read_text(paragraph)
        self.reading.add_line(
            paragraph.text, part, is_heading=paragraph.is_heading, is_bullet=paragraph.is_list
        )

    def _read_heading(self, paragraph: Paragraph) -> Part:
        for mark in paragraph.marks:
            if mark in (docx_bookmarks.INTRODUCTION, docx_bookmarks.SOURCES) or docx_bookmarks.is_note(mark):
                self.section = docx_bookmarks.NOTES if docx_bookmarks.is_note(mark) else mark
                return Part.HEADING
            if match := docx_bookmarks.HEADING.fullmatch(mark):
                return self._begin(int(match["domain"]), match["kind"])
        if not self.section:  # the title above all
            return Part.FACT
        # One that somebody typed anew.
        heading = heading_of(paragraph.text, self.catalogue.headings)
        if heading is None or not (heading.domain or heading.kind):
            return Part.UNPLACED if paragraph.text.strip() else Part.HEADING
        return self._begin(heading.domain or self.domain, heading.kind)

    def _begin(self, domain: int | None, kind: str | None) -> Part:
        self.domain, self.kind = domain, kind or ""
        self.section = "list" if kind else "domain"
        return Part.LIST_HEADING if kind else Part.HEADING

    def _read_text(self, paragraph: Paragraph) -> Part:
        if self.section == docx_bookmarks.INTRODUCTION:
            self.introduction.append(paragraph.text)
            return Part.INTRODUCTION
        if self.section == "list":
            return self._read_item(paragraph)
        if self.section == docx_bookmarks.SOURCES:
            return self._read_source(paragraph)
        return Part.STATEMENT if self.section == docx_bookmarks.NOTES else Part.UNPLACED

    def _read_item(self, paragraph: Paragraph) -> Part:
        slug = self.catalogue.slugs.get(self.domain or 0, "")
        if any(docx_bookmarks.is_note(mark) for mark in paragraph.marks):
            return Part.STATEMENT
        if any(mark.startswith("_n_") for mark in paragraph.marks):
            self.reading.none_identified.append(f"{slug}/{self.kind}")
            return Part.NONE_IDENTIFIED
        runs = paragraph.runs
        text = "".join(p.text for p in runs if p.style not in BESIDE and not p.anchor.startswith("_s_"))
        if not text.strip() or not slug:
            return Part.UNPLACED
        sources: list[CitedData] = []
        for run in runs:
            if key := self._key((run.anchor,), "s"):
                sources.append({"source": key, "locator": ""})
            elif run.style == docx_bookmarks.LOCATOR and sources:
                sources[-1]["locator"] += run.text
        key, line = self._key(paragraph.marks, "f"), len(self.reading.lines) + 1
        text = text if key else text.strip()
        if key in {finding["key"] for finding in self.reading.findings}:
            key = ""
        parts = {"key": key, "domain": slug, "kind": self.kind, "text": text, "sources": sources}
        self.reading.findings.append(new_read_finding(line, **parts, **_joined(runs, DETAILS)))
        return Part.FINDING

    def _read_source(self, paragraph: Paragraph) -> Part:
        parts = _joined(paragraph.runs, SOURCE_PARTS)
        key = self._key(paragraph.marks, "s")
        if not key or not parts["title"].strip():
            return Part.UNPLACED
        year = number_of(parts["year"])
        self.reading.sources.append(new_source(**parts | {"key": key, "year": year}))
        return Part.SOURCE

    def _key(self, marks: Sequence[str], what: str) -> str:
        """Return the key that the first mark of this sort names; empty where there is none."""
        for mark in marks:
            match = docx_bookmarks.KEY.fullmatch(mark)
            if match and match["what"] == what:
                return key_of(match["which"])
        return ""


def _joined(runs: Iterable[Run], names: dict[str, str]) -> dict[str, Any]:
    """Return for each of `names` (style -> name) the text of the runs in its style."""
    texts = dict.fromkeys(names.values(), "")
    for run in runs:
        if run.style in names:
            texts[names[run.style]] += run.text
    return texts
