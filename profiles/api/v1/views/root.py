"""The beginning of the API: what there is. And the OpenAPI document."""

from django.conf import settings
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from profiles.api.v1.fields import absolute
from profiles.api.v1.filters import check_params
from profiles.api.v1.openapi import document, operation
from profiles.api.v1.serializers import IndexSerializer
from profiles.api.v1.views.generic import PublicView

ROUTES = {
    **{name: f"api:{name}" for name in ("profiles", "findings", "places", "domains", "search", "openapi")},
    "docs": "api_docs",
    "everything": "everything",
    "schema": "schema",
}


@operation("getIndex", "What there is", IndexSerializer)
class Root(PublicView):
    serializer_class = IndexSerializer

    def get(self, request: Request) -> Response:
        check_params(request.query_params)
        addresses = {name: absolute(reverse(route)) for name, route in ROUTES.items()}
        return Response(self.get_serializer({"title": settings.SITE_NAME, "addresses": addresses}).data)


class OpenApi(PublicView):
    schema = None

    def get(self, request: Request) -> Response:
        check_params(request.query_params)
        return Response(document())
