"""Which reader reads a document: by its content and the ending of its name. Limits that hold for all."""

import io
import zipfile
from collections.abc import Callable, Collection
from pathlib import PurePath

from django.utils.translation import gettext as _

from profiles.imports import mojibake
from profiles.imports.answers import Answers
from profiles.imports.blocks import Document
from profiles.imports.document import DocumentError, Reading
from profiles.imports.formats import csv, docx, html, json, markdown, pdf, text, xlsx
from profiles.imports.grammar import parse_document
from profiles.imports.text.catalogue import Catalogue, load_catalogue

MAX_BYTES = 20 * 1024 * 1024
"""Most bytes of a document."""

READERS: dict[str, Callable[[bytes], Document | Reading]] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".json": json.read,
    ".docx": docx.read,
    ".xlsx": xlsx.read,
    ".csv": csv.read,
    ".pdf": pdf.read,
}
"""Suffix of a document's name -> its reader, which raises DocumentError for what it cannot read."""


WITH_MACROS = {".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam"}


NO_ANSWERS = Answers()


def read(data: bytes, name: str, answers: Answers = NO_ANSWERS, known: Catalogue | None = None) -> Reading:
    """Return what the document `data` says; `name` is its file name. Raise DocumentError with the reasons.

    answers: what the user said of its words and lines. known: loaded now where it is not passed.
    """
    document = READERS[require_readable(data, name, READERS)](data)
    if isinstance(document, Reading):
        return document  # ours, exact
    if answers.repair:
        document = mojibake.repair_document(document)
    else:
        mojibake.name_broken_characters(document)
    return parse_document(document, known or load_catalogue(), answers)


def require_readable(data: bytes, name: str, endings: Collection[str]) -> str:
    """Return which of `endings` the document is of; raise DocumentError for what is not to be opened."""
    if len(data) > MAX_BYTES:
        raise DocumentError(_("The document is larger than %(most)s MB.") % {"most": MAX_BYTES // 1024**2})
    if not data.strip():
        raise DocumentError(_("The document is empty."))
    suffix, detected = PurePath(name).suffix.lower(), _detect_suffix(data)
    if suffix in WITH_MACROS:
        raise DocumentError(_("The document has macros. Save it without them, as .docx or .xlsx."))
    if detected in (".pdf", ".docx", ".xlsx") and suffix != detected:
        raise DocumentError(
            _("“%(name)s” does not hold what its name says: its content is that of a %(ending)s file.")
            % {"name": name, "ending": detected}
        )
    suffix = detected or suffix
    if suffix not in endings:
        raise DocumentError(
            _("“%(name)s” is of no kind that can be read here. Kinds that can be read: %(endings)s.")
            % {"name": name, "endings": ", ".join(endings)}
        )
    return suffix


def _detect_suffix(data: bytes) -> str:
    """Return the suffix that `data` should have, whatever its name; empty where its content does not tell."""
    beginning = data[:1024].lstrip().lower()
    if beginning.startswith(b"%pdf-"):
        return ".pdf"
    if beginning.startswith(b"pk\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, ValueError, OSError):
            return ""
        for folder, suffix in (("word/", ".docx"), ("xl/", ".xlsx")):
            if any(name.startswith(folder) for name in names):
                return suffix
    if beginning.startswith((b"<!doctype html", b"<html")):
        return ".html"
    return ""
