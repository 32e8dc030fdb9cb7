"""The index on PostgreSQL: a tsvector in the text's own language, and the question in that language."""

from collections.abc import Sequence
from math import sqrt
from typing import Any

from django.db import connection

from profiles.search.query import Query, Term
from profiles.search.where import COLUMNS, FIRST_DOCUMENT, Candidate, Filters, where
from profiles.search.words import PLURAL, STEMMERS

CONFIGURATIONS = {**{code: f"mgi_{code}" for code in STEMMERS}, "": "mgi_simple"}
"""Language of a text ("" for names, which have none) -> its text search configuration (a migration's)."""

ALIKE = 12
"""Words alike that are looked at for each word that no text has."""


Asked = dict[str, list[str]]
"""A question as PostgreSQL reads it (a tsquery) -> the languages in which it is read so; often all alike."""

Part = tuple[str, list[Any]]
"""SQL, and its values."""

COMMON = 25
"""Times the root of the number of texts: so often stands a word that reading the newest texts in order finds
enough of it sooner than the index gives all of its places. Measured: a text that is read in order takes 0.7
microseconds, one that the index names 2.3."""


def candidates(query: Query, filters: Filters, most: int, *, scored: bool) -> list[Candidate]:
    """Return the newest texts that `query` asks for, at most `most`, newest first.

    Words that stand in many texts are looked for in the newest first: the index would give all of them.
    """
    asked, stored = _asked(query, [filters.language] if filters.language else list(STEMMERS))
    score, score_values = _score(asked) if scored else ("0", [])
    ways = [_by_index(asked, filters, most)]
    if stored > 0 and query.rarest >= max(most, COMMON * sqrt(stored)):
        ways.insert(0, _in_newest(asked, filters, most, int(2 * most * stored / query.rarest)))
    found: list[Candidate] = []
    for newest, values in ways:
        # First which, then their scores: beside the order, they would be asked of all that fit.
        statement = f"SELECT {COLUMNS}, {score} FROM ({newest}) entry ORDER BY entry.id DESC"  # noqa: S608
        found = _rows(statement, [*score_values, *values])
        if len(found) == most:
            break
    return found


def _by_index(asked: Asked, filters: Filters, most: int) -> Part:
    fits, values = _fits(asked)
    condition, narrowed = where(filters)
    return (
        f"SELECT {COLUMNS}, words FROM profiles_searchentry entry "  # noqa: S608 (constants)
        f"WHERE entry.id >= {FIRST_DOCUMENT} AND {fits} {condition} ORDER BY entry.id DESC LIMIT {most}",
        [*values, *narrowed],
    )


def _in_newest(asked: Asked, filters: Filters, most: int, among: int) -> Part:
    """The same among the newest `among` of what `filters` leave: read in order, until there are enough."""
    fits, values = _fits(asked)
    condition, narrowed = where(filters)
    return (
        f"SELECT {COLUMNS}, words FROM (SELECT {COLUMNS}, words FROM profiles_searchentry entry "  # noqa: S608
        f"WHERE entry.id >= {FIRST_DOCUMENT} {condition} ORDER BY entry.id DESC LIMIT {among}) entry "
        f"WHERE {fits} ORDER BY entry.id DESC LIMIT {most}",
        [*narrowed, *values],
    )


def places_and_domains(query: Query, most: int) -> list[tuple[str, int]]:
    """Return (what it is, its id) of the places and domains that `query` asks for, at most `most` rows."""
    fits, fit_values = _fits(_asked(query, list(CONFIGURATIONS))[0])
    statement = f"""
        SELECT what, COALESCE(place_id, domain_id) FROM profiles_searchentry entry
        WHERE entry.id < {FIRST_DOCUMENT} AND {fits} ORDER BY entry.id LIMIT {most}
        """  # noqa: S608 (constants)
    return _rows(statement, fit_values)


def alike(words: Sequence[str]) -> list[tuple[str, int]]:
    """Return (word of the index, in how many texts it stands) for words that may have been meant."""
    statement = f"""
        SELECT DISTINCT near.word, near.times FROM unnest(%s::text[]) AS asked(word), LATERAL (
            SELECT word, times FROM profiles_searchword WHERE word %% asked.word
            ORDER BY similarity(word, asked.word) DESC, times DESC LIMIT {ALIKE}
        ) near
        """  # noqa: S608 (constants)
    return _rows(statement, [list(words)])


def _rows(statement: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _asked(query: Query, languages: list[str]) -> tuple[Asked, float]:
    """Return the question in each of `languages`, and how many texts are stored, about. One query."""
    parts = [_tsquery(query, code) for code in languages]
    values = [value for _, own in parts for value in own]
    stored = "SELECT reltuples FROM pg_class WHERE oid = 'profiles_searchentry'::regclass"
    [row] = _rows(f"SELECT {', '.join(f'{sql}::text' for sql, _ in parts)}, ({stored})", values)
    asked: Asked = {}
    for code, read in zip(languages, row[:-1], strict=True):
        asked.setdefault(read, []).append(code)
    return asked, row[-1]


def _fits(asked: Asked) -> Part:
    """Return the condition, and its values, that a text answers the question in its own language.

    The index is asked once, for all languages together; a CASE then keeps what answers in its own. An OR of
    both would have each text looked at for each language, and the planner guess too few rows.
    """
    if len(asked) == 1:
        return "words @@ %s::tsquery", list(asked)
    either = " || ".join(["%s::tsquery"] * len(asked))
    case, values = _by_language(asked, "words @@ %s::tsquery")
    return f"words @@ ({either}) AND {case}", [*asked, *values]


def _score(asked: Asked) -> Part:
    case, values = _by_language(asked, "%s::tsquery")
    return f"ts_rank(words, {case}, 1)", values


def _by_language(asked: Asked, sql: str) -> Part:
    """Return `sql`, which takes one question, with that of the language of the text."""
    if len(asked) == 1:
        return sql, list(asked)
    cases = (f"WHEN language IN ({', '.join(map(repr, codes))}) THEN {sql}" for codes in asked.values())
    return f"CASE {' '.join(cases)} END", list(asked)


def _tsquery(query: Query, language: str) -> tuple[str, list[str]]:
    """Return the question in one language as an SQL expression, and its values."""
    name = CONFIGURATIONS[language]
    wanted = [_term(term, name) for term in query.wanted]
    excluded = [_term(term, name) for term in query.excluded]
    parts = [*(sql for sql, _ in wanted), *(f"!!{sql}" for sql, _ in excluded)]
    return f"({' && '.join(parts)})", [value for _, value in [*wanted, *excluded]]


def _term(term: Term, name: str) -> tuple[str, str]:
    words = [PLURAL.sub("ão", word) for word in term.words] if name == "mgi_pt" else term.words
    if term.is_beginning:
        # Letters and digits alone (query.py): nothing in it has a meaning to to_tsquery.
        return f"to_tsquery('{name}', %s)", f"'{words[0]}':*"
    return f"phraseto_tsquery('{name}', %s)", " ".join(words)
