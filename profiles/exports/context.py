"""What a file of a profile is made from: its data, and the words that stand around it. Asked once, here.

The files of the other modules are made of this alone: they ask no database.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import override

from profiles.choices import Language, Level
from profiles.content.schema import FindingData, ProfileData, RevisionContent, SourceData, new_content
from profiles.content.sections import Section, content_sections, domain_texts
from profiles.content.serialize import profile_data, serialize_revision, serialize_revisions
from profiles.content.translations import Unit, build_units, read_content, read_in
from profiles.models import DomainText, Place, Revision

PLACE_FIELDS = (
    *("slug", "level", "parent", "name", "official_name", "names", "iso2", "iso3", "m49", "region"),
    *("subregion", "latitude", "longitude", "designation_note", "is_fictional"),
)
"""What the exchange format says of a place, in its order."""

BATCH = 25
"""So many texts are in memory at a time, where many go into a file."""


@dataclass(frozen=True)
class ProfileExport:
    """A revision of a profile, to be put into a file. `language` is that of the words around its text."""

    revision: Revision
    """With its profile and place (with_profile())."""
    data: ProfileData
    sections: list[Section[FindingData]]
    language: str

    def __getstate__(self) -> dict[str, Any]:
        """Take its address along into another process, where the table of addresses is not loaded."""
        return self.__dict__ | {"address": self.address}

    @property
    def place(self) -> Place:
        return self.revision.profile.place

    @cached_property
    def place_name(self) -> str:
        return self.revision.place_name_in(self.language)

    @property
    def file_name(self) -> str:
        """Without its ending: mgi-mali-2021-r1-en; `language`, not that of the text, stands at its end."""
        translation = self.revision.translation
        number = self.revision.number if self.revision.published_at else None
        own = (translation.number or "draft") if translation else None
        return file_name(self.data["slug"], number, self.language, own)

    @cached_property
    def address(self) -> str:
        """Absolute and permanent; empty of a draft."""
        return permanent_address(self.revision) if self.published_at else ""

    @property
    def published_at(self) -> datetime | None:
        """When the text was published, of a translation the translation; None of a draft."""
        translation = self.revision.translation
        return self.revision.published_at if translation is None else translation.published_at

    @property
    def day_published(self) -> str:
        """ISO 8601; empty of a draft."""
        return self.published_at.date().isoformat() if self.published_at else ""

    def language_of(self, text: str) -> str:
        """Return the language that a text of the profile is in."""
        return str(getattr(text, "language", self.revision.language))

    @cached_property
    def units(self) -> list[Unit]:
        """Each text of the original beside its translation; empty where the text is the original."""
        translation = self.revision.translation
        return [] if translation is None else build_units(self.revision, translation.units, self.data)

    @cached_property
    def fictional_mark(self) -> str:
        """“Fictional example” in the language of the file, of an invented place; else empty."""
        with override(self.language):
            return self.place.fictional_mark

    @cached_property
    def source_numbers(self) -> dict[str, int]:
        """Key of a source -> its number in the list of sources, from 1."""
        return {source["key"]: number for number, source in enumerate(self.data["sources"], start=1)}

    @cached_property
    def sources(self) -> dict[str, SourceData]:
        """Key of a source -> the source."""
        return {source["key"]: source for source in self.data["sources"]}


def file_name(slug: str, number: int | None, language: str, translation: int | str | None = None) -> str:
    """Return the name of a file of a text without its ending; `number` is None of a draft."""
    text = f"r{number}" if number else "draft"
    return f"mgi-{slug}-{text}{f'-t{translation}' if translation else ''}-{language}"


def build_export(revision: Revision, language: str) -> ProfileExport:
    """Return `revision` as files are made of it, words in `language`; four queries (with_profile()).

    Where it is read in a translation, its texts are those of the translation.
    """
    texts = domain_texts(revision.profile.place.variant, language)
    return _export(revision, serialize_revision(revision), texts, language)


def build_exports(
    revisions: Sequence[int], language: str, text_language: str, *, with_content: bool = True
) -> Iterator[ProfileExport]:
    """Yield the texts whose keys are `revisions`, in that order; BATCH of them are in memory at a time.

    Words in `language`; texts in `text_language` where they are translated, and all in the original where it
    is empty. Five queries a batch, and one for the titles of either kind of place; two a batch
    `with_content=False`, for lists of texts. What is withdrawn before its turn comes is left out; what is
    replaced meanwhile is still what was live when it was asked for.
    """
    texts = cache(lambda variant: domain_texts(variant, language) if with_content else [])
    for start in range(0, len(revisions), BATCH):
        keys = revisions[start : start + BATCH]
        instances = Revision.objects.public().with_profile().in_bulk(keys)
        if text_language:
            read_in(text_language, *instances.values())
        contents = serialize_revisions(list(instances.values())) if with_content else {}
        for revision in (instances[pk] for pk in keys if pk in instances):
            content = contents.pop(revision.pk, None) or new_content()
            yield _export(revision, content, texts(revision.profile.place.variant), language)


def _export(
    revision: Revision, content: RevisionContent, texts: list[DomainText], language: str
) -> ProfileExport:
    content = read_content(revision, content)
    data = profile_data(revision.profile, revision, content)
    return ProfileExport(revision, data, content_sections(content, texts), language)


def permanent_address(revision: Revision) -> str:
    """Return the absolute address of this very text, a translation where it is one, in its own language.

    An original whose language has no pages here is shown on the English ones, whatever is translated.
    """
    with override(revision.page_language):
        query = "" if revision.page_language == revision.language else "?text=original"
        return f"{settings.SITE_URL}{revision.get_absolute_url()}{query}"


def frozen_place(revision: Revision) -> Place:
    """Return the place of `revision` under the names that the text has for it: a copy, not to be stored."""
    place, language = copy(revision.profile.place), revision.language
    if language == Language.ENGLISH:
        place.name, place.official_name = revision.place_name, revision.place_official_name
    elif revision.place_name != place.name_in(language):
        place.names = place.names | {language: revision.place_name}
    return place


def may_be_unknown_elsewhere(place: Place) -> bool:
    """Return whether another site may lack `place`: all have the countries and territories of ISO 3166."""
    return place.is_fictional or place.level not in (Level.COUNTRY, Level.TERRITORY)


def serialize_place(place: Place) -> dict[str, Any]:
    """Return `place` as the exchange format has it: its parent by slug, its centre in degrees."""
    row = {field: getattr(place, field) for field in PLACE_FIELDS}
    for field in ("latitude", "longitude"):
        row[field] = None if row[field] is None else float(row[field])
    return row | {"parent": place.parent.slug if place.parent else None}
