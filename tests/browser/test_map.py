"""The map in a real browser: by mouse and by keyboard, zoomed, in the dark, on a phone and on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.server import Site

MALI = "Mali: Second Profile (2021)"


def colour_in_the_middle(page: Page, of: str) -> str:
    """Return the colour that is painted at the middle of `of`, as a browser shows it."""
    box = page.locator(of).first.bounding_box()
    assert box
    middle = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2, "width": 1, "height": 1}
    return page.screenshot(clip=middle).hex()


def test_an_outline_is_drawn_and_leads_to_the_profile(page: Page, site: Site):
    page.goto(f"{site.url}/", wait_until="networkidle")
    mali = page.locator(".map__link").filter(has=page.locator("use"))
    expect(mali).to_have_count(1)
    mali.scroll_into_view_if_needed()
    box = mali.bounding_box()
    assert box
    assert box["width"] > 20  # The file was allowed by the policy, and read.
    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.4)
    expect(page).to_have_url(f"{site.url}/profiles/mali-2021/")


@pytest.mark.parametrize("address", ["/", "/profiles/"])
def test_tab_reaches_each_place_by_name_and_shows_where_it_is(page: Page, site: Site, address: str):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site.url}{address}", wait_until="networkidle")
    page.get_by_role("link", name="Skip the map").focus()
    drawing = page.locator(".map__drawing")
    drawing.scroll_into_view_if_needed()
    names, pictures = [], [drawing.screenshot()]
    for _ in range(5):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.querySelector('title').textContent"))
        pictures.append(drawing.screenshot())
    assert [name.partition(" ")[0].strip(":") for name in names] == [
        *("Lunaria", "Mali", "Zanbaqia", "Port-Céleste", "Valnube")
    ]
    assert len(set(pictures)) == 6
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/profiles/port-celeste-2022/")


def test_the_map_is_skipped_by_one_key(page: Page, site: Site):
    page.goto(f"{site.url}/")
    page.get_by_role("link", name="Skip the map").focus()
    expect(page.locator(".skip:focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("The same as a list")


def test_a_screen_reader_hears_a_named_group_of_named_links(page: Page, site: Site):
    page.goto(f"{site.url}/")
    group = page.get_by_role("group", name="Map of profiles")
    expect(group.get_by_role("link", name=MALI)).to_have_count(1)
    expect(group.get_by_role("link")).to_have_count(5)


def test_a_part_is_chosen_without_a_script(new_page: NewPage, site: Site):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site.url}/")
    whole = page.locator(".map__link use").bounding_box()
    page.get_by_role("navigation", name="Parts of the map").get_by_role("link", name="Africa").click()
    expect(page).to_have_url(f"{site.url}/?region=002#map")
    page.get_by_role("link", name="Western Africa").click()
    expect(page.locator(".map__drawing")).to_be_in_viewport()
    part = page.locator(".map__link use").bounding_box()
    assert whole
    assert part
    assert part["width"] > 4 * whole["width"]
    page.get_by_role("link", name="The same as a list").click()
    expect(page).to_have_url(f"{site.url}/profiles/?region=011")
    expect(page.locator(".profile-row")).to_have_count(1)


def test_the_outlines_are_kept_for_a_year_and_read_once(page: Page, site: Site):
    answers = []
    page.on("response", lambda answer: answers.append(answer) if "/img/world" in answer.url else None)
    page.goto(f"{site.url}/", wait_until="networkidle")
    (answer,) = answers
    assert "max-age=315360000" in answer.headers["cache-control"]
    assert "immutable" in answer.headers["cache-control"]
    page.goto(f"{site.url}/profiles/", wait_until="networkidle")
    assert all(later.from_service_worker or later.status in (200, 304) for later in answers)


def test_it_is_drawn_in_the_colours_of_the_scheme_and_not_mirrored(new_page: NewPage, site: Site):
    colours = set()
    for scheme in ("light", "dark"):
        page = new_page(color_scheme=scheme)
        page.goto(f"{site.url}/?region=011", wait_until="networkidle")
        page.locator(".map__drawing").scroll_into_view_if_needed()
        colours.add(colour_in_the_middle(page, ".map__link use"))
    assert len(colours) == 2
    sides = []
    for prefix in ("", "/ar"):
        page = new_page()
        page.goto(f"{site.url}{prefix}/", wait_until="networkidle")
        drawing, mali = (
            page.locator(".map__drawing").bounding_box(),
            page.locator(".map__link use").bounding_box(),
        )
        assert drawing
        assert mali
        sides.append((mali["x"] - drawing["x"]) / drawing["width"])
    assert sides[0] == pytest.approx(sides[1], abs=0.01)


def test_it_is_on_paper_with_its_disclaimer_and_without_its_buttons(page: Page, site: Site):
    page.goto(f"{site.url}/?region=011", wait_until="networkidle")
    page.emulate_media(media="print")
    expect(page.locator(".map__drawing")).to_be_visible()
    expect(page.locator(".map__disclaimer")).to_be_visible()
    expect(page.locator(".map__regions")).to_be_hidden()
    assert page.pdf().startswith(b"%PDF")


def test_a_phone_shows_the_whole_map_and_fingers_find_the_parts(new_page: NewPage, site: Site):
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True)
    page.goto(f"{site.url}/profiles/", wait_until="networkidle")
    box = page.locator(".map__drawing").bounding_box()
    assert box
    assert 300 < box["width"] <= 360
    heights = page.locator(".map__regions a").evaluate_all(
        "links => links.map(link => link.getBoundingClientRect().height)"
    )
    assert min(heights) >= 24
