"""What a search is narrowed to, and the rows that both databases give: the columns to count by."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from profiles.choices import Region

MONTH_DESCRIBED = 10**12
"""An entry's id is the month described, in months since year 0, times this, and a number of its own."""

FIRST_DOCUMENT = MONTH_DESCRIBED
"""Entries below are places and domains, which describe no month."""


NAMES = ("id", "unit", "domain", "kind", "country", "level", "year", "language")
"""What each text that was found is known and counted by; its country tells the regions."""
LANGUAGE = NAMES.index("language")

COLUMNS = ", ".join(f"entry.{name}{'_id' if name in ('domain', 'country') else ''}" for name in NAMES)

Candidate = tuple[Any, ...]
"""A text that was found: the values of NAMES, and its score. The higher the id, the newer the text.

A bare tuple: thousands of objects of a class of their own would each time wake the garbage collector.
"""


Statement = tuple[str, list[Any]]
"""SQL, and its values."""


@dataclass(frozen=True)
class Filters:
    """What the texts must be of; None and "" ask for nothing. `region` is a code of M49, of either size."""

    domain: int | None = None
    kind: str = ""
    country: int | None = None
    region: str = ""
    level: str = ""
    year: int | None = None
    language: str = ""
    profiles: QuerySet[Any, Any] | None = None
    """Keys of profiles, where the texts must be of those."""


def build_condition(filters: Filters) -> Statement:
    """Return what follows WHERE … in SQL, from its AND on, and its values."""
    condition = ""
    values: list[Any] = []
    for field in fields(filters):
        value = getattr(filters, field.name)
        if value in (None, ""):
            continue
        if field.name == "year":
            # The id says the month, from none to December: rows of other years are not even looked at.
            condition += " AND entry.id >= %s AND entry.id < %s AND entry.year = %s"
            values += [value * 12 * MONTH_DESCRIBED, (value * 12 + 13) * MONTH_DESCRIBED, value]
        elif field.name == "profiles":
            statement, params = value.query.sql_with_params()
            condition += f" AND entry.profile_id IN ({statement})"
            values += params
        else:
            # A code of M49 is in one column, of which the database knows how often it has the value.
            is_subregion = field.name == "region" and value not in Region.values
            columns = {"domain": "domain_id", "country": "country_id"}
            column = "subregion" if is_subregion else columns.get(field.name, field.name)
            condition += f" AND entry.{column} = %s"
            values.append(value)
    return condition, values


def newest(filters: Filters, most: int) -> list[Candidate]:
    """Return the newest of all texts that `filters` leave, at most `most`."""
    condition, values = build_condition(filters)
    return fetch_rows(
        f"SELECT {COLUMNS}, 0 FROM profiles_searchentry entry "  # noqa: S608 (constants)
        f"WHERE entry.id >= {FIRST_DOCUMENT} {condition} ORDER BY entry.id DESC LIMIT {most}",
        values,
    )


def fetch_rows(statement: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
