"""Bringing in a finished profile in a real browser: the real text, and one with an unknown line."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import server
from tests.browser.conftest import NewPage, sign_in_once

MALI = Path("tests/data/mali-second-profile-2021.txt")
FIRST = "Migration data is not published on a regular basis."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Site]:
    """An installation of its own: other tests begin drafts, against which a document would be held."""
    shared = server.shared_folder(tmp_path_factory)
    with server.site(tmp_path_factory.mktemp("importing"), shared) as instance:
        yield instance


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: server.Site) -> Any:
    return sign_in_once(browser, site)


def bring(page: Page, url: str, text: str) -> None:
    page.goto(f"{url}/admin/")
    page.get_by_role("link", name="Import a profile").click()
    page.get_by_label("Or paste the text").fill(text)
    page.get_by_role("button", name="Check the document").click()


def test_the_real_text_changes_nothing(admin_page, site):
    admin_page.goto(f"{site.url}/admin/import/")
    admin_page.get_by_label("File").set_input_files(MALI)
    admin_page.get_by_role("button", name="Check the document").click()
    expect(admin_page.get_by_text("Nothing changes: the profile already says exactly this.")).to_be_visible()
    expect(admin_page.get_by_label("Place")).to_have_value("mali")
    expect(admin_page.get_by_role("button", name="Import as a draft")).to_have_count(0)
    admin_page.get_by_role("button", name="Remove this document").click()
    expect(admin_page.get_by_text("No profile was changed.")).to_be_visible()


@pytest.mark.each_database
@pytest.mark.parametrize("scripts", [True, False])
def test_a_line_is_placed_by_hand_and_the_draft_opens(
    new_page: NewPage, signed_in, site, scripts: bool, complaints: list[str]
):
    page = new_page(storage_state=signed_in, java_script_enabled=scripts)
    number = 7 if scripts else 8
    title = f"Migration Governance Indicators: Republic of Lunaria Edition {number} (20{number + 20})"
    lines = [title, "Partnerships", "Areas with potential", "• A finding.", f"Hidden remark {number}"]
    bring(page, site.url, "\n\n".join(lines))
    line = page.get_by_role("listitem").filter(has=page.get_by_text("not placed", exact=True))
    expect(line).to_contain_text(f"Hidden remark {number}")
    page.locator("#problems-heading").locator("..").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"#line-\d+$"))
    line.get_by_role("checkbox").check()
    page.get_by_label("The selected lines").select_option(value="partnerships/well_developed")
    page.get_by_role("button", name="Place them").click()
    expect(page.locator(".importing-understood")).to_contain_text(f"Hidden remark {number}")
    page.get_by_role("button", name="Import as a draft").click()
    expect(page).to_have_url(re.compile(r"/admin/profiles/revision/\d+/change/$"))
    texts = page.locator("textarea").evaluate_all("all => all.map((each) => each.value)")
    assert f"Hidden remark {number}" in texts


def test_it_works_by_keyboard(admin_page, site):
    admin_page.goto(f"{site.url}/admin/import/")
    admin_page.get_by_label("Or paste the text").focus()
    admin_page.keyboard.type("Lunaria. First profile, and nothing more.")
    admin_page.keyboard.press("Tab")
    admin_page.keyboard.press("Enter")
    expect(admin_page.get_by_text("No finding was recognised.")).to_be_visible()
    admin_page.get_by_label("Edition").focus()
    admin_page.keyboard.type("4")
    admin_page.keyboard.press("Enter")
    expect(admin_page.get_by_label("Edition")).to_have_value("4")


def test_the_bar_is_there_when_lines_are_selected_and_says_what_undo_takes_back(new_page, signed_in, site):
    page = new_page(storage_state=signed_in, viewport={"width": 360, "height": 740})
    title = "Migration Governance Indicators: Republic of Lunaria Edition 9 (2029)"
    bring(
        page, site.url, "\n\n".join([title, "Partnerships", "Areas with potential", "• A finding.", "Rest."])
    )
    bar = page.locator(".importing-bar")
    expect(bar).to_be_hidden()
    line = page.get_by_role("listitem").filter(has=page.get_by_text("not placed", exact=True))
    line.get_by_role("checkbox").check()
    expect(bar).to_contain_text("(1)")
    assert bar.bounding_box()["height"] < 70
    page.get_by_label("The selected lines").select_option(value="aside")
    page.get_by_role("button", name="Place them").click()
    expect(page.get_by_role("status")).to_have_text("Last step: 1 line was placed.")
    expect(page.locator(":focus")).to_contain_text("Rest.")
    page.get_by_role("button", name="Undo the last step").click()
    expect(line).to_contain_text("Rest.")
    expect(page.locator(":focus")).to_contain_text("Rest.")
    expect(bar).to_be_hidden()
    page.get_by_role("link", name="Split this finding").click()
    expect(page.get_by_label("Put an empty line where the next finding begins.")).to_be_focused()
