"""Accounts in a real browser: enrolling, signing in with a code, sessions, and a forgotten password.

Everything is done with the keyboard. The fixtures fail a page that breaks the Content-Security-Policy.
"""

import os
import re
from base64 import b32decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import server
from tests.admin.signing_in import code_of
from tests.browser.looks import assert_accessible, assert_fits

NAME = "enrols"
MAKE_USER = (
    "from django.contrib.auth.models import Group; from profiles.models import User; "
    f"User.objects.filter(username={NAME!r}).delete(); "
    f"u = User.objects.create_user({NAME!r}, 'enrols@example.org', {server.PASSWORD!r}, is_staff=True); "
    "u.groups.add(Group.objects.get(name='Publisher'))"
)


@pytest.fixture(scope="session")
def site(site: server.Site) -> Iterator[server.Site]:
    """The same installation, served a second time with the second factor on."""
    strict = server.Site(site.var, site.database, {"SECOND_FACTOR": "on"})
    with strict.running():
        yield strict


@pytest.fixture(autouse=True)
def publisher(site) -> None:
    site.manage("shell", "-c", MAKE_USER)


def look(page: Page, name: str) -> None:
    """Ask axe; keep a picture where ACCOUNT_PICTURES names a directory."""
    assert_accessible(page, name)
    assert_fits(page, name)
    if folder := os.environ.get("ACCOUNT_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def sign_in(page: Page, site: server.Site, password: str = server.PASSWORD) -> None:
    page.goto(f"{site.url}/admin/profiles/profile/")
    # The browser sets the focus with its first frame, which on a busy machine comes after "load".
    expect(page.locator("#id_username")).to_be_focused()
    page.keyboard.type(NAME)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def enrol(page: Page, site: server.Site) -> None:
    sign_in(page, site)
    key = b32decode(page.locator(".secret").inner_text().replace(" ", "")).hex()
    page.locator("#id_code").fill(code_of(key))
    page.keyboard.press("Enter")
    page.locator("a.default").press("Enter")
    page.wait_for_url("**/admin/profiles/profile/")


CIRCUMSTANCES = [
    {"viewport": {"width": 1280, "height": 900}},
    {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
    {"viewport": {"width": 768, "height": 900}, "locale": "ar"},
]


@pytest.mark.parametrize(
    "circumstances",
    [pytest.param(CIRCUMSTANCES[0], marks=pytest.mark.each_database), *CIRCUMSTANCES[1:]],
    ids=["wide", "phone-dark", "arabic"],
)
def test_from_the_first_sign_in_to_the_last_session(site, new_page, circumstances, request):
    name = request.node.callspec.id
    page = new_page(**circumstances)
    sign_in(page, site)
    expect(page.locator(".qr")).to_be_visible()
    look(page, f"{name}-enrol")
    # Nothing else opens, and the way out works.
    page.goto(f"{site.url}/admin/account/")
    expect(page.locator(".qr")).to_be_visible()
    page.locator("form[action$='/cancel/'] button").press("Enter")
    page.wait_for_url("**/admin/login/**")
    sign_in(page, site)
    key = page.locator(".secret").inner_text().replace(" ", "")
    page.locator("#id_code").fill("123")
    page.keyboard.press("Enter")
    expect(page.locator(".errorlist")).to_be_visible()
    look(page, f"{name}-enrol-refused")
    hexed = b32decode(key).hex()
    page.locator("#id_code").fill(code_of(hexed))
    page.keyboard.press("Enter")
    expect(page.locator("#codes li")).to_have_count(10)
    codes = page.locator("#codes code").all_inner_texts()
    look(page, f"{name}-codes")
    page.locator("[data-copy]").press("Enter")
    expect(page.locator("#code-tools [role=status]")).not_to_be_empty()
    page.locator("a.default").press("Enter")
    page.wait_for_url("**/admin/profiles/profile/")

    other = new_page(**circumstances)
    sign_in(other, site)
    expect(other.locator("#id_code")).to_be_focused()
    look(other, f"{name}-code")
    other.keyboard.type("abcd-efgh-ijkl")
    other.keyboard.press("Enter")
    expect(other.locator("#id_code_error")).to_be_visible()
    look(other, f"{name}-code-refused")
    other.wait_for_timeout(1100)
    other.locator("#id_code").fill(codes[0])
    other.keyboard.press("Enter")
    other.wait_for_url("**/admin/profiles/profile/")

    page.locator("#user-tools a[href$='/account/']").press("Enter")
    expect(page.locator(".sessions li")).to_have_count(2)
    look(page, f"{name}-account")
    for step in ("device", "codes"):
        page.goto(f"{site.url}/admin/account/second-step/{step}/")
        look(page, f"{name}-confirm-{step}")
    page.goto(f"{site.url}/admin/account/")
    page.locator("button[name=session][value=others]").press("Enter")
    expect(page.locator(".sessions li")).to_have_count(1)
    other.goto(f"{site.url}/admin/")
    expect(other.locator("#id_username")).to_be_visible()


@pytest.mark.parametrize("circumstances", CIRCUMSTANCES, ids=["wide", "phone-dark", "arabic"])
def test_a_forgotten_password(site, new_page, circumstances, request):
    name = request.node.callspec.id
    page = new_page(**circumstances)
    page.goto(f"{site.url}/admin/login/")
    look(page, f"{name}-login")
    page.locator("a[href$='/password_reset/']").press("Enter")
    page.wait_for_url("**/password_reset/")
    look(page, f"{name}-reset")
    page.locator("#id_email").fill("enrols@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**/asked/")
    look(page, f"{name}-asked")
    letters = site.do_jobs()
    links = re.findall(rf"{re.escape(site.url)}(/admin/password_reset/\S+)", letters)
    page.goto(f"{site.url}{links[-1]}")
    look(page, f"{name}-new-password")
    for box in ("#id_new_password1", "#id_new_password2"):
        page.locator(box).fill("another password for tests")
    page.keyboard.press("Enter")
    page.wait_for_url("**/done/")
    look(page, f"{name}-done")
    page.goto(f"{site.url}{links[-1]}")
    look(page, f"{name}-spent")
    sign_in(page, site, "another password for tests")
    expect(page.locator(".qr")).to_be_visible()


def test_a_person_and_her_places(new_page, site):
    site.manage("shell", "-c", MAKE_USER.replace("'Publisher'", "'Administrator'"))
    page = new_page()
    enrol(page, site)
    page.goto(f"{site.url}/admin/profiles/user/?q={NAME}")
    page.locator("#result_list tbody th a").press("Enter")
    expect(page.locator("#assignments-group")).to_be_visible()
    look(page, "person")
