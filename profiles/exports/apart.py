"""Makes reports, Word files, workbooks and pictures in processes of their own (profiles/processes.py).

What makes them are large libraries, and what those take stays with a process: a worker of the server had 88
MB before its first workbook and Word file, and 208 after them.
"""

import threading
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from profiles import processes

LIMITS = processes.Limits(memory=1024**3, seconds=60, longest_wait=60)
"""What a file may take: a text of 1,000 findings takes a tenth of it."""
AT_ONCE = 2
"""Files that one process of the server makes at a time; further ones wait for their turn."""

P = ParamSpec("P")
T = TypeVar("T")

_turns = threading.BoundedSemaphore(AT_ONCE)


class FileLimitError(Exception):
    """A file took more than it may, and is not there; the middleware answers 503."""


def apart(function: Callable[P, T]) -> Callable[P, T]:
    """Return what calls `function` of a module in a process of its own. It raises FileLimitError."""
    return partial(_run, function)


def _run(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        with _turns:
            return processes.run(LIMITS, function, *args, **kwargs)
    except processes.LimitError as error:
        raise FileLimitError from error
