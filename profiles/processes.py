"""Calls functions in processes of their own, with limits: what they load and take is gone with them.

A server of processes (multiprocessing's “forkserver”) has the program loaded and forks for each call, which
takes some milliseconds. What runs there knows no database: it is called with all that it needs, and what it
returns is pickled.
"""

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar, cast

from django.utils.translation import get_language, override

P = ParamSpec("P")
T = TypeVar("T")

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["profiles.preload"])


class LimitError(Exception):
    """The process was ended before it had an answer."""


class MemoryLimitError(LimitError):
    """It took more memory than it may, or died."""


class TimeLimitError(LimitError):
    """It took more time than it may."""


@dataclass(frozen=True)
class Limits:
    memory: int
    """Bytes."""
    seconds: int
    """Of processor time."""
    longest_wait: int
    """Seconds by the clock, on a machine that does other things too."""


def run(limits: Limits, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what `function` of a module returns, called in a process with limits; raise what it raises.

    Raises LimitError where it takes more than it may, or dies.
    """
    receiver, sender = _context.Pipe(duplex=False)
    work = (function, args, kwargs, get_language())
    process = _context.Process(target=_work, args=(sender, work, limits), daemon=True)
    with receiver:
        process.start()
        sender.close()
        try:
            outcome = receiver.recv() if receiver.poll(limits.longest_wait) else TimeLimitError()
        except EOFError:
            outcome = None
        process.kill()
        process.join()
    if outcome is None:
        outcome = TimeLimitError() if process.exitcode == -signal.SIGXCPU else MemoryLimitError()
    if isinstance(outcome, Exception):
        raise outcome
    return cast(T, outcome)


def _work(sender: Connection, work: tuple[Any, ...], limits: Limits) -> None:
    """Call the function in the process that was forked, and send what it returns or raises."""
    function, args, kwargs, language = work
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with override(language):
        try:
            outcome = function(*args, **kwargs)
        except (MemoryError, RecursionError):
            outcome = MemoryLimitError()
        except Exception as error:  # raised where it is waited for
            outcome = error
        sender.send(outcome)
    sender.close()
    os._exit(0)  # what the program does at its end is the business of the process that was forked
