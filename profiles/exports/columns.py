"""The columns of tables of findings and sources, stated once: for workbooks, CSV files and the template."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _, override, pgettext, pgettext_lazy

from profiles.choices import Kind, Provenance
from profiles.content.schema import SCHEMA, Field, FindingData, SourceData, new_finding
from profiles.content.unit_text import ORIGINAL, is_outdated, language_of, provenance_of
from profiles.exports.context import ProfileExport
from profiles.exports.formats import json as json_format
from profiles.imports.text.citations import format_whole
from profiles.imports.text.headers import TITLES, Header
from profiles.imports.text.source_lines import format_source_line
from profiles.models import DomainText, IndicatorDomain

Value = str | int | None


@dataclass(frozen=True)
class FindingRow:
    """A finding as a table has it. `position` counts in its list from 1."""

    export: ProfileExport
    heading: DomainText
    finding: FindingData
    position: int


T = TypeVar("T")


@dataclass(frozen=True)
class Column(Generic[T]):
    """`name` stays the same in all languages and for good; `label` is for people, `width` in characters."""

    name: str
    value: Callable[[T], Value]
    width: int = 12
    label: str | Promise = ""

    @property
    def title(self) -> str:
        return str(self.label) or self.name


INTRODUCTION = "introduction"
"""The kind of a line that has the introduction of a profile, where a search found that."""


NO_DOMAIN = DomainText(domain=IndicatorDomain(number=0))
"""The heading over an introduction, which stands in no domain: nothing stored, all its cells are empty."""


def introduction_row(export: ProfileExport) -> FindingRow:
    """Return the introduction of `export` as a line among findings: of no domain, without a position."""
    return FindingRow(export, NO_DOMAIN, new_finding(kind=INTRODUCTION, text=export.data["introduction"]), 0)


def rows(export: ProfileExport) -> Iterator[FindingRow]:
    """Yield the findings in reading order."""
    for section in export.sections:
        for part in section.lists:
            for position, finding in enumerate(part.findings, start=1):
                yield FindingRow(export, section.text, finding, position)


def _kind_heading(row: FindingRow) -> str:
    return kind_heading(row.finding["kind"], row.export.language)


@cache
def kind_heading(kind: str, language: str) -> str:
    """Return the programme's heading of a list of this kind; kept, as every line asks for it."""
    with override(language):
        return gettext("Introduction") if kind == INTRODUCTION else str(Kind(kind).label)


def _numbered_sources(row: FindingRow) -> str:
    numbers = row.export.source_numbers
    return "\n".join(
        format_source_line(numbers[c["source"]], c["locator"], in_brackets=True)
        for c in row.finding["sources"]
    )


def _of_field(field: Field, get_row: Callable[[Any], Any]) -> Column[Any]:
    """Return the column of a field of the content; `get_row` finds what has it in a line."""
    return Column(field.column, lambda line: get_row(line)[field.name], field.width, field.label)


def _of_header(header: Header, value: Callable[[FindingRow], Value], width: int) -> Column[FindingRow]:
    return Column(header.value, value, width, TITLES[header])


DOMAIN_NUMBER = _of_header(Header.DOMAIN_NUMBER, lambda row: row.heading.domain.number or None, 10)
POSITION = _of_header(Header.POSITION, lambda row: row.position or None, 10)
TEXT = _of_header(Header.TEXT, lambda row: row.finding["text"], 90)
DETAILS: tuple[Column[FindingRow], ...] = tuple(
    _of_field(field, attrgetter("finding")) for field in SCHEMA.details
)
KEY = _of_header(Header.KEY, lambda row: row.finding["key"], 38)

WORKBOOK: tuple[Column[FindingRow], ...] = (
    DOMAIN_NUMBER,
    _of_header(Header.DOMAIN, attrgetter("heading.title"), 30),
    _of_header(Header.KIND, _kind_heading, 34),
    POSITION,
    TEXT,
    *DETAILS,
    _of_header(Header.SOURCES, _numbered_sources, 24),
    KEY,
)
"""The sheet of findings. One of a fictional place has NOTE as well."""

NOTE = _of_header(Header.NOTE, attrgetter("export.fictional_mark"), 20)

TEMPLATE = (
    *(column for column in WORKBOOK if column.name in ("domain", "kind", "finding")),
    *DETAILS,
    _of_header(Header.SOURCES, _numbered_sources, 40),
)
"""What one fills in."""


def _provenance_name(provenance: str, language: str) -> str:
    """Return what the provenance of a text is called."""
    with override(language):
        return pgettext("text", "Original") if provenance == ORIGINAL else str(Provenance(provenance).label)


def _provenance_of_profile(export: ProfileExport) -> str:
    """Return what the provenance of the text is in data: in the table of profiles, too."""
    translation = export.revision.translation
    return ORIGINAL if translation is None else str(translation.provenance)


def _text_language(row: FindingRow) -> str:
    return language_of(row.finding["text"], row.export.revision)


def _provenance(row: FindingRow) -> str:
    return provenance_of(row.finding["text"], row.export.revision)


def _outdated_mark(row: FindingRow) -> str:
    if not is_outdated(row.finding["text"]):
        return ""
    with override(row.export.language):
        return gettext("The original has changed since this was translated")


LANGUAGE = _of_header(Header.LANGUAGE, _text_language, 10)
ORIGINAL_LANGUAGE = _of_header(
    Header.ORIGINAL_LANGUAGE, lambda row: row.export.revision.original_language, 10
)

READ_IN_TRANSLATION = (
    _of_header(Header.PROVENANCE, lambda row: _provenance_name(_provenance(row), row.export.language), 28),
    _of_header(Header.IS_OUTDATED, _outdated_mark, 28),
)
"""What people are told of the text of a finding: whose words it is, and whether the original has changed."""

TRANSLATED = (LANGUAGE, ORIGINAL_LANGUAGE, *READ_IN_TRANSLATION)
"""What the sheet of findings has as well, where the profile is read in a translation."""


PROFILES: tuple[Column[ProfileExport], ...] = (
    Column("profile", lambda export: export.data["slug"], 24, _("Profile")),
    Column("title", attrgetter("revision.title"), 60, _("Title")),
    Column("place", lambda export: export.data["place"], 20, _("Place in addresses")),
    Column("place_name", attrgetter("place_name"), 20, _("Place")),
    Column("edition", lambda export: export.data["edition"], 9, _("Edition")),
    Column("described", attrgetter("revision.period_iso"), 12, _("Month described")),
    Column("language", attrgetter("revision.language"), 10, _("Language")),
    Column("revision", attrgetter("revision.number"), 9, _("Revision")),
    Column("published", attrgetter("day_published"), 12, _("Published")),
    Column("link", attrgetter("address"), 44, _("Permanent address")),
    Column("reference_number", lambda export: export.data["reference_number"], 20, _("Reference number")),
    Column("isbn", lambda export: export.data["isbn"], 20, _("ISBN")),
    Column("licence", lambda export: export.data["licence"], 24, _("Licence")),
    Column("note", attrgetter("fictional_mark"), 20, pgettext_lazy("column", "Note")),
    Column("original_language", attrgetter("revision.original_language"), 10, _("Original language")),
    Column("provenance", _provenance_of_profile, 28, TITLES[Header.PROVENANCE]),
)
"""The table of profiles: one line a text."""


def _of_profile(name: str) -> Column[FindingRow]:
    """Return the column of PROFILES, for lines of findings."""
    (column,) = (column for column in PROFILES if column.name == name)
    return Column(name, lambda row: column.value(row.export), column.width, column.label)


def _whole_sources(row: FindingRow) -> str:
    sources = row.export.sources
    return "\n".join(
        format_whole(sources[cited["source"]], cited["locator"]) for cited in row.finding["sources"]
    )


CSV: tuple[Column[FindingRow], ...] = (
    *map(_of_profile, ("profile", "place", "place_name", "edition")),
    _of_profile("described"),
    LANGUAGE,
    *map(_of_profile, ("revision", "link")),
    DOMAIN_NUMBER,
    Column("domain", attrgetter("heading.domain.slug")),
    Column("domain_title", attrgetter("heading.title")),
    Column("kind", lambda row: row.finding["kind"]),
    Column("kind_heading", _kind_heading),
    POSITION,
    TEXT,
    *DETAILS,
    Column("sources", _whole_sources),
    KEY,
    Column("note", lambda row: json_format.FICTIONAL if row.export.place.is_fictional else ""),
    ORIGINAL_LANGUAGE,
    Column("provenance", _provenance),
    Column("is_outdated", lambda row: str(is_outdated(row.finding["text"])).lower()),
)
"""Each line says of itself what it is about, so that lines of many profiles can stand in one table."""

MANY: tuple[Column[FindingRow], ...] = (
    *map(_of_profile, ("profile", "place_name", "edition", "described")),
    LANGUAGE,
    *WORKBOOK[:-2],
    _of_header(Header.SOURCES, _whole_sources, 40),
    _of_profile("link"),
    KEY,
    NOTE,
    ORIGINAL_LANGUAGE,
    *READ_IN_TRANSLATION,
)
"""The sheet of findings of many profiles: each line says what it is about, and its sources in full."""

_SOURCE = {field.name: _of_field(field, itemgetter(1)) for field in SCHEMA.sources}
SOURCES: tuple[Column[tuple[int, SourceData]], ...] = (
    Column("number", itemgetter(0), 8, TITLES[Header.NUMBER]),
    *(column for name, column in _SOURCE.items() if name != KEY.name),
    _SOURCE[KEY.name],
)
"""The sheet of sources: of each its number in the list of the text, and what it says."""

FACTS: tuple[Column[tuple[Value, ...]], ...] = (
    Column("fact", itemgetter(0), 30, TITLES[Header.LABEL]),
    Column("value", itemgetter(1), 90, TITLES[Header.VALUE]),
    Column("name", itemgetter(2), 20, TITLES[Header.NAME]),
)
"""The sheet of facts: what people call a fact, what it is, and its name in data."""
