"""What stands beside each other on the page of a comparison, as a table (CSV): a finding a row.

UTF-8 with a byte order mark, so that Excel reads it; a cell that a spreadsheet would take for a formula is
neutralised by an apostrophe.
"""

import csv
import io
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from profiles.content.comparison import ComparedDomain
from profiles.imports.tables.cells import guard
from profiles.models import Finding, Revision

BOM = "\ufeff"


def render(domains: Iterable[ComparedDomain]) -> bytes:
    """Return the findings of `domains` in the order of the page, in its language; months in ISO 8601."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_heads())
    for domain in domains:
        for row in domain.rows:
            for cell in row.cells:
                for finding in cell.list.findings:
                    said = [f"{domain.text.domain.number} {domain.text.title}", row.heading]
                    writer.writerow([guard(part) for part in (*said, *_cells(cell.revision, finding))])
    return f"{BOM}{file.getvalue()}".encode()


def _heads() -> list[str]:
    return [
        _("Domain"),
        _("Kind of finding"),
        _("Place"),
        _("Level"),
        _("Edition"),
        _("Month described"),
        _("Language"),
        _("Finding"),
        _("Permanent address"),
        _("Note"),
    ]


def _cells(revision: Revision, finding: Finding) -> list[str]:
    place = revision.profile.place
    return [
        revision.local_place_name,
        place.get_level_display(),
        revision.edition_fact,
        revision.described,
        revision.language,
        finding.text,
        f"{settings.SITE_URL}{reverse('finding', args=[finding.key])}",
        _("Fictional example") if place.is_fictional else "",
    ]
