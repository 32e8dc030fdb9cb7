"""The content of a profile, for the OpenAPI document: drawn from the types of profiles.content.serialize."""

from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from rest_framework import serializers as s

from profiles.content.serialize import CitedData, FindingData, ProfileData, SourceData

NAMES = {ProfileData: "ProfileContent", SourceData: "Source", CitedData: "Citation", FindingData: "Statement"}


ABOUT: dict[Any, dict[str, str]] = {
    ProfileData: {
        "place": "Slug of the place.",
        "slug": "Slug of the profile.",
        "edition": "1 for a first profile, 2 for a second.",
        "year": "That the findings describe.",
        "month": "1 to 12, or null where only the year is on record.",
        "language": "Of the text.",
        "introduction": "An empty line starts a new paragraph.",
        "none_identified": "Lists, as domain/kind, of which the profile itself says that there is none.",
        "sources": "All that the findings cite, in the order of the text.",
        "findings": "In reading order.",
        "reference_number": "Or empty.",
        "isbn": "Or empty.",
        "acknowledgements": "Or empty.",
        "licence": "Or empty.",
        "change_note": "What changed since the text before, or empty.",
    },
    SourceData: {
        "key": "By which findings cite it.",
        "title": "As the text has it.",
        "body": "Who issued it, or empty.",
        "year": "Of the source, or null.",
        "url": "Where it can be read, or empty.",
    },
    FindingData: {
        "key": "Stays from one text to the next.",
        "domain": "Slug of the domain.",
        "kind": "well_developed, or potential for further development.",
        "text": "Word for word.",
        "indicator_area": "The part of the domain that it rests on, or empty.",
        "sources": "What it rests on.",
    },
    CitedData: {
        "source": "Key of a source of the same text.",
        "locator": "The place in it, as “art. 4”, or empty.",
    },
}
"""Type -> part -> the sentence of the document. A part that serialize.py gains needs one."""


def of_type(shape: Any) -> type[s.Serializer]:
    """Return the serializer of one of the TypedDicts of serialize.py."""
    parts = {name: _field(hint, ABOUT[shape][name]) for name, hint in get_type_hints(shape).items()}
    return type(NAMES[shape], (s.Serializer,), parts)


def _field(hint: Any, about: str) -> s.Field:
    if hint is str:
        return s.CharField(help_text=about)
    if hint is int:
        return s.IntegerField(help_text=about)
    if isinstance(hint, UnionType):
        return s.IntegerField(allow_null=True, help_text=about)
    if get_origin(hint) is list:
        [item] = get_args(hint)
        if item is str:
            return s.ListField(child=s.CharField(), help_text=about)
        return of_type(item)(many=True, help_text=about)
    raise TypeError(f"The document has no word for {hint}.")
