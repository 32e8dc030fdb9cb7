"""A revision as its page shows it: six sections, two lists each, in the language of the reader.

Plain objects for templates and files; no HTML here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Any, Generic, TypeVar

from profiles.choices import Kind, Language, Variant
from profiles.content.schema import FindingData, RevisionContent, list_name
from profiles.models import DomainText, Finding, IndicatorDomain, Profile, Revision

T = TypeVar("T")


@dataclass(frozen=True)
class FindingList(Generic[T]):
    """The findings of one kind in one domain, in order, or what became of them; empty where there is none."""

    kind: Kind
    findings: list[T]
    is_none_identified: bool = False
    """The profile says itself that there is none."""

    @property
    def heading(self) -> str:
        """The programme's heading, in the language of the page."""
        return str(self.kind.label)


@dataclass(frozen=True)
class Section(Generic[T]):
    """One domain of a profile: its text for the profile's variant, and its two lists."""

    text: DomainText
    lists: list[FindingList[T]]

    @property
    def findings(self) -> list[T]:
        """Those of both lists."""
        return [finding for part in self.lists for finding in part.findings]

    @property
    def domain(self) -> IndicatorDomain:
        return self.text.domain

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


def revision_sections(revision: Revision, language: str) -> list[Section[Finding]]:
    """Return the sections of `revision`, which has its findings with it; one query."""
    texts = domain_texts(revision.profile.place.variant, language)
    return group(revision.findings.all(), texts, none_identified=revision.none_identified)


def group(
    items: Iterable[T],
    texts: Iterable[DomainText],
    get_list: Callable[[Any], str] = attrgetter("list_name"),
    none_identified: Iterable[str] = (),
) -> list[Section[T]]:
    """Arrange `items`, in their order, under the domains of `texts`.

    `get_list` returns the list of an item; `none_identified` are lists as well. All are named as domain/kind.
    """
    by_list: dict[str, list[T]] = {}
    for item in items:
        by_list.setdefault(get_list(item), []).append(item)

    def build_list(text: DomainText, kind: Kind) -> FindingList[T]:
        name = f"{text.domain.slug}/{kind.value}"
        return FindingList(kind, by_list.get(name, []), name in none_identified)

    return [Section(text, [build_list(text, kind) for kind in Kind]) for text in texts]


def content_sections(content: RevisionContent, texts: list[DomainText]) -> list[Section[FindingData]]:
    """Return the findings of `content` by section."""
    return group(content["findings"], texts, list_name, content["none_identified"])


def sections_with_sources(content: RevisionContent, texts: list[DomainText]) -> list[Section[dict[str, Any]]]:
    """Return the same, each finding with its sources as `lines`: title and locator."""
    titles = {source["key"]: source["title"] for source in content["sources"]}
    findings = [
        {
            **finding,
            "lines": [
                ", ".join(filter(None, [titles.get(cited["source"], ""), cited["locator"]]))
                for cited in finding["sources"]
            ],
        }
        for finding in content["findings"]
    ]
    return group(findings, texts, list_name, content["none_identified"])


@dataclass(frozen=True)
class Edition:
    """One edition in the timeline of its place; `before` is the published one that it can be read beside."""

    profile: Profile
    before: Profile | None
    is_current: bool = False
    """It is the one that the page is about."""


def timeline(profiles: Iterable[Profile], current: Profile | None = None) -> list[Edition]:
    """Return the editions of one place, the newest first; each with the one before it among `profiles`."""
    ordered = sorted(profiles, key=lambda profile: profile.edition, reverse=True)
    return [
        Edition(profile, before, is_current=profile == current)
        for profile, before in pairwise([*ordered, None])
        if profile
    ]


MAX_LOCAL_PROFILES = 12
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
    rows = published.in_place(place) | published.filter(place__in=list(parents))
    rows = rows.with_languages().newest_first()
    editions = timeline((row for row in rows if row.place_id == place.pk), profile)
    local = [row for row in rows if row.place_id not in (place.pk, *parents)]
    parent_profiles = [row for row in rows if row.place_id in parents]
    assessed = {row.place_id for row in parent_profiles}
    return {
        "editions": editions if any(not edition.is_current for edition in editions) else [],
        "edition_before": next((edition.before for edition in editions if edition.is_current), None),
        "local_profiles": local[:MAX_LOCAL_PROFILES],
        "has_more_local": len(local) > MAX_LOCAL_PROFILES,
        "parent_profiles": parent_profiles,
        "parent_names": " · ".join(parents[pk].display_name for pk in parents if pk in assessed),
    }
