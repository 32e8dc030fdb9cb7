"""Keeps the processes of the site running: `manage.py serve` becomes this, `python -m mgi.supervisor`.

Each child runs in a session of its own, so that whatever ends the site (Ctrl-C, make, systemd, a second
signal on the heels of the first) is heard here alone, and passed on once. A child that ends is started
again, after a pause that grows while it keeps ending. When this process is killed, its children end too.

It knows neither Django nor the settings: what to run comes with its arguments.
"""

import argparse
import ctypes
import logging
import os
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

SHORTEST_PAUSE, LONGEST_PAUSE = 0.25, 30.0
"""Seconds before a child that has ended is started again; doubled each time that it ends young."""
GROWN_UP = 60.0
"""Seconds after which a child that ends is taken to have worked."""
GRACE = 10.0
"""Seconds that the children have to end by themselves."""
CONNECTIONS = 16_384
"""Files and connections that each process may have open."""
MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}
"""How the C library of Linux gives back what threads need no more: else a process of four keeps 30 MB of it.
The environment may say otherwise."""
STOP = {signal.SIGINT, signal.SIGTERM}
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

logger = logging.getLogger(__name__)


@dataclass
class Child:
    """A process that is to run for as long as the site does."""

    name: str
    command: Sequence[str]
    pass_fds: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    pause: float = SHORTEST_PAUSE
    started_at: float = 0.0
    due_at: float = field(default=0.0)
    """When it is to be started, by the monotonic clock, while it does not run."""

    def tend(self) -> None:
        """Start it where it is due; where it has ended, say when it will be."""
        if self.process is not None and self.process.poll() is not None:
            self._note_end(self.process.returncode)
        if self.process is None and time.monotonic() >= self.due_at:
            self.start()

    def start(self) -> None:
        self.started_at = time.monotonic()
        try:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                env=MEMORY | os.environ,
                pass_fds=self.pass_fds,
                start_new_session=True,
                preexec_fn=_die_with(os.getpid()),
            )
        except (OSError, subprocess.SubprocessError) as error:  # no memory or process is left for it
            self._put_off(str(error))

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
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            logger.warning("%s did not end in %d s and is killed", self.name, GRACE)
        self._kill_group()
        self.process.wait()

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)  # type: ignore[union-attr]


def _die_with(parent: int) -> Callable[[], None] | None:
    """Return what a child does first on Linux: ask the kernel to kill it when the process `parent` ends.

    Elsewhere the child has to look by itself: `exit_with_parent`.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended before the kernel was asked
            os._exit(0)

    return bind


def exit_with_parent() -> None:
    """End this process when its parent has ended; for the children's own code, where the kernel does not."""
    if sys.platform == "linux":
        return
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def allow_connections() -> None:
    """Let each process have more connections open at a time than the 1,024 that are usual."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = CONNECTIONS if hard == resource.RLIM_INFINITY else min(CONNECTIONS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def run(children: Sequence[Child]) -> None:
    """Keep `children` running until SIGINT or SIGTERM; then end them. Further signals change nothing."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    for number in (*STOP, signal.SIGCHLD):
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


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", type=int, required=True, help="the descriptor of a listening socket")
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--work-with", help="the manage.py whose `work` does the jobs, if any")
    parser.add_argument("--log-level", default="INFO")
    options = parser.parse_args(arguments)
    logging.basicConfig(
        format="{asctime} {levelname} {name}: {message}", style="{", level=options.log_level, force=True
    )
    allow_connections()
    server = [sys.executable, "-m", "mgi.server", str(options.socket)]
    children = [
        Child(f"Server process {number}", server, pass_fds=[options.socket])
        for number in range(1, options.workers + 1)
    ]
    if options.work_with:
        children.append(Child("The worker", [sys.executable, options.work_with, "work"]))
    run(children)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
