"""Reading a list on from one of its rows: by the values that it is sorted by, whatever comes meanwhile.

A cursor is signed: only what this site wrote in it reaches the database.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core.signing import BadSignature, Signer
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

SIGNER = Signer(salt="profiles.api.v1.keysets")


class Cursor(NamedTuple):
    """Where a page begins: beyond the row with these `values`; before it, where it `is_backward`."""

    names: Sequence[str]
    """What the list is sorted by."""
    values: Sequence[Any]
    is_backward: bool
    count: int
    """Of all rows, when the first page was asked for."""

    def encode(self) -> str:
        values = [value.isoformat() if isinstance(value, datetime) else value for value in self.values]
        return SIGNER.sign_object([self.names, values, self.is_backward, self.count])

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Raise ValueError for a text that encode() did not return."""
        try:
            return cls(*SIGNER.unsign_object(text))
        except BadSignature:
            raise ValueError(text) from None


def order_of(queryset: QuerySet[Any]) -> list[OrderBy]:
    """Return what `queryset`, which is sorted by names and by F(), is sorted by."""
    entries = queryset.query.order_by
    return [
        entry
        if isinstance(entry, OrderBy)
        else OrderBy(F(entry.removeprefix("-")), descending=entry.startswith("-"))
        for entry in entries
    ]


def names_of(order: Sequence[OrderBy]) -> list[str]:
    """Return what these are, with a sign before what descends."""
    return [f"{'-' if entry.descending else ''}{_name(entry)}" for entry in order]


def rows_beyond(
    queryset: QuerySet[Any], order: Sequence[OrderBy], values: Sequence[Any] | None, *, is_backward: bool
) -> QuerySet[Any]:
    """Return the rows of `queryset` beyond `values`, nearest first: (pk, values that it is sorted by).

    Without `values`, all of them. A column that may be null says where its nulls are.
    """
    order = [_reversed(entry) for entry in order] if is_backward else list(order)
    if values is not None:
        queryset = queryset.filter(_beyond(order, values))
    return queryset.order_by(*order).values_list("pk", *map(_name, order))


def _beyond(order: Sequence[OrderBy], values: Sequence[Any]) -> Q:
    condition, equal = Q(), Q()
    for entry, value in zip(order, values, strict=True):
        condition |= equal & _after(entry, value)
        equal &= _equal(entry, value)
    # Says nothing new, and lets the database begin in an index of the first.
    return (_after(order[0], values[0]) | _equal(order[0], values[0])) & condition


def _after(entry: OrderBy, value: Any) -> Q:
    name = _name(entry)
    if value is None:
        return Q(**{f"{name}__isnull": False}) if entry.nulls_first else Q(pk__in=[])
    after = Q(**{f"{name}__{'lt' if entry.descending else 'gt'}": value})
    return after | Q(**{f"{name}__isnull": True}) if entry.nulls_last else after


def _equal(entry: OrderBy, value: Any) -> Q:
    return Q(**{f"{_name(entry)}__isnull": True} if value is None else {_name(entry): value})


def _name(entry: OrderBy) -> str:
    return str(entry.expression.name)


def _reversed(entry: OrderBy) -> OrderBy:
    nulls = {"nulls_first": entry.nulls_last or None, "nulls_last": entry.nulls_first or None}
    return OrderBy(entry.expression, descending=not entry.descending, **nulls)
