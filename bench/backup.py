"""Measures backups of 1,200 profiles while somebody writes: `python -m bench backup [postgres://…]`.

Writes one, checks it, and restores it into an SQLite file, and on SERVER where there is one; says of each how
long it took, and how much memory. A restore compares each table with what was written.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from bench import world
from bench.__main__ import database
from profiles import workflow
from profiles.models import Profile, User

PASSPHRASE = "a passphrase for the measurement"  # noqa: S105 (it is none)
SECONDS = {"backup": 60, "check_backup": 30, "restore": 240}
MEGABYTES = 300
"""128 of them open the passphrase, and are free again when rows are read."""
SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
SAVES = 5
"""Snapshots of each of the first 200 profiles, so that there is a history as of a year's work."""

WRITER = """
import time
from profiles import workflow
from profiles.content.serialize import serialize_revision
from profiles.models import Profile, User
user = User.objects.get()
revision = workflow.start_revision(Profile.objects.last(), by=user)
slowest = count = 0
while True:
    content = serialize_revision(revision) | {"introduction": f"Save {count}"}
    start = time.monotonic()
    revision = workflow.save_content(revision, content, revision.lock_version, user)
    slowest, count = max(slowest, time.monotonic() - start), count + 1
    print(count, slowest, flush=True)
    time.sleep(0.05)
"""


def report(*arguments: str) -> int:
    """Print a line for each step; return how many promises are broken."""
    world.begin()
    world.add(**world.ALL)
    add_history()
    print(f"{world.size()}, {connection.vendor}. Load: {os.getloadavg()[0]:.1f}\n")
    path = Path(settings.VAR_DIR) / "backup.age"
    own = {"VAR_DIR": str(settings.VAR_DIR)}
    with writer(own):
        broken = measure("backup", path, own)
    print(f"backup.age: {path.stat().st_size / 1e6:.1f} MB\n")
    broken += measure("check_backup", path, own)
    with ExitStack() as stack:
        urls = [f"sqlite:///{settings.VAR_DIR}/restored.sqlite3"]
        with suppress(psycopg.OperationalError):
            urls.append(stack.enter_context(database(SERVER)))
        for number, url in enumerate(urls):
            there = {"VAR_DIR": f"{settings.VAR_DIR}/restored-{number}", "DATABASE_URL": url}
            print(f"into {url.partition(':')[0]}:")
            broken += measure("restore", path, there)
    return broken


def add_history() -> None:
    user = User.objects.create_superuser("administrator", password=PASSPHRASE)
    for profile in Profile.objects.all()[:200]:
        revision = workflow.start_revision(profile, by=user)
        for number in range(SAVES):
            content = workflow.drafts.serialize_revision(revision) | {"introduction": f"Save {number}"}
            revision = workflow.save_content(revision, content, revision.lock_version, user)


@contextmanager
def writer(environ: dict[str, str]) -> Iterator[None]:
    """Save a draft again and again in a process of its own; say how long the slowest save took."""
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", WRITER]
    process = subprocess.Popen(command, env=os.environ | environ, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout:
            process.stdout.readline()  # It has begun.
        yield
    finally:
        process.terminate()
        lines = process.communicate()[0].splitlines()
    count, slowest = lines[-1].split() if lines else ("none", "0")
    print(f"saved meanwhile: {count} times, the slowest in {float(slowest):.2f} s")


def measure(command: str, path: Path, environ: dict[str, str]) -> bool:
    """Run a command on `path`, and say what it took; return whether that is too much."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", command, str(path)],
        env=os.environ | environ | {"BACKUP_PASSPHRASE": PASSPHRASE},
        stdout=subprocess.PIPE,
        text=True,
    )
    memory = 0
    while process.poll() is None:
        memory = max(memory, memory_of(process.pid))
        time.sleep(0.02)
    seconds, output = time.perf_counter() - start, process.communicate()[0]
    is_broken = process.returncode != 0 or seconds > SECONDS[command] or memory > MEGABYTES
    print(f"{command}: {seconds:.1f} s, at most {memory} MB{': too much' if is_broken else ''}")
    print(output)
    return is_broken


def memory_of(pid: int) -> int:
    """Return the most memory that a process has taken, in MB, without what its parent had."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return max((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), default=0)
