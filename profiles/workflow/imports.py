"""A document comes in: it becomes the first draft of a profile, or the open draft says what it says.

Until then it is kept for its uploader, with their choices.
"""

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from profiles import permissions
from profiles.choices import Action
from profiles.content.schema import ProfileData, digest
from profiles.content.serialize import in_reading_order, serialize_revision
from profiles.content.translations import Units
from profiles.models import ImportDocument, ImportName, Profile, Revision, Translation, User
from profiles.models.imports import MAX_NAME_LENGTH
from profiles.workflow.drafts import save_content, start_revision
from profiles.workflow.exceptions import OvertakenError
from profiles.workflow.locking import lock_profile, log_text, require, update
from profiles.workflow.profiles import create_profile, place_of
from profiles.workflow.snapshots import latest_snapshot
from profiles.workflow.translations import open_translation, save_translation

Seen = tuple[int, int]
"""The number and the lock_version of a revision: the text with which a document was compared."""


@transaction.atomic
def import_profile(data: ProfileData, by: User | None, *, note: str, seen: Seen | None) -> Revision | None:
    """Make a draft say what `data` says, and return it; None where the profile says just that already.

    A profile that is not here is created. Beside a live revision a new one is started; an open draft gets
    the content, and the text before stays in its history. `note` says for the log where it comes from.
    `seen` is what the document was compared with, None where there was nothing: raises OvertakenError where
    that is no longer so. The facts of a profile that is here stay as they are. Raises WorkflowError.
    """
    place = place_of(data)
    require(permissions.can_create_profile(by, place))
    profile = Profile.objects.filter(place=place, edition=data["edition"]).first()
    if profile is None:
        revision = create_profile(data, by, action=Action.IMPORT)
        log_text(revision, Action.IMPORT, by, note, latest_snapshot(revision))
        return revision
    profile = lock_profile(profile)
    current = profile.revisions.current()
    if (None if current is None else (current.number, current.lock_version)) != seen:
        raise OvertakenError(
            _("The profile was changed after the document was compared with it. Compare them again.")
        )
    if current is not None and digest(in_reading_order(data)) == digest(serialize_revision(current)):
        return None
    require(permissions.can_restore(by, profile))
    draft = profile.revisions.open().first() or start_revision(profile, by)
    return save_content(draft, data, draft.lock_version, by, action=Action.IMPORT, note=note)


@transaction.atomic
def store_document(data: bytes, name: str, by: User, choices: dict[str, Any]) -> ImportDocument:
    """Keep an uploaded document for `by` until they import it; the same again is the one that is there."""
    require(permissions.can_create_profile(by))
    return _store(data, name, by, choices)


@transaction.atomic
def store_translation_document(translation: Translation, data: bytes, name: str, by: User) -> ImportDocument:
    """Keep an uploaded document for `by` until it becomes the text of `translation`."""
    require(permissions.can(Action.SAVE, by, translation))
    return _store(data, name, by, {"translation": translation.pk})


@transaction.atomic
def translate_by_document(
    document: ImportDocument, profile: Profile, language: str, by: User, *, revision: Revision | None = None
) -> Translation:
    """Have `document`, which was uploaded as a profile, go on as a translation of `profile`; return that.

    It is the open draft, or a new one, of `revision`. Its text does not change yet. Raises WorkflowError.
    """
    profile = lock_profile(profile)
    require(permissions.can_restore_translation(by, profile, language))
    translation = open_translation(profile, language, by, revision=revision)
    store_choices(document, document.choices | {"translation": translation.pk, "is_profile": True})
    return translation


def _store(data: bytes, name: str, by: User, choices: dict[str, Any]) -> ImportDocument:
    """Keep a document; one that is here for something else goes on as what it was uploaded for last."""
    most = ImportDocument._meta.get_field("name").max_length or 0
    facts = {"uploaded_by": by, "digest": hashlib.sha256(data).hexdigest(), "name": name[-most:]}
    document, is_new = ImportDocument.objects.get_or_create(
        **facts, defaults={"data": data, "choices": choices}
    )
    is_other = document.choices.get("translation") != choices.get("translation")
    if not is_new and is_other and ("translation" in choices or not document.choices.get("is_profile")):
        store_choices(document, choices)
    return document


def answered_names(user: User) -> dict[str, str]:
    """Return name -> target: what the user has answered of the words of earlier documents. One query."""
    return dict(ImportName.objects.filter(user=user).values_list("name", "target"))


def store_names(user: User, names: Mapping[str, str]) -> None:
    """Keep for the next documents of `user` what the names in this one begin."""
    ImportName.objects.bulk_create(
        [
            ImportName(user=user, name=name, target=target)
            for name, target in names.items()
            if len(name) <= MAX_NAME_LENGTH
        ],
        update_conflicts=True,
        unique_fields=["user", "name"],
        update_fields=["target"],
    )


@transaction.atomic
def delete_names(keys: Collection[str], by: User) -> int:
    """Forget what was answered; return how many went. Those that `by` may not see count for nothing."""
    return ImportName.objects.visible_to(by).filter(pk__in=keys).delete()[0]


def store_choices(document: ImportDocument, choices: dict[str, Any]) -> None:
    """Keep the choices of a document's uploader."""
    update(document, choices=choices)


@transaction.atomic
def import_document(
    document: ImportDocument, data: ProfileData, by: User, *, seen: Seen | None
) -> Revision | None:
    """import_profile what was made of `document`, which is then kept no longer; its names stay answered."""
    revision = import_profile(data, by, note=document.name, seen=seen)
    store_names(by, document.choices.get("names", {}))
    document.delete()
    return revision


@transaction.atomic
def import_translation_document(
    document: ImportDocument, translation: Translation, units: Units, version: int, by: User
) -> Translation:
    """Make the draft of a translation say `units`, which were made of `document`; that is kept no longer.

    The text before stays in its history. Raises OvertakenError where `version` is not the one that is stored.
    """
    translation = save_translation(translation, units, version, by, action=Action.IMPORT, note=document.name)
    store_names(by, document.choices.get("names", {}))
    document.delete()
    return translation


def delete_old_documents() -> int:
    """Remove documents that nobody has imported for a month; return how many went."""
    return ImportDocument.objects.old().delete()[0]
