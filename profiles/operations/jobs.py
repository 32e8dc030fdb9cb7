"""What each kind of job does. To add one: a row in choices.JobKind, a function here and its row in KINDS.

Enqueue it where it is caused, in the same transaction: Job.objects.enqueue(Job(kind=…, arguments=…)). A job
is done at least once, so what its function does must do no harm when it is done again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import Enum

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _, gettext_lazy

from profiles import notifications, workflow
from profiles.backups.nightly import make_nightly_backup
from profiles.choices import JobKind
from profiles.exports.prepare import prepare_archive, prepare_files
from profiles.models import Job
from profiles.notifications import MailboxRefusedError
from profiles.operations.cleaning import clean_up
from profiles.operations.pages import renew_pages
from profiles.operations.purging import purge
from profiles.workflow import alerts

Text = str | Promise
"""A lazy one is read in the language of whoever reads it."""
Run = Callable[[Job], Text]
"""What does a job: it returns in a few words what came of it, and raises where it has to be tried again."""

DAY = timedelta(days=1)


class RetryLaterError(Exception):
    """The job is to be tried again, and not before `pause` is over."""

    def __init__(self, reason: str, pause: timedelta) -> None:
        super().__init__(reason)
        self.pause = pause


class Lane(Enum):
    """Jobs of one lane are done one after another; no lane waits for another one."""

    PUBLICATION = "publication"
    MAIL = "mail"
    LONG = "long"


@dataclass(frozen=True)
class Kind:
    """How jobs of a kind are done."""

    run: Run
    lane: Lane
    attempts: int = 14
    """After so many, the job is given up: 14 take a day, 6 a quarter of an hour (queue.py: pause_after)."""
    every: timedelta | None = None
    at: time | None = None
    """When it comes by itself: each time that long after the last, or each day at that time (UTC)."""
    give_up: Callable[[Job], None] | None = None
    """Called once the job is given up, with its `error`."""
    is_kept: bool = True
    """Whether a job that was given up is kept; otherwise the row goes, with the address that it has."""

    @property
    def is_periodic(self) -> bool:
        return self.every is not None or self.at is not None

    def next_after(self, moment: datetime) -> datetime:
        """Return when a periodic job is due next, after `moment` (aware)."""
        if self.every is not None:
            return moment + self.every
        today = datetime.combine(moment.astimezone(UTC).date(), self.at or time(), UTC)
        return today if today > moment else today + DAY


def publish(job: Job) -> str:
    text = workflow.publish_scheduled(job.arguments["model"], job.arguments["pk"])
    return str(text) if text else ""


def report_publication(job: Job) -> None:
    reason = _("An error of the program stopped it. An administrator can try again on the page “Jobs”.")
    workflow.report_publication_error(job.arguments["model"], job.arguments["pk"], reason)


def check_schedule(job: Job) -> str:
    return str(workflow.enqueue_scheduled() or "")


def send_email(job: Job) -> Text:
    """Send it, unless it is one of an alert that has been stopped meanwhile."""
    email = dict(job.arguments)
    alert = email.pop("alert", None)
    if alert and not alerts.exists(alert):
        return ""
    try:
        notifications.send(**email)
    except MailboxRefusedError as error:
        if alert and alerts.record_refusal(alert):
            return gettext_lazy("A mailbox that is gone was forgotten.")
        raise RetryLaterError(str(error), DAY) from None
    if alert:
        alerts.record_acceptance(alert)
    return ""


def send_password_reset(job: Job) -> str:
    notifications.send_password_reset(**job.arguments)
    return ""


def enqueue_alerts(job: Job) -> Text:
    if not settings.ALERTS:
        return gettext_lazy("The setting ALERTS is off.")
    return format_lazy(gettext_lazy("E-mails: {count}"), count=alerts.enqueue_due())


def make_files(job: Job) -> str:
    """Make the pages and files of a text, and once nothing more is published the archive of all."""
    renew_pages(job.arguments["revision"])
    prepare_files(job.arguments["revision"])
    Job.objects.enqueue(Job(kind=JobKind.ARCHIVE, key="archive"))
    return job.about


def make_archive(job: Job) -> str:
    prepare_archive()
    return ""


def purge_caches(job: Job) -> Text:
    return purge()


def back_up(job: Job) -> Text:
    return make_nightly_backup() if settings.BACKUPS else gettext_lazy("The setting BACKUPS is off.")


def remove_old(job: Job) -> Text:
    return clean_up()


KINDS = {
    JobKind.PUBLISH: Kind(publish, Lane.PUBLICATION, attempts=6, give_up=report_publication),
    JobKind.CHECK_SCHEDULE: Kind(check_schedule, Lane.PUBLICATION, every=timedelta(minutes=5)),
    JobKind.EMAIL: Kind(send_email, Lane.MAIL),
    JobKind.CONFIRMATION: Kind(send_email, Lane.MAIL, attempts=6, is_kept=False),
    JobKind.PASSWORD_RESET: Kind(send_password_reset, Lane.MAIL, attempts=6, is_kept=False),
    JobKind.ALERTS: Kind(enqueue_alerts, Lane.LONG, at=time(6)),
    JobKind.FILES: Kind(make_files, Lane.LONG, attempts=6),
    JobKind.ARCHIVE: Kind(make_archive, Lane.LONG, attempts=6),
    JobKind.PURGE: Kind(
        purge_caches, Lane.PUBLICATION, every=timedelta(minutes=1) if settings.PURGE_URL else None
    ),
    JobKind.BACKUP: Kind(back_up, Lane.LONG, at=time(2, 15) if settings.BACKUPS else None),
    JobKind.CLEAN_UP: Kind(remove_old, Lane.LONG, at=time(3, 30)),
}
