"""A process that does jobs until it is told to stop: a thread for each lane, and one that puts leases off.

Killed at any moment it loses nothing: its leases lapse, and another worker begins its jobs again.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.urls import set_script_prefix

from profiles import notifications
from profiles.choices import JobKind
from profiles.models import Job
from profiles.operations import queue
from profiles.operations.jobs import KINDS, Lane

logger = logging.getLogger(__name__)

POLL = 1.0
"""Seconds between two looks into the queue."""
PERIODIC_EVERY = 600.0
"""Seconds between two looks whether each kind that comes by itself has its row."""
LONGEST = timedelta(hours=1)
"""A job that takes longer hangs: the worker ends, as nothing can end a thread, and a new one tries again."""
LONGEST_WAIT = 30.0
"""Seconds that a worker waits at most before it asks a database again that did not answer."""


class Worker:
    """Does jobs in its own threads. `stop` ends it: the jobs that it has are done first."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}"[:100]
        self.stop = threading.Event()
        self._jobs: dict[Lane, tuple[Job, float]] = {}
        """What each lane is doing, and since when."""

    def run(self) -> None:
        """Work until `stop` is set."""
        lanes = [threading.Thread(target=self._work, args=[lane], name=lane.value) for lane in Lane]
        for thread in lanes:
            thread.start()
        periodic_at = 0.0
        while any(thread.is_alive() for thread in lanes):
            if not self.stop.is_set() and not all(thread.is_alive() for thread in lanes):
                logger.critical("A lane has ended by itself. The worker ends, and a new one begins it again.")
                self.stop.set()
            if not self.stop.is_set() and time.monotonic() >= periodic_at:
                self._ask_database(queue.enqueue_periodic)
                periodic_at = time.monotonic() + PERIODIC_EVERY
            self._beat()
            self._join_or_wait(lanes)
        connection.close()

    def run_due(self) -> int:
        """Do all that is due, in this thread, and return how many jobs that were."""
        heart = threading.Thread(target=self._beat_until_stopped, daemon=True)
        heart.start()
        queue.enqueue_periodic()
        count = 0
        while job := queue.take(list(KINDS), self.name):
            self._jobs[KINDS[JobKind(job.kind)].lane] = job, time.monotonic()
            queue.perform(job)
            self._jobs.clear()
            count += 1
        notifications.close_connection()
        self.stop.set()
        heart.join()
        return count

    def _beat_until_stopped(self) -> None:
        while not self.stop.wait(self._beat_seconds()):
            self._beat()
        connection.close()

    def _beat(self) -> None:
        """Put off the leases of what is being done, unless it hangs."""
        jobs = list(self._jobs.values())
        for job, since in jobs:
            if time.monotonic() - since > LONGEST.total_seconds():
                logger.critical("Job %s (%s) hangs. The worker ends.", job.pk, job.kind)
                os._exit(1)
        leases = [job.lease for job, _since in jobs if job.lease]
        if leases:
            self._ask_database(lambda: queue.renew(leases))

    def _beat_seconds(self) -> float:
        """Return how long after a beat the next one comes: three may fail."""
        return queue.LEASE.total_seconds() / 4

    def _join_or_wait(self, lanes: list[threading.Thread]) -> None:
        """Return at the next beat, or earlier where the end has come."""
        if not self.stop.wait(self._beat_seconds()):
            return
        until = time.monotonic() + self._beat_seconds()
        for thread in lanes:
            thread.join(max(0.0, until - time.monotonic()))

    def _work(self, lane: Lane) -> None:
        """Do the jobs of a lane, one after another; wait where there is none, or no database."""
        # Addresses in e-mails begin with it; Django tells the main thread alone.
        set_script_prefix(f"{settings.SITE_PATH}/")
        kinds = [kind for kind in KINDS if KINDS[kind].lane is lane]
        wait = POLL
        while not self.stop.is_set():
            close_old_connections()
            try:
                job = queue.take(kinds, self.name)
                if job is not None:
                    self._jobs[lane] = job, time.monotonic()
                    queue.perform(job)
                wait = POLL
            except Exception as error:
                wait, job = min(wait * 2, LONGEST_WAIT), None
                _log(error)
                connection.close()
            finally:
                self._jobs.pop(lane, None)
            if job is None:
                notifications.close_connection()
                self.stop.wait(wait)
        notifications.close_connection()
        connection.close()

    def _ask_database(self, query: Callable[[], None]) -> None:
        close_old_connections()
        try:
            query()
        except (DatabaseError, InterfaceError) as error:
            _log(error)
            connection.close()


def _log(error: Exception) -> None:
    """Say in one line that the database does not answer; of what nobody has thought of, say all."""
    if isinstance(error, DatabaseError | InterfaceError):
        logger.warning("The database does not answer the worker: %s", " ".join(str(error).split()))
    else:
        logger.error("The worker met an error and goes on", exc_info=error)
