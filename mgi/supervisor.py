"""Keeps the processes of the site running: what `manage.py serve` does once it has loaded the program.

Each child is forked, and has in memory what its parent had. It leads a session of its own, so that whatever
ends the site (Ctrl-C, make, systemd, a second signal on the heels of the first) is heard here alone, and
passed on once. A child that ends is started again, after a pause that grows while it keeps ending. When this
process is killed, its children end too.

It knows neither Django nor the settings: what to do comes with each Child. No thread may run when it starts.
"""

import ctypes
import logging
import multiprocessing
import os
import resource
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess

SHORTEST_PAUSE, LONGEST_PAUSE = 0.25, 30.0
"""Seconds before a child that has ended is started again; doubled each time that it ends young."""
GROWN_UP = 60.0
"""Seconds after which a child that ends is taken to have worked."""
GRACE = 10.0
"""Seconds that the children have to end by themselves."""
CONNECTIONS = 16_384
"""Files and connections that each process may have open."""
MEMORY = {"MALLOC_ARENA_MAX": (-8, 1), "MALLOC_TRIM_THRESHOLD_": (-1, 128 * 1024)}
"""How the C library of Linux gives back what threads need no more: else a process of four keeps 30 MB of it.
The environment may say otherwise. The numbers are those of <malloc.h>."""
STOP = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
SIGNALS = {*STOP, signal.SIGCHLD}
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

logger = logging.getLogger(__name__)
_context = multiprocessing.get_context("fork")


@dataclass
class Child:
    """A process that is to run for as long as the site does: it does `work`."""

    name: str
    work: Callable[[], object]
    process: ForkProcess | None = None
    pause: float = SHORTEST_PAUSE
    started_at: float = 0.0
    due_at: float = field(default=0.0)
    """When it is to be started, by the monotonic clock, while it does not run."""

    def tend(self) -> None:
        """Start it where it is due; where it has ended, say when it will be."""
        if self.process is not None and self.process.exitcode is not None:
            self._note_end(self.process.exitcode)
        if self.process is None and time.monotonic() >= self.due_at:
            self.start()

    def start(self) -> None:
        self.started_at = time.monotonic()
        process = _context.Process(target=self._run, args=(os.getpid(),), name=self.name)
        try:
            with blocked_signals():
                process.start()
        except OSError as error:  # no memory or process is left for it
            self._put_off(str(error))
        else:
            self.process = process

    def _run(self, parent: int) -> None:
        """What the forked process does."""
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        end_with(parent)
        self.work()

    def _note_end(self, code: int) -> None:
        self._kill_group()
        self.process = None
        self._put_off(str(code))

    def _put_off(self, reason: str) -> None:
        """Have it wait, longer each time that it ends young."""
        age = time.monotonic() - self.started_at
        self.pause = SHORTEST_PAUSE if age > GROWN_UP else min(self.pause * 2, LONGEST_PAUSE)
        self.due_at = time.monotonic() + self.pause
        logger.error("%s ended (%s) after %.1f s; again in %.1f s", self.name, reason, age, self.pause)

    def ask_to_end(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until it has ended; kill it, with whatever it has started, at `deadline`."""
        if self.process is None:
            return
        self.process.join(max(0.0, deadline - time.monotonic()))
        if self.process.exitcode is None:
            logger.warning("%s did not end in %d s and is killed", self.name, GRACE)
        self._kill_group()
        self.process.join()

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)  # type: ignore[union-attr, arg-type]


@contextmanager
def blocked_signals() -> Iterator[None]:
    """Hold signals back: a child that is forked has its own ways with them only a moment later."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def end_with(parent: int) -> None:
    """Have this process end when `parent` does: killed by the kernel of Linux, elsewhere by looking often."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended before the kernel was asked
        os._exit(0)
    if sys.platform != "linux":
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def allow_connections() -> None:
    """Let each process have more connections open at a time than the 1,024 that are usual."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = CONNECTIONS if hard == resource.RLIM_INFINITY else min(CONNECTIONS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def give_back_memory() -> None:
    """Have the C library keep little of what is free, here and in all processes that are forked."""
    change = getattr(ctypes.CDLL(None), "mallopt", None)
    for name, values in MEMORY.items():
        if change is not None and name not in os.environ:
            change(*values)


def run(children: Sequence[Child]) -> None:
    """Keep `children` running until SIGINT, SIGTERM or SIGHUP, then end them; more signals change nothing."""
    allow_connections()
    give_back_memory()
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    for number in SIGNALS:
        signal.signal(number, lambda *_: None)  # each arrives in the pipe as a byte
    arrived: set[int] = set()
    while not arrived & STOP:
        for child in children:
            child.tend()
        due = [child.due_at for child in children if child.process is None]
        timeout = max(0.0, min(due) - time.monotonic()) if due else None
        select.select([reader], [], [], timeout)
        with suppress(BlockingIOError):
            arrived |= set(os.read(reader, 1024))
    deadline = time.monotonic() + GRACE
    for child in children:
        child.ask_to_end()
    for child in children:
        child.end(deadline)
    # From here on Python gives the signals back their usual effect: one more would end this with its number.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
