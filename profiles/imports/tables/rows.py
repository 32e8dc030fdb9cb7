"""The rows of tables -> findings and sources; and all tables of a document -> one Reading."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from profiles.choices import Kind
from profiles.content.schema import MAX_LENGTHS, SCHEMA, CitedData, Field, SourceData, new_source
from profiles.imports.document import (
    DocumentError,
    Line,
    Part,
    Problem,
    Reading,
    is_translation_address,
    new_read_finding,
)
from profiles.imports.tables.facts import add_facts
from profiles.imports.tables.tables import Cell, Layout, Table, detect_layout, key_of, number_of
from profiles.imports.text.bullets import match_bullet
from profiles.imports.text.citations import parse_whole
from profiles.imports.text.headers import DERIVED_HEADERS, Header
from profiles.imports.text.headings import Heading, heading_of
from profiles.imports.text.languages import language_of
from profiles.imports.text.line_parser import parse_lines
from profiles.imports.text.source_lines import Cited, describe, is_ambiguous, parse_source_line
from profiles.imports.text.sources import Citation, key_of as source_key, parse_citations
from profiles.imports.text.statements import DomainCatalogue

TITLE = re.compile(r"\s*\d+\s+[^\W\d]")
"""“2019 Migration Act”: a number and a word may be a source by number, or a title."""

LIKE_NUMBERS = re.compile(r"\s*(?:\[\d+|\d{1,4}\s*(?:[:,;()–—-]|\Z))")
"""How a line of numbers begins, even where the rest is not understood."""


def parse_tables(tables: Sequence[Table]) -> Reading:
    """Return what the tables of a document say. Without one of findings, their cells are lines of a text."""
    catalogue = DomainCatalogue()
    layouts = [detect_layout(table, catalogue) for table in tables]
    if not any(layout and layout.is_findings for layout in layouts):
        cells = [cell for table in tables for row in table.rows for cell in row.values() if not cell.is_blank]
        lines = [Line(number, cell.text, cell.where) for number, cell in enumerate(cells, start=1)]
        return parse_lines(lines, are_paragraphs=True)
    return TableParser(catalogue, Reading()).parse(list(zip(tables, layouts, strict=True)))


class TableParser:
    """Enters the tables of a document in one Reading."""

    def __init__(self, catalogue: DomainCatalogue, reading: Reading) -> None:
        self.catalogue = catalogue
        self.reading = reading
        self.by_number: dict[int, str] = {}
        self.languages: list[frozenset[str]] = []
        """Of each domain and kind that a row names, those that write it so."""

    def parse(self, tables: Sequence[tuple[Table, Layout | None]]) -> Reading:
        """Enter the tables, those of sources first: findings name them by number."""
        for table, layout in sorted(tables, key=lambda pair: not (pair[1] and pair[1].is_sources)):
            if layout is None:  # guidance and notes of ours, and what nobody may lose of others
                for row in table.rows:
                    for cell in row.values():
                        cell.add_to(self.reading, Part.STATEMENT if table.is_ours else Part.UNPLACED)
            elif layout.is_findings:
                self._add_findings(table, layout)
            elif layout.is_sources:
                self._add_sources(table, layout)
            else:
                add_facts(self.reading, table, layout)
        if self.reading.language is None:
            texts = [self.reading.introduction, *(finding["text"] for finding in self.reading.findings)]
            self.reading.language = language_of(texts, self.languages)
        return self.reading

    def _add_sources(self, table: Table, layout: Layout) -> None:
        self._add_head(table, layout)
        for row in table.rows[layout.row + 1 :]:
            cells = layout.cells(row)
            if Header.TITLE not in cells or cells[Header.TITLE].is_blank:
                continue
            texts = {header: cell.text for header, cell in cells.items()}
            line = cells[Header.TITLE].add_to(self.reading, Part.SOURCE)
            key = key_of(texts.get(Header.KEY, ""))
            year = number_of(texts.get(Header.YEAR, ""))
            if year is None and texts.get(Header.YEAR, "").strip():
                self.reading.warn(_("“%(year)s” is not a year.") % {"year": texts[Header.YEAR]}, line)
            parts = _field_texts(SCHEMA.sources, texts, key)
            key = self._add_source(new_source(**parts | {"year": year, "key": key}))
            number = number_of(texts.get(Header.NUMBER, "")) or len(self.by_number) + 1
            self.by_number.setdefault(number, key)

    def _add_source(self, source: SourceData) -> str:
        """Enter a source unless it is there; return its key, which is made of its words where it has none."""
        if not source["key"]:
            source = {**source, "key": source_key(source)}
        if all(source["key"] != other["key"] for other in self.reading.sources):
            self.reading.sources.append(source)
        return source["key"]

    def _add_findings(self, table: Table, layout: Layout) -> None:
        self._add_head(table, layout)
        self._refuse_several_profiles(table, layout)
        domain, kind = layout.domain, ""
        for row in table.rows[layout.row + 1 :]:
            cells = layout.cells(row)
            texts = {header: cell.text for header, cell in cells.items()}
            for column, cell in row.items():
                is_unread = column not in layout.columns and column not in layout.kinds
                if is_unread or (layout.columns.get(column) in DERIVED_HEADERS and not table.is_ours):
                    cell.add_to(self.reading, Part.UNPLACED)
            if self._continue_finding(texts, cells):
                continue
            heading = self._heading_of_row(texts)
            domain, kind = heading.domain or domain, heading.kind or kind
            findings = [(kind, cells[Header.TEXT])] if Header.TEXT in cells else []
            findings += [(of, row[column]) for column, of in layout.kinds.items() if column in row]
            findings = [(of, cell) for of, cell in findings if not cell.is_blank]
            for of, cell in findings:
                self._add_finding(cell, texts, domain, of, self._misplacement(texts, heading, domain, of))
            if not findings:  # nothing rests on what else is in the row
                for header, cell in cells.items():
                    if header in (Header.SOURCES, *(field.column for field in SCHEMA.details)):
                        cell.add_to(self.reading, Part.UNPLACED)
            self._add_facts_of_row(texts)

    def _add_finding(
        self, cell: Cell, texts: dict[str, str], domain: int | None, kind: str, misplacement: str
    ) -> None:
        reading = self.reading
        if misplacement or domain is None or domain not in self.catalogue.slugs:
            line = cell.add_to(reading, Part.UNPLACED)
            reading.problems.append(Problem(f"{cell.where}: {misplacement}", line, is_error=True))
            return
        key = key_of(texts.get(Header.KEY, ""))
        if key in {finding["key"] for finding in reading.findings}:
            key = ""
        line = cell.add_to(reading, Part.FINDING)
        parts = {"key": key, "domain": self.catalogue.slugs[domain], "kind": kind}
        parts |= _field_texts(SCHEMA.details, texts, key)
        sources = self._cite(texts.get(Header.SOURCES, ""), line)
        for text in [cell.text] if key else _items(cell.text):
            reading.findings.append(new_read_finding(line, text=text, sources=sources, **parts))

    def _heading_of_row(self, texts: dict[str, str]) -> Heading:
        """Return the domain and the kind that a row names.

        A domain by its title in any language, its slug or its number; a kind by its heading in any language,
        or its name in data.
        """
        numbers = {slug: number for number, slug in self.catalogue.slugs.items()}
        name, kind = texts.get(Header.DOMAIN, ""), texts.get(Header.KIND, "")
        heading = Heading(domain=numbers.get(name.strip()) or self._domain_number(name))
        if heading.domain is None:
            heading = heading_of(name, self.catalogue.headings) or heading
            self.languages.append(heading.languages)
        if heading.domain is None:
            heading = Heading(domain=self._domain_number(texts.get(Header.DOMAIN_NUMBER, "")))
        if kind.strip() in Kind.values:
            return replace(heading, kind=kind.strip())
        kind_heading = heading_of(kind, self.catalogue.headings)
        self.languages += [kind_heading.languages] if kind_heading else []
        return replace(heading, kind=(kind_heading.kind if kind_heading else None) or heading.kind)

    def _domain_number(self, text: str) -> int | None:
        number = number_of(text)
        return number if number in self.catalogue.slugs else None

    def _misplacement(self, texts: dict[str, str], heading: Heading, domain: int | None, kind: str) -> str:
        """Return why a finding cannot be placed; empty where it can."""
        name = texts.get(Header.DOMAIN, "") or texts.get(Header.DOMAIN_NUMBER, "")
        if (name.strip() and not heading.domain) or not domain:
            return _("“%(text)s” is none of the six domains.") % {"text": name}
        if (texts.get(Header.KIND, "").strip() and not heading.kind) or not kind:
            return _("“%(text)s” is neither of the two lists.") % {"text": texts.get(Header.KIND, "")}
        return ""

    def _cite(self, text: str, line: int) -> list[CitedData]:
        """Return the sources that a cell names, each once, with all its locators."""
        locators: dict[str, list[str]] = {}
        for entry in filter(str.strip, text.split("\n")):
            cited = self._numbered_sources(entry, line)
            if cited is None:
                whole = Citation(new_source(title=entry.strip()), "")
                for citation in parse_citations(entry) or [whole]:
                    locators.setdefault(self._add_source(citation.source), []).append(citation.locator)
                continue
            for number, locator in cited:
                if number in self.by_number:
                    locators.setdefault(self.by_number[number], []).append(locator)
                else:
                    self.reading.warn(_("There is no source %(number)s.") % {"number": number}, line)
            if is_ambiguous(cited):
                self.reading.warn(
                    _("“%(line)s” was read so: %(sources)s.") % {"line": entry, "sources": describe(cited)},
                    line,
                )
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
            self.reading.problems.append(Problem(text % {"line": entry}, line, is_error=True))
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
                self.reading.warn(text % {"text": other, "first": joined}, line)
        return joined

    def _continue_finding(self, texts: dict[str, str], cells: dict[str, Cell]) -> bool:
        """A row with the key of the one above, and neither domain nor kind, goes on with its text."""
        last = self.reading.findings[-1] if self.reading.findings else None
        key = key_of(texts.get(Header.KEY, ""))
        if last is None or not key or key != last["key"] or {Header.DOMAIN, Header.KIND} & texts.keys():
            return False
        cells[Header.TEXT].add_to(self.reading, Part.FINDING)
        last["text"] += texts[Header.TEXT]
        return True

    def _refuse_several_profiles(self, table: Table, layout: Layout) -> None:
        rows = [layout.cells(row) for row in table.rows[layout.row + 1 :]]
        if len({cells[Header.PROFILE].text for cells in rows if Header.PROFILE in cells}) > 1:
            raise DocumentError(_("The table has findings of more than one profile. Import them one by one."))

    def _add_facts_of_row(self, texts: dict[str, str]) -> None:
        """A line of our CSV says of which profile it is."""
        reading = self.reading
        year, _dash, month = texts.get(Header.DESCRIBED, "").partition("-")
        reading.place = reading.place or texts.get(Header.PLACE, "").strip() or None
        reading.edition = reading.edition or number_of(texts.get(Header.EDITION, ""))
        reading.year, reading.month = reading.year or number_of(year), reading.month or number_of(month)
        language, original = (
            texts.get(header, "").strip() for header in (Header.LANGUAGE, Header.ORIGINAL_LANGUAGE)
        )
        if (original and language != original) or is_translation_address(texts.get(Header.LINK, "")):
            # What is not translated in it is in the language of the original.
            reading.is_translation = True
            reading.language = language if language != original else reading.language
        reading.language = reading.language or language or None

    def _add_head(self, table: Table, layout: Layout) -> None:
        """The headers, and what stands above them."""
        for index, row in enumerate(table.rows[: layout.row + 1]):
            for column, cell in row.items():
                is_known = index == layout.row and (column in layout.columns or column in layout.kinds)
                cell.add_to(self.reading, Part.HEADING if is_known else Part.UNPLACED)
                if index == layout.row and not is_known and not cell.is_blank:
                    self.reading.warn(_("The column “%(name)s” was not read.") % {"name": cell.text})


def _field_texts(fields: Iterable[Field], texts: dict[str, str], key: str) -> dict[str, Any]:
    """Return name -> text of those of `fields` that are texts; without a key a person wrote them by hand."""
    stored = {field.name: texts.get(field.column, "") for field in fields if field.is_text}
    return stored if key else {name: text.strip() for name, text in stored.items()}


def _items(text: str) -> list[str]:
    """Return the findings in a cell that somebody wrote: one, or one a bullet."""
    bullets = [match_bullet(line) for line in text.split("\n") if line.strip()]
    if bullets and all(bullet and bullet.is_strong for bullet in bullets):
        return [bullet.text for bullet in bullets if bullet and bullet.text]
    return [text.strip()]
