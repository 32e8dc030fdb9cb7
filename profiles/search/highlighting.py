"""What was searched for, marked in the text that was found: pieces for a template, no HTML."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from profiles.search.analysis import Analysis, Part, analyze, beginnings, prefixes, stem
from profiles.search.query import Group, Node, Query, Term

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
    tests = _tests(query.required, language)
    spans = (span for parts in analyze(text) for span in _matches(parts, tests, language))
    done = -1
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start > done:
            done = end
            yield start, end


def matcher(query: Query) -> Callable[[str, str], bool]:
    """Return a function of a text and its language: whether the text has all that `query` asks for.

    For texts that are in no index, by the same stems; a language without a stemmer ("") has words alone.
    """
    tests = cache(lambda term, language: _tests([term], language))

    def has(node: Node, analysis: Analysis, language: str) -> bool:
        if isinstance(node, Group):
            return all(
                any(has(n, analysis, language) for n in clause) for clause in node.clauses
            ) and not any(has(n, analysis, language) for n in node.excluded)
        return any(True for parts in analysis for _ in _matches(parts, tests(node, language), language))

    return lambda text, language: has(query.group, analyze(text), language)


@dataclass(frozen=True)
class _Test:
    stems: tuple[str, ...]
    beginnings: tuple[str, ...] = ()
    """Where any word that begins so will do."""


def _tests(terms: list[Term], language: str) -> dict[str, list[_Test]]:
    """Return what the terms are compared by, under the first stem of each; beginnings under ""."""
    tests: dict[str, list[_Test]] = {}
    for term in terms:
        if term.language not in ("", language):
            continue
        if term.is_beginning:
            tests.setdefault("", []).append(_Test((), prefixes(term.words[0], language)))
        for sequence in term.sequences:
            stems = tuple(stem(word, language) for word in sequence)
            tests.setdefault(stems[0], []).append(_Test(stems))
    return tests


def _matches(parts: list[Part], tests: dict[str, list[_Test]], language: str) -> Iterator[tuple[int, int]]:
    stems = [stem(part.word, language) for part in parts]
    for number, part in enumerate(parts):
        for test in tests.get(stems[number], ()):
            end = number + len(test.stems)
            if tuple(stems[number:end]) == test.stems:
                yield part.start, parts[end - 1].end
        for test in tests.get("", ()):
            if any(form.startswith(test.beginnings) for form in beginnings(part.word, language)):
                yield part.start, part.end
