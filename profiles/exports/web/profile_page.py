"""What the page of a profile shows of a text, for its template: of the site, and of the preview."""

from typing import Any

from profiles.content.glossary import PageGlossary
from profiles.content.sections import related_profiles, revision_sections
from profiles.exports.citations import bibtex
from profiles.exports.citations.citation import Citation, format_styles
from profiles.exports.formats import CITATIONS, FORMATS
from profiles.exports.web import share_links
from profiles.models import Revision


def profile_context(revision: Revision, citation: Citation, *, is_frozen: bool = False) -> dict[str, Any]:
    """Return what the page shows of `revision`, its words in the language of `citation`; two queries.

    The revision is with_findings() and with_terms(). Its own citation stands beside two styles, BibTeX and
    files; unless it `is_frozen`, so do links to share it at, and the code to embed it with.
    """
    profile, share = revision.profile, None
    if not is_frozen:
        share = {"links": share_links.links(revision), "frame": share_links.frame(revision)[0]}
    return {
        "profile": profile,
        "place": profile.place,
        "revision": revision,
        "is_frozen": is_frozen,
        "formats": FORMATS.values(),
        "citation": {
            "styles": format_styles(citation),
            "address": citation.address,
            "bibtex": bibtex.entry(citation),
            "formats": CITATIONS.values(),
        },
        "share": share,
        "alerts": share_links.alerts_path(place=profile.place.slug),
        "sections": revision_sections(revision, citation.language),
        "glossary": PageGlossary.of(revision.terms, citation.language),
        **related_profiles(profile),
    }
