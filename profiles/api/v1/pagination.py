"""A list, page by page, with absolute links to the next page and the one before (also as Link, RFC 8288)."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from rest_framework.pagination import BasePagination, PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from profiles.api.v1.fields import absolute
from profiles.api.v1.keysets import Cursor, names_of, order_of, rows_beyond
from profiles.content.list_state import lists_state
from profiles.exports.kept_parts import kept_part
from profiles.filters import WholeNumberField
from profiles.search import PAGE_SIZE

MOST_PAGES = 100
"""That are reached by their number: for each, the rows of all before it are counted through."""
TOO_FEW_PAGES = "There are not so many pages."

COUNT = {"type": "integer", "description": "Of all pages, when the first of them was asked for."}
NEXT, PREVIOUS = (
    {"type": ["string", "null"], "format": "uri", "description": about}
    for about in ("The next page.", "The page before.")
)


class PageField(WholeNumberField):
    """The number of one of the first pages of a list."""


class CursorField(forms.CharField):
    """What a link to another page of a list has: of use to nobody but this site."""


class PageForm(forms.Form):
    cursor = CursorField(max_length=2_000, required=False)
    page = PageField(1, MOST_PAGES, initial=1)
    page_size = WholeNumberField(1, 100, initial=25)


class LinkedPagination(BasePagination):
    """What a page says beside its rows."""

    form_class: type[forms.Form]
    request: Request
    count: int

    def get_next_link(self) -> str | None:
        raise NotImplementedError

    def get_previous_link(self) -> str | None:
        raise NotImplementedError

    def get_paginated_response(self, data: list[Any], **members: Any) -> Response:
        """Return the answer; `members` stand between the links and the rows."""
        following, previous = self.get_next_link(), self.get_previous_link()
        links = [f'<{link}>; rel="{rel}"' for rel, link in (("next", following), ("prev", previous)) if link]
        return Response(
            {"count": self.count, "next": following, "previous": previous, **members, "results": data},
            headers={"Link": ", ".join(links)} if links else None,
        )

    def link(self, **changes: str) -> str:
        """Return the address of this list with `changes`, at another page."""
        query = self.request.query_params.copy()
        for name in ("cursor", "page"):
            query.pop(name, None)
        query.update(changes)
        return f"{absolute(self.request.path)}?{query.urlencode()}"

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return []  # The filter backend, which checks them, describes them too.

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        results = {**schema, "description": "The rows of this page."}
        properties = {"count": COUNT, "next": NEXT, "previous": PREVIOUS, "results": results}
        return {"type": "object", "properties": properties, "required": sorted(properties)}


class Pagination(LinkedPagination):
    """Pages that begin where the one before ended; the first of them also by their number."""

    form_class = PageForm

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[int]:
        """Return the keys of the rows of the page that the address asks for, in their order."""
        form = PageForm(request.query_params)
        form.is_valid()  # the filter backend has refused what is not
        text, number = form.cleaned_data["cursor"], form.cleaned_data["page"]
        self.request, self.number = request, number or 1
        self.size = form.cleaned_data["page_size"] or 25
        self.order = order_of(queryset)
        self.cursor = self._cursor(text, number) if text else None
        self.count = self.cursor.count if self.cursor else self._count(queryset)
        is_backward = bool(self.cursor and self.cursor.is_backward)
        values = self.cursor.values if self.cursor else None
        start = 0 if self.cursor else (self.number - 1) * self.size
        rows_of_all = rows_beyond(queryset, self.order, values, is_backward=is_backward)
        rows = list(rows_of_all[start : start + self.size + 1])
        if self.number > 1 and not rows:
            raise Http404(TOO_FEW_PAGES)
        has_more = len(rows) > self.size
        rows = rows[: self.size]
        self.rows = rows[::-1] if is_backward else rows
        self.has_next = has_more or is_backward
        self.has_previous = has_more if is_backward else self.cursor is not None or self.number > 1
        return [pk for pk, *_values in self.rows]

    def _count(self, queryset: QuerySet[Any]) -> int:
        """Return how many rows there are: the one part of a page that costs more, the more there are."""
        query = self.request.query_params.copy()
        for name in self.form_class.base_fields:
            query.pop(name, None)
        name = ("count", self.request.path, sorted(query.lists()))
        return kept_part(name, lists_state, queryset.count)

    def _cursor(self, text: str, number: int | None) -> Cursor:
        """Raise Http404 for a cursor that is not of a list in this order."""
        if number is not None:
            raise Http404("A page has a cursor or a number, not both.")
        try:
            cursor = Cursor.decode(text)
        except ValueError:
            cursor = None
        if cursor is None or list(cursor.names) != names_of(self.order):
            raise Http404("There is no page at this cursor: use one of “next” or “previous”, as it is.")
        return cursor

    def get_next_link(self) -> str | None:
        return self._link(self.rows[-1], is_backward=False) if self.has_next and self.rows else None

    def get_previous_link(self) -> str | None:
        if self.cursor is None:
            return self.link(page=str(self.number - 1)) if self.has_previous else None
        return self._link(self.rows[0], is_backward=True) if self.has_previous and self.rows else None

    def _link(self, row: tuple[Any, ...], *, is_backward: bool) -> str:
        _pk, *values = row
        return self.link(cursor=Cursor(names_of(self.order), values, is_backward, self.count).encode())


class SearchPageForm(forms.Form):
    page = WholeNumberField(1, 100_000, initial=1)


class SearchPagination(LinkedPagination, PageNumberPagination):
    """Pages as the search engine makes them."""

    form_class = SearchPageForm
    page_size = PAGE_SIZE
    page_size_query_param = None
    invalid_page_message = TOO_FEW_PAGES

    @property
    def count(self) -> int:  # type: ignore[override]
        return self.page.paginator.count

    def get_next_link(self) -> str | None:
        return self.link(page=str(self.page.next_page_number())) if self.page.has_next() else None

    def get_previous_link(self) -> str | None:
        return self.link(page=str(self.page.previous_page_number())) if self.page.has_previous() else None
