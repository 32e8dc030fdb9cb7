"""Who may change accounts and give groups, and which accounts need the second step of signing in."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from profiles.models import User
from profiles.permissions.decisions import ALLOWED, PUBLISH, PUBLISH_TRANSLATION, Decision

CHANGE_USER = "profiles.change_user"

NEED_SECOND_FACTOR = (PUBLISH, PUBLISH_TRANSLATION, CHANGE_USER)
"""Whoever has one of these rights needs the second step of signing in."""

PASSED = "second_factor"
"""Where a session keeps the id of the device whose code was entered at sign-in."""


def must_use_second_factor(user: User) -> bool:
    """Whoever may publish or change accounts signs in with a code as well, where SECOND_FACTOR is on."""
    return settings.SECOND_FACTOR and any(user.has_perm(right) for right in NEED_SECOND_FACTOR)


def is_wholly_signed_in(user: User, device_id: object) -> bool:
    """Whether the password was enough, or `device_id` is the one that `user` has."""
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return device.pk == device_id if device else not must_use_second_factor(user)


def can_do_without_second_factor(user: User) -> Decision:
    if must_use_second_factor(user):
        return Decision(
            False,
            _("Your account may publish or change accounts, so it needs the second step of signing in."),
        )
    return ALLOWED


def can_change_account(user: User, account: User) -> Decision:
    """Nobody changes an account that may do more than their own: a new password for it would be a way in."""
    if not (user.is_active and user.is_staff and user.has_perm(CHANGE_USER)):
        return Decision(False, _("Your account may not change accounts."))
    if user.is_superuser:
        return ALLOWED
    if account.is_superuser:
        return Decision(False, _("Only a superuser may change the account of a superuser."))
    if _rights_beyond(user, Q(user=account) | Q(group__user=account)):
        return Decision(False, _("This account has rights that yours does not have."))
    return ALLOWED


def can_give_group(user: User, group: Group) -> Decision:
    """Nobody gives a right that they do not have themselves."""
    if _rights_beyond(user, Q(group=group)):
        return Decision(
            False, _("The group %(group)s has rights that your account does not have.") % {"group": group}
        )
    return ALLOWED


def _rights_beyond(user: User, granted: Q) -> bool:
    # Asked of the rows: get_all_permissions() is empty for a closed account, which could be opened again.
    if user.is_superuser:
        return False
    own = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return Permission.objects.filter(granted).exclude(pk__in=own.values("pk")).exists()
