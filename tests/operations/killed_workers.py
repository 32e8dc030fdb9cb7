"""Two workers that are killed at any moment; test_killed_workers.py runs this in a process of its own.

Texts are scheduled for now, and their writers get e-mails, while one of two workers is killed with SIGKILL
and another takes its place, again and again. Then what is left is done, and everything is looked at.
"""

import json
import random
import sys
import time
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from tests import killing
from tests.mail_server import MailServer

KILLS = int(sys.argv[1])
SOON = timedelta(milliseconds=300)
DRAINED_WITHIN = 90.0


def work() -> None:
    """Work as `manage.py work` does, with a short lease and quicker looks; of files nothing is made."""
    from profiles.choices import JobKind
    from profiles.operations import jobs, queue, worker

    queue.LEASE, worker.POLL = timedelta(seconds=1), 0.05
    jobs.KINDS[JobKind.FILES] = jobs.Kind(lambda job: "", jobs.Lane.LONG)
    worker.Worker().run()


def schedule(number: int):
    """Schedule a text of a writer of its own, who gets an e-mail when it is published; return both."""
    from django.utils import timezone

    from profiles import workflow
    from profiles.choices import State
    from profiles.workflow.exceptions import WorkflowError
    from tests.factories import make_in_state, make_member

    writer = make_member("Analyst", email=f"writer-{number}@example.org")
    revision = make_in_state(State.APPROVED, by=writer)
    for soon in (SOON, 5 * SOON, 25 * SOON):
        # A database that two workers write to may let this one wait until the moment has passed.
        with suppress(WorkflowError):
            workflow.schedule(revision, None, timezone.now() + soon)
            return revision, writer
    raise SystemExit(f"not scheduled: {revision}")


def wait_until_done() -> None:
    from profiles.choices import JobKind
    from profiles.models import Job

    end = time.monotonic() + DRAINED_WITHIN
    while Job.objects.filter(kind__in=[JobKind.PUBLISH, JobKind.EMAIL], failed_at__isnull=True).exists():
        if time.monotonic() > end:
            raise SystemExit(f"not done: {[(str(job), job.error) for job in Job.objects.all()]}")
        time.sleep(0.1)


def faults(scheduled: list, emails: dict[str, list[str]]) -> list[str]:
    """Return what is wrong; `emails` is mailbox -> the Message-IDs of what came, in order."""
    from profiles.choices import Action, State
    from profiles.models import Job

    messages = [f"given up: {job}, {job.error}" for job in Job.objects.failed()]
    for revision, writer in scheduled:
        revision.refresh_from_db()
        publications = revision.profile.log.filter(verb=Action.PUBLISH).count()
        if revision.state != State.PUBLISHED or publications != 1:
            messages.append(f"{revision}: {revision.state}, published {publications} times")
        if len(set(emails[writer.email])) != 1:
            messages.append(f"{writer.email} got {emails[writer.email]}")
    return messages


def main() -> None:
    killing.set_up()
    from django.conf import settings

    server = MailServer(Path(settings.VAR_DIR) / "emails", pause=0.02)
    killing.fork(server.serve_forever)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    workers = [killing.fork(work) for _number in range(2)]
    scheduled = []
    for number in range(KILLS):
        scheduled.append(schedule(number))
        time.sleep(random.uniform(0, 0.3))  # noqa: S311
        victim = random.randrange(2)  # noqa: S311
        killing.kill(workers[victim])
        workers[victim] = killing.fork(work)
    wait_until_done()
    for worker in workers:
        killing.kill(worker)
    emails = defaultdict(list)
    for message_id, mailbox in server.emails:
        emails[mailbox].append(message_id)
    repeats = sum(len(names) - 1 for names in emails.values())
    counts = {"kills": KILLS, "repeats": repeats, "wrong": faults(scheduled, emails)}
    sys.stdout.write(json.dumps(counts) + "\n")


if __name__ == "__main__":
    main()
