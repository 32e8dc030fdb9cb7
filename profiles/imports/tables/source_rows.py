"""The rows of a table of sources, and the sources that the cells of findings name."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from profiles.content.schema import MAX_LENGTHS, SCHEMA, CitedData, Field, SourceData, new_source
from profiles.imports.document import Part, Problem
from profiles.imports.tables.layout import Layout
from profiles.imports.tables.tables import Table, key_of, number_of
from profiles.imports.text.citations import parse_whole
from profiles.imports.text.headers import Header
from profiles.imports.text.reading_builder import ReadingBuilder
from profiles.imports.text.source_lines import Cited, describe, is_ambiguous, parse_source_line
from profiles.imports.text.source_list import Entry, SourceList
from profiles.imports.text.sources import Citation, key_of as source_key, parse_citations

TITLE = re.compile(r"\s*\d+\s+[^\W\d]")
"""“2019 Migration Act”: a number and a word may be a source by number, or a title."""

LIKE_NUMBERS = re.compile(r"\s*(?:\[\d+|\d{1,4}\s*(?:[:,;()–—-]|\Z))")
"""How a line of numbers begins, even where the rest is not understood."""


class SourceRows:
    """The sources of all tables of a document. `by_number` has the key of each that has a number."""

    def __init__(self, builder: ReadingBuilder, source_list: SourceList) -> None:
        self.builder = builder
        self.source_list = source_list
        self.by_number: dict[int, str] = {}

    def parse(self, table: Table, layout: Layout) -> None:
        for row in table.rows[layout.row + 1 :]:
            cells = layout.cells(row)
            if Header.TITLE not in cells or cells[Header.TITLE].is_blank:
                continue
            for cell in cells.values():
                self.builder.set_part(cell.lines, Part.SOURCE)
            texts = {header: cell.text for header, cell in cells.items()}
            key = key_of(texts.get(Header.KEY, ""))
            year = number_of(texts.get(Header.YEAR, ""))
            if year is None and texts.get(Header.YEAR, "").strip():
                line = cells[Header.TITLE].lines[0].number
                self.builder.warn(_("“%(year)s” is not a year.") % {"year": texts[Header.YEAR]}, line)
            parts = field_texts(SCHEMA.sources, texts, key)
            key = self._add(new_source(**parts | {"year": year, "key": key}))
            number = number_of(texts.get(Header.NUMBER, "")) or len(self.by_number) + 1
            self.by_number.setdefault(number, key)
            source = next(source for source in self.builder.reading.sources if source["key"] == key)
            self.source_list.numbered.setdefault(number, Entry([Citation(source, "")], []))

    def _add(self, source: SourceData) -> str:
        """Enter a source unless it is there; return its key, which is made of its words where it has none."""
        if not source["key"]:
            source = {**source, "key": source_key(source)}
        sources = self.builder.reading.sources
        if all(source["key"] != other["key"] for other in sources):
            sources.append(source)
        return source["key"]

    def cite(self, text: str, line: int) -> list[CitedData]:
        """Return the sources that a cell names, each once, with all its locators."""
        locators: dict[str, list[str]] = {}
        for entry in filter(str.strip, text.split("\n")):
            cited = self._numbered_sources(entry, line)
            if cited is None:
                whole = Citation(new_source(title=entry.strip()), "")
                for citation in parse_citations(entry) or [whole]:
                    locators.setdefault(self._add(citation.source), []).append(citation.locator)
                continue
            for number, locator in cited:
                if number in self.by_number:
                    locators.setdefault(self.by_number[number], []).append(locator)
                else:
                    self.builder.warn(_("There is no source %(number)s.") % {"number": number}, line)
            if is_ambiguous(cited):
                text = _("“%(line)s” was read so: %(sources)s.")
                self.builder.warn(text % {"line": entry, "sources": describe(cited)}, line)
        return [
            {"source": key, "locator": self._join_locators(texts, line)} for key, texts in locators.items()
        ]

    def _numbered_sources(self, entry: str, line: int) -> list[Cited] | None:
        """Return the sources that a line of a cell names by number; None where it is the source itself."""
        # Without a list of sources a bracket or a number may be the beginning of a title.
        if not self.by_number and parse_whole(entry) is not None:
            return None
        cited = parse_source_line(entry)
        is_title = TITLE.match(entry) and any(
            number not in self.by_number for number, _locator in cited or ()
        )
        if cited is None and self.by_number and LIKE_NUMBERS.match(entry):
            text = _(
                "“%(line)s” is not understood: the number of a source, then where in it, as in 2: art. 4. "
                "Write each source on a line of its own."
            )
            self.builder.reading.problems.append(Problem(text % {"line": entry}, line, is_error=True))
            return []
        return None if is_title or not (self.by_number or entry.lstrip().startswith("[")) else cited

    def _join_locators(self, locators: list[str], line: int) -> str:
        """Return the different locators of one source as one, as far as there is room for them."""
        joined, *others = dict.fromkeys(filter(None, locators)) or [""]
        for other in others:
            if len(f"{joined}; {other}") <= MAX_LENGTHS["locator"]:
                joined = f"{joined}; {other}"
            else:
                text = _("There is no room for “%(text)s” beside “%(first)s”.")
                self.builder.warn(text % {"text": other, "first": joined}, line)
        return joined


def field_texts(fields: Iterable[Field], texts: dict[str, str], key: str) -> dict[str, Any]:
    """Return name -> text of those of `fields` that are texts; without a key a person wrote them by hand."""
    stored = {field.name: texts.get(field.column, "") for field in fields if field.is_text}
    return stored if key else {name: text.strip() for name, text in stored.items()}
