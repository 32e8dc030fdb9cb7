"""A device for the second step: enrolled, renewed, turned off, and an e-mail that says so."""

from base64 import b32decode

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.admin.signing_in import (
    KEY,
    PASSWORD,
    code_of,
    give_code,
    give_password,
    give_second_factor,
    is_in,
    signed_in,
)
from tests.factories import make_member
from tests.jobs import send_emails
from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("required")]


# Enrolling


def secret_of(response) -> str:
    """Read the key from the page, as hex."""
    (element,) = parse(response).find_class("secret")
    return b32decode(element.text_content().replace(" ", "")).hex()


def test_enrolling_at_the_first_sign_in():
    user = make_member("Publisher")
    client = give_password(user)
    page = client.get("/admin/account/second-step/")
    assert "no-store" in page["Cache-Control"]
    html = parse(page)
    assert "data:" not in page.content.decode()
    assert not html.xpath("//*[@style]")
    (drawing,) = html.find_class("qr")
    assert drawing.get("role") == "img" and drawing.get("aria-label")
    key = secret_of(page)
    assert secret_of(client.get("/admin/account/second-step/")) == key
    refusal = client.post("/admin/account/second-step/", {"code": "abc"})
    assert "This code is not right" in refusal.content.decode()
    assert not TOTPDevice.objects.exists()
    response = client.post("/admin/account/second-step/", {"code": code_of(key)})
    codes = [code.text_content() for code in parse(response).xpath("//ol[@id='codes']//code")]
    assert len(codes) == 10
    assert "no-store" in response["Cache-Control"]
    assert is_in(client)
    # Neither the key nor the codes are ever shown again.
    assert client.get("/admin/account/second-step/").url == "/admin/account/"
    later = give_password(user)
    assert give_code(later, codes[0]).status_code == 302


def test_the_code_that_enrolled_does_not_sign_in():
    user = make_member("Publisher")
    client = give_password(user)
    key = secret_of(client.get("/admin/account/second-step/"))
    code = code_of(key)
    client.post("/admin/account/second-step/", {"code": code})
    again = give_password(user)
    give_code(again, code)
    assert not is_in(again)


def test_whoever_has_a_device_cannot_enrol_another_with_the_password_alone(enrolled):
    client = give_password(enrolled)
    for response in (
        client.get("/admin/account/second-step/"),
        client.post("/admin/account/second-step/", {"code": code_of()}),
    ):
        assert response.url.startswith("/admin/login/code/")
    session = client.session
    session["may_renew"], session["enrolling"] = timezone.now().timestamp(), KEY
    session.save()
    assert client.post("/admin/account/second-step/", {"code": code_of()}).status_code == 302
    assert not is_in(client)


def test_enrolling_of_ones_own_will_asks_for_the_password():
    user = make_member("Analyst")
    client = give_password(user)
    key = secret_of(client.get("/admin/account/second-step/"))
    response = client.post("/admin/account/second-step/", {"code": code_of(key), "password": "wrong"})
    assert "This is not your password" in response.content.decode()
    assert not TOTPDevice.objects.exists()
    client.post("/admin/account/second-step/", {"code": code_of(key), "password": PASSWORD})
    assert is_in(client)
    assert not is_in(give_password(user))


def test_a_session_from_before_the_rule_is_stopped(settings):
    settings.SECOND_FACTOR = False
    user = make_member("Publisher")
    client = give_password(user)
    assert is_in(client)
    settings.SECOND_FACTOR = True
    assert not is_in(client)
    assert client.get("/admin/login/").url.startswith("/admin/account/second-step/")


# Renewing and turning off


@pytest.mark.parametrize("page", ["codes", "device", "off"])
@pytest.mark.parametrize("wrong", ["password", "code"])
def test_changing_the_second_step_asks_for_password_and_code(page, wrong):
    user = make_member("Analyst")
    codes = give_second_factor(user)
    client = signed_in(user)
    data = {"password": PASSWORD, "code": codes[0]} | {wrong: "wrong"}
    assert client.post(f"/admin/account/second-step/{page}/", data).status_code == 200
    assert TOTPDevice.objects.get().key == KEY
    assert client.get("/admin/account/second-step/").status_code == 302
    StaticDevice.objects.update(throttling_failure_timestamp=None)
    give_code(other := give_password(user), codes[1])
    assert is_in(other)


def test_new_one_time_codes_void_the_old(enrolled):
    old = give_second_factor(enrolled)
    client = signed_in(enrolled)
    data = {"password": PASSWORD, "code": code_of(ahead=1)}
    new = parse(client.post("/admin/account/second-step/codes/", data)).xpath("//ol[@id='codes']//code")
    later = give_password(enrolled)
    give_code(later, old[5])
    assert not is_in(later)
    StaticDevice.objects.update(throttling_failure_timestamp=None)
    give_code(later, new[5].text_content())
    assert is_in(later)


def test_another_device_ends_what_the_old_one_opened(enrolled):
    client, elsewhere = signed_in(enrolled), give_password(enrolled)
    give_code(elsewhere, code_of(ahead=1))
    assert is_in(elsewhere)
    codes = give_second_factor(enrolled)
    client = give_password(enrolled)
    give_code(client, codes[0])
    client.post("/admin/account/second-step/device/", {"password": PASSWORD, "code": codes[1]})
    key = secret_of(client.get("/admin/account/second-step/"))
    assert key != KEY
    assert client.post("/admin/account/second-step/", {"code": code_of(key)}).status_code == 200
    assert is_in(client)
    assert not is_in(elsewhere)
    assert client.get("/admin/account/second-step/").status_code == 302


def test_turning_off_is_refused_to_whoever_must_have_it(enrolled):
    client = signed_in(enrolled)
    data = {"password": PASSWORD, "code": code_of(ahead=1)}
    response = client.post("/admin/account/second-step/off/", data, follow=True)
    assert "needs the second step" in response.content.decode()
    assert TOTPDevice.objects.exists()


def test_turning_off(settings, enrolled):
    settings.SECOND_FACTOR = False
    client = signed_in(enrolled)
    client.post("/admin/account/second-step/off/", {"password": PASSWORD, "code": code_of(ahead=1)})
    assert not TOTPDevice.objects.exists() and not StaticToken.objects.exists()
    assert is_in(client)
    assert is_in(give_password(enrolled))


def test_the_operator_can_turn_it_off(enrolled, capsys):
    client = signed_in(enrolled)
    call_command("turn_off_second_factor", "enrolled")
    assert "is off" in capsys.readouterr().out
    assert not is_in(client)


# Who is told


@pytest.mark.parametrize("gets_mail", [True, False])
def test_she_is_told_of_what_opens_her_account(enrolled, gets_mail):
    """Before the first device, whoever has her password can set one up: then the letter is what tells her."""
    user = make_member("Publisher", email="her@example.org", gets_mail=gets_mail)
    administrator = signed_in(enrolled)
    client = give_password(user)
    key = secret_of(client.get("/admin/account/second-step/"))
    person = f"/admin/profiles/user/{user.pk}"
    fresh = "another fictional password"
    reset = {"password1": fresh, "password2": fresh, "usable_password": "true"}
    change = {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh}
    for act, sentence in (
        (lambda: client.post("/admin/account/second-step/", {"code": code_of(key)}), "was set up"),
        (lambda: client.post("/admin/password_change/", change), "password of your account was changed"),
        (lambda: administrator.post(f"{person}/password/", reset), "password of your account was changed"),
        (lambda: administrator.post(f"{person}/second-step/off/"), "was turned off"),
    ):
        mail.outbox.clear()
        response = act()
        send_emails()
        assert response.status_code in (200, 302)
        (letter,) = mail.outbox
        assert letter.to == ["her@example.org"]
        assert sentence in letter.body and "tell an administrator at once" in letter.body
        assert key not in letter.body and fresh not in letter.body


def test_a_refused_code_and_turning_off_nothing_write_no_letter():
    user = make_member("Publisher", email="her@example.org")
    client = give_password(user)
    client.get("/admin/account/second-step/")
    client.post("/admin/account/second-step/", {"code": "000000"})
    call_command("turn_off_second_factor", user.username)
    send_emails()
    assert mail.outbox == []
