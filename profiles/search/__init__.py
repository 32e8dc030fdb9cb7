"""Search in what is public: `search(query, filters, language, page) -> Results`."""

from profiles.search.configurations import missing_languages
from profiles.search.engine import (
    MAX_RESULTS,
    PAGE_SIZE,
    Hit,
    Passage,
    Results,
    latest,
    passages,
    search,
)
from profiles.search.filters import Filters
from profiles.search.index import (
    forget_place,
    index_domains,
    index_place,
    index_places,
    index_profile,
    is_missing,
    rebuild,
)
from profiles.search.staff import StaffHit, search_for_staff

__all__ = [
    "MAX_RESULTS",
    "PAGE_SIZE",
    "Filters",
    "Hit",
    "Passage",
    "Results",
    "StaffHit",
    "forget_place",
    "index_domains",
    "index_place",
    "index_places",
    "index_profile",
    "is_missing",
    "latest",
    "missing_languages",
    "passages",
    "rebuild",
    "search",
    "search_for_staff",
]
