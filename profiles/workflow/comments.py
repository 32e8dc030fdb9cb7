"""What is said about a draft or a translation: comments, replies, and whether they are settled."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import permissions
from profiles.models import Comment, ReviewLink, Revision, Translation, User
from profiles.workflow.exceptions import WorkflowError
from profiles.workflow.locking import Text, lock_text, require, update

LONGEST = 4000


@transaction.atomic
def comment(
    subject: Text,
    text: str,
    by: User | None = None,
    *,
    finding_key: uuid.UUID | None = None,
    link: ReviewLink | None = None,
    name: str = "",
) -> Comment:
    """Comment on a finding, or on the whole where `finding_key` is None; return the comment.

    `subject` is a revision or a translation. By a member of staff, or by somebody who gives a `name` through
    a review `link`, which a translation has not.
    """
    subject = lock_text(subject)
    revision = subject.revision if isinstance(subject, Translation) else subject
    if link is None:
        _require_may_comment(by, subject)
    else:
        _require_open(link, revision)
        if not name.strip():
            raise WorkflowError(_("Give your name, so that the writers know whose comment it is."))
    if finding_key is not None and not revision.findings.filter(key=finding_key).exists():
        raise WorkflowError(
            _("This finding is no longer in the draft. Your comment was not stored; it is below.")
        )
    return Comment.objects.create(
        revision=revision,
        translation=subject if isinstance(subject, Translation) else None,
        finding_key=finding_key,
        text=_checked(text),
        by=None if link else by,
        link=link,
        name=name.strip()[:120] if link else "",
    )


@transaction.atomic
def reply(parent: Comment, text: str, by: User) -> Comment:
    """Answer a comment; a reply to a reply joins the same thread."""
    _require_may_comment(by, _lock_subject(parent))
    thread = parent.parent or parent
    return Comment.objects.create(
        revision=thread.revision,
        translation=thread.translation,
        finding_key=thread.finding_key,
        parent=thread,
        text=_checked(text),
        by=by,
    )


@transaction.atomic
def resolve(thread: Comment, by: User) -> Comment:
    """Say that a thread is settled; whoever said so first stays named."""
    thread = _lock_thread(thread, by)
    return thread if thread.resolved_at else _mark(thread, timezone.now(), by)


@transaction.atomic
def reopen(thread: Comment, by: User) -> Comment:
    """Say that a thread is not settled after all."""
    return _mark(_lock_thread(thread, by), None, None)


def _lock_thread(comment: Comment, by: User) -> Comment:
    """Return the first comment of the thread as it is now; a reply is settled with its thread."""
    _require_may_comment(by, _lock_subject(comment))
    return Comment.objects.get(pk=comment.parent_id or comment.pk)


def _lock_subject(comment: Comment) -> Revision | Translation:
    """Lock what a comment is on, and return it as it is now."""
    return lock_text(comment.translation) if comment.translation else lock_text(comment.revision)


def _mark(thread: Comment, resolved_at: datetime | None, by: User | None) -> Comment:
    update(thread, resolved_at=resolved_at, resolved_by=by)
    return thread


def _require_may_comment(by: User | None, subject: Revision | Translation) -> None:
    require(permissions.can_comment(by, subject))
    if by is None:
        raise WorkflowError(_("A comment needs the name of its author."))


def _require_open(link: ReviewLink, revision: Revision) -> None:
    """Refuse what comes through a link that was closed while somebody was writing, or is for another text."""
    valid = ReviewLink.objects.valid(timezone.now()).filter(pk=link.pk, revision=revision)
    if not (revision.is_open and valid.exists()):
        raise WorkflowError(_("This link is closed. Your comment was not stored."))


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise WorkflowError(_("The comment has no text."))
    if len(text) > LONGEST:
        raise WorkflowError(
            _("The comment is longer than %(most)s characters. Nothing was stored.") % {"most": LONGEST}
        )
    return text
