"""What a file of a profile is made from: its data, and the words that stand around it. Asked once, here.

The files of the other modules are made of this alone: they ask no database.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any, Self

from django.conf import settings
from django.utils.translation import gettext as _, override

from profiles.choices import CLOSED_STATES, Language, Level, Variant
from profiles.content.schema import FindingData, ProfileData, RevisionContent, SourceData, new_content
from profiles.content.sections import domain_texts
from profiles.content.serialize import profile_data, serialize_revisions
from profiles.models import DomainText, Place, Revision

PLACE_FIELDS = (
    *("slug", "level", "parent", "name", "official_name", "names", "iso2", "iso3", "m49", "region"),
    *("subregion", "latitude", "longitude", "designation_note", "is_fictional"),
)
"""What the exchange format says of a place, in its order."""

BATCH = 25
"""So many texts are in memory at a time, where many go into a file."""


@dataclass(frozen=True)
class DomainTitle:
    """One of the six, by its official title; `language` is the one that the words are really in."""

    number: int
    slug: str
    title: str
    language: str
    description: str = ""
    icon: str = "scale"
    """A key of svg.icons.ICONS."""

    @classmethod
    def of(cls, text: DomainText) -> Self:
        domain = text.domain
        return cls(domain.number, domain.slug, text.title, text.language, text.description, domain.icon)


@dataclass(frozen=True)
class ProfileExport:
    """A revision of a profile, to be put into a file. `language` is that of the words around its text."""

    data: ProfileData
    places: list[dict[str, Any]]
    """The place and what it lies in, where another site may not have them: rows of the exchange format."""
    domains: list[DomainTitle]
    language: str
    title: str
    place_in_title: str
    """The place as the title names it, in the language of the text."""
    period_iso: str
    """ISO 8601, as Profile.period_iso."""
    place_name: str
    is_fictional: bool
    designation_note: str
    number: int
    published_at: datetime | None
    """None of a draft."""
    address: str
    """Absolute and permanent; empty for what has none."""
    site: str

    @property
    def direction(self) -> str:
        return Language(self.language).direction

    @property
    def text_language(self) -> str:
        return self.data["language"]

    @property
    def file_name(self) -> str:
        """Without its ending: mgi-mali-2021-r1-en; `language`, not that of the text, stands at its end."""
        number = f"r{self.number}" if self.published_at else "draft"
        return f"mgi-{self.data['slug']}-{number}-{self.language}"

    @property
    def day_published(self) -> str:
        """ISO 8601; empty of a draft."""
        return self.published_at.date().isoformat() if self.published_at else ""

    @cached_property
    def mark(self) -> str:
        """“Fictional example” in the language of the file, of an invented place; else empty."""
        with override(self.language):
            return _("Fictional example") if self.is_fictional else ""

    def findings(self, domain: str, kind: str) -> list[FindingData]:
        return self._lists.get((domain, kind), [])

    @cached_property
    def _lists(self) -> dict[tuple[str, str], list[FindingData]]:
        lists: dict[tuple[str, str], list[FindingData]] = {}
        for row in self.data["findings"]:
            lists.setdefault((row["domain"], row["kind"]), []).append(row)
        return lists

    @cached_property
    def source_numbers(self) -> dict[str, int]:
        """Key of a source -> its number in the list of sources, from 1."""
        return {source["key"]: number for number, source in enumerate(self.data["sources"], start=1)}

    @cached_property
    def sources(self) -> dict[str, SourceData]:
        """Key of a source -> the source."""
        return {source["key"]: source for source in self.data["sources"]}


def build_export(revision: Revision, language: str) -> ProfileExport:
    """Return `revision` as files are made of it, words in `language`; four queries (with_profile())."""
    (content,) = serialize_revisions([revision]).values()
    return _export(revision, content, domain_titles(revision.profile.place.variant, language), language)


def build_exports(
    revisions: Sequence[int], language: str, *, with_content: bool = True
) -> Iterator[ProfileExport]:
    """Yield the texts whose keys are `revisions`, in that order; BATCH of them are in memory at a time.

    Four queries a batch, and one for the titles of either kind of place; one a batch `with_content=False`,
    for lists of texts. What is withdrawn before its turn comes is left out; what is replaced meanwhile is
    still what was live when it was asked for.
    """
    titles = cache(lambda variant: domain_titles(variant, language) if with_content else [])
    for start in range(0, len(revisions), BATCH):
        keys = revisions[start : start + BATCH]
        instances = Revision.objects.public().with_profile().in_bulk(keys)
        contents = serialize_revisions(list(instances.values())) if with_content else {}
        for revision in (instances[pk] for pk in keys if pk in instances):
            content = contents.pop(revision.pk, None) or new_content()
            yield _export(revision, content, titles(revision.profile.place.variant), language)


def domain_titles(variant: Variant, language: str) -> list[DomainTitle]:
    """Return the six, as files for the places of `variant` call them; one query."""
    return [DomainTitle.of(text) for text in domain_texts(variant, language)]


def _export(
    revision: Revision, content: RevisionContent, domains: list[DomainTitle], language: str
) -> ProfileExport:
    profile, place = revision.profile, revision.profile.place
    is_closed = revision.state in CLOSED_STATES
    with override(Language.ENGLISH):
        address = f"{settings.SITE_URL}{revision.get_absolute_url()}"
    return ProfileExport(
        data=profile_data(profile, revision, content),
        places=[
            serialize_place(row)
            for row in (*place.ancestors, frozen_place(revision))
            if is_translation_by_site(row)
        ],
        domains=domains,
        language=language,
        title=revision.title,
        place_in_title=revision.place_official_name,
        period_iso=revision.period_iso,
        place_name=revision.place_name_in(language),
        is_fictional=place.is_fictional,
        designation_note=place.designation_note,
        number=revision.number,
        published_at=revision.published_at if is_closed else None,
        address=address if is_closed else "",
        site=settings.SITE_NAME,
    )


def frozen_place(revision: Revision) -> Place:
    """Return the place of `revision` under the names that the text has for it: a copy, not to be stored."""
    place, language = copy(revision.profile.place), revision.language
    if language == Language.ENGLISH:
        place.name, place.official_name = revision.place_name, revision.place_official_name
    elif revision.place_name != place.name_in(language):
        place.names = place.names | {language: revision.place_name}
    return place


def is_translation_by_site(place: Place) -> bool:
    """Return whether another site may not have it: all have the countries and territories of ISO 3166."""
    return place.is_fictional or place.level not in (Level.COUNTRY, Level.TERRITORY)


def serialize_place(place: Place) -> dict[str, Any]:
    """Return `place` as the exchange format has it: its parent by slug, its centre in degrees."""
    row = {field: getattr(place, field) for field in PLACE_FIELDS}
    for field in ("latitude", "longitude"):
        row[field] = None if row[field] is None else float(row[field])
    return row | {"parent": place.parent.slug if place.parent else None}
