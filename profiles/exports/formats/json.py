"""A profile in the exchange format (JSON), as fixtures/ has it and imports/formats/native_json.py reads it.

The same revision gives the same bytes, whatever the language of the page that it is asked from.
"""

import json
from typing import Any

from profiles.content.schema import FORMAT, PROFILE_FIELDS
from profiles.exports.context import ProfileExport

FICTIONAL = "Fictional example"

ORDER = ("place", *PROFILE_FIELDS, "introduction", "none_identified", "change_note", "sources", "findings")
"""The order of a profile's parts in the document; the facts first."""


def render(subject: ProfileExport) -> bytes:
    """Return the document, UTF-8, two spaces of indent, a line break at the end."""
    return f"{json.dumps(document(subject), ensure_ascii=False, indent=2)}\n".encode()


def document(subject: ProfileExport) -> dict[str, Any]:
    data: dict[str, Any] = dict(subject.data)
    return {
        "format": FORMAT,
        "about": about(subject),
        "places": subject.places,
        "profiles": [{name: data[name] for name in ORDER}],
    }


def about(subject: ProfileExport) -> dict[str, Any]:
    """Return where the text comes from. Readers of the format may pass it over."""
    said: dict[str, Any] = {
        "title": subject.title,
        "site": subject.site,
        "address": subject.address,
        "revision": subject.number,
        "published": subject.published_at.date().isoformat() if subject.published_at else None,
    }
    return said | ({"note": FICTIONAL} if subject.is_fictional else {})
