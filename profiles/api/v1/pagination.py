"""A list, page by page, with absolute links to the next page and the one before (also as Link, RFC 8288)."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from profiles.api.v1.filters import PAGES
from profiles.api.v1.serializers import Row, absolute


def paged(
    request: Request,
    given: dict[str, Any],
    rows: QuerySet,
    show: Callable[[list[Any]], list[Row]],
    **members: Any,
) -> Response:
    """Answer with a page of `rows`: two queries, and those of `show`, which is given their keys in order."""
    number, size = numbers(given)
    count = rows.count()
    keys = list(rows.values_list("pk", flat=True)[(number - 1) * size : number * size])
    if not keys and number > 1:
        raise Http404("There are not so many pages.")
    return answer(request, given, count, show(keys), **members)


def numbers(given: dict[str, Any]) -> tuple[int, int]:
    """Return the number of the page and its size."""
    page, size = (given.get(name, PAGES[name].schema["default"]) for name in ("page", "page_size"))
    return page, size


def answer(
    request: Request, given: dict[str, Any], count: int, results: list[Row], **members: Any
) -> Response:
    number, size = numbers(given)
    following = _address(request, number + 1) if number * size < count else None
    before = _address(request, number - 1) if number > 1 else None
    page = {"count": count, "next": following, "previous": before, **members, "results": results}
    links = [f'<{link}>; rel="{rel}"' for rel, link in (("next", following), ("prev", before)) if link]
    return Response(page, headers={"Link": ", ".join(links)} if links else None)


def _address(request: Request, number: int) -> str:
    query = request.query_params.copy()
    query["page"] = str(number)
    return f"{absolute(request.path)}?{query.urlencode()}"
