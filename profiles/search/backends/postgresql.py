"""The index on PostgreSQL: a tsvector of the text in its own language, and the question in that language.

The vectors are written as they are stored: PostgreSQL's own parser would cut words at other places.
"""

from collections.abc import Sequence
from typing import Any

from profiles.languages import Language
from profiles.search.analysis import Analysis
from profiles.search.backends.planner import LANGUAGES, Form, Plan, read as read
from profiles.search.filters import (
    COLUMNS,
    FIRST_DOCUMENT,
    Candidate,
    Filters,
    Statement,
    build_condition,
    fetch_rows,
)

LAST_POSITION = 16_000
"""PostgreSQL's end at 16,383: in a longer text they begin anew, so that words still follow each other."""
MOST_POSITIONS = 255
"""Of one word in a text, as PostgreSQL keeps them."""
WEIGHTS = "'{0.2, 1, 1, 1}'"
"""Words that hyphens join stand a second time, with weight D."""


def columns(analysis: Analysis, language: str) -> dict[str, str]:
    """Return what an entry has of a text: stems with their positions, and words without any."""
    stems, joined = analysis.stems(language)
    positions: dict[str, list[str]] = {form: [] for form in analysis.beginnings(language)}
    for number, stem in enumerate(stems):
        positions.setdefault(stem, []).append(f"{number % LAST_POSITION + 1}A")
    for number, stem in enumerate(joined, start=len(stems) + 1):
        positions.setdefault(stem, []).append(f"{number % LAST_POSITION + 1}")
    lexemes = (
        f"'{word}':{','.join(places[:MOST_POSITIONS])}" if places else f"'{word}'"
        for word, places in positions.items()
    )
    return {"words": " ".join(lexemes)}


def candidates(plan: Plan, filters: Filters, most: int, *, scored: bool) -> list[Candidate]:
    """Return the newest texts that are asked for, at most `most`, newest first.

    Words that stand in many texts are looked for in the newest first: the index would give all of them.
    """
    forms = plan.within([filters.language] if filters.language else Language.values)
    if not forms:
        return []
    if plan.is_common and plan.share * plan.stored >= most:
        among = int(2 * most / plan.share)
        newest = fetch_rows(*_in_newest(forms, filters, most, among, scored=scored))
        if len(newest) == most or _are_at_most(among, filters):
            return newest
    condition, params = build_condition(filters)
    # Of a word that is neither rare nor common, the index is asked for the newest texts first.
    firsts = [FIRST_DOCUMENT] if condition else [plan.newest(most + most // 4), FIRST_DOCUMENT]
    rows: list[Candidate] = []
    for first in filter(None, firsts):
        within = f"entry.id >= {first} {condition}"
        statement, values = _by_index(forms, COLUMNS, within, params, scored=scored)
        rows = fetch_rows(f"{statement} ORDER BY id DESC LIMIT {most}", values)
        if len(rows) == most:
            break
    return rows


def _in_newest(
    forms: dict[Form, list[str]], filters: Filters, most: int, among: int, *, scored: bool
) -> Statement:
    """Return the SQL of those among the newest `among` of what `filters` leave, read until there are enough.

    Each text is asked the question in its own language.
    """
    question, questions = "%s::tsquery", [form.whole for form in forms]
    if len(forms) > 1:
        cases = (f"WHEN language IN ({', '.join(map(repr, c))}) THEN %s::tsquery" for c in forms.values())
        question = f"CASE {' '.join(cases)} END"
    condition, params = build_condition(filters)
    score, scored_by = (f"ts_rank({WEIGHTS}, words, {question}, 1)", questions) if scored else ("0", [])
    return (
        # First which, then their scores: beside the order, they would be asked of all that fit.
        f"SELECT {COLUMNS}, {score} FROM ("  # noqa: S608 (constants)
        f"SELECT {COLUMNS}, words FROM (SELECT {COLUMNS}, words FROM profiles_searchentry entry "
        f"WHERE entry.id >= {FIRST_DOCUMENT} {condition} ORDER BY entry.id DESC LIMIT {among}) entry "
        f"WHERE words @@ {question} ORDER BY entry.id DESC LIMIT {most}) entry ORDER BY entry.id DESC",
        [*scored_by, *params, *questions],
    )


def _are_at_most(number: int, filters: Filters) -> bool:
    """Return whether `filters` leave no more texts than this: those were read, and that is all of them."""
    condition, params = build_condition(filters)
    if not condition:
        return False
    statement = f"SELECT 1 FROM profiles_searchentry entry WHERE entry.id >= {FIRST_DOCUMENT} {condition} "  # noqa: S608 (constants)
    return not fetch_rows(f"{statement} ORDER BY entry.id DESC OFFSET {number} LIMIT 1", params)


def _by_index(
    forms: dict[Form, list[str]], columns: str, condition: str, params: Sequence[Any], *, scored: bool
) -> Statement:
    """Return the SQL of the texts that answer in their own language: the index is asked for each form.

    Asked for all forms at once, it would have each text read again to tell which form was found. The scores
    are asked here: a vector weighs more in the sorting than its score takes to make.
    """
    parts, values = [], []
    for form, languages in forms.items():
        score = f"ts_rank({WEIGHTS}, words, %s::tsquery, 1)" if scored else "0"
        in_languages = (
            "" if len(languages) == len(Language) else f" AND language IN ({', '.join(map(repr, languages))})"
        )
        # IS TRUE, so that the index is not asked for it.
        rest = "" if form.by_index == form.whole else " AND (words @@ %s::tsquery) IS TRUE"
        parts.append(
            f"(SELECT {columns}, {score} FROM profiles_searchentry entry "  # noqa: S608 (constants)
            f"WHERE {condition} AND words @@ %s::tsquery{rest}{in_languages})"
        )
        values += [form.whole] if scored else []
        values += [*params, form.by_index]
        values += [form.whole] if rest else []
    return " UNION ALL ".join(parts), values


def places_and_domains(plan: Plan, most: int) -> list[tuple[str, int]]:
    """Return (what it is, its id) of the places and domains that are asked for, at most `most` rows."""
    forms = plan.within(LANGUAGES)
    if not forms:
        return []
    columns = "entry.id, entry.what, COALESCE(entry.place_id, entry.domain_id)"
    statement, values = _by_index(forms, columns, f"entry.id < {FIRST_DOCUMENT}", [], scored=False)
    return [
        (what, pk) for _id, what, pk, _score in fetch_rows(f"{statement} ORDER BY id LIMIT {most}", values)
    ]
