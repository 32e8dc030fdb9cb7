"""A revision as its page shows it: six sections, two lists each, in the language of the reader.

Plain objects for templates and files; no HTML here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from profiles.choices import Kind, Language, Variant
from profiles.models import DomainText, Finding, IndicatorDomain, Profile, Revision


@dataclass(frozen=True)
class FindingList:
    """The findings of one kind in one domain, in order; empty where none is recorded."""

    kind: Kind
    findings: list[Finding] = field(default_factory=list)
    is_none_identified: bool = False
    """The profile says itself that there is none."""

    @property
    def heading(self) -> str:
        """The programme's heading, in the language of the page."""
        return str(self.kind.label)


@dataclass(frozen=True)
class Section:
    """One domain of a profile: its text for the profile's variant, and its two lists."""

    domain: IndicatorDomain
    text: DomainText
    lists: list[FindingList]

    @property
    def number(self) -> int:
        return self.domain.number

    @property
    def anchor(self) -> str:
        """Its id on the profile page."""
        return self.domain.slug

    @property
    def language(self) -> Language:
        """The language that its title and description are really in."""
        return Language(self.text.language)


def domain_texts(variant: Variant, language: str) -> list[DomainText]:
    """Return the six domains' texts in order, each in `language` or else in English; one query."""
    by_number: dict[int, DomainText] = {}
    for text in DomainText.objects.in_language(language).filter(variant=variant):
        if text.language == language or text.domain.number not in by_number:
            by_number[text.domain.number] = text
    return [by_number[number] for number in sorted(by_number)]


def revision_sections(revision: Revision, language: str) -> list[Section]:
    """Return the sections of `revision`; four queries, two where its findings are prefetched."""
    texts = domain_texts(revision.profile.place.variant, language)
    return build_sections(revision.findings.all(), texts, revision.none_identified)


def build_sections(
    findings: Iterable[Finding], texts: list[DomainText], none_identified: Iterable[str] = ()
) -> list[Section]:
    """Arrange `findings` (in reading order) under the domains of `texts`."""
    said = set(none_identified)
    arranged: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        arranged.setdefault((finding.domain_id, finding.kind), []).append(finding)
    return [
        Section(
            domain=text.domain,
            text=text,
            lists=[
                FindingList(
                    kind, arranged.get((text.domain_id, kind), []), f"{text.domain.slug}/{kind.value}" in said
                )
                for kind in Kind
            ],
        )
        for text in texts
    ]


@dataclass(frozen=True)
class Edition:
    """One edition in the timeline of its place; `before` is the published one that it can be read beside."""

    profile: Profile
    before: Profile | None
    is_shown: bool = False
    """It is the one that the page is about."""


def timeline(profiles: Iterable[Profile], shown: Profile | None = None) -> list[Edition]:
    """Return the editions of one place, the newest first; each with the one before it among `profiles`."""
    ordered = sorted(profiles, key=lambda profile: profile.edition, reverse=True)
    return [
        Edition(profile, before, is_shown=profile == shown)
        for profile, before in pairwise([*ordered, None])
        if profile
    ]


LOCAL_SHOWN = 12
"""Local profiles that stand on the page of a profile; the page of its place has all of them."""


def related_profiles(profile: Profile) -> dict[str, Any]:
    """Return what stands beside a profile; one query.

    editions: the timeline of its place, empty where there is no other edition. edition_before: the profile
    that it can be read beside, or None. local_profiles: the first of those in the place;
    has_more_local: there are more. parent_profiles: those of what the place lies in; parent_names: the
    names of these places, the nearest first.
    """
    place = profile.place
    parents = {ancestor.pk: ancestor for ancestor in reversed(place.ancestors)}
    published = Profile.objects.published().with_place()
    rows = (published.within(place) | published.filter(place__in=list(parents))).newest_first()
    editions = timeline((row for row in rows if row.place_id == place.pk), profile)
    local = [row for row in rows if row.place_id not in (place.pk, *parents)]
    parent_profiles = [row for row in rows if row.place_id in parents]
    assessed = {row.place_id for row in parent_profiles}
    return {
        "editions": editions if any(not edition.is_shown for edition in editions) else [],
        "edition_before": next((edition.before for edition in editions if edition.is_shown), None),
        "local_profiles": local[:LOCAL_SHOWN],
        "has_more_local": len(local) > LOCAL_SHOWN,
        "parent_profiles": parent_profiles,
        "parent_names": " · ".join(parents[pk].display_name for pk in parents if pk in assessed),
    }
