"""The threads in which Django answers, and what its answers are to the event loop."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpResponse

MOST_WAITING = 256
"""Requests of one process that may wait for a thread; further ones are sent away at once."""

threads = ThreadPoolExecutor(settings.THREADS, "django")
in_threads = 0
"""Calls that a thread works on, or that wait for one."""


class Answer(NamedTuple):
    """What Django answers: a whole body, or one that is still to be read in blocks and then closed."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    blocks: Iterator[bytes] | None = None
    close: Callable[[], None] | None = None
    kept: HttpResponse | None = None
    """What it is made from, where the store of pages may keep it."""


async def call_in_thread(work: Callable[[], Any]) -> Any:
    """Return what `work` returns, done in one of the threads."""
    global in_threads
    in_threads += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(threads, work)
    finally:
        in_threads -= 1


def are_busy() -> bool:
    """Return whether so many requests wait already that one more would wait for too long."""
    return in_threads >= settings.THREADS + MOST_WAITING
