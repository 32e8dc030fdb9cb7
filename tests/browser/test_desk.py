"""The administration in a real browser: the analyst's way, with the strict Content-Security-Policy on.

The fixtures fail a test whose page writes an error to the console or breaks the policy.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.server import Site

PROFILE = "valnube-2024"


def open_draft(page: Page, site: Site) -> None:
    """Go to the open draft of PROFILE; start one where there is none."""
    page.goto(f"{site.url}/admin/profiles/profile/?q={PROFILE}")
    page.locator("#result_list tbody th a").first.click()
    start = page.get_by_role("button", name="Start a revision")
    if start.is_enabled():
        start.click()
    else:
        page.get_by_role("link", name="Continue the draft").click()
    expect(page.locator("#revision_form")).to_be_visible()


def test_an_analyst_adds_a_finding_and_publishes_it(desk, site):
    open_draft(desk, site)
    desk.locator("#sources-group .add-row a").click()
    number = desk.locator(".source-row:not(.empty-form)").count()
    desk.fill(f"#id_sources-{number - 1}-title", "A fictional law of the sea")
    desk.locator("#findings-group .add-row a").click()
    row = desk.locator(".finding-row:not(.empty-form)").count() - 1
    desk.fill(f"#id_findings-{row}-text", "A finding typed in a browser.")
    desk.select_option(f"#id_findings-{row}-listed", index=2)
    desk.fill(f"#id_findings-{row}-citations", f"{number}: art. 9")
    expect(desk.get_by_text("Not saved yet")).to_be_visible()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("was changed successfully")).to_be_visible()
    desk.get_by_role("link", name="Publish …").click()
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_text("This is what everybody reads now")).to_be_visible()
    desk.get_by_role("link", name="See the public page").click()
    expect(desk.get_by_role("paragraph").filter(has_text="A finding typed in a browser.")).to_be_visible()


def test_leaving_with_unsaved_text_asks_first(desk, site):
    open_draft(desk, site)
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.locator("#id_introduction").press_sequentially("x")
    desk.goto(f"{site.url}/admin/")
    assert asked == ["beforeunload"]


def test_a_refused_save_keeps_what_was_typed_and_leads_to_the_field(desk, site):
    open_draft(desk, site)
    desk.fill("#id_introduction", "Typed and kept.")
    desk.fill("#id_findings-0-text", "")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Nothing has been saved yet")).to_be_visible()
    expect(desk.locator("#id_introduction")).to_have_value("Typed and kept.")
    desk.locator(".error-links a").first.click()
    expect(desk.locator("#id_findings-0-text")).to_be_in_viewport()
    desk.on("dialog", lambda dialog: dialog.accept())


def test_a_place_is_found_while_typing(desk, site):
    desk.goto(f"{site.url}/admin/profiles/profile/add/")
    desk.locator(".select2-selection").click()
    desk.locator(".select2-search__field").fill("cote")
    desk.get_by_role("option", name="Côte d’Ivoire").click()
    expect(desk.locator(".select2-selection")).to_contain_text("Côte d’Ivoire")


def test_pickers_and_rows_of_stock_pages_work(desk, site):
    desk.goto(f"{site.url}/admin/profiles/user/1/change/")
    desk.locator(".datetimeshortcuts a").nth(1).click()
    expect(desk.locator(".calendarbox").first).to_be_visible()
    desk.goto(f"{site.url}/admin/profiles/indicatordomain/1/change/")
    desk.locator(".add-row a").click()
    desk.goto(f"{site.url}/admin/profiles/place/add/")
    desk.locator("#id_name").press_sequentially("Port Céleste")
    expect(desk.locator("#id_slug")).to_have_value("port-celeste")


PAGES = [
    *("", "password_change/", "profiles/", "auth/group/add/", "axes/accessattempt/"),
    *(
        f"profiles/{name}/"
        for name in ("place", "indicatordomain", "profile", "revision", "logentry", "user")
    ),
    *("profiles/place/add/", "profiles/profile/add/", "profiles/user/add/", "profiles/user/1/change/"),
    *("profiles/user/1/password/", "profiles/profile/1/change/", "profiles/profile/1/history/"),
    *("profiles/revision/1/change/", "profiles/place/1/delete/", "profiles/revision/1/publish/"),
]


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_page_is_wider_than_the_screen(desk, site, width):
    desk.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        desk.goto(f"{site.url}/admin/{path}")
        too_wide = desk.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert too_wide <= 0, path
