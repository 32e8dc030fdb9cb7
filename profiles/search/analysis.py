"""Words and their stems: how a text and a question are brought to the same form, on either database.

A text is cut into words; a word is folded (no accents, no case, one form of each letter), and its stem is
that of the folded word in the language of the text. What differs between languages is in languages.py.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import local
from typing import NamedTuple

import snowballstemmer

from profiles.languages import Language
from profiles.models.names import normalize_name
from profiles.search import arabic

SIGNS = "\u00ad\u034f\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""What stands in words and is no letter: soft hyphens, Arabic lengthening, marks without width."""
MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
"""Accents written apart, and Arabic signs of vowels."""
PART = rf"[^\W_](?:[^\W_]|[{SIGNS}{MARKS}])*"
SYMBOLS = "[\u2100-\u214f\u2460-\u24ff\u3200-\u33ff]"
"""Signs that stand for words: ℻."""
HYPHENS = "-\u2010\u2011"
WORD = re.compile(rf"(?:[^\W\d_]\.){{2,}}(?![^\W_])|{PART}(?:[{HYPHENS}]{PART})*|{SYMBOLS}")
"""A word, with all that hyphens join to it; or letters with full stops: U.N."""

PIECE = re.compile(f"{PART}|{SYMBOLS}")
IGNORED = re.compile(f"[{SIGNS}]")
DIGIT = re.compile(r"[^\W\D]")


class Part(NamedTuple):
    """A word of a text, folded, and where it stands."""

    word: str
    start: int
    end: int


class Token(NamedTuple):
    """A word of a text with all that hyphens join to it: one part, or several."""

    parts: tuple[Part, ...]

    @property
    def joined(self) -> str:
        """The word as others write it: wellbeing; "" where nothing is joined. Years are not: 2016-2020."""
        is_joined = len(self.parts) > 1 and not all(part.word.isdecimal() for part in self.parts)
        return "".join(part.word for part in self.parts) if is_joined else ""


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of `text`, in order. A sign that stands for several words (½) is several tokens."""
    for match in WORD.finditer(text):
        words = fold(match[0])
        if len(words) == 1 and match[0].isalnum():
            yield Token((Part(words[0], match.start(), match.end()),))
            continue
        parts = [
            [
                Part(word, match.start() + piece.start(), match.start() + piece.end())
                for word in fold(piece[0])
            ]
            for piece in PIECE.finditer(match[0])
        ]
        if all(len(words) == 1 for words in parts):
            yield Token(tuple(words[0] for words in parts))
        else:
            yield from (Token((part,)) for words in parts for part in words)


@lru_cache(maxsize=200_000)
def fold(word: str) -> tuple[str, ...]:
    """Return `word` without accents, case and signs; several words where a sign stands for them: “½”."""
    plain = normalize_name(IGNORED.sub("", word)).translate(arabic.LETTERS)
    if not plain.isascii():
        plain = DIGIT.sub(lambda match: str(unicodedata.digit(match[0])), plain)
    return tuple(plain.split())


def words(text: str) -> list[str]:
    """Return the folded words of `text`, in order, each part of what hyphens join by itself."""
    return [part.word for token in tokens(text) for part in token.parts]


STOP_WORDS = frozenset(part for language in Language for part in words(language.info.stop_words))
"""What says too little to be searched for beside other words; folded."""

_own = local()
"""A stemmer has a state: each thread has its own."""


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word; the word itself where the language has no stemmer.

    Words that say nothing have no other forms: “de” is not “des” in a phrase.
    Names have no language (""): they are read as Arabic where they are written in its letters.
    """
    info = Language(language).info if language else Language.ARABIC.info
    if word in STOP_WORDS:
        return word
    if info.stemmer == "arabic":
        return arabic.stem(word) if arabic.is_written_in(word) else word
    if not info.stemmer:
        return word
    for ending, other in endings(language):
        word = ending.sub(other, word)
    stemmers = _own.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(info.stemmer)
    return str(stemmers[language].stemWord(word)) or word


@lru_cache
def endings(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Return the endings that a language's words are brought to one form of, before their stem is taken."""
    return [(re.compile(f"(?:{old})$"), new) for old, new in Language(language).info.endings]


@lru_cache(maxsize=200_000)
def beginnings(word: str, language: str) -> tuple[str, ...]:
    """Return the words that the beginning of `word` is searched in: itself, without its article, its stem."""
    forms = [word]
    if language in ("", Language.ARABIC) and arabic.is_written_in(word):
        forms.append(arabic.without_prefixes(word))
    forms.append(stem(word, language))
    return tuple(form for n, form in enumerate(forms) if not any(o.startswith(form) for o in forms[:n]))


def prefixes(beginning: str, language: str) -> tuple[str, ...]:
    """Return the beginnings of words that `beginning` is read as: itself, and without its article."""
    if language in ("", Language.ARABIC) and arabic.is_written_in(beginning):
        return tuple(dict.fromkeys([beginning, arabic.without_prefixes(beginning)]))
    return (beginning,)


class Analysis(NamedTuple):
    """A text word by word, in order; and once more with what hyphens join as one word."""

    parts: list[Part]
    joined: list[Part]
    """Empty where hyphens join nothing."""

    def stems(self, language: str) -> list[list[str]]:
        """Return the stems of both."""
        return [[stem(part.word, language) for part in parts] for parts in self]

    def beginnings(self, language: str) -> list[str]:
        """Return what the beginning of a word is searched in."""
        words = dict.fromkeys(part.word for parts in self for part in parts)
        return list(dict.fromkeys(form for word in words for form in beginnings(word, language)))


@lru_cache(maxsize=2)
def analyze(text: str) -> Analysis:
    """Return the words of `text`; kept for a moment, as the index asks twice."""
    all_tokens = list(tokens(text))
    parts = [part for token in all_tokens for part in token.parts]
    joined: list[Part] = []
    if any(token.joined for token in all_tokens):
        for token in all_tokens:
            first, last = token.parts[0], token.parts[-1]
            joined += [Part(token.joined, first.start, last.end)] if token.joined else token.parts
    return Analysis(parts, joined)


def name_key(text: str) -> str:
    """Return a name as it is recognized in a question: however it is joined, Arabic without its article."""
    return "".join(stem(word, "") for word in words(text))
