"""What a translation says: start, save, restore, discard it; and how it follows the original.

Every save leaves a snapshot. The way from the draft to the public is that of a revision (transitions.py).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import notifications, permissions
from profiles.choices import Action, Provenance, State
from profiles.content.translations import (
    CHANGE_NOTE,
    Unit,
    Units,
    build_units,
    clean_units,
    count_units,
    fact_problems,
    unit_problems,
)
from profiles.models import Comment, Profile, Revision, Translation, User
from profiles.workflow.exceptions import WorkflowError
from profiles.workflow.locking import (
    database_now,
    lock_profile,
    lock_text_for,
    log_text,
    require,
    require_version,
    update,
)
from profiles.workflow.scheduling import set_publish_at
from profiles.workflow.snapshots import mark_deliberate, record_conflict, snapshot_unsaved, take_snapshot


@dataclass(frozen=True)
class TranslationFacts:
    """What a translation says of itself: who answers for it, and what changed since the one before."""

    provenance: str = Provenance.SITE
    reference: str = ""
    change_note: str = ""

    @classmethod
    def of(cls, translation: Translation) -> "TranslationFacts":
        return cls(translation.provenance, translation.reference, translation.change_note)

    def problems(self) -> list[str]:
        """Return every reason why they cannot be stored, in the language of the page."""
        return fact_problems(vars(self))


@transaction.atomic
def start_translation(
    profile: Profile, language: str, by: User | None, *, revision: Revision | None = None
) -> Translation:
    """Open a draft with what the newest published translation says, or the newest where none is; return it.

    It is of `revision`, an open or a live one; of the open one, or else the live one, where that is None.
    """
    profile = lock_profile(profile)
    require(permissions.can_start_translation(by, profile, language))
    candidates = [profile.revisions.open().first(), profile.revisions.published().first()]
    targets = [text for text in candidates if text and (revision is None or text.pk == revision.pk)]
    if not targets:
        raise WorkflowError(_("This revision has been closed in the meantime. Choose another one."))
    translation = Translation.objects.create(
        profile=profile, revision=targets[0], language=language, created_by=by, changed_by=by
    )
    before = _newest_closed(profile, language)
    if before is not None:
        facts = TranslationFacts(before.provenance, before.reference)
        _store(translation, before.units, facts)
        translation.refresh_from_db()
    _store_counts(translation)
    log_text(translation, Action.START, by, snapshot=take_snapshot(translation, Action.START, by))
    return translation


def open_translation(
    profile: Profile, language: str, by: User | None, *, revision: Revision | None = None
) -> Translation:
    """Return the open draft of a translation; where there is none, one that is started, of `revision`."""
    translation = profile.translations.open().filter(language=language).first()
    return translation or start_translation(profile, language, by, revision=revision)


def _newest_closed(profile: Profile, language: str) -> Translation | None:
    """Return the newest translation that readers have; where they have none, the newest they have had."""
    translations = Translation.objects.filter(profile=profile, language=language)
    published = translations.published().order_by("-revision__number").first()
    return published or translations.filter(number__isnull=False).order_by("-published_at", "-pk").first()


@transaction.atomic
def save_translation(
    translation: Translation,
    units: Units,
    version: int,
    by: User | None,
    *,
    facts: TranslationFacts | None = None,
    is_automatic: bool = False,
    aside: Units | None = None,
    action: Action = Action.SAVE,
    note: str = "",
) -> Translation:
    """Make the draft say `units`; return it. The same again changes nothing.

    Units of what the original does not have any more stay, in case that comes back. `facts` is what it says
    of itself; None leaves that as it is. `aside` is a text of which the writer took only a part, after
    somebody else had saved. Raises WorkflowError with every reason why it cannot be stored.
    """
    translation = lock_text_for(Action.SAVE, by, translation)
    facts = facts or TranslationFacts.of(translation)
    problems = [*unit_problems(units), *facts.problems()]
    if problems:
        raise WorkflowError(" ".join(problems))
    units = clean_units(units)
    if aside is not None and version == translation.lock_version:
        record_conflict(translation, clean_units(aside), units, by)
    if units == clean_units(translation.units) and facts == TranslationFacts.of(translation):
        if not is_automatic:
            mark_deliberate(translation, by)
        return translation
    require_version(translation, version)
    snapshot_unsaved(translation)
    _store(translation, units, facts)
    _touch(translation, by)
    snapshot = take_snapshot(translation, action, by, is_automatic=is_automatic)
    if not is_automatic:
        log_text(translation, action, by, note, snapshot)
    return translation


@transaction.atomic
def restore_translation(
    profile: Profile, language: str, units: Units, by: User | None, note: str = ""
) -> Translation:
    """Put an earlier text into the open draft, or into a new one; return it. The text before stays kept."""
    profile = lock_profile(profile)
    require(permissions.can_restore_translation(by, profile, language))
    if problems := unit_problems(units):
        raise WorkflowError(" ".join(problems))
    translation = open_translation(profile, language, by)
    snapshot_unsaved(translation)
    _store(translation, clean_units(units), TranslationFacts.of(translation))
    _touch(translation, by)
    log_text(translation, Action.RESTORE, by, note, take_snapshot(translation, Action.RESTORE, by))
    return translation


@transaction.atomic
def discard_translation(translation: Translation, by: User | None, version: int | None = None) -> None:
    """Delete a draft. What is published and the log stay, and a snapshot from which it can be restored."""
    translation = lock_text_for(Action.DISCARD, by, translation, version)
    _discard(translation, by)


def _discard(translation: Translation, by: User | None, note: str = "") -> None:
    snapshot = take_snapshot(translation, Action.DISCARD, by)
    log_text(translation, Action.DISCARD, by, note, snapshot)
    translation.delete()


@transaction.atomic
def move_translation(translation: Translation, revision: Revision, by: User | None) -> Translation:
    """Have a draft translate `revision`, the open or the live one of its profile; return it."""
    translation = lock_text_for(Action.MOVE_ON, by, translation)
    texts = translation.profile.revisions
    if revision.pk not in [text.pk for text in (*texts.open(), *texts.published())]:
        raise WorkflowError(_("This revision has been closed in the meantime. Choose another one."))
    if revision.pk != translation.revision_id:
        _move(translation, revision, by)
    return translation


def _move(translation: Translation, revision: Revision, by: User | None) -> None:
    """What a revision says of its changes is no part of another one."""
    units = {key: unit for key, unit in translation.units.items() if key != CHANGE_NOTE}
    snapshot_unsaved(translation)
    update(translation, revision=revision, units=units)
    _store_counts(translation)
    Translation.objects.filter(pk=translation.pk).update(lock_version=F("lock_version") + 1)
    translation.refresh_from_db()
    Comment.objects.filter(translation=translation).update(revision=revision)
    translation.presences.update(revision=revision)
    log_text(translation, Action.MOVE_ON, by, snapshot=take_snapshot(translation, Action.MOVE_ON, by))


# Following the original: called by the actions on revisions, within their transactions


def follow_draft(revision: Revision) -> None:
    """Count anew what the open translations of a draft lack, as it has changed."""
    for translation in revision.translations.open():
        _store_counts(translation)


def follow_published(
    revision: Revision, before: Revision | None, by: User | None, replaced: Collection[str] = ()
) -> None:
    """Have the translations of `before` go on with `revision`, which has just replaced it.

    Open ones are of the new revision from now on. Published ones are kept for it: as t/1, with the units
    that it still has, those that have changed meanwhile being outdated. In the languages of `replaced` a new
    translation is published at once.
    """
    if before is None:
        return
    for translation in Translation.objects.open().filter(revision=before).select_related("profile__place"):
        _move(translation, revision, by)
    content: list[Unit] = build_units(revision, {})
    keys = {unit.key for unit in content} - {CHANGE_NOTE}
    kept = Translation.objects.filter(revision=before, state=State.PUBLISHED)
    for published in kept.exclude(language__in=replaced):
        units = {key: unit for key, unit in published.units.items() if key in keys}
        if units:
            _carry(published, revision, units, by)


def _carry(published: Translation, revision: Revision, units: Units, by: User | None) -> None:
    names = ("language", "provenance", "reference", "created_by", "changed_by", "approved_by", "approved_at")
    translation = Translation(
        profile=revision.profile,
        revision=revision,
        units=units,
        **{name: getattr(published, name) for name in names},
    )
    make_public(translation, by)
    log_text(translation, Action.CARRY, by)
    if translation.outdated_count or translation.missing_count:
        notifications.notify(notifications.writers(translation, exclude=by), Action.CARRY, translation, by)


def follow_discarded(revision: Revision, by: User | None) -> None:
    """Have the open translations of a draft go back to the live text; without one they are discarded too."""
    live = Revision.objects.published().filter(profile=revision.profile_id).first()
    for translation in Translation.objects.open().filter(revision=revision).select_related("profile__place"):
        if live is not None:
            _move(translation, live, by)
        else:
            _discard(translation, by, _("The draft that it translated was discarded."))


def unschedule_translations(revision: Revision, by: User | None) -> None:
    """Take the translations of a revision that is not published after all off the schedule."""
    for translation in Translation.objects.open().filter(revision=revision, publish_at__isnull=False):
        set_publish_at(translation, None)
        log_text(translation, Action.UNSCHEDULE, by)


def withdraw_translations(revision: Revision, by: User | None, reason: str) -> None:
    """Withdraw the translations of a revision with it, for the same reason."""
    for translation in Translation.objects.filter(revision=revision, state=State.PUBLISHED):
        update(
            translation,
            state=State.WITHDRAWN,
            closed_at=timezone.now(),
            closed_by=by,
            withdrawal_reason=reason,
        )
        log_text(translation, Action.WITHDRAW, by, reason)


def make_public(translation: Translation, by: User | None) -> None:
    """Store `translation` as the one that the public reads; that before it becomes a frozen record."""
    now = database_now(translation.profile)
    siblings = Translation.objects.filter(revision=translation.revision_id)
    siblings = siblings.filter(language=translation.language)
    siblings.filter(state=State.PUBLISHED).update(state=State.SUPERSEDED, closed_at=now, closed_by=by)
    progress = count_units(build_units(translation.revision, translation.units))
    values: dict[str, Any] = {
        **translation.frozen_facts(),
        "number": (siblings.aggregate(n=Max("number"))["n"] or 0) + 1,
        "missing_count": progress.missing,
        "outdated_count": progress.outdated,
        "state": State.PUBLISHED,
        "published_at": now,
        "published_by": by,
    }
    for name, value in values.items():
        setattr(translation, name, value)
    translation.save()


def require_publishable(translation: Translation, units: list[Unit] | None = None) -> None:
    """Raise WorkflowError where a translation says nothing, or not who approved it as official.

    Three queries, unless its `units` are known already.
    """
    if units is None:
        units = build_units(translation.revision, translation.units)
    if not any(unit.text for unit in units):
        raise WorkflowError(_("Nothing is translated yet."))
    if translation.is_official and not translation.reference.strip():
        raise WorkflowError(
            _("The translation is marked as official: say who approved it, or where it was printed.")
        )


# Rows


def _store(translation: Translation, units: Units, facts: TranslationFacts) -> None:
    update(translation, units=units, **vars(facts))


def _touch(translation: Translation, by: User | None) -> None:
    """Note who changed it last, and what it lacks now."""
    _store_counts(translation)
    Translation.objects.filter(pk=translation.pk).update(
        changed_by=by, changed_at=timezone.now(), lock_version=F("lock_version") + 1
    )
    translation.refresh_from_db()


def _store_counts(translation: Translation) -> None:
    progress = count_units(build_units(translation.revision, translation.units))
    update(translation, missing_count=progress.missing, outdated_count=progress.outdated)
