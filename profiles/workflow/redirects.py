"""The addresses of profiles and places: change one, and the old one redirects to it."""

from django.db import transaction
from django.utils.translation import gettext as _

from profiles import permissions
from profiles.choices import CLOSED_STATES, Action
from profiles.models import Place, Profile, User
from profiles.workflow.exceptions import WorkflowError
from profiles.workflow.locking import lock_profile, log, require, require_valid
from profiles.workflow.places import locked_place, log_place


@transaction.atomic
def change_address(obj: Profile | Place, slug: str, by: User | None) -> Profile | Place:
    """Give a profile or a place another slug; return it. The old address leads to the new one from now on.

    Raises WorkflowError where the slug is another's, is no slug, or was another's: that one's old address
    leads there still. The address that it had before can be taken back.
    """
    current = lock_profile(obj) if isinstance(obj, Profile) else locked_place(obj)
    require(permissions.can_change_address(by, current))
    old, current.slug = current.slug, slug.strip()
    if current.slug == old:
        raise WorkflowError(_("This is its address already."))
    require_valid(current)
    current.slug_redirects.filter(slug=current.slug).delete()
    if _has_been_public(current):
        current.slug_redirects.create(slug=old)
    current.save(update_fields=["slug"])
    folder = "/profiles" if isinstance(current, Profile) else "/places"
    note = f"{folder}/{old}/ → {folder}/{current.slug}/"
    if isinstance(current, Place):
        log_place(current, Action.MOVE, by, note)
    for profile in [current] if isinstance(current, Profile) else current.profiles.all():
        log(profile, None, Action.MOVE, by, note)
    return current


def _has_been_public(obj: Profile | Place) -> bool:
    """Whether somebody outside may have the old address; otherwise another may have it."""
    if isinstance(obj, Profile):
        return obj.revisions.filter(state__in=CLOSED_STATES).exists()
    return Place.objects.public().filter(pk=obj.pk).exists()
