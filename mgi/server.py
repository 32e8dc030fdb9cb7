"""One process that serves the site with uvicorn; mgi/site_processes.py starts several.

What one client may take of this process in time and size before a thread of Django has to do with it stands
here and in mgi/asgi.py.
"""

import asyncio
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import uvicorn
import uvloop
from django.conf import settings
from django.db import OperationalError, connection
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

if TYPE_CHECKING:
    from profiles.page_store.kept_pages import Reply

    Find = Callable[[Any], Reply | None]

LARGEST_HEAD = 128 * 1024
"""Bytes of a request's address and headers; the site's own page refuses addresses over 4,000 characters."""
LINGER = 5
"""Seconds for which what a refused client goes on sending is thrown away, so that it reads why."""
KEEP_ALIVE = 15
"""Seconds for which a connection without a request stays open."""
GRACE = 6
"""Seconds that requests have to end in when the site is stopped; less than the supervisor's."""
find_page: "Find | None" = None


class Protocol(HttpToolsProtocol):
    """uvicorn's, with limits: for the head of a request, and for a client that does not read its answer.

    A page that is kept in memory is sent as soon as the head of its request is there, without a task.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_in_head = self.is_deaf = False
        self.head_size = 0
        self.head_timer: asyncio.TimerHandle | None = None
        self.write_timer: asyncio.TimerHandle | None = None
        self.unsent = 0
        self.running: RequestResponseCycle | None = None
        """The request that is being answered; further ones of the connection wait for their turn."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.head_timer = self.loop.call_later(settings.HEADER_TIMEOUT, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.running is not None:
            self.running.disconnected = (
                True  # uvicorn tells only the last one; uvloop refuses what others send
            )
        self._stop_head_timer()
        self._stop_write_timer()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self.is_in_head, self.head_size = True, 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Note a header; what comes behind a body (trailers) is none, as no proxy in front looks there."""
        if self.is_in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self.is_in_head = False
        self._stop_head_timer()
        super().on_headers_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self.running = cycle
        is_usual = cycle.keep_alive and not self.pipeline and not self.flow.write_paused
        reply = find_page(cycle.scope) if is_usual and find_page else None
        if reply is None:
            super()._start_asgi_task(cycle, app)
            return
        date = b"".join(b"%b: %b\r\n" % header for header in cycle.default_headers)
        body = b"" if cycle.scope["method"] == "HEAD" else reply.body
        self.transport.write(b"".join([STATUS_LINE[reply.status], date, reply.head, body]))
        cycle.response_started = cycle.response_complete = True
        cycle.on_response()

    def data_received(self, data: bytes) -> None:
        if self.is_deaf:
            return
        super().data_received(data)
        if not self.is_in_head or self.transport.is_closing():
            return
        self.head_size += len(data)
        if self.head_size > LARGEST_HEAD:
            self._refuse_head()
        elif self.head_timer is None:
            self.head_timer = self.loop.call_later(settings.HEADER_TIMEOUT, self.transport.abort)

    def _refuse_head(self) -> None:
        self.is_deaf = True
        self.transport.write(STATUS_LINE[431 if self.headers else 414] + b"connection: close\r\n\r\n")
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(LINGER, self.transport.abort)

    def _unsupported_upgrade_warning(self) -> None:
        """Answer in HTTP, then end: the parser would take the body of such a request for the next request."""
        self.is_deaf = True
        self.cycle.keep_alive = False

    def _stop_head_timer(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self._wait_for_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_write_timer()

    def _wait_for_reader(self) -> None:
        self.unsent = self.transport.get_write_buffer_size()
        self.write_timer = self.loop.call_later(settings.SEND_TIMEOUT, self._look_at_reader)

    def _look_at_reader(self) -> None:
        """Let a client go that took nothing; who takes a large answer slowly has the time that it needs."""
        if self.transport.get_write_buffer_size() < self.unsent:
            self._wait_for_reader()
        else:
            self.transport.abort()

    def _stop_write_timer(self) -> None:
        if self.write_timer is not None:
            self.write_timer.cancel()
            self.write_timer = None


class Loop(uvloop.Loop):
    """uvloop's, with the limit for a head for the handshake of TLS too: uvicorn has no setting for it."""

    async def create_server(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("ssl"):
            kwargs["ssl_handshake_timeout"] = settings.HEADER_TIMEOUT
        return await super().create_server(*args, **kwargs)


def serve(descriptor: int, application: Any, find: "Find | None" = None) -> None:
    """Serve until SIGTERM or SIGINT; requests that are being answered have GRACE seconds to end.

    `descriptor` is that of a listening socket, which all server processes share.
    `find` returns the answer that is ready for a request, by its scope.
    """
    global find_page
    find_page = find
    if connection.vendor == "sqlite":
        with suppress(OperationalError):  # whoever asks for a page will hear of it
            connection.ensure_connection()  # this thread's, for as long as it lives (see CONN_MAX_AGE)
    # uvicorn raises the signal again when it has stopped: with these handlers the process ends in order.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    config = uvicorn.Config(
        application,
        loop=f"{__name__}:Loop",
        http=Protocol,
        ws="none",
        lifespan="off",
        proxy_headers=False,  # mgi/client_ip.py reads them
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="error",  # below it, it writes down each stranger's nonsense
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        ssl_certfile=settings.TLS_CERTIFICATE or None,
        ssl_keyfile=settings.TLS_KEY or None,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])
