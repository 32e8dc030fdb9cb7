"""In which language a document is: by the commonest words of its texts, and by its headings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache

from profiles.imports.text.text_normalization import fold_text
from profiles.imports.text.vocabulary import COMMON_WORDS
from profiles.languages import Language

MOST_CHARACTERS = 20_000
"""So much of a document tells its language."""

ENOUGH = 8.0
"""So many common words tell it, whatever the headings say: a form in one language is filled in in another."""

FEW = 2.0
"""Fewer common words say nothing beside the headings."""

SHARE = 0.12
"""At least this share of the words of a text are common ones of its language."""

CLEAR = 1.5
"""So many times as much speaks for the language as for any other."""


@cache
def _languages_of_words() -> dict[str, frozenset[str]]:
    """Common word -> the languages that have it, folded."""
    languages: dict[str, set[str]] = {}
    further = {language.value: language.info.stop_words.split() for language in Language}
    for rows in (COMMON_WORDS, further):
        for language, words in rows.items():
            for word in words:
                languages.setdefault(fold_text(word), set()).add(language)
    return {word: frozenset(codes) for word, codes in languages.items()}


def language_of(texts: Iterable[str], headings: Iterable[Collection[str]] = ()) -> str | None:
    """Return the code of the language of a document, the same on every run; None where that is in doubt.

    texts: its findings and introduction. headings: for each of its headings, the languages that write it so.
    """
    words = " ".join(fold_text(text) for text in _beginning(texts)).split()
    scores = _scores(_languages_of_words().get(word, ()) for word in words)
    heading_scores = _scores(headings)
    by_texts, by_headings = _clearest(scores), _clearest(heading_scores)
    if by_texts and scores[by_texts] < SHARE * len(words):
        by_texts = None
    if by_texts and scores[by_texts] >= ENOUGH:
        return by_texts
    if by_headings is None:
        return by_texts if by_texts and scores[by_texts] >= FEW else None
    most = max(scores.values(), default=0.0)
    agrees = most < FEW or scores[by_headings] > most / CLEAR
    return by_headings if agrees else None


def _beginning(texts: Iterable[str]) -> Iterable[str]:
    rest = MOST_CHARACTERS
    for text in texts:
        if rest <= 0:
            return
        yield text[:rest]
        rest -= len(text)


def _scores(rows: Iterable[Collection[str]]) -> defaultdict[str, float]:
    """Return how much speaks for each language; what several have speaks for each of them a part."""
    scores = defaultdict[str, float](float)
    for languages in rows:
        for language in languages:
            scores[language] += 1 / len(languages)
    return scores


def _clearest(scores: Mapping[str, float]) -> str | None:
    """Return the language for which clearly most speaks. Which one was counted first plays no part."""
    ranked = sorted(scores.items(), key=lambda row: (-row[1], row[0]))
    if not ranked:
        return None
    (best, most), *others = ranked
    return best if not others or most >= CLEAR * others[0][1] else None
