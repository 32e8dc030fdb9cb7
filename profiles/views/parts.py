"""Parts of pages and whole files, kept under a digest of all that they are made from.

Parts are in the memory of each worker, files in VAR_DIR. Nothing is ever emptied: what is made from something
else has another key (docs/decisions/0028).
"""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.utils.translation import get_language

from profiles.exports.file_cache import cached_bytes, code_digest

Part = TypeVar("Part")

SITE = ("SITE_URL", "SITE_NAME", "SITE_TEXTS", "CONTACT_EMAIL", "ALERTS")
"""Settings of which pages speak. They stay while a worker runs; tests change them."""


def kept_part(name: tuple[Any, ...], read_state: Callable[[], Any], make: Callable[[], Part]) -> Part:
    """Return the part `name`, in the language of the page, as `make` returns it from what is stored now.

    `read_state` returns all stored values that go into it, comparable and with a whole repr(); where it
    returns None the part is made each time. So is what changes while it is made, and None.
    """
    state = None if settings.DEBUG else read_state()
    if state is None:
        return make()
    key = hashlib.sha256(_ingredients(name, state)).hexdigest()
    part = caches["parts"].get(key)
    if part is None:
        part = make()
        if part is not None and read_state() == state:
            caches["parts"].set(key, part)
    return part


class ChangedMeanwhileError(Exception):
    """What was made is `data`, of what is no longer, or not wholly, what its digest says."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data


def kept_file(
    name: str, ending: str, state: Any, read_state: Callable[[], Any], make: Callable[[], bytes]
) -> bytes:
    """Return the file `name` as `make` returns it; `read_state` returned `state`, as kept_part() has it."""

    def make_unchanged() -> bytes:
        data = make()
        if read_state() != state:
            raise ChangedMeanwhileError(data)
        return data

    try:
        return cached_bytes(name, ending, _ingredients(code_digest(), state), make_unchanged)
    except ChangedMeanwhileError as changed:
        return changed.data


def _ingredients(name: Any, state: Any) -> bytes:
    site = [getattr(settings, setting) for setting in SITE]
    return repr((name, get_language(), site, state)).encode()
