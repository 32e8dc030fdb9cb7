"""The columns of tables of findings and sources, stated once: for workbooks, CSV files and the template."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _, override, pgettext_lazy

from profiles.choices import Kind
from profiles.content.schema import SCHEMA, Field, FindingData, SourceData, new_finding
from profiles.exports.context import DomainTitle, ProfileExport
from profiles.exports.formats import json as json_format
from profiles.imports.text.citations import numbered, whole
from profiles.imports.text.headers import TITLES, Header

Value = str | int | None


@dataclass(frozen=True)
class Row:
    """A finding as a table has it. `position` counts in its list from 1."""

    subject: ProfileExport
    domain: DomainTitle
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


def introduction_row(subject: ProfileExport) -> Row:
    """Return the introduction of `subject` as a line among findings: of no domain, without a position."""
    finding = new_finding(kind=INTRODUCTION, text=subject.data["introduction"])
    return Row(subject, DomainTitle(0, "", "", subject.language), finding, 0)


def rows(subject: ProfileExport) -> Iterator[Row]:
    """Yield the findings in reading order."""
    for domain in subject.domains:
        for kind in Kind:
            for position, finding in enumerate(subject.findings(domain.slug, kind), start=1):
                yield Row(subject, domain, finding, position)


def _cited(row: Row) -> Iterator[tuple[SourceData, str]]:
    for cited in row.finding["sources"]:
        yield row.subject.sources[cited["source"]], cited["locator"]


def _kind_heading(row: Row) -> str:
    return kind_heading(row.finding["kind"], row.subject.language)


@cache
def kind_heading(kind: str, language: str) -> str:
    """Return the programme's heading of a list of this kind; kept, as every line asks for it."""
    with override(language):
        return gettext("Introduction") if kind == INTRODUCTION else str(Kind(kind).label)


def _numbered_sources(row: Row) -> str:
    numbers = row.subject.source_numbers
    return "\n".join(numbered(numbers[c["source"]], c["locator"]) for c in row.finding["sources"])


def _drawn(field: Field, row_of: Callable[[Any], Any]) -> Column[Any]:
    """Return the column of a field that content/schema.py describes; `row_of` finds what has it in a line."""
    return Column(field.column, lambda line: row_of(line)[field.name], field.width, field.label)


def _of_header(header: Header, value: Callable[[Row], Value], width: int, name: str = "") -> Column[Row]:
    return Column(name or header.value, value, width, TITLES[header])


DOMAIN_NUMBER = _of_header(Header.DOMAIN_NUMBER, lambda row: row.domain.number or None, 10)
POSITION = _of_header(Header.POSITION, lambda row: row.position or None, 10)
TEXT = _of_header(Header.TEXT, lambda row: row.finding["text"], 90)
DETAILS: tuple[Column[Row], ...] = tuple(_drawn(field, lambda row: row.finding) for field in SCHEMA.details)
KEY = _of_header(Header.KEY, lambda row: row.finding["key"], 38)

WORKBOOK: tuple[Column[Row], ...] = (
    DOMAIN_NUMBER,
    _of_header(Header.DOMAIN, lambda row: row.domain.title, 30),
    _of_header(Header.KIND, _kind_heading, 34),
    POSITION,
    TEXT,
    *DETAILS,
    _of_header(Header.SOURCES, _numbered_sources, 24),
    KEY,
)
"""The sheet of findings. One of a fictional place has NOTE as well."""

NOTE = _of_header(Header.NOTE, lambda row: row.subject.mark, 20)

TEMPLATE = (
    *(column for column in WORKBOOK if column.name in ("domain", "kind", "finding")),
    *DETAILS,
    _of_header(Header.SOURCES, _numbered_sources, 40),
)
"""What one fills in."""


def _whole_sources(row: Row) -> str:
    return "\n".join(whole(*cited) for cited in _cited(row))


CSV: tuple[Column[Row], ...] = (
    Column("profile", lambda row: row.subject.data["slug"]),
    Column("place", lambda row: row.subject.data["place"]),
    Column("place_name", lambda row: row.subject.place_name),
    Column("edition", lambda row: row.subject.data["edition"]),
    Column("described", lambda row: row.subject.described),
    Column("language", lambda row: row.subject.data["language"]),
    Column("revision", lambda row: row.subject.number),
    Column("link", lambda row: row.subject.address),
    DOMAIN_NUMBER,
    Column("domain", lambda row: row.domain.slug),
    Column("domain_title", lambda row: row.domain.title),
    Column("kind", lambda row: row.finding["kind"]),
    Column("kind_heading", _kind_heading),
    POSITION,
    TEXT,
    *DETAILS,
    Column("sources", _whole_sources),
    KEY,
    Column("note", lambda row: json_format.FICTIONAL if row.subject.is_fictional else ""),
)
"""Each line says of itself what it is about, so that lines of many profiles can stand in one table."""

MANY: tuple[Column[Row], ...] = (
    Column("profile", lambda row: row.subject.data["slug"], 24, _("Profile")),
    Column("place_name", lambda row: row.subject.place_name, 20, _("Place")),
    Column("edition", lambda row: row.subject.data["edition"], 9, _("Edition")),
    Column("described", lambda row: row.subject.described, 12, _("Month described")),
    Column("language", lambda row: row.subject.data["language"], 10, _("Language")),
    *WORKBOOK[:-2],
    _of_header(Header.SOURCES, _whole_sources, 40),
    Column("link", lambda row: row.subject.address, 44, _("Permanent address")),
    KEY,
    NOTE,
)
"""The sheet of findings of many profiles: each line says what it is about, and its sources in full."""


PROFILES: tuple[Column[ProfileExport], ...] = (
    Column("profile", lambda s: s.data["slug"], 24, _("Profile")),
    Column("title", lambda s: s.title, 60, _("Title")),
    Column("place", lambda s: s.data["place"], 20, _("Place in addresses")),
    Column("place_name", lambda s: s.place_name, 20, _("Place")),
    Column("edition", lambda s: s.data["edition"], 9, _("Edition")),
    Column("described", lambda s: s.described, 12, _("Month described")),
    Column("language", lambda s: s.text_language, 10, _("Language")),
    Column("revision", lambda s: s.number, 9, _("Revision")),
    Column(
        "published", lambda s: s.published_at.date().isoformat() if s.published_at else "", 12, _("Published")
    ),
    Column("link", lambda s: s.address, 44, _("Permanent address")),
    Column("reference_number", lambda s: s.data["reference_number"], 20, _("Reference number")),
    Column("isbn", lambda s: s.data["isbn"], 20, _("ISBN")),
    Column("licence", lambda s: s.data["licence"], 24, _("Licence")),
    Column("note", lambda s: s.mark, 20, pgettext_lazy("column", "Note")),
)
"""The table of profiles: one line a text."""

_SOURCE = {field.name: _drawn(field, itemgetter(1)) for field in SCHEMA.sources}
SOURCES: tuple[Column[tuple[int, SourceData]], ...] = (
    Column("number", itemgetter(0), 8, TITLES[Header.NUMBER]),
    *(column for name, column in _SOURCE.items() if name != "key"),
    _SOURCE["key"],
)
"""The sheet of sources: of each its number in the list of the text, and what it says."""

FACTS: tuple[Column[tuple[Value, ...]], ...] = (
    Column("fact", itemgetter(0), 30, TITLES[Header.LABEL]),
    Column("value", itemgetter(1), 90, TITLES[Header.VALUE]),
    Column("name", itemgetter(2), 20, TITLES[Header.NAME]),
)
"""The sheet of facts: what people call a fact, what it is, and its name in data."""
