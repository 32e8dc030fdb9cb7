"""The editing screen in a real browser: nothing that is typed is lost, whatever happens to line or tab.

The fixtures fail a page that breaks the Content-Security-Policy or writes an error to the console.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looks import assert_accessible, assert_fits
from tests.server import Site

OPEN_DRAFTS = """
from profiles import workflow
from profiles.models import Profile, Revision, User
for revision in Revision.objects.open():
    workflow.discard(revision, None)
for profile in Profile.objects.order_by("slug"):
    print("draft", profile.slug, workflow.start_revision(profile, None).pk)
if not User.objects.filter(username="colleague").exists():
    User.objects.create_superuser("colleague", password="a password for tests only")
"""
PASTED = """• The first finding, which a page
had broken in two – “with its signs”.
• The second finding.
3. The third  finding, with its two spaces.
"""


@pytest.fixture(scope="module")
def drafts(site: Site) -> dict[str, str]:
    """Profile -> the address of its draft. Each test works on a draft of its own."""
    output = site.manage("shell", "-v0", "-c", OPEN_DRAFTS).stdout
    pairs = (line.split()[1:] for line in output.splitlines() if line.startswith("draft "))
    return {slug: f"{site.url}/admin/profiles/revision/{pk}/change/" for slug, pk in pairs}


@pytest.fixture
def address(drafts: dict[str, str]) -> str:
    return drafts["valnube-2024"]


@pytest.fixture
def editor(admin_page: Page, address: str) -> Page:
    return open_editor(admin_page, address)


def open_editor(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".editor.is-scripted")).to_be_visible()
    return page


def write(page: Page, text: str) -> None:
    box = page.locator("#introduction")
    box.fill(f"{box.input_value()} {text}")


def expect_saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(re.compile(r"^\s*saved at \d"), timeout=15_000)


def stored_introduction(page: Page, address: str) -> str:
    """Return the introduction as a page opened now would show it."""
    other_page = page.context.new_page()
    other_page.goto(address)
    text = other_page.locator("#introduction").input_value()
    other_page.close()
    return text


def sign_in(page: Page, site: Site, name: str = "administrator") -> None:
    page.goto(f"{site.url}/admin/login/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", "a password for tests only")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site.url}/admin/")


def sign_in_anew(page: Page, site: Site, name: str) -> None:
    """Sign in as somebody else, in a browser in which somebody is signed in."""
    page.context.clear_cookies()
    sign_in(page, site, name)


def texts_in(page: Page, name: str) -> list[str]:
    rows = page.locator(f"[data-list='{name}'] li.finding:not(.is-deleted) [name^=text-]")
    return [row.input_value() for row in rows.all()]


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


def test_the_bar_leads_from_domain_to_domain(editor: Page):
    editor.get_by_role("navigation", name="Domains").get_by_role("link", name="4 ").click()
    heading = editor.locator("#domain-well-being-of-migrants")
    expect(heading).to_be_in_viewport()
    assert heading.bounding_box()["y"] > editor.locator(".editor-bar").bounding_box()["height"]


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
