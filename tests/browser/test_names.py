"""The boxes that offer names: by keyboard, by mouse, to a screen reader, in Arabic, and without a script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looks import assert_accessible, assert_fits
from tests.server import Site


def add_box(page: Page):
    return page.locator("#add")


def options(page: Page):
    """The names under the box that has the focus, or had it last."""
    return page.locator(".suggestions:visible").get_by_role("option")


def listbox(page: Page):
    return page.get_by_role("listbox", name="Add a profile: name of the place")


def status(page: Page):
    """What a screen reader says of the box."""
    return page.locator("#add ~ [role=status]")


@pytest.mark.each_database
def test_two_profiles_are_chosen_by_keyboard_alone(page: Page, site: Site):
    page.goto(f"{site.url}/compare/")
    box = page.get_by_role("combobox", name="Add a profile: name of the place")
    box.focus()
    page.keyboard.type("lun")
    expect(options(page)).to_have_text(
        [
            "Lunaria, Second Profile (2023) Fictional example",
            "Lunaria, First Profile (2019) Fictional example",
        ]
    )
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(status(page)).to_have_text("2 names are offered.")
    assert not box.get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]")
    expect(chosen).to_contain_text("First Profile (2019)")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/compare/?profile=lunaria-2019*")
    add_box(page).focus()
    page.keyboard.type("MALÍ")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(".compare__head")).to_have_count(2)
    names = page.locator(".compare__place").all_inner_texts()
    assert [name.split()[0] for name in names] == ["Lunaria", "Mali"]


def test_escape_closes_the_list_and_past_its_ends_is_the_text(page: Page, site: Site):
    page.goto(f"{site.url}/compare/")
    box = add_box(page)
    box.focus()
    page.keyboard.type("lun")
    expect(options(page)).to_have_count(2)
    for key, count in (("ArrowDown", 1), ("ArrowDown", 1), ("ArrowDown", 0), ("ArrowUp", 1)):
        page.keyboard.press(key)
        expect(page.locator("[aria-selected=true]")).to_have_count(count)
    page.keyboard.press("Escape")
    expect(listbox(page)).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("lun")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(listbox(page)).to_be_hidden()


def test_nothing_to_offer_is_told_and_the_text_can_still_be_sent(page: Page, site: Site):
    page.goto(f"{site.url}/compare/")
    add_box(page).focus()
    page.keyboard.type("qqq")
    expect(status(page)).to_have_text("No name begins so.")
    expect(listbox(page)).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/compare/?text=qqq*")
    expect(page.get_by_text("No other profile fits this choice.")).to_be_visible()


def test_a_late_answer_does_not_stand_under_another_text(page: Page, site: Site):
    waiting = []
    page.route("**/compare/names.json?q=lun", lambda route: waiting.append(route))
    page.goto(f"{site.url}/compare/")
    add_box(page).fill("lun")
    page.wait_for_timeout(400)
    add_box(page).fill("zan")
    expect(options(page)).to_have_count(1)
    waiting[0].continue_()
    page.wait_for_timeout(400)
    expect(options(page)).to_contain_text(["Zanbaqia"])


def test_the_search_offers_places_and_domains_and_searches_for_what_is_clicked(page: Page, site: Site):
    page.goto(f"{site.url}/about/")
    page.locator("#site-search").focus()
    page.keyboard.type("partn")
    expect(options(page)).to_have_text(["Partnerships Domain"])
    options(page).click()
    page.wait_for_url(f"{site.url}/search/?q=Partnerships")


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("language", ["", "/ar"])
def test_the_list_fits_and_axe_finds_nothing(new_page: NewPage, site: Site, width: int, language: str):
    page = new_page(viewport={"width": width, "height": 800}, color_scheme="dark")
    page.goto(f"{site.url}{language}/compare/?profile=mali-2021&region=019")
    add_box(page).fill("مالي" if language else "lun")
    if not language:
        expect(options(page)).to_have_count(2)
        page.keyboard.press("ArrowDown")
        box, listed = add_box(page).bounding_box(), listbox(page).bounding_box()
        assert box
        assert listed
        assert abs(listed["x"] - box["x"]) < 2
        assert listed["y"] >= box["y"] + box["height"] - 2
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_profile_is_chosen_by_region_without_a_script(new_page: NewPage, site: Site, width: int):
    page = new_page(viewport={"width": width, "height": 740}, java_script_enabled=False)
    page.goto(f"{site.url}/compare/")
    page.get_by_text("Profiles by region").click()
    page.get_by_role("link", name="Africa", exact=True).click()
    page.get_by_role("link", name="Western Africa").click()
    offers = page.get_by_role("list", name="Profiles that can be added")
    offers.get_by_role("link", name="Mali, Second Profile (2021)").click()
    expect(page).to_have_url(f"{site.url}/compare/?profile=mali-2021")
    expect(page.locator(".compare__head")).to_have_count(1)
