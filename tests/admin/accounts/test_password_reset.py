"""A forgotten password: one answer for all, one letter, one use, and no way around the second step."""

import logging
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles.choices import JobKind
from profiles.models import Job
from tests.admin.signing_in import PASSWORD, code_of, give_code, give_password, give_second_factor, is_in
from tests.factories import make_member, make_user
from tests.jobs import make_due, send_emails

pytestmark = pytest.mark.django_db

NEW = "another fictional password"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def ask(email: str, address: str = "192.0.2.1"):
    response = Client().post("/admin/password_reset/", {"email": email}, REMOTE_ADDR=address)
    send_emails()
    return response


def link() -> str:
    (path,) = re.findall(r"https://mgi\.example(/\S+)", mail.outbox[-1].body)
    return path


def choose(client: Client, address: str, password: str = NEW):
    form = client.get(address, follow=True)
    if not form.redirect_chain:
        return form
    data = {"new_password1": password, "new_password2": password}
    return client.post(form.redirect_chain[-1][0], data)


def test_a_forgotten_password():
    user = make_member("Analyst", email="ana@example.org", first_name="Ana")
    signed_in = give_password(user)
    ask("Ana@example.org")
    letter = mail.outbox[0]
    assert letter.to == ["ana@example.org"]
    assert letter.subject == "A new password for Migration Governance Profiles"
    assert f"Your username is {user.username}." in letter.body and "&" not in letter.body
    response = choose(client := Client(), link())
    assert response.url == "/admin/password_reset/done/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert not is_in(client)
    assert not is_in(signed_in)


def test_the_answer_is_the_same_for_everybody():
    make_member("Analyst", email="known@example.org")
    make_member("Analyst", email="closed@example.org", is_active=False)
    make_member("Analyst", email="reader@example.org", is_staff=False)
    names = ("known", "closed", "reader", "unknown")
    answers = [ask(f"{name}@example.org", f"192.0.2.{number}") for number, name in enumerate(names)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/admin/password_reset/asked/")}
    assert [letter.to for letter in mail.outbox] == [["known@example.org"]]


def test_the_answer_neither_looks_for_the_account_nor_sends():
    """So its time tells nobody whose address it is."""
    make_member("Analyst", email="known@example.org")
    costs = []
    for email in ("known@example.org", "unknown@example.org"):
        with CaptureQueriesContext(connection) as queries:
            Client().post("/admin/password_reset/", {"email": email})
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert mail.outbox == []
    assert [job.about for job in Job.objects.filter(kind=JobKind.PASSWORD_RESET)] == ["", ""]
    assert "token" not in str(Job.objects.values_list("arguments", flat=True))
    assert send_emails() == 2 and len(mail.outbox) == 1


def test_a_repeated_letter_has_the_same_message_id_and_a_link_that_works(settings):
    make_member("Analyst", email="ana@example.org")
    Client().post("/admin/password_reset/", {"email": "ana@example.org"})
    settings.EMAIL_BACKEND = "tests.test_notifications.BrokenBackend"
    send_emails()
    settings.EMAIL_BACKEND = "tests.test_notifications.DroppingBackend"
    make_due()
    send_emails()
    assert len({letter.message()["Message-ID"] for letter in mail.outbox}) == 1 < len(mail.outbox)
    assert choose(Client(), link()).url == "/admin/password_reset/done/"


def test_the_link_goes_to_our_address_whatever_the_request_says(settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_member("Analyst", email="ana@example.org")
    Client().post("/admin/password_reset/", {"email": "ana@example.org"}, HTTP_HOST="evil.example")
    ask("nobody@example.org")
    assert "evil" not in mail.outbox[0].body and link()


def test_a_link_works_once():
    make_member("Analyst", email="ana@example.org")
    ask("ana@example.org")
    choose(Client(), link())
    again = Client().get(link(), follow=True)
    assert "does not work any more" in again.content.decode()


def test_a_link_expires(settings):
    make_member("Analyst", email="ana@example.org")
    ask("ana@example.org")
    assert settings.PASSWORD_RESET_TIMEOUT == 2 * 3600
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "does not work any more" in Client().get(link(), follow=True).content.decode()


@pytest.mark.parametrize("address", ["MQ/x-y/", "%00/x-y/", "MTIz/set-password/", "x/y/"])
def test_a_made_up_link_changes_nothing(address):
    make_user("somebody")
    response = Client().get(f"/admin/password_reset/{address}", follow=True)
    assert response.status_code in (200, 400, 404)
    if response.status_code == 200:
        assert "does not work any more" in response.content.decode()


def test_a_weak_password_is_refused():
    user = make_member("Analyst", email="ana@example.org")
    ask("ana@example.org")
    assert choose(Client(), link(), "short").status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_second_step_is_asked_for_as_before():
    user = make_member("Publisher", email="pub@example.org")
    codes = give_second_factor(user)
    ask("pub@example.org")
    choose(client := Client(), link())
    assert not is_in(client)
    client.post("/admin/login/", {"username": user.username, "password": NEW})
    assert not is_in(client)
    give_code(client, codes[0])
    assert is_in(client)


def test_one_address_asks_five_times():
    for _number in range(5):
        assert ask("nobody@example.org").status_code == 302
    response = ask("nobody@example.org")
    assert response.status_code == 429
    assert "Too many requests from your IP address" in response.content.decode()
    assert ask("nobody@example.org", "192.0.2.2").status_code == 302


def test_one_mailbox_gets_three_letters():
    make_member("Analyst", email="flooded@example.org")
    answers = {ask("Flooded@example.org", f"192.0.2.{number}").status_code for number in range(6)}
    assert answers == {302}
    assert len(mail.outbox) == 3


def test_a_lock_after_wrong_passwords_ends_with_the_new_one(settings):
    settings.AXES_ENABLED = True
    user = make_member("Analyst", email="ana@example.org")
    data = {"username": user.username, "password": "wrong"}
    assert [Client().post("/admin/login/", data).status_code for _number in range(5)][-1] == 429
    ask("ana@example.org")
    choose(Client(), link())
    data["password"] = NEW
    assert Client().post("/admin/login/", data).status_code == 302


def test_a_wrong_password_in_the_account_counts_as_at_the_door(settings):
    settings.AXES_ENABLED = True
    user = make_member("Analyst")
    give_second_factor(user)
    client = give_password(user)
    give_code(client, code_of())
    data = {"password": "wrong", "code": "000000"}
    answers = [client.post("/admin/account/second-step/off/", data).status_code for _number in range(5)]
    assert answers == [200, 200, 200, 200, 429]


def test_no_link_is_logged(caplog):
    caplog.set_level(logging.DEBUG)
    make_member("Analyst", email="ana@example.org")
    ask("ana@example.org")
    choose(Client(), link())
    token = link().rstrip("/").split("/")[-1]
    assert token not in caplog.text and NEW not in caplog.text


def test_the_page_of_the_sign_in_leads_here():
    assert 'href="/admin/password_reset/"' in Client().get("/admin/login/").content.decode()


def test_a_form_from_elsewhere_is_refused():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/admin/password_reset/", {"email": "a@example.org"}).status_code == 403
