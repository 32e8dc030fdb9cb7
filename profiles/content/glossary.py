"""Which terms of the glossary stand in a text, and where; what a page that marks them explains at its end.

Plain text in, positions out: the words of a text are never altered.
"""

import re
from collections.abc import Iterable
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
class TermPiece:
    """Some of a text; with an `entry`, it is that term. The pieces of a text joined are the text."""

    text: str
    entry: Entry | None = None


@lru_cache(maxsize=32)
def compile_forms(forms: tuple[Form, ...], language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Compile `forms`, the longest first; return the slugs of their terms as well, by the folded form.

    Plain characters without groups or flags: such choices cost least where there are hundreds of them.
    """
    choices = "|".join(_loose(form) for form, _slug in forms) or "(?!)"
    prefix = Language(language).info.prefixes if forms else ""
    pattern = re.compile(f"(?<!{LETTER}){prefix}({choices})(?!{LETTER})")
    return pattern, {folded(form): slug for form, slug in forms}


def _loose(form: str) -> str:
    """Return the expression for `form`: any space for a space, either apostrophe for an apostrophe."""
    words = (re.sub("['’]", "['’]", re.escape(word)) for word in lowered(form).split())
    return r"\s+".join(words)


def forms_of(entries: Iterable[Entry], language: str) -> tuple[Form, ...]:
    """Return the forms in `language`, the longest first, each once."""
    forms: dict[str, Form] = {}
    for entry in sorted((e for e in entries if e.language == language), key=lambda entry: entry.slug):
        for form in entry.recognised:
            forms.setdefault(folded(form), (form, entry.slug))
    return tuple(sorted(forms.values(), key=lambda form: (-len(form[0]), form)))


def lowered(text: str) -> str:
    """Return `text` in lower case, each character in its place: what would become two is left."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def folded(form: str) -> str:
    """Return `form` as two forms that are found in the same places are the same."""
    return " ".join(lowered(form).replace("'", "’").split())


@dataclass(frozen=True)
class OfferedTerm:
    """A term of an original, and the word that a translation has for it."""

    word: str
    """As the glossary lists it in the language of the original."""
    offered: str


def offer_terms(text: str, language: str, target: str, entries: Iterable[Entry]) -> list[OfferedTerm]:
    """Return the terms that `text`, in `language`, contains and that the glossary has in `target` as well."""
    entries = [*entries]
    words = {entry.slug: entry.word for entry in entries if entry.language == target}
    names = {entry.slug: entry.word for entry in entries if entry.language == language}
    pattern, slugs = compile_forms(forms_of(entries, language), language)
    met = (slugs[folded(match[1])] for match in pattern.finditer(lowered(text)))
    return [OfferedTerm(names[slug], words[slug]) for slug in dict.fromkeys(met) if slug in words]


@dataclass
class PageGlossary:
    """The glossary of one page in `language`: each term is marked where it first stands, and explained once.

    Ask for the texts of the page in their order. `met` then has what the page must explain, also in order.
    """

    language: str
    entries: list[Entry]
    met: list[Entry] = field(default_factory=list)
    _compiled: dict[str, tuple[re.Pattern[str], dict[str, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[dict[str, Any]] | None, language: str) -> Self:
        """Return the glossary of a page in `language`, of what TermTextQuerySet.rows has read."""
        entries = [
            Entry(**row | {"language": Language(row["language"]), "is_everyday": bool(row["is_everyday"])})
            for row in rows or ()
        ]
        return cls(language, entries)

    def pieces(self, text: str, language: str) -> list[TermPiece]:
        """Cut `text`, which is in `language`, at the terms that the page has not had yet."""
        if language not in self._compiled:
            self._compiled[language] = compile_forms(forms_of(self.entries, language), language)
        pattern, slugs = self._compiled[language]
        met, pieces, end = {entry.slug for entry in self.met}, [], 0
        for match in pattern.finditer(lowered(text)):
            slug = slugs[folded(match[1])]
            if slug not in met:
                met.add(slug)
                self.met.append(self._explained(slug))
                pieces += [TermPiece(text[end : match.start()])]
                pieces += [TermPiece(text[match.start() : match.end()], self.met[-1])]
                end = match.end()
        return [piece for piece in (*pieces, TermPiece(text[end:])) if piece.text]

    def _explained(self, slug: str) -> Entry:
        """Return the term as the reader's language has it, or English, or any language that does."""
        order = [self.language, Language.ENGLISH]
        return min(
            (entry for entry in self.entries if entry.slug == slug),
            key=lambda entry: order.index(entry.language) if entry.language in order else len(order),
        )
