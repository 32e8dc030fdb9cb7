"""How the queue, the texts and the sign-ins stand: for the dashboard, and for whatever measures the site."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from profiles.choices import JobKind, State
from profiles.models import Job, JobRun, Revision, Translation

LATE = timedelta(minutes=2)
"""What has been due for longer than this shows that no worker is there, or that none keeps up."""


BACKUP_LATE = timedelta(hours=36)
"""When the last good backup is older, a night has passed without one."""


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
    lacks_backup: bool
    """Whether BACKUPS asks for one each night, and the last good one is old."""
    last_backup: datetime | None


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
    """Return how many jobs were given up, how many nobody takes, and whether backups come; two queries."""
    is_late = Exists(Job.objects.overdue(LATE).filter(pk=OuterRef("pk")))
    is_failed = Q(failed_at__isnull=False)
    rows = Job.objects.annotate(is_late=is_late)
    counts = rows.aggregate(failed=Count("pk", filter=is_failed), late=Count("pk", filter=Q(is_late=True)))
    last = _last_backup() if settings.BACKUPS else None
    is_old = last is None or last < timezone.now() - BACKUP_LATE
    return Trouble(**counts, lacks_backup=bool(settings.BACKUPS) and is_old, last_backup=last)


def _last_backup() -> datetime | None:
    """Return when a backup was last made and read back."""
    return JobRun.objects.filter(kind=JobKind.BACKUP).values_list("finished_at", flat=True).first()


def texts_by_state() -> dict[tuple[str, str], int]:
    """Return how many texts are in each state, {(“original”, state): number}; two queries."""
    counts = {"original": _count(Revision.objects.all(), "state")}
    counts["translation"] = _count(Translation.objects.all(), "state")
    return {(name, state): rows.get(state, 0) for name, rows in counts.items() for state in State}


@dataclass(frozen=True)
class SignInFigures:
    """Wrong passwords of the last AXES_COOLOFF_TIME."""

    failures: int
    locked: int
    """Pairs of an account and an address that are locked by them."""


def sign_in_figures() -> SignInFigures:
    """Return what is counted against accounts now; one query."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    is_locked = Q(failures_since_start__gte=settings.AXES_FAILURE_LIMIT)
    attempts = AccessAttempt.objects.filter(attempt_time__gt=since)
    sums = attempts.aggregate(failures=Sum("failures_since_start"), locked=Count("pk", filter=is_locked))
    return SignInFigures(sums["failures"] or 0, sums["locked"])


def _count(rows: QuerySet, column: str = "kind") -> dict[str, int]:
    return dict(rows.order_by().values_list(column).annotate(Count("pk")))
