"""Findings and sources in the editing screen: moved, deleted, dragged, pasted, cited."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor.screen import expect_saved, open_editor, texts_in

PASTED = """• The first finding, which a page
had broken in two – “with its signs”.
• The second finding.
3. The third  finding, with its two spaces.
"""


def test_a_finding_is_moved_deleted_and_brought_back_by_keyboard(admin_page: Page, drafts: dict[str, str]):
    page = open_editor(admin_page, drafts["lunaria-2023"])
    name = "migrants-rights/well_developed"
    before = texts_in(page, name)
    assert len(before) > 1
    page.locator(f"[data-list='{name}'] [data-down]").first.focus()
    page.keyboard.press("Enter")
    assert texts_in(page, name)[:2] == [before[1], before[0]]
    expect(page.locator(":focus")).to_have_text("Down")
    expect(page.locator("#announcement")).to_contain_text("Moved to position 2 of")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    for key in ("ArrowDown", "2", "Enter"):  # The first opens the choice, and chooses nothing.
        page.keyboard.press(key)
    expect(page.locator("[data-list^='whole'] :focus")).to_have_value(before[0])
    page.locator(f"[data-list='{name}'] [data-delete]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_text("Undo")
    assert before[1] not in texts_in(page, name)
    page.keyboard.press("Enter")
    assert before[1] in texts_in(page, name)
    expect_saved(page)
    page.reload()
    assert before[0] not in texts_in(page, name)
    assert before[1] in texts_in(page, name)


def test_a_new_finding_can_be_commented_on_once_it_is_stored(admin_page: Page, drafts: dict[str, str]):
    page = open_editor(admin_page, drafts["port-celeste-2022"])
    page.locator("[data-add]").first.click()
    row = page.locator("li.finding:has(:focus)")
    link = row.get_by_role("link", name="Comment")
    expect(link).to_be_hidden()
    page.keyboard.type("A finding that nobody has said anything about.")
    expect_saved(page)
    link.click()
    expect(page.locator(":target")).to_contain_text("nobody has said anything about")


def test_a_finding_is_dragged_to_another_list(admin_page: Page, drafts: dict[str, str]):
    page = open_editor(admin_page, drafts["lunaria-2019"])
    here, there = "[data-list='migrants-rights/well_developed']", "[data-list='migrants-rights/potential']"
    row = page.locator(f"{here} li.finding").first
    text = row.locator("[name^=text-]").input_value()
    page.locator(here).evaluate("list => list.scrollIntoView()")
    handle = row.locator("[data-drag]").bounding_box()
    target = page.locator(f"{there} li.finding").last.bounding_box()
    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 30, handle["y"] + 40, steps=4)
    page.mouse.move(target["x"] + 30, target["y"] + 12, steps=8)
    page.mouse.move(target["x"] + 30, target["y"] + 14)
    page.mouse.up()
    assert text in texts_in(page, "migrants-rights/potential")
    expect_saved(page)
    page.reload()
    assert text in texts_in(page, "migrants-rights/potential")


def test_many_bullets_become_as_many_findings(admin_page: Page, drafts: dict[str, str]):
    page = open_editor(admin_page, drafts["port-celeste-2022"])
    name = "partnerships/potential"
    before = texts_in(page, name)
    page.locator(f"[data-list='{name}']").get_by_role("button", name="Paste several").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("The text").fill("One finding.")
    expect(dialog.get_by_text("To be added: 1")).to_be_visible()
    dialog.get_by_label("The text").fill(PASTED)
    expect(dialog.get_by_text("To be added: 3")).to_be_visible()
    expect(dialog.locator("li")).to_have_count(3)
    assert texts_in(page, name) == before
    dialog.get_by_role("button", name="Add them").click()
    new_texts = [
        "The first finding, which a page had broken in two – “with its signs”.",
        "The second finding.",
        "The third  finding, with its two spaces.",
    ]
    assert texts_in(page, name) == before + new_texts
    expect_saved(page)
    page.reload()
    assert texts_in(page, name) == before + new_texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo goes\non here.", ["One.", "Two goes on here."]),
        ("•\tOne\n•\tTwo", ["One", "Two"]),
        ("•\nOne\n•\nTwo", ["One", "Two"]),
        ("1) One\n2) Two", ["One", "Two"]),
        ("2.5 million people.\n2.6 million more.", ["2.5 million people.", "2.6 million more."]),
        ("One.\n2.5 Tonnes of it.", ["One.", "2.5 Tonnes of it."]),
        ("•\tOne\no\tTwo\n§\tThree", ["One", "Two", "Three"]),
        ("• As the Act says in\n§ 12, it holds.", ["As the Act says in § 12, it holds."]),
        ("One ends here.\nTwo starts here\nand goes on.", ["One ends here.", "Two starts here and goes on."]),
        ("–  One  – with a dash\n–  Two", ["One  – with a dash", "Two"]),
        ("A law of\n2019. It holds.", ["A law of 2019. It holds."]),
        ("• In law and prac-\ntice since 2019", ["In law and prac-tice since 2019"]),
    ],
)
def test_how_a_pasted_text_is_split(editor: Page, text: str, expected: list[str]):
    editor.locator("[data-paste]").first.click()
    editor.locator("#pasted").fill(text)
    expect(editor.locator("#paste-shown li")).to_have_text(expected)


def test_a_source_is_added_and_cited(admin_page: Page, drafts: dict[str, str]):
    page = open_editor(admin_page, drafts["mali-2021"])
    page.get_by_role("button", name="Add a source", exact=True).click()
    page.keyboard.type("A fictional law")
    page.get_by_role("button", name="Add a source …").first.click()
    page.get_by_role("dialog").get_by_role("button", name="1 A fictional law").click()
    expect(page.locator("[name^=cited-]").first).to_be_focused()
    page.keyboard.type("art. 4")
    assert page.locator("[name^=cited-]").first.input_value() == "1: art. 4"
    page.locator("#sources").get_by_label("Delete").click()
    expect(page.locator("#sources .row-wrong")).to_contain_text("Findings that rest on this source: 1")
    expect(page.locator("#sources").get_by_label("Delete")).not_to_be_checked()
    expect_saved(page)
    page.reload()
    assert page.locator("[name^=title-]").first.input_value() == "A fictional law"
    assert page.locator("[name^=cited-]").first.input_value() == "1: art. 4"
