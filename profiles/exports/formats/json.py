"""A profile in the exchange format (JSON), as fixtures/ has it and imports/formats/native_json.py reads it.

The same text gives the same bytes, whatever the language of the page that it is asked from. A translation
says so in a part of its own, `translation`: nobody shall take it for the original.
"""

import json
from typing import Any

from django.conf import settings

from profiles.content.schema import FORMAT, PROFILE_FIELDS
from profiles.content.serialize import profile_data
from profiles.content.translations import Unit, build_units, read_content
from profiles.exports.context import (
    ProfileExport,
    frozen_place,
    may_be_unknown_elsewhere,
    permanent_address,
    serialize_place,
)
from profiles.models import Revision

FICTIONAL = "Fictional example"

ORDER = ("place", *PROFILE_FIELDS, "introduction", "none_identified", "change_note", "sources", "findings")
"""The order of a profile's parts in the document; the facts first."""


def render(export: ProfileExport) -> bytes:
    """Return the document, UTF-8, two spaces of indent, a line break at the end."""
    document = {
        "format": FORMAT,
        "about": about(export),
        "places": places(export),
        "profiles": [ordered(export)],
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def places(export: ProfileExport) -> list[dict[str, Any]]:
    """Return the place and what it lies in, where another site may not have them."""
    rows = (*export.place.ancestors, frozen_place(export.revision))
    return [serialize_place(row) for row in rows if may_be_unknown_elsewhere(row)]


def ordered(export: ProfileExport) -> dict[str, Any]:
    """Return the profile of `export`, its parts in their order."""
    data: dict[str, Any] = dict(export.data)
    return {name: data[name] for name in ORDER} | _translation(export.revision, export.units)


def serialize_profile(revision: Revision) -> dict[str, Any]:
    """Return a profile with what `revision` says, as it is read; three queries."""
    content = read_content(revision)
    translation = revision.translation
    units = [] if translation is None else build_units(revision, translation.units, content)
    return {**profile_data(revision.profile, revision, content), **_translation(revision, units)}


def _translation(revision: Revision, units: list[Unit]) -> dict[str, Any]:
    """Return what a profile says of the translation that it is read in; nothing of an original."""
    if (translation := revision.translation) is None:
        return {}
    return {
        "translation": {
            "language": translation.language,
            "original_language": revision.original_language,
            "number": translation.number,
            "provenance": translation.provenance,
            "reference": translation.reference,
            "published": translation.published_at.date().isoformat() if translation.published_at else None,
            "address": permanent_address(revision) if translation.number else "",
            "outdated": [unit.key for unit in units if unit.is_outdated],
            "untranslated": [unit.key for unit in units if unit.is_missing],
        }
    }


def about(export: ProfileExport) -> dict[str, Any]:
    """Return where the text comes from. Readers of the format may pass it over."""
    origin: dict[str, Any] = {
        "title": export.revision.title,
        "site": settings.SITE_NAME,
        "address": export.address,
        "revision": export.revision.number,
        "published": export.day_published or None,
    }
    return origin | ({"note": FICTIONAL} if export.place.is_fictional else {})
