"""The index on SQLite: a full-text table (FTS5) of the texts and of their stems."""

from collections.abc import Sequence
from typing import NamedTuple

from profiles.languages import Language
from profiles.search.analysis import marked_stems
from profiles.search.filters import COLUMNS, FIRST_DOCUMENT, Candidate, Filters, build_condition, fetch_rows
from profiles.search.query import Query, Term

TABLE = "profiles_searchtext"


class Plan(NamedTuple):
    """A question as FTS5 reads it, of texts and of names, which have no language."""

    texts: str
    names: str


def read(query: Query) -> Plan:
    """Return the question as FTS5 reads it. No query."""
    return Plan(_match(query, Language.values), _match(query, [*Language.values, ""]))


def candidates(plan: Plan, filters: Filters, most: int, *, scored: bool) -> list[Candidate]:
    """Return the newest texts that are asked for, at most `most`, newest first."""
    condition, values = build_condition(filters)
    statement = f"""
        SELECT {COLUMNS}, {f"-bm25({TABLE})" if scored else "0"}
        FROM {TABLE} JOIN profiles_searchentry entry ON entry.id = {TABLE}.rowid
        WHERE {TABLE} MATCH %s AND {TABLE}.rowid >= {FIRST_DOCUMENT} {condition}
        ORDER BY {TABLE}.rowid DESC LIMIT {most}
        """  # noqa: S608 (constants)
    return fetch_rows(statement, [plan.texts, *values])


def places_and_domains(plan: Plan, most: int) -> list[tuple[str, int]]:
    """Return (what it is, its id) of the places and domains that are asked for, at most `most` rows."""
    statement = f"""
        SELECT what, COALESCE(place_id, domain_id)
        FROM {TABLE} JOIN profiles_searchentry entry ON entry.id = {TABLE}.rowid
        WHERE {TABLE} MATCH %s AND {TABLE}.rowid < {FIRST_DOCUMENT}
        ORDER BY entry.id LIMIT {most}
        """  # noqa: S608 (constants)
    return fetch_rows(statement, [plan.names])


def similar_words(words: Sequence[str]) -> list[tuple[str, int]]:
    """Return (word of the index, in how many texts it stands) for words that may have been meant."""
    near = " OR ".join(["LENGTH(word) BETWEEN %s AND %s"] * len(words))
    sizes = [size for word in words for size in (len(word) - 2, len(word) + 2)]
    return fetch_rows(f"SELECT word, times FROM profiles_searchword WHERE {near}", sizes)  # noqa: S608 (constants)


def _match(query: Query, languages: list[str]) -> str:
    """Return the question with each word in quotes, so that none is an operator."""
    required = " AND ".join(_term(term, languages) for term in query.required)
    without = " OR ".join(_term(term, languages) for term in query.excluded)
    return f"({required}) NOT ({without})" if without else required


def _term(term: Term, languages: list[str]) -> str:
    ways = [f'stems : "{marked_stems(term.folded, code)}"' for code in languages]
    if term.is_beginning:
        # The table folds some letters of the texts itself, not all.
        plain = term.folded[0]
        spellings = (term.words[0], plain, plain.replace("oe", "œ").replace("ae", "æ"))
        ways += [f'text : "{word}" *' for word in dict.fromkeys(spellings)]
    return f"({' OR '.join(ways)})"
