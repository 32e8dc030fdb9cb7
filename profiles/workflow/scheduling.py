"""When an approved text is published: the moment in its row, and the job that comes at that moment.

transitions.py publishes it then; what is refused loses its moment, and its people are told why.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from profiles import notifications
from profiles.choices import Action, JobKind, State
from profiles.models import Job, Revision, Translation
from profiles.workflow.locking import Text, log_text, update


def set_publish_at(text: Text, moment: datetime | None, **values: Any) -> None:
    """Store when `text` is published, or None, with other `values`; its job follows."""
    update(text, publish_at=moment, **values)
    if moment is None:
        cancel_job(text)
    else:
        Job.objects.enqueue(_job(text, moment))


def cancel_job(text: Text) -> None:
    """Delete the job that would publish `text`: in the transaction that publishes it, or has it wait."""
    Job.objects.cancel(_key(text))


def enqueue_scheduled() -> int:
    """Enqueue what is scheduled and has no job; return how much that was.

    It was scheduled by a version without jobs, or loaded past the actions.
    """
    keys = set(Job.objects.filter(kind=JobKind.PUBLISH).values_list("key", flat=True))
    jobs = [
        _job(text, text.publish_at) for text in _scheduled() if text.publish_at and _key(text) not in keys
    ]
    Job.objects.enqueue(*jobs)
    return len(jobs)


def report_refusal(text: Text, reason: str) -> None:
    """Write into the history that a scheduled text was not published, and tell its people."""
    log_text(text, Action.REFUSE, None, reason)
    people = [
        *notifications.writers(text, exclude=None),
        *notifications.who_can(Action.PUBLISH, text, exclude=None),
    ]
    notifications.notify(list({user.pk: user for user in people}.values()), Action.REFUSE, text, None, reason)


def _scheduled() -> Iterator[Revision | Translation]:
    for model in (Revision, Translation):
        texts: Any = model._default_manager.filter(state=State.APPROVED, publish_at__isnull=False)
        yield from texts.with_profile()


def _key(text: Revision | Translation) -> str:
    return f"publish-{text._meta.model_name}-{text.pk}"


def _job(text: Revision | Translation, moment: datetime) -> Job:
    return Job(
        kind=JobKind.PUBLISH,
        key=_key(text),
        run_at=moment,
        about=str(text)[:300],
        arguments={"model": text._meta.model_name, "pk": text.pk},
    )
