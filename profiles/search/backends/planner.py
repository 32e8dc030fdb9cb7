"""Plans a search on PostgreSQL: the question as each language reads it, and in how many texts it may stand.

Only the newest answers are required, and the index can only give all. So the backend must know how common a
question is before it asks: of common words, reading the newest texts in order finds enough answers sooner; of
rare ones, the index does (the figures are at COMMON).
"""

import re
import time
from collections.abc import Collection, Sequence
from functools import cache, lru_cache, partial
from math import exp, prod, sqrt
from typing import NamedTuple

from profiles.languages import Language
from profiles.search.analysis import as_stemmed, stem
from profiles.search.filters import Statement, fetch_rows
from profiles.search.query import Query, Term

CONFIGURATIONS = {**{code: f"mgi_{code}" for code in Language.values}, "": "mgi_simple"}
"""Language of a text ("" for names, which have none) -> its text search configuration (configurations.py)."""

COMMON = 25
"""Times the root of the number of texts: so often stands a word that reading the newest texts in order finds
enough of it sooner than the index gives all of its places. Measured: a text that is read in order takes 0.7
microseconds, one that the index names 2.3."""

PREFIX_LIMIT = 200
"""Words with one beginning, the commonest, whose stems are looked at."""

STEMS_KEPT = 600
"""Seconds that a process keeps what it knows of common stems; the database counts them about once a day."""

STEM = re.compile(r"'([^']+)'")

Readings = dict[str, dict[Term, str]]
"""Language -> each term as its configuration reads it: a tsquery, "" where the word says nothing."""


class Form(NamedTuple):
    """A question as PostgreSQL reads it in a language, two tsqueries; often all languages have the same."""

    whole: str
    by_index: str
    """What the index is asked for, of which `whole` then chooses."""


class Plan(NamedTuple):
    """A question in each language, how many texts are stored, about, and what part of them may answer it."""

    forms: dict[Form, list[str]]
    """With the languages that have it; all languages have one."""
    stored: float
    share: float
    """From 0 to 1; 0 where it is too small for reading the newest texts in order."""

    def within(self, languages: Collection[str]) -> dict[Form, list[str]]:
        """Return the forms that are for these languages, each with those of them."""
        forms = {form: [code for code in codes if code in languages] for form, codes in self.forms.items()}
        return {form: codes for form, codes in forms.items() if codes}


def read(query: Query) -> Plan:
    """Return the question as PostgreSQL reads it. One query, and one where it has the beginning of a word.

    Another one, now and then, asks what stems are common.
    """
    prefixes = _prefix_words({term.folded[0] for term in query.terms if term.is_beginning})
    readings, stored = _readings(query.terms, prefixes)
    often = COMMON / sqrt(stored)
    share_of = cache(partial(_share, prefixes=prefixes, stored=stored))  # Languages often have the same form.
    forms: dict[Form, list[str]] = {}
    share = 0.0
    for code, tsqueries in readings.items():
        # What says nothing in this language is not asked for in it.
        required = [term for term in query.required if tsqueries[term]]
        excluded = [term for term in query.excluded if tsqueries[term]]
        if not required:
            forms.setdefault(Form("", ""), []).append(code)
            continue
        shares = {term: share_of(term, tsqueries[term]) for term in [*required, *excluded]}
        rarest = min(shares[term] for term in required)
        # For the beginning of a word, the index collects all places of all words that begin so: it is left
        # to the text where something rarer is asked for.
        narrow = [term for term in required if not term.is_beginning or shares[term] <= rarest]
        without = [term for term in excluded if not term.is_beginning]
        form = Form(_tsquery([*required, *excluded], tsqueries), _tsquery([*narrow, *without], tsqueries))
        forms.setdefault(form, []).append(code)
        # As if no term went with another; but where that leaves few: words do go together.
        answer = prod(shares[term] for term in required) * prod(1 - shares[term] for term in excluded)
        share = max(share, answer if answer >= often else rarest)
    return Plan(forms, stored, share if share >= often else 0)


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
    rows = fetch_rows(" UNION ALL ".join([one] * len(beginnings)), values)
    prefixes = {word: PrefixWords(0, []) for word in beginnings}
    for beginning, word, times in rows:
        prefixes[beginning] = prefixes[beginning]._replace(times=times)
        if not all(stem(word, code).startswith(beginning) for code in Language.values):
            prefixes[beginning].others.append(word)
    return prefixes


def _readings(terms: Sequence[Term], prefixes: dict[str, PrefixWords]) -> tuple[Readings, float]:
    """Return the terms as each language reads them, and how many texts are stored, about. One query."""
    pairs = [(code, term) for code in CONFIGURATIONS for term in terms]
    parts = [_term(term, code, prefixes) for code, term in pairs]
    columns = ", ".join(f"({sql})::text" for sql, _ in parts)
    stored = "SELECT GREATEST(reltuples, 1) FROM pg_class WHERE oid = 'profiles_searchentry'::regclass"
    [row] = fetch_rows(f"SELECT {columns}, ({stored})", [word for _, words in parts for word in words])
    readings: Readings = {code: {} for code in CONFIGURATIONS}
    for (code, term), tsquery in zip(pairs, row[:-1], strict=True):
        readings[code][term] = tsquery
    return readings, row[-1]


def _term(term: Term, code: str, prefixes: dict[str, PrefixWords]) -> Statement:
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
    if others := prefixes[term.folded[0]].others:
        parts.append(f"to_tsquery('{name}', %s)")
        values.append(" | ".join(f"'{as_stemmed(word, code)}'" for word in others))
    return " || ".join(f"({part})" for part in parts), values


def _tsquery(terms: Sequence[Term], tsqueries: dict[Term, str]) -> str:
    """Return the tsquery for all of `terms`, of those for each."""
    return " & ".join(f"{'!' * term.is_excluded}({tsqueries[term]})" for term in terms)


def _share(term: Term, form: str, prefixes: dict[str, PrefixWords], stored: float) -> float:
    """Return in what part of the texts `form` stands, about, from 0 to 1; 0: it is rare."""
    stems = common_stems(int(time.monotonic() / STEMS_KEPT))
    words = STEM.findall(form)
    if not term.is_beginning:
        return min(stems.get(word, 0) for word in words)
    begins, *others = words
    share = sum(part for word, part in stems.items() if word.startswith(begins) or word in others)
    # A text may have several of these words.
    return 1 - exp(-max(share, prefixes[term.folded[0]].times / stored))


@lru_cache(maxsize=1)
def common_stems(_moment: int) -> dict[str, float]:
    """Return the commonest stems -> in what part of the texts each stands. One query.

    They are the statistics of the column, some thousand stems; none before the database has made any.
    """
    return dict(
        fetch_rows(
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
