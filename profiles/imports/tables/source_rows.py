"""The rows of a table of sources, and the sources that the cells of findings name."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from profiles.content.schema import MAX_LENGTHS, SCHEMA, CitedData, Field, SourceData, new_source
from profiles.imports.document import Part
from profiles.imports.tables.layout import Layout
from profiles.imports.tables.tables import Table, key_of, number_of
from profiles.imports.text import citations
from profiles.imports.text.headers import Header
from profiles.imports.text.reading_builder import ReadingBuilder
from profiles.imports.text.sources import Citation, key_of as source_key, parse_citations


class SourceRows:
    """The sources of all tables of a document. `by_number` has the key of each that has a number."""

    def __init__(self, builder: ReadingBuilder) -> None:
        self.builder = builder
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
            # Without a list of sources a bracket may be the beginning of a title.
            is_whole = not self.by_number and citations.parse_whole(entry) is not None
            numbered = None if is_whole else citations.parse_numbered(entry)
            if numbered is not None and numbered[0] in self.by_number:
                locators.setdefault(self.by_number[numbered[0]], []).append(numbered[1])
            elif numbered is not None:
                self.builder.warn(_("There is no source %(number)s.") % {"number": numbered[0]}, line)
            else:
                whole = Citation(new_source(title=entry.strip()), "")
                for citation in parse_citations(entry) or [whole]:
                    locators.setdefault(self._add(citation.source), []).append(citation.locator)
        return [
            {"source": key, "locator": self._join_locators(texts, line)} for key, texts in locators.items()
        ]

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
