"""granian with one change: a process that has been told to stop is not told again.

Ctrl-C reaches a whole group of processes at once, and make passes SIGTERM on to a group that has had it
already. A second signal on the heels of the first left granian or a worker hanging, one time in three. So
the workers listen to granian alone, and everybody hears the first word only. `manage.py serve` runs this
module; it takes granian's arguments.
"""

import os
import signal
from collections.abc import Callable
from typing import Any

from granian import _signals
from granian.cli import entrypoint
from granian.server import common

Handler = Callable[..., Any]


def once(handler: Handler) -> Handler:
    """Return a signal handler that calls `handler` the first time, and makes the process deaf."""

    def handle(*args: Any) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        handler(*args)

    return handle


def set_main_signals(interrupt_handler: Handler, reload_handler: Handler | None = None) -> None:
    """Listen, in the main process, to the terminal and to whoever manages processes."""
    main, stop = os.getpid(), once(interrupt_handler)

    def handle(number: int, *args: Any) -> None:
        if os.getpid() == main:
            stop(number, *args)
        elif number == signal.SIGTERM:
            os._exit(0)  # A worker that is still starting, with the handlers that it was born with.

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)
    if reload_handler is not None:
        signal.signal(signal.SIGHUP, reload_handler)


def set_worker_signals(interrupt_handler: Handler) -> None:
    """Listen, in a worker, to granian's SIGTERM and not to the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, once(interrupt_handler))


# Here and not below: a worker that is spawned, rather than forked, imports this module under another name.
common.set_main_signals = set_main_signals
_signals.set_main_signals = set_worker_signals

if __name__ == "__main__":
    entrypoint()
