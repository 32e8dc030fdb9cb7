"""What a draft says: begin it, save it, restore an earlier text, discard it. Every save leaves a snapshot."""

from collections.abc import Collection
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import permissions, search
from profiles.choices import Verb
from profiles.content.schema import (
    PROFILE_FIELDS,
    NewerVersionError,
    ProfileData,
    RevisionContent,
    digest,
    upgrade,
)
from profiles.content.serialize import FINDING_COLUMNS, in_reading_order, serialize_revision
from profiles.content.validate import content_problems
from profiles.models import (
    Finding,
    FindingSource,
    IndicatorDomain,
    Place,
    Presence,
    Profile,
    Revision,
    Snapshot,
    Source,
    User,
)
from profiles.workflow.locking import (
    WorkflowError,
    keep,
    latest_snapshot,
    locked,
    locked_revision,
    log,
    require,
    require_valid,
    require_version,
    snapshot,
)

KEPT_WHOLE = timedelta(days=30)
"""After this time one snapshot a day is kept, and every one that a verb or a sign-off rests on."""


@transaction.atomic
def create_profile(data: ProfileData, by: User | None, *, verb: Verb = Verb.CREATE) -> Revision:
    """Create a profile and its first draft from `data`; return the draft. `verb` is how the text came here.

    Raises WorkflowError where the place is unknown or already has this edition.
    """
    place = Place.objects.filter(slug=data["place"]).first()
    if place is None:
        raise WorkflowError(_("There is no place “%(slug)s”.") % {"slug": data["place"]})
    require(permissions.can_create_profile(by, place))
    if Profile.objects.filter(place=place, edition=data["edition"]).exists():
        raise WorkflowError(
            _("%(place)s already has a profile of edition %(edition)s. Nothing was changed.")
            % {"place": place.name, "edition": data["edition"]}
        )
    content = _storable(data)
    profile = Profile(place=place, **{field: data[field] for field in PROFILE_FIELDS})  # type: ignore[literal-required]
    _store_profile(profile, by)
    revision = Revision.objects.create(
        profile=profile, number=1, change_note=data["change_note"], created_by=by, changed_by=by
    )
    _write(revision, content)
    left = snapshot(revision, verb, by)
    log(profile, None, Verb.CREATE, by, snapshot=left if verb == Verb.CREATE else None)
    return revision


@transaction.atomic
def add_profile(profile: Profile, by: User | None) -> None:
    """Store a new profile that has no text yet; `start_revision` opens its first draft."""
    _store_profile(profile, by)
    log(profile, None, Verb.CREATE, by)


def _store_profile(profile: Profile, by: User | None) -> None:
    require(permissions.can_create_profile(by, profile.place))
    Place.objects.select_for_update().filter(pk=profile.place_id).first()  # two at once: one after the other
    require_valid(profile)
    profile.save(force_insert=True)


@transaction.atomic
def change_facts(profile: Profile, by: User | None, fields: Collection[str] | None = None) -> None:
    """Store the changed facts of a profile; the log names them, since what is live shows them at once.

    With `fields`, only those: what somebody else has changed meanwhile in the others stays. Raises
    WorkflowError where one of them is fixed.
    """
    stored = locked(profile)
    require(permissions.can_change_facts(by, stored))
    changed = [
        field
        for field in profile._meta.concrete_fields
        if field.value_from_object(profile) != field.value_from_object(stored)
        and (fields is None or field.name in fields)
    ]
    fixed = [str(field.verbose_name) for field in changed if field.name in permissions.fixed_facts(stored)]
    if fixed:
        raise WorkflowError(
            _("What a text is of stays once it is submitted or published: %(facts)s.")
            % {"facts": ", ".join(fixed)}
        )
    for field in changed:
        setattr(stored, field.attname, field.value_from_object(profile))
    require(permissions.can_change_facts(by, stored))  # it may be of another place now
    require_valid(stored)
    if changed:
        stored.save(update_fields=[field.name for field in changed])
        search.index_profile(stored)
        log(stored, None, Verb.FACTS, by, ", ".join(str(field.verbose_name) for field in changed))


@transaction.atomic
def delete_profile(profile: Profile, by: User | None) -> None:
    """Delete a profile that was begun by mistake: it has no revision, and nothing was ever written in it."""
    profile = locked(profile)
    require(permissions.can_delete_profile(by, profile))
    profile.delete()


@transaction.atomic
def start_revision(profile: Profile, by: User | None) -> Revision:
    """Open a draft with the content of the live revision, or of the newest where none is live; return it."""
    profile = locked(profile)
    require(permissions.can_start_revision(by, profile))
    model = profile.revisions.published().first() or profile.revisions.order_by("-number").first()
    revision = _begin(profile, serialize_revision(model) if model else None, by)
    log(profile, revision.number, Verb.START, by, snapshot=snapshot(revision, Verb.START, by))
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
    verb: Verb = Verb.SAVE,
    note: str = "",
) -> Revision:
    """Make the draft say `content`; return it. The same content again changes nothing.

    `change_note` is what it says of itself to later readers; None leaves that as it is. `aside` is a text
    of which the writer took only a part, after somebody else had saved: the history keeps it whole.
    `verb` and `note` say for the history how the text came here, and why.

    `version` is the lock_version that the writer had before her: raises OvertakenError where somebody has
    saved something else since. Findings and sources are the same where their keys are. Raises WorkflowError
    with every reason why `content` cannot be stored.
    """
    revision = locked_revision(revision)
    require(permissions.can_edit(by, revision))
    content = _storable(content)
    if aside is not None and version == revision.lock_version:
        _set_aside(revision, _storable(aside), content, by)
    said = revision.change_note if change_note is None else _storable_note(change_note)
    if digest(content) == digest(serialize_revision(revision)) and said == revision.change_note:
        if not is_automatic:
            _confirm(revision, by)
        return revision
    require_version(revision, version)
    _keep_unkept(revision)
    Revision.objects.filter(pk=revision.pk).update(change_note=said)
    _replace(revision, content, by)
    left = snapshot(revision, verb, by, is_automatic=is_automatic)
    if not is_automatic:
        log(revision.profile, revision.number, verb, by, note, left)
    return revision


@transaction.atomic
def restore(profile: Profile, content: RevisionContent, by: User | None, note: str = "") -> Revision:
    """Put an earlier text into the open draft, or into a new one; return it. The text before it stays kept.

    `content` comes from a snapshot or from a closed revision; `note` says which, for the log.
    """
    profile = locked(profile)
    require(permissions.can_restore(by, profile))
    content = _storable(content)
    revision = profile.revisions.open().first()
    if revision is None:
        revision = _begin(profile, content, by)
    else:
        _keep_unkept(revision)
        _replace(revision, content, by)
    log(profile, revision.number, Verb.RESTORE, by, note, snapshot(revision, Verb.RESTORE, by))
    return revision


@transaction.atomic
def discard(revision: Revision, by: User | None, version: int | None = None) -> None:
    """Delete a draft. The live revision and the log stay, and a snapshot from which it can be restored.

    With `version`: only if the draft is still the one that was shown.
    """
    revision = locked_revision(revision)
    require(permissions.can_discard(by, revision))
    if version is not None:
        require_version(revision, version)
    left = snapshot(revision, Verb.DISCARD, by)
    log(revision.profile, revision.number, Verb.DISCARD, by, snapshot=left)
    # Of sign-offs that were taken back the log keeps body and reason; their letters would be nobody's.
    letters = [signed.file for signed in revision.sign_offs.exclude(file="")]
    revision.delete()
    for letter in letters:
        transaction.on_commit(partial(letter.storage.delete, letter.name), robust=True)


@transaction.atomic
def touch(revision: Revision, by: User) -> None:
    """Note that `by` has the draft open now. After a break of a minute her presence begins anew."""
    now = timezone.now()
    there = Presence.objects.filter(revision=revision, user=by, seen_at__gte=now - timedelta(minutes=1))
    if not there.update(seen_at=now):
        Presence.objects.update_or_create(revision=revision, user=by, defaults={"since": now, "seen_at": now})


@transaction.atomic
def thin_snapshots() -> int:
    """Of snapshots older than KEPT_WHOLE keep the last of each day; return how many went.

    What was set aside was never what the draft said: it stays, and stands for no other.
    """
    old = Snapshot.objects.filter(made_at__lt=timezone.now() - KEPT_WHOLE)
    seen, gone = set(), []
    for pk, profile, number, verb, made_at in old.newest_first().values_list(
        "pk", "profile", "revision_number", "verb", "made_at"
    ):
        day = (profile, number, made_at.date())
        if verb == Verb.SAVE and day in seen:
            gone.append(pk)
        if verb != Verb.SET_ASIDE:
            seen.add(day)
    batches = [gone[i : i + 500] for i in range(0, len(gone), 500)]
    return sum(Snapshot.objects.filter(pk__in=pks, sign_offs__isnull=True).delete()[0] for pks in batches)


def _begin(profile: Profile, content: RevisionContent | None, by: User | None) -> Revision:
    """Open the next revision; its number is higher than any there was, so that none is used twice."""
    numbers = [
        profile.revisions.aggregate(n=Max("number"))["n"],
        profile.snapshots.aggregate(n=Max("revision_number"))["n"],
        profile.log.aggregate(n=Max("revision_number"))["n"],
    ]
    number = max(number or 0 for number in numbers) + 1
    revision = Revision.objects.create(profile=profile, number=number, created_by=by, changed_by=by)
    if content is not None:
        _write(revision, content)
    return revision


def _storable(content: RevisionContent) -> RevisionContent:
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


def _storable_note(note: str) -> str:
    most = Revision._meta.get_field("change_note").max_length or 0
    if len(note) > most or "\x00" in note:
        raise WorkflowError(_("What changed: at most %(most)s characters.") % {"most": most})
    return note


def _confirm(revision: Revision, by: User | None) -> None:
    """Somebody saves knowingly what was saved while typing: that text is now kept for itself."""
    latest = latest_snapshot(revision)
    if latest is not None and latest.is_automatic:
        latest.is_automatic = False
        latest.save(update_fields=["is_automatic"])
        log(revision.profile, revision.number, Verb.SAVE, by, snapshot=latest)


def _keep_unkept(revision: Revision) -> None:
    """Keep the text that is about to be replaced where no snapshot has it: drafts older than the history."""
    content, latest = serialize_revision(revision), latest_snapshot(revision)
    if latest is None or latest.digest != digest(content):
        keep(revision, content, Verb.SAVE, revision.changed_by, revision.changed_at)


def _set_aside(revision: Revision, text: RevisionContent, taken: RevisionContent, by: User | None) -> None:
    if digest(text) not in (digest(taken), digest(serialize_revision(revision))):
        keep(revision, text, Verb.SET_ASIDE, by, timezone.now())


def _mark_changed(revision: Revision, by: User | None) -> None:
    Revision.objects.filter(pk=revision.pk).update(
        changed_by=by, changed_at=timezone.now(), lock_version=F("lock_version") + 1
    )
    revision.refresh_from_db()


def _replace(revision: Revision, content: RevisionContent, by: User | None) -> None:
    """Give a draft another content: all rows anew, in one transaction, with the keys that they had."""
    revision.sources.all().delete()
    revision.findings.all().delete()
    _write(revision, content)
    _mark_changed(revision, by)


def _require_own_keys(revision: Revision, content: RevisionContent) -> None:
    """A key is the address of one finding: it leads to one profile."""
    keys = [row["key"] for row in content["findings"]]
    taken = Finding.objects.filter(key__in=keys).exclude(revision__profile=revision.profile_id).first()
    if taken is not None:
        raise WorkflowError(_("The key %(key)s stands twice.") % {"key": taken.key})


def _write(revision: Revision, content: RevisionContent) -> None:
    """Give an empty revision its introduction, sources and findings, with their keys and order."""
    _require_own_keys(revision, content)
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
