"""The words by which a document is understood: names.toml and vocabulary.toml, read once."""

import tomllib
from pathlib import Path
from typing import Any

from profiles.imports.text.text_normalization import fold_text, normalization_key
from profiles.languages import Language

Headings = dict[str, list[str]]
"""Language -> ways of writing a heading in it."""


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


VOCABULARY = _read(Path(__file__).with_name("vocabulary.toml"))
NAMES = _read(Path(__file__).parents[1] / "names.toml")
DOMAINS: dict[int, Headings] = {int(number): texts for number, texts in NAMES["domains"].items()}
LISTS: dict[str, Headings] = NAMES["lists"]
DOUBTFUL_LISTS: dict[str, Headings] = NAMES["doubtful"]
SECTIONS: dict[str, Headings] = NAMES["sections"]
PROGRAMME: Headings = NAMES["programme"]
GOVERNANCE: Headings = NAMES["governance"]
LABELS: dict[str, list[str]] = VOCABULARY["labels"]
HEADERS: dict[str, list[str]] = VOCABULARY["headers"]
WORDS: dict[str, list[str]] = VOCABULARY["words"]
COMMON_WORDS: dict[str, list[str]] = VOCABULARY["common_words"]
STATEMENTS: dict[str, list[str]] = VOCABULARY["statements"]

LANGUAGES_READ = tuple(dict.fromkeys([*Language.values, "de"]))
"""Documents come in the languages of the site, and in German."""

NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6} | {
    word: number for number, word in enumerate(WORDS["domain_ordinals"], start=1)
}
ORDINALS = {word: int(number) for number, words in NAMES["ordinals"].items() for word in words}
KINDS_OF_PROFILE = {
    word: int(number) for number, words in NAMES["kinds_of_profile"].items() for word in words
}
DOMAIN_KEYS = frozenset(map(normalization_key, WORDS["domain"]))
CONTINUED_KEYS = tuple(f" {normalization_key(ending)}" for ending in WORDS["continued"])
PROGRAMME_KEYS = tuple(
    sorted({fold_text(name) for names in PROGRAMME.values() for name in names}, key=len, reverse=True)
)


def any_of(row: str) -> str:
    """Return a regular expression of the words in a row of [written]."""
    return "|".join(VOCABULARY["written"][row])
