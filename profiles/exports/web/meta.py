"""What the head of a profile's page tells libraries and reference managers: Highwire and Dublin Core tags."""

from django.conf import settings
from django.urls import reverse

from profiles.exports.citations.citation import Citation
from profiles.models import Revision


def tags(reference: Citation, revision: Revision) -> list[tuple[str, str]]:
    """Return name and content of each tag. All lead to the frozen text, which is what is cited; no query."""
    pdf = reverse("revision_file", args=[revision.profile.slug, revision.number, "pdf"])
    pairs = [
        ("citation_title", reference.title),
        ("citation_publication_date", f"{reference.published:%Y/%m/%d}"),
        ("citation_publisher", reference.publisher),
        ("citation_language", reference.language),
        ("citation_public_url", reference.address),
        ("citation_pdf_url", f"{settings.SITE_URL}{pdf}"),
        ("citation_technical_report_number", reference.reference_number),
        ("citation_isbn", reference.isbn),
        ("dcterms.title", reference.title),
        ("dcterms.identifier", reference.address),
        ("dcterms.issued", reference.published.isoformat()),
        ("dcterms.publisher", reference.publisher),
        ("dcterms.language", reference.language),
        ("dcterms.spatial", reference.place),
        ("dcterms.temporal", reference.period_iso),
        ("dcterms.type", "Text"),
        ("dcterms.rights", reference.licence),
        ("dcterms.description", reference.note),
    ]
    return [(name, content) for name, content in pairs if content]
