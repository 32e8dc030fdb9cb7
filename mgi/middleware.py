"""What a request passes on its way in and out that is no matter of the app's: whether there is a database."""

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from mgi import database
from profiles.views import errors

NEEDS_NO_DATABASE = {"/healthz", "/readyz", "/robots.txt"}


class DatabaseMiddleware(MiddlewareMixin):
    """Refuse requests while the database is away, and answer for those during which it failed."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if database.watch.is_away and request.path_info not in NEEDS_NO_DATABASE:
            return errors.unavailable(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        if connection.vendor == "postgresql":
            database.watch.suspect()
        return errors.unavailable(request, exception)
