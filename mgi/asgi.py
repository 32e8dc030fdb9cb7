"""The entry that an ASGI server (uvicorn) loads: `mgi.asgi:application`.

A request is received whole in the event loop, within limits of time and size, before a thread is taken for
Django; its answer is sent by the event loop, after the thread is free. So a client that sends or reads
slowly holds a connection, and nothing else.
"""

import asyncio
import logging
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any, Self
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.db import close_old_connections
from django.http import HttpResponse

# First, as it sets Django up: without it there are neither settings nor models.
from mgi.wsgi import application as django

# isort: split
from mgi import logs, traffic
from mgi.pages import PageStore, below_site_path
from mgi.threads import Answer, are_busy, call_in_thread
from profiles.page_store.kept_pages import WHOLE, Reply, may_be_kept

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

SPOOLED = 64 * 1024
"""Bytes of a body that are kept in memory; larger ones go into a file."""
SLOWEST = 4 * 1024
"""Bytes a second: BODY_TIMEOUT grows by a second for each of these that has come."""
READ_TO_BE_REFUSED = 4
"""Times LARGEST_UPLOAD: a client reads an answer when it has sent everything, so up to here it may."""
MOST_KEPT = 25
"""Times LARGEST_UPLOAD: what the bodies of one process may take of the disk together. Then further ones that
are larger than SPOOLED are sent away: a full disk would end more than uploads."""
BLOCKS = 64
"""Blocks of a file (4 KB each) that are read from the disk at once."""

logger = logging.getLogger(__name__)
kept = 0
"""Bytes of all bodies that are there, in memory or on the disk."""
pages = PageStore.start()
"""The finished pages of this process; None where none are kept."""
traffic.start(pages)
find_page: Callable[[Any], Reply | None] | None = pages.find if pages is not None else None
"""Returns the answer that is ready for a request, by its scope; None where nothing is kept."""
if find_page and settings.ACCESS_LOG:
    find_page = traffic.logged(find_page)


class RefusalError(Exception):
    """The request is not passed on to Django."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class DisconnectedError(Exception):
    """The client has gone before its request was whole."""


@dataclass
class Body:
    """What came with a request, `length` bytes: whole in `file`, or nothing of it where it is too large."""

    length: int = 0
    file: SpooledTemporaryFile[bytes] = field(default_factory=partial(SpooledTemporaryFile, SPOOLED))
    kept: int = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._keep(0)
        self.file.close()

    @property
    def most(self) -> int:
        return settings.LARGEST_UPLOAD * 1024 * 1024

    @property
    def is_too_large(self) -> bool:
        return self.length > self.most

    def add(self, data: bytes) -> None:
        self.length += len(data)
        if self.is_too_large:
            self._keep(0)
            self.file.seek(0)
            self.file.truncate()
        else:
            self._keep(self.length)
            self.file.write(data)

    def _keep(self, length: int) -> None:
        """Count `length` bytes of it. Raises RefusalError where there is no room for so many."""
        global kept
        kept += length - self.kept
        self.kept = length
        if length > SPOOLED and kept > self.most * MOST_KEPT:
            raise RefusalError(503, "The site is busy.")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request; see the ASGI specification for `scope`, `receive` and `send`."""
    if find_page and (reply := find_page(scope)):
        await send_whole(reply.status, reply.headers, reply.body, send)
        return
    headers, body = read_headers(scope), Body()
    logs.request_id.set(traffic.name_of(headers))
    with body:
        begun = time.perf_counter()
        try:
            await receive_body(body, headers, receive)
            begun = time.perf_counter()
            if are_busy():
                raise RefusalError(503, "The site is busy.")
        except RefusalError as refusal:
            await send_refusal(refusal, send)
            note(scope, refusal.status, [], 0, begun)
            return
        except DisconnectedError:
            return
        call = partial(call_django, build_environ(scope, headers, body))
        answer = await (pages.answer(scope, call) if pages is not None else call_in_thread(call))
        note(scope, answer.status, answer.headers, len(answer.body), begun)
    await send_answer(answer, scope["method"], receive, send)


def note(scope: Scope, status: int, headers: list[tuple[bytes, bytes]], length: int, begun: float) -> None:
    """Count an answer that is ready, which was begun when the request was there whole; log it."""
    elapsed = time.perf_counter() - begun
    content_type = next((value for name, value in headers if name.lower() == b"content-type"), b"")
    path = below_site_path(scope["raw_path"])
    kind = traffic.note(path, status, content_type.decode("latin1"), elapsed)
    if settings.ACCESS_LOG:
        traffic.log(scope["method"], scope["raw_path"], status, length, kind, elapsed)


async def send_answer(answer: Answer, method: str, receive: Receive, send: Send) -> None:
    try:
        if answer.blocks is None:
            await send_whole(answer.status, answer.headers, answer.body, send)
        else:
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            await send_blocks(answer.blocks, method, receive, send)
    finally:
        if answer.close:
            await call_in_thread(answer.close)


async def send_whole(status: int, headers: list[tuple[bytes, bytes]], body: bytes, send: Send) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def read_headers(scope: Scope) -> dict[str, str]:
    """Return the headers under their names in a WSGI environment.

    A name with an underscore is left out, as it would be taken for one with a hyphen (X_Forwarded_For).
    """
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            continue
        name, value = raw_name.decode("latin1").upper().replace("-", "_"), raw_value.decode("latin1")
        if name in headers:
            value = f"{headers[name]}{'; ' if name == 'COOKIE' else ','}{value}"
        headers[name] = value
    return headers


async def receive_body(body: Body, headers: dict[str, str], receive: Receive) -> None:
    """Fill `body`. One that is somewhat too large is read and thrown away, so that the client hears why.

    Raises RefusalError where it is far too large, comes too slowly or not in HTTP, or there is no room for
    it; DisconnectedError where the client has gone.
    """
    if "CONTENT_LENGTH" not in headers and "TRANSFER_ENCODING" not in headers:
        return
    if "UPGRADE" in headers:
        # The parser takes it for the other protocol's, and so has not read it (see mgi/server.py).
        raise RefusalError(400, "A request with a body cannot ask for another protocol.")
    expected = int(headers.get("CONTENT_LENGTH", 0))
    waits_for_word = "EXPECT" in headers and expected > body.most
    begun = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(settings.BODY_TIMEOUT) as limit:
            while True:
                if waits_for_word or max(expected, body.length) > body.most * READ_TO_BE_REFUSED:
                    raise RefusalError(413, "The request is too large.")
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise DisconnectedError
                body.add(message.get("body", b""))
                if not message.get("more_body"):
                    break
                limit.reschedule(begun + settings.BODY_TIMEOUT + body.length / SLOWEST)
    except TimeoutError:
        raise RefusalError(408, "The request came too slowly.") from None
    except OSError as error:
        logger.error("A request cannot be kept until it is whole: %s", error)
        raise RefusalError(507, "There is no room for the request.") from None
    body.file.seek(0)


def build_environ(scope: Scope, headers: dict[str, str], body: Body) -> dict[str, Any]:
    """Return the WSGI environment (PEP 3333) of a request that is there whole."""
    host, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    return {f"HTTP_{name}": value for name, value in headers.items()} | {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(below_site_path(scope["raw_path"])).decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "CONTENT_TYPE": headers.get("CONTENT_TYPE", ""),
        "CONTENT_LENGTH": "" if body.is_too_large else str(body.length or ""),
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body.file,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "mgi.too_large": body.is_too_large,
        "mgi.request_id": logs.request_id.get(),
    }


def call_django(environ: dict[str, Any], *, for_store: bool = False) -> Answer:
    """Have Django answer; runs in a thread, which has no part in sending the answer.

    `for_store`: what the store of pages may keep is answered whole, as what it is kept from.
    """
    if for_store:
        environ[WHOLE] = True
    head: list[Any] = []

    def start_response(*arguments: Any) -> Callable[[bytes], object]:
        head.extend(arguments)
        return lambda data: None  # PEP 3333 asks for it; Django does not use it

    response = django(environ, start_response)
    status = int(head[0].split(" ", 1)[0])
    headers = [(name.encode("latin1"), value.encode("latin1")) for name, value in head[1]]
    if response.streaming:
        # Blocks of it are read in any thread, so this one gives its connection back now.
        close_old_connections()
        return Answer(status, headers, b"", iter(response), response.close)
    kept = response if for_store and isinstance(response, HttpResponse) and may_be_kept(response) else None
    try:
        return Answer(status, headers, b"".join(response), kept=kept)
    finally:
        response.close()


async def send_blocks(blocks: Iterator[bytes], method: str, receive: Receive, send: Send) -> None:
    """Send a file as it is read from the disk, no faster than the client takes it."""
    gone = asyncio.ensure_future(wait_until_gone(receive))
    try:
        while method != "HEAD" and not gone.done():
            block = await call_in_thread(lambda: b"".join(islice(blocks, BLOCKS)))
            if not block:
                break
            await send({"type": "http.response.body", "body": block, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


async def wait_until_gone(receive: Receive) -> None:
    """Return when the client has gone; a request without a body has a message that says so before."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def send_refusal(refusal: RefusalError, send: Send) -> None:
    """Answer without Django, and close the connection: what still comes is not read."""
    body = f"{refusal}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-request-id", logs.request_id.get().encode()),
        (b"connection", b"close"),
    ]
    if refusal.status == 503:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
