"""The queue: a job is done at least once, by one worker at a time, and given up with a reason."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from profiles.choices import JobKind
from profiles.models import Job, JobRun
from profiles.operations import queue
from profiles.operations.jobs import KINDS, Kind, Lane, RetryLaterError
from tests.jobs import make_due, run_jobs

pytestmark = pytest.mark.django_db

EMAIL = JobKind.EMAIL


@pytest.fixture
def done(monkeypatch) -> list[dict]:
    """What jobs of the kind “email” were done with, in place of sending one."""
    arguments: list[dict] = []

    def run(job: Job) -> str:
        arguments.append(job.arguments)
        if reason := job.arguments.get("fails"):
            raise RuntimeError(f"{reason}\0")
        return "sent"

    monkeypatch.setitem(KINDS, EMAIL, Kind(run, Lane.MAIL, attempts=3))
    return arguments


def enqueue(key: str | None = None, **arguments: object) -> Job:
    Job.objects.enqueue(Job(kind=EMAIL, key=key, arguments=arguments))
    return Job.objects.latest("pk")


def lapse(job: Job) -> None:
    """Have the lease of a job end, as that of a worker that was killed does."""
    Job.objects.filter(pk=job.pk).update(lease_until="2020-01-01T00:00Z")


def test_every_kind_has_its_row():
    assert set(KINDS) == set(JobKind)


def test_what_is_done_goes_and_its_last_run_is_kept(done):
    enqueue(number=1)
    enqueue(number=2)
    assert len(run_jobs(EMAIL)) == 2
    assert done == [{"number": 1}, {"number": 2}]
    assert not Job.objects.exists()
    run = JobRun.objects.get()
    assert (run.kind, run.done, run.result) == (
        EMAIL,
        2,
        dict.fromkeys(("en", "fr", "es", "ar", "pt"), "sent"),
    )
    assert timezone.now() - run.finished_at < timedelta(minutes=1)


def test_a_job_is_stored_in_the_transaction_that_causes_it(done):
    with transaction.atomic():
        enqueue()
        transaction.set_rollback(True)
    assert run_jobs(EMAIL) == [] == done


def test_what_comes_later_waits(done):
    Job.objects.enqueue(Job(kind=EMAIL, run_at=timezone.now() + timedelta(hours=1)))
    assert run_jobs(EMAIL) == []
    make_due()
    assert len(run_jobs(EMAIL)) == 1


def test_one_that_fails_waits_longer_each_time_and_is_given_up_with_its_reason(done):
    job = enqueue(fails="a fictional failure")
    pauses = []
    for _attempt in range(2):
        make_due()
        before = timezone.now()
        run_jobs(EMAIL)
        job.refresh_from_db()
        pauses.append(round((job.run_at - before).total_seconds(), -1))
        assert job.error == "RuntimeError: a fictional failure" and not job.failed_at and not job.lease
    assert pauses == [30, 60]
    make_due()
    run_jobs(EMAIL)
    job.refresh_from_db()
    assert job.failed_at and job.attempts == 3 and "a fictional failure" in job.error
    make_due()
    assert run_jobs(EMAIL) == [] and len(done) == 3
    assert list(Job.objects.failed()) == [job]
    assert queue.retry(job.pk)
    assert len(run_jobs(EMAIL)) == 1 and not queue.retry(987654)


def test_a_reason_names_no_mailbox(done):
    job = enqueue(fails="(550, b'5.7.1 <reader@example.org>: rejected', 'site@example.org')")
    run_jobs(EMAIL)
    job.refresh_from_db()
    assert job.error == "RuntimeError: (550, b'5.7.1 <…@…>: rejected', …@…"


def test_pauses_grow_and_have_an_end():
    pauses = [queue.pause_after(attempts) for attempts in range(1, 40)]
    assert pauses == sorted(pauses) and pauses[-1] == timedelta(hours=6)
    assert timedelta(hours=20) < sum(pauses[: KINDS[EMAIL].attempts - 1], timedelta()) < timedelta(days=2)


def test_a_job_can_say_when_it_is_to_be_tried_again(monkeypatch):
    def run(job: Job) -> str:
        raise RetryLaterError("not today", timedelta(days=1))

    monkeypatch.setitem(KINDS, EMAIL, Kind(run, Lane.MAIL))
    job = enqueue()
    run_jobs(EMAIL)
    job.refresh_from_db()
    assert job.error == "not today" and job.run_at > timezone.now() + timedelta(hours=23)


def test_the_job_of_a_dead_worker_is_taken_over_and_no_earlier(done):
    enqueue()
    lost = queue.take([EMAIL], "one that dies")
    assert lost and queue.take([EMAIL], "another") is None
    queue.renew([lost.lease])
    assert queue.take([EMAIL], "another") is None
    assert list(Job.objects.running()) == [lost]
    assert timedelta(seconds=30) >= queue.LEASE
    lapse(lost)
    job = queue.take([EMAIL], "another")
    assert (job.pk, job.attempts, job.worker) == (lost.pk, 2, "another")
    # The dead one was only slow: what it stores is void.
    queue.perform(lost)
    assert list(Job.objects.running()) == [job]
    queue.perform(job)
    assert not Job.objects.exists()


def test_a_job_that_kills_each_of_its_workers_is_given_up(done):
    job = enqueue()
    for _worker in range(3):
        lapse(queue.take([EMAIL], "one that dies"))
    run_jobs(EMAIL)
    job.refresh_from_db()
    assert job.failed_at and "ended without an answer" in job.error and done == []


def test_of_a_key_there_is_one_job_the_newest(done):
    enqueue("a", number=1)
    enqueue("a", number=2)
    assert Job.objects.count() == 1
    job = queue.take([EMAIL], "a worker")
    enqueue("a", number=3)
    queue.perform(job)
    run_jobs(EMAIL)
    assert done == [{"number": 2}, {"number": 3}], "what was enqueued while it was done is done too"
    enqueue("a", fails="yes")
    for _attempt in range(3):
        make_due()
        run_jobs(EMAIL)
    assert Job.objects.failed().exists()
    enqueue("a", number=4)
    run_jobs(EMAIL)
    assert done[-1] == {"number": 4} and not Job.objects.exists()


def test_what_comes_by_the_clock_comes_once_and_again(monkeypatch):
    runs = []
    monkeypatch.setitem(
        KINDS,
        JobKind.CLEAN_UP,
        Kind(lambda job: runs.append(1) or "", Lane.LONG, attempts=2, every=timedelta(hours=1)),
    )
    for _worker in range(2):
        queue.enqueue_periodic()
    assert len(run_jobs(JobKind.CLEAN_UP)) == 1
    queue.enqueue_periodic()
    assert run_jobs(JobKind.CLEAN_UP) == [] and len(runs) == 1
    job = Job.objects.get(kind=JobKind.CLEAN_UP)
    assert timedelta(minutes=59) < job.run_at - timezone.now() < timedelta(minutes=61)


def test_what_comes_by_the_clock_and_fails_keeps_its_reason_until_it_is_done(monkeypatch):
    def run(job: Job) -> str:
        raise RuntimeError("a fictional failure")

    every = {"every": timedelta(hours=1)}
    monkeypatch.setitem(KINDS, JobKind.CLEAN_UP, Kind(run, Lane.LONG, attempts=2, **every))
    queue.enqueue_periodic()
    for _attempt in range(2):
        make_due(kind=JobKind.CLEAN_UP)
        run_jobs(JobKind.CLEAN_UP)
    job = Job.objects.get(kind=JobKind.CLEAN_UP)
    assert (job.attempts, job.failed_at) == (0, None) and "a fictional failure" in job.error
    assert job.run_at > timezone.now() + timedelta(minutes=59)
    monkeypatch.setitem(KINDS, JobKind.CLEAN_UP, Kind(lambda job: "", Lane.LONG, **every))
    make_due(kind=JobKind.CLEAN_UP)
    run_jobs(JobKind.CLEAN_UP)
    assert Job.objects.get(kind=JobKind.CLEAN_UP).error == ""


@pytest.mark.parametrize(("hour", "day"), [(2, 1), (4, 2)])
def test_what_comes_each_day_comes_at_its_time(hour, day):
    moment = datetime(2026, 5, 1, hour, tzinfo=UTC)
    assert KINDS[JobKind.CLEAN_UP].next_after(moment) == datetime(2026, 5, day, 3, 30, tzinfo=UTC)


def test_a_kind_that_this_version_does_not_know_is_left_alone(done):
    Job.objects.bulk_create([Job(kind="of_tomorrow"), Job(kind=EMAIL)])
    assert [job.kind for job in run_jobs()] == [EMAIL]
    assert Job.objects.get().kind == "of_tomorrow"


@pytest.mark.django_db(transaction=True)
def test_eight_workers_do_each_job_once(shared_database, done):
    Job.objects.enqueue(*(Job(kind=EMAIL, arguments={"number": number}) for number in range(40)))
    barrier = threading.Barrier(8)

    def work() -> None:
        barrier.wait()
        try:
            while job := queue.take([EMAIL], threading.current_thread().name):
                queue.perform(job)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(arguments["number"] for arguments in done) == list(range(40))
    assert JobRun.objects.get().done == 40


def test_a_clock_that_is_slow_does_not_do_again_what_comes_each_day(monkeypatch):
    runs = []
    tomorrow = timezone.now() + timedelta(days=1)
    daily = Kind(lambda job: runs.append(1) or "", Lane.LONG, at=tomorrow.time())
    monkeypatch.setitem(KINDS, JobKind.CLEAN_UP, daily)
    queue.enqueue_periodic()
    make_due(kind=JobKind.CLEAN_UP)
    job = queue.take([JobKind.CLEAN_UP], "a worker")
    job.run_at = tomorrow  # by the database's clock it is tomorrow
    queue.perform(job)
    assert Job.objects.get(kind=JobKind.CLEAN_UP).run_at > tomorrow + timedelta(hours=23)
