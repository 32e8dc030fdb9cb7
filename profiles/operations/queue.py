"""The queue at work: take a job under a lease, do it, try it again after a growing pause, give it up.

The lease is a moment in the row. Whoever has the job puts it off while they live; when it has passed, another
worker takes the job. Both databases do it with one conditional UPDATE: no lock is held while a job is done.
"""

import logging
import re
import time
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone, translation

from profiles.choices import JobKind
from profiles.languages import interface_languages
from profiles.models import Job, JobRun
from profiles.models.jobs import JobQuerySet
from profiles.operations.jobs import KINDS, Kind, RetryLaterError, Text

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
"""How long after its last sign of life the job of a dead worker is taken over."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")


def pause_after(attempts: int) -> timedelta:
    """Return how long a job waits after its attempt number `attempts` failed: twice as long each time."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)


def enqueue_periodic() -> None:
    """Have a row for each kind that comes by itself: the first is due at once. However often this is done."""
    jobs = [Job(kind=kind, key=f"periodic-{kind}") for kind in KINDS if KINDS[kind].is_periodic]
    Job.objects.bulk_create(jobs, ignore_conflicts=True)


def take(kinds: Collection[JobKind], worker: str) -> Job | None:
    """Return the job of these kinds that has been due longest, leased to `worker` now; None for none."""
    due = Job.objects.due().filter(kind__in=kinds).order_by("run_at", "pk")
    while pk := due.values_list("pk", flat=True).first():
        lease = uuid4()
        # Only one of those who try it at once still finds the row due.
        row = {"lease": lease, "lease_until": Now() + LEASE, "worker": worker, "attempts": F("attempts") + 1}
        if Job.objects.due().filter(pk=pk).update(**row):
            job = Job.objects.filter(pk=pk, lease=lease).first()
            if job is not None:
                return job
    return None


def renew(leases: Iterable[UUID]) -> None:
    """Put the end of these leases off."""
    Job.objects.filter(lease__in=list(leases)).update(lease_until=Now() + LEASE)


def perform(job: Job) -> None:
    """Do a job that was taken, and store what came of it. Raises nothing but errors of the database."""
    kind, start = KINDS[JobKind(job.kind)], time.monotonic()
    if job.attempts > kind.attempts:
        _give_up(job, kind, job.error or "Each worker that began it ended without an answer.")
        return
    try:
        with translation.override(settings.LANGUAGE_CODE):
            result = kind.run(job)
    except RetryLaterError as error:
        _try_again(job, kind, str(error), error.pause)
    except Exception as error:
        # Names the error alone: what it says may have an address in it, which a log keeps for ever.
        logger.warning("Job %s (%s) failed: %s", job.pk, job.kind, type(error).__name__)
        _try_again(job, kind, f"{type(error).__name__}: {error}", pause_after(job.attempts))
    else:
        _finish(job, kind, result, time.monotonic() - start)


def retry(pk: int) -> bool:
    """Have a job done now that was given up, or waits; return whether there is such a one."""
    jobs = Job.objects.waiting() | Job.objects.failed()
    row = {"run_at": Now(), "attempts": 0, "failed_at": None, "lease": None, "lease_until": None}
    return bool(jobs.filter(pk=pk).update(**row))


@transaction.atomic
def _finish(job: Job, kind: Kind, result: Text, seconds: float) -> None:
    own = _own(job)
    if kind.is_periodic:
        own.update(run_at=_next(job, kind), lease=None, lease_until=None, worker="", attempts=0, error="")
    else:
        own.delete()
    row, _is_new = JobRun.objects.get_or_create(
        kind=job.kind, defaults={"finished_at": timezone.now(), "seconds": seconds}
    )
    JobRun.objects.filter(pk=row.pk).update(
        finished_at=Now(), seconds=seconds, result=_in_languages(result), done=F("done") + 1
    )


def _in_languages(text: Text) -> dict[str, str]:
    """Return `text` in each language of the pages, so that everybody reads it in theirs."""
    texts = {}
    for code, _name in interface_languages():
        with translation.override(code):
            texts[code] = str(text)
    return texts


def _try_again(job: Job, kind: Kind, reason: str, pause: timedelta) -> None:
    if job.attempts >= kind.attempts:
        _give_up(job, kind, reason)
        return
    error = _without_addresses(reason)
    _own(job).update(run_at=Now() + pause, lease=None, lease_until=None, worker="", error=error)


def _give_up(job: Job, kind: Kind, reason: str) -> None:
    """Keep the job with its reason; one that comes by itself is tried again at its next moment."""
    logger.error("Job %s (%s) was given up after %s attempts.", job.pk, job.kind, job.attempts)
    job.error = _without_addresses(reason)
    with transaction.atomic():
        own = _own(job)
        if kind.give_up:
            kind.give_up(job)
        if not kind.is_kept:
            own.delete()
        elif kind.is_periodic:
            run_at = _next(job, kind)
            own.update(run_at=run_at, lease=None, lease_until=None, worker="", attempts=0, error=job.error)
        else:
            own.update(failed_at=Now(), lease=None, lease_until=None, worker="", error=job.error)


def _without_addresses(reason: str) -> str:
    """Return what is stored of a reason: mail servers repeat in it whom an e-mail is for."""
    return ADDRESS.sub("…@…", reason).replace("\0", "")[:2000]


def _next(job: Job, kind: Kind) -> datetime:
    """Return when a periodic job comes next: after its moment, though this machine's clock be slow."""
    return kind.next_after(max(timezone.now(), job.run_at))


def _own(job: Job) -> JobQuerySet:
    """Return the row of the job, unless another worker has it by now or it was enqueued anew."""
    return Job.objects.filter(pk=job.pk, lease=job.lease)
