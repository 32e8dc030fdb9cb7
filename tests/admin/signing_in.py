"""What the tests of accounts share: signing in step by step, and an authenticator."""

import time

from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from profiles.models import User
from profiles.workflow import accounts

PASSWORD = "a fictional password"
KEY = "3132333435363738393031323334353637383930"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def code_of(key: str = KEY, ahead: int = 0) -> str:
    """Return what an authenticator with `key` shows now, or `ahead` steps of 30 seconds later."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + 30 * ahead
    return f"{totp.token():06d}"


def wrong_code() -> str:
    """Return six digits that are right for none of the steps that are accepted."""
    right = {code_of(ahead=ahead) for ahead in (-2, -1, 0, 1, 2)}
    return next(
        code for code in ("000000", "111111", "222222", "333333", "444444", "555555") if code not in right
    )


def give_second_factor(user: User) -> list[str]:
    """Enrol `user` with KEY; return the one-time codes. The code of this moment and the next are unused."""
    codes = accounts.enrol(user, KEY, code_of(ahead=-1))[1]
    TOTPDevice.objects.filter(user=user).update(drift=0)
    return codes


def give_password(user: User, agent: str = FIREFOX, target: str = "/admin/", **extra) -> Client:
    """Take the first step, and no other."""
    client = Client(HTTP_USER_AGENT=agent, **extra)
    data = {"username": user.username, "password": PASSWORD, "next": target}
    response = client.post("/admin/login/", data)
    assert response.status_code == 302, response.content.decode()
    return client


def give_code(client: Client, code: str, **data):
    return client.post("/admin/login/code/", {"code": code, **data})


def is_in(client: Client) -> bool:
    return client.get("/admin/account/").status_code == 200


def signed_in(user) -> Client:
    client = give_password(user)
    assert give_code(client, code_of()).status_code == 302
    return client
