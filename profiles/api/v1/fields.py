"""The fields of the answers that are of this site: addresses of pages, texts and files, and languages."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers as s

from profiles.choices import Language
from profiles.content.unit_text import ORIGINAL, is_outdated, language_of, original_of, provenance_of
from profiles.exports.context import permanent_address
from profiles.exports.formats import CITATIONS, FORMATS
from profiles.models import FindingSource

FILE_FORMATS = (*FORMATS, *CITATIONS)


def absolute(path: str) -> str:
    """Return the address on this site, whatever name it was asked by."""
    return f"{settings.SITE_URL}{path}"


def string(help_text: str, **kwargs: Any) -> s.CharField:
    return s.CharField(help_text=help_text, **kwargs)


class PathField(s.URLField):
    """The absolute address of a path on this site."""

    def to_representation(self, value: str) -> str:
        return absolute(value)


class RouteField(s.URLField):
    """The absolute address of a route; `attributes` of the instance are its arguments."""

    def __init__(self, route: str, *attributes: str, fragment: str = "", **kwargs: Any) -> None:
        super().__init__(source="*", **kwargs)
        self.route = route
        self.getters = [attrgetter(attribute) for attribute in attributes]
        self.fragment = attrgetter(fragment) if fragment else None

    def to_representation(self, value: Any) -> str:
        path = reverse(self.route, args=[get(value) for get in self.getters])
        return absolute(f"{path}#{self.fragment(value)}" if self.fragment else path)


class PermanentField(s.URLField):
    """The permanent address of a revision, as it is read; `anchor`: at the finding that it is asked of."""

    def __init__(self, *, anchor: bool = False, **kwargs: Any) -> None:
        super().__init__(source="*", **kwargs)
        self.has_anchor = anchor

    def to_representation(self, value: Any) -> str:
        if self.has_anchor:
            return f"{permanent_address(value.revision)}#{value.anchor}"
        return permanent_address(value)


class FilesField(s.DictField):
    """The addresses of a profile's files, by the endings of their names; its source is the slug."""

    child = s.URLField()

    def to_representation(self, value: str) -> dict[str, str]:
        return {ending: absolute(reverse("profile_file", args=[value, ending])) for ending in FILE_FORMATS}


class TitleLanguageField(s.ChoiceField):
    """The language of the title of a source that a finding cites."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Language, source="*", **kwargs)

    def to_representation(self, value: FindingSource) -> str:
        return language_of(value.source.title, value.finding.revision)


@dataclass(frozen=True)
class TextFacts:
    """What the text of a finding, or of a hit, is, as it is read."""

    language: str
    provenance: str
    is_outdated: bool
    original: str | None

    @classmethod
    def of(cls, row: Any) -> "TextFacts":
        """Return what the `text` of a row is, of which the `revision` is read as the text is."""
        text, revision = row.text, row.revision
        provenance = provenance_of(text, revision)
        original = None if provenance == ORIGINAL else original_of(text)
        return cls(language_of(text, revision), provenance, is_outdated(text), original)
