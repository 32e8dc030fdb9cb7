"""Which heading a line is: of a domain, of a list, of both, or of another section, in any language."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from profiles.imports.text import vocabulary
from profiles.imports.text.near_names import NearNames, find_slips
from profiles.imports.text.text_normalization import (
    LONGEST_HEADING,
    ROMAN,
    bare_words,
    fold_text,
    name_key,
    normalization_key,
)

SENTENCE = re.compile(r"[^\W\d]\.\s*\Z")
"""A word with a stop after it ends a sentence, and no heading."""

MOST_FURTHER_NUMBERS = 3
"""“1.2.1 Gaps” has two behind the first."""

COMBINING = (":", " – ", " — ", " - ", "/", "|", "\t", "،", "(", " > ", " › ")
"""What stands between two headings on one line."""


@dataclass(frozen=True)
class Heading:
    """What a heading begins: a domain, by number; a list, by kind; both; or a section of another sort."""

    domain: int | None = None
    kind: str | None = None
    section: str = ""
    languages: frozenset[str] = frozenset()
    name: str = ""
    """As vocabulary or catalogue write it."""
    is_slip: bool = False
    """Whether it was written with one letter wrong: to be said at the heading."""

    @property
    def target(self) -> tuple[int | None, str | None, str]:
        """What it begins, whatever its words are."""
        return self.domain, self.kind, self.section


HeadingRow = tuple[Heading, vocabulary.Headings]


def _rows() -> Iterator[HeadingRow]:
    yield from ((Heading(domain=number), texts) for number, texts in vocabulary.DOMAINS.items())
    yield from ((Heading(kind=kind), texts) for kind, texts in vocabulary.LISTS.items())
    yield from ((Heading(section=name), texts) for name, texts in vocabulary.SECTIONS.items())


@lru_cache(maxsize=1)
def known_headings() -> dict[str, Heading]:
    """Key of each heading -> what it begins, in whichever languages it is written so."""
    return _headings_of(_rows())


@lru_cache(maxsize=1)
def doubtful_headings() -> dict[str, Heading]:
    """Key of each text that heads a list in some documents, and something else in others -> that list."""
    return _headings_of((Heading(kind=kind), texts) for kind, texts in vocabulary.DOUBTFUL_LISTS.items())


def _headings_of(rows: Iterable[HeadingRow]) -> dict[str, Heading]:
    headings: dict[str, Heading] = {}
    for heading, texts in rows:
        for language, variants in texts.items():
            for variant in variants:
                add_heading(headings, variant, heading, language)
    return headings


@lru_cache(maxsize=1)
def _near_headings() -> NearNames[Heading]:
    """What the words of all headings are words of."""
    texts = ((text, heading) for heading, row in _rows() for variants in row.values() for text in variants)
    return NearNames.of({" ".join(bare_words(normalization_key(text))): heading for text, heading in texts})


def add_heading(headings: dict[str, Heading], text: str, heading: Heading, language: str) -> None:
    """Enter `text` as a heading; one that is there already keeps its meaning and gains a language."""
    key = name_key(text)
    heading = headings.get(key, heading)
    name = heading.name or text
    headings[key] = replace(heading, languages=heading.languages | {language}, name=name)


def heading_of(text: str, also: dict[str, Heading], *, is_exact: bool = False) -> Heading | None:
    """Return which heading `text` is, or None. `also` has further headings, by their keys.

    Passed over are numbers, “Domain 1:”, “Key findings:” before it, a page number and “(continued)” after it.
    One wrong letter in a long name is passed over unless `is_exact`; `is_slip` says so then.
    """
    if len(text) > LONGEST_HEADING or not text.strip() or SENTENCE.search(text):
        return None
    for candidate in _strip_words(normalization_key(text)):
        key = name_key(candidate)
        heading = also.get(key) or known_headings().get(key) or _by_number(candidate)
        if heading is not None:
            return heading
    return None if is_exact else _match_combined(text, also) or _match_slip(text, also)


def propose(text: str) -> Heading | None:
    """Return the heading that `text` may be meant for where heading_of() knows none: to be asked, not taken.

    Its words are near to those of a name, or it is one that is often, but not always, the heading of a list.
    None where it is near no name, or near to several.
    """
    return None if len(text) > LONGEST_HEADING or SENTENCE.search(text) else _propose(normalization_key(text))


@lru_cache(maxsize=4096)
def _propose(words: str) -> Heading | None:
    candidates = [*_strip_words(words)]
    doubtful = (doubtful_headings().get(name_key(candidate)) for candidate in candidates)
    near = (_near_headings().nearest(" ".join(bare_words(candidate))) for candidate in candidates)
    return next(filter(None, chain(doubtful, near)), None)


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
        if len(parts) > 1 and parts[-1] in vocabulary.DOMAIN_KEYS:  # “Partnerships (domain 3)”
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
        for _part in range(MOST_FURTHER_NUMBERS):
            parts = parts[1:] if len(parts) > 1 and parts[0].isdigit() else parts
        yield " ".join(parts)
    if len(parts) > 1 and parts[0] in vocabulary.WORDS["articles"]:
        yield " ".join(parts[1:])


@lru_cache(maxsize=1)
def _leading_words() -> list[list[str]]:
    rows = (*vocabulary.GOVERNANCE.values(), *vocabulary.SECTIONS["findings"].values())
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
    for mark in COMBINING:
        first, _mark, second = text.partition(mark)
        if not _mark:
            continue
        one, two = heading_of(first, also, is_exact=True), heading_of(second, also, is_exact=True)
        if one and two and one.section == "findings" and (two.domain or two.section):
            return two
        for domain, kind in ((one, two), (two, one)):
            if domain and kind and domain.domain and kind.kind:
                return Heading(domain.domain, kind.kind, "", domain.languages | kind.languages)
    return None


def _match_slip(text: str, also: dict[str, Heading]) -> Heading | None:
    """A heading with a slip of the pen. What ends as a part of a sentence is none."""
    if text.rstrip().endswith((".", ";", ",")):
        return None
    for candidate in _strip_words(normalization_key(text)):
        key = name_key(candidate)
        slips = [names[name] for names in (also, known_headings()) for name in find_slips(key, names)]
        if slips and len({heading.target for heading in slips}) == 1:
            return replace(slips[0], is_slip=True)
    return None
