"""Reads documents in a process of its own, with limits: a hostile one costs little, and nobody waits for it.

A server of processes (multiprocessing's “forkserver”) has the program loaded and forks for each document,
which takes some milliseconds and no memory afterwards. What runs there knows no database: it is called with
all that it needs, and what it returns is pickled.
"""

import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar, cast

from django.utils.translation import get_language, gettext as _, override

from profiles.imports import readers
from profiles.imports.answers import Answers
from profiles.imports.document import DocumentError, Reading
from profiles.imports.text.catalogue import Catalogue, load_catalogue
from profiles.imports.translations import readers as translation_readers
from profiles.imports.translations.document import TranslationFile

MEMORY = 512 * 1024**2
"""Bytes that the reading of a document may take."""
SECONDS = 20
"""Of processor time that it may take."""
LONGEST_WAIT = 90
"""Seconds by the clock, on a machine that does other things too."""
AT_ONCE = 2
"""Documents that one process of the server reads at a time; further ones wait for their turn."""

P = ParamSpec("P")
T = TypeVar("T")

_turns = threading.BoundedSemaphore(AT_ONCE)
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["profiles.imports.preload"])


def run(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what `function` of a module returns, called in a process with limits; raise what it raises.

    Raises DocumentError where it takes more memory or time than it may, or dies.
    """
    receiver, sender = _context.Pipe(duplex=False)
    work = (function, args, kwargs, get_language())
    process = _context.Process(target=_work, args=(sender, work, (MEMORY, SECONDS)), daemon=True)
    with _turns, receiver:
        process.start()
        sender.close()
        try:
            outcome = receiver.recv() if receiver.poll(LONGEST_WAIT) else TimeoutError()
        except EOFError:
            outcome = None
        process.kill()
        process.join()
    if outcome is None:
        outcome = TimeoutError() if process.exitcode == -signal.SIGXCPU else MemoryError()
    if isinstance(outcome, MemoryError | TimeoutError):
        raise DocumentError(_refusal(outcome))
    if isinstance(outcome, Exception):
        raise outcome
    return cast(T, outcome)


def _refusal(error: MemoryError | TimeoutError) -> str:
    if isinstance(error, TimeoutError):
        text = _("Reading the document took more than %(seconds)s seconds, so it was given up.")
        return text % {"seconds": SECONDS}
    text = _("Reading the document took more than %(most)s MB of memory, so it was given up.")
    return text % {"most": MEMORY // 1024**2}


def _work(sender: Connection, work: tuple[Any, ...], limits: tuple[int, int]) -> None:
    """Call the function in the process that was forked, and send what it returns or raises."""
    function, args, kwargs, language = work
    memory, seconds = limits
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with override(language):
        try:
            outcome = function(*args, **kwargs)
        except Exception as error:  # what a damaged document leads to is raised where it is waited for
            outcome = error
        if isinstance(outcome, RecursionError):
            outcome = MemoryError()
        sender.send(outcome)
    sender.close()
    os._exit(0)  # what the program does at its end is the business of the process that was forked


def read_document(
    data: bytes, name: str, answers: Answers = readers.NO_ANSWERS, known: Catalogue | None = None
) -> Reading:
    """Return readers.read() of a document, in a process with limits. Raises DocumentError."""
    return run(readers.read, data, name, answers, known or load_catalogue())


def read_translation(
    data: bytes, name: str, answers: Answers = readers.NO_ANSWERS
) -> TranslationFile | Reading:
    """Return translations.readers.read() of a document, in a process with limits. Raises DocumentError."""
    return run(translation_readers.read, data, name, answers, load_catalogue())
