"""Filling the database of the tests, and emptying it where a test has committed. No test lives here."""

import json
from collections.abc import Callable
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import connection, transaction
from django.db.models import Model

from profiles.models import PageVersion, Revision, immutability


def load_fixtures(*names: str) -> None:
    """Do what `loaddata` does, in a query or two for each kind of row: a thousand tests begin with it."""
    for name in names:
        for label, rows in groupby(_rows(name), key=lambda row: row["model"]):
            manager = apps.get_model(label)._default_manager
            manager.bulk_create(manager.model(**_related(manager.model, row["fields"])) for row in rows)


@cache
def _rows(name: str) -> list[Any]:
    return json.loads(Path(f"fixtures/{name}.json").read_text(encoding="utf-8"))


def _related(model: Any, fields: dict[str, Any]) -> dict[str, Any]:
    """Return `fields` with rows in the place of their natural keys."""
    others = {field.name: field.related_model for field in model._meta.fields if field.is_relation}
    return {
        name: others[name]._default_manager.get_by_natural_key(*value) if name in others and value else value
        for name, value in fields.items()
    }


Rows = dict[type[Model], dict[Any, dict[str, Any]]]
"""Model -> primary key -> the row, by the names of its columns."""

Statements = list[tuple[str, Any]]
"""SQL with its parameters."""

_statements: dict[tuple[str, str], Statements] = {}


def load_once(name: str, build: Callable[[], None]) -> None:
    """Call `build` the first time in this process; from then on insert the rows that it left.

    A thousand tests begin with it, and it publishes: the statements take a fifth of the time. Where `build`
    begins with other rows, it is called again.
    """
    key = (name, _row_counts())
    if key not in _statements:
        _statements[key] = _build_and_record(build)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, parameters in _statements[key]:
            cursor.execute(sql, parameters)


def _row_counts() -> str:
    """Return how many rows each table has and what their keys add up to; one query."""
    keys = {model: "SUM(id)" if model._meta.pk.name == "id" else "0" for model in _models()}
    parts = (f"SELECT COUNT(*), {key} FROM {model._meta.db_table}" for model, key in keys.items())  # noqa: S608 (constants)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return repr(cursor.fetchall())


def _build_and_record(build: Callable[[], None]) -> Statements:
    """Call `build`, take all of it back, insert its rows, and return the statements that did so."""
    before = _all_rows()
    with transaction.atomic():
        build()
        after = _all_rows()
        transaction.set_rollback(True)
    statements: Statements = []

    def record(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        statements.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with transaction.atomic(), connection.execute_wrapper(record):
        _insert(before, after)
    return statements


def _insert(before: Rows, after: Rows) -> None:
    """Insert what is new. Revisions come last, as the triggers refuse a finding of a closed one."""
    for model, rows in sorted(after.items(), key=lambda item: item[0] is Revision):
        changes = {pk: row for pk, row in rows.items() if before[model].get(pk) != row}
        _base(model).filter(pk__in=changes.keys() & before[model].keys()).delete()
        _base(model).bulk_create(model(**row) for row in changes.values())


def _all_rows() -> Rows:
    return {model: {row[model._meta.pk.attname]: row for row in _base(model).values()} for model in _models()}


def _models() -> list[type[Model]]:
    models = apps.get_app_config("profiles").get_models(include_auto_created=True)
    return [model for model in models if model is not PageVersion]  # triggers write it


def _base(model: type[Model]) -> Any:
    return model._base_manager


def empty_database() -> None:
    """Delete every row, before Django does so and puts back what comes with a new database.

    SQLite empties a table row by row, which the triggers would refuse: they go aside.
    """
    if connection.vendor == "postgresql":
        return  # tests/settings.py allows to empty it
    with connection.schema_editor() as editor:
        immutability.drop(apps, editor)
    connection.ops.execute_sql_flush(sql_flush(no_style(), connection))
    with connection.schema_editor() as editor:
        immutability.create(apps, editor)
