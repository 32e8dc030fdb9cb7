"""Which kind of file data are, by how they begin; and what to save a file as that cannot be read here."""

import io
import zipfile

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BEGINNINGS = {
    b"%pdf-": ".pdf",
    b"{\\rtf": ".rtf",
    b"<!doctype html": ".html",
    b"<html": ".html",
    b"\x89png": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"gif8": ".gif",
    b"ii*\x00": ".tiff",
    b"mm\x00*": ".tiff",
}
"""How a file begins, in small letters and without white space."""
FOLDERS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx", "index/": ".pages"}
MIMETYPES = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/epub+zip": ".epub",
}

AS_WORD = _("Open it in the program that it comes from, and save it as a Word document (.docx).")
AS_WORKBOOK = _("Open it in the program that it comes from, and save it as a workbook (.xlsx).")
AS_TEXT = _("It is a picture, which has no text. Ask for the document that it shows, as .docx or .pdf.")
SAVE_AS: dict[str, Promise] = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".pages", ".epub", ".wpd", ".sxw", ".ott"), AS_WORD),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key"), AS_WORD),
    **dict.fromkeys((".xls", ".xlt", ".ods", ".numbers", ".sxc"), AS_WORKBOOK),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic"), AS_TEXT),
}
"""Suffix of what cannot be read here -> what to do."""


def detect_suffix(data: bytes) -> str:
    """Return the suffix that `data` should have, whatever its name; empty where its content does not tell."""
    beginning = data[:1024].lstrip().lower()
    if beginning.startswith(b"pk\x03\x04"):
        return _suffix_of_package(data)
    if data.startswith(OLD_OFFICE):
        is_workbook = "Workbook".encode("utf-16-le") in data
        return ".xls" if is_workbook else ".doc" if "WordDocument".encode("utf-16-le") in data else ""
    return next((suffix for mark, suffix in BEGINNINGS.items() if beginning.startswith(mark)), "")


def _suffix_of_package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            mimetype = archive.open("mimetype").read(200) if "mimetype" in names else b""
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError, EOFError):
        return ""
    if suffix := MIMETYPES.get(mimetype.decode("latin-1").strip()):
        return suffix
    for folder, suffix in FOLDERS.items():
        if any(name.lower().startswith(folder) for name in names):
            return suffix
    return ""
