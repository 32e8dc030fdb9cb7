"""The history of a revision or a translation: what it said at each action, kept as snapshots."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from profiles.choices import Action
from profiles.content.schema import RevisionContent, digest, versioned
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.content.translations import Units, clean_units, load_units, units_digest, versioned_units
from profiles.models import Snapshot, Translation, User
from profiles.workflow.locking import Text, log_text, update

SAME_SITTING = timedelta(minutes=5)
"""Texts saved while typing within this time of the first of them leave one snapshot, the latest."""

KEEP_ALL = timedelta(days=30)
"""After this time one snapshot a day is kept, and every one that an action or a sign-off rests on."""


@dataclass(frozen=True)
class OriginalContent:
    """What a revision says, as its snapshots keep it."""

    content: RevisionContent

    @property
    def stored(self) -> dict[str, Any]:
        return versioned(self.content)

    @property
    def digest(self) -> str:
        return digest(self.content)

    def loses_text_of(self, snapshot: Snapshot) -> bool:
        """Whether a finding or source is gone, or a text has lost half: then that is worth keeping."""
        old, new = load_snapshot(snapshot), self.content
        now = {finding["key"]: len(finding["text"]) for finding in new["findings"]}
        sources = {source["key"] for source in new["sources"]}
        return (
            len(new["introduction"]) * 2 < len(old["introduction"])
            or any(now.get(finding["key"], 0) * 2 < len(finding["text"]) for finding in old["findings"])
            or any(source["key"] not in sources for source in old["sources"])
        )


@dataclass(frozen=True)
class UnitsContent:
    """What a translation says, as its snapshots keep it."""

    units: Units

    @property
    def stored(self) -> dict[str, Any]:
        return versioned_units(self.units)

    @property
    def digest(self) -> str:
        return units_digest(self.units)

    def loses_text_of(self, snapshot: Snapshot) -> bool:
        """Whether a unit has lost half of its text or more."""
        now = {key: len(unit["text"]) for key, unit in self.units.items()}
        return any(now.get(key, 0) * 2 < len(unit["text"]) for key, unit in load_units(snapshot).items())


SnapshotContent = OriginalContent | UnitsContent


def take_snapshot(text: Text, action: Action, by: User | None, *, is_automatic: bool = False) -> Snapshot:
    """Keep what the text says now. Automatic ones of one sitting follow each other in one row."""
    now, content = timezone.now(), _content(text)
    latest = latest_snapshot(text)
    if (
        is_automatic
        and latest is not None
        and latest.is_automatic
        and latest.made_by_id == (by.pk if by else None)
        and now - latest.made_at < SAME_SITTING
        and not latest.sign_offs.exists()
        and not content.loses_text_of(latest)
    ):
        update(latest, content=content.stored, digest=content.digest)
        return latest
    return store_snapshot(text, content, action, by, now, is_automatic=is_automatic)


def store_snapshot(
    text: Text,
    content: SnapshotContent,
    action: Action,
    by: User | None,
    at: datetime,
    *,
    is_automatic: bool = False,
) -> Snapshot:
    """Keep `content` in the history of a text, as what `by` had at that moment."""
    return Snapshot.objects.create(
        **_place_in_history(text),
        content=content.stored,
        digest=content.digest,
        verb=action,
        is_automatic=is_automatic,
        made_by=by,
        made_at=at,
    )


def latest_snapshot(text: Text) -> Snapshot | None:
    """Return the latest of a revision; of a translation, whichever revision it was of then."""
    place = _place_in_history(text)
    if isinstance(text, Translation):
        del place["revision_number"]
    return Snapshot.objects.filter(**place).newest_first().first()


def snapshot_unsaved(text: Text) -> None:
    """Keep the text that is about to be replaced where no snapshot has it: drafts older than the history."""
    content, latest = _content(text), latest_snapshot(text)
    if latest is None or latest.digest != content.digest:
        store_snapshot(text, content, Action.SAVE, text.changed_by, text.changed_at)


def record_conflict(
    text: Text, typed: RevisionContent | Units, taken: RevisionContent | Units, by: User | None
) -> None:
    """Keep `typed`, of which its writer took only a part as somebody else had saved meanwhile."""
    contents = [_content(text, content) for content in (typed, taken)]
    if contents[0].digest not in (contents[1].digest, _content(text).digest):
        store_snapshot(text, contents[0], Action.SET_ASIDE, by, timezone.now())


def mark_deliberate(text: Text, by: User | None) -> None:
    """Somebody saves knowingly what was saved while typing: that text is now kept for itself."""
    latest = latest_snapshot(text)
    if latest is not None and latest.is_automatic:
        update(latest, is_automatic=False)
        log_text(text, Action.SAVE, by, snapshot=latest)


def _place_in_history(text: Text) -> dict[str, Any]:
    """Return whose history a snapshot of `text` is in."""
    if isinstance(text, Translation):
        number = text.revision.number
        return {"profile": text.profile, "revision_number": number, "language": text.language}
    return {"profile": text.profile, "revision_number": text.number, "language": ""}


def _content(text: Text, content: Any = None) -> SnapshotContent:
    """Return `content` as a snapshot of `text` keeps it; what the text says now, where that is None."""
    if isinstance(text, Translation):
        return UnitsContent(clean_units(text.units if content is None else content))
    return OriginalContent(serialize_revision(text) if content is None else content)


@transaction.atomic
def thin_snapshots() -> int:
    """Of snapshots older than KEEP_ALL keep the last of each day; return how many went.

    What was set aside was never what the draft said: it stays, and stands for no other.
    """
    old = Snapshot.objects.filter(made_at__lt=timezone.now() - KEEP_ALL)
    seen, gone = set(), []
    for pk, *text, verb, made_at in old.newest_first().values_list(
        "pk", "profile", "revision_number", "language", "verb", "made_at"
    ):
        day = (*text, made_at.date())
        if verb == Action.SAVE and day in seen:
            gone.append(pk)
        if verb != Action.SET_ASIDE:
            seen.add(day)
    batches = [gone[i : i + 500] for i in range(0, len(gone), 500)]
    return sum(Snapshot.objects.filter(pk__in=pks, sign_offs__isnull=True).delete()[0] for pks in batches)
