"""The figures for whoever watches the server: right, and for nobody else."""

import time

import pytest
from prometheus_client.parser import text_string_to_metric_families

from profiles.choices import JobKind
from profiles.models import Job
from profiles.operations import queue

pytestmark = pytest.mark.usefixtures("domains")

STRANGER = "203.0.113.9"
TOKEN = "a-token-for-tests-only"


def figures(client) -> dict[tuple, float]:
    """Return each figure by its name and its labels."""
    text = client.get("/metrics").content.decode()
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def test_the_queue_is_counted(client):
    before = figures(client)
    Job.objects.enqueue(Job(kind="email"), Job(kind="email"))
    after = figures(client)
    assert after["mgi_jobs", "email", "waiting"] == before["mgi_jobs", "email", "waiting"] + 2
    assert after["mgi_jobs", "email", "failed"] == 0
    assert after["mgi_jobs_overdue",] == 0


def test_what_was_done_is_counted(client):
    Job.objects.enqueue(Job(kind=JobKind.CHECK_SCHEDULE))
    job = queue.take([JobKind.CHECK_SCHEDULE], "a worker")
    queue.perform(job)
    after = figures(client)
    assert after["mgi_jobs_done_total", "schedule"] == 1
    assert abs(after["mgi_job_last_run_timestamp_seconds", "schedule"] - time.time()) < 60
    assert after["mgi_job_last_run_seconds", "schedule"] >= 0


def test_it_is_for_machines_and_kept_by_nobody(client):
    response = client.get("/metrics")
    assert response["Content-Type"].startswith("text/plain; version=")
    assert response["Cache-Control"] == "no-store"
    assert client.post("/metrics").status_code == 405


def test_for_a_stranger_there_is_nothing(client, settings):
    assert client.get("/metrics", REMOTE_ADDR=STRANGER).status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="").status_code == 404
    empty = {"authorization": "Bearer "}
    assert client.get("/metrics", REMOTE_ADDR=STRANGER, headers=empty).status_code == 404
    settings.METRICS_TOKEN = TOKEN
    for sent in ("Bearer ", f"Bearer {TOKEN}x", TOKEN, "Bearer \u00e9"):
        headers = {"authorization": sent}
        assert client.get("/metrics", REMOTE_ADDR=STRANGER, headers=headers).status_code == 404


def test_a_token_opens(client, settings):
    settings.METRICS_TOKEN = TOKEN
    headers = {"authorization": f"Bearer {TOKEN}"}
    assert client.get("/metrics", REMOTE_ADDR=STRANGER, headers=headers).status_code == 200


def test_what_comes_through_a_proxy_is_not_this_machine(client, settings):
    forwarded = {"x-forwarded-for": STRANGER}
    assert client.get("/metrics", headers=forwarded).status_code == 404
    settings.PROXIES = 1
    assert client.get("/metrics", headers=forwarded).status_code == 404
    assert client.get("/metrics", headers={"x-forwarded-for": "::1"}).status_code == 200
