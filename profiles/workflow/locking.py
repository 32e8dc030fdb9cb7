"""What all actions share: the lock on the profile, the refusals, the log."""

from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from profiles import permissions
from profiles.choices import Action
from profiles.models import LogEntry, Place, Profile, Revision, SignOff, Snapshot, Translation, User
from profiles.page_store.versions import refresh_after_commit
from profiles.workflow.exceptions import OvertakenError, WorkflowError

Text = TypeVar("Text", Revision, Translation)


def require(decision: permissions.Decision) -> None:
    """Raise WorkflowError with the reason unless allowed."""
    if not decision:
        raise WorkflowError(decision.reason)


def require_version(text: Text, version: int) -> None:
    """Raise OvertakenError unless `version` is the lock_version that is stored."""
    if text.lock_version != version:
        raise OvertakenError(
            _("%(name)s saved this draft at %(time)s UTC, after you had opened it.")
            % {
                "name": text.changed_by.name if text.changed_by else _("Somebody"),
                "time": f"{text.changed_at:%H:%M}",
            }
        )


def require_valid(row: Place | Profile | SignOff, exclude: tuple[str, ...] = ()) -> None:
    """Raise WorkflowError with every reason why `row` cannot be stored, fields `exclude` aside."""
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as error:
        raise WorkflowError(f"{row}: {' '.join(error.messages)}") from None


def changed_fields(row: Place | Profile, stored: Place | Profile) -> list[Field]:
    """Return the fields of `row` that have another value than those of `stored`."""
    fields = row._meta.concrete_fields
    return [field for field in fields if field.value_from_object(row) != field.value_from_object(stored)]


def lock_profile(profile: Profile) -> Profile:
    """Return the profile's row, locked: actions on one profile happen one after another."""
    current = Profile.objects.select_for_update().filter(pk=profile.pk).first()
    if current is None:
        raise WorkflowError(_("This profile has been deleted in the meantime."))
    return current


def database_now(profile: Profile) -> datetime:
    """Return the time by the clock of the database, which all machines share; `profile` is any stored row."""
    [now] = Profile.objects.filter(pk=profile.pk).values_list(Now(), flat=True)
    return now


def lock_text(text: Text) -> Text:
    """Lock the profile and return the text as it is now; somebody may have changed or discarded it."""
    lock_profile(text.profile)
    related = ["profile__place", "changed_by", *(["revision"] if isinstance(text, Translation) else [])]
    current = type(text).objects.select_related(*related).filter(pk=text.pk).first()
    if current is None:
        raise WorkflowError(_("This draft has been discarded in the meantime."))
    if isinstance(current, Translation):
        current.revision.profile = current.profile  # the same row, with its place
    return current


def lock_text_for(action: Action, by: User | None, text: Text, version: int | None = None) -> Text:
    """Lock the text and return it as it is now, if `by` may take `action` on it.

    With `version`: only if that is its lock_version still, which the user was shown.
    """
    text = lock_text(text)
    require(permissions.can(action, by, text))
    if version is not None:
        require_version(text, version)
    return text


def update(row: Model, **values: Any) -> None:
    """Store these values in the columns of a row, and nothing else of it."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=values)


def log(
    profile: Profile,
    revision_number: int | None,
    action: Action,
    by: User | None,
    note: str = "",
    snapshot: Snapshot | None = None,
    language: str = "",
) -> None:
    """Write one line of the profile's history, with the text that the action left.

    `language` is that of the translation that it is about.
    """
    refresh_after_commit()
    LogEntry.objects.create(
        profile=profile,
        revision_number=revision_number,
        language=language,
        verb=action,
        by=by,
        note=note,
        snapshot=snapshot,
    )


def log_text(
    text: Text, action: Action, by: User | None, note: str = "", snapshot: Snapshot | None = None
) -> None:
    """Write what was done to a revision or to a translation into the history of its profile."""
    revision = text.revision if isinstance(text, Translation) else text
    language = text.language if isinstance(text, Translation) else ""
    log(text.profile, revision.number, action, by, note, snapshot, language)
