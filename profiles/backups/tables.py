"""Which tables a backup has: every one but those that are named here, each with the reason."""

import base64
import datetime
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db.models import BinaryField, Field, Model

from profiles.models import immutability

LEFT_OUT = {
    "profiles.searchentry": "made anew from the texts after a restore",
    "profiles.searchword": "made anew with it",
    "profiles.searchname": "made anew with it",
    "profiles.pageversion": "the triggers write it while rows are restored, so that kept pages are void",
    "profiles.staffsession": "everybody signs in again: the key of a browser opens no restored site",
    "sessions.session": "not in use: profiles.staffsession takes its place",
    "profiles.presence": "who had a text open at that moment",
    "profiles.storedfile": "its files stand in the backup as files, wherever they were stored",
    "axes.accessattempt": "the wrong passwords of the last quarter of an hour",
    "axes.accessattemptexpiration": "when those are forgotten",
}
"""Label of a model -> why a backup is without its rows."""

FROM_MIGRATIONS = {"contenttypes.contenttype", "auth.permission", "auth.group", "auth.group_permissions"}
"""What migrations write into an empty database; a restore puts the rows of the backup in their place."""

LAST = {f"profiles.{name.lower()}" for name in immutability.TEXTS.values()}
"""Once a closed revision is there, the triggers refuse what belongs to it (models/immutability.py)."""


Row = list[Any]


def models_of(apps: Apps) -> list[type[Model]]:
    """Return the models of a backup, in the order in which their rows are written and restored."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]
    return sorted(models, key=lambda model: (model._meta.label_lower in LAST, model._meta.label_lower))


def columns_of(model: type[Model]) -> list["Field[Any, Any]"]:
    """Return the fields that are stored and not computed, in an order that no migration changes."""
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    return sorted(fields, key=lambda field: field.column)


def batch_size(model: type[Model]) -> int:
    """Return how many rows are in memory at a time; of documents, which have up to 20 MB each, one."""
    return 1 if any(isinstance(field, BinaryField) for field in columns_of(model)) else 500


def rows_of(model: type[Model]) -> Iterator[Row]:
    """Yield the rows of a model by their keys, as what JSON can say; a few are in memory at a time."""
    names = [field.attname for field in columns_of(model)]
    queryset = model._base_manager.order_by("pk").values_list(*names)
    for row in queryset.iterator(chunk_size=batch_size(model)):
        yield [_plain(value) for value in row]


def canonical(row: Row) -> bytes:
    """Return a row in one way: PostgreSQL keeps the keys of a JSON object in an order of its own."""
    return json.dumps(row, sort_keys=True, ensure_ascii=False).encode(errors="surrogatepass")


def insert_statement(model: type[Model], quote: Any) -> str:
    names = [quote(field.column) for field in columns_of(model)]
    places = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 (names of our own)


def values_of(model: type[Model], rows: Iterable[Row], connection: Any) -> list[Row]:
    """Return rows of a backup as the database takes them."""
    fields = columns_of(model)
    return [
        [
            field.get_db_prep_save(field.to_python(value), connection)
            for field, value in zip(fields, row, strict=True)
        ]
        for row in rows
    ]


def _plain(value: Any) -> Any:
    """Return a value as JSON has it, so that the `to_python` of its field reads it back unchanged."""
    if isinstance(value, memoryview | bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value
