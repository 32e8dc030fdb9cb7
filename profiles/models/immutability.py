"""The database triggers that keep closed revisions, and all that hangs on them, as they were published.

Written for SQLite and PostgreSQL alike. A migration that alters one of these tables on SQLite rebuilds it
and so loses its triggers: it must run `drop` first and `create` last (docs/decisions/0003).
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CLOSED = "('published', 'superseded', 'withdrawn')"

FREE_COLUMNS = {"state", "closed_at", "closed_by_id", "withdrawal_reason", "lock_version"}
"""The columns of a closed revision that a verb may still write: it is superseded or withdrawn."""

CHILDREN = {
    "profiles_finding": "{row}.revision_id",
    "profiles_source": "{row}.revision_id",
    "profiles_findingsource": "(SELECT revision_id FROM profiles_finding WHERE id = {row}.finding_id)",
}
"""Table of a revision's content -> the expression that finds its revision."""

MESSAGE = "a published revision cannot be changed"


def create(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create every trigger (a RunPython operation)."""
    for statement in _statements(apps, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop every trigger (a RunPython operation)."""
    for table, event in _guarded():
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {_name(table, event)}{on_table}", params=None)


def trigger_names() -> set[str]:
    """Return the names of the triggers that a migrated database has."""
    return {_name(table, event) for table, event in _guarded()}


def _guarded() -> list[tuple[str, str]]:
    children = [(table, event) for table in CHILDREN for event in ("INSERT", "UPDATE", "DELETE")]
    return [("profiles_revision", "UPDATE"), ("profiles_revision", "DELETE"), *children]


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}_when_closed"


def _condition(apps: Any, table: str, event: str) -> str:
    if table == "profiles_revision":
        closed = f"OLD.state IN {CLOSED}"
        if event == "DELETE":
            return closed
        columns = [field.column for field in apps.get_model("profiles", "Revision")._meta.concrete_fields]
        kept = " OR ".join(
            f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns if column not in FREE_COLUMNS
        )
        return f"{closed} AND ({kept} OR NEW.state NOT IN {CLOSED})"
    rows = {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": ["OLD", "NEW"]}[event]
    return " OR ".join(
        f"(SELECT state FROM profiles_revision WHERE id = {CHILDREN[table].format(row=row)}) IN {CLOSED}"  # noqa: S608 (constants)
        for row in rows
    )


def _statements(apps: Any, vendor: str) -> list[str]:
    if vendor == "postgresql":
        return _postgresql_statements(apps)
    statements = []
    for table, event in _guarded():
        # SQLite understands IS DISTINCT FROM since 3.39 only; IS NOT says the same in every version.
        condition = _condition(apps, table, event).replace("IS DISTINCT FROM", "IS NOT")
        statements.append(
            f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table} FOR EACH ROW "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
    return statements


def _postgresql_statements(apps: Any) -> list[str]:
    statements = []
    for table, event in _guarded():
        # The condition stands in the function: a WHEN clause of PostgreSQL may not hold a sub-select.
        name = _name(table, event)
        statements.append(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {_condition(apps, table, event)} THEN "
            f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
        )
        statements.append(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    return statements
