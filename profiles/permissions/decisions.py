"""The answer to "may this user do that?", and the part of it that rests on groups and assignments."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language_info, gettext as _

from profiles.models import Assignment, Place, User

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
"""Of the two backends in the settings, the one that knows groups."""


@dataclass(frozen=True)
class Decision:
    """Whether something is allowed and, where it is not, why: a sentence for the user who asked."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(True)

WRITE = "profiles.change_revision"
REVIEW = "profiles.review_revision"
PUBLISH = "profiles.publish_revision"
TRANSLATE = "profiles.change_translation"
REVIEW_TRANSLATION = "profiles.review_translation"
PUBLISH_TRANSLATION = "profiles.publish_translation"
ADD_PLACE = "profiles.add_place"
CHANGE_PLACE = "profiles.change_place"
DELETE_PLACE = "profiles.delete_place"

REFUSALS = {
    WRITE: lambda: _("Your account may read profiles here, but not change them."),
    REVIEW: lambda: _("Your account may not review."),
    PUBLISH: lambda: _("Your account may not publish."),
    TRANSLATE: lambda: _("Your account may read translations here, but not change them."),
    REVIEW_TRANSLATION: lambda: _("Your account may not review translations."),
    PUBLISH_TRANSLATION: lambda: _("Your account may not publish translations."),
    ADD_PLACE: lambda: _(
        "Your account may not add places. Ask an administrator: administrators add places, and assign people "
        "to them."
    ),
    CHANGE_PLACE: lambda: _("Your account may not change places."),
    DELETE_PLACE: lambda: _("Your account may not delete places."),
}


def has_right(user: User | None, right: str, place: Place | None = None, language: str = "") -> Decision:
    """Return whether `user` has `right` and, where a place is given, is assigned to it.

    With a `language`: to its translations into that language.
    """
    if user is None:
        return ALLOWED
    if not (user.is_active and user.is_staff):
        return Decision(False, _("Your account is closed."))
    if not user.has_perm(right):
        return Decision(False, REFUSALS[right]())
    if place is None or _is_assigned(user, place, language):
        return ALLOWED
    if not language:
        return Decision(False, _("You are not assigned to %(place)s.") % {"place": place.name})
    return Decision(
        False,
        _("You are not assigned to translations of %(place)s into this language: %(language)s.")
        % {"place": place.name, "language": get_language_info(language)["name_translated"]},
    )


def has_any_right(user: User | None, rights: tuple[str, ...], place: Place, language: str = "") -> Decision:
    """Ask for the first of `rights` that `user` has; so that who has one hears where it ends."""
    held = (right for right in rights if user is None or user.has_perm(right))
    return has_right(user, next(held, rights[0]), place, language)


def users_with_permission(name: str) -> Q:
    """Return the condition on users that `user.has_perm(name)` asks of one."""
    users = User.objects.with_perm(name, backend=MODEL_BACKEND)
    return Q(pk__in=users.order_by().values("pk"))


def users_assigned_to(place_id: int, language: str = "") -> QuerySet[User]:
    """Return the active staff who are assigned to a place: `_is_assigned`, asked of all at once."""
    assignments = Assignment.objects.filter(user=OuterRef(OuterRef("pk")), language__in=["", language])
    is_assigned = Exists(Place.objects.filter(pk=place_id).covered_by(assignments))
    return User.objects.filter(
        Q(is_assigned) | users_with_permission(Place.EVERYWHERE_PERMISSION), is_active=True, is_staff=True
    )


def _is_assigned(user: User, place: Place, language: str) -> bool:
    """Asked once of each object: a page with five buttons asks five times."""
    known: dict[tuple[int, str], bool] = place.__dict__.setdefault("_assigned_users", {})
    key = (user.pk, language)
    if key not in known:
        known[key] = Place.objects.assigned_to(user, language).filter(pk=place.pk).exists()
    return known[key]
