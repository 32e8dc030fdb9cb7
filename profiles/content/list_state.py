"""The state of what lists profiles: the home page, the directory, the pages of the domains.

As in text_state.py: bare values, compared and never read. A list may show anything of any place, so its state
is whether something has changed: the versions that triggers raise (models/page_versions.py), one a country.
"""

from functools import cache

from profiles.content.statements import Row, Statement, fetch, write
from profiles.models import PageVersion


def lists_state() -> list[Row]:
    """Return the versions of all that is public; one query, however many profiles there are."""
    return fetch(_versions())


@cache
def _versions() -> Statement:
    return write(PageVersion.objects.order_by("tag"), "tag", "version")
