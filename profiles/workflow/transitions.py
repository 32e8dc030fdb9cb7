"""From the draft to the public and out of it again, for revisions and translations.

One transaction each; the log says who, when and why.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import notifications, search
from profiles.choices import Action, JobKind, State
from profiles.content.completeness import Severity, draft_problems
from profiles.models import Job, Revision, Translation, User
from profiles.workflow import translations
from profiles.workflow.exceptions import WorkflowError
from profiles.workflow.locking import Text, database_now, lock_text, lock_text_for, log_text, update
from profiles.workflow.scheduling import cancel_job, report_refusal, set_publish_at
from profiles.workflow.sign_offs import current_sign_off
from profiles.workflow.snapshots import take_snapshot


@transaction.atomic
def submit(text: Text, by: User | None, note: str = "", version: int | None = None) -> Text:
    """Hand a draft to the reviewers. Raises WorkflowError where something has to be fixed first."""
    text = lock_text_for(Action.SUBMIT, by, text, version)
    if isinstance(text, Translation):
        translations.require_publishable(text)
    elif any(problem.severity == Severity.ERROR for problem in draft_problems(text)):
        raise WorkflowError(_("The draft is not complete. Fix the listed problems, then submit it."))
    snapshot = take_snapshot(text, Action.SUBMIT, by)
    update(text, state=State.IN_REVIEW, submitted_at=timezone.now(), submitted_by=by)
    log_text(text, Action.SUBMIT, by, note, snapshot)
    reviewers = notifications.who_can(Action.APPROVE, text, exclude=by)
    notifications.notify(reviewers, Action.SUBMIT, text, by, note)
    return text


@transaction.atomic
def send_back(text: Text, by: User | None, reason: str) -> Text:
    """Give what is in review or approved back to its writers, with the reason; a schedule lapses.

    That of the translations of a revision lapses with it.
    """
    text = lock_text_for(Action.SEND_BACK, by, text)
    _require_reason(reason)
    set_publish_at(text, None, state=State.DRAFT, approved_at=None, approved_by=None)
    log_text(text, Action.SEND_BACK, by, reason)
    if isinstance(text, Revision):
        translations.unschedule_translations(text, by)
    notifications.notify(notifications.writers(text, exclude=by), Action.SEND_BACK, text, by, reason)
    return text


@transaction.atomic
def approve(text: Text, by: User | None, note: str = "", version: int | None = None) -> Text:
    """Say that the text may be published."""
    text = lock_text_for(Action.APPROVE, by, text, version)
    update(text, state=State.APPROVED, approved_at=timezone.now(), approved_by=by)
    log_text(text, Action.APPROVE, by, note)
    publishers = notifications.who_can(Action.PUBLISH, text, exclude=by)
    notifications.notify(publishers, Action.APPROVE, text, by, note)
    return text


@transaction.atomic
def schedule(
    text: Text,
    by: User | None,
    moment: datetime,
    version: int | None = None,
    with_translations: Iterable[Translation] = (),
) -> Text:
    """Have an approved text published at `moment`, by a job.

    Approved translations of a revision can be published `with_translations`, in the same transaction.
    """
    text = lock_text_for(Action.SCHEDULE, by, text, version)
    if moment <= timezone.now():
        raise WorkflowError(_("Choose a moment in the future, or publish now."))
    if isinstance(text, Translation):
        _require_after_original(text, moment)
    else:
        _require_sign_off(text)
    set_publish_at(text, moment)
    log_text(text, Action.SCHEDULE, by, f"{moment:%Y-%m-%d %H:%M} UTC")
    for translation in with_translations:
        _schedule_with(text, translation, by, moment)
    return text


@transaction.atomic
def unschedule(text: Text, by: User | None) -> Text:
    """Remove the moment of publication, and that of its translations; the text stays approved."""
    text = lock_text_for(Action.UNSCHEDULE, by, text)
    set_publish_at(text, None)
    log_text(text, Action.UNSCHEDULE, by)
    if isinstance(text, Revision):
        translations.unschedule_translations(text, by)
    return text


@transaction.atomic
def publish(
    text: Text, by: User | None, version: int | None = None, with_translations: Iterable[Translation] = ()
) -> Text:
    """Make `text` what the public reads; the one before it becomes a frozen record.

    Approved translations of a revision are published `with_translations`, or nothing is.
    """
    text = lock_text_for(Action.PUBLISH, by, text, version)
    if isinstance(text, Translation):
        _make_translation_live(text, by)
    else:
        if by is not None:
            _require_sign_off(text)
        _make_live(text, by, with_translations)
    search.index_profile(text.profile)
    return text


def _make_live(revision: Revision, by: User | None, with_translations: Iterable[Translation]) -> None:
    now, chosen = database_now(revision.profile), list(with_translations)
    before = Revision.objects.published().filter(profile=revision.profile).first()
    Revision.objects.published().filter(profile=revision.profile).update(
        state=State.SUPERSEDED, closed_at=now, closed_by=by
    )
    facts = revision.frozen_facts()
    update(revision, state=State.PUBLISHED, published_at=now, published_by=by, **facts)
    log_text(revision, Action.PUBLISH, by)
    translations.follow_published(revision, before, by, {row.language for row in chosen})
    for translation in chosen:
        _require_of(translation, revision)
        _make_translation_live(lock_text_for(Action.PUBLISH, by, translation), by)
    cancel_job(revision)
    _enqueue_files(revision)
    notifications.notify(notifications.writers(revision, exclude=by), Action.PUBLISH, revision, by)


def _make_translation_live(translation: Translation, by: User | None) -> None:
    translations.require_publishable(translation)
    translations.make_public(translation, by)
    log_text(translation, Action.PUBLISH, by)
    cancel_job(translation)
    _enqueue_files(translation.revision)
    notifications.notify(notifications.writers(translation, exclude=by), Action.PUBLISH, translation, by)


def _enqueue_files(revision: Revision) -> None:
    """Have the files of a text made before a reader waits for one."""
    Job.objects.enqueue(
        Job(
            kind=JobKind.FILES,
            key=f"files-{revision.pk}",
            about=str(revision)[:300],
            arguments={"revision": revision.pk},
        )
    )


def publish_scheduled(model: str, pk: int) -> Revision | Translation | None:
    """Publish a text if its moment has come; return it, or None where it is not due any more, or not yet.

    `model` is “revision” or “translation”. A revision is published with those of its translations that are
    due. What is refused loses its moment, and its people are told why.
    """
    text: Any
    texts = Revision.objects if model == "revision" else Translation.objects
    text = texts.with_profile().filter(pk=pk, state=State.APPROVED, publish_at__isnull=False).first()
    if text is None:
        return None
    try:
        return _publish_if_due(text)
    except WorkflowError as refusal:
        refuse_publication(model, pk, str(refusal))
        return None


@transaction.atomic
def _publish_if_due(text: Text) -> Text | None:
    """Look again under the lock: it may have been sent back or taken off the schedule just now."""
    text = lock_text(text)
    if text.state != State.APPROVED or text.publish_at is None:
        return None
    # By the clock that the queue goes by: by this machine's, its job could come too early again and again.
    if not type(text).objects.filter(pk=text.pk, publish_at__lte=Now()).exists():
        set_publish_at(text, text.publish_at)
        return None
    if isinstance(text, Translation):
        _require_after_original(text, text.publish_at)
        if not text.revision.is_published:
            return None  # its original takes it along
        _make_translation_live(text, by=None)
    else:
        _require_sign_off(text)  # the setting may be stricter than when it was scheduled
        due = Translation.objects.filter(revision=text, state=State.APPROVED, publish_at__lte=Now())
        _make_live(text, None, due)
    search.index_profile(text.profile)
    return text


@transaction.atomic
def refuse_publication(model: str, pk: int, reason: str) -> None:
    """Take a text that may not be published off the schedule, with its translations, and tell its people."""
    text = _lock_scheduled(model, pk)
    if text is not None:
        set_publish_at(text, None)
        report_refusal(text, reason)
        if isinstance(text, Revision):
            translations.unschedule_translations(text, None)


@transaction.atomic
def report_publication_error(model: str, pk: int, reason: str) -> None:
    """Tell the people of a text that could not be published. It stays scheduled: its job can be retried."""
    text = _lock_scheduled(model, pk)
    if text is not None:
        report_refusal(text, reason)


def _lock_scheduled(model: str, pk: int) -> Any:
    """Return the text, locked, where it is still approved and scheduled."""
    texts = Revision.objects if model == "revision" else Translation.objects
    text: Any = texts.with_profile().filter(pk=pk).first()
    text = lock_text(text) if text else None
    return text if text and text.state == State.APPROVED and text.publish_at else None


@transaction.atomic
def withdraw(text: Text, by: User | None, reason: str) -> Text:
    """Take what is live from the public; its address then gives the reason.

    A revision takes its translations along; without its translation, a revision is read in the original.
    """
    text = lock_text_for(Action.WITHDRAW, by, text)
    _require_reason(reason)
    update(text, state=State.WITHDRAWN, closed_at=timezone.now(), closed_by=by, withdrawal_reason=reason)
    log_text(text, Action.WITHDRAW, by, reason)
    if isinstance(text, Revision):
        translations.withdraw_translations(text, by, reason)
    search.index_profile(text.profile)
    notifications.notify(notifications.writers(text, exclude=by), Action.WITHDRAW, text, by, reason)
    return text


def _schedule_with(
    text: Revision | Translation, translation: Translation, by: User | None, at: datetime
) -> None:
    _require_of(translation, text)
    schedule(translation, by, at)


def _require_of(translation: Translation, text: Revision | Translation) -> None:
    if not isinstance(text, Revision) or translation.revision_id != text.pk:
        raise WorkflowError(_("%(translation)s is of another revision.") % {"translation": translation})


def _require_after_original(translation: Translation, moment: datetime) -> None:
    revision = translation.revision
    if revision.is_published or (revision.publish_at is not None and revision.publish_at <= moment):
        return
    raise WorkflowError(
        _("A translation is published together with its original, or later. Schedule the original first.")
    )


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
