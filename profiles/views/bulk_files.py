"""Files of many profiles: what a page lists, with the choices in its address, to take away.

Made in a file on the disk, a text at a time, and sent from there: what fails half-way is an error page. Sent
while it is made, it would be a file that ends early and looks whole: the server has no way to say otherwise.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, gettext as _, override

from profiles.choices import Language
from profiles.exports.bulk.formats import TABLES, write
from profiles.exports.bulk.selection import ProfileSelection
from profiles.exports.file_cache import cached_file, temporary_file
from profiles.throttling import allow_visitor
from profiles.views import errors

PERIOD = 10 * 60
"""Seconds for which the files of one visitor are counted: FILE_RATE of them are made."""


def file_links(name: str, query: str = "", **parts: str) -> list[tuple[str, str]]:
    """Return (name of the format, address) of a page's files; `query` is the page's query_string()."""
    return [
        (str(table.name), reverse(name, kwargs={**parts, "table": ending}) + query)
        for ending, table in TABLES.items()
    ]


def build_response(
    request: HttpRequest,
    selection: ProfileSelection,
    ending: str,
    *,
    is_kept: bool = False,
    is_counted: bool = False,
    with_mark: bool = True,
) -> HttpResponse:
    """Answer with the file; with 304 before it is made, where the reader has it.

    `is_kept`: it is made once for all readers, until something changes. `is_counted`: one visitor may have
    only so many made, as there is no end of choices, and each is made anew; more are a 429. (The API counts
    by itself.) `with_mark`: as many.write has it.
    """
    digest = hashlib.sha256(f"{selection.digest} {ending} {with_mark}".encode()).hexdigest()
    bare = HttpResponse()
    bare["ETag"] = f'W/"{digest[:32]}"'
    conditional = get_conditional_response(request, etag=bare["ETag"], response=bare)
    if conditional.status_code != 200:
        return conditional
    rate = settings.FILE_RATE
    if request.method == "HEAD":
        response = FileResponse(BytesIO())
        del response["Content-Length"]  # which is not known before the file is made
    elif is_counted and rate and not allow_visitor("file-for", get_client_ip_address(request), rate, PERIOD):
        return _too_many(request)
    else:
        make = partial(write, selection, ending, with_mark=with_mark)
        name = f"{selection.name}-{selection.name_language}"
        file = cached_file(name, ending, digest.encode(), make) if is_kept else temporary_file(make)
        response = FileResponse(file)
    response["ETag"] = bare["ETag"]
    response["Content-Type"] = TABLES[ending].content_type
    response["Content-Disposition"] = f'attachment; filename="{selection.file_name(ending)}"'
    response["Link"] = f'<{selection.address}>; rel="canonical"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _too_many(request: HttpRequest) -> HttpResponse:
    text = _(
        "A file of what you chose is made when you ask for it. One IP address can have %(number)s made in "
        "%(minutes)s minutes. Try again in %(minutes)s minutes. The file of all profiles is always there."
    )
    text %= {"number": settings.FILE_RATE, "minutes": PERIOD // 60}
    response = errors.error(request, 429, _("Too many files were asked for from your IP address"), text)
    response["Retry-After"] = str(PERIOD)
    return response


@contextmanager
def languages_of_file(ending: str) -> Iterator[tuple[str, str]]:
    """Give the language of the words in the file, and that in which its texts are read where there are any.

    Both are that of the address; but the words are English in what programs read.
    """
    text_language = get_language() or settings.LANGUAGE_CODE
    language = Language.ENGLISH.value if ending == "json" else text_language
    with override(language):
        yield language, text_language


def absolute(name: str, query: str = "", **parts: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, kwargs=parts)}{query}"
