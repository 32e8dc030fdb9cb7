"""The index on SQLite: a full-text table (FTS5) of the stems, and of words by their beginnings."""

from collections.abc import Iterable

from profiles.languages import Language
from profiles.search.analysis import Analysis, prefixes, stem
from profiles.search.filters import COLUMNS, FIRST_DOCUMENT, Candidate, Filters, build_condition, fetch_rows
from profiles.search.query import Group, Node, Query, Term

TABLE = "profiles_searchtext"
LANGUAGES = [*Language.values, ""]
"""Those of texts, and that of names, which have none."""
NO_LANGUAGE = "0"


def columns(analysis: Analysis, language: str) -> dict[str, str]:
    """Return what an entry has of a text: a stem with its language before it.

    So a word of one language never answers for one of another that happens to have its stem.
    """
    stems, joined = (_marked(stems, language) for stems in analysis.stems(language))
    return {"stems": stems, "joined": joined, "words": " ".join(analysis.beginnings(language))}


def _marked(stems: list[str], language: str) -> str:
    return " ".join(f"{language or NO_LANGUAGE}{stem}" for stem in stems)


def read(query: Query) -> str:
    """Return the question as FTS5 reads it. No query."""
    return _group(query.group)


def candidates(plan: str, filters: Filters, most: int, *, scored: bool) -> list[Candidate]:
    """Return the newest texts that are asked for, at most `most`, newest first."""
    condition, values = build_condition(filters)
    statement = f"""
        SELECT {COLUMNS}, {f"-bm25({TABLE}, 1, 0.2, 0.5)" if scored else "0"}
        FROM {TABLE} JOIN profiles_searchentry entry ON entry.id = {TABLE}.rowid
        WHERE {TABLE} MATCH %s AND {TABLE}.rowid >= {FIRST_DOCUMENT} {condition}
        ORDER BY {TABLE}.rowid DESC LIMIT {most}
        """  # noqa: S608 (constants)
    return fetch_rows(statement, [plan, *values])


def places_and_domains(plan: str, most: int) -> list[tuple[str, int]]:
    """Return (what it is, its id) of the places and domains that are asked for, at most `most` rows."""
    statement = f"""
        SELECT what, COALESCE(place_id, domain_id)
        FROM {TABLE} JOIN profiles_searchentry entry ON entry.id = {TABLE}.rowid
        WHERE {TABLE} MATCH %s AND {TABLE}.rowid < {FIRST_DOCUMENT}
        ORDER BY entry.id LIMIT {most}
        """  # noqa: S608 (constants)
    return fetch_rows(statement, [plan])


def _group(group: Group) -> str:
    """Return a group with each word in quotes, so that none is an operator."""
    required = " AND ".join(f"({_any(clause)})" for clause in group.clauses)
    without = _any(group.excluded)
    return f"({required}) NOT ({without})" if without else required


def _any(nodes: Iterable[Node]) -> str:
    return " OR ".join(f"({_group(node)})" if isinstance(node, Group) else _term(node) for node in nodes)


def _term(term: Term) -> str:
    """Return the ways in which a term may stand in a text, each once."""
    ways = [
        f'{{stems joined}} : "{_marked([stem(word, code) for word in sequence], code)}"'
        for code in ([term.language] if term.language else LANGUAGES)
        for sequence in term.sequences
    ]
    if term.is_beginning:
        ways += [f'words : "{form}" *' for code in LANGUAGES for form in prefixes(term.words[0], code)]
    return " OR ".join(dict.fromkeys(ways))
