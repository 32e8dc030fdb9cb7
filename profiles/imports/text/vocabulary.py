"""The words by which headings, facts and statements are recognised: vocabulary.toml, read once."""

import tomllib
from pathlib import Path
from typing import Any

from profiles.imports.text.text_normalization import fold_text, normalization_key
from profiles.languages import Language

Headings = dict[str, list[str]]
"""Language -> ways of writing a heading in it."""

VOCABULARY: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8")
)
DOMAINS: dict[int, Headings] = {int(number): texts for number, texts in VOCABULARY["domains"].items()}
LISTS: dict[str, Headings] = VOCABULARY["lists"]
SECTIONS: dict[str, Headings] = VOCABULARY["sections"]
PROGRAMME: Headings = VOCABULARY["programme"]
LABELS: dict[str, list[str]] = VOCABULARY["labels"]
HEADERS: dict[str, list[str]] = VOCABULARY["headers"]
WORDS: dict[str, list[str]] = VOCABULARY["words"]
STATEMENTS: dict[str, list[str]] = VOCABULARY["statements"]

LANGUAGES_READ = tuple(dict.fromkeys([*Language.values, "de"]))
"""Documents come in the languages of the site, and in German."""

NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6} | {
    word: number for number, word in enumerate(WORDS["domain_ordinals"], start=1)
}
ORDINALS: dict[int, list[str]] = {int(number): words for number, words in VOCABULARY["ordinals"].items()}
DOMAIN_KEYS = frozenset(map(normalization_key, WORDS["domain"]))
CONTINUED_KEYS = tuple(f" {normalization_key(ending)}" for ending in WORDS["continued"])
PROGRAMME_KEYS = tuple(
    sorted({fold_text(name) for names in PROGRAMME.values() for name in names}, key=len, reverse=True)
)


def any_of(row: str) -> str:
    """Return a regular expression of the words in a row of [written]."""
    return "|".join(VOCABULARY["written"][row])
