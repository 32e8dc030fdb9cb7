"""How a value of the environment is checked: each function here returns what is right or names what is not.

Which variables there are stands in settings.py, what they mean in docs/deploying.md.
"""

import os
import re
import secrets
from collections.abc import Callable, Iterable
from functools import partial
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NoReturn
from unicodedata import category
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import dj_database_url
import dj_email_url
from environs import Env, ValidationError, validate
from environs.exceptions import EnvValidationError

ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
MAILS = {"smtp", "submission"}
CACHES = ("locmem://", "dummy://")
HOST = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
SENDER = re.compile(r"(?P<name>[^<>\"@,;:]+|\"[^<>\"]+\") <(?P<mailbox>[^<>]+)>")
LARGEST_TEXT = 100 * 1024
"""Bytes of a notice."""
MOST_LINKS = 6
NO_LETTERS = {"Cc", "Cs", "Zl", "Zp"}
"""Categories of Unicode that end a line, or are no letters at all."""


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


def in_languages(
    env: Env, name: str, english: str, codes: Iterable[str], *checks: Callable[[str], Any]
) -> dict[str, str]:
    """Return language -> text: `english` is what the variable `name` has, NAME_FR has the French one."""
    return {
        code: english if code == "en" else env.str(f"{name}_{code.upper()}", "", validate=list(checks))
        for code in codes
    }


is_whole_number = partial(validate.Range, error="Not a number from {min} to {max}.")


def is_host(name: str) -> bool:
    """Return whether `name` is one that a browser can call a host by: without a port, in ASCII."""
    try:
        ip_address(name.removeprefix("[").removesuffix("]") if name.startswith("[") else name)
    except ValueError:
        # A name of digits and dots alone would be an address.
        return len(name) < 254 and bool(HOST.fullmatch(name)) and not re.fullmatch(r"[\d.]+", name)
    return ":" not in name or name.startswith("[")


def is_listened_on(value: str) -> None:
    """Accept an address or a name of this machine; IPv6 stands without brackets."""
    if not is_host(f"[{value}]" if ":" in value else value):
        raise ValidationError("Not an address such as 127.0.0.1, or a name, without a port.")


def are_hosts(value: list[str]) -> None:
    """Accept names that Django compares with what browsers ask for; `.example.org` is all below it."""
    if not all(is_host(name.removeprefix(".")) for name in value):
        raise ValidationError(
            "Not names of hosts, such as mgi.example.org, without ports, separated by commas."
        )


def is_site_url(value: str) -> None:
    """Accept `https://host`, `http://host:port`, either with a path behind it, or nothing."""
    parts = _split(value)
    is_path = re.fullmatch(r"(/[A-Za-z0-9][A-Za-z0-9_.-]*)*/?", parts.path)
    is_whole = (
        _is_web(parts)
        and is_path
        and value.rstrip("/") == f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")
    )
    if value and not is_whole:
        raise ValidationError("Not an address such as https://mgi.example.org or https://example.org/mgi/.")


def split_site_url(value: str) -> tuple[str, str]:
    """Return scheme and host, and the path without a slash at its end: “” where there is none."""
    parts = _split(value)
    return f"{parts.scheme}://{parts.netloc}" if value else "", parts.path.rstrip("/")


def _split(url: str) -> SplitResult:
    """Return the parts of an address; empty ones where it, or its port, cannot be read.

    Nor is one with a space or a line's end: urlsplit would leave some out, and go on with what is left.
    """
    try:
        parts = urlsplit(url)
        _port = parts.port  # reading it checks it
    except ValueError:
        return urlsplit("")
    return parts if url.isascii() and url.isprintable() and " " not in url else urlsplit("")


def _is_server(parts: SplitResult) -> bool:
    """Return whether an address names a host that there can be, and no port or one that there can be."""
    host = parts.netloc.rpartition("@")[2]
    name = host if parts.port is None else host.rpartition(":")[0]
    return is_host(name) and parts.port != 0


def _is_web(parts: SplitResult) -> bool:
    """Return whether it is an address of the web, with nothing in it that is for one user."""
    return parts.scheme in ("http", "https") and _is_server(parts) and "@" not in parts.netloc


def is_file(value: str) -> None:
    """Accept the path of a file that can be read, or nothing."""
    if value and not (os.path.isfile(value) and os.access(value, os.R_OK)):  # noqa: PTH113 (a text)
        raise ValidationError("Not a file that can be read.")


def is_text_file(value: str) -> None:
    """Accept the path of a file of words, in UTF-8, 100 KB at most, or nothing."""
    if not value:
        return
    try:
        data = Path(value).read_bytes()
        is_right = len(data) <= LARGEST_TEXT and bool(data.decode().strip()) and b"\0" not in data
    except (OSError, ValueError):
        is_right = False
    if not is_right:
        raise ValidationError("Not a file with words in UTF-8, of 100 KB at most.")


def read_texts(paths: dict[str, str]) -> dict[str, str]:
    """Return language -> what the file of that language says, of languages that have one."""
    return {code: Path(path).read_text(encoding="utf-8") for code, path in paths.items() if path}


def are_links(value: str) -> None:
    """Accept `Imprint https://example.org/imprint | Press https://example.org/press`, or nothing."""
    links = split_links(value)
    is_right = all(text and len(text) <= 60 and _is_web(_split(address)) for text, address in links)
    if not is_right or len(links) > MOST_LINKS:
        raise ValidationError(
            f"Not up to {MOST_LINKS} links such as Imprint https://example.org/imprint, separated by |."
        )
    is_words(" ".join(text for text, _address in links))


def split_links(value: str) -> list[tuple[str, str]]:
    """Return the links of a variable, (text, address)."""
    pairs = [part.strip().rpartition(" ") for part in value.split("|")] if value else []
    return [(text, address) for text, _space, address in pairs]


def is_own_folder(program: Path) -> Callable[[Path], None]:
    """Return what accepts a folder for what changes: none of those of `program`, and not all the machine."""

    def check(value: Path) -> None:
        folder = value.resolve()
        is_of_program = folder == program or program / "static" in (folder, *folder.parents)
        is_blank = not value.parts or str(value) != str(value).strip()  # Path("") is the folder it starts in
        if (
            is_blank
            or is_of_program
            or folder == Path(folder.anchor)
            or (folder.exists() and not folder.is_dir())
        ):
            raise ValidationError("Not a folder of its own, such as /var/lib/mgi.")

    return check


def is_words(value: str) -> None:
    """Accept what a heading, a title and the subject of an e-mail can carry: one line, or nothing."""
    if value and (value != value.strip() or any(category(letter) in NO_LETTERS for letter in value)):
        raise ValidationError("Not words in one line.")


def is_mailbox(value: str) -> None:
    """Accept mgi@example.org, or nothing."""
    local, at, host = value.rpartition("@")
    if value and not (at and len(local) <= 64 and MAILBOX.fullmatch(local) and is_host(host)):
        raise ValidationError("Not an address of electronic mail such as mgi@example.org.")


def is_sender(value: str) -> None:
    """Accept mgi@example.org, and MGI <mgi@example.org>."""
    match = SENDER.fullmatch(value)
    try:
        is_words(match["name"] if match else value)
        is_mailbox(match["mailbox"] if match else value)
    except ValidationError:
        value = ""
    if not value:
        raise ValidationError("Not an address of electronic mail, nor MGI <mgi@example.org>.")


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
    if value and (not _is_web(_split(value)) or "#" in value):
        raise ValidationError("Not an address such as https://cache.example.org/purge.")


def is_dsn(value: str) -> None:
    """Accept what Sentry calls a DSN, https://KEY@host/PROJECT, or nothing."""
    parts = _split(value)
    has_all = _is_server(parts) and parts.username and re.fullmatch(r"(/[\w.-]+)*/\d+", parts.path)
    if value and not (parts.scheme in ("http", "https") and has_all):
        raise ValidationError("Not a DSN such as https://key@sentry.example.org/7.")


def is_one_line(value: str) -> None:
    """Accept what any header can carry, or nothing."""
    if not value.isascii() or not value.isprintable() or value != value.strip():
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
    """Accept console:, and a mail server with no more behind it than whether it speaks TLS, and when."""
    parts = _split(value)
    is_server = parts.scheme in MAILS and _is_server(parts) and parts.path in ("", "/") and not parts.fragment
    switches = parse_qs(parts.query, keep_blank_values=True)
    is_known = all(name in ("ssl", "tls") and len(set_to) == 1 for name, set_to in switches.items())
    is_one = len(switches) < 2 and all(
        row[0].lower() in ("true", "1", "on", "yes") for row in switches.values()
    )
    if value.rstrip("/") != "console:" and not (is_server and is_known and is_one):
        raise ValidationError(
            "Not console: or submission://user:password@mail.example.org:587, or smtp://…:465?ssl=True."
        )


def is_database(value: str) -> None:
    """Accept an absolute path of SQLite's, or a database of PostgreSQL's, by network or by a socket."""
    try:
        database = dj_database_url.parse(value)
        name, host = str(database["NAME"]), str(database.get("HOST") or "")
        if database["ENGINE"].endswith("sqlite3"):
            right = Path(name).is_absolute() and not name.endswith("/") and not Path(name).is_dir()
        else:
            is_one = is_host(host) or is_host(f"[{host}]")
            is_reached = not host or host.startswith("/") or is_one
            right = is_reached and "/" not in name and bool(_split(value).scheme) and _split(value).port != 0
        right = right and database["ENGINE"] in ENGINES and bool(name)
    except (ValueError, KeyError, dj_database_url.ParseError):
        right = False
    if not right:
        raise ValidationError("Not sqlite:////a/file or postgres://user:password@host:5432/name.")


def is_cache(value: str) -> None:
    """Accept memory, nothing at all, or a numbered database of Redis, with options that its library knows."""
    parts = _split(value)
    right = value in CACHES
    if parts.scheme in ("redis", "rediss"):
        import redis  # which most sites have no use for

        right = _is_server(parts) and bool(re.fullmatch(r"(/\d*)?", parts.path)) and not parts.fragment
        try:
            # Makes what would connect, and does not connect: it refuses options that it does not know.
            redis.ConnectionPool.from_url(value).make_connection()
        except (ValueError, TypeError, AttributeError, redis.RedisError):
            right = False
    if not right:
        raise ValidationError(f"Not one of {' '.join(CACHES)} redis://host:6379/0 rediss://host:6379/0.")


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
