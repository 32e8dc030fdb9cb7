"""A text as it is read: its words, the language that they are in, and what the original says."""

from profiles.models import Revision

ORIGINAL = "original"
"""The provenance of a text that is no translation, beside those of choices.Provenance."""


class UnitText(str):
    """The words of one unit as a reader sees them: a string that says which language it is in.

    It is the translation, or the original where there is none. A string made from it is a plain one.
    """

    __slots__ = ("is_outdated", "is_translation", "language", "original")

    language: str
    original: str
    """What the original says; the same words where they are not a translation."""
    is_translation: bool
    is_outdated: bool
    """The original has changed since these words were translated."""

    def __new__(
        cls, text: str, language: str, original: str = "", *, is_outdated: bool = False
    ) -> "UnitText":
        self = super().__new__(cls, text)
        self.language, self.original = language, original or text
        self.is_translation, self.is_outdated = bool(original), is_outdated
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str, str, str], dict[str, bool]]:
        """Return what it is made from again in another process (profiles/processes.py)."""
        original = self.original if self.is_translation else ""
        return (str(self), self.language, original), {"is_outdated": self.is_outdated}


def original_of(text: str) -> str:
    """Return what the original says where `text` is a translation; else `text` itself."""
    return text.original if isinstance(text, UnitText) else text


def language_of(text: str, revision: Revision) -> str:
    """Return the language of a text of `revision`: what is not translated is in the original's."""
    return text.language if isinstance(text, UnitText) else revision.original_language


def provenance_of(text: str, revision: Revision) -> str:
    """Return whose words a text of `revision` is: ORIGINAL, or the provenance of its translation."""
    if revision.translation is None or not isinstance(text, UnitText) or not text.is_translation:
        return ORIGINAL
    return revision.translation.provenance


def is_outdated(text: str) -> bool:
    """Return whether the original has changed since `text` was translated."""
    return isinstance(text, UnitText) and text.is_outdated
