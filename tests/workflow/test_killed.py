"""Killed at any moment, the database never shows two live revisions, a half-copied one, or a lost text."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests import tools

SCRIPT = Path(__file__).parent / "killing.py"


def run(url: str, var: Path) -> dict:
    environ = tools.clean_environ() | {
        "DATABASE_URL": url,
        "VAR_DIR": str(var),
        "SECRET_KEY": "only for tests " * 5,
    }
    result = subprocess.run(
        [sys.executable, SCRIPT, "50"], env=environ, capture_output=True, text=True, timeout=240, check=False
    )
    assert result.returncode == 0, result.stderr[-2000:]
    return json.loads(result.stdout.splitlines()[-1])


def url_of_tests() -> str:
    there = connection.settings_dict
    host, port = there["HOST"] or "127.0.0.1", there["PORT"] or 5432
    secret = f":{there['PASSWORD']}" if there["PASSWORD"] else ""
    return f"postgres://{there['USER']}{secret}@{host}:{port}/{there['NAME']}"


@pytest.mark.usefixtures("shared_database")
def test_killed_fifty_times(tmp_path):
    """On a file of its own, or on the server that the tests have."""
    is_file = connection.vendor == "sqlite"
    result = run(f"sqlite:///{tmp_path}/killed.sqlite3" if is_file else url_of_tests(), tmp_path)
    assert result["wrong"] == []
    assert result["kills"] == 50
    assert result["published"] > 10  # it was in the middle of something
