"""The translator's screen in a real browser: from unit to unit by keyboard, saved while typing, by two."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.editor.screen import expect_saved
from tests.server import Site

BEGIN = """
from profiles import workflow
from profiles.models import Profile, Translation, User
profile = Profile.objects.get(slug="lunaria-2019")
for translation in Translation.objects.open().filter(profile=profile):
    workflow.discard_translation(translation, None)
for language in ("fr", "ar"):
    print("made", language, workflow.start_translation(profile, language, None).pk)
if not User.objects.filter(username="colleague").exists():
    User.objects.create_superuser("colleague", password="a password for tests only")
"""

pytestmark = pytest.mark.each_database


@pytest.fixture
def addresses(site: Site) -> dict[str, str]:
    """Language -> the address of a new translation of a fictional profile."""
    output = site.manage("shell", "-v0", "-c", BEGIN).stdout
    pairs = (line.split()[1:] for line in output.splitlines() if line.startswith("made "))
    return {language: f"{site.url}/admin/profiles/translation/{pk}/change/" for language, pk in pairs}


def open_screen(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".editor.is-scripted")).to_be_visible()
    return page


def count(page: Page, state: str) -> int:
    return int(page.locator(f"[data-count='{state}']").inner_text())


def areas(page: Page):
    return page.locator("[data-unit] textarea")


def test_units_are_translated_by_keyboard_and_saved_while_typing(admin_page: Page, addresses):
    page = open_screen(admin_page, addresses["fr"])
    missing = count(page, "missing")
    page.keyboard.press("F8")
    for text in ("Introduction.", "Premier constat.", "Accès à l’éducation"):
        page.keyboard.type(text)
        page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("textarea:focus")).to_have_value("Accès à l’éducation")
    assert count(page, "missing") == missing - 3
    assert page.locator("#translated-count").inner_text() == "3"
    assert int(page.locator("#units-count").inner_text()) == missing
    expect_saved(page)
    page.reload()
    assert count(page, "missing") == missing - 3
    expect(page.locator("textarea").filter(has_text="Premier constat.")).to_have_count(1)


def test_ctrl_s_saves_at_once(admin_page: Page, addresses):
    page = open_screen(admin_page, addresses["fr"])
    areas(page).nth(2).fill("Tout de suite.")
    page.keyboard.press("Control+s")
    expect(page.locator("#announcement")).to_have_text(re.compile("saved at"))


def test_the_counts_narrow_the_page_and_keep_what_is_being_typed(admin_page: Page, addresses):
    page = open_screen(admin_page, addresses["fr"])
    areas(page).nth(2).fill("Un constat.")
    everything = page.locator("[data-unit]:visible").count()
    page.locator("#unit-filter").get_by_text("Missing").click()
    assert page.locator("[data-unit]:visible").count() == count(page, "missing")
    first = page.locator("[data-unit]:visible textarea").first
    first.fill("Autre chose.")
    expect(first).to_be_visible()
    page.locator("#unit-filter").get_by_text("Outdated").click()
    expect(page.locator("#no-units")).to_be_visible()
    page.locator("#unit-filter").get_by_text("All").click()
    assert page.locator("[data-unit]:visible").count() == everything


def test_the_original_and_words_of_the_glossary_are_taken_by_a_click(admin_page: Page, addresses):
    page = open_screen(admin_page, addresses["fr"])
    unit = page.locator("[data-unit]").filter(has=page.locator("[data-insert]")).first
    word = unit.locator("[data-insert]").first.inner_text()
    unit.locator("textarea").fill("Un ")
    unit.locator("[data-insert]").first.click()
    expect(unit.locator("textarea")).to_have_value(f"Un {word}")
    locator = page.locator("[data-unit^='locator/']").first
    locator.get_by_role("button", name="Same as the original").click()
    expect(locator.locator("textarea")).to_have_value(locator.locator(".unit-words").inner_text().strip())
    expect(locator.get_by_text("As the original", exact=True)).to_be_visible()
    expect_saved(page)


def test_two_translate_different_units_at_once(new_page: NewPage, signed_in, addresses):
    one, other = (open_screen(new_page(storage_state=signed_in), addresses["fr"]) for _ in range(2))
    areas(one).nth(4).fill("De l’une.")
    one.keyboard.press("Control+s")
    expect_saved(one)
    areas(other).nth(5).fill("De l’autre.")
    other.keyboard.press("Control+s")
    expect_saved(other)
    expect(areas(other).nth(4)).to_have_value("De l’une.")
    areas(other).nth(6).fill("Encore.")
    other.keyboard.press("Control+s")
    expect_saved(other)
    one.reload()
    for place, text in ((4, "De l’une."), (5, "De l’autre."), (6, "Encore.")):
        expect(areas(one).nth(place)).to_have_value(text)


def test_what_was_not_saved_is_offered_again(admin_page: Page, addresses, complaints: list[str]):
    page = open_screen(admin_page, addresses["fr"])
    page.route(
        "**/change/", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    areas(page).nth(3).fill("Sans connexion.")
    expect(page.locator("#trouble")).to_contain_text("no connection", timeout=15_000)
    page.unroute("**/change/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(addresses["fr"])
    expect(page.locator("#kept")).to_contain_text("Sans connexion.")
    page.get_by_role("button", name="Restore it").click()
    expect(areas(page).nth(3)).to_have_value("Sans connexion.")
    expect(page.locator("#kept")).to_be_hidden()
    complaints[:] = [line for line in complaints if "ERR_FAILED" not in line]


def test_it_works_without_scripts(new_page: NewPage, signed_in, addresses):
    page = new_page(storage_state=signed_in, java_script_enabled=False)
    page.goto(addresses["fr"])
    page.locator("textarea").nth(2).fill("Sans script.")
    page.get_by_role("button", name="Save").last.click()
    assert page.locator("textarea").nth(2).input_value() == "Sans script."
    page.locator("#unit-filter").get_by_text("Missing").click()
    assert "show=missing" in page.url
    assert not page.locator("textarea").filter(has_text="Sans script.").count()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_arabic_beside_english_keeps_its_directions(new_page: NewPage, signed_in, addresses, width: int):
    page = new_page(storage_state=signed_in, viewport={"width": width, "height": 900})
    open_screen(page, addresses["ar"])
    unit = page.locator("[data-unit^='finding/']").first
    original, area = unit.locator(".unit-words").bounding_box(), unit.locator("textarea").bounding_box()
    assert original and area
    is_beside = area["x"] >= original["x"] + original["width"]
    assert is_beside is (width >= 768)
    assert unit.locator("textarea").evaluate("each => getComputedStyle(each).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
