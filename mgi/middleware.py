"""What a request passes on its way in and out that the app does not know of: the server, the database."""

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from mgi import logs
from profiles.views import errors

IS_POSTGRESQL = connection.vendor == "postgresql"
if IS_POSTGRESQL:
    from mgi.database import watch  # loads PostgreSQL's library

NEEDS_NO_DATABASE = {"/healthz", "/readyz", "/robots.txt"}


class RequestIdMiddleware(MiddlewareMixin):
    """Name the request for the log, and say in the answer how it is called there.

    An answer that any cache may keep says nothing: it would be sent to others, whose requests were not this
    one, and a page of the store must be the same with it and without.
    """

    def process_request(self, request: HttpRequest) -> None:
        meta = request.META
        own = logs.name_request(meta.get("HTTP_X_REQUEST_ID", "") if settings.PROXIES else "")
        logs.request_id.set(meta.get("mgi.request_id") or own)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if "public" not in response.get("Cache-Control", ""):
            response["X-Request-ID"] = logs.request_id.get()
        return response


class TooLargeMiddleware(MiddlewareMixin):
    """Answer a request that was too large to be passed on whole (mgi/asgi.py)."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        return errors.too_large(request) if request.META.get("mgi.too_large") else None


class DatabaseMiddleware(MiddlewareMixin):
    """Refuse requests while the database is away, and answer for those during which it failed."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if IS_POSTGRESQL and watch.is_away and request.path_info not in NEEDS_NO_DATABASE:
            return errors.unavailable(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OverflowError) and "SQLite" in str(exception):
            # A number of more than 64 bits, as the key of a row: PostgreSQL has none, SQLite cannot look.
            return errors.bad_request(request)
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        if IS_POSTGRESQL:
            watch.suspect()
        return errors.unavailable(request, exception)
