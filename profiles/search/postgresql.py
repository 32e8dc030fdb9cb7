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
    if stored > 0 and query.rarest >= max(most, COMMON * sqrt(stored)):
        among = int(2 * most * stored / query.rarest)
        found = _rows(*_in_newest(asked, filters, most, among, scored=scored))
        if len(found) == most:
            return found
    condition, narrowed = where(filters)
    wanted = f"entry.id >= {FIRST_DOCUMENT} {condition}"
    statement, values = _by_index(asked, COLUMNS, wanted, narrowed, scored=scored)
    return _rows(f"{statement} ORDER BY id DESC LIMIT {most}", values)


def _in_newest(asked: Asked, filters: Filters, most: int, among: int, *, scored: bool) -> Part:
    """Those among the newest `among` of what `filters` leave: read in order, until there are enough."""
    question, forms = _in_own_language(asked)
    condition, narrowed = where(filters)
    score, score_forms = (f"ts_rank(words, {question}, 1)", forms) if scored else ("0", [])
    return (
        # First which, then their scores: beside the order, they would be asked of all that fit.
        f"SELECT {COLUMNS}, {score} FROM ("  # noqa: S608 (constants)
        f"SELECT {COLUMNS}, words FROM (SELECT {COLUMNS}, words FROM profiles_searchentry entry "
        f"WHERE entry.id >= {FIRST_DOCUMENT} {condition} ORDER BY entry.id DESC LIMIT {among}) entry "
        f"WHERE words @@ {question} ORDER BY entry.id DESC LIMIT {most}) entry ORDER BY entry.id DESC",
        [*score_forms, *narrowed, *forms],
    )


def _by_index(asked: Asked, columns: str, wanted: str, narrowed: Sequence[Any], *, scored: bool) -> Part:
    """The texts that answer in their own language: the index is asked for each form of the question.

    Asked for all forms at once, it would have each text read again to tell which form was found. The scores
    are asked here: a vector weighs more in the sorting than its score takes to make.
    """
    parts, values = [], []
    for form, languages in asked.items():
        score = "ts_rank(words, %s::tsquery, 1)" if scored else "0"
        own = "" if len(asked) == 1 else f" AND language IN ({', '.join(map(repr, languages))})"
        parts.append(
            f"(SELECT {columns}, {score} FROM profiles_searchentry entry "  # noqa: S608 (constants)
            f"WHERE {wanted} AND words @@ %s::tsquery{own})"
        )
        values += [*([form] if scored else []), *narrowed, form]
    return " UNION ALL ".join(parts), values


def places_and_domains(query: Query, most: int) -> list[tuple[str, int]]:
    """Return (what it is, its id) of the places and domains that `query` asks for, at most `most` rows."""
    asked, _stored = _asked(query, list(CONFIGURATIONS))
    columns = "entry.id, entry.what, COALESCE(entry.place_id, entry.domain_id)"
    statement, values = _by_index(asked, columns, f"entry.id < {FIRST_DOCUMENT}", [], scored=False)
    return [(what, pk) for _id, what, pk, _score in _rows(f"{statement} ORDER BY id LIMIT {most}", values)]


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


def _in_own_language(asked: Asked) -> Part:
    """Return the question in the language of the text that is looked at, as SQL, and its values."""
    if len(asked) == 1:
        return "%s::tsquery", list(asked)
    cases = (f"WHEN language IN ({', '.join(map(repr, codes))}) THEN %s::tsquery" for codes in asked.values())
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
