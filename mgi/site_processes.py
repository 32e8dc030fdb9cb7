"""The processes of the site, forked from that of `manage.py serve`, which has loaded the program.

They share the memory of what was loaded, and start at once. The one that they are forked from opens neither
the database nor a thread, as neither outlives being forked. settings.SERVER names this module.
"""

import logging
import multiprocessing
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from socket import socket

from django.conf import settings
from django.core.management import call_command

from mgi import server, supervisor

PROGRAM = (
    settings.ROOT_URLCONF,
    "mgi.middleware",
    "mgi.pages",
    "mgi.threads",
    "profiles.management.commands.work",
)
"""What all of them need, and what does not look at anything that is still being prepared."""

logger = logging.getLogger(__name__)
_context = multiprocessing.get_context("fork")


def load_beside(work: Callable[[], object]) -> None:
    """Do `work` in a process of its own, and load the program here meanwhile; end with it where it fails."""
    process = _context.Process(target=work)
    process.start()
    try:
        load()
        process.join()
    except KeyboardInterrupt:
        process.join()
        sys.exit(130)
    if process.exitcode:
        sys.exit(process.exitcode)


def load() -> None:
    for name in PROGRAM:
        import_module(name)


def run(listener: socket) -> None:
    """Serve what `listener` accepts and do the jobs, until SIGINT or SIGTERM."""
    logger.info("Version %s of the site starts, in %d processes", settings.VERSION, settings.WORKERS)
    load()
    import_module("mgi.wsgi")  # Looks for static files; has the collector leave alone what is loaded by now.
    children = [
        supervisor.Child(f"Server process {number}", partial(_serve, listener))
        for number in range(1, settings.WORKERS + 1)
    ]
    if settings.JOBS:
        children.append(supervisor.Child("The worker", partial(_work, listener)))
    supervisor.run(children)


def _serve(listener: socket) -> None:
    from mgi import asgi  # Starts the store of pages and what counts, each with its thread.

    server.serve(listener.detach(), asgi.application, asgi.find_page)


def _work(listener: socket) -> None:
    listener.close()
    call_command("work")
