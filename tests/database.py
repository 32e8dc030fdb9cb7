"""Filling the database of the tests, and emptying it where a test has committed. No test lives here."""

import json
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from profiles.models import immutability


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


def empty_database() -> None:
    """Delete every row. SQLite empties a table row by row, which the triggers would refuse: they go aside."""
    with connection.schema_editor() as editor:
        immutability.drop(apps, editor)
    call_command("flush", interactive=False, verbosity=0)
    with connection.schema_editor() as editor:
        immutability.create(apps, editor)
