"""Search in what is public: `search(query, filters, language, page) -> Results`.

staff        the same words over all that a member of staff may see, for the administration
engine       the question, from its words to one page of hits and their counts
query        words, "phrases", -without, beginning*, OR and brackets -> terms
reading      what else a question asks for: a place, a domain, a kind, a year, terms of the glossary
analysis     words and their stems in each language, the same for both databases; arabic has those of Arabic
suggestions  “did you mean”
highlighting what was searched for, marked in what was found
filters      what hits can be narrowed to and counted by
backends     the index on PostgreSQL, with a planner of its own, and on SQLite
index        what keeps it: called by the actions that publish, by `prepare` and by `rebuild_search`
"""

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
    index_terms,
    is_missing,
    rebuild,
)
from profiles.search.staff import StaffHit, search_for_staff
