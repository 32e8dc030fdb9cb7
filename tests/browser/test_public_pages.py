"""Every kind of public page in a real browser: accessible, light, steady, and usable in every way."""

import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looks import assert_accessible, assert_fits
from tests.server import Site

KINDS = {
    "home": "/",
    "home, a part of the map": "/?region=011",
    "directory": "/profiles/",
    "directory, a part of the map": "/profiles/?region=002",
    "directory, nothing found": "/profiles/?text=atlantis",
    "directory, filtered": "/profiles/?country=lunaria&level=country",
    "profile": "/profiles/mali-2021/",
    "fictional profile": "/profiles/lunaria-2023/",
    "city profile in French": "/profiles/port-celeste-2022/",
    "profile in Arabic": "/profiles/zanbaqia-2024/",
    "frozen revision": "/profiles/mali-2021/r/1/",
    "what changed": "/profiles/lunaria-2023/changes/",
    "only what changed": "/profiles/lunaria-2023/changes/?show=changed",
    "nothing to compare": "/profiles/mali-2021/changes/",
    "comparison, nothing chosen": "/compare/",
    "comparison": "/compare/?profile=lunaria-2023&profile=zanbaqia-2024&profile=port-celeste-2022",
    "comparison of four": (
        "/compare/?profile=lunaria-2023&profile=mali-2021&profile=valnube-2024&profile=zanbaqia-2024"
    ),
    "places": "/places/",
    "place": "/places/lunaria/",
    "domains": "/domains/",
    "domain": "/domains/migrants-rights/",
    "about": "/about/",
    "data": "/about/data/",
    "accessibility": "/about/accessibility/",
    "privacy": "/about/privacy/",
    "glossary": "/glossary/",
    "documentation of the API": "/api/v1/docs/",
    "alerts": "/alerts/?place=mali",
    "alerts, asked": "/alerts/asked/",
    "alerts, stopped": "/alerts/stop/00000000-0000-4000-8000-000000000000/",
    "embedded profile": "/embed/profiles/lunaria-2023/",
    "embedded domain": "/embed/profiles/mali-2021/partnerships/",
    "embedded wheel": "/embed/profiles/mali-2021/wheel/",
    "not found": "/nowhere/",
    "refused": "/profiles/?region=nowhere",
}
ARABIC = {f"{kind}, in Arabic": f"/ar{address}" for kind, address in KINDS.items()}
FRENCH = {
    "official translation": "/fr/profiles/lunaria-2023/",
    "original of a translation": "/fr/profiles/lunaria-2023/?text=original",
}
PAGES = KINDS | ARABIC | FRENCH


def open_page(page: Page, site: Site, address: str, complaints: list[str]) -> None:
    answer = page.goto(f"{site.url}{address}")
    assert answer
    if answer.status >= 400:
        complaints.clear()  # Chromium writes each error page to the console.


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page: Page, site: Site, complaints: list[str], address: str
):
    open_page(page, site, address, complaints)
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert_fits(page, width)
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true }")
    assert_accessible(page)


BUDGETS = {"Document": 14, "Stylesheet": 12, "Script": 8, "Font": 45}
"""Kilobytes of the profile page, compressed, first visit (3-look.md)."""


@pytest.mark.parametrize(
    "address", ["/profiles/mali-2021/", "/ar/profiles/mali-2021/", "/fr/profiles/mali-2021/"]
)
def test_the_profile_page_keeps_its_weight(page: Page, site: Site, address: str):
    weights, kinds = dict.fromkeys(BUDGETS, 0.0), {}
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    devtools.on(
        "Network.loadingFinished",
        lambda event: weights.update(
            {
                kind: weights.get(kind, 0) + event["encodedDataLength"] / 1024
                for kind in [kinds.get(event["requestId"], "Other")]
            }
        ),
    )
    page.goto(f"{site.url}{address}", wait_until="networkidle")
    assert weights["Document"] > 1
    assert weights["Stylesheet"] > 1
    for kind, most in BUDGETS.items():
        assert weights[kind] <= most, (kind, weights)
    # Icons are in the page: the only picture is the one of the browser's tab.
    assert weights.get("Image", 0) == 0


def test_nothing_moves_while_the_page_loads(new_page: NewPage, site: Site):
    for width in (360, 1280):
        page = new_page(viewport={"width": width, "height": 800})
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries()) "
            "window.shift += entry.value }).observe({type: 'layout-shift', buffered: true})"
        )
        for address in (
            *("/", "/?region=009", "/profiles/", "/profiles/mali-2021/", "/ar/profiles/mali-2021/"),
            "/domains/partnerships/",
        ):
            page.goto(f"{site.url}{address}", wait_until="networkidle")
            assert page.evaluate("window.shift") < 0.01, (width, address)


def test_on_paper_no_part_of_the_wheel_is_where_the_reader_is(page: Page, site: Site):
    page.emulate_media(media="print", reduced_motion="reduce")
    page.goto(f"{site.url}/profiles/mali-2021/")
    look = """link => [link, ...link.querySelectorAll("*")].map(getComputedStyle)
      .map(({ fill, color }) => fill + color)"""
    link = page.locator(".wheel__link").nth(2)
    link.evaluate("link => link.removeAttribute('aria-current')")
    plain = link.evaluate(look)
    link.evaluate("link => link.setAttribute('aria-current', 'true')")
    assert link.evaluate(look) == plain
    page.emulate_media(media="screen")
    assert link.evaluate(look) != plain


def test_the_wheel_works_by_keyboard(page: Page, site: Site):
    page.goto(f"{site.url}/profiles/mali-2021/")
    links = page.locator(".wheel a")
    expect(links).to_have_count(6)
    wheel = page.locator(".wheel").first
    page.emulate_media(reduced_motion="reduce")
    pictures = [wheel.screenshot()]
    links.first.focus()
    for number in range(6):
        expect(links.nth(number)).to_be_focused()
        pictures.append(wheel.screenshot())
        if number < 5:
            page.keyboard.press("Tab")
    assert len(set(pictures)) == 7  # Where the focus is, is to be seen.
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/profiles/mali-2021/#safe-orderly-and-regular-migration")
    heading = page.get_by_role("heading", name="Safe, orderly and regular migration")
    expect(heading).to_be_in_viewport()


def test_the_wheel_marks_the_section_that_is_read(page: Page, site: Site):
    page.goto(f"{site.url}/profiles/mali-2021/")
    for anchor in ("partnerships", "migrants-rights", "mobility-dimensions-of-crises"):
        page.evaluate(f"document.getElementById('{anchor}').scrollIntoView({{block: 'start'}})")
        expect(page.locator(".wheel [aria-current]")).to_have_attribute("href", f"#{anchor}")


def test_the_wheel_is_a_list_of_six_named_links_for_a_screen_reader(page: Page, site: Site):
    page.goto(f"{site.url}/profiles/mali-2021/")
    names = page.locator(".wheel li a").evaluate_all(
        "links => links.map(link => link.textContent.replace(/\\s+/g, ' ').trim())"
    )
    assert len(names) == 6
    assert "Migrants' rights" in names[0]
    assert "Safe, orderly and regular migration" in names[5]


def test_everything_is_there_without_a_script(new_page: NewPage, site: Site):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site.url}/profiles/mali-2021/")
    expect(page.locator("li.finding")).to_have_count(23)
    page.locator(".wheel__number").nth(2).click()
    expect(page).to_have_url(f"{site.url}/profiles/mali-2021/#partnerships")
    page.get_by_text("About this domain").first.click()
    expect(page.get_by_text("Indicators in this domain assess the extent to which")).to_be_visible()
    page.locator("li.finding").nth(3).get_by_role("link").first.click()
    page.wait_for_url(f"{site.url}/profiles/mali-2021/#f-*")
    page.goto(f"{site.url}/profiles/")
    page.get_by_label("Place name").fill("mali")
    page.get_by_role("button", name="Show profiles").click()
    expect(page.locator(".profile-row")).to_have_count(1)


def test_a_phone_has_the_strip_of_six_on_top_while_reading(new_page: NewPage, site: Site):
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True)
    page.goto(f"{site.url}/profiles/mali-2021/")
    page.evaluate("document.getElementById('partnerships').scrollIntoView({block: 'start'})")
    tabs = page.locator(".domain-tabs a")
    expect(tabs).to_have_count(6)
    expect(tabs.first).to_be_in_viewport()
    sizes = tabs.evaluate_all("links => links.map(link => link.getBoundingClientRect().height)")
    assert min(sizes) >= 44
    heading = page.locator("#partnerships-title")
    strip = page.locator(".domain-tabs").bounding_box()
    box = heading.bounding_box()
    assert strip and box
    assert box["y"] >= strip["y"] + strip["height"] - 1


def test_a_phone_sees_the_wheel_before_the_introduction(new_page: NewPage, site: Site):
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{site.url}/profiles/mali-2021/")
    wheel, introduction = page.locator(".wheel").bounding_box(), page.locator("#introduction").bounding_box()
    assert wheel
    assert introduction
    assert wheel["y"] < 740
    assert wheel["y"] < introduction["y"]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_screen_reader_hears_the_six_domains_once(new_page: NewPage, site: Site, width: int):
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(f"{site.url}/profiles/mali-2021/")
    expect(page.get_by_role("link", name="Partnerships", exact=False)).to_have_count(1)


@pytest.mark.parametrize("address", ["/profiles/mali-2021/", "/domains/partnerships/"])
def test_each_finding_has_a_link_of_its_own_name(page: Page, site: Site, address: str):
    page.goto(f"{site.url}{address}")
    links = page.get_by_role("link", name="Copy this finding with its place, month and address:")
    names = [" ".join(name.split()) for name in links.all_inner_texts()]
    profiles = page.locator("[data-place]").count()
    assert len(names) == page.locator("li.finding").count()
    # Two editions may say the same.
    assert len(set(names)) == len(names) or profiles > 1


def test_a_phone_finds_a_place_from_any_page(new_page: NewPage, site: Site):
    page = new_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto(f"{site.url}/profiles/mali-2021/")
    page.get_by_role("link", name="Search the profiles").click()
    field = page.get_by_label("Search places, domains and what the profiles say")
    expect(field).to_be_in_viewport()
    field.fill("mali")
    page.get_by_role("button", name="Search").click()
    page.locator(".found-places").get_by_role("link", name="Mali").click()
    expect(page).to_have_url(f"{site.url}/places/mali/")


@pytest.mark.parametrize("address", ["/profiles/lunaria-2023/", "/domains/partnerships/"])
def test_a_finding_is_copied_with_its_place_month_and_address(new_page: NewPage, site: Site, address: str):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{site.url}{address}")
    finding = page.locator("li.finding").first
    link = finding.locator("a.finding__link")
    permanent = f"{site.url}{link.get_attribute('href')}"
    link.click()
    expect(page.locator("[data-copied]")).to_have_text("Copied with its place, month and address")
    text = finding.locator(".finding__text").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"“{text}” (Lunaria (Fictional example), October 2023) {permanent}"
    )
    expect(link).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # “Copy only the address”
    expect(page.locator("[data-copied]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == permanent
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".toast")).to_be_hidden()


def test_what_the_browser_does_not_copy_can_be_copied_by_hand(page: Page, site: Site):
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});document.execCommand = () => false"
    )
    page.goto(f"{site.url}/profiles/mali-2021/")
    link = page.locator("a.finding__link").first
    link.click()
    field = page.get_by_role("textbox", name="This is the text to copy:")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(r"^“.+” \(Mali, September 2021\) http.+/findings/[0-9a-f-]{36}/$"))
    assert page.evaluate("String(getSelection())") == field.input_value()
    page.get_by_role("button", name="Close").click()
    expect(field).to_be_hidden()
    expect(link).to_be_focused()


def test_plain_http_copies_the_old_way(new_page: NewPage, site: Site):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(
        "window.old = navigator.clipboard; Object.defineProperty(navigator, 'clipboard', {value: undefined})"
    )
    page.goto(f"{site.url}/profiles/mali-2021/")
    link = page.locator("a.finding__link").first
    link.click()
    expect(page.locator("[data-copied]")).to_have_text("Copied with its place, month and address")
    assert "(Mali, September 2021)" in page.evaluate("old.readText()")
    expect(page.locator(".toast textarea")).to_be_hidden()
    expect(link).to_be_focused()


def test_the_citation_can_be_copied(new_page: NewPage, site: Site):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{site.url}/profiles/mali-2021/")
    page.get_by_role("button", name="Copy the citation").click()
    expect(page.locator("[data-copied]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Republic of Mali Second Profile (2021) (as of September 2021)" in copied
    assert copied.rstrip().endswith("/profiles/mali-2021/r/1/")


def test_what_is_offered_to_cite_and_to_embed_can_be_copied(new_page: NewPage, site: Site):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{site.url}/profiles/mali-2021/")
    page.get_by_text("Cite in a style or with a reference manager").click()
    page.get_by_text("Share or embed").click()
    for name, part in (
        ("APA", "Republic of Mali Second Profile (2021) (Revision 1; Situation described: September 2021)"),
        ("BibTeX", "@misc{mali-2021-r1,\n  title = "),
        ("To embed", '/embed/profiles/mali-2021/" title="'),
    ):
        page.get_by_role("button", name=f"Copy: {name}").click()
        expect(page.locator("[data-copied]")).to_have_text("Copied")
        assert part in page.evaluate("navigator.clipboard.readText()")


def test_another_site_can_frame_the_embed_and_no_other_page(
    new_page: NewPage, site: Site, complaints: list[str]
):
    addresses = {"wheel": "/embed/profiles/mali-2021/wheel/", "page": "/profiles/mali-2021/"}
    frames = [f'<iframe name="{name}" src="{site.url}{path}"></iframe>' for name, path in addresses.items()]

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write("".join(frames).encode())

        def log_message(self, *_words: object) -> None:
            """It is quiet."""

    page = new_page(java_script_enabled=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as elsewhere:
        Thread(target=elsewhere.serve_forever, daemon=True).start()
        page.goto(f"http://localhost:{elsewhere.server_port}/")
        expect(page.frame_locator("[name=wheel]").locator("h1")).to_contain_text("Republic of Mali")
        expect(page.frame_locator("[name=wheel]").locator(".wheel__link")).to_have_count(6)
        expect(page.frame_locator("[name=page]").locator("h1")).to_have_count(0)
        elsewhere.shutdown()
    assert any("frame-ancestors" in complaint for complaint in complaints)
    complaints.clear()


def test_the_first_tab_stop_skips_to_the_content(page: Page, site: Site):
    page.goto(f"{site.url}/profiles/mali-2021/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_on_paper_it_is_a_report(page: Page, site: Site):
    page.goto(f"{site.url}/profiles/lunaria-2023/")
    page.emulate_media(media="print", reduced_motion="reduce")
    expect(page.locator(".site-header nav").first).to_be_hidden()
    expect(page.locator("li.finding").first).to_be_visible()
    expect(page.locator("#citation")).to_be_visible()
    assert page.pdf().startswith(b"%PDF")


def test_arabic_pages_run_from_the_right(page: Page, site: Site):
    page.goto(f"{site.url}/ar/profiles/zanbaqia-2024/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    text = page.locator("li.finding p").first
    assert text.evaluate("element => getComputedStyle(element).direction") == "rtl"
    page.goto(f"{site.url}/ar/profiles/mali-2021/")
    english = page.locator("li.finding p").first
    assert english.evaluate("element => getComputedStyle(element).direction") == "ltr"
