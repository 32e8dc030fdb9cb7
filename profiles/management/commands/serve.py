"""The production server: binds the port, and starts the processes of the site (settings.SERVER)."""

import errno
import socket
import sys
from argparse import ArgumentParser
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from profiles.management.database import require_fit
from profiles.site_texts import home_url

BACKLOG = 1024
"""Connections that may wait to be accepted."""
UNSENT = 128 * 1024
"""Bytes of an answer that the kernel keeps for a client, beyond what is on its way."""


class Command(BaseCommand):
    help = "Serve the site at HOST:PORT with uvicorn, static files included."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="do what `prepare` does first")

    def handle(self, *args: Any, prepare: bool, **options: Any) -> None:
        listener = bind(settings.HOST, settings.PORT)
        require_somebody_speaks_tls()
        processes = import_module(settings.SERVER)
        # In a process of its own: what opens the database cannot be forked.
        work = partial(execute_from_command_line, [sys.argv[0], "prepare"]) if prepare else end_unless_fit
        processes.load_beside(work)
        listener.listen(BACKLOG)
        self.stdout.write(f"Serving {settings.SITE_NAME} at {home_url()} (Ctrl-C stops)")
        self.stdout.flush()
        processes.run(listener)


def end_unless_fit() -> None:
    """End with a sentence where this program may not work on the database (operations/readiness.py)."""
    connection.settings_dict["OPTIONS"].pop("pool", None)
    with suppress(DatabaseError):  # Pages say by themselves that it does not answer.
        try:
            require_fit()
        except CommandError as error:
            sys.exit(f"CommandError: {error}")


def bind(host: str, port: int) -> socket.socket:
    """Return the socket that all server processes will share; who waits in it outlives each of them."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            # Inherited by each connection: one whose client takes nothing of its answer is closed.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, settings.SEND_TIMEOUT * 1000)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            # Else the kernel takes megabytes at a time, and who reads slowly seems to have taken nothing.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)
        listener.bind(address)
        listener.set_inheritable(True)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(
                f"Port {port} of {host} is taken by another program. Choose another one, "
                f"for example PORT={port % 65535 + 1} make run"
            ) from None
        raise CommandError(f"HOST {host}, PORT {port} cannot be listened on: {error.strerror}.") from None
    return listener


def require_somebody_speaks_tls() -> None:
    """Without this, every visitor would be sent to https:// again and again."""
    if settings.HTTPS and not settings.PROXIES and not settings.TLS_CERTIFICATE:
        raise CommandError(
            "HTTPS is on, but nothing here speaks it: set PROXIES to the number of proxies in front "
            "(nginx: 1), or give TLS_CERTIFICATE and TLS_KEY."
        )
