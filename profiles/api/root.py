"""The beginning of the API: what there is. And the OpenAPI document."""

from django.conf import settings
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from profiles.api import shapes
from profiles.api.document import document, operation
from profiles.api.rows import absolute, at
from profiles.api.view import PublicView


class Root(PublicView):
    @operation("getIndex", "What there is", shapes.Index)
    def get(self, request: Request) -> Response:
        names = ("profiles", "findings", "places", "domains", "search", "openapi")
        pages = (("docs", "api_docs"), ("everything", "everything"), ("schema", "schema"))
        more = {name: absolute(reverse(page)) for name, page in pages}
        return Response({"title": settings.SITE_NAME, "addresses": {name: at(name) for name in names} | more})


class OpenApi(PublicView):
    schema = None

    def get(self, request: Request) -> Response:
        return Response(document())
