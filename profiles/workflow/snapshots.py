"""The history of a revision's text: what it said at each action, kept as snapshots."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from profiles.choices import Action
from profiles.content.schema import RevisionContent, digest, versioned
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import Revision, Snapshot, User
from profiles.workflow.locking import update

SAME_SITTING = timedelta(minutes=5)
"""Texts saved while typing within this time of the first of them leave one snapshot, the latest."""

KEEP_ALL = timedelta(days=30)
"""After this time one snapshot a day is kept, and every one that an action or a sign-off rests on."""


def take_snapshot(
    revision: Revision, action: Action, by: User | None, *, is_automatic: bool = False
) -> Snapshot:
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
        and not _loses_text(load_snapshot(latest), content)
    ):
        update(latest, content=versioned(content), digest=digest(content))
        return latest
    return store_snapshot(revision, content, action, by, now, is_automatic=is_automatic)


def store_snapshot(
    revision: Revision,
    content: RevisionContent,
    action: Action,
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
        verb=action,
        is_automatic=is_automatic,
        made_by=by,
        made_at=at,
    )


def latest_snapshot(revision: Revision) -> Snapshot | None:
    snapshots = Snapshot.objects.filter(profile=revision.profile_id, revision_number=revision.number)
    return snapshots.newest_first().first()


def snapshot_unsaved(revision: Revision) -> None:
    """Keep the text that is about to be replaced where no snapshot has it: drafts older than the history."""
    content, latest = serialize_revision(revision), latest_snapshot(revision)
    if latest is None or latest.digest != digest(content):
        store_snapshot(revision, content, Action.SAVE, revision.changed_by, revision.changed_at)


def record_conflict(
    revision: Revision, text: RevisionContent, taken: RevisionContent, by: User | None
) -> None:
    """Keep `text`, of which its writer took only a part as somebody else had saved meanwhile."""
    if digest(text) not in (digest(taken), digest(serialize_revision(revision))):
        store_snapshot(revision, text, Action.SET_ASIDE, by, timezone.now())


@transaction.atomic
def thin_snapshots() -> int:
    """Of snapshots older than KEEP_ALL keep the last of each day; return how many went.

    What was set aside was never what the draft said: it stays, and stands for no other.
    """
    old = Snapshot.objects.filter(made_at__lt=timezone.now() - KEEP_ALL)
    seen, gone = set(), []
    for pk, profile, number, verb, made_at in old.newest_first().values_list(
        "pk", "profile", "revision_number", "verb", "made_at"
    ):
        day = (profile, number, made_at.date())
        if verb == Action.SAVE and day in seen:
            gone.append(pk)
        if verb != Action.SET_ASIDE:
            seen.add(day)
    batches = [gone[i : i + 500] for i in range(0, len(gone), 500)]
    return sum(Snapshot.objects.filter(pk__in=pks, sign_offs__isnull=True).delete()[0] for pks in batches)


def _loses_text(old: RevisionContent, new: RevisionContent) -> bool:
    """Whether a finding or source is gone, or a text has lost half: then what was before is worth keeping."""
    now = {finding["key"]: len(finding["text"]) for finding in new["findings"]}
    sources = {source["key"] for source in new["sources"]}
    return (
        len(new["introduction"]) * 2 < len(old["introduction"])
        or any(now.get(finding["key"], 0) * 2 < len(finding["text"]) for finding in old["findings"])
        or any(source["key"] not in sources for source in old["sources"])
    )
