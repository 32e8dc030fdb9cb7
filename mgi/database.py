"""PostgreSQL that does not answer: noticed within DATABASE_TIMEOUT seconds, and told by a page (503).

A server that is stopped closes its connections; one that is frozen, or a network that swallows everything,
leaves whoever asks waiting for ever. So a query that waits longer than a part of DATABASE_TIMEOUT has a
second connection asked for: where that is not answered either, it is given up. Until the database answers
again, which a thread asks four times a second, pages are refused at once. While all is well nothing is asked.
"""

import threading
import time
from typing import Any, TypeVar

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import connect
from psycopg.abc import PQGen
from psycopg.waiting import Ready

Result = TypeVar("Result")

PATIENCE, PROBE = 0.4, 0.45
"""Parts of DATABASE_TIMEOUT: until a waiting query becomes suspicious, and for the second connection."""
PAUSE = 0.25
"""Seconds between two attempts to reach a database that did not answer."""


class Watch:
    """Whether the database answers, as far as this process knows."""

    def __init__(self) -> None:
        self.is_away = False
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None
        self.has_verdict = threading.Event()

    def suspect(self) -> None:
        """Start to ask for a connection, again and again until there is one."""
        with self.lock:
            if self.thread is None:
                self.has_verdict.clear()
                thread = threading.Thread(target=self._ask_until_it_answers, daemon=True)
                thread.start()
                self.thread = thread  # after it: where none can be started, nothing would ask any more

    def is_answering(self) -> bool:
        """Return whether a second connection is answered in time; remember where it is not."""
        self.suspect()
        if not self.has_verdict.wait(PROBE * settings.DATABASE_TIMEOUT):
            with self.lock:
                self.is_away = self.thread is not None
        return not self.is_away

    def _ask_until_it_answers(self) -> None:
        while not answers():
            self._conclude(is_away=True)
            time.sleep(PAUSE)
        self._conclude(is_away=False)

    def _conclude(self, is_away: bool) -> None:
        with self.lock:
            self.is_away = is_away
            self.has_verdict.set()
            if not is_away:
                self.thread = None


def answers() -> bool:
    """Return whether the database gives a connection, or a reason why not."""
    params = connection.get_connection_params()
    try:
        connect(**params).close()
    except Exception as error:  # Whatever it is, the thread has to go on asking: nobody else does.
        return "FATAL" in str(error)  # too many connections, for example
    return True


watch = Watch()


class WatchedConnection(psycopg.Connection[Any]):
    """A connection that is given up when the database does not answer; DATABASES has the pool make these."""

    def wait(self, gen: PQGen[Result], *args: Any, **kwargs: Any) -> Result:
        return super().wait(self._watch(gen), *args, **kwargs)

    def _watch(self, gen: PQGen[Result]) -> PQGen[Result]:
        """Do what `gen` does. psycopg wakes it ten times a second while nothing has come."""
        patience = PATIENCE * settings.DATABASE_TIMEOUT
        begun = time.monotonic()
        try:
            state = next(gen)
            while True:
                ready = yield state
                if ready == Ready.NONE and time.monotonic() - begun > patience:
                    if not watch.is_answering():
                        self.close()
                        raise psycopg.OperationalError("the database does not answer")
                    begun = time.monotonic()
                state = gen.send(ready)
        except StopIteration as end:
            return end.value
