"""The ordinary forms of the administration ask before what was typed and not sent is left, and only then."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import server


@pytest.fixture
def dialogs(admin_page: Page) -> list[str]:
    """What the browser asked so far; each question is answered with Leave."""
    questions: list[str] = []
    admin_page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    return questions


def form_of(admin_page: Page, site: server.Site, model: str) -> None:
    """Open the form of the first row of a list."""
    admin_page.goto(f"{site.url}/admin/profiles/{model}/")
    admin_page.locator("#result_list tbody th a").first.click()
    admin_page.wait_for_load_state("load")


@pytest.mark.parametrize("model", ["place", "term", "profile", "indicatordomain", "user"])
def test_a_form_in_which_nothing_was_typed_is_left_without_a_word(admin_page: Page, site, dialogs, model):
    form_of(admin_page, site, model)
    # Without a touch by a person, browsers never ask.
    admin_page.locator("#content-main form").last.locator("input[type=text], textarea").first.click()
    admin_page.reload()
    admin_page.get_by_role("link", name="Home").first.click()
    admin_page.wait_for_url(f"{site.url}/admin/")
    assert dialogs == []


def test_what_was_typed_is_not_left_unasked(admin_page: Page, site, dialogs):
    form_of(admin_page, site, "place")
    name = admin_page.get_by_label("Name:", exact=True)
    before = name.input_value()
    name.press_sequentially("x")
    admin_page.reload()
    assert dialogs == ["beforeunload"]
    admin_page.get_by_label("Name:", exact=True).fill(before)
    admin_page.reload()
    assert dialogs == ["beforeunload"]
    admin_page.locator("#id_level").select_option("territory")
    admin_page.get_by_role("link", name="Home").first.click()
    admin_page.wait_for_url(f"{site.url}/admin/")
    assert dialogs == ["beforeunload"] * 2


def test_what_was_refused_is_not_left_unasked(admin_page: Page, site, dialogs):
    admin_page.goto(f"{site.url}/admin/profiles/place/add/")
    admin_page.get_by_label("Name:", exact=True).press_sequentially("Leaving land")
    admin_page.get_by_role("button", name="Save", exact=True).click()
    expect(admin_page.locator(".errornote")).to_be_visible()
    assert dialogs == []
    admin_page.locator("h1").click()
    admin_page.reload()
    assert dialogs == ["beforeunload"]


def test_what_is_sent_is_no_question(admin_page: Page, site, dialogs):
    form_of(admin_page, site, "term")
    admin_page.locator("textarea").first.press_sequentially("A ")
    admin_page.get_by_role("button", name=re.compile("Save and continue")).click()
    expect(admin_page.locator(".messagelist")).to_be_visible()
    assert dialogs == []
