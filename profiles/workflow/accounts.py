"""The second step of signing in: enrolling, checking a code, one-time codes, turning off; new passwords.

Keys and codes never leave this module but to the person whose they are: none is logged or kept in plain
text, but the key that the code of the moment is computed from (it has to be known to compare).
"""

import hashlib
from base64 import b32encode, urlsafe_b64encode
from secrets import token_bytes, token_hex
from uuid import uuid4

import django_otp
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from profiles import notifications
from profiles.choices import JobKind
from profiles.models import Job, StaffSession, User
from profiles.workflow.exceptions import WorkflowError

CODES = 10
LONGEST_CODE = 64
ROUNDS = 20_000
"""Of PBKDF2. A one-time code has 60 random bits, so the rounds only make a stolen table still dearer."""


def new_key() -> str:
    """Return a key for an authenticator, as hex: 160 bits, as RFC 4226 recommends."""
    return token_hex(20)


def proposed_device(user: User, key: str) -> TOTPDevice:
    """Return the authenticator that `key` would make, not stored: for its address and its text."""
    return TOTPDevice(user=user, name="authenticator", key=key, confirmed=True)


def has_second_factor(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def count_codes(user: User) -> int:
    """How many one-time codes are left."""
    return int(StaticToken.objects.filter(device__user=user).count())


@transaction.atomic
def enrol(user: User, key: str, code: str) -> tuple[int, list[str]]:
    """Make `key` the user's second factor if `code` shows that their device knows it.

    It takes the place of an earlier one: sessions that were opened with that ask for a code again. They are
    told by e-mail: before the first device, whoever has the password can set one up.
    Returns the id of the device, and the new one-time codes, which are not stored and cannot be told again.
    """
    User.objects.select_for_update().get(pk=user.pk)
    device = proposed_device(user, key)
    if not device.verify_token(_bare(code)):
        # A refused code has been counted on the row of the device; the error takes that row back.
        raise WorkflowError(_("This code is not right. Type the one that the app shows now."))
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    notifications.notify_of_account(user, _("A device for the second step of signing in was set up."))
    return device.pk, _replace_codes(user)


@transaction.atomic
def new_codes(user: User) -> list[str]:
    """Return ten one-time codes; those from before are void."""
    User.objects.select_for_update().get(pk=user.pk)
    return _replace_codes(user)


def _replace_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="one-time codes", confirmed=True)
    plain = [_random_code() for _number in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_digest(user, code)) for code in plain)
    return plain


def check_code(user: User, code: str) -> int:
    """Return the id of the user's authenticator if `code` is its code of the moment, or a one-time code.

    Either is good for one time. After a wrong one the next has to wait, each time twice as long.
    Not to be called within a transaction: the count of wrong codes must stay when this refuses.
    """
    bare = _bare(code)
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    is_momentary = len(bare) == 6 and bare.isascii() and bare.isdecimal()
    answering = device if is_momentary else StaticDevice.objects.filter(user=user, confirmed=True).first()
    if device is None or answering is None:
        raise WorkflowError(_wrong())
    _refuse_haste(answering)
    if not django_otp.verify_token(
        user, answering.persistent_id, bare if is_momentary else _digest(user, bare)
    ):
        raise WorkflowError(_wrong())
    if not is_momentary:
        device.throttle_reset()
    return int(device.pk)


@transaction.atomic
def turn_off_second_factor(user: User) -> None:
    """Forget the authenticator and the one-time codes of `user`."""
    if TOTPDevice.objects.filter(user=user).delete()[0]:
        notifications.notify_of_account(user, _("The second step of signing in was turned off."))
    StaticDevice.objects.filter(user=user).delete()


def follow_new_password(user: User, exclude: str | None = None) -> None:
    """Sign `user` out but in the session `exclude`, where the password was changed; and tell them."""
    end_sessions(user, exclude)
    notifications.notify_of_account(user, _("The password of your account was changed."))


def follow_new_email(user: User, before: str) -> None:
    """Tell `user`, at the address `before`, that another one is the way to a new password now."""
    if before and before.casefold() != user.email.casefold():
        what = _("The e-mail address of your account was changed. Letters of this site go to the new one.")
        notifications.notify_of_account(user, what, before)


def end_sessions(user: User, exclude: str | None = None) -> int:
    """Sign `user` out everywhere, but for the session of the key `exclude`; return how many there were."""
    return StaffSession.objects.for_user(user, exclude).delete()[0]


def _refuse_haste(device: TOTPDevice | StaticDevice) -> None:
    allowed, why = device.verify_is_allowed()
    if allowed:
        return
    seconds = max(1, round((why["locked_until"] - timezone.now()).total_seconds()))
    minutes = -(-seconds // 60)
    wait = (
        ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
        if seconds < 60
        else ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    )
    raise WorkflowError(_("Too many wrong codes. Wait %(time)s, then try again.") % {"time": wait})


def _wrong() -> str:
    return _("This code is not right, or has been used. Type the one that the app shows next.")


def _bare(code: str) -> str:
    """Return `code` without the spaces and hyphens that make it readable."""
    return "".join(character for character in code if character.isalnum()).lower()[:LONGEST_CODE]


def _random_code() -> str:
    """Return 60 random bits as a one-time code: abcd-efgh-ijkl."""
    characters = b32encode(token_bytes(10)).decode().lower()[:12]
    return "-".join(characters[start : start + 4] for start in (0, 4, 8))


def _digest(user: User, code: str) -> str:
    """Return what is stored of a one-time code: 16 characters, all that django-otp has room for."""
    salt = f"one-time code {user.pk}".encode()
    return urlsafe_b64encode(hashlib.pbkdf2_hmac("sha256", _bare(code).encode(), salt, ROUNDS, 12)).decode()


def request_password_reset(email: str, language: str) -> None:
    """Have a link for a new password sent to the accounts of `email`, if there are any."""
    arguments = {"email": email, "language": language, "name": str(uuid4())}
    Job.objects.enqueue(Job(kind=JobKind.PASSWORD_RESET, arguments=arguments))
