"""Which reader reads a document: by its content and the ending of its name. Limits that hold for all."""

from collections.abc import Callable, Collection
from pathlib import PurePath

from django.utils.translation import gettext as _

from profiles.imports import mojibake
from profiles.imports.answers import Answers
from profiles.imports.blocks import Document
from profiles.imports.document import DocumentError, Reading
from profiles.imports.formats import csv, docx, html, json, markdown, odt, pdf, rtf, text, xlsx
from profiles.imports.formats.signatures import SAVE_AS, detect_suffix
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
    ".odt": odt.read,
    ".rtf": rtf.read,
}
"""Suffix of a document's name -> its reader, which raises DocumentError for what it cannot read."""


OFFICE = (".docx", ".xlsx")
"""What their readers say of an old or a locked document says more."""
WHOLE = (".pdf", ".docx", ".xlsx", ".odt", ".rtf")
WITH_MACROS = {".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam"}


NO_ANSWERS = Answers()


def read(data: bytes, name: str, answers: Answers = NO_ANSWERS, known: Catalogue | None = None) -> Reading:
    """Return what the document `data` says; `name` is its file name. Raise DocumentError with the reasons.

    answers: what the user said of its words and lines. known: loaded now where it is not passed.
    """
    document = READERS[require_readable(data, name, READERS)](data)
    if isinstance(document, Reading):
        return document  # ours, exact
    document.language = document.language.partition("-")[0].lower()
    is_broken = not answers.repair and mojibake.name_broken_characters(document)
    if answers.repair:
        document = mojibake.repair_document(document)
    reading = parse_document(document, known or load_catalogue(), answers)
    reading.is_broken = is_broken
    return reading


def require_few_bytes(count: int) -> None:
    """Raise DocumentError where a document has more bytes than are read."""
    if count > MAX_BYTES:
        raise DocumentError(_("The document is larger than %(most)s MB.") % {"most": MAX_BYTES // 1024**2})


def require_readable(data: bytes, name: str, endings: Collection[str]) -> str:
    """Return which of `endings` the document is of; raise DocumentError for what is not to be opened."""
    require_few_bytes(len(data))
    if not data.strip():
        raise DocumentError(_("The document is empty."))
    suffix, detected = PurePath(name).suffix.lower(), detect_suffix(data)
    if suffix in WITH_MACROS:
        raise DocumentError(_("The document has macros. Save it without them, as .docx or .xlsx."))
    if (advice := SAVE_AS.get(detected) or SAVE_AS.get(suffix)) and suffix not in OFFICE:
        raise DocumentError(
            _("“%(name)s” cannot be read here. %(advice)s") % {"name": name, "advice": advice}
        )
    if detected in WHOLE and suffix != detected:
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
