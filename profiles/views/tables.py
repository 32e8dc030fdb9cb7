"""Files of many profiles: what a page lists, with the choices in its address, to take away.

Made in a file on the disk, a text at a time, and sent from there: what fails half-way is an error page. Sent
while it is made, it would be a file that ends early and looks whole: the server has no way to say otherwise.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import IO

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, override

from profiles.choices import Language
from profiles.exports.kept import kept_file, temporary_file
from profiles.exports.many import TABLES, write
from profiles.exports.selection import Selection


def offer(name: str, query: str = "", **parts: str) -> list[tuple[str, str]]:
    """Return (name of the format, address) of a page's files, with the choices of its address: `query`."""
    return [
        (table.name, reverse(name, kwargs={**parts, "table": ending}) + (f"?{query}" if query else ""))
        for ending, table in TABLES.items()
    ]


def answer(
    request: HttpRequest,
    selection: Selection,
    ending: str,
    *,
    is_kept: bool = False,
    with_mark: bool = True,
) -> HttpResponse:
    """Answer with the file; with 304 before it is made, where the reader has it.

    `is_kept`: it is made once for all readers, until something changes. `with_mark`: as many.write has it.
    """
    digest = hashlib.sha256(f"{selection.digest} {ending} {with_mark}".encode()).hexdigest()
    bare = HttpResponse()
    bare["ETag"] = f'W/"{digest[:32]}"'
    known = get_conditional_response(request, etag=bare["ETag"], response=bare)
    if known.status_code != 200:
        return known
    if request.method == "HEAD":
        response = FileResponse(BytesIO())
        del response["Content-Length"]  # which is not known before the file is made
    else:
        make = partial(write, selection, ending, with_mark=with_mark)
        response = FileResponse(_file(selection, ending, digest if is_kept else "", make))
    response["ETag"] = bare["ETag"]
    response["Content-Type"] = TABLES[ending].content_type
    response["Content-Disposition"] = f'attachment; filename="{selection.name}.{ending}"'
    response["Link"] = f'<{selection.address}>; rel="canonical"'
    response["X-Robots-Tag"] = "noindex"
    if ending == "xlsx":
        # It is compressed already: this keeps the middleware from compressing it once more.
        response["Content-Encoding"] = "identity"
    return response


def _file(selection: Selection, ending: str, digest: str, make: Callable[[IO[bytes]], None]) -> IO[bytes]:
    """Return the file, open at its beginning; a kept one has a `digest`."""
    if digest:
        return kept_file(f"{selection.name}-{selection.language}", ending, digest.encode(), make)
    return temporary_file(make)


@contextmanager
def words_of(ending: str) -> Iterator[str]:
    """Give the language of the words in the file: that of the address, but English in what programs read."""
    language = Language.ENGLISH.value if ending == "json" else get_language() or settings.LANGUAGE_CODE
    with override(language):
        yield language


def query_of(request: HttpRequest, fields: Iterable[str]) -> str:
    """Return what the address asks for by known parameters; neither the page nor what others added."""
    query = QueryDict(mutable=True)
    query.update({name: request.GET[name] for name in fields if request.GET.get(name)})
    return query.urlencode()


def absolute(name: str, query: str = "", **parts: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, kwargs=parts)}{f'?{query}' if query else ''}"
