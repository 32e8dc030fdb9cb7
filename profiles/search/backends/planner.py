"""Plans a search on PostgreSQL: the question as each language reads it, and in how many texts it may stand.

Only the newest answers are required, and the index can only give all. So the backend must know how common a
question is before it asks: of common words, reading the newest texts in order finds enough answers sooner; of
rare ones, the index does (the figures are at COMMON).
"""

import time
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from math import exp, prod, sqrt
from typing import NamedTuple

from profiles.languages import Language
from profiles.search.analysis import prefixes, stem
from profiles.search.filters import fetch_rows
from profiles.search.query import Clause, Group, Node, Query, Term

LANGUAGES = [*Language.values, ""]
"""Those of texts, and that of names, which have none."""

COMMON = 25
"""Times the root of the number of texts: so often stands a word that reading the newest texts in order finds
enough of it sooner than the index gives all of its places. Measured: a text that is read in order takes 0.7
microseconds, one that the index names 2.3."""

STATISTICS_KEPT = 600
"""Seconds that a process keeps what it knows of the texts; the database counts them about once a day."""


class Form(NamedTuple):
    """A question as PostgreSQL reads it in a language, two tsqueries; often all languages have the same."""

    whole: str
    by_index: str
    """What the index is asked for, of which `whole` then chooses."""


class Plan(NamedTuple):
    """A question in each language, how many texts are stored, about, and what part of them may answer it."""

    forms: dict[Form, list[str]]
    """With the languages that have it."""
    stored: float
    share: float
    """From 0 to 1; 0 where it is not known, as of a rare word."""
    likely: float
    """The same, as if no word went with another: it may be far less."""

    @property
    def is_common(self) -> bool:
        """Return whether reading the newest texts in order finds enough answers soonest."""
        return self.share >= COMMON / sqrt(self.stored)

    def newest(self, answers: int) -> int:
        """Return the lowest id of about so many of the newest texts that `answers` of them answer; or 0."""
        expected = self.likely * self.stored
        bounds = newest_ids(_moment()) if answers < expected else []
        return bounds[int(len(bounds) * (1 - answers / expected))] if bounds else 0

    def within(self, languages: Collection[str]) -> dict[Form, list[str]]:
        """Return the forms that are for these languages, each with those of them."""
        forms = {form: [code for code in codes if code in languages] for form, codes in self.forms.items()}
        return {form: codes for form, codes in forms.items() if codes}


class Reading(NamedTuple):
    """Some of a question in one language: a tsquery, and in what part of the texts it may stand."""

    tsquery: str
    share: float
    is_beginning: bool = False
    """It is the beginning of a word, or has one."""


class Shares(NamedTuple):
    """What is known of how common words are."""

    stems: Mapping[str, float]
    beginnings: Mapping[str, float]

    def of(self, words: Sequence[str]) -> float:
        return min(self.stems.get(word, 0) for word in words)


def read(query: Query) -> Plan:
    """Return the question as PostgreSQL reads it. One query, and one where it has the beginning of a word.

    Another one, now and then, asks what stems are common.
    """
    [(stored,)] = fetch_rows(
        "SELECT GREATEST(reltuples, 1) FROM pg_class WHERE oid = 'profiles_searchentry'::regclass", []
    )
    shares = Shares(
        common_stems(_moment()),
        _beginning_shares({term.words[0] for term in query.group.all_terms if term.is_beginning}, stored),
    )
    often = COMMON / sqrt(stored)
    forms: dict[Form, list[str]] = {}
    highest = likely = 0.0
    for code in LANGUAGES:
        form, answer, rarest = _form(query.group, code, shares)
        if form.whole:
            forms.setdefault(form, []).append(code)
            # As if no term went with another; but where that leaves few: words do go together.
            highest = max(highest, answer if answer >= often else rarest)
            likely = max(likely, answer)
    return Plan(forms, stored, highest, likely)


def _form(group: Group, code: str, shares: Shares) -> tuple[Form, float, float]:
    """Return a question in a language, what part of the texts may answer it, and that of its rarest term."""
    clauses = [_any(clause, code, shares) for clause in group.clauses]
    required = [clause for clause in clauses if clause is not None]
    if not required or len(required) < len(clauses):
        return Form("", ""), 0, 0
    excluded = [node for node in _all(group.excluded, code, shares) if node is not None]
    rarest = min(clause.share for clause in required)
    # For the beginning of a word, the index collects all places of all words that begin so: it is left
    # to the text where something rarer is asked for.
    narrow = [clause for clause in required if not clause.is_beginning or clause.share <= rarest]
    without = [node for node in excluded if not node.is_beginning]
    answer = prod(clause.share for clause in required) * prod(1 - node.share for node in excluded)
    form = Form(_tsquery(required, excluded), _tsquery(narrow, without))
    return form, answer, rarest


def _all(nodes: Sequence[Node], code: str, shares: Shares) -> list[Reading | None]:
    return [
        _term(node, code, shares) if isinstance(node, Term) else _group(node, code, shares) for node in nodes
    ]


def _any(clause: Clause, code: str, shares: Shares) -> Reading | None:
    """Return the alternatives of a clause; None where this language has none of them."""
    readings = [reading for reading in _all(clause, code, shares) if reading is not None]
    if len(readings) < 2:
        return readings[0] if readings else None
    tsquery = " | ".join(f"({reading.tsquery})" for reading in readings)
    share = min(1.0, sum(reading.share for reading in readings))
    return Reading(tsquery, share, any(reading.is_beginning for reading in readings))


def _group(group: Group, code: str, shares: Shares) -> Reading | None:
    form, share, _rarest = _form(group, code, shares)
    has_beginning = any(term.is_beginning for term in group.terms)
    return Reading(form.whole, share, has_beginning) if form.whole else None


def _term(term: Term, code: str, shares: Shares) -> Reading | None:
    if term.language not in ("", code):
        return None
    sequences = list(dict.fromkeys(tuple(stem(word, code) for word in words) for words in term.sequences))
    ways = [" <-> ".join(f"'{word}'" for word in words) for words in sequences]
    share = sum(map(shares.of, sequences))
    if term.is_beginning:
        ways += [f"'{form}':*" for form in prefixes(term.words[0], code)]
        share = max(share, shares.beginnings[term.words[0]])  # which counts the word itself too
    return Reading(" | ".join(ways), min(1.0, share), term.is_beginning)


def _tsquery(required: Sequence[Reading], excluded: Sequence[Reading]) -> str:
    return " & ".join(
        [f"({clause.tsquery})" for clause in required] + [f"!({node.tsquery})" for node in excluded]
    )


def _beginning_shares(beginnings: Collection[str], stored: float) -> dict[str, float]:
    """Return in what part of the texts a word begins so, about. One query, none without beginnings."""
    if not beginnings:
        return {}
    one = "SELECT %s, COALESCE(SUM(times), 0) FROM profiles_searchword WHERE word LIKE %s"
    values = [value for word in beginnings for value in (word, f"{word}%")]
    rows = fetch_rows(" UNION ALL ".join([one] * len(beginnings)), values)
    # A text may have several of these words.
    return {word: 1 - exp(-float(times) / stored) for word, times in rows}


def _moment() -> int:
    """Return a number that is another once what a process knows of the texts is too old."""
    return int(time.monotonic() / STATISTICS_KEPT)


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


@lru_cache(maxsize=1)
def newest_ids(_moment: int) -> list[int]:
    """Return ids that part the texts into equally many, oldest first. One query; none before statistics."""
    rows = fetch_rows(
        """
        SELECT histogram_bounds::text::bigint[] FROM pg_stats
        WHERE tablename = 'profiles_searchentry' AND attname = 'id'
        AND schemaname = ANY (current_schemas(false))
        """,
        [],
    )
    return rows[0][0] or [] if rows else []


def forget_statistics() -> None:
    """Ask for the statistics of the texts again; what was known of others says nothing of these."""
    common_stems.cache_clear()
    newest_ids.cache_clear()
