"""What importing a document would do: to which profile, what differs, what stands in the way."""

import uuid
from dataclasses import dataclass, field
from typing import cast

from django.db.models import QuerySet
from django.utils.translation import get_language, get_language_info, gettext as _

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
    list_name,
    new_content,
)
from profiles.content.sections import domain_texts
from profiles.content.serialize import in_reading_order, serialize_revision
from profiles.content.validate import content_problems
from profiles.imports.document import FACT_NAMES, Facts, Problem, Reading, translation_refusal
from profiles.imports.text.place_names import find_place
from profiles.imports.text.sources import key_of
from profiles.models import Finding, Place, Profile, Revision


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
    translation_language: str = ""
    """That of the document, where it is another one than the original of `profile`: a translation of that."""

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

    @property
    def translation_note(self) -> str:
        """Return what a document is that can become a translation of `profile`, and never its original."""
        assert self.profile is not None  # noqa: S101  (without one there is no translation_language)
        text = _(
            "The document is in another language (%(document)s) than the original text of “%(profile)s” "
            "(%(original)s). It can become the translation of this profile, and never its original."
        )
        names = {
            name: get_language_info(code)["name_translated"]
            for name, code in (("document", self.translation_language), ("original", self.profile.language))
        }
        return text % {**names, "profile": self.profile}

    def refuse(self, text: str) -> None:
        self.problems.append(Problem(text, is_error=True))

    def warn(self, text: str) -> None:
        self.problems.append(Problem(text))


def plan_import(
    reading: Reading, overrides: Facts | None = None, places: QuerySet[Place] | None = None
) -> Plan:
    """Return what importing `reading` would do.

    `overrides` is what the user says of it, and goes before what it says itself; its place may be a slug, an
    ISO code or a name. `places` are those that the user may see: another is as if it were not there.
    """
    overrides = overrides or Facts()
    places = Place.objects.all() if places is None else places
    result = Plan(reading, problems=[*reading.problems])
    result.place = _find_place(result, overrides.place, places)
    facts = Facts(**{name: getattr(overrides, name) or getattr(reading, name) for name in FACT_NAMES})
    facts.edition = facts.edition or _edition_of_year(result, facts.year)
    if facts.edition is None:
        result.refuse(_("The document does not say which edition it is."))
    elif result.place is not None:
        result.profile = Profile.objects.filter(place=result.place, edition=facts.edition).first()
    _warn_place_mismatch(result, facts.edition, places)
    if result.profile is not None and (base := result.profile.revisions.current()) is not None:
        result.base, result.before = base, serialize_revision(base)
    language = facts.language or ""
    if result.profile is not None and language in Language.values and language != result.profile.language:
        result.translation_language = language  # what would happen to that, translations/aligned.py says
    else:
        _plan_text(result, facts)
    return result


def _plan_text(result: Plan, facts: Facts) -> None:
    """Enter what the draft of the original would say."""
    content = _build_content(result)
    _check_facts(result, facts)
    if not content["findings"] and not content["none_identified"]:
        is_asked = bool(result.reading.questions)
        undecided = _("No finding was recognised, as it is not decided what the headings begin.")
        result.refuse(undecided if is_asked else _("No finding was recognised."))
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
    if not result.errors:
        result.data = cast(ProfileData, {**_profile_facts(result, facts), **content})


# The facts


def _find_place(plan: Plan, name: str | None, places: QuerySet[Place]) -> Place | None:
    slug = find_place(name) if name else plan.reading.place
    place = places.filter(slug=slug).first() if slug else None
    if place is None and name:
        plan.refuse(_("There is no place “%(slug)s”.") % {"slug": name})
    elif place is None:
        plan.refuse(
            _("The document does not say of which place it is, or names none that you can choose here.")
        )
    return place


def _edition_of_year(plan: Plan, year: int | None) -> int | None:
    """Return the edition of the place's profile of `year`, if there is exactly one."""
    profiles = list(Profile.objects.filter(place=plan.place, year=year)[:2]) if plan.place and year else []
    return profiles[0].edition if len(profiles) == 1 else None


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


def _check_facts(plan: Plan, facts: Facts) -> None:
    """Say what is missing. The facts of a profile that is here stay: an import changes its text alone."""
    if plan.reading.is_translation:
        name = plan.profile or plan.place or "?"
        plan.refuse(translation_refusal(name, plan.reading.language or ""))
    if plan.profile is not None:
        _compare_facts(plan, plan.profile, facts)
        facts.year, facts.month = plan.profile.year, plan.profile.month
        # A text in a language that is told, and is none of ours, is never the original of a profile.
        facts.language = facts.language or plan.profile.language
    if facts.year is None:
        plan.refuse(_("The document does not say which year it describes."))
    if not facts.language:
        plan.refuse(
            _("The document is in no language in which profiles are kept here, or does not show which.")
        )
    elif facts.language not in Language.values:
        text = _("The document is in a language (%(language)s) in which no profiles are kept here.")
        plan.refuse(text % {"language": get_language_info(facts.language)["name_translated"]})


def _profile_facts(plan: Plan, facts: Facts) -> dict[str, object]:
    """Return the facts of the profile; none of them is missing."""
    place = cast(Place, plan.place)
    slug = f"{place.slug}-{facts.year}"
    if plan.profile is not None:
        slug = plan.profile.slug
    elif Profile.objects.filter(slug=slug).exists():
        slug = f"{slug}-{facts.edition}"
    return {
        **{name: getattr(facts, name) for name in FACT_NAMES},
        "place": place.slug,
        "slug": slug,
        **{name: plan.reading.extra.get(name, "") for name in EDITION_FIELDS},
        "change_note": "",
    }


def _compare_facts(plan: Plan, profile: Profile, facts: Facts) -> None:
    """Say where the document describes another month than the profile."""
    year, month = facts.year, facts.month
    is_other_month = month is not None and profile.month is not None and month != profile.month
    if year is not None and (year != profile.year or is_other_month):
        described = f"{year}-{month:02}" if month else str(year)
        text = _(
            "The document describes %(document)s, the profile here %(profile)s. The profile keeps its month."
        )
        plan.warn(text % {"document": described, "profile": profile.period_iso})


# The text


def _build_content(plan: Plan) -> RevisionContent:
    """Return what the draft would say. On what the document is silent altogether, the text here stays."""
    reading, before = plan.reading, plan.before
    findings = [
        cast(FindingData, {name: value for name, value in finding.items() if name != "line"})
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
        plan.warn(_("The document names no sources: those that are recorded here are kept."))
    if not reading.introduction and before["introduction"]:
        plan.warn(_("The document has no introduction: the one that is here is kept."))
    filled = {list_name(finding) for finding in findings}
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
    stored = {key_of(source): source["key"] for source in before["sources"]}
    keys = {source["key"]: stored.get(key_of(source), source["key"]) for source in sources}
    for finding in findings:
        finding["sources"] = [
            {**cited, "source": keys.get(cited["source"], cited["source"])} for cited in finding["sources"]
        ]
    return [{**source, "key": keys[source["key"]]} for source in sources]


def _free_key(plan: Plan, key: str) -> str:
    """Return `key` unless it is the address of a finding of another profile; a new one then."""
    others = Finding.objects.filter(key=key).exclude(revision__profile=plan.profile) if key else None
    return key if others is not None and not others.exists() else str(uuid.uuid4())


def _warn_removals(plan: Plan, content: RevisionContent) -> None:
    """Warn of the lists of which the document has nothing, though they have findings here."""
    lists = {list_name(finding) for finding in content["findings"]}
    lost = {list_name(finding) for finding in plan.before["findings"]} - lists
    variant = plan.place.variant if plan.place is not None else Variant.COUNTRY
    names = [
        f"{domain.title}, {kind.label}"
        for domain in (domain_texts(variant, get_language() or Language.ENGLISH) if lost else [])
        for kind in Kind
        if f"{domain.domain.slug}/{kind.value}" in lost
    ]
    if names:
        text = _("The document has nothing for these lists, whose findings here would go: %(lists)s.")
        plan.warn(text % {"lists": "; ".join(names)})
