"""What a draft says: start it, save it, restore an earlier text, discard it. Every save leaves a snapshot."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import permissions
from profiles.choices import Action
from profiles.content.schema import NewerVersionError, RevisionContent, digest, upgrade
from profiles.content.serialize import FINDING_COLUMNS, in_reading_order, serialize_revision
from profiles.content.validate import content_problems
from profiles.models import (
    Finding,
    FindingSource,
    IndicatorDomain,
    Presence,
    Profile,
    Revision,
    Source,
    Translation,
    User,
)
from profiles.workflow.exceptions import WorkflowError
from profiles.workflow.locking import lock_profile, lock_text_for, log, log_text, require, require_version
from profiles.workflow.snapshots import mark_deliberate, record_conflict, snapshot_unsaved, take_snapshot
from profiles.workflow.translations import follow_discarded, follow_draft


@transaction.atomic
def start_revision(profile: Profile, by: User | None) -> Revision:
    """Open a draft with the content of the live revision, or of the newest where none is live; return it."""
    profile = lock_profile(profile)
    require(permissions.can_start_revision(by, profile))
    source = profile.revisions.published().first() or profile.revisions.order_by("-number").first()
    revision = _create_draft(profile, serialize_revision(source) if source else None, by)
    log(profile, revision.number, Action.START, by, snapshot=take_snapshot(revision, Action.START, by))
    return revision


@transaction.atomic
def save_content(
    revision: Revision,
    content: RevisionContent,
    version: int,
    by: User | None,
    *,
    is_automatic: bool = False,
    change_note: str | None = None,
    aside: RevisionContent | None = None,
    action: Action = Action.SAVE,
    note: str = "",
) -> Revision:
    """Make the draft say `content`; return it. The same content again changes nothing.

    `change_note` is what it says of itself to later readers; None leaves that as it is. `aside` is a text
    of which the writer took only a part, after somebody else had saved: the history keeps it whole.
    `action` and `note` say for the history how the text came here, and why. Findings and sources are the same
    where their keys are. Raises WorkflowError with every reason why `content` cannot be stored.
    """
    revision = lock_text_for(Action.SAVE, by, revision)
    content = clean_content(content)
    if aside is not None and version == revision.lock_version:
        record_conflict(revision, clean_content(aside), content, by)
    stored_note = revision.change_note if change_note is None else _clean_note(change_note)
    if digest(content) == digest(serialize_revision(revision)) and stored_note == revision.change_note:
        if not is_automatic:
            mark_deliberate(revision, by)
        return revision
    require_version(revision, version)
    snapshot_unsaved(revision)
    Revision.objects.filter(pk=revision.pk).update(change_note=stored_note)
    _replace_content(revision, content, by)
    snapshot = take_snapshot(revision, action, by, is_automatic=is_automatic)
    if not is_automatic:
        log_text(revision, action, by, note, snapshot)
    return revision


@transaction.atomic
def restore(profile: Profile, content: RevisionContent, by: User | None, note: str = "") -> Revision:
    """Put an earlier text into the open draft, or into a new one; return it. The text before it stays kept.

    `content` comes from a snapshot or from a closed revision; `note` says which, for the log.
    """
    profile = lock_profile(profile)
    require(permissions.can_restore(by, profile))
    content = clean_content(content)
    revision = profile.revisions.open().first()
    if revision is None:
        revision = _create_draft(profile, content, by)
    else:
        snapshot_unsaved(revision)
        _replace_content(revision, content, by)
    log(profile, revision.number, Action.RESTORE, by, note, take_snapshot(revision, Action.RESTORE, by))
    return revision


@transaction.atomic
def discard(revision: Revision, by: User | None, version: int | None = None) -> None:
    """Delete a draft. The live revision and the log stay, and a snapshot from which it can be restored."""
    revision = lock_text_for(Action.DISCARD, by, revision, version)
    follow_discarded(revision, by)
    log_text(revision, Action.DISCARD, by, snapshot=take_snapshot(revision, Action.DISCARD, by))
    # Of revoked sign-offs the log keeps body and reason; their files would be nobody's.
    files = [sign_off.file for sign_off in revision.sign_offs.exclude(file="")]
    revision.delete()
    for file in files:
        transaction.on_commit(partial(file.storage.delete, file.name), robust=True)


@transaction.atomic
def heartbeat(text: Revision | Translation, by: User) -> None:
    """Note that `by` has the draft open now. After a break of a minute their presence begins anew."""
    now = timezone.now()
    translation = text if isinstance(text, Translation) else None
    revision = text.revision if isinstance(text, Translation) else text
    row: dict[str, Any] = {"revision": revision, "translation": translation, "user": by}
    recent = Presence.objects.filter(**row, seen_at__gte=now - timedelta(minutes=1))
    if not recent.update(seen_at=now):
        Presence.objects.update_or_create(**row, defaults={"since": now, "seen_at": now})


def _create_draft(profile: Profile, content: RevisionContent | None, by: User | None) -> Revision:
    """Open the next revision; its number is higher than any there was, so that none is used twice."""
    numbers = [
        profile.revisions.aggregate(n=Max("number"))["n"],
        profile.snapshots.aggregate(n=Max("revision_number"))["n"],
        profile.log.aggregate(n=Max("revision_number"))["n"],
    ]
    number = max(number or 0 for number in numbers) + 1
    revision = Revision.objects.create(profile=profile, number=number, created_by=by, changed_by=by)
    if content is not None:
        write_content(revision, content)
    return revision


def clean_content(content: RevisionContent) -> RevisionContent:
    """Return `content` in the present shape and in reading order.

    Raises WorkflowError with every reason why it cannot be stored.
    """
    try:
        content = upgrade(content)
    except NewerVersionError as error:
        raise WorkflowError(str(error)) from None
    problems = content_problems(content)
    if problems:
        raise WorkflowError(" ".join(problems))
    return in_reading_order(content)


def _clean_note(note: str) -> str:
    most = Revision._meta.get_field("change_note").max_length or 0
    if len(note) > most or "\x00" in note:
        raise WorkflowError(_("What changed: at most %(most)s characters.") % {"most": most})
    return note


def _replace_content(revision: Revision, content: RevisionContent, by: User | None) -> None:
    """Give a draft another content: all rows anew, in one transaction, with the keys that they had."""
    revision.sources.all().delete()
    revision.findings.all().delete()
    write_content(revision, content)
    Revision.objects.filter(pk=revision.pk).update(
        changed_by=by, changed_at=timezone.now(), lock_version=F("lock_version") + 1
    )
    revision.refresh_from_db()
    follow_draft(revision)


def write_content(revision: Revision, content: RevisionContent) -> None:
    """Give an empty revision its introduction, sources and findings, with their keys and order."""
    # A key is the address of one finding: it leads to one profile.
    keys = [row["key"] for row in content["findings"]]
    taken = Finding.objects.filter(key__in=keys).exclude(revision__profile=revision.profile_id).first()
    if taken is not None:
        raise WorkflowError(_("The key %(key)s is listed twice.") % {"key": taken.key})
    revision.introduction = content["introduction"]
    revision.none_identified = content["none_identified"]
    Revision.objects.filter(pk=revision.pk).update(
        introduction=revision.introduction, none_identified=revision.none_identified
    )
    domains = {domain.slug: domain for domain in IndicatorDomain.objects.all()}
    sources = Source.objects.bulk_create(
        Source(revision=revision, position=position, **row) for position, row in enumerate(content["sources"])
    )
    by_key = {str(source.key): source for source in sources}
    findings = Finding.objects.bulk_create(
        Finding(
            revision=revision,
            position=position,
            **{name: row[name] for name in FINDING_COLUMNS} | {"domain": domains[row["domain"]]},  # type: ignore[literal-required]
        )
        for position, row in enumerate(content["findings"])
    )
    FindingSource.objects.bulk_create(
        FindingSource(finding=finding, position=position, **{**cited, "source": by_key[cited["source"]]})
        for finding, row in zip(findings, content["findings"], strict=True)
        for position, cited in enumerate(row["sources"])
    )
