"""What the scripts share that are killed at any moment (killed_*.py): each runs in a process of its own.

A script takes the database from DATABASE_URL, and how often it kills as its argument. It prints a line
of JSON at its end: “kills”, “wrong” (sentences) and what it counted. No test lives here.
"""

import ctypes
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests import tools

DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of prctl(2)."""


def set_up() -> None:
    """Make Django ready in a script, on a database with the six domains, groups and nothing else."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    settings.DATABASES["default"].get("OPTIONS", {}).pop("pool", None)  # a pool does not survive a fork
    django.setup()


def fork(child: Callable[[], object]) -> int:
    """Run `child` in a forked process, which ends with it; return its id."""
    from django.db import connection

    connection.close()
    pid = os.fork()
    if pid == 0:
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
        try:
            child()
        finally:
            os._exit(1)
    return pid


def kill(pid: int) -> None:
    """Kill a forked process; end the script where it had ended by itself."""
    os.kill(pid, signal.SIGKILL)
    _pid, status = os.waitpid(pid, 0)
    if not os.WIFSIGNALED(status):
        raise SystemExit("a child ended by itself")


def run(script: Path, kills: int, folder: Path) -> dict:
    """Run a script on the database that the tests have; of a file, on a copy in `folder`."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "killed.sqlite3")) as copy:
            connection.connection.backup(copy)
        url = f"sqlite:///{folder}/killed.sqlite3"
    else:
        url = _url_of_tests(connection.settings_dict)
    environ = tools.clean_environ() | {
        "DATABASE_URL": url,
        "VAR_DIR": str(folder),
        "SECRET_KEY": "only for tests " * 5,
        "PYTHONPATH": str(tools.ROOT),
    }
    result = subprocess.run(
        [sys.executable, script, str(kills)],
        cwd=tools.ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120 + 5 * kills,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    return json.loads(result.stdout.splitlines()[-1])


def _url_of_tests(there: dict) -> str:
    host, port = there["HOST"] or "127.0.0.1", there["PORT"] or 5432
    secret = f":{there['PASSWORD']}" if there["PASSWORD"] else ""
    return f"postgres://{there['USER']}{secret}@{host}:{port}/{there['NAME']}"
