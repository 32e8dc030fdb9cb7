"""Without a mouse: a text goes its whole way by Tab, Enter, Space, arrows and letters alone.

At every stop on the way the focus can be seen: it has an outline, and nothing lies over it.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import server
from tests.browser.conftest import NewPage, forget_refusals

COLLEAGUE = "colleague"
"""Who wrote a text does not approve it."""

DRAFTS = f"""
from profiles import workflow
from profiles.models import Profile, User
User.objects.create_superuser({COLLEAGUE!r}, password={server.PASSWORD!r})
for slug in ("lunaria-2023", "port-celeste-2022"):
    print("draft", workflow.start_revision(Profile.objects.get(slug=slug), None).pk)
"""
"""What the first test starts, valnube-2024, has none."""

PASTED = ["• The first of two findings.", "• The second of two findings."]

STOP = """(sought) => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const isSeen = [0.1, 0.5, 0.9].some((along) => [0.1, 0.5, 0.9].some((down) => {
    const at = document.elementFromPoint(box.left + along * box.width, top + down * (bottom - top));
    return bottom > top && at && (here.contains(at) || at.control === here);
  }));
  const isOutlined = outlineStyle !== "none" && outlineWidth !== "0px";
  const wrong = isOutlined ? (isSeen ? "" : "not in view") : "no outline";
  (window.reached ??= new Set()).add(here);
  return { isThere: here === sought, wrong: wrong && `${wrong}: ${here.outerHTML.slice(0, 160)}` };
}"""
"""Where the focus is (null: outside the page), whether that is what is sought, and what is wrong with it."""

NOT_REACHED = """() => {
  const groups = new Set([...window.reached].filter(({ type }) => type === "radio").map(({ name }) => name));
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, iframe")]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }))
    .filter((each) => !each.disabled && each.tabIndex >= 0)
    .filter((each) => !window.reached.has(each) && !(each.type === "radio" && groups.has(each.name)))
    .map((each) => each.outerHTML.slice(0, 160));
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Site]:
    """An installation of its own: what is submitted here is a draft for other tests."""
    shared = server.shared_folder(tmp_path_factory)
    with server.site(tmp_path_factory.mktemp("keyboard"), shared) as instance:
        yield instance


@pytest.fixture(scope="module")
def drafts(site: server.Site) -> list[str]:
    output = site.manage("shell", "-v0", "-c", DRAFTS).stdout
    numbers = [line.split()[1] for line in output.splitlines() if line.startswith("draft ")]
    return [f"{site.url}/admin/profiles/revision/{number}/change/" for number in numbers]


def sign_in(page: Page, site: server.Site, name: str = server.ADMINISTRATOR) -> Page:
    page.goto(f"{site.url}/admin/")
    expect(page.locator("#id_username")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(server.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/admin/")
    return page


def go_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press `key` until `target` has the focus, past the end of the page if need be."""
    handle = target.element_handle()
    for _press in range(600):
        page.keyboard.press(key)
        stop = page.evaluate(STOP, handle)
        assert not stop or not stop["wrong"], f"{page.url}: {stop['wrong']}"
        if stop and stop["isThere"]:
            return
    raise AssertionError(f"{key} does not lead to {target} of {page.url}")


def press(page: Page, target: Locator) -> None:
    go_to(page, target)
    page.keyboard.press("Enter")


def take(page: Page, button: str) -> None:
    press(page, page.get_by_role("button", name=button, exact=True))
    expect(page.locator(".messagelist .success")).to_be_visible()


def go_through(page: Page, key: str) -> None:
    """Press `key` until the focus has been everywhere and has left the page."""
    page.evaluate("window.reached = new Set()")
    stops, is_over = 0, False
    # Where a page puts the focus at its start, the first round begins there.
    while not is_over or page.evaluate(NOT_REACHED):
        assert stops < 1200, f"{page.url} does not let the focus go, or to: {page.evaluate(NOT_REACHED)}"
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        assert not stop or not stop["wrong"], f"{page.url}: {stop['wrong']}"
        stops, is_over = stops + 1, stop is None


def finding(page: Page, text: str) -> Locator:
    """Return the row whose text is `text` now; a dialog that adds it may still be closing."""
    boxes = page.locator("li.finding [name^=text-]")
    for _try in range(50):
        key = boxes.evaluate_all(
            "(boxes, text) => boxes.find(({ value }) => value === text)?.closest('li').dataset.key", text
        )
        if key:
            return page.locator(f"li.finding[data-key='{key}']")
        page.wait_for_timeout(100)
    raise AssertionError(f"{page.url} has no finding “{text}”")


def texts(page: Page, name: str) -> list[str]:
    boxes = page.locator(f"[data-list='{name}'] li.finding:not(.is-deleted) [name^=text-]")
    return [box.input_value() for box in boxes.all()]


@pytest.mark.usefixtures("drafts")
def test_a_text_goes_from_the_administration_to_its_readers(new_page: NewPage, site: server.Site):
    page = sign_in(new_page(), site)
    go_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("valnube")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/?q=valnube")
    press(page, page.get_by_role("region", name="Profiles").get_by_role("link").first)
    press(page, page.get_by_role("button", name="Start a revision"))
    expect(page.locator(".editor.is-scripted")).to_be_visible()
    press(page, page.get_by_role("link", name="Skip to main content"))

    # Add: the cursor is in the new row, and in view.
    here, there = "migrants-rights/well_developed", "migrants-rights/potential"
    before, before_there = texts(page, here), texts(page, there)
    rows = page.locator(f"[data-list='{here}']")
    press(page, rows.get_by_role("button", name="Add a finding"))
    expect(rows.locator("li.finding [name^=text-]").last).to_be_focused()
    page.keyboard.type("One without a mouse.")
    row = finding(page, "One without a mouse.")

    # Move: the button keeps the focus, and at the edge of the list leads into the next.
    press(page, row.get_by_role("button", name="Up"))
    expect(row.get_by_role("button", name="Up")).to_be_focused()
    assert texts(page, here) == [*before[:-1], "One without a mouse.", before[-1]]
    go_to(page, row.get_by_role("button", name="Down"))
    while texts(page, here) != before:
        page.keyboard.press("Enter")
        expect(row.get_by_role("button", name="Down")).to_be_focused()
    assert texts(page, there) == ["One without a mouse.", *before_there]

    # Choose a list: arrows open the choice and move nothing; what is chosen takes the focus along.
    press(page, row.locator("summary"))
    go_to(page, row.get_by_label("List"))
    page.keyboard.press("ArrowUp")
    assert texts(page, there)[0] == "One without a mouse."
    for key in ("Home", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(row.locator("[name^=text-]")).to_be_focused()
    assert texts(page, there) == before_there
    assert texts(page, "whole-of-government-approach/well_developed")[-1] == "One without a mouse."

    # Delete: the way back has the focus; taken, it leads to the text, and left, to what comes next.
    press(page, row.get_by_role("button", name="Delete"))
    expect(row.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row.locator("[name^=text-]")).to_be_focused()
    press(page, row.get_by_role("button", name="Delete"))
    assert "One without a mouse." not in texts(page, "whole-of-government-approach/well_developed")
    rows = page.locator("[data-list='whole-of-government-approach/well_developed']")
    go_to(page, rows.get_by_role("button", name="Add a finding"))

    # Paste: Escape leads back to the button, adding to the first that was added.
    paste = rows.get_by_role("button", name="Paste several")
    press(page, paste)
    expect(page.get_by_role("dialog").get_by_label("The text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(paste).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.insert_text("\n".join(PASTED))
    press(page, page.get_by_role("dialog").get_by_role("button", name="Add them"))
    expect(finding(page, PASTED[0][2:]).locator("[name^=text-]")).to_be_focused()
    go_to(page, finding(page, PASTED[1][2:]).locator("[name^=text-]"))

    # Save: the button is where the page begins again, and keeps the focus.
    save = page.get_by_role("button", name="Save", exact=True)
    press(page, save)
    expect(page.locator("#saved")).to_have_text(re.compile(r"^\s*saved at \d"), timeout=20_000)
    expect(save).to_be_focused()

    # Submit, approve, publish: each step is asked for on a page of its own.
    press(page, page.locator(".editor-steps summary"))
    press(page, page.get_by_role("link", name="Submit …"))
    go_to(page, page.locator("#id_note"))
    page.keyboard.type("All by keys.")
    take(page, "Submit for review")
    other = sign_in(new_page(), site, COLLEAGUE)
    press(other, other.get_by_role("region", name="For me to do").get_by_role("link").first)
    press(other, other.get_by_role("link", name="Approve …"))
    take(other, "Approve")
    press(other, other.get_by_role("link", name="Publish …"))
    take(other, "Publish")
    page.goto(f"{site.url}/profiles/valnube-2024/")
    expect(page.locator(".finding__text", has_text=PASTED[1][2:])).to_be_visible()
    expect(page.get_by_text("One without a mouse.")).to_have_count(0)


def test_who_was_overtaken_chooses(
    new_page: NewPage, site: server.Site, drafts: list[str], complaints: list[str]
):
    own_page, other_page = sign_in(new_page(), site), sign_in(new_page(), site)
    for page in (own_page, other_page):
        page.goto(drafts[0])
        expect(page.locator(".editor.is-scripted")).to_be_visible()
        go_to(page, page.locator("#introduction"))
    other_page.keyboard.type("Theirs. ")
    press(other_page, other_page.locator("#change_note"))  # Enter in a line saves.
    expect(other_page.locator("#saved")).to_have_text(re.compile(r"^\s*saved at \d"), timeout=20_000)
    own_page.keyboard.type("Mine. ")
    compare = own_page.get_by_role("alert").get_by_role("button", name="Compare")
    expect(compare).to_be_visible(timeout=20_000)
    go_to(own_page, compare, "Shift+Tab")
    own_page.keyboard.press("Enter")
    expect(own_page.locator(".clash")).to_have_count(1)
    forget_refusals(complaints)
    go_to(own_page, own_page.locator("[name^=take-]:checked"))
    own_page.keyboard.press("ArrowDown")
    expect(own_page.get_by_label("Keep mine")).not_to_be_checked()
    own_page.keyboard.press("ArrowUp")
    expect(own_page.get_by_label("Keep mine")).to_be_checked()
    press(own_page, own_page.get_by_role("button", name="Save this choice"))
    expect(own_page.locator(".messagelist")).to_contain_text("Saved.")
    assert "Mine. " in own_page.locator("#introduction").input_value()


SCREENS = [
    *("", "account/", "profiles/profile/add/", "profiles/profile/1/change/", "profiles/profile/1/history/"),
    *("profiles/profile/1/compare/", "profiles/revision/", "profiles/user/1/change/"),
    *("{draft}comments/", "{draft}sign-off/", "{draft}submit/", "{draft}discard/"),
]


def test_the_focus_goes_everywhere_and_out_again(new_page: NewPage, site: server.Site, drafts: list[str]):
    page = sign_in(new_page(), site)
    for screen in SCREENS:
        draft = drafts[1].partition("/admin/")[2].removesuffix("change/")
        page.goto(f"{site.url}/admin/{screen.format(draft=draft)}")
        go_through(page, "Tab")


@pytest.mark.parametrize(("key", "width"), [("Tab", 1280), ("Shift+Tab", 360)])
def test_the_bar_of_the_editor_never_hides_the_focus(
    new_page: NewPage, site: server.Site, drafts: list[str], key: str, width: int
):
    page = sign_in(new_page(viewport={"width": width, "height": 740}), site)
    page.goto(drafts[1])
    expect(page.locator(".editor.is-scripted")).to_be_visible()
    go_through(page, key)
