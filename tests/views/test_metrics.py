"""The figures for whoever watches the server: right, and for nobody else."""

import json
import os
import re
import subprocess
import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from mgi.version import version
from profiles.choices import JobKind
from profiles.models import Job
from profiles.operations import queue
from tests.factories import make_draft, make_published
from tests.tools import ROOT

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


def test_texts_and_sign_ins_are_counted(client):
    before = figures(client)
    make_draft()
    make_published()
    AccessAttempt.objects.create(username="x", ip_address=STRANGER, failures_since_start=7)
    old = AccessAttempt.objects.create(username="y", ip_address=STRANGER, failures_since_start=9)
    AccessAttempt.objects.filter(pk=old.pk).update(attempt_time=timezone.now() - timedelta(hours=1))
    after = figures(client)
    for state in ("draft", "published"):
        key = ("mgi_texts", state, "original")
        assert after[key] == before[key] + 1
    assert after["mgi_texts", "draft", "translation"] == 0
    assert after["mgi_sign_in_failures",] == 7 and after["mgi_sign_ins_locked",] == 1


def test_what_the_processes_count_is_added_up_and_outlives_them(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    (tmp_path / "pages").mkdir()
    # Not this process: where another test has loaded the server, a thread writes what it really counts.
    lives, gone = subprocess.Popen(["cat"], stdin=subprocess.PIPE), subprocess.Popen(["true"])
    gone.wait()
    own = {
        "requests": {"page 2xx": 3},
        "seconds": {"page": 0.5},
        "buckets": {"page": [1] * 12},
        "hits": 2,
        "pages": 5,
        "pool": {"size": 4, "in_use": 1, "waiting": 0},
        "sign_ins_refused": 1,
    }
    for number in (lives.pid, os.getppid(), gone.pid):
        (tmp_path / "pages" / f"process-{number}.json").write_text(json.dumps(own))
    for _time in range(2):
        after = figures(client)
        assert after["mgi_requests_total", "page", "2xx"] == 9
        assert after["mgi_request_seconds_bucket", "page", "0.005"] == 3
        assert after["mgi_request_seconds_count", "page"] == 36
        assert after["mgi_request_seconds_sum", "page"] == 1.5
        assert after["mgi_page_answers_total", "memory"] == 6
        assert after["mgi_sign_ins_refused_total",] == 3
        assert after["mgi_server_processes",] == 2
        assert after["mgi_pages_in_memory",] == 10, "what has ended keeps none"
        assert after["mgi_database_connections", "size"] == 8 and after["mgi_database_waiting",] == 0
    (tmp_path / "pages" / "ended.json").write_text('{"of": "another version"}')
    assert figures(client)["mgi_requests_total", "page", "2xx"] == 6
    lives.communicate()


def test_it_says_which_version_runs(client):
    after = figures(client)
    assert [value for key, value in after.items() if key[0] == "mgi_build_info" and version() in key] == [1]


def test_the_ready_dashboard_draws_what_there_is(client):
    text = client.get("/metrics").content.decode()
    families = list(text_string_to_metric_families(text))
    names = {sample.name for family in families for sample in family.samples}
    for family in families:  # of which there may be no sample here
        ending = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}.get(family.type, [""])
        names |= {f"{family.name}{end}" for end in ending}
    dashboard = (ROOT / "docs" / "grafana.json").read_text()
    drawn = set(re.findall(r"\bmgi_\w+", dashboard))
    assert len(json.loads(dashboard)["panels"]) > 10
    assert drawn - names == set()
    assert {
        re.sub("_(sum|count|created)$", "_bucket", name) for name in names if name.startswith("mgi_")
    } == drawn
