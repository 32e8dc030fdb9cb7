"""An entry of a bibliography as CSL JSON, of which citation styles are formed."""

import json
from typing import Any

from profiles.exports.citations.citation import Citation


def render(reference: Citation) -> bytes:
    """Return a list of one item, as the format asks for."""
    return f"{json.dumps([item(reference)], ensure_ascii=False, indent=2)}\n".encode()


def item(reference: Citation) -> dict[str, Any]:
    day = reference.published
    members: dict[str, Any] = {
        "id": reference.key,
        "type": "report",
        "title": reference.title,
        "publisher": reference.publisher,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": str(reference.number),
        "language": reference.language,
        "URL": reference.address,
        "note": reference.note,
        "number": reference.reference_number,
        "ISBN": reference.isbn,
    }
    return {name: value for name, value in members.items() if value}
