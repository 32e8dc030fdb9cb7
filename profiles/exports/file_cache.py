"""Files that take long to make, kept in VAR_DIR/kept until what they are made from changes.

The name of a kept file has a digest of all that went into it: it is never stale, and needs no emptying.
"""

import hashlib
import logging
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import locks

logger = logging.getLogger(__name__)

NOT_CACHED = "A file could not be cached: %s."


@cache
def code_digest() -> str:
    """Return a digest of all that makes files: this app with its fonts and words, and the libraries.

    Some 100 ms, once in a process.
    """
    libraries = sorted(f"{library.name} {library.version}" for library in distributions())
    digest = hashlib.sha256("\n".join(libraries).encode())
    app = Path(__file__).parents[1]
    for path in sorted(path for path in app.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        digest.update(str(path.relative_to(app)).encode() + path.read_bytes())
    return digest.hexdigest()


def cached_bytes(name: str, ending: str, ingredients: bytes, make: Callable[[], bytes]) -> bytes:
    """Return the bytes of the file `name`, as cached_file() has it."""
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
    """Return the file, which is copied aside and moved to `path`: nobody reads half of it there."""
    file = temporary_file(write)
    draft = path.with_name(f"{uuid.uuid4()}.part")
    try:
        with draft.open("xb") as copy:
            shutil.copyfileobj(file, copy)
        draft.replace(path)
        for old_path in old_paths:
            if old_path != path:
                old_path.unlink(missing_ok=True)
    except OSError as error:
        logger.warning(NOT_CACHED, error.strerror)
    finally:
        with suppress(OSError):
            draft.unlink()
    file.seek(0)
    return file


def temporary_file(write: Callable[[IO[bytes]], object]) -> IO[bytes]:
    """Return a file without a name, as `write` made it, open at its beginning; the caller closes it."""
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.TemporaryFile())
        write(file)
        file.seek(0)
        stack.pop_all()
    return file
