"""Parts of pages and answers, kept in the memory of each worker under a digest of what they are made from.

Nothing is ever emptied: what is made from something else has another key (docs/decisions/0028). Whole files
are kept in the same way by exports/kept_files.py.
"""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import caches

from profiles.exports.kept_files import ingredients

Part = TypeVar("Part")


def kept_part(name: tuple[Any, ...], read_state: Callable[[], Any], make: Callable[[], Part]) -> Part:
    """Return the part `name`, in the language of the page, as `make` returns it from what is stored now.

    `read_state` returns all stored values that go into it, comparable and with a whole repr(); where it
    returns None the part is made each time. So is what changes while it is made, and None.
    """
    state = None if settings.DEBUG else read_state()
    if state is None:
        return make()
    key = hashlib.sha256(ingredients(name, state)).hexdigest()
    part = caches["parts"].get(key)
    if part is None:
        part = make()
        if part is not None and read_state() == state:
            caches["parts"].set(key, part)
    return part
