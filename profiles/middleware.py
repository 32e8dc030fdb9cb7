"""What every request passes on its way in and out: language, address, person, one header.

No rules live here: who is wholly signed in is a question for permissions.py.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import unquote_to_bytes

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from profiles import permissions
from profiles.views import errors

LONGEST_QUERY = 4_000
PATIENCE = timedelta(minutes=30)
"""How long after the password the second step may come; enrolling takes a while the first time."""
BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class LanguageMiddleware(LocaleMiddleware):
    """Public pages take their language from the address alone; the administration from the browser."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith("/admin/"):
            language = translation.get_language_from_request(request)
        else:
            language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path_info.startswith("/admin/"):
            return super().process_response(request, response)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class AddressMiddleware:
    """Refuse a query string that is too long or cannot be decoded, before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY or len(request.path_info) > LONGEST_QUERY:
            request.META["QUERY_STRING"] = ""
            return errors.address_too_long(request)
        if not _is_readable(query) or "\0" in request.path_info:
            request.META["QUERY_STRING"] = ""
            return errors.bad_request(request)
        return self.get_response(request)


def _is_readable(query: str) -> bool:
    if BROKEN_ESCAPE.search(query):
        return False
    decoded = unquote_to_bytes(query)
    try:
        decoded.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in decoded


class SecondFactorMiddleware:
    """Show whoever still owes the second step of signing in to all views as nobody.

    They find her in `request.half_signed_in`, which is anonymous for everybody else; only the pages of the
    second step ask for it. A view that forgets to ask for anything is closed to her all the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.user
        both = cache(lambda: _whole_and_half(request, known))
        request.user = SimpleLazyObject(lambda: both()[0])
        request.half_signed_in = SimpleLazyObject(lambda: both()[1])
        request.auser = sync_to_async(lambda: both()[0])
        return self.get_response(request)


def _whole_and_half(request: HttpRequest, known: Any) -> tuple[Any, Any]:
    """Return the person as views see her, and as the second step does; one of the two is anonymous."""
    nobody = AnonymousUser()
    if not known.is_authenticated:
        return nobody, nobody
    session = request.session
    if permissions.is_wholly_signed_in(known, session.get(permissions.PASSED)):
        session.note_visit()
        return known, nobody
    if not session.begun_at or timezone.now() - session.begun_at > PATIENCE:
        session.flush()
        return nobody, nobody
    return nobody, known


class PermissionsPolicyMiddleware:
    """Tell the browser that no page of ours asks for a sensor, a camera or a payment."""

    policy = ", ".join(
        f"{feature}=()"
        for feature in [
            "accelerometer",
            "autoplay",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
            "xr-spatial-tracking",
        ]
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = self.policy
        return response
