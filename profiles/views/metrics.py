"""Figures for whoever watches the server, in the text that Prometheus reads."""

import secrets
from collections.abc import Iterator
from ipaddress import ip_address

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from profiles.operations import figures
from profiles.page_store import statistics


class QueueCollector(Collector):
    """The queue of jobs, as the database has it: equal whichever process is asked."""

    def collect(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("mgi_jobs", "Jobs of the queue.", labels=["kind", "state"])
        done = CounterMetricFamily("mgi_jobs_done", "Jobs that were done.", labels=["kind"])
        last = GaugeMetricFamily(
            "mgi_job_last_run_timestamp_seconds", "When a job was done last.", labels=["kind"]
        )
        seconds = GaugeMetricFamily("mgi_job_last_run_seconds", "How long that took.", labels=["kind"])
        for row in figures.queue_figures():
            for state in ("waiting", "running", "failed"):
                jobs.add_metric([row.kind, state], getattr(row, state))
            if row.last_run:
                done.add_metric([row.kind], row.last_run.done)
                last.add_metric([row.kind], row.last_run.finished_at.timestamp())
                seconds.add_metric([row.kind], row.last_run.seconds)
        overdue = GaugeMetricFamily("mgi_jobs_overdue", "Jobs that are due and that nobody takes.")
        overdue.add_metric([], figures.trouble().late)
        yield from (jobs, done, last, seconds, overdue)


class PageCollector(Collector):
    """The finished pages of this machine: what all its server processes have counted, as one."""

    def collect(self) -> Iterator[Metric]:
        processes = statistics.read().values()
        answers = CounterMetricFamily(
            "mgi_page_answers", "Answers to readers, by where the page came from.", labels=["source"]
        )
        for source, name in (("memory", "hits"), ("files", "file_hits"), ("made", "misses")):
            answers.add_metric([source], sum(getattr(counts, name) for counts in processes))
        yield answers
        gauges = {
            "mgi_pages_in_memory": (
                "Pages in the memory of all processes.",
                sum(row.pages for row in processes),
            ),
            "mgi_pages_in_memory_bytes": ("What they take.", sum(row.bytes for row in processes)),
            "mgi_pages_database_away": (
                "Processes that serve what they keep because the database does not answer.",
                sum(row.is_database_away for row in processes),
            ),
        }
        for name, (text, value) in gauges.items():
            gauge = GaugeMetricFamily(name, text)
            gauge.add_metric([], value)
            yield gauge


@csrf_exempt
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer this machine, and whoever knows METRICS_TOKEN; for all others there is nothing here."""
    if not (_is_local(request) or _has_token(request)):
        raise Http404
    registry = CollectorRegistry()
    registry.register(QueueCollector())
    registry.register(PageCollector())
    headers = {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
    return HttpResponse(generate_latest(registry), headers=headers)


def _is_local(request: HttpRequest) -> bool:
    """Whether it comes from this machine itself, and not by way of a proxy that nobody has named."""
    if "X-Forwarded-For" in request.headers and not settings.PROXIES:
        return False
    address = get_client_ip_address(request)
    return bool(address) and ip_address(address).is_loopback


def _has_token(request: HttpRequest) -> bool:
    sent = request.headers.get("Authorization", "").encode()
    return bool(settings.METRICS_TOKEN) and secrets.compare_digest(
        sent, f"Bearer {settings.METRICS_TOKEN}".encode()
    )
