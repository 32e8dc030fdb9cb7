"""The secret key that belongs to a restored database: where it is put, and what there is to say of it."""

import os
from pathlib import Path

from django.conf import settings


def keep_secret_key(key: str) -> str:
    """Have the file VAR_DIR/secret-key hold `key`; return what there is to say about it.

    A key that the file had before stays beside it.
    """
    path = settings.VAR_DIR / "secret-key"
    if key == settings.SECRET_KEY:
        return "The secret key is that of the backup already."
    if path.exists() and path.read_text() != key:
        path.rename(path.with_name("secret-key.before-restore"))
    _write(path, key)
    if settings.SECRET_KEY_IS_SET:
        return (
            f"SECRET_KEY is another one than that of the backup, which now stands in {path}. Set SECRET_KEY "
            "to it or leave SECRET_KEY out; or keep the new one: `manage.py accept_secret_key`."
        )
    return f"The secret key of the backup stands in {path}."


def _write(path: Path, key: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(key)
    draft.rename(path)
