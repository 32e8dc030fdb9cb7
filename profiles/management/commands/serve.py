"""Becomes the production server."""

import errno
import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Serve the site at HOST:PORT with granian, static files included."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="do what `prepare` does first")

    def handle(self, *args: Any, prepare: bool, **options: Any) -> None:
        require_free(settings.HOST, settings.PORT)
        require_somebody_speaks_tls()
        if prepare:
            call_command("prepare", stdout=self.stdout)
        self.stdout.write(f"Serving {settings.SITE_NAME} at {settings.SITE_URL}/ (Ctrl-C stops)")
        self.stdout.flush()
        arguments = {
            "--interface": "wsgi",
            "--host": settings.HOST,
            "--port": str(settings.PORT),
            "--workers": str(settings.WORKERS),
            "--log-level": "warning" if settings.LOG_LEVEL == "INFO" else settings.LOG_LEVEL.lower(),
            "--blocking-threads": "4",
            "--workers-kill-timeout": "10",
            # Room for an absurdly long address, so that it is answered and not cut off.
            "--http1-buffer-size": "2097152",
        }
        command = [sys.executable, "-m", "mgi.server", *(part for pair in arguments.items() for part in pair)]
        os.execv(sys.executable, [*command, "--respawn-failed-workers", "mgi.wsgi:application"])  # noqa: S606


def require_free(host: str, port: int) -> None:
    """Say so now where the port is taken: granian would share it with another granian without a word."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(
                f"Port {port} of {host} is taken by another program. Choose another one, "
                f"for example PORT={port % 65535 + 1} make run"
            ) from None
        raise CommandError(f"HOST {host}, PORT {port} cannot be listened on: {error.strerror}.") from None


def require_somebody_speaks_tls() -> None:
    """Without this, every visitor would be sent to https:// again and again."""
    if settings.HTTPS and not settings.PROXIES and "GRANIAN_SSL_CERTIFICATE" not in os.environ:
        raise CommandError(
            "HTTPS is on, but nothing here speaks it: set PROXIES to the number of proxies in front "
            "(nginx: 1), or give GRANIAN_SSL_CERTIFICATE and GRANIAN_SSL_KEYFILE."
        )
