"""The query string of a page: its links carry the parameters that it knows, and no others."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, QueryDict

MULTIPLE = ("profile",)
"""Parameters that an address may have several times."""


def query_params(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the parameters that a view knows, in the order in which links have them."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        view.query_params = names  # type: ignore[attr-defined]
        return view

    return decorate


def query_string(request: HttpRequest, **changes: str | Sequence[str]) -> str:
    """Return the known parameters of the address with `changes`, from the “?” on; "" where none is left.

    An empty value leaves a parameter out. Other views than those of `query_params` know none.
    """
    match = request.resolver_match
    query = QueryDict(mutable=True)
    for name in getattr(match.func, "query_params", ()) if match else ():
        values: Sequence[str] = request.GET.getlist(name)
        if name in changes:
            change = changes[name]
            values = [change] if isinstance(change, str) else change
        elif name not in MULTIPLE:
            values = values[-1:]
        query.setlist(name, [value for value in values if value])
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else ""
