"""What all verbs share: the refusals, the lock on the profile, the snapshot, the log."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.choices import Verb
from profiles.content.completeness import Problem
from profiles.content.schema import RevisionContent, digest, versioned
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import LogEntry, Place, Profile, Revision, SignOff, Snapshot, User
from profiles.permissions import Decision

SAME_SITTING = timedelta(minutes=5)
"""Texts saved while typing within this time of the first of them leave one snapshot, the latest."""


class WorkflowError(Exception):
    """A verb was refused; nothing has changed. `str(error)` says why."""


class OvertakenError(WorkflowError):
    """Somebody changed the draft after the person who asks had last seen it."""


class IncompleteError(WorkflowError):
    """The draft lacks something; `problems` says what, each with the field that mends it."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        super().__init__(text)
        self.problems = problems


def require(decision: Decision) -> None:
    """Raise WorkflowError with the reason unless allowed."""
    if not decision:
        raise WorkflowError(decision.reason)


def require_version(revision: Revision, version: int) -> None:
    """Raise OvertakenError unless `version` is the lock_version that is stored."""
    if revision.lock_version != version:
        raise OvertakenError(
            _("%(name)s saved this draft at %(time)s UTC, after you had opened it.")
            % {
                "name": revision.changed_by.name if revision.changed_by else _("Somebody"),
                "time": f"{revision.changed_at:%H:%M}",
            }
        )


def require_valid(row: Place | Profile | SignOff, but: tuple[str, ...] = ()) -> None:
    """Raise WorkflowError with every reason why `row` cannot be stored, fields `but` aside."""
    try:
        row.full_clean(exclude=but)
    except ValidationError as error:
        raise WorkflowError(f"{row}: {' '.join(error.messages)}") from None


def locked(profile: Profile) -> Profile:
    """Return the profile's row, locked: verbs on one profile happen one after another."""
    current = Profile.objects.select_for_update().filter(pk=profile.pk).first()
    if current is None:
        raise WorkflowError(_("This profile has been deleted in the meantime."))
    return current


def locked_revision(revision: Revision) -> Revision:
    """Lock the profile and return the revision as it is now; somebody may have changed or discarded it."""
    locked(revision.profile)
    current = Revision.objects.select_related("profile__place", "changed_by").filter(pk=revision.pk).first()
    if current is None:
        raise WorkflowError(_("This draft has been discarded in the meantime."))
    return current


def snapshot(revision: Revision, verb: Verb, by: User | None, *, is_automatic: bool = False) -> Snapshot:
    """Keep what the revision says now. Automatic ones of one sitting follow each other in one row."""
    now, content = timezone.now(), serialize_revision(revision)
    latest = latest_snapshot(revision)
    if (
        is_automatic
        and latest is not None
        and latest.is_automatic
        and latest.made_by_id == (by.pk if by else None)
        and now - latest.made_at < SAME_SITTING
        and not latest.sign_offs.exists()
        and not _loses_words(load_snapshot(latest), content)
    ):
        latest.content, latest.digest = versioned(content), digest(content)
        latest.save(update_fields=["content", "digest"])
        return latest
    return keep(revision, content, verb, by, now, is_automatic=is_automatic)


def keep(
    revision: Revision,
    content: RevisionContent,
    verb: Verb,
    by: User | None,
    at: datetime,
    *,
    is_automatic: bool = False,
) -> Snapshot:
    """Keep `content` in the history of a revision, as what `by` had at that moment."""
    return Snapshot.objects.create(
        profile=revision.profile,
        revision_number=revision.number,
        content=versioned(content),
        digest=digest(content),
        verb=verb,
        is_automatic=is_automatic,
        made_by=by,
        made_at=at,
    )


def latest_snapshot(revision: Revision) -> Snapshot | None:
    return revision.profile.snapshots.filter(revision_number=revision.number).newest_first().first()


def _loses_words(old: RevisionContent, new: RevisionContent) -> bool:
    """Whether a finding or source is gone, or a text has lost half: then what was before is worth keeping."""
    now = {finding["key"]: len(finding["text"]) for finding in new["findings"]}
    sources = {source["key"] for source in new["sources"]}
    return (
        len(new["introduction"]) * 2 < len(old["introduction"])
        or any(now.get(finding["key"], 0) * 2 < len(finding["text"]) for finding in old["findings"])
        or any(source["key"] not in sources for source in old["sources"])
    )


def log(
    profile: Profile,
    revision_number: int | None,
    verb: Verb,
    by: User | None,
    note: str = "",
    snapshot: Snapshot | None = None,
) -> None:
    """Write one line of the profile's history, with the text that the action left."""
    LogEntry.objects.create(
        profile=profile, revision_number=revision_number, verb=verb, by=by, note=note, snapshot=snapshot
    )
