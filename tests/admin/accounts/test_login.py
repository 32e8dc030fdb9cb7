"""Signing in: throttled by account and address together."""

import pytest
from django.test import Client

from tests.admin.forms import read_twice
from tests.factories import make_user

PASSWORD = "a fictional password"


@pytest.fixture(autouse=True)
def throttled(settings, db) -> None:
    settings.AXES_ENABLED = True


def sign_in(name: str, password: str, address: str = "192.0.2.1"):
    data = {"username": name, "password": password, "next": "/admin/"}
    return Client().post("/admin/login/", data, REMOTE_ADDR=address)


def test_five_wrong_passwords_close_the_account_to_that_address_alone():
    make_user("victim")
    make_user("other")
    for _ in range(4):
        assert sign_in("victim", "wrong").status_code == 200
    assert sign_in("victim", "wrong").status_code == 429
    response = sign_in("victim", PASSWORD)
    assert response.status_code == 429
    assert "Too many attempts to sign in" in response.content.decode()
    assert "mgi_session" not in response.cookies
    assert sign_in("other", PASSWORD).status_code == 302
    assert sign_in("victim", PASSWORD, address="192.0.2.2").status_code == 302


def test_signing_in_makes_good_for_earlier_mistakes():
    make_user("forgetful")
    for _ in range(2):
        for _ in range(4):
            sign_in("forgetful", "wrong")
        assert sign_in("forgetful", PASSWORD).status_code == 302


def test_who_is_no_staff_does_not_get_in():
    make_user("reader", is_staff=False, is_superuser=False)
    response = sign_in("reader", PASSWORD)
    assert response.status_code == 200
    assert "staff account" in response.content.decode()


@pytest.mark.parametrize(
    "address", ["", "//elsewhere.example/", "javascript:alert(1)", "\\\\elsewhere.example"]
)
def test_an_address_to_go_on_to_that_is_none_leads_to_the_dashboard(address):
    make_user("lost")
    data = {"username": "lost", "password": PASSWORD}
    response = Client().post("/admin/login/", data, query_params={"next": address})
    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_the_cookies_stay_in_the_administration():
    make_user("cookie")
    response = sign_in("cookie", PASSWORD)
    session = response.cookies["mgi_session"]
    assert (session["path"], session["httponly"]) == ("/admin/", True)


def test_signing_out(admin_client):
    with read_twice():
        response = admin_client.post("/admin/logout/")
    assert "You are signed out" in response.content.decode()
    assert admin_client.get("/admin/").status_code == 302
