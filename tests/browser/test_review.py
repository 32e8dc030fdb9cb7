"""The review link in a real browser: staff make it, a ministry comments, staff answer."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import server
from tests.browser.conftest import NewPage
from tests.browser.looks import assert_accessible, assert_fits
from tests.server import Site

PROFILE = "lunaria-2023"
COLLEAGUE = f"""
from profiles.models import User
User.objects.create_superuser("next-administrator", password={server.PASSWORD!r})
"""


def open_draft(page: Page, site: Site) -> str:
    """Open the draft of PROFILE, begun where there is none; return its address."""
    page.goto(f"{site.url}/admin/profiles/profile/?q={PROFILE}")
    page.locator("#result_list tbody th a").first.click()
    start = page.get_by_role("button", name="Start a revision")
    if start.is_enabled():
        start.click()
    else:
        page.get_by_role("link", name="Continue the draft").click()
    page.wait_for_url(re.compile(r"/revision/\d+/change/"))
    return page.url.partition("change/")[0]


@pytest.fixture
def draft(admin_page: Page, site: Site) -> str:
    return open_draft(admin_page, site)


@pytest.fixture
def link(admin_page: Page, draft: str, site: Site) -> str:
    """Make a review link in the administration; return its address."""
    admin_page.goto(f"{draft}sign-off/")
    admin_page.get_by_label("For", exact=True).fill("Ministry of Tides")
    admin_page.get_by_role("button", name="Create the link").click()
    address = admin_page.locator("#made-address").inner_text()
    return f"{site.url}/review/{address.rstrip('/').rpartition('/')[2]}/"


@pytest.mark.each_database
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_ministry_comments_and_the_administration_settles_it(
    admin_page, draft, link, new_page: NewPage, scripts
):
    comment = f"The office has another name {'now' if scripts else 'today'}."
    ministry = new_page(java_script_enabled=scripts, viewport={"width": 360, "height": 740})
    ministry.goto(link)
    expect(ministry.get_by_text("Draft for review: Ministry of Tides.")).to_be_visible()
    finding = ministry.locator(".finding").nth(2)
    finding.get_by_text("Comment on this finding").click()
    finding.get_by_label("Your name and office").fill("N. Harbour")
    finding.get_by_label("Your comment").fill(comment)
    finding.get_by_role("button", name="Send the comment").click()
    expect(finding.get_by_text("Saved. The writers see your comment.")).to_be_in_viewport()
    expect(finding.get_by_text(comment)).to_be_visible()
    another = ministry.locator(".finding").nth(3)
    another.get_by_text("Comment on this finding").click()
    expect(another.get_by_label("Your name and office")).to_have_value("N. Harbour")
    assert ministry.context.cookies() == []

    admin_page.goto(f"{draft}comments/?show=open")
    thread = admin_page.locator(".thread", has_text=comment)
    expect(thread).to_contain_text("through the link for Ministry of Tides")
    thread.get_by_role("button", name="Resolve").click()
    expect(admin_page.locator(".thread", has_text=comment)).to_have_count(0)
    ministry.goto(link)
    expect(ministry.get_by_text("Resolved by the writers")).to_be_visible()


def test_what_is_typed_in_other_boxes_stays(page: Page, link: str):
    page.goto(link)
    first, second = page.locator(".finding").nth(0), page.locator(".finding").nth(1)
    first.get_by_text("Comment on this finding").click()
    first.get_by_label("Your comment").fill("Half a thought")
    second.get_by_text("Comment on this finding").click()
    second.get_by_label("Your name and office").fill("N. Harbour")
    second.get_by_label("Your comment").fill("A whole one.")
    second.get_by_role("button", name="Send the comment").click()
    expect(second.get_by_text("Saved.")).to_be_visible()
    expect(first.get_by_label("Your comment")).to_have_value("Half a thought")
    expect(second.get_by_label("Your comment")).to_have_value("")


def test_what_somebody_left_in_a_box_is_not_shown_to_the_next_who_signs_in(admin_page, draft, site):
    admin_page.goto(f"{draft}comments/")
    admin_page.locator("#whole").get_by_text("Comment", exact=True).click()
    box = admin_page.locator("#text-whole")
    box.fill("Half a thought of the administrator.")
    admin_page.reload()
    expect(box).to_have_value("Half a thought of the administrator.")
    other_tab = admin_page.context.new_page()
    other_tab.goto(f"{draft}comments/")
    expect(other_tab.locator("#text-whole")).to_have_value("Half a thought of the administrator.")
    other_tab.close()
    site.manage("shell", "-v0", "-c", COLLEAGUE)
    admin_page.context.clear_cookies()
    admin_page.goto(f"{site.url}/admin/login/")
    admin_page.get_by_label("Username").fill("next-administrator")
    admin_page.get_by_label("Password").fill(server.PASSWORD)
    admin_page.get_by_role("button", name="Log in").click()
    admin_page.goto(f"{draft}comments/")
    expect(box).to_have_value("")


def test_by_keyboard_alone(page: Page, link: str):
    page.goto(link)
    finding = page.locator(".finding").first
    finding.locator(".review-comments summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("K. Board")
    page.keyboard.press("Tab")
    page.keyboard.type("Typed without a mouse.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(finding.get_by_text("Typed without a mouse.")).to_be_visible()


def test_a_revoked_link_shows_nothing(admin_page, draft, link, page: Page, complaints):
    admin_page.goto(f"{draft}sign-off/")
    row = admin_page.locator("#links .aside-list > li", has_text="Ministry of Tides").first
    row.get_by_text("Revoke …").click()
    row.get_by_role("button", name="Revoke the link").click()
    expect(row.get_by_text("revoked")).to_be_visible()
    answer = page.goto(link)
    assert answer and answer.status == 404
    complaints.clear()  # Chromium writes the 404 to the console.


def test_the_address_is_copied(admin_page, draft, site):
    admin_page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
    admin_page.goto(f"{draft}sign-off/")
    admin_page.get_by_label("For", exact=True).fill("Ministry of Tides")
    admin_page.get_by_role("button", name="Create the link").click()
    admin_page.get_by_role("button", name="Copy the address").click()
    expect(admin_page.locator(".toast")).to_contain_text("Copied")
    assert (
        admin_page.evaluate("navigator.clipboard.readText()")
        == admin_page.locator("#made-address").inner_text()
    )


def test_axe_finds_nothing(new_page: NewPage, signed_in, draft, link):
    for width in (360, 1280):
        page = new_page(viewport={"width": width, "height": 800}, storage_state=signed_in)
        for address in (link, f"{link}?language=ar", f"{draft}comments/", f"{draft}sign-off/"):
            page.goto(address)
            for details in page.locator("main details, #content details").all():
                details.evaluate("element => { element.open = true }")
            assert_accessible(page)
            assert_fits(page, address)
