"""What every request passes on its way in and out: language, address, user, one header.

No rules live here: who is wholly signed in is a question for permissions.
"""

import re
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import unquote

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from profiles import permissions
from profiles.content.schema import NewerVersionError
from profiles.exports.apart import FileLimitError
from profiles.page_store.encodings import COMPRESSIBLE, IDENTITY, best_encoding, compress, is_compressible
from profiles.page_store.kept_pages import WHOLE, may_be_kept
from profiles.views import errors

LONGEST_QUERY = 4_000
PATIENCE = timedelta(minutes=30)
"""How long after the password the second step may come; enrolling takes a while the first time."""
BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class CompressionMiddleware(GZipMiddleware):
    """Compress text: what any cache may keep as the store does, and with random padding all else.

    The padding keeps a secret on a page from being guessed by its size (BREACH): what is public has none.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not COMPRESSIBLE.match(response.get("Content-Type", "")) or _goes_to_store(request, response):
            return response
        is_public = "public" in response.get("Cache-Control", "")
        if not is_public or response.streaming or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
        if encoding != IDENTITY and is_compressible(response["Content-Type"], len(response.content)):
            patch_vary_headers(response, ["Accept-Encoding"])
            response.content = compress(response.content, encoding)
            response["Content-Length"] = str(len(response.content))
            response["Content-Encoding"] = encoding
        return response


def _goes_to_store(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the store is in front, keeps the answer, and gives each browser what it takes of it."""
    return WHOLE in request.META and may_be_kept(response)


class NotModifiedMiddleware(ConditionalGetMiddleware):
    """A 304 keeps what lets scripts of other sites read it: a browser asks that of each answer anew."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if _goes_to_store(request, response):
            return response
        result = super().process_response(request, response)
        for name in ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers"):
            if response.has_header(name):
                result[name] = response[name]
        return result


class CookieMiddleware(MiddlewareMixin):
    """Keep cookies from everything but the administration, so that no answer to the public depends on one."""

    def process_request(self, request: HttpRequest) -> None:
        if not request.path_info.startswith("/admin/"):
            request.COOKIES = {}


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


class AddressMiddleware(MiddlewareMixin):
    """Refuse a query string that is too long or cannot be decoded, before anything reads it."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        query = request.META.get("QUERY_STRING", "")
        is_too_long = max(len(query), len(request.path_info)) > LONGEST_QUERY
        if not is_too_long and _is_readable(query) and "\0" not in request.path_info:
            return None
        request.META["QUERY_STRING"] = ""
        return errors.address_too_long(request) if is_too_long else errors.bad_request(request)


def _is_readable(query: str) -> bool:
    try:
        return not BROKEN_ESCAPE.search(query) and "\0" not in unquote(query, errors="strict")
    except UnicodeDecodeError:
        return False


class SecondFactorMiddleware(MiddlewareMixin):
    """Make a user who still owes the second step of signing in anonymous to all views.

    They are `request.half_signed_in`, which is anonymous for everybody else; only the pages of the second
    step ask for it. A view that forgets to ask for anything is closed to them all the same.
    """

    def process_request(self, request: HttpRequest) -> None:
        user = request.user
        users = cache(lambda: _whole_and_half(request, user))
        request.user = SimpleLazyObject(lambda: users()[0])
        request.half_signed_in = SimpleLazyObject(lambda: users()[1])
        request.auser = sync_to_async(lambda: users()[0])


def _whole_and_half(request: HttpRequest, user: Any) -> tuple[Any, Any]:
    """Return the user as views see them, and as the second step does; one of the two is anonymous."""
    anonymous = AnonymousUser()
    if not user.is_authenticated:
        return anonymous, anonymous
    session = request.session
    if permissions.is_wholly_signed_in(user, session.get(permissions.PASSED)):
        session.note_visit()
        return user, anonymous
    if not session.begun_at or timezone.now() - session.begun_at > PATIENCE:
        session.flush()
        return anonymous, anonymous
    return anonymous, user


class NewerVersionMiddleware(MiddlewareMixin):
    """Say so where a page needs a text that only a newer version of the site can read."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.newer_version(request) if isinstance(exception, NewerVersionError) else None


class FileLimitMiddleware(MiddlewareMixin):
    """Say so where a file took more memory or time than one may."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.file_limit(request) if isinstance(exception, FileLimitError) else None


class SecurityHeadersMiddleware(MiddlewareMixin):
    """Tell the browser that no page of ours asks for a sensor, a camera or a payment, and who may embed it.

    What the public reads is to be reused, by pages that isolate themselves, too; the rest is ours alone.
    """

    permissions_policy = (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()"
    )

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response["Permissions-Policy"] = self.permissions_policy
        if policy := response.get("Content-Security-Policy"):
            # django-csp orders it by chance: the same page would be another one in each process.
            response["Content-Security-Policy"] = "; ".join(sorted(policy.split("; ")))
        is_private = request.path_info.startswith(("/admin/", "/review/"))
        response["Cross-Origin-Resource-Policy"] = "same-origin" if is_private else "cross-origin"
        return response
