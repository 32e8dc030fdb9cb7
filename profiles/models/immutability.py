"""The database triggers that keep closed revisions, and all that hangs on them, as they were published.

Their translations stay likewise. With a revision stay its findings, its sources, its sign-offs and the very
texts that were signed.

Written for SQLite and PostgreSQL alike. A migration that alters one of these tables on SQLite rebuilds it
and so loses its triggers: it must run `drop` first and `create` last (docs/decisions/0003).
"""

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CLOSED = "('published', 'superseded', 'withdrawn')"

FREE_COLUMNS = {"state", "closed_at", "closed_by_id", "withdrawal_reason", "lock_version"}
"""The columns of a closed text that an action may still write: it is superseded or withdrawn."""

TEXTS = {"profiles_revision": "Revision", "profiles_translation": "Translation"}
"""Table of texts that are published and then stay -> its model."""

CHILDREN = {
    "profiles_finding": "{row}.revision_id",
    "profiles_source": "{row}.revision_id",
    "profiles_findingsource": "(SELECT revision_id FROM profiles_finding WHERE id = {row}.finding_id)",
    "profiles_signoff": "{row}.revision_id",
}
"""Table of a revision's content and of its record -> the expression that finds its revision."""

SIGNED = f"""EXISTS (
    SELECT 1 FROM profiles_signoff JOIN profiles_revision ON profiles_revision.id = revision_id
    WHERE snapshot_id = OLD.id AND state IN {CLOSED}
)"""  # noqa: S608 (constants)
"""Whether a snapshot is what a government signed off, of a closed revision."""

MESSAGE = "a published revision cannot be changed"

RETURNED = {"DELETE": "OLD", "TRUNCATE": "NULL"}
"""What a trigger function of PostgreSQL returns; NEW for all other events."""

EMPTYING = "mgi.may_be_emptied"
"""A setting of a PostgreSQL session; tests turn it on, as their database is emptied after each."""


def create(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create every trigger of the tables that are there by now (a RunPython operation)."""
    for statement in _statements(apps, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop every trigger (a RunPython operation)."""
    vendor = schema_editor.connection.vendor
    for table, event in guarded_events(apps, vendor):
        on_table = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, event)}{on_table}", params=None)


def guarded_events(apps: Any, vendor: str) -> list[tuple[str, str]]:
    """Return (table, event) of all that is guarded, of the tables that the migrations have made by now."""
    events = {table: ["INSERT", "UPDATE", "DELETE"] for table in CHILDREN}
    events |= {table: ["UPDATE", "DELETE"] for table in (*TEXTS, "profiles_snapshot")}
    if vendor == "postgresql":
        # Which rows go is not asked by TRUNCATE: it fires no trigger of a row.
        events = {table: [*names, "TRUNCATE"] for table, names in events.items()}
    tables = {model._meta.db_table for model in apps.all_models["profiles"].values()}
    return [(table, event) for table, names in events.items() if table in tables for event in names]


def trigger_name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}_when_closed"


def _condition(apps: Any, table: str, event: str) -> str:
    if event == "TRUNCATE":
        any_closed = f"EXISTS (SELECT 1 FROM profiles_revision WHERE state IN {CLOSED})"  # noqa: S608 (constants)
        return f"current_setting('{EMPTYING}', true) IS DISTINCT FROM 'on' AND {any_closed}"
    if table == "profiles_snapshot":
        return SIGNED
    if table in TEXTS:
        closed = f"OLD.state IN {CLOSED}"
        if event == "DELETE":
            return closed
        columns = [field.column for field in apps.get_model("profiles", TEXTS[table])._meta.concrete_fields]
        kept = " OR ".join(
            f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns if column not in FREE_COLUMNS
        )
        back = f"NEW.state NOT IN {CLOSED} OR (NEW.state = 'published' AND OLD.state <> 'published')"
        return f"{closed} AND ({kept} OR {back})"
    rows = {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": ["OLD", "NEW"]}[event]
    return " OR ".join(
        f"(SELECT state FROM profiles_revision WHERE id = {CHILDREN[table].format(row=row)}) IN {CLOSED}"  # noqa: S608 (constants)
        for row in rows
    )


def _statements(apps: Any, vendor: str) -> Iterator[str]:
    for table, event in guarded_events(apps, vendor):
        name, condition = trigger_name(table, event), _condition(apps, table, event)
        if vendor != "postgresql":
            # SQLite understands IS DISTINCT FROM since 3.39 only; IS NOT says the same in every version.
            condition = condition.replace("IS DISTINCT FROM", "IS NOT")
            yield (
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
                f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
            continue
        # The condition stands in the function: a WHEN clause of PostgreSQL may not hold a sub-select.
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN "
            f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {RETURNED.get(event, 'NEW')}; END $$"
        )
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"
