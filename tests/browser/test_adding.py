"""From nothing to a published profile of a city, by two people in their browsers: docs/adding-a-country.md.

The walk counts its clicks. The document promises no more than that many.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import server
from tests.browser.conftest import NewPage
from tests.tools import ROOT

DOCUMENT = ROOT / "docs" / "adding-a-country.md"
MAKE_SECOND = (
    "from profiles.models import User; "
    f"User.objects.create_superuser('second', first_name='Sora', password={server.PASSWORD!r})"
)
INTRODUCTION = "This profile is a fictional example. Belmarina and all that is said of it are invented."
TWO_FINDINGS = "• The first fictional finding of this list.\n• The second fictional finding of this list."


class Clicks:
    """Clicks, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, what: Locator) -> None:
        what.click()
        self.count += 1


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Site]:
    """An installation of its own: no other test expects another city."""
    with server.site(tmp_path_factory.mktemp("adding"), server.shared_folder(tmp_path_factory)) as instance:
        instance.manage("shell", "-v0", "-c", MAKE_SECOND)
        yield instance


def sign_in(page: Page, site: server.Site, name: str) -> Page:
    page.goto(f"{site.url}/admin/login/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", server.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site.url}/admin/")
    return page


def add_the_city(page: Page, click: Clicks) -> None:
    """From the administration by the page of its country: level, region and “fictional” come from there."""
    page.get_by_label("Find a place, a profile or words of a finding").fill("Lunaria")
    page.keyboard.press("Enter")
    click(page.get_by_role("region", name="Places").get_by_role("link", name="Lunaria"))
    click(page.get_by_role("link", name="Add a local place in it"))
    expect(page.get_by_label("Level")).to_have_value("city")
    expect(page.locator(".field-iso3")).to_be_hidden()
    page.get_by_label("Name:", exact=True).press_sequentially("Belmarina")
    expect(page.get_by_label("Slug")).to_have_value("belmarina")
    click(page.get_by_role("button", name="Save", exact=True))


def begin_the_profile(page: Page, click: Clicks) -> None:
    """The place, the edition and the year are suggested."""
    expect(page.locator(".messagelist")).to_contain_text("Added: Belmarina.")
    expect(page.get_by_label("Edition:")).to_have_value("1")
    expect(page.locator(".field-place .select2-selection__rendered")).to_contain_text("Belmarina")
    page.get_by_label("Month described").select_option("3")
    click(page.get_by_role("button", name="Save", exact=True))


def write(page: Page, click: Clicks) -> None:
    """An introduction, and two findings for each of the twelve lists, pasted."""
    expect(page.locator(".editor.is-scripted")).to_be_visible()
    page.locator("#introduction").fill(INTRODUCTION)
    for name in page.locator("[data-list]").evaluate_all("lists => lists.map(list => list.dataset.list)"):
        click(page.locator(f"[data-list='{name}']").get_by_role("button", name="Paste several"))
        page.get_by_role("dialog").get_by_label("The text").fill(TWO_FINDINGS)
        click(page.get_by_role("dialog").get_by_role("button", name="Add them"))
    expect(page.locator("textarea[id^='text-']:visible")).to_have_count(24)
    click(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator("#saved")).to_have_text(re.compile(r"^\s*saved at \d"), timeout=20_000)


def take(page: Page, click: Clicks, link: str, button: str) -> None:
    if (steps := page.locator("details.editor-steps")).count():
        click(steps.locator("summary"))
    click(page.get_by_role("link", name=link))
    click(page.get_by_role("button", name=button, exact=True))
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_a_city_is_added_and_its_profile_published_in_few_clicks(new_page: NewPage, site: server.Site):
    click = Clicks()
    first = sign_in(new_page(), site, server.ADMINISTRATOR)
    add_the_city(first, click)
    begin_the_profile(first, click)
    write(first, click)
    take(first, click, "Submit …", "Submit for review")

    second = sign_in(new_page(), site, "second")
    waiting = second.get_by_role("region", name="For me to do")
    click(waiting.get_by_role("link", name=re.compile("^Belmarina")))
    take(second, click, "Approve …", "Approve")
    take(second, click, "Publish …", "Publish")

    public = new_page()
    public.goto(f"{site.url}/places/belmarina/")
    expect(public.get_by_text("City · Lunaria")).to_be_visible()
    public.locator("main a[href^='/profiles/belmarina']").first.click()
    expect(public.locator("li.finding")).to_have_count(24)
    expect(public.get_by_text("Fictional example").first).to_be_visible()
    expect(public.get_by_text(INTRODUCTION)).to_be_visible()
    (promised,) = re.findall(r"\*\*(\d+) clicks\*\*", DOCUMENT.read_text())
    assert click.count == int(promised)
