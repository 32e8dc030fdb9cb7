"""The requests of one server process: counted, timed, and written into the access log where one is kept.

A page from memory is counted by the store alone, which costs it nothing more (mgi/pages.py); the log, where
it is on, stands around that (`logged`). Neither has a query string, or who asked.
"""

import logging
import os
import re
import threading
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.db import connection

from mgi import logs
from profiles.operations import process_counts
from profiles.operations.process_counts import BUCKETS, Counts
from profiles.page_store.kept_pages import Reply, kind_of_content

if TYPE_CHECKING:
    from mgi.pages import PageStore

KINDS = (
    (b"/api/v1/docs/", "page"),
    (b"/admin/", "admin"),
    (b"/api/", "api"),
    (b"/static/", "static"),
    (b"/review/", "review"),
    *((path, "other") for path in (b"/healthz", b"/readyz", b"/metrics", b"/robots.txt")),
)
"""What an address begins with, and as what it is counted, where that is not by what is answered."""
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Letters that would break a line of the log, or turn it round."""
PAUSE = 0.5
"""Seconds between two looks at what has been counted."""

logger = logging.getLogger("mgi.access")
requests: dict[str, int] = defaultdict(int)
seconds: dict[str, float] = defaultdict(float)
buckets: dict[str, list[int]] = {}
"""As process_counts.Counts has them; the event loop alone changes them."""


def kind_of(path: bytes, content_type: str) -> str:
    """Return as what a request for `path` (below SITE_PATH) is counted: never by the address itself."""
    for beginning, kind in KINDS:
        if path.startswith(beginning):
            return kind
    if not content_type:  # of a 304, for example
        return "page" if path.endswith(b"/") else "file"
    return kind_of_content(content_type)


def note(path: bytes, status: int, content_type: str, elapsed: float | None) -> str:
    """Count one answer, and how long it took in seconds, where Django or a file gave it; return its kind."""
    kind = kind_of(path, content_type)
    requests[f"{kind} {status // 100}xx"] += 1
    if elapsed is not None:
        seconds[kind] += elapsed
        if kind not in buckets:
            buckets[kind] = [0] * (len(BUCKETS) + 1)
        buckets[kind][bisect_left(BUCKETS, elapsed)] += 1
    return kind


def log(method: str, path: bytes, status: int, length: int, kind: str, elapsed: float) -> None:
    """Write one line into the access log."""
    plain = UNSAFE.sub("?", unquote_to_bytes(path).decode(errors="backslashreplace"))
    fields = {
        "method": method,
        "path": plain,
        "status": status,
        "bytes": length,
        "kind": kind,
        "ms": round(elapsed * 1000, 2),
    }
    logger.info("%s %s %d %d %s %.2f ms", *fields.values(), extra={"fields": fields})


def logged(find: Callable[[Any], Reply | None]) -> Callable[[Any], Reply | None]:
    """Return what finds kept pages as `find` does, and logs each."""

    def find_and_log(scope: Any) -> Reply | None:
        begun = time.perf_counter()
        reply = find(scope)
        if reply is not None:
            header = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin1")
            name = logs.request_id.set(name_of({"X_REQUEST_ID": header}))
            length = 0 if scope["method"] == "HEAD" else len(reply.body)
            kind, elapsed = reply.series.split(" ")[0], time.perf_counter() - begun
            log(scope["method"], scope["raw_path"], reply.status, length, kind, elapsed)
            logs.request_id.reset(name)
        return reply

    return find_and_log


def name_of(headers: Mapping[str, str]) -> str:
    """Return what a request is called, by its `headers` as a WSGI environment names them.

    A proxy may say so where PROXIES says that there is one.
    """
    return logs.name_request(headers.get("X_REQUEST_ID", "") if settings.PROXIES else "")


def start(pages: "PageStore | None") -> None:
    """Have a thread write down what this process counts."""

    def watch() -> None:
        while True:
            time.sleep(PAUSE)
            with suppress(Exception):  # of what is counted nothing else depends
                process_counts.write(counts(pages))

    threading.Thread(target=watch, name="counts", daemon=True).start()


def counts(pages: "PageStore | None") -> Counts:
    """Return what this process has counted until now."""
    of_pages = pages.counts() if pages is not None else Counts()
    return replace(
        of_pages,
        requests=dict(requests),
        seconds=dict(seconds),
        buckets={kind: list(row) for kind, row in list(buckets.items())},
        sign_ins_refused=process_counts.sign_ins_refused,
        memory=resident_bytes(),
        pool=pool_figures(),
    ) + Counts(requests=of_pages.requests)


def resident_bytes() -> int:
    """Return what this process takes of the memory; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def pool_figures() -> dict[str, int]:
    """Return how the pool of connections to PostgreSQL stands; nothing where there is none yet."""
    pool = getattr(connection, "_connection_pools", {}).get(connection.alias)
    if pool is None:
        return {}
    stats = pool.get_stats()
    size, available = stats.get("pool_size", 0), stats.get("pool_available", 0)
    return {"size": size, "in_use": size - available, "waiting": stats.get("requests_waiting", 0)}
