"""Becomes the production server."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Serve the site at HOST:PORT with granian, static files included."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            f"Serving {settings.SITE_NAME} at http://{settings.HOST}:{settings.PORT}/ (Ctrl-C stops)"
        )
        self.stdout.flush()
        arguments = {
            "--interface": "wsgi",
            "--host": settings.HOST,
            "--port": str(settings.PORT),
            "--workers": str(settings.WORKERS),
            "--log-level": settings.LOG_LEVEL.lower(),
            "--blocking-threads": "4",
            # Room for an absurdly long address, so that our own page says so.
            "--http1-buffer-size": "2097152",
        }
        command = [sys.executable, "-m", "granian", *(part for pair in arguments.items() for part in pair)]
        os.execv(sys.executable, [*command, "--respawn-failed-workers", "mgi.wsgi:application"])
