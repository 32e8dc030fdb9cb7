"""Files of a text that take long to make, kept in VAR_DIR under a digest of all that they are made from.

Nothing is ever emptied: what is made from something else has another key (docs/decisions/0028).
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.translation import get_language

from profiles.exports.file_cache import cached_bytes, code_digest

KEPT_ENDINGS = ("pdf", "docx")
"""Of the formats of a profile, those that take long to make."""
OWN = ("NOTICES", "FOOTER_LINKS", "SITE_LOGO", "SITE_STYLE")
"""What the operator adds to each page."""
SITE = ("SITE_URL", "SITE_NAME", "SITE_TEXTS", "CONTACT_EMAIL", "ALERTS", *OWN)
"""Settings of which pages speak. They stay while a worker runs; tests change them."""


OF_ADDRESSES = ("HTTPS", "PROXIES", "ALLOWED_HOSTS", "DEBUG", "API_RATE")
"""Further settings on which what a page says, or whether it is answered at all, depends."""


def site_digest() -> str:
    """Return a digest of all that makes pages beside what is stored: code, libraries, templates, settings."""
    digest = hashlib.sha256(code_digest().encode())
    folders = [settings.BASE_DIR / "templates", settings.BASE_DIR / "mgi"]
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        if path.suffix != ".pyc":
            digest.update(path.read_bytes())
    digest.update(repr(getattr(staticfiles_storage, "hashed_files", None)).encode())
    digest.update(repr([getattr(settings, name) for name in (*SITE, *OF_ADDRESSES)]).encode())
    return digest.hexdigest()[:20]


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
        return cached_bytes(name, ending, ingredients(code_digest(), state), make_unchanged)
    except ChangedMeanwhileError as changed:
        return changed.data


def ingredients(name: Any, state: Any) -> bytes:
    """Return all that goes into what is kept as `name`, of `state`, in the language of the page."""
    site = [getattr(settings, setting) for setting in SITE]
    return repr((name, get_language(), site, state)).encode()
