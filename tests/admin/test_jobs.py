"""The page of the queue: for administrators alone, it shows what is wrong, and a button tries again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles.choices import JobKind, Role
from profiles.models import Job, JobRun
from profiles.operations import figures, queue
from tests.admin.forms import messages_of
from tests.factories import make_member, make_user
from tests.jobs import run_jobs
from tests.pages import parse, text_of

pytestmark = pytest.mark.django_db

PAGE = "/admin/jobs/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def make_jobs() -> dict[str, Job]:
    now = timezone.now()
    jobs = {
        "failed": Job(about="A text", attempts=14, error="no <route>", failed_at=now),
        "again": Job(about="Another", attempts=2, error="too slow", run_at=now + timedelta(hours=1)),
        "running": Job(about="A third", worker="machine:7", lease_until=now + timedelta(hours=1)),
        "waiting": Job(about="A fourth", run_at=now + timedelta(hours=2)),
    }
    for job in jobs.values():
        job.kind = JobKind.EMAIL
    Job.objects.bulk_create(jobs.values())
    return jobs


@pytest.mark.parametrize("role", Role.values)
def test_administrators_alone_see_it(role):
    client = signed_in(make_member(role))
    failed = make_jobs()["failed"]
    is_administrator = role == Role.ADMINISTRATOR
    response = client.get(PAGE)
    assert response.status_code == (200 if is_administrator else 403)
    assert client.post(f"{PAGE}{failed.pk}/retry/").status_code == (302 if is_administrator else 403)
    failed.refresh_from_db()
    assert bool(failed.failed_at) is not is_administrator
    index = parse(client.get("/admin/"))
    assert bool(index.xpath(f"//a[@href='{PAGE}']")) is is_administrator
    assert ("given up" in text_of(index)) is False, "it was tried again, or is not their affair"


def test_who_is_not_signed_in_is_sent_to_the_door(client):
    assert "/admin/login/" in client.get(PAGE).url


def test_it_shows_what_waits_what_is_done_and_what_failed(admin_client):
    make_jobs()
    queue.enqueue_periodic()
    JobRun.objects.create(
        kind=JobKind.CLEAN_UP,
        finished_at=timezone.now(),
        seconds=1.25,
        result={"en": "Snapshots: 2", "fr": "Instantanés : 2"},
    )
    page = parse(admin_client.get(PAGE))
    tables = {
        text_of(table.find("caption")): table
        for table in page.xpath("//table[contains(@class, 'board-table')]")
    }
    assert list(tables) == [
        "Given up",
        "Failed, and will be tried again",
        "Being done",
        "Waiting",
        "Kinds of jobs",
    ]
    rows = {name: text_of(table.find("tbody")) for name, table in tables.items()}
    assert "E-mail: A text" in rows["Given up"] and "no <route>" in rows["Given up"]
    assert "too slow" in rows["Failed, and will be tried again"]
    assert "machine:7" in rows["Being done"] and "A fourth" in rows["Waiting"]
    assert all(str(kind.label) in rows["Kinds of jobs"] for kind in JobKind)
    assert "Waiting 2, being done 1, given up 1" in rows["Kinds of jobs"]
    assert "in 1.3 seconds" in rows["Kinds of jobs"] and "Snapshots: 2" in rows["Kinds of jobs"]
    assert len(tables["Kinds of jobs"].xpath(".//form")) == 3


def test_a_failed_job_is_tried_again_by_its_button(admin_client, mailoutbox):
    email = {"to": "a@example.org", "subject": "A subject", "text": "", "headers": {}, "message_id": "<a@b>"}
    failed = Job.objects.create(
        kind=JobKind.EMAIL, arguments=email, attempts=14, error="no route", failed_at=timezone.now()
    )
    (button,) = parse(admin_client.get(PAGE)).xpath("//table[1]//form")
    assert "Try again" in text_of(button)
    answer = admin_client.post(button.get("action"), follow=True)
    assert "as soon as a worker is free" in messages_of(answer)
    run_jobs(JobKind.EMAIL)
    assert len(mailoutbox) == 1 and not Job.objects.filter(pk=failed.pk).exists()
    answer = admin_client.post(button.get("action"), follow=True)
    assert "done already" in messages_of(answer)
    assert admin_client.get(button.get("action")).status_code == 405


def test_what_comes_by_the_clock_can_be_run_now(admin_client):
    queue.enqueue_periodic()
    run_jobs(JobKind.CLEAN_UP)
    job = Job.objects.get(kind=JobKind.CLEAN_UP)
    assert run_jobs(JobKind.CLEAN_UP) == []
    admin_client.post(f"{PAGE}{job.pk}/retry/")
    assert run_jobs(JobKind.CLEAN_UP) == [job]


def test_the_dashboard_tells_administrators_that_nobody_works():
    Job.objects.create(kind=JobKind.EMAIL, run_at=timezone.now() - timedelta(minutes=3))
    Job.objects.create(kind=JobKind.EMAIL, error="no route", failed_at=timezone.now())
    for page in ("/admin/", PAGE):
        words = text_of(parse(signed_in(make_user()).get(page)))
        assert "no worker is running" in words and "1 job was given up" in words
    assert "worker" not in text_of(parse(signed_in(make_member(Role.ANALYST)).get("/admin/")))
    assert figures.trouble() == figures.Trouble(1, 1, lacks_backup=False, last_backup=None)


def test_many_jobs_cost_as_many_queries_as_few(admin_client):
    costs = []
    for _round in range(2):
        for _number in range(10):
            make_jobs()
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(PAGE)
        costs.append(len(queries))
    assert costs[0] == costs[1]
