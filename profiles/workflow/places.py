"""What is not a profile's own: a place's facts, the texts of the domains. What they change is found anew."""

from typing import Any

from django.db import transaction

from profiles import permissions, search
from profiles.models import Place, User
from profiles.workflow.locking import require, require_valid


@transaction.atomic
def add_places(rows: list[dict[str, Any]], by: User | None) -> list[Place]:
    """Add those places of `rows` (Place's fields, `parent` a slug) whose slug is new; return them.

    A place that is there already stays as it is. Raises WorkflowError where a row is not right.
    """
    require(permissions.can_create_profile(by))
    added = []
    for row in rows:
        if Place.objects.filter(slug=row["slug"]).exists():
            continue
        facts = {name: value for name, value in row.items() if name not in ("parent", "folded_names")}
        parent = Place.objects.filter(slug=row["parent"]).first() if row.get("parent") else None
        place = Place(parent=parent, **facts)
        require_valid(place)
        place.save()
        added.append(place)
    return added


@transaction.atomic
def save_place(place: Place) -> None:
    """Store a place; the search follows its names, its region and its level."""
    place.save()
    search.index_place(place)


@transaction.atomic
def delete_place(place: Place) -> None:
    """Delete a place that no profile is of; neither its names nor its words are found any more."""
    search.forget_place(place)
    place.delete()


@transaction.atomic
def follow_domains() -> None:
    """Have the domains found by their texts as they are now."""
    search.index_domains()
