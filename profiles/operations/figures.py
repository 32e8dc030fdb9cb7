"""How the queue stands, in figures: for the page of the dashboard, and for whatever measures the site."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q

from profiles.choices import JobKind
from profiles.models import Job, JobRun
from profiles.models.jobs import JobQuerySet

LATE = timedelta(minutes=2)
"""What has been due for longer than this shows that no worker is there, or that none keeps up."""


@dataclass(frozen=True)
class KindFigures:
    """How many jobs of a kind there are, and the last one that was done."""

    kind: JobKind
    waiting: int
    running: int
    failed: int
    last_run: JobRun | None


@dataclass(frozen=True)
class Trouble:
    """What an administrator should know of."""

    failed: int
    late: int

    def __bool__(self) -> bool:
        return bool(self.failed or self.late)


def queue_figures() -> list[KindFigures]:
    """Return the figures of each kind, in the order of JobKind; four queries."""
    waiting, running, failed = (
        _count(jobs) for jobs in (Job.objects.waiting(), Job.objects.running(), Job.objects.failed())
    )
    runs = {run.kind: run for run in JobRun.objects.all()}
    return [
        KindFigures(kind, waiting.get(kind, 0), running.get(kind, 0), failed.get(kind, 0), runs.get(kind))
        for kind in JobKind
    ]


def trouble() -> Trouble:
    """Return how many jobs were given up, and how many nobody takes; one query."""
    is_late = Exists(Job.objects.overdue(LATE).filter(pk=OuterRef("pk")))
    is_failed = Q(failed_at__isnull=False)
    rows = Job.objects.annotate(is_late=is_late)
    return Trouble(
        **rows.aggregate(failed=Count("pk", filter=is_failed), late=Count("pk", filter=Q(is_late=True)))
    )


def _count(jobs: JobQuerySet) -> dict[str, int]:
    return dict(jobs.order_by().values_list("kind").annotate(Count("pk")))
