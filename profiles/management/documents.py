"""The files of a folder, whatever they are called: which are documents, and why the others are not."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from profiles.imports import readers
from profiles.imports.document import DocumentError

BEGINNING = 4096
"""So many bytes tell whether a file of an unknown ending is a document."""


def printable(path: Path | str) -> str:
    """Return the name of a file as it can be shown and stored: bytes that are no text are written out.

    >>> printable("caf\\udce9.txt")
    'caf\\\\xe9.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def files_of(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file under `folder`, by name, and why it is passed over; "" of documents.

    Links to folders are named and not followed: they may lead in a circle.
    """
    unreadable: list[OSError] = []
    for name, folders, files in os.walk(folder, onerror=unreadable.append):
        folders.sort()
        for link in [link for link in folders if (Path(name) / link).is_symlink()]:
            yield Path(name) / link, "A link to a folder is not followed."
        for file in sorted(files):
            path = Path(name) / file
            yield path, _reason_to_pass_over(path)
    for error in unreadable:
        yield Path(error.filename), f"This folder cannot be read: {error.strerror}."


def _reason_to_pass_over(path: Path) -> str:
    if path.name.startswith("."):
        return "A hidden file."
    if path.name.startswith("~$"):
        return "A file by which Office marks that a document is open."
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return "This is no file that can be read."
        if path.suffix.lower() in readers.READERS:
            return ""
        with path.open("rb") as file:
            readers.require_readable(file.read(BEGINNING), printable(path.name), readers.READERS)
    except OSError as error:
        return f"It cannot be read: {error.strerror}."
    except DocumentError as error:
        return str(error)
    return ""


def read_file(path: Path) -> bytes:
    """Return the bytes of a document; one that is too large is not read. Raise OSError or DocumentError."""
    readers.require_few_bytes(path.stat().st_size)
    return path.read_bytes()
