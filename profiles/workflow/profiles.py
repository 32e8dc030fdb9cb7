"""Create a profile, change its facts, delete one that was created by mistake."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from profiles import permissions, search
from profiles.choices import Action, Language
from profiles.content.schema import PROFILE_FIELDS, ProfileData
from profiles.models import Place, Profile, Revision, User
from profiles.workflow.drafts import clean_content, write_content
from profiles.workflow.exceptions import WorkflowError
from profiles.workflow.locking import changed_fields, lock_profile, log, require, require_valid
from profiles.workflow.snapshots import take_snapshot


@transaction.atomic
def create_profile(data: ProfileData, by: User | None, *, action: Action = Action.CREATE) -> Revision:
    """Create a profile and its first draft from `data`; return the draft. `action` is how the text came here.

    Raises WorkflowError where the place is unknown or already has this edition.
    """
    place = place_of(data)
    require(permissions.can_create_profile(by, place))
    if Profile.objects.filter(place=place, edition=data["edition"]).exists():
        raise WorkflowError(
            _("%(place)s already has a profile of edition %(edition)s. Nothing was changed.")
            % {"place": place.name, "edition": data["edition"]}
        )
    content = clean_content(data)
    profile = Profile(place=place, **{field: data[field] for field in PROFILE_FIELDS})  # type: ignore[literal-required]
    _store_profile(profile, by)
    revision = Revision.objects.create(
        profile=profile, number=1, change_note=data["change_note"], created_by=by, changed_by=by
    )
    write_content(revision, content)
    snapshot = take_snapshot(revision, action, by)
    log(profile, None, Action.CREATE, by, snapshot=snapshot if action == Action.CREATE else None)
    return revision


def place_of(data: ProfileData) -> Place:
    """Return the place that a profile is of; raise WorkflowError where there is none of that slug."""
    place = Place.objects.filter(slug=data["place"]).first()
    if place is None:
        raise WorkflowError(_("There is no place “%(slug)s”.") % {"slug": data["place"]})
    return place


@transaction.atomic
def add_profile(profile: Profile, by: User | None) -> None:
    """Store a new profile that has no text yet; `start_revision` opens its first draft."""
    _store_profile(profile, by)
    log(profile, None, Action.CREATE, by)


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
    stored = lock_profile(profile)
    require(permissions.can_change_facts(by, stored))
    changed = [field for field in changed_fields(profile, stored) if fields is None or field.name in fields]
    fixed = [str(field.verbose_name) for field in changed if field.name in permissions.fixed_facts(stored)]
    if fixed:
        raise WorkflowError(
            _("These facts cannot change once the text is submitted or published: %(facts)s.")
            % {"facts": Language.current().list_of(fixed)}
        )
    is_spoken_otherwise = any(field.name == "language" for field in changed)
    if is_spoken_otherwise and stored.translations.filter(language=profile.language).exists():
        raise WorkflowError(
            _("There is a translation into this language. Discard it, then change the language.")
        )
    for field in changed:
        setattr(stored, field.attname, field.value_from_object(profile))
    require(permissions.can_change_facts(by, stored))  # it may be of another place now
    require_valid(stored)
    if changed:
        stored.save(update_fields=[field.name for field in changed])
        search.index_profile(stored)
        log(stored, None, Action.FACTS, by, Language.current().list_of(row.verbose_name for row in changed))


@transaction.atomic
def delete_profile(profile: Profile, by: User | None) -> None:
    """Delete a profile that was begun by mistake: it has no revision, and nothing was ever written in it."""
    profile = lock_profile(profile)
    require(permissions.can_delete_profile(by, profile))
    profile.delete()
