"""Terms in the text: opened by mouse, finger and keyboard, without a script, not in the way of the words."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looks import assert_accessible, assert_fits
from tests.server import Site

pytestmark = pytest.mark.once

MALI = "/profiles/mali-2021/"
PAGES = [MALI, f"/ar{MALI}", "/ar/profiles/zanbaqia-2024/", "/fr/profiles/port-celeste-2022/"]


def press(page: Page, number: int) -> None:
    """Click the first line of a marked term: the middle of one that is broken may lie outside of it."""
    word = page.locator(".term__words").nth(number)
    word.evaluate("word => word.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = word.evaluate(
        "word => { const b = word.getClientRects()[0]; return [b.x, b.y, b.width, b.height] }"
    )
    page.mouse.click(box[0] + box[2] / 2, box[1] + box[3] / 2)


def opened(page: Page) -> list[str]:
    return page.locator(".term-note:popover-open").evaluate_all("notes => notes.map(note => note.id)")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_term_opens_and_closes_by_mouse(new_page: NewPage, site: Site, script: bool):
    page = new_page(java_script_enabled=script)
    page.goto(f"{site.url}{MALI}")
    note = page.get_by_role("dialog", name="area with potential for further development")
    expect(note).to_be_hidden()
    press(page, 2)
    expect(note).to_be_visible()
    expect(note).to_contain_text("in the month described")
    note.get_by_role("button", name="Close").click()
    expect(note).to_be_hidden()
    press(page, 2)
    page.mouse.click(5, 5)
    expect(note).to_be_hidden()
    press(page, 2)
    note.get_by_role("link").click()
    page.wait_for_url("**/glossary/#term-area-with-potential")
    expect(page.locator("#term-area-with-potential")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_term_opens_and_closes_by_keyboard(new_page: NewPage, site: Site, script: bool):
    page = new_page(java_script_enabled=script)
    page.goto(f"{site.url}{MALI}")
    button = page.get_by_role("button", name="Definition: country Profile")
    button.focus()
    page.keyboard.press("Enter")
    note = page.get_by_role("dialog", name="country profile")
    expect(note).to_be_visible()
    expect(note.get_by_role("link")).to_be_focused()  # so that a screen reader begins to read it
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(button).to_be_focused()


def test_a_term_closes_when_the_keyboard_leaves_it(page: Page, site: Site):
    page.goto(f"{site.url}{MALI}")
    button = page.get_by_role("button", name="Definition: country Profile")
    note = page.get_by_role("dialog", name="country profile")
    button.focus()
    page.keyboard.press("Enter")
    expect(note.get_by_role("link")).to_be_focused()
    page.keyboard.press("Tab")
    expect(note.get_by_role("button")).to_be_focused()
    expect(note).to_be_visible()
    page.keyboard.press("Tab")
    expect(note).to_be_hidden()
    # Focus went on, and was not taken back to the term; its button still opens and closes.
    expect(button).not_to_be_focused()
    assert page.evaluate("document.activeElement !== document.body")
    button.focus()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(note).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(note).to_be_hidden()


def test_the_keyboard_shows_which_term_it_is_at(page: Page, site: Site):
    page.goto(f"{site.url}{MALI}")
    link = page.locator("main a").last
    link.focus()
    page.locator(".term__button").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    outline = page.locator(".term__words").first.evaluate("word => getComputedStyle(word).outlineWidth")
    assert outline == "3px"


def test_on_a_phone_a_finger_opens_it_at_the_foot_of_the_screen(new_page: NewPage, site: Site):
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.goto(f"{site.url}{MALI}")
    word = page.locator(".term__words").first
    word.tap()
    note = page.locator(".term-note:popover-open")
    expect(note).to_be_visible()
    box = note.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 360)
    assert box["y"] + box["height"] == 740


def test_on_a_wide_screen_it_stands_at_its_words(page: Page, site: Site):
    page.goto(f"{site.url}{MALI}")
    for number in range(5):
        press(page, number)
        note = page.locator(".term-note:popover-open").bounding_box()
        lines = (
            page.locator(".term__words")
            .nth(number)
            .evaluate("word => [...word.getClientRects()].map(line => [line.top, line.bottom])")
        )
        assert note is not None
        below, above = note["y"] - lines[-1][1], lines[0][0] - (note["y"] + note["height"])
        assert 0 <= max(below, above) < 40, number
        assert note["x"] >= 0 and note["x"] + note["width"] <= 1280
        page.keyboard.press("Escape")


@pytest.mark.parametrize("address", PAGES)
def test_a_selection_has_every_word(page: Page, site: Site, address: str):
    """What a reader marks and copies is the official text, letter for letter."""
    page.goto(f"{site.url}{address}")
    paragraph = page.locator(".introduction__text p:has(.term), .finding__text:has(.term)").first
    paragraph.evaluate("p => p.scrollIntoView({ block: 'center', behavior: 'instant' })")
    text = " ".join(paragraph.evaluate("p => p.textContent").split())
    paragraph.click(click_count=3, position={"x": 2, "y": 4} if "/ar/profiles/z" not in address else None)
    selection = page.evaluate("getSelection().toString()")
    assert " ".join(selection.split()) == text
    page.keyboard.press("Escape")
    page.evaluate("getSelection().removeAllRanges()")
    # Drawn with the mouse from the first letter to the last, over every term.
    ends = paragraph.evaluate(
        """p => {
          const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), texts = [];
          while (walk.nextNode()) texts.push(walk.currentNode);
          const at = (node, from, to) => {
            const range = document.createRange();
            range.setStart(node, from), range.setEnd(node, to);
            const box = range.getBoundingClientRect();
            return [box.left, box.top, box.width, box.height];
          };
          const last = texts.at(-1), end = last.data.trimEnd().length;
          return [at(texts[0], 0, 1), at(last, end - 1, end), getComputedStyle(p).direction];
        }"""
    )
    (first, last, direction) = ends
    start_x = first[0] + (0 if direction == "ltr" else first[2])
    end_x = last[0] + (last[2] if direction == "ltr" else 0)
    page.mouse.move(start_x, first[1] + first[3] / 2)
    page.mouse.down()
    page.mouse.move(end_x, last[1] + last[3] / 2, steps=12)
    page.mouse.up()
    assert " ".join(page.evaluate("getSelection().toString()").split()) == text
    assert opened(page) == []


def test_no_line_breaks_between_a_term_and_the_comma_after_it(page: Page, site: Site):
    page.goto(f"{site.url}{MALI}")
    breaks = page.evaluate(
        """() => {
          const p = document.querySelector(".introduction__text p"), torn = [];
          const ends = [...p.querySelectorAll(".term")].filter((term) => /^\\S/.test(term.nextSibling.data));
          p.style.setProperty("text-wrap", "wrap");
          for (let width = 160; width < 640; width += 1) {
            p.style.setProperty("inline-size", `${width}px`);
            for (const term of ends) {
              const range = document.createRange();
              range.setStart(term.nextSibling, 0);
              range.setEnd(term.nextSibling, 1);
              const end = term.querySelector(".term__end").getBoundingClientRect();
              if (Math.abs(range.getBoundingClientRect().bottom - end.bottom) > 6) torn.push(width);
            }
          }
          return [ends.length, torn];
        }"""
    )
    assert breaks == [1, []]


def test_words_of_a_term_can_be_selected_without_opening_it(page: Page, site: Site):
    page.goto(f"{site.url}{MALI}")
    word = page.locator(".term__words", has_text="areas with potential for further development").first
    box = word.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()
    selected = page.evaluate("getSelection().toString()").strip()
    assert selected in "areas with potential for further development"
    assert len(selected) > 20
    assert opened(page) == []


@pytest.mark.parametrize("address", PAGES[:3])
def test_axe_finds_nothing_in_an_open_term(new_page: NewPage, site: Site, address: str):
    for viewport in ({"width": 360, "height": 740}, {"width": 1280, "height": 900}):
        page = new_page(viewport=viewport)
        page.goto(f"{site.url}{address}")
        press(page, 1)
        assert len(opened(page)) == 1
        assert_accessible(page)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_an_open_term_makes_no_page_wider(new_page: NewPage, site: Site, width: int):
    page = new_page(viewport={"width": width, "height": 640})
    for address in PAGES:
        page.goto(f"{site.url}{address}")
        for number in range(page.locator(".term__words").count()):
            press(page, number)
            (name,) = opened(page)
            box = page.locator(f"#{name}").bounding_box()
            assert box is not None
            assert box["x"] >= 0 and box["x"] + box["width"] <= width, (address, name)
            assert box["y"] >= 0 and box["y"] + box["height"] <= 640, (address, name)
            page.keyboard.press("Escape")
        assert_fits(page, address)


def test_on_paper_there_is_no_mark_and_no_note(page: Page, site: Site):
    page.goto(f"{site.url}{MALI}")
    page.emulate_media(media="print")
    line = page.locator(".term__words").first.evaluate("word => getComputedStyle(word).textDecorationLine")
    assert line == "none"
    expect(page.locator(".terms")).to_be_hidden()


def test_a_browser_without_popovers_has_no_marks_and_a_list_at_the_end(page: Page, site: Site):
    """Its rules are those outside of @supports, and to it the attribute says nothing."""
    page.goto(f"{site.url}{MALI}")
    page.evaluate(
        """async () => {
          for (const sheet of document.styleSheets) {
            const drop = (rules, owner) => {
              for (let i = rules.length - 1; i >= 0; i--) {
                if (rules[i] instanceof CSSSupportsRule && rules[i].conditionText.includes("popover-open"))
                  owner.deleteRule(i);
                else if (rules[i].cssRules?.length) drop(rules[i].cssRules, rules[i]);
              }
            };
            drop(sheet.cssRules, sheet);
          }
          for (const note of document.querySelectorAll(".term-note")) note.removeAttribute("popover");
        }"""
    )
    word = page.locator(".term__words").first
    assert word.evaluate("word => getComputedStyle(word).textDecorationLine") == "none"
    expect(page.locator(".term__button").first).to_be_hidden()
    expect(page.get_by_role("heading", name="Terms on this page")).to_be_visible()
    expect(page.locator(".term-note")).to_have_count(5)
    expect(page.locator(".term-note").last).to_be_visible()
    text = page.locator(".introduction__text p").first
    assert "country Profile describes examples" in text.inner_text()
