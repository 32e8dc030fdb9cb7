"""How a value of the environment is checked: each function here returns what is right or names what is not.

Which variables there are stands in settings.py, what they mean in docs/deploying.md.
"""

import os
import re
import secrets
from collections.abc import Iterable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import dj_database_url
import dj_email_url
from environs import Env, ValidationError, validate
from environs.exceptions import EnvValidationError

ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
MAILS = {"smtp", "submission"}
CACHES = ("locmem://", "dummy://", "redis://", "rediss://")


def refuse(problem: str) -> NoReturn:
    """End the start with one line on the terminal."""
    raise SystemExit(f"Nothing was started: {problem} docs/deploying.md has the table of variables.")


def seal(env: Env) -> None:
    """Refuse all wrong variables of `env` at once, by name; their values stay out of the terminal."""
    try:
        env.seal()  # type: ignore[no-untyped-call]
    except EnvValidationError as error:
        problems = dict(error.error_messages)  # type: ignore[arg-type]
        refuse(" ".join(f"{name}: {' '.join(reasons)}" for name, reasons in sorted(problems.items())))


def kept_secret_key(path: Path) -> str:
    """Return the key kept in the file `path` (mode 600); make it the first time."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make_secret_key(path)
        return path.read_text()
    except OSError as error:
        refuse(f"{path} cannot be written or read ({error.strerror}). VAR_DIR names another directory.")


def _make_secret_key(path: Path) -> None:
    # Written aside and linked into place, so that two processes that start together agree on one key.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def in_languages(env: Env, name: str, english: str, most: int, codes: Iterable[str]) -> dict[str, str]:
    """Return language -> text: `english` is what the variable `name` has, NAME_FR has the French one."""
    return {
        code: english
        if code == "en"
        else env.str(f"{name}_{code.upper()}", "", validate=validate.Length(0, most))
        for code in codes
    }


is_whole_number = partial(validate.Range, error="Not a number from {min} to {max}.")
is_sender = validate.Regexp(r"[^ @]+@[^ ]+\Z", error="Not an address of electronic mail.")
is_email = validate.Regexp(r"([^ @]+@[^ ]+)?\Z", error="Not an address of electronic mail.")


def is_site_url(value: str) -> None:
    """Accept `https://host`, `http://host:port`, either with a path behind it, or nothing."""
    parts = _split(value)
    right = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    is_path = re.fullmatch(r"(/[A-Za-z0-9][A-Za-z0-9_.-]*)*/?", parts.path)
    if value and (not right or not is_path or parts.query or parts.fragment or "@" in parts.netloc):
        raise ValidationError("Not an address such as https://mgi.example.org or https://example.org/mgi/.")


def split_site_url(value: str) -> tuple[str, str]:
    """Return scheme and host, and the path without a slash at its end: “” where there is none."""
    parts = _split(value)
    return f"{parts.scheme}://{parts.netloc}" if value else "", parts.path.rstrip("/")


def _split(url: str) -> SplitResult:
    """Return the parts of an address; empty ones where it, or its port, cannot be read."""
    try:
        parts = urlsplit(url)
        _port = parts.port  # reading it checks it
    except ValueError:
        return urlsplit("")
    return parts


def is_file(value: str) -> None:
    """Accept the path of a file that can be read, or nothing."""
    if value and not os.access(value, os.R_OK):
        raise ValidationError("Not a file that can be read.")


def are_hosts(value: list[str]) -> None:
    if any("/" in name or " " in name or not name for name in value):
        raise ValidationError("Not names of hosts, such as mgi.example.org, separated by commas.")


def is_long_enough(value: str) -> None:
    """Accept what Django's own deployment check accepts, or nothing."""
    if value and (len(value) < 50 or len(set(value)) < 5):
        raise ValidationError("Shorter than 50 characters. Leave it out, and one is made and kept.")


def is_token(value: str) -> None:
    """Accept what nobody guesses and any header can carry, or nothing."""
    if value and (len(value) < 20 or not value.isascii() or not value.isprintable() or " " in value):
        raise ValidationError("Not 20 or more letters, digits and signs without a space.")


def is_address(value: str) -> None:
    """Accept an address of the web, or nothing."""
    parts = _split(value)
    if value and not (parts.scheme in ("http", "https") and parts.hostname):
        raise ValidationError("Not an address such as https://cache.example.org/purge.")


def is_one_line(value: str) -> None:
    """Accept what any header can carry, or nothing."""
    if not value.isascii() or not (value.isprintable() or not value):
        raise ValidationError("Not letters, digits and signs in one line.")


def is_passphrase(value: str) -> None:
    """Accept what is not guessed soon, or nothing."""
    if value and len(value) < 20:
        raise ValidationError("Shorter than 20 characters.")


def is_storage(value: str) -> None:
    if value != "database":
        is_storage_of_backups(value or "nothing")


def is_storage_of_backups(value: str) -> None:
    """Accept the address of a folder or of an S3 bucket, or nothing."""
    parts = _split(value)
    is_folder = parts.scheme == "file" and not parts.netloc and parts.path.startswith("/")
    is_bucket = parts.scheme == "s3" and parts.netloc and {*parse_qs(parts.query)} <= {"endpoint", "region"}
    if value and not is_folder and not is_bucket:
        raise ValidationError("Not file:///folder or s3://bucket/prefix?endpoint=https://….")
    if is_bucket and not (find_spec("storages") and find_spec("boto3")):
        raise ValidationError("S3 needs a package: .venv/bin/python -m pip install 'django-storages[s3]'.")


def storage(url: str) -> dict[str, Any]:
    """Return Django's settings for the storage of files at `url`: the database, a folder or a bucket.

    The keys of a bucket come from where its library looks for them: AWS_ACCESS_KEY_ID and the like.
    """
    parts = _split(url)
    if parts.scheme == "file":
        options: dict[str, Any] = {"location": unquote(parts.path)}
        options |= {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    if parts.scheme != "s3":
        return {"BACKEND": "profiles.models.stored_files.DatabaseStorage"}
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    options = {"bucket_name": parts.netloc, "location": unquote(parts.path.strip("/"))}
    options |= {"endpoint_url": query.get("endpoint"), "region_name": query.get("region")}
    # What is read back goes to the disk beyond 4 MB, and not into memory as a whole.
    options |= {"file_overwrite": False, "max_memory_size": 4 * 1024 * 1024}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def is_mail(value: str) -> None:
    parts = _split(value)
    if parts.scheme != "console" and not (parts.scheme in MAILS and parts.hostname):
        raise ValidationError("Not console: or submission://user:password@mail.example.org:587.")


def is_database(value: str) -> None:
    try:
        database = dj_database_url.parse(value)
        right = database["ENGINE"] in ENGINES and database["NAME"] not in ("", ":memory:")
    except (ValueError, KeyError, dj_database_url.ParseError):
        right = False
    if not right:
        raise ValidationError("Not sqlite:////a/file or postgres://user:password@host:5432/name.")


def is_cache(value: str) -> None:
    if not (value.startswith(CACHES) and _split(value).scheme):
        raise ValidationError(f"Not an address that begins with one of {' '.join(CACHES)}.")


def mail(url: str) -> dict[str, Any]:
    """Return Django's settings for sending mail; a server that does not answer holds nobody up for long."""
    return dj_email_url.parse(url) | {"EMAIL_TIMEOUT": 10}


def cache(url: str) -> dict[str, Any]:
    """Return Django's settings of the cache at `url`; one that is slow to answer is given up on."""
    if not url.startswith("redis"):
        name = "dummy.DummyCache" if url.startswith("dummy") else "locmem.LocMemCache"
        # Room for the visitors that are counted: what is dropped for want of it is counted from one again.
        return {"BACKEND": f"django.core.cache.backends.{name}", "OPTIONS": {"MAX_ENTRIES": 10_000}}
    return {
        "BACKEND": "mgi.caches.ForgivingRedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "mgi",
        "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
    }


def host_for_url(host: str) -> str:
    """Return how a browser on this machine names the address that the server listens on."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 (compared, not listened on)
        return "localhost"
    return f"[{host}]" if ":" in host else host
