"""What every address of the API answers alike: headers, how often one may ask, lists and single objects."""

from collections.abc import Mapping
from typing import Any, ClassVar

from axes.helpers import get_client_ip_address
from django import forms
from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from profiles.api.v1.filters import StrictFilterBackend
from profiles.api.v1.openapi import Schema
from profiles.api.v1.pagination import Pagination
from profiles.throttling import allow_visitor
from profiles.views.site import set_cache_headers

MINUTE = 60
"""Seconds."""


class Renderer(JSONRenderer):
    """JSON, the same bytes for everybody: what an Accept header says of indents is not heard."""

    def get_indent(self, accepted_media_type: str, renderer_context: Mapping[str, Any]) -> None:
        return None


class Csv(JSONRenderer):
    """Stands for a file: what the view answers is not rendered, but has to be acceptable to who asks."""

    media_type = "text/csv"
    format = "csv"


class ApiRateThrottle(BaseThrottle):
    """As many requests a minute from one address as the setting allows; 0 allows any number."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        return not settings.API_RATE or allow_visitor(
            "api", get_client_ip_address(request), settings.API_RATE, window=MINUTE
        )

    def wait(self) -> float:
        return MINUTE


class PublicView(GenericAPIView):
    """Read only, for everybody, in JSON."""

    schema = Schema()
    authentication_classes = ()
    permission_classes = ()
    parser_classes = ()
    renderer_classes = (Renderer,)
    throttle_classes = (ApiRateThrottle,)
    http_method_names = ("get", "head", "options")
    filter_backends = (StrictFilterBackend,)
    pagination_class = None
    filterset_class: Any = None
    form_class: type[forms.Form] | None = None
    """Reads the parameters that filter no queryset."""
    required_params: tuple[str, ...] = ()

    @property
    def text_language(self) -> str:
        """The language in which texts are asked for; empty where they are asked for in the original.

        Of a request whose parameters have been checked.
        """
        return self.request.query_params.get("language", "")

    def serialize(self, instance: Any, **kwargs: Any) -> Any:
        """Return what is answered; pages and files in it are those of the language that is asked for."""
        is_spoken = self.text_language in dict(settings.LANGUAGES)
        with override(self.text_language if is_spoken else get_language()):
            return self.get_serializer(instance, **kwargs).data

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer what a browser asks before a script of another site may read."""
        response = HttpResponse(status=204)
        response["Access-Control-Allow-Methods"] = response["Allow"] = "GET, HEAD, OPTIONS"
        response["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
        return response

    def finalize_response(
        self, request: HttpRequest, response: HttpResponse, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        if response.status_code in (200, 304):
            set_cache_headers(response)
        return response


class PublicListView(PublicView, ListAPIView):
    """Filters, sorts and counts the keys of `queryset`; what a page says is fetched for its keys alone.

    Its order is of names and F(), and no two rows are alike in it.
    """

    pagination_class = Pagination
    page_queryset: QuerySet
    """With all that the serializer reads."""

    def paginate_queryset(self, queryset: QuerySet) -> list[Model]:
        return self.get_page(super().paginate_queryset(queryset))

    def get_page(self, keys: list[int]) -> list[Model]:
        """Return the objects of a page in the order of `keys`."""
        instances = self.page_queryset.in_bulk(keys)
        return [instances[key] for key in keys if key in instances]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.serialize(page, many=True))


class PublicDetailView(PublicView, RetrieveAPIView):
    """One object, by `lookups`: part of the address -> lookup. Raises what `handle_missing` raises."""

    lookups: ClassVar[Mapping[str, str]] = {"slug": "slug"}

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.serialize(self.get_object()))

    def get_object(self) -> Any:
        queryset = self.filter_queryset(self.get_queryset())
        instance = queryset.filter(**{self.lookups[name]: part for name, part in self.kwargs.items()}).first()
        return instance or self.handle_missing()

    def handle_missing(self) -> Any:
        raise Http404


class NotThere(PublicView):
    """Any other address below /api/."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse before anything else is said of what was asked."""
        super().initial(request, *args, **kwargs)
        raise Http404("The API has no such address.")
