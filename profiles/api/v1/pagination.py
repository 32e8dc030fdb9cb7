"""A list, page by page, with absolute links to the next page and the one before (also as Link, RFC 8288)."""

from typing import Any

from django import forms
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

from profiles.api.v1.fields import absolute
from profiles.filters import WholeNumberField
from profiles.search import PAGE_SIZE

COUNT = {"type": "integer", "description": "Of all pages."}
NEXT, PREVIOUS = (
    {"type": ["string", "null"], "format": "uri", "description": about}
    for about in ("The next page.", "The page before.")
)


class PageForm(forms.Form):
    page = WholeNumberField(1, 100_000, initial=1)
    page_size = WholeNumberField(1, 100, initial=25)


class Pagination(PageNumberPagination):
    form_class: type[forms.Form] = PageForm
    page_size = 25
    max_page_size = 100
    page_size_query_param = "page_size"
    invalid_page_message = "There are not so many pages."

    def get_next_link(self) -> str | None:
        return self._link(self.page.next_page_number()) if self.page.has_next() else None

    def get_previous_link(self) -> str | None:
        return self._link(self.page.previous_page_number()) if self.page.has_previous() else None

    def _link(self, number: int) -> str:
        query = self.request.query_params.copy()
        query["page"] = str(number)
        return f"{absolute(self.request.path)}?{query.urlencode()}"

    def get_paginated_response(self, data: list[Any], **members: Any) -> Response:
        """Return the answer; `members` stand between the links and the rows."""
        following, previous = self.get_next_link(), self.get_previous_link()
        links = [f'<{link}>; rel="{rel}"' for rel, link in (("next", following), ("prev", previous)) if link]
        return Response(
            {
                "count": self.page.paginator.count,
                "next": following,
                "previous": previous,
                **members,
                "results": data,
            },
            headers={"Link": ", ".join(links)} if links else None,
        )

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return []  # The filter backend, which checks them, describes them too.

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        results = {**schema, "description": "The rows of this page."}
        properties = {"count": COUNT, "next": NEXT, "previous": PREVIOUS, "results": results}
        return {"type": "object", "properties": properties, "required": sorted(properties)}


class SearchPageForm(forms.Form):
    page = PageForm.base_fields["page"]


class SearchPagination(Pagination):
    """Pages as the search engine makes them."""

    form_class = SearchPageForm
    page_size = PAGE_SIZE
    page_size_query_param = None
