"""The ordinary forms of the administration ask before what was typed and not sent is left, and only then."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import server


@pytest.fixture
def asked(desk: Page) -> list[str]:
    """What the browser asked so far; each question is answered with Leave."""
    questions: list[str] = []
    desk.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    return questions


def form_of(desk: Page, site: server.Site, model: str) -> None:
    """Open the form of the first row of a list."""
    desk.goto(f"{site.url}/admin/profiles/{model}/")
    desk.locator("#result_list tbody th a").first.click()
    desk.wait_for_load_state("load")


@pytest.mark.parametrize("model", ["place", "term", "profile", "indicatordomain", "user"])
def test_a_form_in_which_nothing_was_typed_is_left_without_a_word(desk: Page, site, asked, model):
    form_of(desk, site, model)
    # Without a touch by a person, browsers never ask.
    desk.locator("#content-main form").last.locator("input[type=text], textarea").first.click()
    desk.reload()
    desk.get_by_role("link", name="Home").first.click()
    desk.wait_for_url(f"{site.url}/admin/")
    assert asked == []


def test_what_was_typed_is_not_left_unasked(desk: Page, site, asked):
    form_of(desk, site, "place")
    name = desk.get_by_label("Name:", exact=True)
    before = name.input_value()
    name.press_sequentially("x")
    desk.reload()
    assert asked == ["beforeunload"]
    desk.get_by_label("Name:", exact=True).fill(before)
    desk.reload()
    assert asked == ["beforeunload"]
    desk.locator("#id_level").select_option("territory")
    desk.get_by_role("link", name="Home").first.click()
    desk.wait_for_url(f"{site.url}/admin/")
    assert asked == ["beforeunload"] * 2


def test_what_was_refused_is_not_left_unasked(desk: Page, site, asked):
    desk.goto(f"{site.url}/admin/profiles/place/add/")
    desk.get_by_label("Name:", exact=True).press_sequentially("Leaving land")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".errornote")).to_be_visible()
    assert asked == []
    desk.locator("h1").click()
    desk.reload()
    assert asked == ["beforeunload"]


def test_what_is_sent_is_no_question(desk: Page, site, asked):
    form_of(desk, site, "term")
    desk.locator("textarea").first.press_sequentially("A ")
    desk.get_by_role("button", name=re.compile("Save and continue")).click()
    expect(desk.locator(".messagelist")).to_be_visible()
    assert asked == []
