"""Record the landed version: the rows of every table, and what its public addresses answer.

To be run by hand, in a checkout of the version that installations have (never in CI), with the tests/upgrade/
of a later one:

    cd ../mgi-landed && .venv/bin/python ../mgi/tests/upgrade/record.py
    createdb mgi_landed
    DATABASE_URL=postgres:///mgi_landed .venv/bin/python ../mgi/tests/upgrade/record.py

The first, on SQLite, writes tests/upgrade/landed.json.xz; the second, on an empty database of PostgreSQL,
adds to it what is answered otherwise there: hits of the same rank in another order, names in another order in
JSON. Clock, keys, tokens and the order of sets are fixed: the same version gives the same rows and answers
each time. Another file may be named as the one argument. For another landed version, look at data.py and
addresses.py first.
"""

import os
import random
import sys
import tempfile
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

if os.environ.get("PYTHONHASHSEED") != "0":
    os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | {"PYTHONHASHSEED": "0"})  # noqa: S606

VAR = tempfile.mkdtemp(prefix="mgi-landed-")
os.environ |= {
    "VAR_DIR": VAR,
    "SECRET_KEY": "only for recording " * 4,
    "DJANGO_SETTINGS_MODULE": "tests.settings",
    "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{VAR}/landed.sqlite3",
}
sys.path.insert(0, str(Path.cwd()))

# Before any model is read: its defaults hold these functions themselves.
import secrets  # noqa: E402

from django.utils import timezone  # noqa: E402

numbers = random.Random(2025)  # noqa: S311


class Clock:
    moment = datetime(2025, 1, 10, 8, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def wait(self, **parts: float) -> datetime:
        self.moment += timedelta(**parts)
        return self.moment


OWN_WAY = {"profiles_searchentry", "profiles_searchword", "auth_group_permissions"}
"""Tables that each database fills in its own way or order: what hangs on no id of theirs."""

clock = Clock()
timezone.now = clock.now
uuid.uuid4 = lambda: uuid.UUID(int=numbers.getrandbits(128), version=4)
secrets.choice = numbers.choice
secrets.token_bytes = lambda length=32: numbers.randbytes(length)
secrets.token_hex = lambda length=32: numbers.randbytes(length).hex()
secrets.token_urlsafe = lambda length=32: numbers.randbytes(length).hex()

import django  # noqa: E402

django.setup()

import answers  # noqa: E402
from addresses import addresses  # noqa: E402
from data import Site  # noqa: E402
from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from profiles import workflow  # noqa: E402
from profiles.models import Revision, SignOff  # noqa: E402


def main(path: Path) -> None:
    setup_test_environment()
    settings.ZEAL_RAISE = False
    call_command("migrate", verbosity=0)
    site = Site(clock.wait)
    site.make()
    recording = {
        "migrations": dict(MigrationLoader(connection).graph.leaf_nodes()),
        "tables": tables(),
        "files": {row.file.name: row.file.read().decode() for row in SignOff.objects.exclude(file="")},
        "sign_offs": sign_offs(),
        "answers": answers_of(site),
    }
    if connection.vendor == "postgresql":
        recording = with_answers_of_postgresql(answers.read(path), recording)
    answers.write(recording, path)
    print(f"{len(recording['answers'])} answers, {path.stat().st_size / 1e6:.2f} MB in {path}")  # noqa: T201


def answers_of(site: Site) -> dict[str, dict[str, object]]:
    """Return what each public address answers, with the clock on at answers.NOW."""
    if clock.now() > answers.NOW:
        raise ValueError("What is made must lie before the moment when the addresses are asked.")
    clock.moment = answers.NOW
    asked = addresses(site.tokens)
    cache.clear()
    client = Client(raise_request_exception=False)
    return {address: answers.answer(client, address) for address in asked}


def with_answers_of_postgresql(recording: dict, other: dict) -> dict:
    """Return `recording` with those answers of `other` that differ. Both have to be of the same rows."""
    tables = recording["tables"].keys() - OWN_WAY
    unequal = [part for part in ("migrations", "files", "sign_offs") if recording[part] != other[part]]
    unequal += [table for table in tables if recording["tables"][table] != other["tables"][table]]
    if unequal:
        raise ValueError(f"The other database has other rows: {', '.join(unequal)}.")
    differing = {
        address: answer
        for address, answer in other["answers"].items()
        if answer != recording["answers"][address]
    }
    return recording | {"answers_of_postgresql": differing}


def tables() -> dict[str, dict[str, list]]:
    """Return columns and rows of each table, by name; values as JSON has them, bytes in base64."""
    tables = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            fields = model._meta.concrete_fields
            rows = model._base_manager.order_by("pk")
            tables[model._meta.db_table] = {
                "columns": [field.column for field in fields],
                "rows": [[plain(field, row) for field in fields] for row in rows],
            }
    return tables


def plain(field: models.Field, row: models.Model) -> object:
    value = getattr(row, field.attname)
    if value is None or isinstance(field, models.JSONField) or isinstance(value, bool | int):
        return value
    return field.value_to_string(row)


def sign_offs() -> list[dict[str, object]]:
    """Return of each revision with a standing sign-off whether its text has changed since."""
    revisions = Revision.objects.order_by("pk")
    pairs = [(revision, workflow.current_sign_off(revision)) for revision in revisions]
    return [{"revision": row.pk, "is_outdated": signed.is_outdated} for row, signed in pairs if signed]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else answers.RECORDING)
