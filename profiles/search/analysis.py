"""Words and their stems: how a text and a question are brought to the same form, in each language."""

import re
from collections.abc import Iterable
from functools import lru_cache
from threading import local

import snowballstemmer

from profiles.languages import Language
from profiles.models.names import normalize_name

WORD = re.compile(r"[^\W_]+")

STOP_WORDS = frozenset(word for language in Language for word in language.info.stop_words.split())
"""What says too little to be searched for beside other words; folded."""

_own = local()
"""A stemmer has a state: each thread has its own."""


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word; the word itself where the language has no stemmer."""
    info = Language(language).info if language else None
    if info is None or not info.stemmer:
        return word
    word = normalize_name(as_stemmed(word, language)) if info.plural else word
    stemmers = _own.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(info.stemmer)
    return str(stemmers[language].stemWord(word)) or word


def as_stemmed(word: str, language: str) -> str:
    """Return `word` with the ending that its language is stemmed with: migração for migrações."""
    ending, singular = Language(language).info.plural if language else ("", "")
    return re.sub(f"(?:{ending})$", singular, word, flags=re.IGNORECASE) if ending else word


def marked_stems(folded: Iterable[str], language: str) -> str:
    """Return the stems of folded words, in order, each with its language before it.

    So a word of one language never answers for one of another that happens to have its stem.
    """
    return " ".join(f"{language}{stem(word, language)}" for word in folded)
