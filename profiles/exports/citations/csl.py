"""An entry of a bibliography as CSL JSON, of which citation styles are formed."""

import json
from typing import Any

from profiles.exports.citations.citation import Citation
from profiles.site_texts import site_name


def render(citation: Citation) -> bytes:
    """Return a list of one item, as the format asks for."""
    revision, day = citation.revision, citation.published
    members: dict[str, Any] = {
        "id": citation.key,
        "type": "report",
        "title": revision.title,
        "publisher": site_name(citation.language),
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": str(revision.number),
        "language": revision.language,
        "URL": citation.address,
        "note": citation.note,
        "number": revision.profile.reference_number,
        "ISBN": revision.profile.isbn,
    }
    item = {name: value for name, value in members.items() if value}
    return f"{json.dumps([item], ensure_ascii=False, indent=2)}\n".encode()
