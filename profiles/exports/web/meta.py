"""What the head of a profile's page tells libraries and reference managers: Highwire and Dublin Core tags."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from profiles.exports.citations.citation import Citation
from profiles.models import Revision
from profiles.site_texts import site_name


def _pdf_path(revision: Revision) -> str:
    """Return the path of the report of this very text; of a translation in its own language."""
    slug, translation = revision.profile.slug, revision.translation
    if translation is None:
        return reverse("revision_file", args=[slug, revision.number, "pdf"])
    with override(translation.language):
        return reverse("translation_file", args=[slug, revision.number, translation.number, "pdf"])


def tags(citation: Citation) -> list[tuple[str, str]]:
    """Return name and content of each tag. All lead to the frozen text, which is what is cited; no query."""
    revision = citation.revision
    pdf = _pdf_path(revision)
    pairs = [
        ("citation_title", revision.title),
        ("citation_publication_date", f"{citation.published:%Y/%m/%d}"),
        ("citation_publisher", site_name(citation.language)),
        ("citation_language", revision.language),
        ("citation_public_url", citation.address),
        ("citation_pdf_url", f"{settings.SITE_URL}{pdf}"),
        ("citation_technical_report_number", revision.profile.reference_number),
        ("citation_isbn", revision.profile.isbn),
        ("dcterms.title", revision.title),
        ("dcterms.identifier", citation.address),
        ("dcterms.issued", citation.published.isoformat()),
        ("dcterms.publisher", site_name(citation.language)),
        ("dcterms.language", revision.language),
        ("dcterms.spatial", revision.place_name_in(citation.language)),
        ("dcterms.temporal", revision.period_iso),
        ("dcterms.type", "Text"),
        ("dcterms.rights", revision.profile.licence),
        ("dcterms.description", citation.note),
    ]
    return [(name, content) for name, content in pairs if content]
