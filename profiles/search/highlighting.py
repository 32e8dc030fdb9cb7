"""What was searched for, marked in the text that was found: pieces for a template, no HTML."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from profiles.languages import Language
from profiles.models.names import normalize_name
from profiles.search.analysis import WORD, stem
from profiles.search.query import Query, Term

EXCERPT_LENGTH = 320
"""Characters of an excerpt of a longer text."""


@dataclass(frozen=True)
class HighlightPiece:
    """A part of a text; all pieces together are the text, word for word."""

    text: str
    is_marked: bool = False


def highlight(text: str, query: Query, language: str) -> list[HighlightPiece]:
    """Return `text` in pieces, those marked that `query` asks for."""
    pieces, done = [], 0
    for start, end in _spans(text, query, language):
        pieces += [HighlightPiece(text[done:start]), HighlightPiece(text[start:end], True)]
        done = end
    return [piece for piece in (*pieces, HighlightPiece(text[done:])) if piece.text]


def excerpt(text: str, query: Query, language: str) -> str:
    """Return the part of a long `text` around the first mark, cut between words, with “…” where it is cut."""
    if len(text) <= EXCERPT_LENGTH:
        return text
    first = next(_spans(text, query, language), (0, 0))[0]
    start = max(0, min(first - EXCERPT_LENGTH // 3, len(text) - EXCERPT_LENGTH))
    part = text[start : start + EXCERPT_LENGTH]
    if start:
        part = f"… {part.partition(' ')[2]}"
    if start + EXCERPT_LENGTH < len(text):
        part = f"{part.rpartition(' ')[0]} …"
    return part


def _spans(text: str, query: Query, language: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each passage to be marked, in order, none over another."""
    matches = list(WORD.finditer(text))
    words = [_fold(match[0]) for match in matches]
    tests = [[_test(word, term, language) for word in term.folded] for term in query.required]
    done = -1
    for number, match in enumerate(matches):
        for test in tests:
            if match.start() > done and _begins_with(words[number : number + len(test)], test):
                done = matches[number + len(test) - 1].end()
                yield match.start(), done


def matcher(query: Query) -> Callable[[str, str], bool]:
    """Return a function of a text and its language: whether the text has all that `query` asks for.

    For texts that are in no index, by the same stems; a language without a stemmer ("") has words alone.
    """

    @cache
    def tests(language: str) -> list[tuple[list[_Matcher], bool]]:
        return [
            ([_test(word, term, language) for word in term.folded], term.is_excluded) for term in query.terms
        ]

    def matches(text: str, language: str) -> bool:
        words = [_fold(match[0]) for match in WORD.finditer(text)]
        return all(
            any(_begins_with(words[number : number + len(test)], test) for number in range(len(words)))
            != is_excluded
            for test, is_excluded in tests(language)
        )

    return matches


# Texts say the same words again and again, and a page shows twenty texts.
_fold = lru_cache(maxsize=20_000)(normalize_name)


@dataclass(frozen=True)
class _Matcher:
    word: str
    stem: str
    begin: str
    is_beginning: bool
    language: str


def _test(word: str, term: Term, language: str) -> _Matcher:
    # Where there are prefixes, stems lose letters at the front; elsewhere two letters tell most words apart.
    has_prefixes = bool(language and Language(language).info.prefixes)
    begin = "" if has_prefixes else word[:2]
    return _Matcher(word, stem(word, language), begin, term.is_beginning, language)


def _begins_with(words: list[str], test: list[_Matcher]) -> bool:
    return len(words) == len(test) and all(map(_fits, words, test))


def _fits(word: str, test: _Matcher) -> bool:
    if word == test.word or (test.is_beginning and word.startswith(test.word)):
        return True
    return word.startswith(test.begin) and stem(word, test.language) == test.stem
