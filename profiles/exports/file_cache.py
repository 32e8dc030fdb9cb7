"""Files that take long to make, kept in VAR_DIR/kept until what they are made from changes.

The name of a kept file has a digest of all that went into it: it is never stale, and needs no emptying.
"""

import hashlib
import logging
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import IO

from django.conf import settings

logger = logging.getLogger(__name__)


def kept(name: str, ending: str, ingredients: bytes, make: Callable[[], bytes]) -> bytes:
    """Return the bytes of the file `name`, as kept_file() has it."""
    with kept_file(name, ending, ingredients, lambda file: file.write(make())) as file:
        return file.read()


def kept_file(name: str, ending: str, ingredients: bytes, write: Callable[[IO[bytes]], object]) -> IO[bytes]:
    """Return the file `name` made from `ingredients`, open at its beginning; the caller closes it.

    Where they changed, it is made anew and the old one removed; where the directory cannot be written, it
    is made each time.
    """
    folder = settings.VAR_DIR / "kept"
    path = folder / f"{name}.{hashlib.sha256(ingredients).hexdigest()}.{ending}"
    try:
        return path.open("rb")
    except OSError:
        pass
    made = temporary_file(write)
    try:
        _keep(made, path)
        for old in folder.glob(f"{name}.*.{ending}"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("A file was made and could not be kept: %s.", error.strerror)
    made.seek(0)
    return made


def temporary_file(write: Callable[[IO[bytes]], object]) -> IO[bytes]:
    """Return a file without a name, as `write` made it, open at its beginning; the caller closes it."""
    made = tempfile.TemporaryFile()  # noqa: SIM115 (it is what is returned)
    try:
        write(made)
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


def _keep(made: IO[bytes], path: Path) -> None:
    """Written aside and moved into place: whoever reads it meanwhile has the whole of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{uuid.uuid4()}.part")
    try:
        made.seek(0)
        with draft.open("xb") as file:
            while piece := made.read(1 << 20):
                file.write(piece)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
