"""A worker: no lane waits for another, a database that is away is waited for, a job that hangs ends it."""

import os
import threading
from datetime import timedelta

import pytest
from django.db import OperationalError

from profiles.models import Job
from profiles.operations import queue, worker
from profiles.operations.jobs import KINDS, Lane
from profiles.operations.worker import Worker


@pytest.fixture(autouse=True)
def quick(monkeypatch) -> None:
    monkeypatch.setattr(worker, "POLL", 0.01)
    monkeypatch.setattr(queue, "LEASE", timedelta(seconds=0.1))
    monkeypatch.setattr(queue, "enqueue_periodic", lambda: None)
    monkeypatch.setattr(queue, "renew", lambda leases: None)


def lane_of(kinds) -> Lane:
    (lane,) = {KINDS[kind].lane for kind in kinds}
    return lane


def test_a_database_that_is_away_is_waited_for_in_one_line_each_time(monkeypatch, caplog):
    instance, calls = Worker(), []

    def take(kinds, name):
        calls.append(lane_of(kinds))
        if len(calls) > 8:
            instance.stop.set()
        if len(calls) < 6:
            raise OperationalError("connection refused\n  Is the server running?")

    monkeypatch.setattr(queue, "take", take)
    instance.run()
    assert set(calls) == set(Lane)
    lines = [record.getMessage() for record in caplog.records]
    assert lines == ["The database does not answer the worker: connection refused Is the server running?"] * 5


def test_a_mail_server_that_is_slow_delays_no_publication(monkeypatch):
    instance, done, began, may_end = Worker(), [], threading.Event(), threading.Event()
    jobs = {lane: [Job(pk=lane.value, kind="")] for lane in (Lane.MAIL, Lane.PUBLICATION)}

    def perform(job: Job) -> None:
        if job.pk == Lane.MAIL.value:
            began.set()
            may_end.wait(20)
        else:
            began.wait(20)
        done.append(job.pk)
        if job.pk == Lane.PUBLICATION.value:
            instance.stop.set()
            may_end.set()

    monkeypatch.setattr(queue, "take", lambda kinds, name: (jobs.get(lane_of(kinds)) or [None]).pop())
    monkeypatch.setattr(queue, "perform", perform)
    instance.run()
    assert done == [Lane.PUBLICATION.value, Lane.MAIL.value], "and what was begun was done before the end"


def test_a_job_that_hangs_ends_the_worker_and_one_that_works_is_kept(monkeypatch, caplog):
    instance, ends, renewed, may_end = Worker(), [], [], threading.Event()
    jobs = {Lane.LONG: [Job(pk=1, kind="files", lease="a lease")]}

    def end(code: int) -> None:
        ends.append(code)
        instance.stop.set()
        may_end.set()

    def renew(leases: list) -> None:
        renewed.extend(leases)
        monkeypatch.setattr(worker, "LONGEST", timedelta(0))

    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setattr(queue, "renew", renew)
    monkeypatch.setattr(queue, "take", lambda kinds, name: (jobs.get(lane_of(kinds)) or [None]).pop())
    monkeypatch.setattr(queue, "perform", lambda job: may_end.wait(20))
    instance.run()
    assert renewed[0] == "a lease" and ends[0] == 1
    assert "hangs" in caplog.text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_lane_that_ends_by_itself_ends_the_worker(monkeypatch, caplog):
    """Else nothing would be mailed any more, and all would look well."""

    def fail() -> None:
        if threading.current_thread().name == Lane.MAIL.value:
            raise ValueError("the connection cannot be closed")

    monkeypatch.setattr(queue, "take", lambda kinds, name: None)
    monkeypatch.setattr("profiles.notifications.close_connection", fail)
    instance = Worker()
    instance.run()
    assert instance.stop.is_set() and "ended by itself" in caplog.text
