"""Lists of words that must find each other, and the share of them that does: for the tests and for bench."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
LEAST = {"fr": 0.95, "es": 0.95, "pt": 0.95, "ar": 0.9, "joined": 1.0}
"""List -> the share that must be found."""


class Pair(NamedTuple):
    """A word that is searched for, and one that stands in a text in `language`."""

    language: str
    question: str
    word: str


def pairs(name: str) -> Iterator[Pair]:
    """Yield the pairs of a list: of words, the first and each other; of spellings, each and each."""
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        if name == "joined":
            language, *spellings = line.split(" | ")
            yield from (Pair(language, a, b) for a in spellings for b in spellings if a != b)
        else:
            first, *others = line.split()
            yield from (Pair(name, first, other) for other in others)


def measure(name: str, found_texts: Callable[[str, str], set[str]]) -> tuple[list[Pair], float]:
    """Return the pairs of which the word is not found, and the share of those that are.

    `found_texts` says which texts in a language answer a question.
    """
    all_pairs = list(pairs(name))
    texts = {
        (language, question): found_texts(question, language)
        for language, question in {(pair.language, pair.question) for pair in all_pairs}
    }
    missed = [pair for pair in all_pairs if pair.word not in texts[pair.language, pair.question]]
    return missed, 1 - len(missed) / len(all_pairs)
