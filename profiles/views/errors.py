"""The pages for what went wrong: what happened, what was kept, and where to go on."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

TEMPLATE = "profiles/error.html"
logger = logging.getLogger(__name__)


def error(
    request: HttpRequest, status: int, title: str, text: str, details: list[str] | None = None
) -> HttpResponse:
    """Answer with the site's error page; `details` are further sentences, one a line."""
    response = render(
        request,
        TEMPLATE,
        {
            "page": {"title": title, "robots": "noindex"},
            "status": status,
            "text": text,
            "details": details or [],
        },
        status=status,
    )
    response["Cache-Control"] = "no-cache"
    return response


def bad_request(
    request: HttpRequest, exception: Any = None, details: list[str] | None = None
) -> HttpResponse:
    return error(
        request,
        400,
        _("This address cannot be read"),
        _("Something in the address is not as this site writes it."),
        details,
    )


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    reason = str(exception) if exception and str(exception) else _("Your account does not open this page.")
    return error(request, 403, _("This page is not open to you"), reason)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return error(
        request,
        404,
        _("There is no page at this address"),
        _("The address may be mistyped, or what was here is not public."),
    )


def wrong_method(request: HttpRequest) -> HttpResponse:
    response = error(
        request,
        405,
        _("This page can only be read"),
        _("Nothing was sent and nothing was changed. Open the page as a link."),
    )
    response["Allow"] = "GET, HEAD"
    return response


def address_too_long(request: HttpRequest) -> HttpResponse:
    return error(
        request, 414, _("This address is too long"), _("Shorten the search or choose fewer filters.")
    )


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error(
        request,
        403,
        _("The form was too old to be accepted"),
        _("Nothing was changed. Go back, reload the page and send the form again; cookies must be allowed."),
    )


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return error(
        request,
        429,
        _("Too many attempts to sign in"),
        _(
            "This account is closed to your address for 15 minutes. Then try again, or ask an "
            "administrator for a new password."
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when our own code failed: nothing here may ask the database or a context processor."""
    title = _("The page could not be made")
    text = _("The fault is ours and has been logged. Nothing was lost. Try again in a minute.")
    context = {
        "page": {"title": title, "robots": "noindex"},
        "status": 500,
        "text": text,
        "details": [],
        "site_name": settings.SITE_NAME,
    }
    try:
        page = render_to_string(TEMPLATE, context)
    except Exception:  # the templates or the static files may be what failed
        logger.exception("The error page itself could not be made.")
        page = format_html("<!DOCTYPE html><title>{}</title><h1>{}</h1><p>{}</p>", title, title, text)
    response = HttpResponse(page, status=500)
    response["Cache-Control"] = "no-cache"
    return response
