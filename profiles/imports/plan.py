"""What importing a document would do: to which profile, what differs, what stands in the way."""

import uuid
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
from profiles.models import Finding, Place, Profile, Revision


@dataclass(frozen=True)
class ImportOverrides:
    """What the user says of the document; it goes before what the document says.

    place: slug, ISO code or name. Empty or None: as the document has it.
    """

    place: str = ""
    edition: int | None = None
    year: int | None = None
    month: int | None = None
    language: str = ""


@dataclass
class Plan:
    """What would happen. `data` is None where the document cannot be imported; `problems` say why.

    `before` is what the profile says now. `seen` names that text for workflow.import_profile:
    (number, lock_version) of the revision, None where there is none.
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
    def can_be_imported(self) -> bool:
        return self.data is not None and not self.errors and not self.is_identical

    @property
    def seen(self) -> tuple[int, int] | None:
        return (self.base.number, self.base.lock_version) if self.base is not None else None

    def refuse(self, text: str) -> None:
        self.problems.append(Problem(text, is_error=True))

    def warn(self, text: str) -> None:
        self.problems.append(Problem(text))


def plan_import(
    reading: Reading, overrides: ImportOverrides | None = None, places: QuerySet[Place] | None = None
) -> Plan:
    """Return what importing `reading` would do, with the facts of `overrides` before its own.

    `places` are those that the user may see; another is as if it were not there. All, where None.
    """
    overrides = overrides or ImportOverrides()
    places = Place.objects.all() if places is None else places
    result = Plan(reading, problems=[*reading.problems])
    result.place = _find_place(result, overrides, places)
    edition = _find_edition(result, overrides)
    if result.place is not None and edition is not None:
        result.profile = Profile.objects.filter(place=result.place, edition=edition).first()
    _warn_place_mismatch(result, edition, places)
    if result.profile is not None:
        result.base = result.profile.revisions.current()
        result.before = serialize_revision(result.base) if result.base is not None else new_content()
    content = _build_content(result)
    facts = _build_facts(result, overrides, edition)
    if not content["findings"] and not content["none_identified"]:
        result.refuse(_("No finding was understood."))
    if result.base is not None and result.base.state in (State.IN_REVIEW, State.APPROVED):
        text = _("The open revision of this profile is %(state)s. It can be changed when it is sent back.")
        result.refuse(text % {"state": result.base.get_state_display()})
    faults = content_problems(content)
    for text in faults:
        result.refuse(text)
    if not faults:
        content = result.content = in_reading_order(content)
        result.is_identical = result.base is not None and digest(content) == digest(result.before)
        result.difference = compare(result.before, content)
        _warn_removals(result, content)
    if facts is not None and not result.errors:
        result.data = cast(ProfileData, {**facts, **content})
    return result


# The facts


def _find_place(plan: Plan, overrides: ImportOverrides, places: QuerySet[Place]) -> Place | None:
    slug = find_place(overrides.place) if overrides.place else plan.reading.place
    place = places.filter(slug=slug).first() if slug else None
    if place is None and overrides.place:
        plan.refuse(_("There is no place “%(slug)s”.") % {"slug": overrides.place})
    elif place is None:
        plan.refuse(
            _("The document does not say of which place it is, or names none that you can choose here.")
        )
    return place


def _find_edition(plan: Plan, overrides: ImportOverrides) -> int | None:
    """The edition as stated; where the document has only a year, that of the place's profile of this year."""
    edition = overrides.edition or plan.reading.edition
    if edition is None and plan.place is not None:
        year = overrides.year or plan.reading.year
        profiles = list(Profile.objects.filter(place=plan.place, year=year)[:2]) if year else []
        edition = profiles[0].edition if len(profiles) == 1 else None
    if edition is None:
        plan.refuse(_("The document does not say which edition it is."))
    return edition


def _warn_place_mismatch(plan: Plan, edition: int | None, places: QuerySet[Place]) -> None:
    """Warn where the document may be of another place than the one chosen, or an edition would be skipped."""
    place, slug = plan.place, plan.reading.place
    if place is None:
        return
    if slug and slug != place.slug:
        other = places.filter(slug=slug).first()
        names = {"document": other.display_name if other else slug, "place": place.display_name}
        text = _("The document says that it is about %(document)s, but you have chosen %(place)s.")
        plan.warn(text % names)
    if edition is None or plan.profile is not None:
        return
    earlier = Profile.objects.filter(place=place, edition__lt=edition).order_by("-edition").first()
    if earlier is not None and earlier.edition != edition - 1:
        text = _("This would be edition %(edition)s, but the latest one before it here is edition %(last)s.")
        plan.warn(text % {"edition": edition, "last": earlier.edition})


def _build_facts(plan: Plan, overrides: ImportOverrides, edition: int | None) -> dict[str, object] | None:
    """Return the facts of the profile, or None where one is missing. Those of a profile that is here stay."""
    reading, profile, place = plan.reading, plan.profile, plan.place
    year, month = overrides.year or reading.year, overrides.month or reading.month
    language = overrides.language or reading.language
    if profile is not None:
        _compare_facts(plan, profile, year, month, language)
        year, month, language = profile.year, profile.month, profile.language
    if year is None:
        plan.refuse(_("The document does not say which year it describes."))
    if language not in Language.values:
        plan.refuse(
            _("The document is in no language in which profiles are kept here, or does not show which.")
        )
    if place is None or edition is None or year is None or language not in Language.values:
        return None
    slug = f"{place.slug}-{year}"
    if profile is None and Profile.objects.filter(slug=slug).exists():
        slug = f"{slug}-{edition}"
    return {
        "place": place.slug,
        "edition": edition,
        "year": year,
        "month": month,
        "language": language,
        "slug": profile.slug if profile is not None else slug,
        **{name: reading.extra.get(name, "") for name in EDITION_FIELDS},
        "change_note": "",
    }


def _compare_facts(
    plan: Plan, profile: Profile, year: int | None, month: int | None, language: str | None
) -> None:
    """An import changes the text of a profile, not its facts; a text in another language is another text."""
    described = f"{year}-{month:02}" if year and month else str(year or "")
    is_other_month = month is not None and profile.month is not None and month != profile.month
    if year is not None and (year != profile.year or is_other_month):
        text = _(
            "The document describes %(document)s, the profile here %(profile)s. That stays as it is here."
        )
        plan.warn(text % {"document": described, "profile": profile.period_iso})
    if language is not None and language != profile.language:
        text = _(
            "The document is in another language (%(document)s) than the original text here (%(profile)s)."
        )
        labels = dict(Language.choices)
        plan.refuse(
            text
            % {
                "document": labels.get(language, language),
                "profile": labels.get(profile.language, profile.language),
            }
        )


# The text


def _build_content(plan: Plan) -> RevisionContent:
    """Return what the draft would say. On what the document is silent altogether, the text here stays."""
    reading, before = plan.reading, plan.before
    findings = [
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
    pairs = {new: old for old, new in match_findings(before["findings"], findings)}
    keeps_sources = not reading.sources and bool(before["sources"])
    for index, finding in enumerate(findings):
        if index not in pairs:
            finding["key"] = _free_key(plan, finding["key"])
            continue
        old = before["findings"][pairs[index]]
        details = {name: text for name, text in SCHEMA.details_of(finding).items() if text}
        sources = old["sources"] if keeps_sources else finding["sources"]
        replaced = {"key": old["key"], "sources": sources, **SCHEMA.details_of(old), **details}
        findings[index] = cast(FindingData, {**finding, **replaced})
    if keeps_sources and findings:
        plan.warn(_("The document names no sources: those that are recorded here stay."))
    if not reading.introduction and before["introduction"]:
        plan.warn(_("The document has no introduction: the one that is here stays."))
    filled = {f"{finding['domain']}/{finding['kind']}" for finding in findings}
    lists = dict.fromkeys([*reading.none_identified, *before["none_identified"]])
    return {
        "introduction": reading.introduction or before["introduction"],
        "none_identified": [name for name in lists if name not in filled],
        "sources": before["sources"] if keeps_sources else _match_sources(reading.sources, before, findings),
        "findings": findings,
    }


def _match_sources(
    sources: list[SourceData], before: RevisionContent, findings: list[FindingData]
) -> list[SourceData]:
    """Return the sources with the keys that the same sources have here; `findings` cite them by those."""
    stored = {_source_words(source): source["key"] for source in before["sources"]}
    keys = {source["key"]: stored.get(_source_words(source), source["key"]) for source in sources}
    for finding in findings:
        for cited in finding["sources"]:
            cited["source"] = keys.get(cited["source"], cited["source"])
    return [{**source, "key": keys[source["key"]]} for source in sources]


def _source_words(source: SourceData) -> tuple[str, str, int | None, str]:
    return fold_text(source["title"]), fold_text(source["body"]), source["year"], source["url"]


def _free_key(plan: Plan, key: str) -> str:
    """Return `key` unless it is the address of a finding of another profile; a new one then."""
    others = Finding.objects.filter(key=key).exclude(revision__profile=plan.profile) if key else None
    return key if others is not None and not others.exists() else str(uuid.uuid4())


def _warn_removals(plan: Plan, content: RevisionContent) -> None:
    """Warn of each list of which the document has nothing, though it has findings here."""
    lists = {(finding["domain"], finding["kind"]) for finding in content["findings"]}
    lost = {(finding["domain"], finding["kind"]) for finding in plan.before["findings"]} - lists
    variant = plan.place.variant if plan.place is not None else Variant.COUNTRY
    for domain in domain_texts(variant, get_language() or Language.ENGLISH) if lost else []:
        for kind in Kind:
            if (domain.domain.slug, kind.value) in lost:
                text = _("The document has nothing for %(domain)s, %(list)s: what is here would go.")
                plan.warn(text % {"domain": domain.title, "list": kind.label})
