"""The index on PostgreSQL: a tsvector in the text's own language, and the question in that language."""

import re
import time
from collections.abc import Collection, Sequence
from functools import cache, lru_cache, partial
from math import exp, prod, sqrt
from typing import Any, NamedTuple

from django.db import connection

from profiles.languages import Language
from profiles.search.analysis import as_stemmed, stem
from profiles.search.filters import COLUMNS, FIRST_DOCUMENT, Candidate, Filters, build_condition
from profiles.search.query import Query, Term

CONFIGURATIONS = {**{code: f"mgi_{code}" for code in Language.values}, "": "mgi_simple"}
"""Language of a text ("" for names, which have none) -> its text search configuration (configurations.py)."""

ALIKE = 12
"""Words alike that are looked at for each word that no text has."""

COMMON = 25
"""Times the root of the number of texts: so often stands a word that reading the newest texts in order finds
enough of it sooner than the index gives all of its places. Measured: a text that is read in order takes 0.7
microseconds, one that the index names 2.3."""

PREFIX_LIMIT = 200
"""Words with one beginning, the commonest, whose stems are looked at."""

STEMS_KEPT = 600
"""Seconds that a process keeps what it knows of common stems; the database counts them about once a day."""

STEM = re.compile(r"'([^']+)'")

Part = tuple[str, list[Any]]
"""SQL, and its values."""

Readings = dict[str, dict[Term, str]]
"""Language -> each term as its configuration reads it: a tsquery, "" where the word says nothing."""


class Form(NamedTuple):
    """A question as PostgreSQL reads it in a language, two tsqueries; often all languages have the same."""

    whole: str
    by_index: str
    """What the index is asked for, of which `whole` then chooses."""


class SearchRequest(NamedTuple):
    """A question in each language, how many texts are stored, about, and what part of them may answer it."""

    forms: dict[Form, list[str]]
    """With the languages that have it; all languages have one."""
    stored: float
    share: float
    """From 0 to 1; 0 where it is too small for reading the newest texts in order."""

    def within(self, languages: Collection[str]) -> dict[Form, list[str]]:
        """Return the forms that are for these languages, each with those of them."""
        own = {form: [code for code in codes if code in languages] for form, codes in self.forms.items()}
        return {form: codes for form, codes in own.items() if codes}


def read(query: Query) -> SearchRequest:
    """Return the question as PostgreSQL reads it. One query, and one where it has the beginning of a word.

    Another one, now and then, asks what stems are common.
    """
    begun = _prefix_words({term.folded[0] for term in query.terms if term.is_beginning})
    readings, stored = _readings(query.terms, begun)
    often = COMMON / sqrt(stored)
    share_of = cache(partial(_share, begun=begun, stored=stored))  # Languages often have the same form.
    forms: dict[Form, list[str]] = {}
    share = 0.0
    for code, own in readings.items():
        # What says nothing in this language is not asked for in it.
        wanted = [term for term in query.wanted if own[term]]
        excluded = [term for term in query.excluded if own[term]]
        if not wanted:
            forms.setdefault(Form("", ""), []).append(code)
            continue
        shares = {term: share_of(term, own[term]) for term in [*wanted, *excluded]}
        rarest = min(shares[term] for term in wanted)
        # For the beginning of a word, the index collects all places of all words that begin so: it is left
        # to the text where something rarer is asked for.
        narrow = [term for term in wanted if not term.is_beginning or shares[term] <= rarest]
        without = [term for term in excluded if not term.is_beginning]
        form = Form(_tsquery([*wanted, *excluded], own), _tsquery([*narrow, *without], own))
        forms.setdefault(form, []).append(code)
        # As if no term went with another; but where that leaves few: words do go together.
        answer = prod(shares[term] for term in wanted) * prod(1 - shares[term] for term in excluded)
        share = max(share, answer if answer >= often else rarest)
    return SearchRequest(forms, stored, share if share >= often else 0)


def candidates(asked: SearchRequest, filters: Filters, most: int, *, scored: bool) -> list[Candidate]:
    """Return the newest texts that are asked for, at most `most`, newest first.

    Words that stand in many texts are looked for in the newest first: the index would give all of them.
    """
    forms = asked.within([filters.language] if filters.language else Language.values)
    if asked.share and asked.share * asked.stored >= most:
        among = int(2 * most / asked.share)
        found = _rows(*_in_newest(forms, filters, most, among, scored=scored))
        if len(found) == most:
            return found
    condition, narrowed = build_condition(filters)
    wanted = f"entry.id >= {FIRST_DOCUMENT} {condition}"
    statement, values = _by_index(forms, COLUMNS, wanted, narrowed, scored=scored)
    return _rows(f"{statement} ORDER BY id DESC LIMIT {most}", values)


def _in_newest(
    forms: dict[Form, list[str]], filters: Filters, most: int, among: int, *, scored: bool
) -> Part:
    """Those among the newest `among` of what `filters` leave: read in order, until there are enough."""
    question, asked = _in_own_language(forms)
    condition, narrowed = build_condition(filters)
    score, scored_by = (f"ts_rank(words, {question}, 1)", asked) if scored else ("0", [])
    return (
        # First which, then their scores: beside the order, they would be asked of all that fit.
        f"SELECT {COLUMNS}, {score} FROM ("  # noqa: S608 (constants)
        f"SELECT {COLUMNS}, words FROM (SELECT {COLUMNS}, words FROM profiles_searchentry entry "
        f"WHERE entry.id >= {FIRST_DOCUMENT} {condition} ORDER BY entry.id DESC LIMIT {among}) entry "
        f"WHERE words @@ {question} ORDER BY entry.id DESC LIMIT {most}) entry ORDER BY entry.id DESC",
        [*scored_by, *narrowed, *asked],
    )


def _by_index(
    forms: dict[Form, list[str]], columns: str, wanted: str, narrowed: Sequence[Any], *, scored: bool
) -> Part:
    """The texts that answer in their own language: the index is asked for each form of the question.

    Asked for all forms at once, it would have each text read again to tell which form was found. The scores
    are asked here: a vector weighs more in the sorting than its score takes to make.
    """
    parts, values = [], []
    for form, languages in forms.items():
        score = "ts_rank(words, %s::tsquery, 1)" if scored else "0"
        own = "" if len(forms) == 1 else f" AND language IN ({', '.join(map(repr, languages))})"
        # IS TRUE, so that the index is not asked for it.
        rest = "" if form.by_index == form.whole else " AND (words @@ %s::tsquery) IS TRUE"
        parts.append(
            f"(SELECT {columns}, {score} FROM profiles_searchentry entry "  # noqa: S608 (constants)
            f"WHERE {wanted} AND words @@ %s::tsquery{rest}{own})"
        )
        values += [form.whole] if scored else []
        values += [*narrowed, form.by_index]
        values += [form.whole] if rest else []
    return " UNION ALL ".join(parts), values


def places_and_domains(asked: SearchRequest, most: int) -> list[tuple[str, int]]:
    """Return (what it is, its id) of the places and domains that are asked for, at most `most` rows."""
    forms = asked.within(CONFIGURATIONS)
    columns = "entry.id, entry.what, COALESCE(entry.place_id, entry.domain_id)"
    statement, values = _by_index(forms, columns, f"entry.id < {FIRST_DOCUMENT}", [], scored=False)
    return [(what, pk) for _id, what, pk, _score in _rows(f"{statement} ORDER BY id LIMIT {most}", values)]


def similar_words(words: Sequence[str]) -> list[tuple[str, int]]:
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


def _in_own_language(forms: dict[Form, list[str]]) -> Part:
    """Return the question in the language of the text that is looked at, as SQL, and its values."""
    asked = [form.whole for form in forms]
    if len(forms) == 1:
        return "%s::tsquery", asked
    cases = (f"WHEN language IN ({', '.join(map(repr, codes))}) THEN %s::tsquery" for codes in forms.values())
    return f"CASE {' '.join(cases)} END", asked


class PrefixWords(NamedTuple):
    """The words of texts with one beginning."""

    times: int
    """In how many texts they stand, the sum of all of them."""
    others: list[str]
    """Of the commonest, those with a stem that does not begin so: remittances, of “remittan”."""


def _prefix_words(beginnings: Collection[str]) -> dict[str, PrefixWords]:
    """Return what texts have with these folded beginnings. One query, none without beginnings."""
    if not beginnings:
        return {}
    one = f"""
        (SELECT %s, word, SUM(times) OVER () FROM profiles_searchword WHERE word LIKE %s
        ORDER BY times DESC LIMIT {PREFIX_LIMIT})
        """  # noqa: S608 (constants)
    values = [value for word in beginnings for value in (word, f"{word}%")]
    rows = _rows(" UNION ALL ".join([one] * len(beginnings)), values)
    begun = {word: PrefixWords(0, []) for word in beginnings}
    for beginning, word, times in rows:
        begun[beginning] = begun[beginning]._replace(times=times)
        if not all(stem(word, code).startswith(beginning) for code in Language.values):
            begun[beginning].others.append(word)
    return begun


def _readings(terms: Sequence[Term], begun: dict[str, PrefixWords]) -> tuple[Readings, float]:
    """Return the terms as each language reads them, and how many texts are stored, about. One query."""
    asked = [(code, term) for code in CONFIGURATIONS for term in terms]
    parts = [_term(term, code, begun) for code, term in asked]
    columns = ", ".join(f"({sql})::text" for sql, _ in parts)
    stored = "SELECT GREATEST(reltuples, 1) FROM pg_class WHERE oid = 'profiles_searchentry'::regclass"
    [row] = _rows(f"SELECT {columns}, ({stored})", [word for _, words in parts for word in words])
    readings: Readings = {code: {} for code in CONFIGURATIONS}
    for (code, term), tsquery in zip(asked, row[:-1], strict=True):
        readings[code][term] = tsquery
    return readings, row[-1]


def _term(term: Term, code: str, begun: dict[str, PrefixWords]) -> Part:
    name = CONFIGURATIONS[code]
    if not term.is_beginning:
        return f"phraseto_tsquery('{name}', %s)", [" ".join(as_stemmed(word, code) for word in term.words)]
    # Letters and digits alone (query.py): nothing in them has a meaning to to_tsquery.
    begins = f"'{as_stemmed(term.words[0], code)}':*"
    # Where the beginning is a word that says nothing (“con” in Spanish), it is still that of others.
    parts = [
        f"CASE WHEN numnode(to_tsquery('{name}', %s)) = 0 THEN to_tsquery('mgi_simple', %s) "
        f"ELSE to_tsquery('{name}', %s) END"
    ]
    values = [begins, begins, begins]
    if others := begun[term.folded[0]].others:
        parts.append(f"to_tsquery('{name}', %s)")
        values.append(" | ".join(f"'{as_stemmed(word, code)}'" for word in others))
    return " || ".join(f"({part})" for part in parts), values


def _tsquery(terms: Sequence[Term], own: dict[Term, str]) -> str:
    """Return the tsquery for all of `terms`, of those for each."""
    return " & ".join(f"{'!' * term.is_excluded}({own[term]})" for term in terms)


def _share(term: Term, form: str, begun: dict[str, PrefixWords], stored: float) -> float:
    """Return in what part of the texts `form` stands, about, from 0 to 1; 0: it is rare."""
    stems = _common_stems(int(time.monotonic() / STEMS_KEPT))
    wanted = STEM.findall(form)
    if not term.is_beginning:
        return min(stems.get(one, 0) for one in wanted)
    begins, *others = wanted
    such = sum(part for one, part in stems.items() if one.startswith(begins) or one in others)
    # A text may have several of these words.
    return 1 - exp(-max(such, begun[term.folded[0]].times / stored))


@lru_cache(maxsize=1)
def _common_stems(_moment: int) -> dict[str, float]:
    """Return the commonest stems -> in what part of the texts each stands. One query.

    They are the statistics of the column, some thousand stems; none before the database has made any.
    """
    return dict(
        _rows(
            """
            SELECT stem, share FROM pg_class
            JOIN pg_namespace ON pg_namespace.oid = relnamespace
            JOIN pg_stats ON schemaname = nspname AND tablename = relname AND attname = 'words',
            unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (stem, share)
            WHERE pg_class.oid = 'profiles_searchentry'::regclass AND stem IS NOT NULL
            """,
            [],
        )
    )
