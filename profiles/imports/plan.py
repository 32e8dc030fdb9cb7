"""What taking in a document would do: to which profile, what differs, what stands in the way."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext as _

from profiles.choices import Kind, Language, State, Variant
from profiles.content.diff import Difference, compare
from profiles.content.matching import match_findings
from profiles.content.schema import (
    EDITION_FIELDS,
    SCHEMA,
    FindingData,
    ProfileData,
    RevisionContent,
    SourceData,
    digest,
    new_content,
    new_finding,
)
from profiles.content.sections import domain_texts
from profiles.content.serialize import in_reading_order, serialize_revision
from profiles.content.validate import content_problems, is_key
from profiles.imports.document import Problem, Reading
from profiles.imports.text.place_names import find_place
from profiles.imports.text.text_normalization import fold_text
from profiles.models import Finding, IndicatorDomain, Place, Profile, Revision


@dataclass(frozen=True)
class ImportOverrides:
    """What whoever imports says of the document; it goes before what the document says.

    place: slug, ISO code or name. Empty or None: as the document has it.
    """

    place: str = ""
    edition: int | None = None
    year: int | None = None
    month: int | None = None
    language: str = ""


@dataclass
class Plan:
    """What would happen. `data` is None where the document cannot be taken; `problems` say why.

    `before` is what the profile says now. `seen` names that text for workflow.import_profile:
    (number, lock_version)
    of the revision, None where there is none.
    """

    reading: Reading
    place: Place | None = None
    profile: Profile | None = None
    base: Revision | None = None
    before: RevisionContent = field(default_factory=new_content)
    content: RevisionContent | None = None
    """What the draft would say; None where it cannot be stored."""

    data: ProfileData | None = None
    difference: Difference | None = None
    is_identical: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.is_error]

    @property
    def can_be_taken(self) -> bool:
        return self.data is not None and not self.errors and not self.is_identical

    @property
    def seen(self) -> tuple[int, int] | None:
        return (self.base.number, self.base.lock_version) if self.base is not None else None


def plan(
    reading: Reading, wish: ImportOverrides | None = None, places: QuerySet[Place] | None = None
) -> Plan:
    """Return what taking in `reading` would do, with the facts of `wish` before its own.

    `places` are those that whoever imports may see; another is as if it were not there. All, where None.
    """
    wish = wish or ImportOverrides()
    made = Plan(reading, problems=[*reading.problems])
    places = Place.objects.all() if places is None else places
    made.place = _place(made, wish, places)
    edition = _edition(made, wish)
    if made.place is not None and edition is not None:
        made.profile = Profile.objects.filter(place=made.place, edition=edition).first()
    _warn_place_mismatch(made, edition, places)
    if made.profile is not None:
        made.base = made.profile.revisions.standing()
        made.before = serialize_revision(made.base) if made.base is not None else new_content()
    content = _content(made)
    facts = _facts(made, wish, edition)
    if not content["findings"] and not content["none_identified"]:
        _refuse(made, _("No finding was understood."))
    if made.base is not None and made.base.state in (State.IN_REVIEW, State.APPROVED):
        _refuse(
            made,
            _("The open revision of this profile is %(state)s. It can be changed when it is sent back.")
            % {"state": made.base.get_state_display()},
        )
    is_storable = not (faults := content_problems(content))
    for text in faults:
        _refuse(made, text)
    if is_storable:
        content = made.content = in_reading_order(content)
        made.is_identical = made.base is not None and digest(content) == digest(made.before)
        made.difference = compare(made.before, content, _domains())
        _warn_removals(made, content)
    if facts is not None and not made.errors:
        made.data = cast(ProfileData, {**facts, **content})
    return made


def _refuse(made: Plan, text: str) -> None:
    made.problems.append(Problem(text, is_error=True))


def _warn(made: Plan, text: str) -> None:
    made.problems.append(Problem(text))


def _domains() -> list[str]:
    return list(IndicatorDomain.objects.order_by("number").values_list("slug", flat=True))


# The facts


def _place(made: Plan, wish: ImportOverrides, places: QuerySet[Place]) -> Place | None:
    slug = find_place(wish.place) if wish.place else made.reading.place
    place = places.filter(slug=slug).first() if slug else None
    if place is None:
        _refuse(
            made,
            _("There is no place “%(slug)s”.") % {"slug": wish.place}
            if wish.place
            else _("The document does not say of which place it is, or names none that you can choose here."),
        )
    return place


def _edition(made: Plan, wish: ImportOverrides) -> int | None:
    """The edition as said; where the document has only a year, that of the place's profile of this year."""
    edition = wish.edition or made.reading.edition
    if edition is None and made.place is not None:
        year = wish.year or made.reading.year
        same = list(Profile.objects.filter(place=made.place, year=year)[:2]) if year else []
        edition = same[0].edition if len(same) == 1 else None
    if edition is None:
        _refuse(made, _("The document does not say which edition it is."))
    return edition


def _warn_place_mismatch(made: Plan, edition: int | None, places: QuerySet[Place]) -> None:
    """Warn where the document may be of another place than the one chosen, or an edition would be skipped."""
    place, named = made.place, made.reading.place
    if place is None:
        return
    if named and named != place.slug:
        other = places.filter(slug=named).first()
        _warn(
            made,
            _("The document says that it is about %(document)s, but you have chosen %(place)s.")
            % {"document": other.display_name if other is not None else named, "place": place.display_name},
        )
    if edition is None or made.profile is not None:
        return
    here = Profile.objects.filter(place=place, edition__lt=edition).order_by("edition")
    editions = list(here.values_list("edition", flat=True))
    if editions and editions[-1] != edition - 1:
        _warn(
            made,
            _("This would be edition %(edition)s, but the latest one before it here is edition %(last)s.")
            % {"edition": edition, "last": editions[-1]},
        )


def _facts(made: Plan, wish: ImportOverrides, edition: int | None) -> dict[str, object] | None:
    """Return the facts of the profile, or None where one is missing. Those of a profile that is here stay."""
    reading, profile, place = made.reading, made.profile, made.place
    year, month = wish.year or reading.year, wish.month or reading.month
    language = wish.language or reading.language
    if profile is not None:
        _compare_facts(made, year, month, language)
        year, month, language = profile.year, profile.month, profile.language
    if year is None:
        _refuse(made, _("The document does not say which year it describes."))
    if language not in Language.values:
        _refuse(
            made, _("The document is in no language in which profiles are kept here, or does not show which.")
        )
    if place is None or edition is None or year is None or language not in Language.values:
        return None
    extra = {name: reading.extra.get(name, "") for name in EDITION_FIELDS}
    return {
        "place": place.slug,
        "edition": edition,
        "year": year,
        "month": month,
        "language": language,
        "slug": profile.slug if profile is not None else _free_slug(place, year, edition),
        **extra,
        "change_note": "",
    }


def _compare_facts(made: Plan, year: int | None, month: int | None, language: str | None) -> None:
    """An import changes the text of a profile, not its facts; a text in another language is another text."""
    profile = made.profile
    assert profile is not None  # noqa: S101  (asked only where there is one)
    described = f"{year}-{month:02}" if year and month else str(year or "")
    is_other_month = month is not None and profile.month is not None and month != profile.month
    if year is not None and (year != profile.year or is_other_month):
        _warn(
            made,
            _("The document describes %(document)s, the profile here %(profile)s. That stays as it is here.")
            % {"document": described, "profile": profile.described},
        )
    if language is not None and language != profile.language:
        _refuse(
            made,
            _("The document is in another language (%(document)s) than the original text here (%(profile)s).")
            % {"document": _place_label(language), "profile": _place_label(profile.language)},
        )


def _place_label(language: str) -> str:
    return str(Language(language).label) if language in Language.values else language


def _free_slug(place: Place, year: int, edition: int) -> str:
    slug = f"{place.slug}-{year}"
    return f"{slug}-{edition}" if Profile.objects.filter(slug=slug).exists() else slug


# The text


def _content(made: Plan) -> RevisionContent:
    """Return what the draft would say. On what the document is silent altogether, the text here stays."""
    reading, before = made.reading, made.before
    new = [
        new_finding(
            key=finding.key if is_key(finding.key) else "",
            domain=finding.domain,
            kind=finding.kind,
            text=finding.text,
            sources=[{"source": source, "locator": locator} for source, locator in finding.sources],
            **finding.details,
        )
        for finding in reading.findings
    ]
    pairs = {there: here for here, there in match_findings(before["findings"], new)}
    keeps_sources = not reading.sources and bool(before["sources"])
    for index, finding in enumerate(new):
        old = before["findings"][pairs[index]] if index in pairs else None
        finding["key"] = old["key"] if old is not None else _derive_key(made, finding["key"])
        if old is not None:
            stated = {name: text for name, text in SCHEMA.details_of(finding).items() if text}
            new[index] = cast(FindingData, {**finding, **SCHEMA.details_of(old), **stated})
            new[index]["sources"] = old["sources"] if keeps_sources else finding["sources"]
    if keeps_sources and new:
        _warn(made, _("The document names no sources: those that are recorded here stay."))
    if not reading.introduction and before["introduction"]:
        _warn(made, _("The document has no introduction: the one that is here stays."))
    content: RevisionContent = {
        "introduction": reading.introduction or before["introduction"],
        "none_identified": [*_none_identified(reading, before, new)],
        "sources": before["sources"] if keeps_sources else _with_known_keys(reading.sources, before, new),
        "findings": new,
    }
    return content


def _none_identified(reading: Reading, before: RevisionContent, new: list[FindingData]) -> Iterator[str]:
    filled = {f"{finding['domain']}/{finding['kind']}" for finding in new}
    for name in dict.fromkeys([*reading.none_identified, *before["none_identified"]]):
        if name not in filled:
            yield name


def _with_known_keys(
    sources: list[SourceData], before: RevisionContent, new: list[FindingData]
) -> list[SourceData]:
    """Return the sources with the keys that the same sources have here; `new` cites them by those."""
    known = {_source_words(source): source["key"] for source in before["sources"]}
    keys = {source["key"]: known.get(_source_words(source), source["key"]) for source in sources}
    for finding in new:
        for cited in finding["sources"]:
            cited["source"] = keys.get(cited["source"], cited["source"])
    return [{**source, "key": keys[source["key"]]} for source in sources]


def _source_words(source: SourceData) -> tuple[str, str, int | None, str]:
    return fold_text(source["title"]), fold_text(source["body"]), source["year"], source["url"]


def _derive_key(made: Plan, key: str) -> str:
    """Return `key` unless it is the address of a finding of another profile; a new one then."""
    others = Finding.objects.filter(key=key).exclude(revision__profile=made.profile) if key else None
    return key if others is not None and not others.exists() else str(uuid.uuid4())


def _warn_removals(made: Plan, content: RevisionContent) -> None:
    """Say of which lists the document has nothing, though they have findings here."""
    there = {(finding["domain"], finding["kind"]) for finding in content["findings"]}
    here = {(finding["domain"], finding["kind"]) for finding in made.before["findings"]}
    variant = made.place.variant if made.place is not None else Variant.COUNTRY
    for text in domain_texts(variant, get_language() or Language.ENGLISH) if here - there else []:
        for kind in Kind:
            if (text.domain.slug, kind.value) in here - there:
                _warn(
                    made,
                    _("The document has nothing for %(domain)s, %(list)s: what is here would go.")
                    % {"domain": text.title, "list": kind.label},
                )
