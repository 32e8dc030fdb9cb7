"""The pages of a published text, finished before a reader asks for them: the site's own entry makes them."""

import io
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.servers.basehttp import get_internal_wsgi_application
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import override

from profiles.exports.kept_files import site_digest
from profiles.languages import interface_languages
from profiles.models import Profile, Revision
from profiles.page_store import versions
from profiles.page_store.encodings import BEST, ENCODINGS
from profiles.page_store.files import Files, Key
from profiles.page_store.kept_pages import WHOLE, KeptPage, may_be_kept

OWN_HEADERS = {"Content-Length", "Content-Type", "Content-Language", "ETag", "Surrogate-Key", "Cache-Tag"}
"""The headers that each page has its own of."""


def public_headers() -> dict[str, str]:
    """Return the headers that all pages have alike, for a server in front that sends kept pages by itself."""
    site = urlsplit(settings.SITE_URL)
    response = ask(site.scheme, site.netloc, reverse("accessibility"))
    return {name: value for name, value in response.items() if name not in OWN_HEADERS}


def renew_pages(pk: int) -> None:
    """Make the pages that the live text `pk` has changed, in the languages that it can be read in."""
    current = versions.of_this_machine() if settings.PAGE_STORE and settings.PAGE_FILES else None
    revision = Revision.objects.published().with_profile().filter(pk=pk).first()
    if current is None or revision is None:
        return
    files = Files(current, site_digest(), settings.PAGE_FILES * 1024 * 1024)
    profile = Profile.objects.published().with_languages().get(pk=revision.profile_id)
    spoken = {code for code, _name in interface_languages()} & {settings.LANGUAGE_CODE, *profile.languages}
    for language in sorted(spoken):
        with override(language):
            paths = [
                profile.get_absolute_url(),
                revision.profile.place.get_absolute_url(),
                reverse("home"),
                reverse("profile_list"),
            ]
        for path in paths:
            _renew(files, path)


def _renew(files: Files, path: str) -> None:
    site = urlsplit(settings.SITE_URL)
    before = files.versions.snapshot()
    response = ask(site.scheme, site.netloc, path)
    if not may_be_kept(response):
        return
    page = KeptPage.of(response, before)
    page.encode(*ENCODINGS, quality=BEST)
    key = Key(site.scheme == "https", str(site.hostname).encode(), path.encode(), b"")
    files.write(key, page)


def ask(scheme: str, host: str, path: str) -> HttpResponse:
    """Return what the site answers to a reader who asks for `path`."""
    environ = {
        "PATH_INFO": path.removeprefix(settings.SITE_PATH),
        "QUERY_STRING": "",
        "HTTP_HOST": host,
        "HTTP_X_FORWARDED_PROTO": scheme,
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(),
        WHOLE: True,
    }
    setup_testing_defaults(environ)
    response = cast(HttpResponse, get_internal_wsgi_application()(environ, _start_response))
    response.close()
    return response


def _start_response(*_arguments: Any) -> Callable[[bytes], object]:
    """PEP 3333 asks for it; what it would be given, the response has."""
    return lambda _data: None
