"""Which heading a line is: of a domain, of a list, of both, or of another section, in any language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from profiles.imports.text import vocabulary
from profiles.imports.text.text_normalization import ROMAN, fold_text, normalization_key

ALIKE = 93.0
"""From this likeness on (0 to 100), a line with a slip of the pen is the heading."""

SENTENCE = re.compile(r"[^\W\d]\.\s*\Z")
"""A word with a stop after it ends a sentence, and no heading."""

LONGEST = 110
"""No heading has more characters."""


@dataclass(frozen=True)
class Heading:
    """What a heading begins: a domain, by number; a list, by kind; both; or a section of another sort."""

    domain: int | None = None
    kind: str | None = None
    section: str = ""
    languages: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def known_headings() -> dict[str, Heading]:
    """Key of each heading -> what it begins, in whichever languages it is written so."""
    headings: dict[str, Heading] = {}
    rows: list[tuple[Heading, vocabulary.Headings]] = [
        *((Heading(domain=number), texts) for number, texts in vocabulary.DOMAINS.items()),
        *((Heading(kind=kind), texts) for kind, texts in vocabulary.LISTS.items()),
        *((Heading(section=name), texts) for name, texts in vocabulary.SECTIONS.items()),
    ]
    for heading, texts in rows:
        for language, variants in texts.items():
            for variant in variants:
                add_heading(headings, variant, heading, language)
    return headings


def add_heading(headings: dict[str, Heading], text: str, heading: Heading, language: str) -> None:
    """Enter `text` as a heading; one that is there already keeps its meaning and gains a language."""
    key = normalization_key(text)
    heading = headings.get(key, heading)
    headings[key] = replace(heading, languages=heading.languages | {language})


def heading_of(text: str, also: dict[str, Heading], *, is_exact: bool = False) -> Heading | None:
    """Return which heading `text` is, or None. `also` has further headings, by their keys.

    Passed over are numbers, “Domain 1:”, “Key findings:” before it, a page number and “(continued)” after it.
    """
    if len(text) > LONGEST or not text.strip() or SENTENCE.search(text):
        return None
    for candidate in _strip_words(normalization_key(text)):
        heading = also.get(candidate) or known_headings().get(candidate) or _by_number(candidate)
        if heading is not None:
            return heading
    return None if is_exact else _match_combined(text, also) or _match_misspelt(text, also)


def is_continued(text: str) -> bool:
    """Return whether the heading `text` says that it goes on: “(continued)”."""
    return normalization_key(text).endswith(vocabulary.CONTINUED_KEYS)


def is_programme(text: str) -> bool:
    """Return whether `text` names the programme, in full or by its initials, in any of the languages."""
    words = f" {fold_text(text)} "
    return any(f" {name} " in words for name in vocabulary.PROGRAMME_KEYS)


def _strip_words(words: str) -> Iterator[str]:
    """Yield `words`, and then with less and less of what may stand around a heading."""
    yield words
    for ending in vocabulary.CONTINUED_KEYS:
        words = words.removesuffix(ending)
    parts = words.split()
    while len(parts) > 1 and parts[-1].isdigit():
        parts = parts[:-1]
    yield " ".join(parts)
    for name in _leading_words():
        if parts[: len(name)] == name and len(parts) > len(name):
            parts = parts[len(name) :]
            yield " ".join(parts)
            break
    if len(parts) > 2 and parts[0] in vocabulary.DOMAIN_KEYS and _number(parts[1]):
        parts = parts[2:]
        yield " ".join(parts)
    elif len(parts) > 1 and (parts[0].isdigit() or ROMAN.fullmatch(parts[0])):
        parts = parts[1:]
        if len(parts) > 1 and parts[0].isdigit():
            parts = parts[1:]
        yield " ".join(parts)


@lru_cache(maxsize=1)
def _leading_words() -> list[list[str]]:
    rows = (*vocabulary.VOCABULARY["governance"].values(), *vocabulary.SECTIONS["findings"].values())
    texts = [text for row in rows for text in row]
    return sorted((normalization_key(text).split() for text in texts), key=len, reverse=True)


def _number(word: str) -> int | None:
    number = int(word) if word.isdigit() else vocabulary.NUMERALS.get(word, 0)
    return number if 1 <= number <= 6 else None


def _by_number(words: str) -> Heading | None:
    """“Domain 1” alone names a domain too."""
    parts = words.split()
    if len(parts) == 2 and parts[0] in vocabulary.DOMAIN_KEYS and (number := _number(parts[1])):
        return Heading(domain=number)
    return None


def _match_combined(text: str, also: dict[str, Heading]) -> Heading | None:
    """“Partnerships: areas with potential” and “Partnerships – well developed” are two headings in one."""
    for mark in (":", " – ", " — ", " - ", "/", "\t", "،"):
        first, _mark, second = text.partition(mark)
        if not _mark:
            continue
        one, two = heading_of(first, also, is_exact=True), heading_of(second, also, is_exact=True)
        if one and two and one.domain and two.kind:
            return Heading(one.domain, two.kind, "", one.languages | two.languages)
        if one and two and one.section == "findings" and (two.domain or two.section):
            return two
    return None


def _match_misspelt(text: str, also: dict[str, Heading]) -> Heading | None:
    """A heading with a slip of the pen. A sentence with a stop at its end is none."""
    if text.rstrip().endswith((".", ";", ",")):
        return None
    phrases = [*known_headings(), *also]
    for words in {*_strip_words(normalization_key(text))}:
        if len(words) < 8:
            continue
        best = process.extractOne(words, phrases, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best is not None and abs(len(best[0].split()) - len(words.split())) <= 1:
            return also.get(best[0]) or known_headings()[best[0]]
    return None
