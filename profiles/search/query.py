"""A question as it is typed -> its terms: words, "phrases", -without, beginning* ."""

import re
import unicodedata
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from profiles.models.names import normalize_name
from profiles.search.analysis import STOP_WORDS, WORD

MAX_TERMS = 12
MARKS = '"“”«»„'
PART = re.compile(
    rf"(?P<without>(?<!\S)[-−])?(?:[{MARKS}](?P<phrase>[^{MARKS}]*)[{MARKS}]?|(?P<word>[^\s{MARKS}]+))"
)
SHORTEST_BEGINNING = 3
"""Letters that the beginning of a word must have to be searched for."""


@dataclass(frozen=True)
class Term:
    """One word, or several that follow each other; as typed, and folded."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    is_excluded: bool = False
    is_beginning: bool = False
    """The text may have any word that begins so."""


@dataclass(frozen=True)
class Query:
    text: str
    terms: tuple[Term, ...]

    @property
    def required(self) -> list[Term]:
        return [term for term in self.terms if not term.is_excluded]

    @property
    def excluded(self) -> list[Term]:
        return [term for term in self.terms if term.is_excluded]

    @property
    def words(self) -> list[str]:
        """The folded words that a text must have, each once."""
        return list(dict.fromkeys(word for term in self.required for word in term.folded))

    def with_words(self, better: Mapping[str, str]) -> str:
        """Return the text with other words (folded -> other) in the place of those."""
        return WORD.sub(lambda match: better.get(normalize_name(match[0]), match[0]), self.text)


def parse(text: str) -> Query:
    """Return the terms of `text`; words that say nothing are left out, unless there are no others."""
    terms = [term for part in PART.finditer(text) if (term := _term(part)) is not None]
    telling = [
        term
        for term in terms
        if len(term.folded) > 1 or term.is_beginning or term.folded[0] not in STOP_WORDS
    ]
    if not any(not term.is_excluded for term in telling):
        telling = terms
    return Query(text, tuple(dict.fromkeys(telling)))


def finish(query: Query, vocabulary: Container[str]) -> Query:
    """Return `query` with its last word as a beginning, where `vocabulary` lacks it: somebody is typing."""
    if not query.terms or query.text.rstrip().endswith(tuple(MARKS)):
        return query
    last = query.terms[-1]
    word = last.folded[0]
    unfinished = len(last.folded) == 1 and len(word) >= SHORTEST_BEGINNING and word not in vocabulary
    if last.is_excluded or not unfinished:
        return query
    return replace(query, terms=(*query.terms[:-1], replace(last, is_beginning=True)))


def _term(part: re.Match[str]) -> Term | None:
    typed = part["phrase"] if part["phrase"] is not None else part["word"]
    # As normalize_name() has it: “℻” is one sign that stands for a word.
    composed = unicodedata.normalize("NFKC", typed)
    # The signs for vowels in Arabic stand between the letters of one word.
    words = tuple(WORD.findall("".join(sign for sign in composed if not unicodedata.combining(sign))))
    folded = tuple(normalize_name(typed).split())
    if not folded or not words:
        return None
    # A word with a hyphen or an apostrophe is two that follow each other; what says nothing is dropped first.
    if part["phrase"] is None and len(folded) == len(words) > 1 and len(folded[0]) == 1:
        words, folded = words[1:], folded[1:]
    begins = part["phrase"] is None and len(folded) == 1 and typed.endswith("*")
    return Term(
        words,
        folded,
        is_excluded=bool(part["without"]),
        is_beginning=begins and len(folded[0]) >= SHORTEST_BEGINNING,
    )
