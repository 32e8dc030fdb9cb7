"""What the page of a profile offers to take along, for its template: citations, and links to share it at."""

from typing import Any

from profiles.exports.citations import bibtex
from profiles.exports.citations.citation import Citation, format_styles
from profiles.exports.formats import CITATIONS
from profiles.exports.web import share_links
from profiles.models import Revision


def citation_context(citation: Citation) -> dict[str, Any]:
    """Return what stands beside the page's own citation: two styles, BibTeX, and files."""
    return {
        "styles": format_styles(citation),
        "address": citation.address,
        "bibtex": bibtex.entry(citation),
        "formats": CITATIONS.values(),
    }


def share_context(live: Revision) -> dict[str, Any]:
    """Return the links to share the live text at, and the code to embed it with."""
    return {"links": share_links.links(live), "frame": share_links.frame(live)[0]}
