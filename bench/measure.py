"""How it is measured: the time of the processor, the queries, a table of the results."""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles.models import User


class Times(NamedTuple):
    """Milliseconds of the processor: median, 95th percentile, smallest; `clock`: the second by the clock."""

    median: float
    late: float
    clock: float
    least: float


def spent() -> float:
    """Return the seconds that the processor gave this process, and PostgreSQL's for it, on this machine."""
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
    return Times(statistics.median(times), sorted(times)[late], sorted(waits)[late], min(times))


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def staff_client() -> Client:
    """Return the client of an administrator, who is created the first time."""
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
