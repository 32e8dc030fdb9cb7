"""The verbs: every change of several rows, whichever door asks for it.

Each verb is one transaction: it locks the profile, asks permissions.py, changes the rows and writes the
log. It refuses with WorkflowError, whose message is a sentence for the person who asked.
"""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import permissions
from profiles.choices import State, Verb
from profiles.models import (
    Finding,
    FindingSource,
    IndicatorDomain,
    LogEntry,
    Place,
    Profile,
    Revision,
    Source,
    User,
)
from profiles.payload import PROFILE_FIELDS, Content, ProfileData, content_of
from profiles.permissions import Decision

Row = TypeVar("Row", Source, Finding)


class WorkflowError(Exception):
    """A verb was refused; nothing has changed. `str(error)` says why."""


class OvertakenError(WorkflowError):
    """Somebody changed the draft after the person who asks had last seen it."""


@transaction.atomic
def add_places(rows: list[dict[str, Any]], by: User | None) -> list[Place]:
    """Add those places of `rows` (Place's fields, `parent` a slug) whose slug is new; return them.

    A place that is there already stays as it is. Raises WorkflowError where a row is not right.
    """
    _require(permissions.can_create_profile(by))
    added = []
    for row in rows:
        if Place.objects.filter(slug=row["slug"]).exists():
            continue
        facts = {name: value for name, value in row.items() if name not in ("parent", "folded_names")}
        parent = Place.objects.filter(slug=row["parent"]).first() if row.get("parent") else None
        place = Place(parent=parent, **facts)
        _check(place)
        place.save()
        added.append(place)
    return added


@transaction.atomic
def create_profile(data: ProfileData, by: User | None) -> Revision:
    """Create a profile and its first draft from `data`; return the draft.

    Raises WorkflowError where the place is unknown or already has this edition.
    """
    _require(permissions.can_create_profile(by))
    place = Place.objects.filter(slug=data["place"]).first()
    if place is None:
        raise WorkflowError(_("There is no place “%(slug)s”.") % {"slug": data["place"]})
    if Profile.objects.filter(place=place, edition=data["edition"]).exists():
        raise WorkflowError(
            _("%(place)s already has a profile of edition %(edition)s. Nothing was changed.")
            % {"place": place.name, "edition": data["edition"]}
        )
    profile = Profile(place=place, **{field: data[field] for field in PROFILE_FIELDS})  # type: ignore[literal-required]
    _add(profile)
    # A key is the address of one finding: it leads to one profile.
    taken = Finding.objects.filter(key__in=[row["key"] for row in data["findings"]]).first()
    if taken is not None:
        raise WorkflowError(_("The key %(key)s stands twice.") % {"key": taken.key})
    revision = Revision.objects.create(
        profile=profile, number=1, change_note=data["change_note"], created_by=by, changed_by=by
    )
    _write(revision, data)
    _log(profile, revision.number, Verb.CREATE, by)
    return revision


@transaction.atomic
def add_profile(profile: Profile, by: User | None) -> None:
    """Store a new profile that has no text yet; `start_revision` opens its first draft."""
    _require(permissions.can_create_profile(by))
    _add(profile)
    _log(profile, None, Verb.CREATE, by)


@transaction.atomic
def start_revision(profile: Profile, by: User | None) -> Revision:
    """Open a draft beside the live revision, with the same content; return it."""
    profile = _locked(profile)
    _require(permissions.can_start_revision(by, profile))
    newest = profile.revisions.aggregate(Max("number"))["number__max"] or 0
    revision = Revision.objects.create(profile=profile, number=newest + 1, created_by=by, changed_by=by)
    model = profile.revisions.published().first() or profile.revisions.filter(number=newest).first()
    if model is not None:
        _write(revision, content_of(model))
    _log(revision.profile, revision.number, Verb.START, by)
    return revision


@transaction.atomic
def hold_for_saving(revision: Revision, by: User, version: int) -> Revision:
    """Lock the draft until the caller's transaction ends, so that its content can be changed; return it.

    `version` is the lock_version that the writer had before her. Raises OvertakenError where somebody has
    saved since, WorkflowError where it is no draft any more. When all is stored, call `record_save`.
    """
    _locked(revision.profile)
    revision = _fresh(revision)
    _require(permissions.can_edit(by, revision))
    _require_version(revision, version)
    return revision


@transaction.atomic
def record_save(revision: Revision, by: User) -> None:
    """Note that `by` has just changed the content of the draft `revision`: who, when, version, log."""
    _require(permissions.can_edit(by, revision))
    Revision.objects.filter(pk=revision.pk).update(
        changed_by=by, changed_at=timezone.now(), lock_version=F("lock_version") + 1
    )
    _log(revision.profile, revision.number, Verb.SAVE, by)


@transaction.atomic
def discard(revision: Revision, by: User | None) -> None:
    """Delete a draft. The live revision and the log stay."""
    _locked(revision.profile)
    revision = _fresh(revision)
    _require(permissions.can_discard(by, revision))
    _log(revision.profile, revision.number, Verb.DISCARD, by)
    revision.delete()


@transaction.atomic
def publish(revision: Revision, by: User | None, version: int | None = None) -> Revision:
    """Make `revision` what the public reads; the one before it becomes a frozen record.

    With `version`, the lock_version that was shown for confirmation, raises OvertakenError where it has
    changed since.
    """
    _locked(revision.profile)
    revision = _fresh(revision)
    _require(permissions.can_publish(by, revision))
    if version is not None:
        _require_version(revision, version)
    now = timezone.now()
    Revision.objects.published().filter(profile=revision.profile).update(
        state=State.SUPERSEDED, closed_at=now
    )
    revision.state, revision.published_at, revision.published_by = State.PUBLISHED, now, by
    revision.save(update_fields=["state", "published_at", "published_by"])
    _log(revision.profile, revision.number, Verb.PUBLISH, by)
    return revision


def _add(profile: Profile) -> None:
    _check(profile)
    profile.save(force_insert=True)


def _check(row: Place | Profile) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise WorkflowError(f"{row}: {' '.join(error.messages)}") from None


def _checked(row: Row) -> Row:
    """Return `row`; raise WorkflowError where one of its fields is not right (an address that is no link)."""
    try:
        row.clean_fields(exclude=["revision", "domain"])
    except ValidationError as error:
        raise WorkflowError(f"{row}: {' '.join(error.messages)}") from None
    return row


def _require(decision: Decision) -> None:
    if not decision:
        raise WorkflowError(decision.reason)


def _require_version(revision: Revision, version: int) -> None:
    if revision.lock_version != version:
        raise OvertakenError(
            _("%(name)s saved this draft at %(time)s UTC, after you had opened it.")
            % {"name": revision.changed_by or _("Somebody"), "time": f"{revision.changed_at:%H:%M}"}
        )


def _locked(profile: Profile) -> Profile:
    """Return the profile's row, locked: verbs on one profile happen one after another."""
    return Profile.objects.select_for_update().get(pk=profile.pk)


def _fresh(revision: Revision) -> Revision:
    """Return the revision as it is now, under the lock; somebody may have published or discarded it."""
    current = Revision.objects.select_related("profile__place").filter(pk=revision.pk).first()
    if current is None:
        raise WorkflowError(_("This draft has been discarded in the meantime."))
    return current


def _log(profile: Profile, revision_number: int | None, verb: Verb, by: User | None) -> None:
    LogEntry.objects.create(profile=profile, revision_number=revision_number, verb=verb, by=by)


def _write(revision: Revision, content: Content) -> None:
    """Give a new revision its introduction, sources and findings, with their keys and order."""
    Revision.objects.filter(pk=revision.pk).update(introduction=content["introduction"])
    domains = {domain.slug: domain for domain in IndicatorDomain.objects.all()}
    sources = Source.objects.bulk_create(
        _checked(Source(revision=revision, position=position, **row))
        for position, row in enumerate(content["sources"])
    )
    by_key = {str(source.key): source for source in sources}
    findings = Finding.objects.bulk_create(
        _checked(
            Finding(
                revision=revision,
                key=row["key"],
                domain=domains[row["domain"]],
                kind=row["kind"],
                position=position,
                text=row["text"],
                indicator_area=row["indicator_area"],
            )
        )
        for position, row in enumerate(content["findings"])
    )
    FindingSource.objects.bulk_create(
        FindingSource(
            finding=finding, source=by_key[cited["source"]], position=position, locator=cited["locator"]
        )
        for finding, row in zip(findings, content["findings"], strict=True)
        for position, cited in enumerate(row["sources"])
    )
