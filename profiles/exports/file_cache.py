"""Files that take long to make, kept in VAR_DIR/kept until what they are made from changes.

The name of a kept file has a digest of all that went into it: it is never stale, and needs no emptying.
"""

import hashlib
import logging
import tempfile
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import locks

logger = logging.getLogger(__name__)

NOT_CACHED = "A file could not be cached: %s."


def cached_bytes(name: str, ending: str, ingredients: bytes, make: Callable[[], bytes]) -> bytes:
    """Return the bytes of the file `name`, as kept_file() has it."""
    with cached_file(name, ending, ingredients, lambda file: file.write(make())) as file:
        return file.read()


def cached_file(
    name: str, ending: str, ingredients: bytes, write: Callable[[IO[bytes]], object]
) -> IO[bytes]:
    """Return the file `name` made from `ingredients`, open at its beginning; the caller closes it.

    Where they changed, it is made anew and the old one removed; a lock lets one process make it while the
    others wait. Where the directory cannot be written, it is made each time.
    """
    folder = settings.VAR_DIR / "kept"
    path = folder / f"{name}.{hashlib.sha256(ingredients).hexdigest()}.{ending}"
    with suppress(OSError):
        return path.open("rb")
    try:
        for directory in (folder, settings.VAR_DIR / "locks"):
            directory.mkdir(parents=True, exist_ok=True)
        lock = (settings.VAR_DIR / "locks" / f"{name}.{ending}").open("wb")
    except OSError as error:
        logger.warning(NOT_CACHED, error.strerror)
        return temporary_file(write)
    with lock:
        locks.lock(lock, locks.LOCK_EX)
        with suppress(OSError):
            return path.open("rb")
        return _write_and_store(write, path, folder.glob(f"{name}.*.{ending}"))


def _write_and_store(
    write: Callable[[IO[bytes]], object], path: Path, old_paths: Iterable[Path]
) -> IO[bytes]:
    file = temporary_file(write)
    try:
        _store(file, path)
        for old_path in old_paths:
            if old_path != path:
                old_path.unlink(missing_ok=True)
    except OSError as error:
        logger.warning(NOT_CACHED, error.strerror)
    file.seek(0)
    return file


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


def _store(made: IO[bytes], path: Path) -> None:
    """Written aside and moved into place: whoever reads it meanwhile has the whole of it."""
    draft = path.with_name(f"{uuid.uuid4()}.part")
    try:
        made.seek(0)
        with draft.open("xb") as file:
            while piece := made.read(1 << 20):
                file.write(piece)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
