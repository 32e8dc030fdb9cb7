"""All figures of the site, as Prometheus reads them; docs/grafana.json draws them.

Those of the database are equal whichever machine is asked; those of requests, pages and processes are of the
server processes of this machine together, whichever of them answers.
"""

import platform
from collections.abc import Iterator
from itertools import accumulate

from django.conf import settings
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from profiles.operations import figures, process_counts
from profiles.operations.process_counts import BUCKETS, Counts


class QueueCollector(Collector):
    """The queue of jobs, as the database has it."""

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
        overdue = figures.trouble().late
        yield from (jobs, done, last, seconds)
        yield gauge("mgi_jobs_overdue", "Jobs that are due and that nobody takes.", overdue)


class TextCollector(Collector):
    """Drafts and publications, and what is counted against accounts, as the database has them."""

    def collect(self) -> Iterator[Metric]:
        texts = GaugeMetricFamily(
            "mgi_texts", "Originals and translations by their state.", labels=["text", "state"]
        )
        for (text, state), number in figures.texts_by_state().items():
            texts.add_metric([text, state], number)
        yield texts
        sign_ins = figures.sign_in_figures()
        yield gauge("mgi_sign_in_failures", "Wrong passwords that are counted now.", sign_ins.failures)
        yield gauge("mgi_sign_ins_locked", "Accounts locked for an address now.", sign_ins.locked)


class ProcessCollector(Collector):
    """What the server processes of this machine have counted, as one."""

    def collect(self) -> Iterator[Metric]:
        counts = process_counts.total()
        yield from self._requests(counts)
        yield from self._pages(counts)
        pool = GaugeMetricFamily(
            "mgi_database_connections", "Connections of the pools to PostgreSQL.", labels=["state"]
        )
        for state in ("size", "in_use"):
            if state in counts.pool:
                pool.add_metric([state], counts.pool[state])
        waiting = GaugeMetricFamily("mgi_database_waiting", "Threads that wait for a connection.")
        if "waiting" in counts.pool:
            waiting.add_metric([], counts.pool["waiting"])
        yield from (pool, waiting)
        refused = CounterMetricFamily("mgi_sign_ins_refused", "Attempts to sign in that were refused.")
        refused.add_metric([], counts.sign_ins_refused)
        yield refused
        yield gauge("mgi_server_processes", "Server processes that live.", len(process_counts.read()))
        yield gauge(
            "mgi_server_memory_bytes",
            "What they take of the memory; what they share counts in each.",
            counts.memory,
        )
        version = {"version": settings.VERSION, "python": platform.python_version()}
        yield InfoMetricFamily("mgi_build", "Which version runs.", value=version)

    def _requests(self, counts: Counts) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "mgi_requests", "Answers, by kind and class of their status.", labels=["kind", "status"]
        )
        for series, number in sorted(counts.requests.items()):
            requests.add_metric(series.split(" "), number)
        times = HistogramMetricFamily(
            "mgi_request_seconds",
            "From a request that is there whole to its answer; pages from memory, some 30 µs, are not timed.",
            labels=["kind"],
        )
        bounds = [*map(str, BUCKETS), "+Inf"]
        for kind, row in sorted(counts.buckets.items()):
            times.add_metric([kind], list(zip(bounds, accumulate(row), strict=True)), counts.seconds[kind])
        yield from (requests, times)

    def _pages(self, counts: Counts) -> Iterator[Metric]:
        answers = CounterMetricFamily(
            "mgi_page_answers", "Answers to readers, by where the page came from.", labels=["source"]
        )
        for source, number in (
            ("memory", counts.hits),
            ("files", counts.file_hits),
            ("made", counts.misses),
        ):
            answers.add_metric([source], number)
        yield answers
        yield gauge("mgi_pages_in_memory", "Pages in the memory of all processes.", counts.pages)
        yield gauge("mgi_pages_in_memory_bytes", "What they take.", counts.bytes)
        yield gauge(
            "mgi_pages_database_away",
            "Processes that serve what they keep because the database does not answer.",
            counts.is_database_away,
        )


COLLECTORS = (QueueCollector, TextCollector, ProcessCollector)


def gauge(name: str, text: str, value: float) -> Metric:
    family = GaugeMetricFamily(name, text)
    family.add_metric([], value)
    return family
