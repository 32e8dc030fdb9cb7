"""Who may add, change and delete places."""

from django.utils.translation import gettext as _

from profiles.models import Place, User
from profiles.permissions.decisions import ADD_PLACE, CHANGE_PLACE, DELETE_PLACE, Decision, has_right


def can_add_place(user: User | None, parent: Place | None = None) -> Decision:
    """Add a place; into `parent`, where it is a local one."""
    return has_right(user, ADD_PLACE, parent)


def can_change_place(user: User | None, place: Place) -> Decision:
    return has_right(user, CHANGE_PLACE, place)


def can_delete_place(user: User | None, place: Place) -> Decision:
    """Only a place that nothing is about and nothing lies in."""
    decision = has_right(user, DELETE_PLACE, place)
    if decision and place.profiles.exists():
        return Decision(False, _("There are profiles of this place, so it cannot be deleted."))
    if decision and place.local_places.exists():
        return Decision(False, _("Other places lie in this place, so it cannot be deleted."))
    return decision
