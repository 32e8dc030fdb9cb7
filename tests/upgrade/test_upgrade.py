"""An installation of the landed version is upgraded: what was public answers as before, and no row is lost.

landed.json.xz has the rows and the answers (record.py made it). They go into a database of their own, in the
state of that version's migrations, by their tables and columns; `manage.py prepare` does the rest. A
difference that is meant is in differences.py, with its reason.
"""

import difflib
import io
import itertools
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client, override_settings

from profiles import search
from profiles.choices import JobKind, Role
from profiles.models import DomainText, Place
from profiles.operations import queue
from tests.jobs import make_due, run_jobs
from tests.upgrade import answers
from tests.upgrade.differences import ADDITIONS, ALLOWED, RENAMED, UNNEEDED

# Each test in a transaction, which is undone, of the database to which `upgrade` has led the connection.
pytestmark = pytest.mark.django_db


MADE_ANEW = {"profiles_searchentry", "profiles_searchword"}
"""Tables that `prepare` may fill anew."""

UNCHANGED, CHANGED = "The text is exactly the one that was signed off.", "The text has changed since"
"""What the page of the sign-offs says of each."""

MOST_SHOWN, MOST_LINES = 5, 40

Rows = dict[str, dict[Any, dict[str, Any]]]
"""Table -> primary key -> column -> value, as the database gives it."""


@dataclass(frozen=True)
class Upgrade:
    recording: dict[str, Any]
    before: Rows
    triggers_before: set[str]
    fresh_triggers: set[str]
    """Those of the tests' own database, which was made by the newest migrations."""

    def answers(self) -> dict[str, dict[str, Any]]:
        """Return what the landed version answered on the database of this run, by address."""
        apart = self.recording["answers_of_postgresql"] if connection.vendor == "postgresql" else {}
        return self.recording["answers"] | apart

    def landed(self, table: str) -> list[dict[str, Any]]:
        """Return the recorded rows of `table`, by column."""
        rows = self.recording["tables"][table]
        return [dict(zip(rows["columns"], row, strict=True)) for row in rows["rows"]]


@pytest.fixture(scope="module")
def upgrade(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Upgrade]:
    """The upgraded site, in a database and a directory of its own."""
    folder = tmp_path_factory.mktemp("upgrade")
    places = {"VAR_DIR": folder, "MEDIA_ROOT": folder / "media", "STATIC_ROOT": folder / "static"}
    recording = answers.read()
    with django_db_blocker.unblock(), override_settings(**places):
        fresh = triggers()
        with own_database(folder):
            load(recording, folder / "media")
            before, triggers_before = rows_of(recording["tables"]), triggers()
            call_command("prepare", stdout=io.StringIO())
            yield Upgrade(recording, before, triggers_before, fresh)


@pytest.fixture
def upgraded(upgrade, settings) -> Iterator[Upgrade]:
    """The same for each test: what it writes is undone."""
    settings.ZEAL_RAISE = False  # tests/test_query_counts.py and others watch over that
    cache.clear()
    yield upgrade
    cache.clear()


@pytest.fixture
def administrator(upgraded) -> Client:
    client = Client()
    user = get_user_model().objects.get(username="root")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@contextmanager
def own_database(folder: Path) -> Iterator[None]:
    """Let the default connection lead to an empty database, which is removed afterwards."""
    usual = connection.settings_dict["NAME"]
    is_file = connection.vendor == "sqlite"
    own = str(folder / "upgrade.sqlite3") if is_file else f"{usual}_upgrade"
    if not is_file:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
            cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE template0')
    connection.close()
    connection.settings_dict["NAME"] = own
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        if not is_file:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{own}"')


def load(recording: dict[str, Any], media: Path) -> None:
    """Migrate an empty database to the landed version, and put in its rows and files."""
    targets = list(recording["migrations"].items())
    executor = MigrationExecutor(connection)
    state = executor.migrate(targets, plan=executor.migration_plan(targets))
    models = {model._meta.db_table: model for model in state.apps.get_models(include_auto_created=True)}
    with without_guards(), transaction.atomic(), connection.cursor() as cursor:
        for table in recording["tables"]:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 (a table's name); what migrations had filled in
        for table, rows in recording["tables"].items():
            insert(cursor, models[table], rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
            cursor.execute(statement)
    for name, text in recording["files"].items():
        path = media / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def insert(cursor: Any, model: Any, rows: dict[str, list]) -> None:
    """Put in rows as they are: bulk_create would give times of now."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    columns = ", ".join(f'"{column}"' for column in rows["columns"])
    marks = ", ".join(["%s"] * len(rows["columns"]))
    values = [
        [
            fields[column].get_db_prep_save(fields[column].to_python(value), connection)
            for column, value in zip(rows["columns"], row, strict=True)
        ]
        for row in rows["rows"]
    ]
    statement = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})"  # noqa: S608 (names)
    cursor.executemany(statement, values)


@contextmanager
def without_guards() -> Iterator[None]:
    """Keep the triggers aside that refuse rows of published revisions (docs/decisions/0003)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE '%_when_closed'"
            )
            guards = cursor.fetchall()
            aside = [f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name in guards]
            restore = [f"ALTER TABLE {table} ENABLE TRIGGER {name}" for table, name in guards]
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_when_closed'"
            )
            guards = cursor.fetchall()
            aside, restore = [f"DROP TRIGGER {name}" for name, _sql in guards], [sql for _name, sql in guards]
        for statement in aside:
            cursor.execute(statement)
        yield
        for statement in restore:
            cursor.execute(statement)


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall()}


def rows_of(tables: dict[str, Any]) -> Rows:
    """Return all that stands in `tables` now."""
    contents = {}
    with connection.cursor() as cursor:
        for table, table_rows in tables.items():
            key = table_rows["columns"][0]
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 (a table's name)
            columns = [column[0] for column in cursor.description]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            contents[table] = {row[key]: row for row in rows}
    return contents


def text_of(answer: dict[str, Any]) -> str:
    headers = "".join(f"{name}: {value}\n" for name, value in sorted(answer["headers"].items()))
    is_page = "text/html" in answer["headers"].get("Content-Type", "")
    body = answers.without_layout(answer["body"]) if is_page else answer["body"]
    return f"{answer['status']}\n{headers}\n{body}"


@pytest.fixture
def as_landed(upgraded) -> Upgrade:
    """The same with the names of countries and the texts of domains that the landed version had.

    The program is what is compared; which names and texts come with it is tested in workflow/test_shipped.py.
    """
    texts = [row["id"] for row in upgraded.landed("profiles_domaintext")]
    DomainText.objects.exclude(pk__in=texts).delete()
    for row in upgraded.landed("profiles_place"):
        place = Place.objects.get(pk=row["id"])
        place.names, place.aliases = row["names"], []
        place.folded_names = place.normalize_names()
        place.save()
    search.rebuild()
    return upgraded


def test_public_addresses_answer_as_before(as_landed):
    upgraded = as_landed
    client, different, unneeded = Client(raise_request_exception=False), {}, {*ALLOWED, *ADDITIONS}
    for address, record in upgraded.answers().items():
        expected, answer = text_of(record), text_of(answers.answer(client, address))
        for change in ALLOWED:
            if re.search(change.address, address):
                before, expected = expected, re.sub(change.old, change.new, expected)
                unneeded -= {change} if before != expected else set()
        for addition in ADDITIONS:
            if re.search(addition.address, address):
                before, answer = answer, re.sub(addition.part, "", answer, flags=re.DOTALL)
                unneeded -= {addition} if before != answer else set()
        if expected != answer:
            different[address] = (expected, answer)
    assert not different, complaint(different)
    assert not unneeded
    assert not UNNEEDED


def complaint(different: dict[str, tuple[str, str]]) -> str:
    """Return how many addresses answer otherwise, and of the first of them, how."""
    parts = [f"{len(different)} addresses answer otherwise than before:", *list(different)[:60]]
    for address, texts in itertools.islice(different.items(), MOST_SHOWN):
        diff = difflib.unified_diff(*map(answers.lines, texts), "before", "after", n=1, lineterm="")
        parts += ["", address, *(line[:300] for line in itertools.islice(diff, MOST_LINES))]
    return "\n".join(parts)


def stored(value: Any) -> Any:
    """Return what the text of a JSON column says, whatever the order of its keys; else `value`."""
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value


def test_no_row_is_lost_or_changed(upgraded):
    now, problems = rows_of(upgraded.recording["tables"]), []
    for table in upgraded.before.keys() - MADE_ANEW:
        missing = upgraded.before[table].keys() - now[table].keys()
        problems += [f"{table}: {sorted(missing)[:5]} are gone"] if missing else []
        for key, row in upgraded.before[table].items():
            after = now[table].get(key, {})
            problems += [
                f"{table} {key}, {column}: {row[column]!r} became {after[column]!r}"[:300]
                for column in row.keys() & after.keys()
                if stored(RENAMED.get((table, column), {}).get(row[column], row[column]))
                != stored(after[column])
            ]
    assert not problems, "\n".join(problems[:20])


def test_no_row_comes_into_being_but_content_types_and_permissions(upgraded):
    now = rows_of(upgraded.recording["tables"])
    tables = {table for table, rows in upgraded.before.items() if len(now[table]) > len(rows)}
    # Texts of domains in further languages, the log of renamed countries, the group of translators.
    shipped = {"profiles_domaintext", "profiles_logentry", "auth_group", "auth_group_permissions"}
    assert tables <= {"django_content_type", "auth_permission", *shipped, *MADE_ANEW}
    groups = now["auth_group"], upgraded.before["auth_group"]
    assert [groups[0][key]["name"] for key in groups[0].keys() - groups[1].keys()] == [Role.TRANSLATOR]
    log, before = now["profiles_logentry"], upgraded.before["profiles_logentry"]
    new = [log[key] for key in log.keys() - before.keys()]
    assert {(row["verb"], row["by_id"]) for row in new} == {("change_place", None)}


def test_the_triggers_are_those_of_a_new_database(upgraded):
    assert triggers() == upgraded.fresh_triggers >= upgraded.triggers_before
    call_command("migrate", check=True, verbosity=0)


def test_groups_have_the_permissions_that_they_had_and_those_of_what_is_new(upgraded):
    statement = (
        "SELECT auth_group.name, codename FROM auth_group_permissions "
        "JOIN auth_group ON auth_group.id = group_id "
        "JOIN auth_permission ON auth_permission.id = permission_id"
    )
    names = {row["id"]: row["name"] for row in upgraded.landed("auth_group")}
    codes = {row["id"]: row["codename"] for row in upgraded.landed("auth_permission")}
    renamed = RENAMED["auth_permission", "codename"]
    before = {
        (names[row["group_id"]], renamed.get(code, code))
        for row in upgraded.landed("auth_group_permissions")
        for code in [codes[row["permission_id"]]]
    }
    with connection.cursor() as cursor:
        cursor.execute(statement)
        now = set(cursor.fetchall())
    assert before <= now
    added = {(group, right) for group, right in now - before if group != Role.TRANSLATOR}
    assert {right for _group, right in added} == {
        *("view_translation", "change_translation", "review_translation", "publish_translation"),
        "change_job",
    }


def test_each_open_revision_opens_in_the_editor(upgraded, administrator):
    rows = [row for row in upgraded.landed("profiles_revision") if row["published_at"] is None]
    assert {row["state"] for row in rows} == {"draft", "in_review", "approved"}
    for row in rows:
        response = administrator.get(f"/admin/profiles/revision/{row['id']}/change/")
        assert response.status_code == 200, row["state"]


def test_each_snapshot_can_be_read_and_restored(upgraded, administrator):
    busy = {
        row["profile_id"]
        for row in upgraded.landed("profiles_revision")
        if row["state"] in ("in_review", "approved")
    }
    for row in upgraded.landed("profiles_snapshot"):
        address = f"/admin/profiles/profile/{row['profile_id']}/history/{row['id']}/"
        response = administrator.get(address)
        assert response.status_code == 200, row["id"]
        assert row["content"]["introduction"][:20] in response.content.decode()
        if row["profile_id"] not in busy:
            response = administrator.post(f"{address}restore/")
            assert response.status_code == 302, row["id"]
            assert re.search(r"/revision/\d+/change/", response["Location"]), row["id"]


def test_standing_sign_offs_are_of_the_same_text(upgraded, administrator):
    assert len({row["is_outdated"] for row in upgraded.recording["sign_offs"]}) == 2
    for row in upgraded.recording["sign_offs"]:
        page = administrator.get(f"/admin/profiles/revision/{row['revision']}/sign-off/").content.decode()
        assert (CHANGED in page, UNCHANGED in page) == (row["is_outdated"], not row["is_outdated"])


def test_the_letter_of_a_sign_off_is_still_there(upgraded, administrator):
    letters = [row for row in upgraded.landed("profiles_signoff") if row["file"]]
    assert letters
    for row in letters:
        response = administrator.get(
            f"/admin/profiles/revision/{row['revision_id']}/sign-off/{row['id']}/file/"
        )
        assert response.getvalue().decode() == upgraded.recording["files"][row["file"]]


def test_what_is_scheduled_is_published(upgraded):
    (row,) = (row for row in upgraded.landed("profiles_revision") if row["publish_at"])
    slugs = {profile["id"]: profile["slug"] for profile in upgraded.landed("profiles_profile")}
    address = f"/profiles/{slugs[row['profile_id']]}/r/{row['number']}/"
    assert Client().get(address).status_code == 404
    queue.enqueue_periodic()
    with answers.clock(datetime.fromisoformat(row["publish_at"]).astimezone(UTC)):
        run_jobs(JobKind.CHECK_SCHEDULE)
        assert make_due(kind=JobKind.PUBLISH) == 1
        run_jobs(JobKind.PUBLISH)
    assert "Brought up to date." in Client().get(address).content.decode()
