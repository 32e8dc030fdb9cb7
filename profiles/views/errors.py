"""What went wrong: what happened, what was kept, and where to go on. Also problem details, for programs."""

import logging
import re
import sqlite3
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from profiles.exports.labels import label_value
from profiles.forms import texts_typed
from profiles.site_texts import site_disclaimer, site_name, site_notice

TEMPLATE = "profiles/error.html"
API = re.compile(r"/api/(?!v1/docs/$)")
"""What stands below is for programs (profiles/api/), but for the page that explains it."""

PROBLEMS = {
    400: ("bad-request", "This address cannot be read"),
    404: ("not-found", "There is nothing public at this address"),
    405: ("read-only", "This can only be read"),
    406: ("json-only", "This is only there in JSON"),
    410: ("withdrawn", "This text was withdrawn"),
    413: ("too-large", "What was sent is too large"),
    414: ("too-long", "This address is too long"),
    429: ("too-many", "Too many requests from your address"),
    500: ("fault", "The fault is ours, and has been logged"),
    503: ("unavailable", "The database does not answer"),
}
"""Status -> the anchor on the page of the API that explains it, and its title."""

RETRY_AFTER = 30
"""Seconds."""
DISK_FULL = "53100"
"""PostgreSQL’s code (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""

logger = logging.getLogger(__name__)


def error(
    request: HttpRequest, status: int, title: str, text: str, details: list[str] | None = None
) -> HttpResponse:
    """Answer with the site's error page; `details` are further sentences, one a line."""
    if API.match(request.path_info):
        return problem(status, " ".join([text, *(details or [])]))
    context = {
        "page": {"title": title, "robots": "noindex"},
        "status": status,
        "text": text,
        "details": details or [],
        "is_admin": request.path_info.startswith("/admin/"),
    }
    response = render(request, TEMPLATE, context, status=status)
    response["Cache-Control"] = "no-cache"
    return response


def problem(status: int, detail: str, **members: Any) -> HttpResponse:
    """Answer with problem details (RFC 9457), in English; `members` are further ones."""
    anchor, title = PROBLEMS[status]
    kind = f"{settings.SITE_URL}{reverse('api_docs')}#{anchor}"
    data = {"type": kind, "title": title, "status": status, "detail": detail, **members}
    headers = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    return JsonResponse(data, status=status, content_type="application/problem+json", headers=headers)


class InvalidParams(BadRequest):
    """The address has choices that `form` refuses; `bad_request` answers with what is wrong with each."""

    def __init__(self, form: BaseForm) -> None:
        super().__init__("Invalid query parameters.")
        self.form = form


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    details = []
    if isinstance(exception, InvalidParams):
        fields, errors = exception.form.fields, exception.form.errors
        details = [
            label_value(fields[name].label, message) if name in fields else str(message)
            for name, messages in errors.items()
            for message in messages
        ]
    if request.method == "POST":
        text = _("It has a part that this site does not use. Nothing was changed.")
        return error(request, 400, _("What was sent cannot be read"), text, details)
    text = _("The address has a part that this site does not use.")
    return error(request, 400, _("This address cannot be read"), text, details)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    reason = str(exception) if exception and str(exception) else _("Your account does not open this page.")
    return error(request, 403, _("You do not have access to this page"), reason)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    text = _("The address may be mistyped, or what was here is not public.")
    return error(request, 404, _("There is no page at this address"), text)


def wrong_method(request: HttpRequest, allowed: Sequence[str]) -> HttpResponse:
    text = _("Nothing was sent and nothing was changed. Open the page as a link.")
    response = error(request, 405, _("This page can only be read"), text)
    response["Allow"] = ", ".join(allowed)
    return response


def address_too_long(request: HttpRequest) -> HttpResponse:
    text = _("Shorten the search or choose fewer filters.")
    return error(request, 414, _("This address is too long"), text)


def too_large(request: HttpRequest) -> HttpResponse:
    text = _("At most %(most)s MB can be sent at once. Nothing was stored.") % {
        "most": settings.LARGEST_UPLOAD
    }
    return error(request, 413, _("This is too large"), text)


def newer_version(request: HttpRequest) -> HttpResponse:
    text = _(
        "It was written by a newer version of this site. Nothing was changed. The site has to be updated "
        "before the text can be shown, compared or restored."
    )
    return error(request, 409, _("This text cannot be read here"), text)


def file_limit(request: HttpRequest) -> HttpResponse:
    text = _(
        "It took more memory or time than a file may take. Try again in a minute, or take another format."
    )
    response = error(request, 503, _("The file could not be generated"), text)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Hand back what was typed: the session, or the token, ended while the user was writing."""
    text = _("Nothing was changed. Open the page again and send the form once more; cookies must be allowed.")
    return error(request, 403, _("The form was too old to be accepted"), text, texts_typed(request.POST))


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    text = _(
        "This account is locked for your IP address for 15 minutes. Then try again, or ask for a new "
        "password: it unlocks the account at once."
    )
    return error(request, 429, _("Too many attempts to sign in"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when our own code failed, or the database did where no view noticed."""
    exception = sys.exc_info()[1]
    if isinstance(exception, (OperationalError, InterfaceError)):
        return unavailable(request, exception)
    text = _("The fault is ours and has been logged. Nothing was lost. Try again in a minute.")
    if API.match(request.path_info):
        return problem(500, "Nothing was lost. Try again in a minute.")
    return _render_alone(500, _("The page could not be generated"), text)


def unavailable(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """Answer while the database does not: 503, with what was typed. `exception` is what it raised, if it did.

    A script of ours that saves gets the sentence as data, and tries again by itself.
    """
    if API.match(request.path_info):
        response = problem(503, "The database does not answer at the moment. Try again in a minute.")
    else:
        title, text = _reason(exception)
        if request.headers.get("Accept") == "application/json":
            response = JsonResponse({"reason": text}, status=503)
        else:
            response = _render_alone(503, title, text, texts_typed(request.POST))
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _reason(exception: BaseException | None) -> tuple[str, str]:
    """Return the title and the text that say why the database did not do what it was asked."""
    cause = exception.__cause__ if exception else None
    if getattr(cause, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        text = _("Somebody else’s work is being stored just now. Nothing was changed. Try again in a minute.")
        return _("The site is busy"), text
    is_full = getattr(cause, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
    if is_full or getattr(cause, "sqlstate", "") == DISK_FULL:
        text = _(
            "There is no room left where the site keeps its texts. Nothing was changed. Tell whoever runs "
            "the site, and keep what you have typed."
        )
        return _("Nothing can be stored at the moment"), text
    text = _("The database does not answer. Nothing was lost. Try again in a minute.")
    return _("The site cannot be read at the moment"), text


def _render_alone(status: int, title: str, text: str, details: list[str] | None = None) -> HttpResponse:
    """Answer with the error page; nothing here may ask the database or a context processor."""
    context = {
        "page": {"title": title, "robots": "noindex"},
        "status": status,
        "text": text,
        "details": details or [],
        "site_name": site_name(),
        "site_notice": site_notice(),
        "site_disclaimer": site_disclaimer(),
    }
    try:
        page = render_to_string(TEMPLATE, context)
    except Exception:  # the templates or the static files may be what failed
        logger.exception("The error page itself could not be made.")
        page = format_html("<!DOCTYPE html><title>{}</title><h1>{}</h1><p>{}</p>", title, title, text)
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-cache"})
