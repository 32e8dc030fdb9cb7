"""Statements that Django writes once in a process: that takes it ten times as long as the database's answer.

For what is asked at each request and only compared: the values come as the database gives them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import F, Model, QuerySet, Subquery, TextField, Value
from django.db.models.functions import JSONObject

from profiles.models.glossary import JSONRows

Row = tuple[Any, ...]
Statement = tuple[str, Sequence[Any]]

UNSEEN = {"folded_names", "shipped_names", "aliases"}
"""Columns of a place by which it is found; nothing shows them."""

UNCHANGING = {"introduction", "none_identified", "units"}
"""The long columns of a published text, which stays as it is (models/immutability.py)."""


class Name(str):
    """The name of a value that a statement is given each time."""


def parameter(name: str) -> Value:
    """Return what stands in a query for the value `name`; not in a list, nor where Django looks at it."""
    return Value(Name(name))


def write(rows: QuerySet[Any], *names: str) -> Statement:
    """Return the statement that asks for the columns `names` of `rows`."""
    return rows.values_list(*names).query.sql_with_params()


def fetch(statement: Statement, **values: Any) -> list[Row]:
    """Return the rows of `statement` with `values` for its parameters; one query."""
    sql, params = statement
    with connection.cursor() as cursor:
        cursor.execute(sql, [values[p] if isinstance(p, Name) else p for p in params])
        return cursor.fetchall()


def columns(model: type[Model], *without: str, prefix: str = "") -> list[str]:
    """Return the lookups of the columns of a row, but for those that are UNCHANGING or UNSEEN."""
    names = (field.attname for field in model._meta.concrete_fields)
    return [f"{prefix}{name}" for name in names if name not in UNSEEN | UNCHANGING and name not in without]


def as_json(rows: QuerySet[Any], names: Iterable[str]) -> Subquery:
    """Return `rows` as one column of another query: a text, as nobody reads it but a digest."""
    row = JSONObject(**{name: F(name) for name in names})
    return Subquery(rows.order_by().annotate(rows=JSONRows(row)).values("rows"), output_field=TextField())
