"""The pages that everything rests on, in a real browser from the real server."""

import pytest
from playwright.sync_api import Page, expect

from tests.server import Site

pytestmark = pytest.mark.each_database


def test_the_home_page_opens(page: Page, site: Site):
    answer = page.goto(f"{site.url}/")
    assert answer and answer.status == 200
    expect(page.locator("h1")).to_have_count(1)


def test_mali_is_there_to_read(page: Page, site: Site):
    page.goto(f"{site.url}/profiles/mali-2021/")
    expect(page.locator("h1")).to_contain_text("Mali")
    expect(page.get_by_text("examples of well-developed areas").first).to_be_visible()


def test_an_administrator_signs_in(admin_page: Page, site: Site):
    admin_page.goto(f"{site.url}/admin/")
    expect(admin_page.locator("h1")).to_be_visible()
    assert "/login/" not in admin_page.url


def test_a_page_that_is_not_there_says_so(page: Page, site: Site, complaints: list[str]):
    answer = page.goto(f"{site.url}/profiles/no-such-profile/")
    assert answer and answer.status == 404
    expect(page.locator("h1")).to_have_count(1)
    complaints.clear()  # Chromium writes each 404 to the console.
