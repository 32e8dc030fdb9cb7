"""Words and their stems: how a text and a question are brought to the same form, in five languages."""

import re
from collections.abc import Iterable
from functools import lru_cache
from threading import local

import snowballstemmer

from profiles.choices import Language

STEMMERS = {
    Language.ENGLISH.value: "english",
    Language.FRENCH.value: "french",
    Language.SPANISH.value: "spanish",
    Language.ARABIC.value: "arabic",
    Language.PORTUGUESE.value: "portuguese",
}

WORD = re.compile(r"[^\W_]+")

STOP_WORDS = frozenset(
    WORD.findall("""
        a an and are as at be by for from has have in into is it its of on or that the their this to was were
        au aux ce ces dans de des du en est et il la le les leur leurs ou par pour qui sont sur un une d l s
        al con del el es esta este las los lo o para por que se su sus y
        ao aos as da das do dos e em na nas no nos os sao seu sua um uma
        من في على الى عن مع هذا هذه ان او و
    """)
)
"""What says too little to be searched for beside other words; folded."""

PLURAL = re.compile(r"[õo]es$", re.IGNORECASE)
"""Of Portuguese: without accents, migração and migrações would have two stems (as in migration 0010)."""

_own = local()
"""A stemmer has a state: each thread has its own."""


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word; the word itself where the language has no stemmer."""
    if language not in STEMMERS:
        return word
    if language == Language.PORTUGUESE:
        word = PLURAL.sub("ao", word)
    stemmers = _own.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(STEMMERS[language])
    return str(stemmers[language].stemWord(word)) or word


def marked_stems(folded: Iterable[str], language: str) -> str:
    """Return the stems of folded words, in order, each with its language before it.

    So a word of one language never answers for one of another that happens to have its stem.
    """
    return " ".join(f"{language}{stem(word, language)}" for word in folded)
