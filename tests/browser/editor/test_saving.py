"""Nothing that is typed is lost, whatever happens to the line, the session, the tab, or beside it."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewPage, forget_refusals
from tests.browser.editor.screen import (
    expect_saved,
    open_editor,
    sign_in,
    sign_in_anew,
    stored_introduction,
    write,
)
from tests.browser.looks import assert_accessible
from tests.server import Site


@pytest.mark.each_database
def test_what_is_typed_is_saved_by_itself(editor: Page, address: str):
    write(editor, "Typed, and left alone.")
    expect(editor.locator("#saved")).to_have_text("Not saved yet")
    expect_saved(editor)
    assert "Typed, and left alone." in stored_introduction(editor, address)


def test_what_is_typed_outlives_a_lost_connection(editor: Page, address: str, complaints: list[str]):
    editor.context.set_offline(True)
    write(editor, "Typed in a tunnel.")
    trouble = editor.get_by_role("alert")
    expect(trouble).to_contain_text("Not saved: no connection. What you typed is kept", timeout=15_000)
    write(editor, "And further on.")
    editor.context.set_offline(False)
    expect_saved(editor)
    expect(trouble).to_be_hidden()
    text = stored_introduction(editor, address)
    assert "Typed in a tunnel." in text
    assert "And further on." in text
    complaints.clear()  # Chromium writes each failed request to the console.


def test_what_is_typed_outlives_an_expired_session(
    editor: Page, address: str, site: Site, complaints: list[str]
):
    editor.context.clear_cookies()
    write(editor, "Typed after the session had ended.")
    trouble = editor.get_by_role("alert")
    expect(trouble).to_contain_text("You have been signed out.", timeout=15_000)
    with editor.context.expect_page() as tab:
        trouble.get_by_role("link").click()
    sign_in(tab.value, site)
    editor.bring_to_front()
    editor.evaluate("window.dispatchEvent(new Event('focus'))")
    expect_saved(editor)
    expect(trouble).to_be_hidden()
    assert "Typed after the session had ended." in stored_introduction(editor, address)
    write(editor, "And it goes on.")
    expect_saved(editor)
    complaints.clear()


def test_a_database_that_is_busy_is_said_in_a_sentence_and_tried_again(
    editor: Page, address: str, complaints: list[str]
):
    """What the site answers then, tests/test_sqlite_trouble.py looks at."""
    busy = {"reason": "Somebody else’s work is being stored just now. Try again in a minute."}
    editor.route("**/change/", lambda route: route.fulfill(status=503, json=busy), times=1)
    write(editor, "Typed while somebody else was writing.")
    trouble = editor.locator("#trouble")
    expect(trouble).to_contain_text("Somebody else’s work is being stored")
    expect_saved(editor)
    expect(trouble).to_be_hidden()
    assert "Typed while somebody else was writing." in stored_introduction(editor, address)
    complaints.clear()


def test_what_a_closed_tab_had_is_offered_back(editor: Page, address: str, complaints: list[str]):
    editor.route("**/change/", lambda route: route.abort())
    write(editor, "Typed, and the tab was closed.")
    editor.wait_for_timeout(600)
    context = editor.context
    editor.close()
    complaints.clear()
    page = open_editor(context.new_page(), address)
    offer = page.locator("#kept")
    expect(offer).to_contain_text("that was not saved")
    expect(offer.locator("ins")).to_contain_text("the tab was closed.")
    expect(offer).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    assert "the tab was closed." in page.locator("#introduction").input_value()
    page.reload()
    expect(page.locator("#kept")).to_be_hidden()


def test_what_a_closed_tab_had_is_offered_to_nobody_else(
    new_page: NewPage, site: Site, address: str, complaints: list[str]
):
    """On a shared computer: the next to sign in there neither sees it nor saves it; it waits for her."""
    page = new_page()
    sign_in(page, site)
    open_editor(page, address).route("**/change/", lambda route: route.abort())
    write(page, "Typed by the administrator alone.")
    page.wait_for_timeout(600)
    context = page.context
    page.close()
    complaints.clear()
    other = context.new_page()
    sign_in_anew(other, site, "colleague")
    open_editor(other, address)
    expect(other.locator("#kept")).to_be_hidden()
    assert "administrator alone" not in other.content()
    write(other, "Saved by the colleague.")
    expect_saved(other)
    assert "administrator alone" not in stored_introduction(other, address)
    sign_in_anew(other, site, "administrator")
    open_editor(other, address)
    expect(other.locator("#kept ins")).to_contain_text("Typed by the administrator alone.")
    other.get_by_role("button", name="Discard it").click()


def test_a_tab_never_saves_under_the_name_of_whoever_signed_in_since(
    new_page: NewPage, site: Site, address: str, complaints: list[str]
):
    page = new_page()
    sign_in(page, site)
    open_editor(page, address)
    other = page.context.new_page()
    sign_in_anew(other, site, "colleague")
    page.bring_to_front()
    write(page, "Typed by the administrator, not by the colleague.")
    expect(page.get_by_role("alert")).to_contain_text("under another name", timeout=15_000)
    assert "not by the colleague" not in stored_introduction(other, address)
    complaints.clear()


@pytest.mark.each_database
def test_what_is_put_back_does_not_undo_what_others_saved(
    new_page: NewPage, site: Site, drafts: dict[str, str], complaints: list[str]
):
    address = drafts["lunaria-2019"]
    own_page, other_page = new_page(), new_page()
    sign_in(own_page, site)
    sign_in(other_page, site, "colleague")
    open_editor(own_page, address).route("**/change/", lambda route: route.abort())
    write(own_page, "Mine, and then the tab was closed.")
    own_page.wait_for_timeout(600)
    context = own_page.context
    own_page.close()
    complaints.clear()
    open_editor(other_page, address).locator("[name^=text-]").last.fill("Theirs, saved meanwhile.")
    expect_saved(other_page)
    page = open_editor(context.new_page(), address)
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator(".clash")).to_have_count(2)
    page.get_by_role("button", name="Save this choice").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    expect(page.locator("#kept")).to_be_hidden()
    assert "Mine, and then the tab was closed." in page.locator("#introduction").input_value()
    assert page.locator("[name^=text-]").last.input_value() == "Theirs, saved meanwhile."


def test_leaving_warns_only_of_what_is_really_unsaved(editor: Page):
    dialogs = []
    editor.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    editor.reload()
    assert dialogs == []
    expect(editor.locator(".editor.is-scripted")).to_be_visible()
    editor.locator("#introduction").click()
    editor.keyboard.type("x")
    editor.reload()
    assert dialogs == ["beforeunload"]
    editor.get_by_role("button", name="Discard it").click()
    expect(editor.locator("#kept")).to_be_hidden()


@pytest.mark.each_database
def test_two_people_at_once_lose_nothing(new_page: NewPage, site: Site, address: str, complaints: list[str]):
    own_page, other_page = new_page(), new_page()
    sign_in(own_page, site)
    sign_in(other_page, site, "colleague")
    open_editor(own_page, address)
    open_editor(other_page, address)
    expect(other_page.locator("#others")).to_contain_text("administrator is editing this (since")
    write(other_page, "Theirs.")
    expect_saved(other_page)
    write(own_page, "Mine.")
    trouble = own_page.get_by_role("alert")
    expect(trouble).to_contain_text("colleague saved this draft", timeout=15_000)
    trouble.get_by_role("button", name="Compare").click()
    expect(own_page.locator(".clash")).to_have_count(1)
    expect(own_page.locator(".clash ins")).to_contain_text("Mine")
    expect(own_page.locator(".clash del")).to_contain_text("Theirs")
    complaints.clear()
    assert_accessible(own_page)
    own_page.get_by_label("Keep mine").check()
    own_page.get_by_role("button", name="Save this choice").click()
    expect(own_page.locator(".messagelist")).to_contain_text("Saved.")
    expect(own_page.locator("#kept")).to_be_hidden()
    assert own_page.locator("#introduction").input_value().endswith("Mine.")
    assert own_page.url == address
    other_page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(other_page.locator("#others")).to_contain_text("administrator has saved a newer text")


def test_a_mistake_that_is_taken_back_leaves_no_warning(editor: Page, complaints: list[str]):
    problems = editor.locator("#problems").inner_text()
    box = editor.locator("[name^=text-]").first
    text = box.input_value()
    box.fill("")
    expect(editor.get_by_role("alert")).to_contain_text("Not saved: fix the listed problems", timeout=15_000)
    box.fill(text)
    expect_saved(editor)
    expect(editor.get_by_role("alert")).to_be_hidden()
    expect(box).not_to_have_attribute("aria-invalid", "true")
    assert editor.locator("#problems").inner_text() == problems
    forget_refusals(complaints)


def test_what_is_corrected_while_it_is_refused_is_saved(editor: Page, complaints: list[str]):
    waiting: list[Route] = []

    def hold_first(route: Route) -> None:
        if route.request.method == "POST" and not waiting:
            waiting.append(route)
        else:
            route.continue_()

    editor.route("**/change/", hold_first)
    box = editor.locator("[name^=text-]").first
    text = box.input_value()
    box.fill("")
    expect(editor.locator("#saved")).to_have_text("Saving …", timeout=15_000)
    box.fill(f"{text} Corrected in time.")
    waiting[0].continue_()
    expect_saved(editor)
    forget_refusals(complaints)
