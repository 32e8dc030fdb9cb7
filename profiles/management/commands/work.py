"""Does the jobs of the queue: publications, e-mails, files, and what comes by the clock."""

import os
import signal
from argparse import ArgumentParser
from contextlib import suppress
from threading import Thread
from typing import Any

from django.db import DatabaseError, connection

from profiles.management.database import DatabaseCommand, require_fit
from profiles.operations.worker import Worker

KEEPALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds, of libpq: a machine that is gone without a word is given up after a minute, not two hours."""


class Command(DatabaseCommand):
    help = (
        "Do the jobs of the queue until SIGTERM or Ctrl-C, which let the current ones be done. Any number of "
        "workers may run, on one machine or several; `serve` starts one by itself, unless JOBS=0."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        with suppress(DatabaseError):  # A worker waits for a database that does not answer.
            require_fit()
        worker = Worker()
        os.nice(5)  # Pages come first, where processors are short.
        if once:
            self.stdout.write(f"Jobs done: {worker.run_due()}.")
            return
        # Between two looks into the queue a connection stays open; one that leads nowhere is found out.
        connection.settings_dict["CONN_MAX_AGE"] = None
        if connection.vendor == "postgresql":
            connection.settings_dict["OPTIONS"] |= KEEPALIVE
        for number in (signal.SIGTERM, signal.SIGINT):
            # In a thread: this one may be waiting for the very event, with its lock.
            signal.signal(number, lambda *_: Thread(target=worker.stop.set).start())
        worker.run()
