"""The editing screen in a real browser: by keyboard, with its preview, without a script, at any width."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.editor.screen import expect_saved, open_editor, texts_in, write
from tests.browser.looks import assert_accessible, assert_fits


def test_what_keeps_the_text_from_being_stored_is_marked_where_it_stands(editor: Page, complaints: list[str]):
    box = editor.locator("[name^=cited-]").first
    box.fill("99: art. 3")
    trouble = editor.get_by_role("alert")
    expect(trouble).to_contain_text("fix the listed problems first", timeout=15_000)
    expect(box).to_have_attribute("aria-invalid", "true")
    editor.locator("#introduction").focus()
    trouble.get_by_role("button", name="What has to be fixed").click()
    expect(box).to_be_focused()
    assert_accessible(editor)
    box.fill("")
    expect_saved(editor)
    expect(box).not_to_have_attribute("aria-invalid", "true")
    complaints.clear()


def test_the_choice_of_a_list_moves_no_button_and_is_left_by_escape(editor: Page):
    tools = editor.locator(".finding-tools").first
    opens, after = tools.get_by_text("Move to …"), tools.locator("[data-cite]")
    opens.scroll_into_view_if_needed()
    before = opens.bounding_box(), after.bounding_box()
    opens.click()
    expect(tools.locator("select")).to_be_visible()
    assert (opens.bounding_box(), after.bounding_box()) == before
    editor.keyboard.press("Tab")
    editor.keyboard.press("Escape")
    expect(tools.locator("select")).to_be_hidden()
    expect(opens).to_be_focused()
    opens.click()
    editor.locator("[name^=text-]").nth(1).click()
    expect(tools.locator("select")).to_be_hidden()


def test_the_bar_leads_from_domain_to_domain(editor: Page):
    editor.get_by_role("navigation", name="Domains").get_by_role("link", name="4 ").click()
    heading = editor.locator("#domain-well-being-of-migrants")
    expect(heading).to_be_in_viewport()
    assert heading.bounding_box()["y"] > editor.locator(".editor-bar").bounding_box()["height"]


def test_the_preview_stands_beside_the_text_and_follows_it(editor: Page):
    editor.get_by_role("button", name="Preview side by side").click()
    frame = editor.frame_locator("#preview iframe")
    expect(frame.locator("h1")).to_be_visible()
    write(editor, "Seen in the preview.")
    expect(frame.locator(".introduction")).to_contain_text("Seen in the preview.", timeout=15_000)
    editor.reload()
    expect(frame.locator("h1")).to_be_visible()
    editor.get_by_role("button", name="Preview side by side").click()
    expect(editor.locator("#preview")).to_be_hidden()


def test_without_javascript_it_is_one_form(new_page: NewPage, signed_in, drafts: dict[str, str]):
    page = new_page(storage_state=signed_in, java_script_enabled=False)
    page.goto(drafts["zanbaqia-2024"])
    page.locator("#introduction").fill("Saved by hand.")
    rows = page.locator("[data-list='partnerships/potential'] li.plain-only textarea")
    rows.fill("Added by hand.")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    assert page.locator("#introduction").input_value() == "Saved by hand."
    assert "Added by hand." in texts_in(page, "partnerships/potential")


def test_a_refused_save_leads_to_the_field(editor: Page, complaints: list[str]):
    box = editor.locator("[name^=text-]").first
    text = box.input_value()
    box.fill("")
    editor.get_by_role("button", name="Save").click()
    expect(editor.get_by_role("alert")).to_contain_text("Not saved: fix the listed problems first.")
    editor.keyboard.press("Enter")
    expect(box).to_be_focused()
    box.fill(text)
    editor.get_by_role("button", name="Save").click()
    expect_saved(editor)
    complaints.clear()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_screen_is_accessible_and_fits(
    new_page: NewPage, signed_in, drafts: dict[str, str], width: int, language: str
):
    size = {"width": width, "height": 900}
    page = new_page(storage_state=signed_in, viewport=size, locale=language)
    open_editor(page, drafts["zanbaqia-2024" if language == "ar" else "mali-2021"])
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true }")
    page.locator("[data-delete]").first.click()
    assert_accessible(page)
    assert_fits(page)
    page.locator("[data-paste]").first.click()
    assert_accessible(page)
    if folder := os.environ.get("EDITOR_PICTURES"):
        page.keyboard.press("Escape")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(folder) / f"editor-{width}-{scheme}-{language}.png")
