"""The search in a real browser: by keyboard, on a phone, without scripts, with suggestions."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looks import assert_accessible, assert_fits
from tests.server import Site

ADDRESSES = {
    "before": "/search/",
    "hits": "/search/?q=migrants",
    "narrowed": "/search/?q=migrants&region=002&sort=newest",
    "nothing": "/search/?q=labor+migraton",
    "in Arabic": "/ar/search/?q=الهجرة",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_axe_finds_nothing_in_the_search(page: Page, site: Site, address: str):
    page.goto(f"{site.url}{address}")
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true }")
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_search_does_not_scroll_sideways(new_page: NewPage, site: Site, width: int):
    page = new_page(viewport={"width": width, "height": 800})
    for address in ADDRESSES.values():
        page.goto(f"{site.url}{address}")
        assert_fits(page, address)


@pytest.mark.each_database
def test_from_any_page_to_a_finding_by_keyboard(page: Page, site: Site):
    page.goto(f"{site.url}/about/")
    field = page.get_by_role("combobox", name="Search the profiles")
    field.focus()
    page.keyboard.type("remittances")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/search/?q=remittances")
    hit = page.locator(".hit__link").first
    expect(hit.locator("mark")).to_have_text("remittances")
    hit.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/profiles/*/#f-*")
    expect(page.locator(".finding:target")).to_contain_text("remittances")


def test_a_phone_without_scripts_searches_and_narrows(new_page: NewPage, site: Site):
    page = new_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto(f"{site.url}/profiles/mali-2021/")
    page.get_by_role("link", name="Search the profiles").click()
    page.locator("#id_q").fill("migrants")
    page.get_by_role("button", name="Search").click()
    page.get_by_text("Narrow the results").click()
    link = page.get_by_role("link", name="Western Africa")
    assert link.bounding_box()["height"] >= 36
    link.click()
    for hit in page.locator(".hit__place").all_inner_texts():
        assert hit == "Mali"
    page.locator(".active-filters__link").click()
    expect(page).to_have_url(f"{site.url}/search/?q=migrants")


def test_arabic_results_run_from_the_right(page: Page, site: Site):
    page.goto(f"{site.url}/ar/search/?q=الهجرة")
    hit = page.locator(".hit__text").first
    assert hit.evaluate("element => getComputedStyle(element).direction") == "rtl"
    facets, results = page.locator(".facets").bounding_box(), page.locator(".results").bounding_box()
    assert facets["x"] > results["x"]
