"""Which reader reads an uploaded translation: one of our own files, or that of a finished document."""

from collections.abc import Callable

from profiles.imports import readers
from profiles.imports.answers import Answers
from profiles.imports.document import Reading
from profiles.imports.readers import NO_ANSWERS
from profiles.imports.text.catalogue import Catalogue
from profiles.imports.translations import docx, po, xlsx
from profiles.imports.translations.document import TranslationFile

READERS: dict[str, Callable[[bytes], TranslationFile | None]] = {
    ".docx": docx.read,
    ".xlsx": xlsx.read,
    ".po": po.read,
}
"""Suffix -> reader of our own files; it returns None for a document that is not one."""

ENDINGS = tuple(dict.fromkeys([*READERS, *readers.READERS]))


def read(
    data: bytes, name: str, answers: Answers = NO_ANSWERS, known: Catalogue | None = None
) -> TranslationFile | Reading:
    """Return the translation file, or the finished document, that `data` is; raise DocumentError."""
    suffix = readers.require_readable(data, name, ENDINGS)
    file = READERS[suffix](data) if suffix in READERS else None
    return readers.read(data, name, answers, known) if file is None else file
