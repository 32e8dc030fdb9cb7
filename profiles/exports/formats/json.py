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


def render(subject: ProfileExport) -> bytes:
    """Return the document, UTF-8, two spaces of indent, a line break at the end."""
    document = {
        "format": FORMAT,
        "about": about(subject),
        "places": places(subject),
        "profiles": [ordered(subject)],
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def places(subject: ProfileExport) -> list[dict[str, Any]]:
    """Return the place and what it lies in, where another site may not have them."""
    rows = (*subject.place.ancestors, frozen_place(subject.revision))
    return [serialize_place(row) for row in rows if may_be_unknown_elsewhere(row)]


def ordered(subject: ProfileExport) -> dict[str, Any]:
    data: dict[str, Any] = dict(subject.data)
    return {name: data[name] for name in ORDER}


def about(subject: ProfileExport) -> dict[str, Any]:
    """Return where the text comes from. Readers of the format may pass it over."""
    origin: dict[str, Any] = {
        "title": subject.revision.title,
        "site": settings.SITE_NAME,
        "address": subject.address,
        "revision": subject.revision.number,
        "published": subject.day_published or None,
    }
    return origin | ({"note": FICTIONAL} if subject.mark else {})
