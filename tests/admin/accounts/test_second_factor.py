"""The second step of signing in: who owes it, what opens without it, and what a code is good for."""

import logging
import re
from base64 import b32encode

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from profiles.models import StaffSession
from tests.admin.signing_in import (
    KEY,
    PASSWORD,
    code_of,
    give_code,
    give_password,
    give_second_factor,
    is_in,
    signed_in,
    wrong_code,
)
from tests.factories import make_member, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("required")]


WHO = ["superuser", "Administrator", "Publisher", "Reviewer", "Analyst"]


@pytest.mark.parametrize(
    ("who", "setting", "has_device", "leads_to"),
    [
        *((who, True, False, "second-step") for who in WHO[:3]),
        *((who, True, False, "in") for who in WHO[3:]),
        *((who, False, False, "in") for who in WHO),
        *((who, setting, True, "login/code") for who in WHO for setting in (True, False)),
    ],
)
def test_who_owes_what(settings, who, setting, has_device, leads_to):
    settings.SECOND_FACTOR = setting
    user = make_user() if who == "superuser" else make_member(who)
    if has_device:
        give_second_factor(user)
    client = give_password(user)
    if leads_to == "in":
        assert is_in(client)
        return
    first = client.get("/admin/profiles/profile/")
    assert (first.status_code, first.url.partition("?")[0]) == (302, "/admin/login/")
    last = client.get("/admin/profiles/profile/", follow=True)
    assert last.status_code == 200
    assert leads_to in last.redirect_chain[-1][0]
    assert len(last.redirect_chain) == 2
    assert last.context["next"] == "/admin/profiles/profile/"


def test_who_publishes_translations_alone_owes_it_too():
    user = make_member("Translator")
    assert is_in(give_password(user))
    user.user_permissions.add(Permission.objects.get(codename="publish_translation"))
    assert not is_in(give_password(user))


def admin_addresses() -> list[str]:
    """Return one address for each pattern below /admin/."""
    addresses = []

    def walk(patterns, prefix: str) -> None:
        for pattern in patterns:
            route = str(pattern.pattern)
            route = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: SAMPLES.get(m[1], "1"), route)
            route = (
                re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", "profiles", route).strip("^$").replace(r"\Z", "")
            )
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, prefix + route)
            elif isinstance(pattern, URLPattern):
                addresses.append(f"/{prefix}{route}")

    walk([p for p in get_resolver().url_patterns if str(p.pattern) == "admin/"], "")
    return sorted(set(addresses))


SAMPLES = {"uidb64": "MQ", "token": "x-y", "app_label": "profiles", "url": "nowhere"}
OPEN_TO_ALL = {
    "/admin/login/",
    "/admin/login/code/",
    "/admin/login/cancel/",
    "/admin/account/second-step/",
    "/admin/password_reset/",
    "/admin/password_reset/asked/",
    "/admin/password_reset/done/",
    "/admin/password_reset/MQ/x-y/",
}


@pytest.mark.parametrize("has_device", [True, False])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_password_alone_opens_nothing(method, has_device):
    user = make_user("half")
    if has_device:
        give_second_factor(user)
    client, stranger = give_password(user), Client()
    addresses = admin_addresses()
    assert len(addresses) > 60
    assert set(addresses) >= OPEN_TO_ALL
    for address in set(addresses) - OPEN_TO_ALL:
        response = getattr(client, method)(address)
        same = getattr(stranger, method)(address)
        assert (response.status_code, response.get("Location")) == (same.status_code, same.get("Location")), (
            address
        )
        assert response.status_code in (302, 403, 404, 405), address
        if response.status_code == 302 and address != "/admin/logout/":
            assert response.url.startswith("/admin/login/"), address
    assert not is_in(client)


def test_the_code_opens_and_leads_to_where_she_wanted_to_go(enrolled):
    client = give_password(enrolled)
    before = client.cookies["mgi_session"].value
    response = give_code(client, code_of(), next="/admin/profiles/place/")
    assert (response.status_code, response.url) == (302, "/admin/profiles/place/")
    assert client.cookies["mgi_session"].value != before
    assert client.get("/admin/profiles/place/").status_code == 200


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/admin/", "/", "javascript:x"]
)
def test_nobody_is_led_elsewhere(enrolled, target):
    assert give_code(give_password(enrolled), code_of(), next=target).url == "/admin/"


def test_a_code_with_spaces_is_right(enrolled):
    code = code_of()
    assert give_code(give_password(enrolled), f" {code[:3]} {code[3:]} ").status_code == 302


@pytest.mark.parametrize(
    "code", ["", "0", "x" * 64, "x" * 65, "١٢٣٤٥٦", "1e5", "-12345", "\0", "abcd-efgh-ijkl"]
)
def test_a_wrong_code_opens_nothing(enrolled, code):
    client = give_password(enrolled)
    response = give_code(client, code)
    assert response.status_code == 200
    assert not is_in(client)


def test_a_code_is_good_for_one_time(enrolled):
    code = code_of()
    assert give_code(give_password(enrolled), code).status_code == 302
    again = give_password(enrolled)
    response = give_code(again, code)
    assert "has been used" in response.content.decode()
    assert not is_in(again)


def test_a_one_time_code_is_good_for_one_time():
    user = make_user("lost-her-phone")
    codes = give_second_factor(user)
    assert len(set(codes)) == 10
    first = give_password(user)
    assert give_code(first, codes[3].upper().replace("-", " ")).status_code == 302
    assert is_in(first)
    again = give_password(user)
    assert give_code(again, codes[3]).status_code == 200
    assert not is_in(again)
    assert StaticToken.objects.filter(device__user=user).count() == 9


def test_a_one_time_code_of_somebody_else_opens_nothing(enrolled):
    other = give_second_factor(make_user("other"))
    client = give_password(enrolled)
    give_code(client, other[0])
    assert not is_in(client)


def test_wrong_codes_make_the_next_one_wait(enrolled):
    client = give_password(enrolled)
    for _number in range(3):
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        give_code(client, wrong_code())
    response = give_code(client, code_of())
    assert "Too many wrong codes. Wait 4 seconds" in response.content.decode()
    assert not is_in(client)
    longer = timezone.now() - timezone.timedelta(seconds=5)
    TOTPDevice.objects.update(throttling_failure_timestamp=longer)
    assert give_code(client, code_of()).status_code == 302
    assert TOTPDevice.objects.get().throttling_failure_count == 0


def test_guessing_in_another_session_waits_as_well(enrolled):
    give_code(give_password(enrolled), wrong_code())
    other = give_password(enrolled)
    assert "Too many wrong codes" in give_code(other, code_of()).content.decode()


def test_a_one_time_code_helps_when_somebody_guessed(enrolled):
    codes = give_second_factor(enrolled)
    client = give_password(enrolled)
    give_code(client, wrong_code())
    assert give_code(client, codes[0]).status_code == 302


def test_whoever_waits_too_long_starts_again(enrolled):
    client = give_password(enrolled)
    session = client.session
    session["begun"] = (timezone.now() - timezone.timedelta(minutes=31)).isoformat()
    session.save()
    assert give_code(client, code_of()).url == "/admin/login/"
    assert not StaffSession.objects.exists()


def test_leaving_between_the_steps(enrolled):
    client = give_password(enrolled)
    assert client.post("/admin/login/cancel/").status_code == 302
    assert give_code(client, code_of()).url == "/admin/login/"


# Secrets


def test_no_secret_is_stored_in_clear_logged_or_shown_again(enrolled, caplog):
    caplog.set_level(logging.DEBUG)
    codes = give_second_factor(enrolled)
    client = signed_in(enrolled)
    give_code(give_password(enrolled), codes[0])
    give_code(give_password(enrolled), wrong_code())
    tokens = set(StaticToken.objects.values_list("token", flat=True))
    assert not tokens & {code.replace("-", "") for code in codes}
    pages = ["/admin/", "/admin/account/", f"/admin/profiles/user/{enrolled.pk}/change/"]
    output = "".join(client.get(page).content.decode() for page in pages) + caplog.text
    (session_key,) = {client.cookies["mgi_session"].value}
    password = enrolled.password.split("$")[-1]
    for secret in (
        KEY,
        b32encode(bytes.fromhex(KEY)).decode(),
        PASSWORD,
        session_key,
        password,
        *codes,
        *tokens,
    ):
        assert secret not in output


def test_the_pages_of_keys_are_not_in_the_administration(enrolled):
    client = signed_in(enrolled)
    for page in ("otp_totp/totpdevice/", "otp_static/staticdevice/"):
        assert client.get(f"/admin/{page}").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["login/code/", "login/cancel/", "account/second-step/", "account/", "account/sessions/"]
    + [f"account/second-step/{page}/" for page in ("codes", "device", "off")],
)
def test_a_form_from_elsewhere_is_refused(enrolled, address):
    client = signed_in(enrolled)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(f"/admin/{address}", {"code": "1"}).status_code == 403
