"""The government's recorded sign-off of a text, and whether the text has changed since."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import permissions
from profiles.choices import Action, Language
from profiles.content.schema import digest
from profiles.content.serialize import serialize_revision
from profiles.models import Revision, SignOff, User
from profiles.workflow.exceptions import WorkflowError
from profiles.workflow.locking import lock_text, lock_text_for, log, log_text, require, require_valid, update
from profiles.workflow.snapshots import take_snapshot

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
    latest = revision.sign_offs.current().select_related("snapshot", "recorded_by").first()
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
        "described": revision.period_iso,
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
    """Record that `body` approved the text as it is now; `file` is an uploaded letter."""
    revision = lock_text_for(Action.SIGN_OFF, by, revision, version)
    if not body.strip():
        raise WorkflowError(_("Name the government body that signed off."))
    if signed_on > (timezone.now() + AHEAD_OF_UTC).date():
        raise WorkflowError(_("The date of the sign-off is in the future."))
    sign_off = SignOff(
        revision=revision,
        snapshot=take_snapshot(revision, Action.SIGN_OFF, by),
        facts=facts_of(revision),
        body=body.strip(),
        office=office.strip(),
        signed_on=signed_on,
        note=note.strip(),
        file=file or "",
        recorded_by=by,
    )
    require_valid(sign_off, exclude=("recorded_by",))  # the system is nobody
    sign_off.save()
    log_text(revision, Action.SIGN_OFF, by, sign_off.body, sign_off.snapshot)
    return sign_off


@transaction.atomic
def revoke_sign_off(sign_off: SignOff, by: User | None, reason: str) -> SignOff:
    """Say that a sign-off was recorded by mistake. The record stays, with the reason; it counts no longer."""
    revision = lock_text(sign_off.revision)
    sign_off = SignOff.objects.select_related("revision__profile__place").get(pk=sign_off.pk)
    require(permissions.can_revoke_sign_off(by, sign_off))
    if not reason.strip():
        raise WorkflowError(_("Say why the sign-off is revoked."))
    update(sign_off, revoked_at=timezone.now(), revoked_by=by, revocation_reason=reason.strip())
    log(
        revision.profile,
        revision.number,
        Action.REVOKE_SIGN_OFF,
        by,
        f"{sign_off.body}: {sign_off.revocation_reason}",
    )
    return sign_off
