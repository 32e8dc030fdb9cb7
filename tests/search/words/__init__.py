"""Lists of words that must find each other, and the share of them that does: for the tests and for bench."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from profiles import search, workflow
from profiles.models import SearchEntry
from tests.search.conftest import draft

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


def publish(name: str) -> None:
    """Publish the words of a list, each as a text, in their languages."""
    all_pairs = list(pairs(name))
    for language in sorted({pair.language for pair in all_pairs}):
        texts = {pair.word for pair in all_pairs if pair.language == language}
        workflow.publish(draft(*sorted(texts), language=language), by=None)


def found_texts(question: str, language: str) -> set[str]:
    """Return the texts in `language` that answer `question`."""
    passages, _is_cut = search.passages(question, search.Filters(language=language))
    texts = SearchEntry.objects.filter(key__in=[passage.key for passage in passages])
    return set(texts.values_list("text", flat=True))


def measure(name: str) -> tuple[list[Pair], float]:
    """Return the pairs of a published list that are not found, and the share of those that are."""
    all_pairs = list(pairs(name))
    questions = {(pair.question, pair.language) for pair in all_pairs}
    texts = {question: found_texts(*question) for question in questions}
    missed = [pair for pair in all_pairs if pair.word not in texts[pair.question, pair.language]]
    return missed, 1 - len(missed) / len(all_pairs)
