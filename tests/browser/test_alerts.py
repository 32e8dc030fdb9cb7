"""Asking for e-mails as a reader does: from the page of a place, by keyboard, without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.server import Site

pytestmark = pytest.mark.once


def test_a_reader_asks_for_e_mails_without_a_script(new_page: NewPage, site: Site, complaints: list[str]):
    page = new_page(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.goto(f"{site.url}/fr/places/mali/")
    page.get_by_role("link", name="par courriel").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mali")
    field = page.get_by_label("Votre adresse électronique")
    field.fill("nobody")
    field.press("Enter")
    expect(field).to_have_value("nobody")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(field).to_have_accessible_description(re.compile("adresse électronique"))
    expect(page.get_by_label("Laissez ce champ vide")).to_be_hidden()
    field.fill("reader@example.org")
    field.press("Enter")
    page.wait_for_url("**/fr/alerts/asked/")
    # Chromium writes the refusal to the console, when it comes to it.
    complaints[:] = [complaint for complaint in complaints if "status of 400" not in complaint]
    letter = r"http://127\.0\.0\.1:\d+/fr/alerts/confirm/[\w:.-]+/"
    links = re.findall(letter, site.do_jobs())
    page.goto(links[-1])
    expect(page.get_by_text("reader@example.org")).to_be_visible()
    page.get_by_role("button", name="Oui, m’envoyer les courriels").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous recevrez les courriels")
    assert page.context.cookies() == []
