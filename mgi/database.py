"""PostgreSQL that does not answer: noticed within DATABASE_TIMEOUT seconds, and told by a page (503).

A server that is stopped closes its connections; one that is frozen, or a network that swallows everything,
leaves whoever asks waiting for ever. So where a query waits and nothing has come from the server for a part
of DATABASE_TIMEOUT, on any connection of this process, one more connection is asked for: where nothing comes
for a further part, the query is given up. Whatever comes shows that the server is only slow: the answer to
the query or to another one, a step of the connection that is being made. Until the database answers again,
which a thread asks four times a second, pages are refused at once. While all is well nothing is asked.
"""

import threading
import time
from collections.abc import Generator
from typing import Any, Self, TypeVar

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.abc import PQGen, PQGenConn
from psycopg.waiting import Ready

Yielded = TypeVar("Yielded")
Result = TypeVar("Result")

PATIENCE, PROBE = 0.3, 0.55
"""Parts of DATABASE_TIMEOUT: until a silent server becomes suspicious, and for one more connection."""
PAUSE = 0.25
"""Seconds between two attempts to reach a database that did not answer."""


class Watch:
    """Whether the database answers, as far as this process knows."""

    def __init__(self) -> None:
        self.is_away = False
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None
        self.asked_at = self.heard_at = time.monotonic()

    def hear(self) -> None:
        """Note that something came from the server."""
        self.heard_at = time.monotonic()

    def suspect(self) -> None:
        """Start to ask for a connection, again and again until there is one."""
        with self.lock:
            if self.thread is None:
                self.asked_at = time.monotonic()
                thread = threading.Thread(target=self._ask_until_it_answers, daemon=True)
                thread.start()
                self.thread = thread  # after it: where none can be started, nothing would ask any more

    def is_answering(self, since: float) -> bool:
        """Return whether a query that waits since then may wait on; does not wait itself, so ask it often.

        Where the server is silent for long, ask for one more connection, and remember if that does not help.
        """
        if time.monotonic() - max(since, self.heard_at) > PATIENCE * settings.DATABASE_TIMEOUT:
            self.suspect()
            with self.lock:
                if self.thread is not None and self.is_silent():
                    self.is_away = True
            return not self.is_away
        return True

    def is_silent(self) -> bool:
        """Return whether nothing came although one more connection was asked for long enough ago."""
        return time.monotonic() - max(self.asked_at, self.heard_at) > PROBE * settings.DATABASE_TIMEOUT

    def _ask_until_it_answers(self) -> None:
        while not answers():
            self._conclude(is_away=True)
            time.sleep(PAUSE)
        self._conclude(is_away=False)

    def _conclude(self, is_away: bool) -> None:
        with self.lock:
            self.is_away = is_away
            if not is_away:
                self.thread = None
                self.hear()


def answers() -> bool:
    """Return whether the database gives a connection, is about to, or gives a reason why not."""
    params = connection.get_connection_params()
    try:
        connect(**params).close()
    except psycopg.errors.ConnectionTimeout:
        return not watch.is_silent()
    except Exception as error:  # Whatever it is, the thread has to go on asking: nobody else does.
        return "FATAL" in str(error)  # too many connections, for example
    return True


watch = Watch()


def heard(gen: Generator[Yielded, Ready | int, Result]) -> Generator[Yielded, Ready | int, Result]:
    """Do what `gen` does, and note what comes; not the end of a connection, of which `gen` makes an error."""
    try:
        state = next(gen)
        while True:
            ready = yield state
            state = gen.send(ready)
            if ready & Ready.R:
                watch.hear()
    except StopIteration as end:
        watch.hear()
        return end.value


class WatchedConnection(psycopg.Connection[Any]):
    """A connection that is given up when the database does not answer; DATABASES has the pool make these."""

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> PQGenConn[Self]:
        return heard(super()._connect_gen(conninfo))

    def wait(self, gen: PQGen[Result], *args: Any, **kwargs: Any) -> Result:
        return super().wait(self._watch(heard(gen)), *args, **kwargs)

    def _watch(self, gen: PQGen[Result]) -> PQGen[Result]:
        """Do what `gen` does. psycopg wakes it ten times a second while nothing has come."""
        begun = time.monotonic()
        try:
            state = next(gen)
            while True:
                ready = yield state
                if ready == Ready.NONE and not watch.is_answering(begun):
                    self.close()
                    raise psycopg.OperationalError("the database does not answer")
                state = gen.send(ready)
        except StopIteration as end:
            return end.value


connect = WatchedConnection.connect
