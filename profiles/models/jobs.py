"""The queue: what waits to be done, is being done, or was given up. operations/ does it.

A job is stored in the transaction that causes it, and its row goes when it is done. All moments are those of
the database's clock, as workers on two machines have two others.
"""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import get_language, gettext_lazy as _

from profiles.choices import JobKind


class JobQuerySet(models.QuerySet["Job"]):
    def due(self) -> Self:
        """Jobs whose moment has come and that no living worker has: without a lease, or with a lapsed one."""
        is_free = models.Q(lease_until__isnull=True) | models.Q(lease_until__lt=Now())
        return self.filter(is_free, failed_at__isnull=True, run_at__lte=Now())

    def overdue(self, since: timedelta) -> Self:
        """Jobs that have been due for longer than `since`: no worker is there, or none can keep up."""
        return self.due().filter(run_at__lt=Now() - since)

    def running(self) -> Self:
        """Jobs that a worker has."""
        return self.filter(lease_until__gte=Now())

    def waiting(self) -> Self:
        """Jobs whose turn will come: due, later, or once more after an attempt that failed."""
        return self.filter(failed_at__isnull=True).exclude(pk__in=self.running().values("pk"))

    def failed(self) -> Self:
        """Jobs that were given up."""
        return self.filter(failed_at__isnull=False)

    def enqueue(self, *jobs: "Job") -> None:
        """Store `jobs`, to be done after the transaction; at most two queries.

        A job with a `key` takes the place of the one with the same key: one that waits or was given up begins
        anew, and one that is being done is done once more, as what is enqueued now may be news to it.
        """
        self.bulk_create([job for job in jobs if job.key is None])
        self.bulk_create(
            [job for job in jobs if job.key is not None],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=[field.name for field in Job._meta.fields if field.name not in ("id", "key")],
        )

    def cancel(self, key: str) -> None:
        """Delete the job of `key`; one that is being done just now finds out by itself that it is void."""
        self.filter(key=key).delete()


class Job(models.Model):
    """One thing to do, at least once: whatever it does must do no harm when it is done again."""

    kind = models.CharField(_("kind"), max_length=20, choices=JobKind)
    arguments: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    about = models.CharField(_("about"), max_length=300, blank=True)
    """What it is about, for administrators: never whom it writes to."""
    key = models.CharField(max_length=100, null=True, unique=True)
    """Where two of them would be one too many: at most one job has it."""
    enqueued_at = models.DateTimeField(_("enqueued"), db_default=Now())
    run_at = models.DateTimeField(_("to be done"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    """How often a worker has begun, since it was enqueued."""
    lease = models.UUIDField(null=True)
    """Of the worker that has it: whoever finds another one there has lost the job."""
    lease_until: "models.DateTimeField[Any, datetime | None]" = models.DateTimeField(null=True)
    """Its worker puts this off while it lives; then another one may take the job."""
    worker = models.CharField(_("worker"), max_length=100, blank=True)
    error = models.TextField(_("reason"), blank=True)
    """Why the last attempt failed."""
    failed_at = models.DateTimeField(_("given up"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["run_at", "pk"]
        default_permissions = ("change",)
        indexes = [
            models.Index(fields=["run_at"], name="job_to_do", condition=models.Q(failed_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about}" if self.about else self.get_kind_display()


class JobRun(models.Model):
    """The last time that a job of a kind was done."""

    kind = models.CharField(_("kind"), max_length=20, choices=JobKind, unique=True)
    finished_at = models.DateTimeField(_("done"))
    seconds = models.FloatField(_("seconds"))
    result: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(_("result"), default=dict)
    """What came of it in a few words, by language."""
    done = models.PositiveBigIntegerField(_("done so far"), default=0)

    class Meta:
        verbose_name = _("last run")
        verbose_name_plural = _("last runs")
        ordering = ["kind"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.finished_at:%Y-%m-%d %H:%M})"

    @property
    def result_text(self) -> str:
        return self.result.get(get_language() or "", "")
