"""What the API refuses: with problem details (RFC 9457), or the present address of what has moved."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import resolve, reverse
from rest_framework import exceptions

from profiles.models import Revision, Translation
from profiles.views import errors
from profiles.views.redirects import permanent_redirect, place_slugs, profile_slugs


class BadParametersError(ValueError):
    """Why an address cannot be answered: rows of {"parameter", "detail"}."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__("Something in the address is not as this API writes it.")
        self.errors = errors


class GoneError(Exception):
    """What was asked for was withdrawn; `text` says why, and `path` is its page, which does so too."""

    def __init__(self, text: Revision | Translation) -> None:
        super().__init__(text.withdrawal_reason)
        is_translation = isinstance(text, Translation)
        self.path = text.get_absolute_url() if is_translation else text.profile.get_absolute_url()


def exception_handler(exc: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Return the answer to `exc`; None for a fault of ours."""
    view, request = context["view"], context["request"]
    match exc:
        case BadParametersError():
            return errors.problem(400, str(exc), errors=exc.errors)
        case Http404() | exceptions.NotFound():
            return _not_found(str(exc), view, request)
        case GoneError():
            return errors.problem(410, str(exc), page=f"{settings.SITE_URL}{exc.path}")
        case exceptions.MethodNotAllowed():
            response = errors.problem(405, "Nothing was sent and nothing was changed.")
            response["Allow"] = "GET, HEAD, OPTIONS"
            return response
        case exceptions.NotAcceptable():
            media_type = view.renderer_classes[0].media_type
            return errors.problem(406, f"Ask for {media_type}, or leave the Accept header out.")
        case exceptions.Throttled():
            seconds = max(1, round(exc.wait or 60))
            detail = f"At most {settings.API_RATE} requests a minute. Ask again in {seconds} seconds."
            response = errors.problem(429, detail)
            response["Retry-After"] = str(seconds)
            return response
    return None


def _not_found(reason: str, view: Any, request: Any) -> HttpResponse:
    """What has moved is found at its present address; of what is not public, nothing is said.

    An address that lacks but its last slash leads to the one that has it, as on the pages.
    """
    view_name, slug = request.resolver_match.view_name, view.kwargs.get("slug", "")
    if view_name == "api:not_there" and resolve(f"{request.path_info}/").view_name != view_name:
        return permanent_redirect(request, f"{request.path}/")
    former = place_slugs if view_name == "api:place" else profile_slugs
    if slug and (present := former([slug]).get(slug)):
        return permanent_redirect(request, reverse(view_name, kwargs={**view.kwargs, "slug": present}))
    return errors.problem(404, reason or "The address may be mistyped, or what was here is not public.")
