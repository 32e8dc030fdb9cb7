"""Which reader reads a document: by its content and the ending of its name. Limits that hold for all."""

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from django.utils.translation import gettext as _

from profiles.imports.document import DocumentError, Reading
from profiles.imports.formats import (
    csv as csv_format,
    docx as docx_format,
    html as html_format,
    json as json_format,
    pdf,
    text,
    xlsx,
)

MAX_BYTES = 20 * 1024 * 1024
"""Most bytes of a document."""

READERS: dict[str, Callable[[bytes], Reading]] = {
    ".txt": text.read,
    ".md": text.read,
    ".html": html_format.read,
    ".htm": html_format.read,
    ".json": json_format.read,
    ".docx": docx_format.read,
    ".xlsx": xlsx.read,
    ".csv": csv_format.read,
    ".pdf": pdf.read,
}
"""Ending of a document's name -> its reader, which raises DocumentError for what it cannot take."""


WITH_MACROS = {".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam"}


def read(data: bytes, name: str) -> Reading:
    """Return what the document `data` says; `name` is its file name. Raise DocumentError with the reasons."""
    if len(data) > MAX_BYTES:
        raise DocumentError([_("The document is larger than %(most)s MB.") % {"most": MAX_BYTES // 1024**2}])
    if not data.strip():
        raise DocumentError([_("The document is empty.")])
    named, found = PurePath(name).suffix.lower(), _by_content(data)
    if named in WITH_MACROS:
        raise DocumentError([_("The document has macros. Save it without them, as .docx or .xlsx.")])
    if found in (".pdf", ".docx", ".xlsx") and named != found:
        raise DocumentError(
            [
                _("“%(name)s” does not hold what its name says: its content is that of a %(ending)s file.")
                % {"name": name, "ending": found}
            ]
        )
    ending = found or named
    if ending not in READERS:
        raise DocumentError(
            [
                _("“%(name)s” is of no kind that can be read here. These can: %(endings)s.")
                % {"name": name, "endings": ", ".join(READERS)}
            ]
        )
    return READERS[ending](data)


def _by_content(data: bytes) -> str:
    """Return the ending that `data` should have, whatever its name; empty where its content does not tell."""
    beginning = data[:1024].lstrip().lower()
    if beginning.startswith(b"%pdf-"):
        return ".pdf"
    if beginning.startswith(b"pk\x03\x04"):
        return _of_archive(data)
    if beginning.startswith((b"<!doctype html", b"<html")):
        return ".html"
    return ""


def _of_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return ""
    for folder, ending in (("word/", ".docx"), ("xl/", ".xlsx")):
        if any(name.startswith(folder) for name in names):
            return ending
    return ""
