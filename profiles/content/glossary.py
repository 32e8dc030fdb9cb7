"""Which terms of the glossary stand in a text, and where; what a page that marks them explains at its end.

Plain text in, positions out: the words of a text are never altered.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Self

from profiles.languages import Language

LETTER = r"[\w\u0300-\u036F\u0640\u064B-\u065F\u0670\-\u2010\u2011]"
"""What goes on a word: letters and digits, accents written apart, Arabic vowels, hyphens."""

Form = tuple[str, str]
"""A form of a term, and the term's slug."""


@dataclass(frozen=True)
class Entry:
    """One term in one language."""

    slug: str
    language: Language
    word: str
    forms: str
    """Further forms, one a line."""
    is_everyday: bool
    """The word alone is not the term: only its further forms are."""
    definition: str

    @property
    def recognised(self) -> list[str]:
        """The forms that are this term where they stand in a text."""
        words = [] if self.is_everyday else [self.word]
        return [form.strip() for form in (*words, *self.forms.splitlines()) if form.strip()]


@dataclass(frozen=True)
class Piece:
    """Some of a text; where `entry` is given, it is that term. The pieces of a text joined are the text."""

    text: str
    entry: Entry | None = None


@dataclass(frozen=True)
class Finder:
    """Finds the terms of one language; made by `finder` and kept."""

    pattern: re.Pattern[str]
    slugs: dict[str, str]
    """Each form, folded, and the slug of its term."""

    def occurrences(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, slug) for each term in `text`, in order; of two at one place, the longer one."""
        for match in self.pattern.finditer(lowered(text)):
            yield match.start(), match.end(), self.slugs[folded(match[1])]


@lru_cache(maxsize=32)
def finder(forms: tuple[Form, ...], language: str) -> Finder | None:
    """Compile `forms`, the longest first; None where there is nothing to find.

    Plain letters without groups or flags: such choices cost least where there are hundreds of them.
    """
    if not forms:
        return None
    prefix = Language(language).info.prefixes
    choices = "|".join(_loose(form) for form, _slug in forms)
    pattern = re.compile(f"(?<!{LETTER}){prefix}({choices})(?!{LETTER})")
    return Finder(pattern, {folded(form): slug for form, slug in forms})


def _loose(form: str) -> str:
    """Return the expression for `form`: any space for a space, either apostrophe for an apostrophe."""
    words = (re.sub("['’]", "['’]", re.escape(word)) for word in lowered(form).split())
    return r"\s+".join(words)


def forms_of(listed: Iterable[Entry], language: str) -> tuple[Form, ...]:
    """Return the forms in `language`, the longest first, each once."""
    found: dict[str, Form] = {}
    for entry in sorted((e for e in listed if e.language == language), key=lambda entry: entry.slug):
        for form in entry.recognised:
            found.setdefault(folded(form), (form, entry.slug))
    return tuple(sorted(found.values(), key=lambda form: (-len(form[0]), form)))


def lowered(text: str) -> str:
    """Return `text` in small letters, each in its place: what has none of the same length is left."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def folded(form: str) -> str:
    """Return `form` as two forms that are found in the same places are the same."""
    return " ".join(lowered(form).replace("'", "’").split())


@dataclass
class PageGlossary:
    """The glossary of one page in `language`: each term is marked where it first stands, and explained once.

    Ask for the texts of the page in their order. `met` then has what the page must explain, also in order.
    """

    language: str
    entries: list[Entry]
    met: list[Entry] = field(default_factory=list)
    _finders: dict[str, Finder | None] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[dict[str, Any]] | None, language: str) -> Self:
        """Return the glossary of a page in `language`, of what TermTextQuerySet.as_json has read."""
        kinds = {"language": Language, "is_everyday": bool}
        read = [
            {name: kinds[name](value) if name in kinds else value for name, value in row.items()}
            for row in rows or ()
        ]
        return cls(language, [Entry(**row) for row in read])

    def pieces(self, text: str, language: str) -> list[Piece]:
        """Cut `text`, which is in `language`, at the terms that the page has not had yet."""
        if language not in self._finders:
            self._finders[language] = finder(forms_of(self.entries, language), language)
        found = self._finders[language]
        known, pieces, done = {entry.slug for entry in self.met}, [], 0
        for start, end, slug in found.occurrences(text) if found else ():
            if slug in known:
                continue
            known.add(slug)
            entry = self._explained(slug)
            self.met.append(entry)
            pieces += [Piece(text[done:start]), Piece(text[start:end], entry)]
            done = end
        return [piece for piece in (*pieces, Piece(text[done:])) if piece.text]

    def _explained(self, slug: str) -> Entry:
        """Return the term as the reader's language has it, or English, or any language that does."""
        order = [self.language, Language.ENGLISH]
        return min(
            (entry for entry in self.entries if entry.slug == slug),
            key=lambda entry: order.index(entry.language) if entry.language in order else len(order),
        )
