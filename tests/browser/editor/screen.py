"""The editing screen as somebody in front of it uses it: types, reads, signs in."""

import re

from playwright.sync_api import Page, expect

from tests.server import Site


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
