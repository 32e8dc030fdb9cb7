"""The beginning of the API: what there is. And the OpenAPI document."""

from django.conf import settings
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from profiles.api.v1 import schema as schema_v1
from profiles.api.v1.openapi import document, operation
from profiles.api.v1.serializers import absolute, at
from profiles.api.v1.views.public import PublicView


class Root(PublicView):
    @operation("getIndex", "What there is", schema_v1.Index)
    def get(self, request: Request) -> Response:
        names = ("profiles", "findings", "places", "domains", "search", "openapi")
        pages = (("docs", "api_docs"), ("everything", "everything"), ("schema", "schema"))
        more = {name: absolute(reverse(page)) for name, page in pages}
        return Response({"title": settings.SITE_NAME, "addresses": {name: at(name) for name in names} | more})


class OpenApi(PublicView):
    schema = None

    def get(self, request: Request) -> Response:
        return Response(document())
