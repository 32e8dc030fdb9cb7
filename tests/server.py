"""The real site as its operator starts it, in a directory and a database of its own, for tests that need one.

    with site(folder) as running:                     # prepared: Mali, the examples, an administrator
        urllib.request.urlopen(f"{running.url}/profiles/")

Preparing is done once for a run of the tests (all workers of xdist share it); each site gets a copy.
"""

import fcntl
import hashlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from tests import tools

ADMINISTRATOR = "administrator"
PASSWORD = "a password for tests only"
MAKE_ADMINISTRATOR = (
    "from profiles.models import User; "
    f"User.objects.create_superuser({ADMINISTRATOR!r}, password={PASSWORD!r})"
)


@dataclass
class Site:
    """One installation: its directory VAR_DIR, its database and its address."""

    var: Path
    database: str = ""
    """A PostgreSQL database's name; empty for an SQLite file in `var`."""
    environ: dict[str, str] = field(default_factory=dict)
    port: int = 0
    pid: int = 0
    """Of the supervisor, while it runs."""

    def __post_init__(self) -> None:
        self.port = self.port or free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.var / "server.log"

    def full_environ(self) -> dict[str, str]:
        # Readers may ask for e-mails; nobody takes them. All tests come from one address.
        own = {"VAR_DIR": str(self.var), "PORT": str(self.port), "WORKERS": "1"}
        own["EMAIL_URL"] = "smtp://127.0.0.1:9"
        own["JOBS"] = "0"  # What is done later is no affair of most tests, and takes a process.
        own["FILE_RATE"] = "0"
        if self.database:
            own["DATABASE_URL"] = database_url(self.database)
        return tools.clean_environ() | own | self.environ

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run manage.py with the site's environment."""
        answer = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=tools.ROOT,
            env=self.full_environ(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.returncode == 0 or not check, answer.stderr
        return answer

    def do_jobs(self) -> str:
        """Do what is due; return what that says, with the e-mails, which go to the terminal."""
        own = {"EMAIL_URL": "console:", "ALERTS": "0"}
        return replace(self, environ=self.environ | own).manage("work", "--once").stdout

    @contextmanager
    def running(self, *arguments: str) -> Iterator["Site"]:
        """Serve while the block runs; `arguments` go to `manage.py serve`."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", *arguments],
                cwd=tools.ROOT,
                env=self.full_environ(),
                stdout=log,
                stderr=log,
            )
        self.pid = process.pid
        try:
            self._wait(process)
            yield self
        finally:
            process.terminate()
            process.wait(20)

    def sign_in(self) -> urllib.request.OpenerDirector:
        """Return what opens addresses as the administrator."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        address = f"{self.url}/admin/login/?next=/admin/"
        with opener.open(address, timeout=30) as response:
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.read().decode())
        assert token
        fields = {"username": ADMINISTRATOR, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        opener.open(address, urlencode(fields).encode(), timeout=30).close()
        return opener

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=10):
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
        raise AssertionError(f"The server did not start:\n{self.log.read_text()}")


@contextmanager
def site(folder: Path, shared: Path, **environ: str) -> Iterator[Site]:
    """Serve a prepared copy in `folder`; all workers of this run have the directory `shared` in common."""
    with model(shared) as prepared:
        var = folder / "var"
        shutil.copytree(prepared.var, var)
        database = new_database(prepared.database) if prepared.database else ""
        try:
            with Site(var, database, environ).running() as instance:
                yield instance
        finally:
            if database:
                drop_database(database)


@contextmanager
def model(shared: Path) -> Iterator[Site]:
    """Lend the prepared installation that nothing serves: the first user makes it, the last removes it."""
    digest = hashlib.sha256(str(shared).encode()).hexdigest()[:8]
    prepared = Site(shared / "prepared", f"mgi_test_model_{digest}" if on_postgresql() else "")
    with (shared / "preparing.lock").open("w") as door, (shared / "prepared.lock").open("w") as use:
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(use, fcntl.LOCK_SH)
        if not prepared.var.exists():
            prepare(prepared)
        fcntl.flock(door, fcntl.LOCK_UN)
        try:
            yield prepared
        finally:
            fcntl.flock(door, fcntl.LOCK_EX)
            fcntl.flock(use, fcntl.LOCK_UN)
            with suppress(BlockingIOError):
                fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(prepared.var)
                if prepared.database:
                    drop_database(prepared.database)


def prepare(new: Site) -> None:
    new.var.mkdir(parents=True)
    if new.database:
        drop_database(new.database)
        new_database("template0", new.database)
    new.manage("prepare")
    new.manage("load_profiles", "fixtures/demo.json")
    new.manage("shell", "-c", MAKE_ADMINISTRATOR)


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the directory that all workers of xdist have in common in this run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def on_postgresql() -> bool:
    """Say whether the suite runs on PostgreSQL, and so the sites too."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def database_url(name: str) -> str:
    return urlunsplit(urlsplit(tools.POSTGRES_URL)._replace(path=f"/{name}"))


def new_database(model: str, name: str = "") -> str:
    """Create a PostgreSQL database as a copy of `model`; return its name."""
    name = name or f"mgi_test_{secrets.token_hex(4)}"
    _execute("CREATE DATABASE {} TEMPLATE {}", name, model)
    return name


def drop_database(name: str) -> None:
    _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _execute(statement: str, *names: str) -> None:
    with psycopg.connect(tools.POSTGRES_URL, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
