"""The private links through which a government reads a draft and comments on it, without an account."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.choices import Action
from profiles.models import ReviewLink, ReviewVisit, Revision, User
from profiles.workflow.exceptions import WorkflowError
from profiles.workflow.locking import lock_text_for, log_text, update

LONGEST_LINK = timedelta(days=180)


@transaction.atomic
def create_review_link(
    revision: Revision, by: User | None, label: str, days: int = 30
) -> tuple[ReviewLink, str]:
    """Create a review link; return it with its token, which is shown this once and stored nowhere."""
    revision = lock_text_for(Action.INVITE, by, revision)
    if not label.strip():
        raise WorkflowError(_("Say who the link is for."))
    if not 1 <= days <= LONGEST_LINK.days:
        raise WorkflowError(_("A link is valid for 1 to %(most)s days.") % {"most": LONGEST_LINK.days})
    token = secrets.token_urlsafe(32)
    link = ReviewLink.objects.create(
        revision=revision,
        label=label.strip()[:120],
        token_digest=_token_digest(token),
        expires_at=timezone.now() + timedelta(days=days),
        made_by=by,
    )
    log_text(revision, Action.INVITE, by, link.label)
    return link, token


@transaction.atomic
def revoke_review_link(link: ReviewLink, by: User | None) -> ReviewLink:
    """Close a review link for good."""
    lock_text_for(Action.INVITE, by, link.revision)
    link = ReviewLink.objects.select_related("revision__profile__place").get(pk=link.pk)
    if link.revoked_at is None:
        update(link, revoked_at=timezone.now())
        log_text(link.revision, Action.REVOKE, by, link.label)
    return link


@transaction.atomic
def open_review_link(token: str, address: str | None, *, is_visit: bool = True) -> ReviewLink | None:
    """Return the valid link of `token`; None where there is none, expired or revoked. Log a visit.

    A link shows an open revision only: what is published is public, what is discarded is gone.
    """
    link = (
        ReviewLink.objects.valid(timezone.now())
        .filter(token_digest=_token_digest(token), revision__in=Revision.objects.open())
        .select_related("revision__profile__place__parent")
        .first()
    )
    if link is not None and is_visit:
        ReviewVisit.objects.create(link=link, address=address)
    return link


def _token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
