"""The government's part: its recorded sign-off, and the private links through which it reads a draft."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import permissions
from profiles.choices import Language, Verb
from profiles.content.schema import digest
from profiles.content.serialize import serialize_revision
from profiles.models import ReviewLink, ReviewVisit, Revision, SignOff, User
from profiles.workflow.locking import (
    WorkflowError,
    locked_revision,
    log,
    require,
    require_valid,
    require_version,
    snapshot,
)

LONGEST_LINK = timedelta(days=180)

AHEAD_OF_UTC = timedelta(hours=14)
"""How far the easternmost ministry’s calendar is ahead."""


@dataclass(frozen=True)
class CurrentSignOff:
    """The latest sign-off of a revision, and whether its text or its title has changed since."""

    sign_off: SignOff
    is_outdated: bool
    facts_changed: tuple[tuple[str, str, str], ...] = ()
    """(which of facts_of(), signed off, now), where they differ."""


def current_sign_off(revision: Revision) -> CurrentSignOff | None:
    """Return the latest sign-off of `revision`, or None."""
    latest = revision.sign_offs.standing().select_related("snapshot", "recorded_by").first()
    if latest is None:
        return None
    return compared(latest, digest(serialize_revision(revision)), facts_of(revision))


def compared(sign_off: SignOff, now: str, facts: dict[str, str]) -> CurrentSignOff:
    """Return `sign_off` with what has changed since; `now` is the digest of the text."""
    changed = tuple(
        (name, before, facts[name]) for name, before in sign_off.facts.items() if before != facts[name]
    )
    return CurrentSignOff(sign_off, sign_off.snapshot.digest != now or bool(changed), changed)


def facts_of(revision: Revision) -> dict[str, str]:
    """Return what a government signs beside the text: title, month described (ISO 8601) and language."""
    return {
        "title": revision.title,
        "described": revision.described,
        "language": str(Language(revision.language).label),
    }


@transaction.atomic
def record_sign_off(
    revision: Revision,
    by: User | None,
    *,
    body: str,
    office: str = "",
    signed_on: date,
    note: str = "",
    file: Any = None,
    version: int | None = None,
) -> SignOff:
    """Record that `body` approved the text as it is now; `file` is an uploaded letter.

    With `version`, the lock_version that was shown: raises OvertakenError where the text has changed.
    """
    revision = locked_revision(revision)
    require(permissions.can_record_sign_off(by, revision))
    if version is not None:
        require_version(revision, version)
    if not body.strip():
        raise WorkflowError(_("Name the government body that signed off."))
    if signed_on > (timezone.now() + AHEAD_OF_UTC).date():
        raise WorkflowError(_("The date of the sign-off lies in the future."))
    sign_off = SignOff(
        revision=revision,
        snapshot=snapshot(revision, Verb.SIGN_OFF, by),
        facts=facts_of(revision),
        body=body.strip(),
        office=office.strip(),
        signed_on=signed_on,
        note=note.strip(),
        file=file or "",
        recorded_by=by,
    )
    require_valid(sign_off, but=("recorded_by",))  # the system is nobody
    sign_off.save()
    log(revision.profile, revision.number, Verb.SIGN_OFF, by, sign_off.body, sign_off.snapshot)
    return sign_off


@transaction.atomic
def take_back_sign_off(sign_off: SignOff, by: User | None, reason: str) -> SignOff:
    """Say that a sign-off was recorded by mistake. The record stays, with the reason; it counts no longer."""
    revision = locked_revision(sign_off.revision)
    sign_off = SignOff.objects.select_related("revision__profile__place").get(pk=sign_off.pk)
    require(permissions.can_take_back_sign_off(by, sign_off))
    if not reason.strip():
        raise WorkflowError(_("Say why the sign-off is taken back."))
    sign_off.taken_back_at, sign_off.taken_back_by = timezone.now(), by
    sign_off.taken_back_why = reason.strip()
    sign_off.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    log(revision.profile, revision.number, Verb.UNSIGN, by, f"{sign_off.body}: {sign_off.taken_back_why}")
    return sign_off


@transaction.atomic
def invite(revision: Revision, by: User | None, label: str, days: int = 30) -> tuple[ReviewLink, str]:
    """Make a review link; return it with its token, which is told this once and stored nowhere."""
    revision = locked_revision(revision)
    require(permissions.can_invite(by, revision))
    if not label.strip():
        raise WorkflowError(_("Say for whom the link is."))
    if not 1 <= days <= LONGEST_LINK.days:
        raise WorkflowError(_("A link lasts from 1 to %(most)s days.") % {"most": LONGEST_LINK.days})
    token = secrets.token_urlsafe(32)
    link = ReviewLink.objects.create(
        revision=revision,
        label=label.strip()[:120],
        token_digest=_token_digest(token),
        expires_at=timezone.now() + timedelta(days=days),
        made_by=by,
    )
    log(revision.profile, revision.number, Verb.INVITE, by, link.label)
    return link, token


@transaction.atomic
def revoke(link: ReviewLink, by: User | None) -> ReviewLink:
    """Close a review link for good."""
    revision = locked_revision(link.revision)
    require(permissions.can_invite(by, revision))
    link = ReviewLink.objects.select_related("revision__profile__place").get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        log(link.revision.profile, link.revision.number, Verb.REVOKE, by, link.label)
    return link


@transaction.atomic
def open_link(token: str, address: str | None) -> ReviewLink | None:
    """Return the valid link of `token` and log the visit; None where there is none, expired or revoked.

    A link shows an open revision only: what is published is public, what is discarded is gone.
    """
    link = (
        ReviewLink.objects.valid(timezone.now())
        .filter(token_digest=_token_digest(token), revision__in=Revision.objects.open())
        .select_related("revision__profile__place__parent")
        .first()
    )
    if link is not None:
        ReviewVisit.objects.create(link=link, address=address)
    return link


def _token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
