"""From the draft to the public and out of it again. One transaction each; the log says who, when and why."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import notifications, search
from profiles.choices import Action, State
from profiles.content.completeness import Severity, draft_problems
from profiles.models import Revision, User
from profiles.workflow.exceptions import WorkflowError
from profiles.workflow.locking import lock_revision, lock_revision_for, log, update
from profiles.workflow.sign_offs import current_sign_off
from profiles.workflow.snapshots import take_snapshot

logger = logging.getLogger(__name__)


@transaction.atomic
def submit(revision: Revision, by: User | None, note: str = "", version: int | None = None) -> Revision:
    """Hand a draft to the reviewers. Raises WorkflowError where something has to be fixed first."""
    revision = lock_revision_for(Action.SUBMIT, by, revision, version)
    if any(problem.severity == Severity.ERROR for problem in draft_problems(revision)):
        raise WorkflowError(_("The draft is not complete. Fix the listed problems, then submit it."))
    snapshot = take_snapshot(revision, Action.SUBMIT, by)
    update(revision, state=State.IN_REVIEW, submitted_at=timezone.now(), submitted_by=by)
    log(revision.profile, revision.number, Action.SUBMIT, by, note, snapshot)
    reviewers = notifications.who_can(Action.APPROVE, revision, exclude=by)
    notifications.notify(reviewers, Action.SUBMIT, revision, by, note)
    return revision


@transaction.atomic
def send_back(revision: Revision, by: User | None, reason: str) -> Revision:
    """Give what is in review or approved back to its writers, with the reason; a schedule lapses."""
    revision = lock_revision_for(Action.SEND_BACK, by, revision)
    _require_reason(reason)
    update(revision, state=State.DRAFT, publish_at=None, approved_at=None, approved_by=None)
    log(revision.profile, revision.number, Action.SEND_BACK, by, reason)
    notifications.notify(notifications.writers(revision, exclude=by), Action.SEND_BACK, revision, by, reason)
    return revision


@transaction.atomic
def approve(revision: Revision, by: User | None, note: str = "", version: int | None = None) -> Revision:
    """Say that the text may be published."""
    revision = lock_revision_for(Action.APPROVE, by, revision, version)
    update(revision, state=State.APPROVED, approved_at=timezone.now(), approved_by=by)
    log(revision.profile, revision.number, Action.APPROVE, by, note)
    publishers = notifications.who_can(Action.PUBLISH, revision, exclude=by)
    notifications.notify(publishers, Action.APPROVE, revision, by, note)
    return revision


@transaction.atomic
def schedule(revision: Revision, by: User | None, moment: datetime, version: int | None = None) -> Revision:
    """Have an approved revision published at `moment`, by the `publish_due` command."""
    revision = lock_revision_for(Action.PUBLISH, by, revision, version)
    if revision.state != State.APPROVED:
        raise WorkflowError(_("Only what is approved can be scheduled."))
    if moment <= timezone.now():
        raise WorkflowError(_("Choose a moment in the future, or publish now."))
    _require_sign_off(revision)
    update(revision, publish_at=moment)
    log(revision.profile, revision.number, Action.SCHEDULE, by, f"{moment:%Y-%m-%d %H:%M} UTC")
    return revision


@transaction.atomic
def unschedule(revision: Revision, by: User | None) -> Revision:
    """Remove the moment of publication; the revision stays approved."""
    revision = lock_revision_for(Action.UNSCHEDULE, by, revision)
    update(revision, publish_at=None)
    log(revision.profile, revision.number, Action.UNSCHEDULE, by)
    return revision


@transaction.atomic
def publish(revision: Revision, by: User | None, version: int | None = None) -> Revision:
    """Make `revision` what the public reads; the one before it becomes a frozen record."""
    revision = lock_revision_for(Action.PUBLISH, by, revision, version)
    if by is not None:
        _require_sign_off(revision)
    return _make_live(revision, by)


def _make_live(revision: Revision, by: User | None) -> Revision:
    now = timezone.now()
    Revision.objects.published().filter(profile=revision.profile).update(
        state=State.SUPERSEDED, closed_at=now, closed_by=by
    )
    facts = revision.frozen_facts()
    update(revision, state=State.PUBLISHED, published_at=now, published_by=by, **facts)
    search.index_profile(revision.profile)
    log(revision.profile, revision.number, Action.PUBLISH, by)
    notifications.notify(notifications.writers(revision, exclude=by), Action.PUBLISH, revision, by)
    return revision


def publish_due() -> list[Revision]:
    """Publish every revision whose moment has come; return them. One that fails does not stop the others."""
    due = Revision.objects.due(timezone.now()).with_profile().order_by("publish_at", "pk")
    published = []
    for revision in due:
        try:
            published.append(_publish_if_due(revision))
        except WorkflowError as refusal:
            logger.warning("%s was not published: %s", revision, refusal)
        except Exception:
            logger.exception("%s was not published", revision)
    return published


@transaction.atomic
def _publish_if_due(revision: Revision) -> Revision:
    """Look again under the lock: it may have been sent back or taken off the schedule just now."""
    revision = lock_revision(revision)
    if not Revision.objects.due(timezone.now()).filter(pk=revision.pk).exists():
        raise WorkflowError(_("The publication is no longer scheduled."))
    _require_sign_off(revision)  # the setting may be stricter than when it was scheduled
    return _make_live(revision, by=None)


@transaction.atomic
def withdraw(revision: Revision, by: User | None, reason: str) -> Revision:
    """Take the live revision from the public; its address then gives the reason."""
    revision = lock_revision_for(Action.WITHDRAW, by, revision)
    _require_reason(reason)
    update(revision, state=State.WITHDRAWN, closed_at=timezone.now(), closed_by=by, withdrawal_reason=reason)
    search.index_profile(revision.profile)
    log(revision.profile, revision.number, Action.WITHDRAW, by, reason)
    notifications.notify(notifications.writers(revision, exclude=by), Action.WITHDRAW, revision, by, reason)
    return revision


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise WorkflowError(_("Give the reason: those who wrote the text, and later readers, need it."))


def _require_sign_off(revision: Revision) -> None:
    """Refuse without a sign-off of this very text, where the SIGN_OFF setting asks for one."""
    if settings.SIGN_OFF != "require":
        return
    signed = current_sign_off(revision)
    if signed is None:
        raise WorkflowError(
            _("No government sign-off is recorded. This site publishes only what was signed off.")
        )
    if signed.is_outdated:
        raise WorkflowError(_("The text has changed since the government signed it off."))
