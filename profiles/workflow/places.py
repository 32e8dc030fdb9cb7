"""Places: add, change and delete them."""

import hashlib
import json
from collections.abc import Collection
from typing import Any

from babel import Locale
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from profiles import permissions, search
from profiles.choices import Action
from profiles.languages import Language
from profiles.models import LogEntry, Place, User
from profiles.page_store.versions import refresh_after_commit
from profiles.workflow.exceptions import OvertakenError, WorkflowError
from profiles.workflow.locking import changed_fields, require, require_valid

DERIVED = ("folded_names",)
"""Fields that Place.clean() fills: stored with the others, and not named in the log."""


@transaction.atomic
def save_place(place: Place, by: User | None, *, version: str = "") -> Place:
    """Store a new place, or what has changed of a stored one; the log says what, and the search follows.

    `version` is what place_version() returned for the place that the user had opened; OvertakenError is
    raised where another one is stored by now. Raises WorkflowError where the place is not valid. The slug
    of a stored place stays: change_address() changes it.
    """
    if place.pk is None:
        require(permissions.can_add_place(by, place.parent))
        _add(place, by)
        search.index_places([place.pk])
        return place
    stored = _locked(place)
    require(permissions.can_change_place(by, stored))
    if version and version != place_version(stored):
        raise OvertakenError(
            _("Somebody else has saved %(place)s after you had opened it. Open it again in another tab.")
            % {"place": stored.name}
        )
    place.slug = stored.slug
    is_moved = place.parent_id != stored.parent_id
    if is_moved and place.parent is not None:
        require(permissions.can_change_place(by, place.parent))
    require_valid(place)
    changed = changed_fields(place, stored)
    if changed:
        place.save(update_fields=[field.name for field in changed])
        log_place(place, Action.CHANGE_PLACE, by, _describe_changes(stored, place, changed))
        if is_moved:
            search.index_places([ancestor.pk for ancestor in (*stored.ancestors, *place.ancestors)])
    search.index_place(place)
    return place


@transaction.atomic
def add_places(rows: list[dict[str, Any]], by: User | None) -> list[Place]:
    """Add those places of `rows` (Place's fields, `parent` a slug) whose slug is new; return them.

    A place that is there already stays as it is. Raises WorkflowError where a row is not right.
    """
    require(permissions.can_add_place(by))
    added = []
    for row in rows:
        if Place.objects.filter(slug=row["slug"]).exists():
            continue
        fields = {name: value for name, value in row.items() if name not in ("parent", *DERIVED)}
        parent = Place.objects.filter(slug=row["parent"]).first() if row.get("parent") else None
        place = Place(parent=parent, **fields)
        _add(place, by)
        added.append(place)
    search.index_places([place.pk for place in added])
    return added


@transaction.atomic
def delete_place(place: Place, by: User | None) -> None:
    """Delete a place without profiles and local places; its log stays, its name is found no more."""
    place = locked_place(place)
    require(permissions.can_delete_place(by, place))
    search.forget_place(place)
    log_place(place, Action.DELETE_PLACE, by, f"/places/{place.slug}/")
    place.delete()


@transaction.atomic
def name_places() -> None:
    """Name places in languages that the table has gained: countries as CLDR does, others as in English.

    They are sorted and found by these names from then on. One query where no place lacks a language.
    """
    places = list(Place.objects.lacking_a_language())
    for place in places:
        for language in set(Language.values) - place.folded_names.keys():
            if name := Locale.parse(language).territories.get(place.iso2):
                place.names.setdefault(language, name)
        place.folded_names = place.normalize_names()
    if places:
        Place.objects.bulk_update(places, ["names", "folded_names"])
        search.index_places([place.pk for place in places])


def place_version(place: Place) -> str:
    """Return a digest of all that is stored of `place`, by which a lost update is noticed."""
    values = {field.name: field.value_from_object(place) for field in place._meta.concrete_fields}
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def locked_place(place: Place) -> Place:
    """Return the place's row, locked; raise WorkflowError where it is gone."""
    return _lock({place.pk})[place.pk]


def log_place(place: Place, action: Action, by: User | None, note: str = "") -> None:
    """Write one line of the place's history."""
    refresh_after_commit()
    LogEntry.objects.create(place=place, place_name=place.name, verb=action, by=by, note=note)


def _lock(keys: Collection[int]) -> dict[int, Place]:
    """Lock places in one order, so that two who move them never wait for each other; return them by key."""
    rows = {place.pk: place for place in Place.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    if len(rows) < len(keys):
        raise WorkflowError(_("This place has been deleted in the meantime."))
    return rows


def _locked(place: Place) -> Place:
    """Return the stored row of `place`, locked; with all that it is being moved into, which is read anew."""
    keys = {place.pk}
    if place.parent is not None and not Place.objects.filter(pk=place.pk, parent=place.parent_id).exists():
        keys |= {place.parent.pk, *(ancestor.pk for ancestor in place.parent.ancestors)}
    rows = _lock(keys)
    if place.parent_id:
        place.parent = Place.objects.with_ancestors().get(pk=place.parent_id)
    return rows[place.pk]


def _add(place: Place, by: User | None) -> None:
    if place.parent is not None:
        locked_place(place.parent)
    require_valid(place)
    try:
        with transaction.atomic():
            place.save(force_insert=True)
    except IntegrityError:
        raise WorkflowError(_("Somebody else has just added a place with this address or code.")) from None
    log_place(place, Action.ADD_PLACE, by)


def _describe_changes(stored: Place, place: Place, fields: list[models.Field]) -> str:
    """Return what has changed: of each field its name, what it was, what it is."""
    changes = []
    for field in fields:
        if field.name == "names":
            for code in sorted({*stored.names, *place.names}):
                before, after = stored.names.get(code), place.names.get(code)
                if before != after:
                    changes.append(_change(f"{field.verbose_name} ({code})", before, after))
        elif field.name not in DERIVED:
            changes.append(_change(str(field.verbose_name), _shown(stored, field), _shown(place, field)))
    return "; ".join(changes)


def _shown(place: Place, field: models.Field) -> Any:
    """Return the value of a field in words."""
    display = getattr(place, f"get_{field.name}_display", None)
    return display() if display else getattr(place, field.name)


def _change(name: str, before: Any, after: Any) -> str:
    old, new = ("–" if value in (None, "") else value for value in (before, after))
    return f"{name}: {old} → {new}"
