"""What changed, and what stands side by side, in a real browser: heads that stay, a phone, keys, paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looks import assert_fits
from tests.server import Site

FOUR = "/compare/?profile=lunaria-2023&profile=mali-2021&profile=valnube-2024&profile=zanbaqia-2024"
CHANGES = "/profiles/lunaria-2023/changes/"
TWO = "/compare/?profile=lunaria-2023&profile=zanbaqia-2024"


def top(page: Page, selector: str, number: int = 0) -> float:
    box = page.locator(selector).nth(number).bounding_box()
    assert box
    return box["y"]


def down_to(page: Page, selector: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(f"document.querySelector('{selector}').scrollIntoView({{block: 'start'}})")
    page.evaluate("scrollBy({top: 120, behavior: 'instant'})")


@pytest.mark.parametrize(("width", "address"), [(800, TWO), (1280, FOUR)])
def test_the_heads_of_the_columns_and_of_the_row_stay_in_view(
    new_page: NewPage, site: Site, width: int, address: str
):
    page = new_page(viewport={"width": width, "height": 700})
    page.goto(f"{site.url}{address}")
    down_to(page, "#partnerships .compare__row")
    for head in page.locator(".compare__head a").all():
        expect(head).to_be_in_viewport()
    assert top(page, ".compare__heads") == 0
    heads = page.locator(".compare__heads").bounding_box()
    row = page.locator("#partnerships .compare__row-head").first
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("3 · Partnerships")
    box = row.bounding_box()
    assert heads
    assert box
    assert box["y"] >= heads["y"] + heads["height"] - 1


def test_columns_stand_beside_each_other_where_there_is_room(new_page: NewPage, site: Site):
    for width, address, columns in ((1280, FOUR, 4), (1024, FOUR, 1), (800, TWO, 2), (700, TWO, 1)):
        page = new_page(viewport={"width": width, "height": 800})
        page.goto(f"{site.url}{address}")
        cells = page.locator("#partnerships .compare__row").first.locator(".compare__cell")
        places = {round(cell.bounding_box()["x"]) for cell in cells.all()}
        assert len(places) == columns, (width, address)


def test_on_a_phone_each_text_follows_its_place_and_the_domain_stays_on_top(new_page: NewPage, site: Site):
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True)
    page.goto(f"{site.url}{FOUR}")
    row = page.locator("#partnerships .compare__row").first
    for cell in row.locator(".compare__cell").all():
        whose = cell.get_by_role("heading", level=4)
        expect(whose).to_be_visible()
        assert whose.bounding_box()["width"] > 100
    names = row.get_by_role("heading", level=4).all_inner_texts()
    assert [name.split()[0] for name in names] == ["Lunaria", "Mali", "Valnube", "Zanbaqia"]
    down_to(page, "#partnerships .compare__row")
    assert top(page, "#partnerships .compare__domain-head") == 0
    assert_fits(page)


def test_a_screen_reader_hears_domain_kind_and_place_in_that_order(page: Page, site: Site):
    page.goto(f"{site.url}{TWO}&domain=partnerships")
    levels = page.locator("main :is(h1, h2, h3, h4)").evaluate_all("all => all.map(each => each.tagName)")
    assert levels == ["H1", "H2", "H3", "H4", "H4", "H3", "H4", "H4"]
    expect(page.get_by_role("heading", level=4, name="Zanbaqia")).to_have_count(2)


def test_a_comparison_is_made_without_a_script(new_page: NewPage, site: Site):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site.url}/profiles/mali-2021/")
    page.get_by_role("link", name="Compare Mali, Second Profile (2021)").click()
    expect(page).to_have_url(f"{site.url}/compare/?profile=mali-2021")
    page.get_by_label("Add a profile").fill("zanb")
    page.get_by_label("Domain", exact=True).select_option("partnerships")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("list", name="Profiles that can be added").get_by_role("link", name="Zanbaqia").click()
    expect(page.locator(".compare__head")).to_have_count(2)
    expect(page.locator(".compare__domain")).to_have_count(1)
    page.get_by_role("link", name="Put first").click()
    expect(page.locator(".compare__head").first).to_contain_text("Zanbaqia")
    page.get_by_role("link", name="Remove").first.click()
    expect(page.locator(".compare__head")).to_have_count(1)
    expect(page.locator(".compare__domain")).to_have_count(1)


def test_the_tray_gathers_profiles_across_pages_and_opens_them(page: Page, site: Site):
    page.goto(f"{site.url}/profiles/")
    tray = page.get_by_role("region", name="Profiles to compare")
    expect(tray).to_be_hidden()
    page.get_by_role("button", name="Compare Zanbaqia").click()
    expect(tray).to_be_visible()
    expect(page.locator("#compare-status")).to_have_text(
        "Added to the comparison: Zanbaqia, First Profile (2024)"
    )
    button = page.get_by_role("button", name="Compare Zanbaqia")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.goto(f"{site.url}/profiles/mali-2021/")
    expect(tray).to_contain_text("Zanbaqia, First Profile (2024)")
    page.get_by_role("button", name="Compare Mali").click()
    assert page.context.cookies() == []
    tray.get_by_role("link", name="Compare").click()
    expect(page).to_have_url(f"{site.url}/compare/?profile=zanbaqia-2024&profile=mali-2021")


def test_the_tray_takes_four_and_gives_them_back(page: Page, site: Site):
    page.goto(f"{site.url}/profiles/")
    tray = page.get_by_role("region", name="Profiles to compare")
    buttons = page.get_by_role("button", name=re.compile("^Compare "))
    for number in range(5):
        buttons.nth(number).click()
    expect(tray.get_by_role("listitem")).to_have_count(4)
    expect(tray.get_by_role("alert")).to_have_text("At most four profiles can be compared at once.")
    expect(buttons.nth(4)).to_have_attribute("aria-pressed", "false")
    removes = tray.get_by_role("button", name=re.compile("^Remove "))
    removes.first.click()
    expect(removes.first).to_be_focused()
    expect(tray.get_by_role("alert")).to_be_hidden()
    for _ in range(3):
        page.keyboard.press("Enter")
    expect(tray).to_be_hidden()
    expect(buttons.first).to_be_focused()


def test_the_tray_works_by_keyboard_and_hides_no_focus(new_page: NewPage, site: Site):
    page = new_page(viewport={"width": 360, "height": 640})
    page.goto(f"{site.url}/profiles/")
    page.get_by_role("button", name=re.compile("^Compare ")).first.focus()
    page.keyboard.press("Space")
    tray = page.locator(".tray")
    expect(tray).to_be_visible()
    page.emulate_media(reduced_motion="reduce")
    for _ in range(40):
        page.keyboard.press("Tab")
        stops_below = page.evaluate(
            """() => {
              const here = document.activeElement, tray = document.querySelector(".tray");
              if (here === document.body || tray.contains(here)) return false;
              const box = here.getBoundingClientRect();
              return box.top >= tray.getBoundingClientRect().top;
            }"""
        )
        assert not stops_below, page.evaluate("document.activeElement.outerHTML")


def test_a_broken_memory_of_the_tray_does_no_harm(page: Page, site: Site):
    page.goto(f"{site.url}/profiles/")
    for value in ("5", "{", '"x"', "null"):
        page.evaluate("text => { sessionStorage.compare = text }", value)
        page.reload()
        expect(page.locator(".tray")).to_be_hidden()


def test_the_switch_of_the_changes_works_without_a_script_and_by_keyboard(new_page: NewPage, site: Site):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site.url}/profiles/lunaria-2023/")
    page.get_by_role("link", name="What changed since March 2019").first.click()
    expect(page).to_have_url(f"{site.url}{CHANGES}")
    whole = page.locator(".change").count()
    page.get_by_role("link", name="Only what changed").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}{CHANGES}?show=changed")
    assert 0 < page.locator(".change").count() < whole


def test_words_are_told_apart_without_colour(page: Page, site: Site):
    page.goto(f"{site.url}{CHANGES}")
    for mark, line in (("del", "line-through"), ("ins", "underline")):
        style = page.locator(f".change__text {mark}").first.evaluate(
            "mark => getComputedStyle(mark).textDecorationLine"
        )
        assert style == line


def test_both_editions_stay_named_on_top_and_beside_each_other(new_page: NewPage, site: Site):
    page = new_page(viewport={"width": 1280, "height": 700})
    page.goto(f"{site.url}{CHANGES}")
    down_to(page, "#partnerships .change")
    assert top(page, ".change-heads") == 0
    sides = page.locator(".change:has(del) .change__side")
    first, second = (sides.nth(number).bounding_box() for number in (0, 1))
    assert first
    assert second
    assert first["y"] == second["y"]
    assert first["x"] < second["x"]


@pytest.mark.parametrize("address", [TWO, FOUR, CHANGES])
def test_on_paper_the_texts_stand_beside_each_other_without_the_choices(page: Page, site: Site, address: str):
    page.goto(f"{site.url}{address}")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 660, "height": 900})
    for unneeded in (".site-header nav", ".compare-form", ".chosen", ".switch", ".downloads"):
        for part in page.locator(unneeded).all():
            expect(part).to_be_hidden()
    if address == CHANGES:
        sides = page.locator(".change:has(del) .change__side")
        assert sides.nth(0).bounding_box()["x"] < sides.nth(1).bounding_box()["x"]
    else:
        cells = page.locator("#partnerships .compare__row").first.locator(".compare__cell")
        assert len({round(cell.bounding_box()["x"]) for cell in cells.all()}) == cells.count()
        expect(cells.first.get_by_role("heading")).to_be_visible()
    assert page.pdf().startswith(b"%PDF")
