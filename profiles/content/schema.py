"""What the content of a revision consists of: its types, their version, ONE description of their fields.

Validation, digests, files, tables, the editor and the API draw the parts of findings, sources and citations
from SCHEMA.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypedDict, cast

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from profiles.choices import Kind
from profiles.models import Finding, FindingSource, Source


class SourceData(TypedDict):
    key: str
    title: str
    body: str
    year: int | None
    url: str


class CitedData(TypedDict):
    source: str
    locator: str


class FindingData(TypedDict):
    key: str
    domain: str
    kind: str
    text: str
    indicator_area: str
    sources: list[CitedData]


class RevisionContent(TypedDict):
    """All that a revision says. Lists are in reading order; keys are UUIDs in text form.

    `none_identified` has the lists, as domain/kind, of which the profile says that none was identified.
    """

    introduction: str
    none_identified: list[str]
    sources: list[SourceData]
    findings: list[FindingData]


class ProfileData(RevisionContent):
    """A profile with the content of one revision; `place` and `domain` are slugs."""

    place: str
    edition: int
    year: int
    month: int | None
    language: str
    slug: str
    reference_number: str
    isbn: str
    acknowledgements: str
    licence: str
    change_note: str


EDITION_FIELDS = ("reference_number", "isbn", "acknowledgements", "licence")
"""What the official edition says of itself; each may be empty."""

PROFILE_FIELDS = ("edition", "year", "month", "language", "slug", *EDITION_FIELDS)


class FieldType(StrEnum):
    """What the value of a field is. A year may be None; citations are a list of CitedData."""

    KEY = "key"
    DOMAIN = "domain"
    KIND = "kind"
    TEXT = "text"
    URL = "url"
    YEAR = "year"
    CITATIONS = "citations"


@dataclass(frozen=True)
class Field:
    """A field of a finding, a source or a citation. `label` heads its column; `help_text` is for the API."""

    name: str
    label: str | Promise
    help_text: str | Promise
    type: FieldType = FieldType.TEXT
    max_length: int | None = None
    is_required: bool = False
    """Whether its text must say something."""

    since: int = 1
    """The version of the content in which it came. Content of before is read as if it were empty."""

    column: str = ""
    """Its name in tables, the same in all languages."""

    width: int = 24
    """Of its column in a workbook, in characters."""

    style: str = ""
    """By which Word documents mark it: “MGI ” and this is the name of a character style."""

    @property
    def default(self) -> Any:
        """What it is where nothing is stated."""
        return {FieldType.YEAR: None, FieldType.CITATIONS: []}.get(self.type, "")

    @property
    def is_text(self) -> bool:
        return self.type in (FieldType.TEXT, FieldType.URL)


def model_field(model: type[Model], name: str, help_text: str = "", **facts: Any) -> Field:
    """Return the description of a field that `model` stores; what is not given here is the model's."""
    stored: Any = model._meta.get_field(name)
    drawn = {
        "label": capfirst(stored.verbose_name),
        "max_length": getattr(stored, "max_length", None),
        "is_required": not stored.blank,
        "column": name,
        "style": name.replace("_", " ").title(),
    }
    return Field(name, help_text=help_text or stored.help_text, **(drawn | facts))


@dataclass(frozen=True)
class ContentSchema:
    """The fields of a content, each list in the order of the exchange format."""

    findings: tuple[Field, ...]
    sources: tuple[Field, ...]
    citations: tuple[Field, ...]

    @property
    def version(self) -> int:
        return max(field.since for field in (*self.findings, *self.sources, *self.citations))

    @property
    def details(self) -> tuple[Field, ...]:
        """The short texts beside the text of a finding: a column, a style and an input each."""
        return tuple(field for field in self.findings if field.is_text and field.name != "text")

    def details_of(self, finding: FindingData) -> dict[str, str]:
        """Return name -> text of the details of `finding`."""
        row: Mapping[str, Any] = finding
        return {field.name: row[field.name] for field in self.details}


KEY, URL, YEAR = FieldType.KEY, FieldType.URL, FieldType.YEAR

FINDING_FIELDS = (
    model_field(Finding, "key", "Stays from one text to the next.", type=KEY, label=_("Key"), width=38),
    model_field(Finding, "domain", "Slug of the domain.", type=FieldType.DOMAIN),
    model_field(
        Finding, "kind", "well_developed, or potential for further development.", type=FieldType.KIND
    ),
    model_field(Finding, "text", "Word for word.", column="finding"),
    model_field(
        Finding, "indicator_area", "The part of the domain that it rests on, or empty.", style="Area"
    ),
    Field("sources", _("Sources"), "What it rests on.", FieldType.CITATIONS, column="sources"),
)

SOURCE_FIELDS = (
    model_field(Source, "key", "By which findings cite it.", type=KEY, label=_("Key"), width=38),
    model_field(Source, "title", "As the text has it.", width=60),
    model_field(Source, "body", "Who issued it, or empty.", column="issued_by", width=30),
    model_field(Source, "year", "Of the source, or null.", type=YEAR, width=8),
    model_field(Source, "url", "Where it can be read, or empty.", type=URL, column="address", width=50),
)

CITATION_FIELDS = (
    model_field(FindingSource, "source", "Key of a source of the same text.", type=KEY),
    model_field(FindingSource, "locator", "The place in it, as “art. 4”, or empty."),
)

SCHEMA = ContentSchema(FINDING_FIELDS, SOURCE_FIELDS, CITATION_FIELDS)
VERSION = SCHEMA.version
"""Of the shape of contents as this code writes them. A content that names none is of version 1."""

MAX_LENGTHS: dict[str, int] = {
    field.name: field.max_length
    for field in (*SCHEMA.findings, *SCHEMA.sources, *SCHEMA.citations)
    if field.max_length and field.is_text
}
"""Most characters of each field that has a limit."""


def list_name(finding: FindingData) -> str:
    """Return the list in which `finding` stands, as domain/kind; Finding.list_name of a stored one."""
    return f"{finding['domain']}/{finding['kind']}"


def list_names(domains: Iterable[str]) -> list[str]:
    """Return the names of all lists, in order, for the slugs of the domains."""
    return [f"{slug}/{kind.value}" for slug in domains for kind in Kind]


# Making contents


def new_content(**parts: Any) -> RevisionContent:
    """Return a content with `parts`, and nothing else in it."""
    empty: dict[str, Any] = {"introduction": "", "none_identified": [], "sources": [], "findings": []}
    return cast(RevisionContent, empty | parts)


def new_finding(**parts: Any) -> FindingData:
    """Return a finding with `parts`, all else in it empty."""
    return cast(FindingData, _with_defaults(parts, SCHEMA.findings))


def new_source(**parts: Any) -> SourceData:
    """Return a source with `parts`, all else in it empty."""
    return cast(SourceData, _with_defaults(parts, SCHEMA.sources))


def _with_defaults(parts: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    return {field.name: field.default for field in fields} | dict(parts)


# Versions


class NewerVersionError(ValueError):
    """The content has a version that this code does not know; the message says what to do."""

    def __init__(self, version: object) -> None:
        super().__init__(
            gettext(
                "This was written by a newer version of the software (content version %(version)s; up to "
                "%(latest)s can be read here). Update this site first."
            )
            % {"version": version, "latest": VERSION}
        )


FORMAT, FINDINGS_FORMAT = (f"mgi-{what}/{VERSION}" for what in ("profiles", "findings"))
"""What a file says of itself: whole profiles, which can be imported; or parts of them, as a search gives."""


def upgrade(content: Any, schema: ContentSchema = SCHEMA) -> Any:
    """Return a stored or imported content in the present shape; `content` itself stays as it is.

    It gets an empty part for each field that is newer than it. What is of another shape altogether comes back
    as it is: validation names what is wrong with it. Raises NewerVersionError where the content is newer than
    `schema`. A version that changes more than optional fields gets its step here.
    """
    if not isinstance(content, dict):
        return content
    version = content.get("version", 1)
    if type(version) is not int or version > schema.version:
        raise NewerVersionError(version)
    upgraded = {"none_identified": [], **content}
    upgraded.pop("version", None)
    return _with_rows(upgraded, schema, _fill)


def versioned(content: RevisionContent) -> dict[str, Any]:
    """Return `content` as it is stored for later code to read: with the version of its shape."""
    return {"version": VERSION, **content}


def digest(content: RevisionContent, schema: ContentSchema = SCHEMA) -> str:
    """Return a SHA-256 that is the same for equal contents, whatever the order of their parts' names.

    Empty fields that came after version 1 have no part in it: a new optional field voids no sign-off.
    """
    parts = {name: content.get(name) for name in RevisionContent.__annotations__}
    text = json.dumps(_with_rows(parts, schema, _leave_out_empty), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _with_rows(
    content: dict[str, Any], schema: ContentSchema, change: Callable[[dict, Sequence[Field]], dict]
) -> dict[str, Any]:
    """Return `content` with `change` made to a copy of each finding, citation and source."""

    def changed(rows: Any, fields: Sequence[Field]) -> Any:
        if not isinstance(rows, list):
            return rows
        return [change(row, fields) if isinstance(row, dict) else row for row in rows]

    result = content | {"sources": changed(content.get("sources"), schema.sources)}
    findings = changed(content.get("findings"), schema.findings)
    for finding in findings if isinstance(findings, list) else ():
        if isinstance(finding, dict) and "sources" in finding:
            finding["sources"] = changed(finding["sources"], schema.citations)
    return result | {"findings": findings}


def _fill(row: dict[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    return {field.name: field.default for field in fields if field.since > 1} | row


def _leave_out_empty(row: dict[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    empty = {field.name: field.default for field in fields if field.since > 1}
    return {name: value for name, value in row.items() if name not in empty or value != empty[name]}
