"""How it is measured: a site that is thrown away, the time of the processor, a table of the results."""

import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit


class Times(NamedTuple):
    """Milliseconds: of the processor the median and the 95th percentile, and the latter by the clock."""

    median: float
    late: float
    clock: float


@contextmanager
def database(server: str = "") -> Iterator[dict[str, str]]:
    """Yield the environment of a site with an empty database of its own, which is removed in the end.

    It is on the PostgreSQL server at the address `server`, or else in a file (SQLite).
    """
    name = f"mgi_bench_{secrets.token_hex(4)}"
    with tempfile.TemporaryDirectory(prefix="mgi-bench-") as folder:
        url = f"sqlite:///{folder}/bench.sqlite3"
        if server:
            _execute(server, f"CREATE DATABASE {name} TEMPLATE template0")
            url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        environ = {"VAR_DIR": folder, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "mgi.settings"}
        try:
            yield environ | {"LOG_LEVEL": "WARNING", "API_RATE": "0", "FILE_RATE": "0"}
        finally:
            if server:
                _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: str, statement: str) -> None:
    from psycopg import connect

    with connect(server, autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def site(server: str = "") -> Iterator[None]:
    """Load the site in this process, as the server does, on a database() of its own without tables."""
    with database(server) as environ:
        os.environ |= environ
        from django.conf import settings
        from django.db import connections

        import mgi.wsgi  # noqa: F401 (as the server loads it)

        settings.ALLOWED_HOSTS = ["testserver"]
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        try:
            yield
        finally:
            connections.close_all()
            with suppress(AttributeError):
                connections["default"].close_pool()


def spent() -> float:
    """Return the seconds that the processor gave this process, and PostgreSQL's for it, on this machine."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return time.process_time()  # SQLite works in this process.
    connection.ensure_connection()
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return time.process_time() + int(backend.read_text().split()[0]) / 1e9


def milliseconds(call: Callable[[], object], rounds: int) -> Times:
    """Return the times of `rounds` calls, after three that do not count."""
    times, waits = [], []
    for number in range(rounds + 3):
        processor, clock = spent(), time.perf_counter()
        response = call()
        if getattr(response, "status_code", 200) != 200:
            sys.exit(f"{response}")
        if number >= 3:
            times.append((spent() - processor) * 1000)
            waits.append((time.perf_counter() - clock) * 1000)
    late = int(rounds * 0.95)
    return Times(statistics.median(times), sorted(times)[late], sorted(waits)[late])


def queries(client: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def staff_client() -> Any:
    """Return the client of an administrator, who is created the first time."""
    from django.test import Client

    from profiles.models import User

    client = Client()
    user = User.objects.filter(username="bench").first() or User.objects.create_superuser("bench")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def print_head(*names: str) -> None:
    print_row(*names)
    print("|---" * len(names) + "|")


def print_row(label: str, *cells: object) -> None:
    """Print a line of a table in Markdown; fractions with one decimal."""
    texts = [f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in cells]
    print(f"| {label:42} | {' | '.join(texts)} |", flush=True)
