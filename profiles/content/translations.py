"""Translations unit by unit: what there is to translate, what is translated, and what has become outdated.

A unit keeps its text and the original text that it translates. It is outdated if the original says something
else now, and only then: nothing else is stored of it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NotRequired, TypedDict, cast

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from profiles.choices import Provenance
from profiles.content.diff import DiffPiece, words
from profiles.content.schema import MAX_LENGTHS, SCHEMA, VERSION, RevisionContent, new_content
from profiles.content.serialize import serialize_revision
from profiles.content.unit_text import UnitText, original_of
from profiles.models import Finding, Revision, Snapshot, Translation

INTRODUCTION, CHANGE_NOTE, OFFICIAL_NAME = "introduction", "change_note", "place_official_name"
SOURCE_FIELDS = ("title", "body")
"""What is translated of a source; its year and its address are the same in every language."""


class UnitData(TypedDict):
    """What is stored of a unit; `original` is the text of the original that `text` translates."""

    text: str
    original: str


Units = dict[str, UnitData]
"""Key of a unit -> what is stored of it. A unit without a text is not there."""


class UnitRow(TypedDict):
    """A unit in a document; without `original` it translates what the original says now."""

    text: str
    original: NotRequired[str]


class TranslationData(TypedDict):
    """A published translation in a document; `profile` is the slug of a profile of the same document."""

    profile: str
    language: str
    provenance: str
    reference: str
    change_note: str
    units: dict[str, UnitRow]


@dataclass(frozen=True)
class Unit:
    """One text of the original beside its translation, which may be empty."""

    key: str
    original: str
    """What the original says now."""
    text: str = ""
    translated: str = ""
    """What the original said when `text` was written; empty where there is no text."""
    label: str | Promise = ""
    max_length: int | None = None
    finding: str = ""
    """Key of the finding that it belongs to; empty where it is of the whole or of a source."""
    is_optional: bool = False
    """Without a text it has a default, and does not count as missing."""

    @property
    def is_missing(self) -> bool:
        return not self.text and not self.is_optional

    @property
    def is_outdated(self) -> bool:
        return bool(self.text) and self.translated != self.original

    @property
    def is_unchanged(self) -> bool:
        """The translation is, letter for letter, the original."""
        return bool(self.text) and self.text == self.original

    @property
    def pieces(self) -> tuple[DiffPiece, ...]:
        """How the original has changed since it was translated, word by word."""
        return words(self.translated, self.original)


def finding_key(key: str, field: str = "text") -> str:
    """Return the key of the unit of a field of a finding."""
    return f"finding/{key}/{field}"


def source_key(key: str, field: str = "title") -> str:
    """Return the key of the unit of a field of a source."""
    return f"source/{key}/{field}"


def locator_key(finding: str, source: str) -> str:
    """Return the key of the unit of the locator with which a finding cites a source."""
    return f"locator/{finding}/{source}"


def build_units(revision: Revision, units: Units, content: RevisionContent | None = None) -> list[Unit]:
    """Return all that there is to translate of `revision` beside what `units` has of it, in reading order.

    Three queries, unless what the revision says is known already: `content`, which may be as it is read.
    """
    content = content if content is not None else serialize_revision(revision)
    listed = list_units(content, revision.change_note, revision.place_official_name)
    originals = [replace(unit, original=original_of(unit.original)) for unit in listed]
    return [
        replace(unit, text=units[unit.key]["text"], translated=units[unit.key]["original"])
        if unit.key in units
        else unit
        for unit in originals
    ]


def list_units(content: RevisionContent, change_note: str, official_name: str) -> list[Unit]:
    """Return all that there is to translate, in reading order; nothing of it is translated yet."""
    listed = [
        *_beginning(content, change_note, official_name),
        *_of_findings(content),
        *_of_sources(content),
    ]
    return [unit for unit in listed if unit.original.strip()]


def _beginning(content: RevisionContent, change_note: str, official_name: str) -> Iterator[Unit]:
    yield Unit(
        OFFICIAL_NAME,
        official_name,
        label=_("Official name of the place"),
        max_length=_max_length(OFFICIAL_NAME),
        is_optional=True,
    )
    yield Unit(CHANGE_NOTE, change_note, label=_("What changed"), max_length=_max_length(CHANGE_NOTE))
    yield Unit(INTRODUCTION, content["introduction"], label=_("Introduction"))


def _of_findings(content: RevisionContent) -> Iterator[Unit]:
    fields = [field for field in SCHEMA.findings if field.name == "text" or field in SCHEMA.details]
    for finding in content["findings"]:
        own, row = finding["key"], cast(Mapping[str, str], finding)
        for field in fields:
            key = finding_key(own, field.name)
            yield Unit(key, row[field.name], label=field.label, max_length=field.max_length, finding=own)
        for cited in finding["sources"]:
            key = locator_key(own, cited["source"])
            label, most = _("Locator"), MAX_LENGTHS["locator"]
            yield Unit(key, cited["locator"], label=label, max_length=most, finding=own)


def _of_sources(content: RevisionContent) -> Iterator[Unit]:
    fields = [field for field in SCHEMA.sources if field.name in SOURCE_FIELDS]
    for source in content["sources"]:
        row = cast(Mapping[str, str], source)
        for field in fields:
            key = source_key(source["key"], field.name)
            yield Unit(key, row[field.name], label=field.label, max_length=field.max_length)


@dataclass(frozen=True)
class Progress:
    """How far a translation is, counted in units."""

    total: int
    missing: int
    outdated: int
    unchanged: int

    @property
    def translated(self) -> int:
        return self.total - self.missing


def count_units(units: Iterable[Unit]) -> Progress:
    """Return how far a translation is. What has a default is counted only where it has a text."""
    counted = [unit for unit in units if unit.text or not unit.is_optional]
    return Progress(
        total=len(counted),
        missing=sum(unit.is_missing for unit in counted),
        outdated=sum(unit.is_outdated for unit in counted),
        unchanged=sum(unit.is_unchanged for unit in counted),
    )


def clean_units(units: Units) -> Units:
    """Return `units` in the order of their keys, without empty ones, as they are stored."""
    return {key: units[key] for key in sorted(units) if units[key]["text"].strip()}


def unit_problems(units: Units) -> list[str]:
    """Return every reason why `units` cannot be stored, in the language of the page."""
    problems = []
    for key, unit in units.items():
        most = _max_length(key)
        if "\x00" in unit["text"] or "\x00" in unit["original"]:
            problems.append(gettext("A text has a character that cannot be stored (U+0000)."))
        if most and len(unit["text"]) > most:
            problems.append(
                gettext("“%(text)s…” is longer than %(most)s characters.")
                % {"text": unit["text"][:60], "most": most}
            )
    return problems


def fact_problems(facts: Mapping[str, str]) -> list[str]:
    """Return every reason why a translation cannot say `facts` of itself, in the language of the page."""
    problems = []
    for name, value in facts.items():
        field: Any = Translation._meta.get_field(name)
        if len(value) > (field.max_length or 0) or "\x00" in value:
            params = {"field": field.verbose_name, "most": field.max_length}
            problems.append(gettext("%(field)s: at most %(most)s characters.") % params)
    if facts["provenance"] not in Provenance.values:
        problems.append(gettext("Say whether the translation is official."))
    return problems


def _max_length(key: str) -> int | None:
    what, _slash, rest = key.partition("/")
    if what == "locator":
        return MAX_LENGTHS["locator"]
    if what in ("finding", "source"):
        return MAX_LENGTHS.get(rest.rpartition("/")[2])
    return {CHANGE_NOTE: Revision._meta.get_field("change_note").max_length, OFFICIAL_NAME: 200}.get(what)


def versioned_units(units: Units) -> dict[str, Any]:
    """Return `units` as a snapshot stores them: with the version of their shape."""
    return {"version": VERSION, "units": units}


def units_digest(units: Units) -> str:
    """Return a SHA-256 that is the same for equal units."""
    return hashlib.sha256(json.dumps(clean_units(units), sort_keys=True).encode()).hexdigest()


def load_units(snapshot: Snapshot) -> Units:
    """Return the units that a snapshot of a translation keeps."""
    return dict(snapshot.content["units"])


# Reading


class Reader:
    """Gives each text of a revision as a translation has it. `language` is that of the translation."""

    def __init__(self, translation: Translation, original_language: str) -> None:
        self.units: Units = translation.units
        self.language, self.original_language = translation.language, original_language

    def read(self, key: str, original: str) -> UnitText:
        """Return the text of the unit `key`, of which the original says `original`; as it is read, or not."""
        unit, original = self.units.get(key), original_of(original)
        if unit is None or not original:
            return UnitText(original, self.original_language)
        is_outdated = unit["original"] != original
        return UnitText(unit["text"], self.language, original, is_outdated=is_outdated)


def translate_content(
    content: RevisionContent, translation: Translation, original_language: str
) -> RevisionContent:
    """Return `content` as `translation` has it; each of its texts is a UnitText."""
    reader = Reader(translation, original_language)
    findings: list[Any] = []
    for finding in content["findings"]:
        row: dict[str, Any] = {**finding}
        for name in ("text", *(field.name for field in SCHEMA.details)):
            row[name] = reader.read(finding_key(finding["key"], name), row[name])
        row["sources"] = [
            {**cited, "locator": reader.read(locator_key(finding["key"], cited["source"]), cited["locator"])}
            for cited in finding["sources"]
        ]
        findings.append(row)
    sources: list[Any] = [
        {**source}
        | {name: reader.read(source_key(source["key"], name), source[name]) for name in SOURCE_FIELDS}  # type: ignore[literal-required]
        for source in content["sources"]
    ]
    return new_content(
        introduction=reader.read(INTRODUCTION, content["introduction"]),
        none_identified=content["none_identified"],
        sources=sources,
        findings=findings,
    )


def read_content(revision: Revision, content: RevisionContent | None = None) -> RevisionContent:
    """Return what `revision` says, as it is read; three queries, unless it is known already: `content`."""
    content = content if content is not None else serialize_revision(revision)
    if revision.translation is None:
        return content
    return translate_content(content, revision.translation, revision.original_language)


def translations_of(revisions: Iterable[Revision], language: str) -> dict[int, Translation]:
    """Return the published translations into `language`, by the pk of their revision; one query at most."""
    pks = [revision.pk for revision in revisions if revision.original_language != language]
    if not pks:
        return {}
    rows = Translation.objects.published().filter(revision__in=pks, language=language)
    return {translation.revision_id: translation for translation in rows}


def read_in(language: str, *revisions: Revision) -> None:
    """Have `revisions`, as they are in memory, say what their translation into `language` says.

    Where there is none they stay in their own language. One query, and none where all are in `language`.
    """
    translations = translations_of(revisions, language)
    for revision in revisions:
        if revision.pk in translations:
            read_translation(revision, translations[revision.pk])


def read_translation(revision: Revision, translation: Translation) -> None:
    """Have `revision`, as it is in memory, say what `translation` says, with the findings that it has there.

    Rows that are read so are not to be stored.
    """
    reader = Reader(translation, revision.original_language)
    translation.revision, translation.profile, revision.translation = revision, revision.profile, translation
    revision.introduction = reader.read(INTRODUCTION, revision.introduction)
    revision.change_note = reader.read(CHANGE_NOTE, revision.change_note)
    if "findings" not in getattr(revision, "_prefetched_objects_cache", {}):
        return
    for finding in revision.findings.all():
        translate_finding(finding, reader)


def read_findings(language: str, findings: Iterable[Finding]) -> None:
    """Have findings of many revisions, as they are in memory with these, say what their translations say.

    One query, and none where all are in `language`.
    """
    rows = list(findings)
    translations = translations_of({row.revision_id: row.revision for row in rows}.values(), language)
    for row in rows:
        if translation := translations.get(row.revision_id):
            if row.revision.translation is None:
                read_translation(row.revision, translation)
            translate_finding(row, Reader(translation, row.revision.original_language))


def translate_finding(finding: Finding, reader: Reader) -> None:
    """Have a Finding, as it is in memory, say what a translation says; and its sources, where it has them."""
    key = str(finding.key)
    for name in ("text", *(field.name for field in SCHEMA.details)):
        setattr(finding, name, reader.read(finding_key(key, name), getattr(finding, name)))
    if "cited" not in getattr(finding, "_prefetched_objects_cache", {}):
        return
    for cited in finding.cited.all():
        source = cited.source
        cited.locator = reader.read(locator_key(key, str(source.key)), cited.locator)
        for name in SOURCE_FIELDS:
            text = getattr(source, name)
            if not isinstance(text, UnitText):  # one source is cited by many
                setattr(source, name, reader.read(source_key(str(source.key), name), text))
