"""Texts made comparable: without case, accents, punctuation, plural and the ways of writing a digit."""

import re
import unicodedata
from functools import lru_cache

from profiles.models.names import normalize_name

DIGIT = re.compile(r"\d")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0640]")
"""Soft hyphens, marks of direction and width, the Arabic stroke that only stretches a word."""

CLOSING = " \t\u00a0\u202f\u200f\u200e\"'”’»)]}*_⁰¹²³⁴⁵⁶⁷⁸⁹"
MARKS_AT_END = re.compile(r"(?:\[[\d,;–\- ]+\]?\s*)+$|[⁰¹²³⁴-⁹]+\s*[,;،؛]$")
"""What is left of the marks of notes once what closes a text is gone: “[1, 3”, “¹,”."""
ENDING = 80
"""So many characters tell how a text ends."""

LONG = 500
"""Longer texts are folded anew each time: they rarely come twice, and would fill the memory."""

LONGEST_HEADING, MOST_WORDS, MOST_WORDS_BEFORE_COLON = 110, 16, 5
"""So many characters and words a heading can have; with a colon at its end, more of them lead to a list."""

GARBLED = re.compile("\\(cid:\\d+\\)|(?![\uf0b7\uf0a7\uf0d8\uf076\uf0fc])[\ue000-\uf8ff\ufffd]")
"""Signs of fonts that do not say which letters they are. Bullets of Word’s fonts among these are known."""
LETTERS = re.compile(r"[^\W\d_]{2}")
ROMAN = re.compile(r"[ivx]{1,4}")


def digits(text: str) -> str:
    """Return `text` with every digit, of whatever script, as 0 to 9."""
    return DIGIT.sub(lambda match: str(unicodedata.digit(match[0])), text)


def fold_text(text: str) -> str:
    """Return the words of `text` without case, accents and punctuation."""
    return _folded(text) if len(text) <= LONG else _folded.__wrapped__(text)


@lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    return normalize_name(INVISIBLE.sub("", digits(text)))


def normalization_key(text: str) -> str:
    """Return folded `text` without the s of a plural or a genitive: what two headings have in common.

    >>> normalization_key("MIGRANT’S RIGHTS")
    'migrant right'
    """
    return _key(text) if len(text) <= LONG else _key.__wrapped__(text)


@lru_cache(maxsize=16384)
def _key(text: str) -> str:
    words = [word.rstrip("s") if len(word) > 3 else word for word in fold_text(text).split()]
    return " ".join(word for word in words if word != "s")


def name_key(text: str) -> str:
    """Return what two ways of writing one name have in common, its spaces and Arabic articles aside too.

    >>> name_key("Well-being of migrants") == name_key("WELLBEING OF MIGRANTS")
    True
    """
    return "".join(bare_words(normalization_key(text)))


def bare_words(text: str) -> list[str]:
    """Return the words of a folded text, those of Arabic without their article."""
    return [word.removeprefix("ال") if len(word) > 4 else word for word in text.split()]


def is_finished(text: str) -> bool:
    """Return whether `text` ends as a sentence does, quotes, brackets and note marks aside."""
    ending = text[-ENDING:].rstrip(CLOSING)
    ending = MARKS_AT_END.sub("", ending).rstrip(CLOSING)
    return ending.endswith((".", "!", "?", "؟", "…", "۔"))


def count_garbled(text: str) -> int:
    """Return how many signs of `text` nobody can read."""
    return sum(1 for _sign in GARBLED.finditer(text))


def starts_small(text: str) -> bool:
    """Return whether `text` goes on in the middle of a sentence: it begins with a small letter or a comma."""
    first = text.lstrip(" \t\u00a0\"'“‘«([")[:1]
    return first.islower() or first in set(",;:)”’»%&/")


def may_be_heading(text: str) -> bool:
    """Return whether `text` has the shape of a heading, whatever its words: short, and no sentence."""
    text = text.strip()
    if len(text) > LONGEST_HEADING or is_finished(text) or starts_small(text):
        return False
    words = text.split()
    is_lead = text.endswith((":", "：")) and len(words) > MOST_WORDS_BEFORE_COLON
    return (
        len(words) <= MOST_WORDS
        and not is_lead
        and text[-1:] not in ";,،؛-–"
        and LETTERS.search(text) is not None
    )
