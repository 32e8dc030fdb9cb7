"""A profile in the exchange format (JSON), as fixtures/ has it and imports/formats/native_json.py reads it.

The same revision gives the same bytes, whatever the language of the page that it is asked from.
"""

import json
from typing import Any

from django.conf import settings

from profiles.content.schema import FORMAT, PROFILE_FIELDS
from profiles.exports.context import ProfileExport, frozen_place, may_be_unknown_elsewhere, serialize_place

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
    data: dict[str, Any] = dict(export.data)
    return {name: data[name] for name in ORDER}


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
