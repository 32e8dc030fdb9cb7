"""The columns of tables of findings and sources, stated once: for workbooks, CSV files and the template."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _, override, pgettext_lazy

from profiles.choices import Kind
from profiles.content.serialize import FindingData, SourceData
from profiles.exports.context import DomainTitle, Subject
from profiles.exports.formats import json as json_format
from profiles.imports.text.citations import numbered, whole
from profiles.imports.text.headers import TITLES, Header

Value = str | int | None


@dataclass(frozen=True)
class Row:
    """A finding as a table has it. `position` counts in its list from 1."""

    subject: Subject
    domain: DomainTitle
    finding: FindingData
    position: int


@dataclass(frozen=True)
class Column:
    """`name` stays the same in all languages and for good; `title` is for people. `width` is in letters."""

    name: str
    value: Callable[[Row], Value]
    width: int = 12
    header: Header | None = None
    words: str | Promise = ""
    """Its title, where no header of what can be read back is meant."""

    @property
    def title(self) -> str:
        return str(TITLES[self.header]) if self.header else str(self.words) or self.name


INTRODUCTION = "introduction"
"""The kind of a line that has the introduction of a profile, where a search found that."""


def introduction_row(subject: Subject) -> Row:
    """Return the introduction of `subject` as a line among findings: of no domain, without a position."""
    text: FindingData = {
        "key": "",
        "domain": "",
        "kind": INTRODUCTION,
        "text": subject.data["introduction"],
        "indicator_area": "",
        "sources": [],
    }
    return Row(subject, DomainTitle(0, "", "", subject.language), text, 0)


def rows(subject: Subject) -> Iterator[Row]:
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


DOMAIN_NUMBER = Column("domain_number", lambda row: row.domain.number or None, 10, Header.DOMAIN_NUMBER)
POSITION = Column("position", lambda row: row.position or None, 10, Header.POSITION)
TEXT = Column("finding", lambda row: row.finding["text"], 90, Header.TEXT)
AREA = Column("indicator_area", lambda row: row.finding["indicator_area"], 24, Header.AREA)
KEY = Column("key", lambda row: row.finding["key"], 38, Header.KEY)

WORKBOOK = (
    DOMAIN_NUMBER,
    Column("domain", lambda row: row.domain.title, 30, Header.DOMAIN),
    Column("kind", _kind_heading, 34, Header.KIND),
    POSITION,
    TEXT,
    AREA,
    Column("sources", _numbered_sources, 24, Header.SOURCES),
    KEY,
)
"""The sheet of findings. One of a fictional place has NOTE as well."""

NOTE = Column("note", lambda row: row.subject.mark, 20, Header.NOTE)

TEMPLATE = (
    *(column for column in WORKBOOK if column.name in ("domain", "kind", "finding")),
    AREA,
    Column("sources", _numbered_sources, 40, Header.SOURCES),
)
"""What one fills in."""


def _whole_sources(row: Row) -> str:
    return "\n".join(whole(*cited) for cited in _cited(row))


CSV = (
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
    AREA,
    Column("sources", _whole_sources),
    KEY,
    Column("note", lambda row: json_format.FICTIONAL if row.subject.is_fictional else ""),
)
"""Each line says of itself what it is about, so that lines of many profiles can stand in one table."""

MANY = (
    Column("profile", lambda row: row.subject.data["slug"], 24, words=_("Profile")),
    Column("place_name", lambda row: row.subject.place_name, 20, words=_("Place")),
    Column("edition", lambda row: row.subject.data["edition"], 9, words=_("Edition")),
    Column("described", lambda row: row.subject.described, 12, words=_("Month described")),
    Column("language", lambda row: row.subject.data["language"], 10, words=_("Language")),
    *WORKBOOK[:-2],
    Column("sources", _whole_sources, 40, Header.SOURCES),
    Column("link", lambda row: row.subject.address, 44, words=_("Permanent address")),
    KEY,
    NOTE,
)
"""The sheet of findings of many profiles: each line says what it is about, and its sources in full."""


@dataclass(frozen=True)
class ProfileColumn:
    """A fact of a text; as Column."""

    name: str
    value: Callable[[Subject], Value]
    words: str | Promise
    width: int = 12


PROFILES = (
    ProfileColumn("profile", lambda s: s.data["slug"], _("Profile"), 24),
    ProfileColumn("title", lambda s: s.title, _("Title"), 60),
    ProfileColumn("place", lambda s: s.data["place"], _("Place in addresses"), 20),
    ProfileColumn("place_name", lambda s: s.place_name, _("Place"), 20),
    ProfileColumn("edition", lambda s: s.data["edition"], _("Edition"), 9),
    ProfileColumn("described", lambda s: s.described, _("Month described")),
    ProfileColumn("language", lambda s: s.text_language, _("Language"), 10),
    ProfileColumn("revision", lambda s: s.number, _("Revision"), 9),
    ProfileColumn(
        "published", lambda s: s.published_at.date().isoformat() if s.published_at else "", _("Published")
    ),
    ProfileColumn("link", lambda s: s.address, _("Permanent address"), 44),
    ProfileColumn("reference_number", lambda s: s.data["reference_number"], _("Reference number"), 20),
    ProfileColumn("isbn", lambda s: s.data["isbn"], _("ISBN"), 20),
    ProfileColumn("licence", lambda s: s.data["licence"], _("Licence"), 24),
    ProfileColumn("note", lambda s: s.mark, pgettext_lazy("column", "Note"), 20),
)
"""The table of profiles: one line a text."""

SOURCES: tuple[tuple[Header, str, int], ...] = (
    (Header.NUMBER, "number", 8),
    (Header.TITLE, "title", 60),
    (Header.BODY, "body", 30),
    (Header.YEAR, "year", 8),
    (Header.URL, "url", 50),
    (Header.KEY, "key", 38),
)
"""The sheet of sources: header, part of SourceData, width."""
