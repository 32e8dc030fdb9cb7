"""The rows of tables -> findings and sources; and all tables of a document -> one Reading."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from profiles.choices import Kind
from profiles.content.schema import MAX_LENGTHS, SCHEMA, Field, SourceData, new_source
from profiles.imports.document import DocumentError, Line, Part, Problem, ReadFinding, Reading
from profiles.imports.tables import facts
from profiles.imports.tables.tables import Cell, Layout, Table, detect_layout, key_of, number_of
from profiles.imports.text import citations
from profiles.imports.text.bullets import match_bullet
from profiles.imports.text.headers import DERIVED_HEADERS, Header
from profiles.imports.text.headings import Heading, heading_of
from profiles.imports.text.line_parser import parse_lines
from profiles.imports.text.sources import key_of as source_key, parse_citations
from profiles.imports.text.statements import Known


def parse_tables(tables: Sequence[Table]) -> Reading:
    """Return what the tables of a document say. Without one of findings, their cells are lines of a text."""
    known = Known()
    laid = [(table, detect_layout(table, known)) for table in tables]
    if not any(layout and layout.is_findings for _table, layout in laid):
        cells = [cell for table in tables for row in table.rows for cell in row.values() if not cell.is_blank]
        lines = [Line(number, cell.text, cell.where) for number, cell in enumerate(cells, start=1)]
        return parse_lines(lines, are_paragraphs=True)
    collector = Collector(known)
    for table, layout in laid:
        if layout and layout.is_sources:
            collector.add_sources(table, layout)
    for table, layout in laid:
        if layout is None:
            collector.pass_over(table)
        elif layout.is_findings:
            collector.add_findings(table, layout)
        elif layout.is_facts:
            facts.add(collector.reading, table, layout, collector.note)
    return collector.reading


class Collector:
    """Makes one Reading of the tables of a document. Sources come first: findings name them by number."""

    def __init__(self, known: Known | None = None, reading: Reading | None = None) -> None:
        self.known = known or Known()
        self.reading = reading or Reading()
        self.by_number: dict[int, str] = {}

    def note(self, cell: Cell, part: Part) -> int:
        """Enter a cell as a line of the document; return its number."""
        line = Line(len(self.reading.lines) + 1, cell.text, cell.where)
        self.reading.lines.append(line)
        if not cell.is_blank:
            self.reading.parts[line.number] = part
            if part is Part.UNPLACED:
                self.reading.unplaced.append(line)
        return line.number

    def pass_over(self, table: Table) -> None:
        """A table that is none of these: guidance and notes of ours, and what nobody may lose of others."""
        for row in table.rows:
            for cell in row.values():
                self.note(cell, Part.STATEMENT if table.is_ours else Part.UNPLACED)

    def add_sources(self, table: Table, layout: Layout) -> None:
        self._note_head(table, layout)
        for row in table.rows[layout.row + 1 :]:
            said = {layout.columns[column]: cell for column, cell in row.items() if column in layout.columns}
            if Header.TITLE not in said or said[Header.TITLE].is_blank:
                continue
            texts = {header: cell.text for header, cell in said.items()}
            line = self.note(said[Header.TITLE], Part.SOURCE)
            key = key_of(texts.get(Header.KEY, ""))
            parts: dict[str, str | int | None] = _texts(SCHEMA.sources, texts, key)
            parts["year"] = number_of(texts.get(Header.YEAR, ""))
            if parts["year"] is None and texts.get(Header.YEAR, "").strip():
                self._warn(_("“%(year)s” is no year.") % {"year": texts[Header.YEAR]}, line)
            key = self.add_source(new_source(**parts, key=key))
            number = number_of(texts.get(Header.NUMBER, "")) or len(self.by_number) + 1
            self.by_number.setdefault(number, key)

    def add_source(self, source: SourceData) -> str:
        """Enter a source unless it is there; return its key, which is made of its words where it has none."""
        if not source["key"]:
            source = {**source, "key": source_key(source)}
        if source["key"] not in {known["key"] for known in self.reading.sources}:
            self.reading.sources.append(source)
        return source["key"]

    def add_findings(self, table: Table, layout: Layout) -> None:
        self._note_head(table, layout)
        self._refuse_mixed(table, layout)
        known = {*layout.columns, *layout.kinds}
        domain, kind = layout.domain, ""
        for row in table.rows[layout.row + 1 :]:
            said = {layout.columns[column]: cell for column, cell in row.items() if column in layout.columns}
            texts = {header: cell.text for header, cell in said.items()}
            for column, cell in row.items():
                is_passed = layout.columns.get(column) in DERIVED_HEADERS and not table.is_ours
                if column not in known or is_passed:
                    self.note(cell, Part.UNPLACED)
            if self._goes_on(texts, said):
                continue
            found = self._placed(texts)
            domain, kind = found.domain or domain, found.kind or kind
            cells = [(kind, said[Header.TEXT])] if Header.TEXT in said else []
            cells += [(of, row[column]) for column, of in layout.kinds.items() if column in row]
            cells = [(of, cell) for of, cell in cells if not cell.is_blank]
            for of, cell in cells:
                self._add_finding(cell, texts, domain, of, self._wrong(texts, found, domain, of))
            if not cells:  # nothing rests on what else is in the row
                for header in {Header.SOURCES, *(field.column for field in SCHEMA.details)} & said.keys():
                    self.note(said[header], Part.UNPLACED)
            self._add_facts_of_row(texts)

    def _add_finding(
        self, cell: Cell, texts: dict[str, str], domain: int | None, kind: str, wrong: str
    ) -> None:
        if wrong or domain is None or domain not in self.known.slugs:
            line = self.note(cell, Part.UNPLACED)
            self.reading.problems.append(Problem(f"{cell.where}: {wrong}", line, is_error=True))
            return
        key = key_of(texts.get(Header.KEY, ""))
        if key in {finding.key for finding in self.reading.findings}:
            key = ""
        line = self.note(cell, Part.FINDING)
        sources = tuple(self._cited(texts.get(Header.SOURCES, ""), line))
        for text in [cell.text] if key else _items(cell.text):
            self.reading.findings.append(
                ReadFinding(
                    domain=self.known.slugs[domain],
                    kind=kind,
                    text=text,
                    line=line,
                    key=key,
                    details=_texts(SCHEMA.details, texts, key),
                    sources=sources,
                )
            )

    def _placed(self, texts: dict[str, str]) -> Heading:
        """Return the domain and the kind that a row names."""
        domain = self.domain_of(texts.get(Header.DOMAIN, "")) or Heading(
            domain=self._by_digit(texts.get(Header.DOMAIN_NUMBER, ""))
        )
        return Heading(domain.domain, self.kind_of(texts.get(Header.KIND, "")) or domain.kind)

    def _by_digit(self, text: str) -> int | None:
        number = number_of(text)
        return number if number in self.known.slugs else None

    def domain_of(self, text: str) -> Heading | None:
        """Return the domain that a cell names: by its title in any language, its slug or its number."""
        by_slug = {slug: number for number, slug in self.known.slugs.items()}
        if (number := by_slug.get(text.strip()) or self._by_digit(text)) is not None:
            return Heading(domain=number)
        found = heading_of(text, self.known.headings)
        return found if found and found.domain else None

    def kind_of(self, text: str) -> str | None:
        """Return the kind that a cell names: by its heading in any language, or its name in data."""
        if text.strip() in Kind.values:
            return text.strip()
        found = heading_of(text, self.known.headings)
        return found.kind if found else None

    def _wrong(self, texts: dict[str, str], found: Heading, domain: int | None, kind: str) -> str:
        """Return why a finding cannot be placed; empty where it can."""
        named = texts.get(Header.DOMAIN, "") or texts.get(Header.DOMAIN_NUMBER, "")
        if (named.strip() and not found.domain) or not domain:
            return _("“%(text)s” is none of the six domains.") % {"text": named}
        if (texts.get(Header.KIND, "").strip() and not found.kind) or not kind:
            return _("“%(text)s” is neither of the two lists.") % {"text": texts.get(Header.KIND, "")}
        return ""

    def _cited(self, text: str, line: int) -> list[tuple[str, str]]:
        """Return (key, locator) of the sources that a cell names, each once, with all its locators."""
        cited: dict[str, list[str]] = {}
        for said in filter(str.strip, text.split("\n")):
            # Without a list of sources a bracket may be the beginning of a title.
            is_whole = not self.by_number and citations.read_whole(said) is not None
            numbered = None if is_whole else citations.read_numbered(said)
            if numbered is not None and numbered[0] in self.by_number:
                cited.setdefault(self.by_number[numbered[0]], []).append(numbered[1])
            elif numbered is not None:
                self._warn(_("There is no source %(number)s.") % {"number": numbered[0]}, line)
            else:
                whole = (new_source(title=said.strip()), "")
                found = [(c.source, c.locator) for c in parse_citations(said)] or [whole]
                for source, locator in found:
                    cited.setdefault(self.add_source(source), []).append(locator)
        return [(key, self._joined(found, line)) for key, found in cited.items()]

    def _joined(self, locators: list[str], line: int) -> str:
        """Return the different locators of one source as one, as far as there is room for them."""
        first, *others = dict.fromkeys(filter(None, locators)) or [""]
        for other in others:
            if len(f"{first}; {other}") > MAX_LENGTHS["locator"]:
                self._warn(
                    _("There is no room for “%(text)s” beside “%(first)s”.")
                    % {"text": other, "first": first},
                    line,
                )
                continue
            first = f"{first}; {other}"
        return first

    def _goes_on(self, texts: dict[str, str], said: dict[str, Cell]) -> bool:
        """A row with the key of the one above, and neither domain nor kind, goes on with its text."""
        last = self.reading.findings[-1] if self.reading.findings else None
        key = key_of(texts.get(Header.KEY, ""))
        if last is None or not key or key != last.key or {Header.DOMAIN, Header.KIND} & texts.keys():
            return False
        self.note(said[Header.TEXT], Part.FINDING)
        self.reading.findings[-1] = ReadFinding(**{**vars(last), "text": last.text + texts[Header.TEXT]})
        return True

    def _refuse_mixed(self, table: Table, layout: Layout) -> None:
        column = next((c for c, header in layout.columns.items() if header == Header.PROFILE), None)
        named = (
            {row[column].text for row in table.rows[layout.row + 1 :] if column in row} if column else set()
        )
        if len(named) > 1:
            raise DocumentError(
                [_("The table has findings of more than one profile. Import them one by one.")]
            )

    def _add_facts_of_row(self, texts: dict[str, str]) -> None:
        """A line of our CSV says of which profile it is."""
        reading = self.reading
        year, _dash, month = texts.get(Header.DESCRIBED, "").partition("-")
        reading.place = reading.place or texts.get(Header.PLACE, "").strip() or None
        reading.edition = reading.edition or number_of(texts.get(Header.EDITION, ""))
        reading.year, reading.month = reading.year or number_of(year), reading.month or number_of(month)
        reading.language = reading.language or texts.get(Header.LANGUAGE, "").strip() or None

    def _note_head(self, table: Table, layout: Layout) -> None:
        """The headers, and what stands above them."""
        for index, row in enumerate(table.rows[: layout.row + 1]):
            for column, cell in row.items():
                is_known = index == layout.row and (column in layout.columns or column in layout.kinds)
                self.note(cell, Part.HEADING if is_known else Part.UNPLACED)
                if index == layout.row and not is_known and not cell.is_blank:
                    self._warn(_("The column “%(name)s” was not read.") % {"name": cell.text}, 0)

    def _warn(self, text: str, line: int) -> None:
        self.reading.problems.append(Problem(text, line))


def _texts(fields: Iterable[Field], texts: dict[str, str], key: str) -> dict[str, Any]:
    """Return name -> text of those of `fields` that are texts; without a key a person wrote them by hand."""
    found = {field.name: texts.get(field.column, "") for field in fields if field.is_text}
    return found if key else {name: text.strip() for name, text in found.items()}


def _items(text: str) -> list[str]:
    """Return the findings in a cell that somebody wrote: one, or one a bullet."""
    lines = [line for line in text.split("\n") if line.strip()]
    marked = [match_bullet(line) for line in lines]
    if lines and all(bullet and bullet.is_strong for bullet in marked):
        return [bullet.text for bullet in marked if bullet and bullet.text]
    return [text.strip()]
