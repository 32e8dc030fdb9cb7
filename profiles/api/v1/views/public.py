"""What every address of the API answers alike: parameters, problems, headers, and how often one may ask."""

import logging
from collections.abc import Mapping
from typing import Any, ClassVar

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve, reverse
from drf_spectacular.openapi import AutoSchema
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from profiles.api.v1.filters import BadParametersError, Parameter, read
from profiles.models import Revision
from profiles.throttling import network
from profiles.views import errors
from profiles.views.redirects import permanently, place_slugs, profile_slugs
from profiles.views.site import keep

logger = logging.getLogger(__name__)


class GoneError(Exception):
    """What was asked for was withdrawn; `revision` says why."""

    def __init__(self, revision: Revision) -> None:
        super().__init__(revision.withdrawal_reason)
        self.revision = revision


class Renderer(JSONRenderer):
    """JSON, the same bytes for everybody: what an Accept header says of indents is not heard."""

    def get_indent(self, accepted_media_type: str, renderer_context: Mapping[str, Any]) -> None:
        return None


class Csv(JSONRenderer):
    """Stands for a file: what the view answers is not rendered, but has to be acceptable to who asks."""

    media_type = "text/csv"
    format = "csv"


class ByAddress(SimpleRateThrottle):
    """As many requests a minute from one address as the setting allows; 0 allows any number."""

    scope = "api"

    def get_rate(self) -> str | None:
        return f"{settings.API_RATE}/min" if settings.API_RATE else None

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        address = get_client_ip_address(request)
        return f"api:{network(address)}" if address else None


class PublicView(APIView):
    """Read only, for everybody, in JSON. Subclasses give `parameters` and answer `get`."""

    parameters: ClassVar[Mapping[str, Parameter]] = {}
    schema = AutoSchema()
    authentication_classes = ()
    permission_classes = ()
    parser_classes = ()
    renderer_classes = (Renderer,)
    throttle_classes = (ByAddress,)
    http_method_names = ("get", "head", "options")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.given = read(request.query_params, self.parameters) if request.method != "OPTIONS" else {}

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer what a browser asks before a script of another site may read."""
        answer = HttpResponse(status=204)
        answer["Access-Control-Allow-Methods"] = answer["Allow"] = "GET, HEAD, OPTIONS"
        answer["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
        answer["Access-Control-Max-Age"] = "86400"
        return answer

    def finalize_response(
        self, request: HttpRequest, response: HttpResponse, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        if response.status_code in (200, 304):
            keep(response)
        return response

    def handle_exception(self, exc: Exception) -> HttpResponse:
        """Answer with problem details, or lead to where something is now."""
        match exc:
            case BadParametersError():
                return errors.problem(400, str(exc), errors=exc.errors)
            case Http404() | exceptions.NotFound():
                return self._not_found(str(exc))
            case GoneError():
                profile = f"{settings.SITE_URL}{exc.revision.profile.get_absolute_url()}"
                return errors.problem(410, str(exc), page=profile)
            case exceptions.MethodNotAllowed():
                response = errors.problem(405, "Nothing was sent and nothing was changed.")
                response["Allow"] = "GET, HEAD, OPTIONS"
                return response
            case exceptions.NotAcceptable():
                kind = self.renderer_classes[0].media_type
                return errors.problem(406, f"Ask for {kind}, or leave the Accept header out.")
            case exceptions.Throttled():
                return self._throttled(exc)
        raise exc

    def _not_found(self, reason: str) -> HttpResponse:
        """What has moved is found at its present address; of what is not public, nothing is said."""
        slug = self.kwargs.get("slug", "")
        former = place_slugs if "/places/" in self.request.path else profile_slugs
        if slug and (present := former([slug]).get(slug)):
            parts = {**self.kwargs, "slug": present}
            return permanently(self.request, reverse(self.request.resolver_match.view_name, kwargs=parts))
        return errors.problem(404, reason or "The address may be mistyped, or what was here is not public.")

    def _throttled(self, exc: exceptions.Throttled) -> HttpResponse:
        seconds = max(1, round(exc.wait or 60))
        response = errors.problem(
            429, f"At most {settings.API_RATE} requests a minute. Ask again in {seconds} seconds."
        )
        response["Retry-After"] = str(seconds)
        return response


class NotThere(PublicView):
    """Any other address below /api/."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse before anything else is said of what was asked."""
        super(PublicView, self).initial(request, *args, **kwargs)
        raise Http404("The API has no such address.")

    def _not_found(self, reason: str) -> HttpResponse:
        """An address that lacks but its last slash leads to the one that has it, as on the pages."""
        whole = f"{self.request.path_info}/"
        if resolve(whole).view_name == self.request.resolver_match.view_name:
            return super()._not_found(reason)
        return permanently(self.request, f"{self.request.path}/")
