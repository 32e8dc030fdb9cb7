"""The queue in tests: what waits is done at once, in the thread of the test. No test lives here."""

from profiles import notifications
from profiles.choices import JobKind
from profiles.models import Job
from profiles.operations import queue
from profiles.operations.jobs import KINDS, Lane


def run_jobs(*kinds: JobKind) -> list[Job]:
    """Do what is due of these kinds, and what that enqueues, until nothing of them is; return the jobs."""
    done = []
    notifications.close_connection()  # of another test's mail server
    while job := queue.take(kinds or list(KINDS), "a worker of the tests"):
        queue.perform(job)
        done.append(job)
    notifications.close_connection()
    return done


def send_emails() -> int:
    """Send the e-mails that wait; return how many that were."""
    return len(run_jobs(*(kind for kind in KINDS if KINDS[kind].lane is Lane.MAIL)))


def make_due(**fields: object) -> int:
    """Have the jobs with these fields wait no longer; return how many they are."""
    return Job.objects.filter(**fields).update(run_at="2020-01-01T00:00Z")
