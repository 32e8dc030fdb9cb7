"""“Your account”: what she may change herself, and where she is signed in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles.admin.accounts.views import browser_in_words
from profiles.models import StaffSession
from tests.admin.forms import read_twice
from tests.admin.signing_in import FIREFOX, PASSWORD, give_password, is_in
from tests.factories import make_member, make_user
from tests.pages import parse

pytestmark = pytest.mark.django_db

SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


def marks_of(client: Client) -> list[str]:
    page = parse(client.get("/admin/account/"))
    return [mark for mark in page.xpath("//button[@name='session']/@value") if mark != "others"]


def test_name_and_mail_preference():
    user = make_member("Analyst", email="ana@example.org")
    client = give_password(user)
    client.post("/admin/account/", {"first_name": "Ana", "last_name": "Example", "email": "x@evil.example"})
    user.refresh_from_db()
    assert (user.name, user.gets_mail, user.email) == ("Ana Example", False, "ana@example.org")


def test_nobody_makes_herself_more_than_she_is():
    user = make_member("Analyst")
    data = {"first_name": "A", "is_superuser": "on", "is_staff": "on", "groups": "4", "username": "admin"}
    give_password(user).post("/admin/account/", data)
    before = user.username
    user.refresh_from_db()
    assert (user.is_superuser, user.username) == (False, before)
    assert [group.name for group in user.groups.all()] == ["Analyst"]


def test_sessions_are_listed_in_words_and_without_their_keys():
    user = make_user("two-browsers")
    here, there = give_password(user), give_password(user, SAFARI, REMOTE_ADDR="192.0.2.7")
    text = (response := here.get("/admin/account/")).content.decode()
    for words in ("Firefox on Linux", "Safari on iPhone", "192.0.2.7", "This one"):
        assert words in text
    assert len(parse(response).xpath("//ul[@class='sessions']/li")) == 2
    for client in (here, there):
        assert client.cookies["mgi_session"].value not in text


def test_one_session_is_ended():
    user = make_user("leaves-one")
    here, there, third = (give_password(user) for _number in range(3))
    there_mark = StaffSession.objects.get(pk=there.cookies["mgi_session"].value).mark
    assert there_mark in marks_of(here)
    here.post("/admin/account/sessions/", {"session": there_mark})
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]


def test_all_other_sessions_are_ended():
    user, other = make_user("leaves-all"), make_user("colleague")
    here, there, colleague = give_password(user), give_password(user), give_password(other)
    here.post("/admin/account/sessions/", {"session": "others"})
    assert [is_in(client) for client in (here, there, colleague)] == [True, False, True]


def test_nobody_ends_the_session_of_another():
    client, other_client = give_password(make_user("mine")), give_password(make_user("theirs"))
    row = StaffSession.objects.get(pk=other_client.cookies["mgi_session"].value)
    for name in (row.mark, row.pk, "", "x"):
        client.post("/admin/account/sessions/", {"session": name})
    assert is_in(other_client) and is_in(client)
    assert client.get("/admin/account/sessions/").status_code == 405


def test_a_new_password_ends_the_other_sessions():
    user = make_user("changes")
    here, there = give_password(user), give_password(user)
    new = "another fictional password"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    with read_twice():
        assert here.post("/admin/password_change/", data).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert StaffSession.objects.for_user(user).count() == 1


def test_last_seen_is_written_once_in_five_minutes():
    client = give_password(make_user("seen"))
    old = timezone.now() - timedelta(minutes=20)
    StaffSession.objects.update(seen_at=old)
    client.get("/admin/account/")
    seen_at = StaffSession.objects.get().seen_at
    assert seen_at > old
    client.get("/admin/account/")
    assert StaffSession.objects.get().seen_at == seen_at


def test_expired_sessions_are_not_listed():
    user = make_user("expired")
    here, _there = give_password(user), give_password(user)
    StaffSession.objects.exclude(pk=here.cookies["mgi_session"].value).update(expire_date=timezone.now())
    assert marks_of(here) == []


def test_many_sessions_cost_as_many_queries_as_two(django_assert_num_queries):
    user = make_user("many")
    here = give_password(user)
    give_password(user)
    with CaptureQueriesContext(connection) as few:
        here.get("/admin/account/")
        count = len(few)
    for _number in range(6):
        give_password(user)
    with django_assert_num_queries(count):
        here.get("/admin/account/")


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (SAFARI, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605", "Safari on macOS"),
        ("curl/8", "An unknown browser"),
        ("", "An unknown browser"),
        ("<script>alert(1)</script>", "An unknown browser"),
    ],
)
def test_browsers_in_words(agent, words):
    assert browser_in_words(agent) == words


def test_the_form_of_the_account_is_found_from_every_page(admin_client):
    page = parse(admin_client.get("/admin/"))
    assert "/admin/account/" in page.xpath("//*[@id='user-tools']//a/@href")
