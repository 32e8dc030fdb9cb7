"""The whole way of a text in a real browser, by three people: written, sent back, mended, approved, published.

Each of them has her own browser and her own account. axe looks at every screen that they pass.
"""

import os
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests import server
from tests.browser.conftest import NewPage

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PEOPLE = {"Analyst": "Amina", "Reviewer": "Rosa", "Publisher": "Paul"}
MAKE_PEOPLE = f"""
from django.contrib.auth.models import Group
from profiles.models import Assignment, Place, User
for role, name in {PEOPLE!r}.items():
    person = User.objects.create_user(
        name.lower(), first_name=name, password={server.PASSWORD!r}, is_staff=True
    )
    person.groups.add(Group.objects.get(name=role))
    Assignment.objects.create(user=person, place=Place.objects.get(slug="mali"))
"""
WRONG = "Border agents are trained in everything."
RIGHT = "As of September 2021, border agents are not trained on migration issues on a regular basis."
REASON = "Say it as the ministry said it, with its month."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Site]:
    """An installation of its own: Mali is published anew, which no other test expects."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with server.site(tmp_path_factory.mktemp("story"), shared) as started:
        started.manage("shell", "-v0", "-c", MAKE_PEOPLE)
        yield started


def sign_in(page: Page, site: server.Site, role: str) -> Page:
    page.goto(f"{site.url}/admin/login/")
    page.fill("input[name=username]", PEOPLE[role].lower())
    page.fill("input[name=password]", server.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site.url}/admin/")
    return page


def look(page: Page) -> None:
    """Have axe look at what is on the screen."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found] == [], page.url


def open_from_desk(page: Page, site: server.Site, list_name: str) -> None:
    """Open Mali’s revision from the list of the desk in which it should wait."""
    page.goto(f"{site.url}/admin/")
    look(page)
    page.get_by_role("region", name=list_name).get_by_role("link", name=re.compile("^Mali")).click()
    page.wait_for_url(re.compile(r"/revision/\d+/change/"))


def write(page: Page, text: str) -> None:
    """Change the last finding in the editor, and save it by its button."""
    box = page.locator("textarea[id^='text-']:visible").last
    box.fill(text)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()
    expect(page.locator("textarea[id^='text-']:visible").last).to_have_value(text)
    expect(page.locator("#saved")).to_contain_text("saved", timeout=15_000)


def take(page: Page, link: str, button: str, note: str = "") -> None:
    """Go to the page of a step, look at it, and take the step."""
    steps = page.locator("details.editor-steps")
    if steps.count():
        steps.locator("summary").click()
    page.get_by_role("link", name=link).click()
    look(page)
    if note:
        page.locator("#id_note").fill(note)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_three_people_write_review_and_publish(new_page: NewPage, site: server.Site):
    analyst, reviewer, publisher = (sign_in(new_page(), site, role) for role in PEOPLE)
    public = new_page()

    # Amina starts a revision, changes a finding and submits it.
    analyst.goto(f"{site.url}/admin/?q=Mali")
    look(analyst)
    analyst.get_by_role("region", name="Profiles").get_by_role("link", name=re.compile("^Mali")).click()
    look(analyst)
    analyst.get_by_role("button", name="Start a revision").click()
    write(analyst, WRONG)
    take(analyst, "Submit …", "Submit for review")
    look(analyst)

    # Rosa finds it on her desk, sees first what changes, and sends it back.
    open_from_desk(reviewer, site, "Waiting for me")
    changes = reviewer.get_by_role("region", name="What changes for the public")
    expect(changes.locator("ins").last).to_contain_text("everything")
    expect(changes.get_by_text("Reworded")).to_be_visible()
    look(reviewer)
    take(reviewer, "Send back …", "Send back", REASON)
    expect(reviewer.get_by_text("It becomes", exact=False)).to_have_count(0)

    # Amina reads the reason, mends the text and submits it again.
    analyst.goto(f"{site.url}/admin/")
    waiting = analyst.get_by_role("region", name="Waiting for me")
    expect(waiting.get_by_text(REASON)).to_be_visible()
    open_from_desk(analyst, site, "Waiting for me")
    expect(analyst.get_by_text(REASON)).to_be_visible()
    write(analyst, RIGHT)
    take(analyst, "Submit …", "Submit for review", "Mended as you said.")

    # Rosa approves; nobody but she could: it is not on Paul's desk before.
    publisher.goto(f"{site.url}/admin/")
    nothing = publisher.get_by_role("region", name="Waiting for me")
    expect(nothing.get_by_text("Nothing waits for you.")).to_be_visible()
    open_from_desk(reviewer, site, "Waiting for me")
    take(reviewer, "Approve …", "Approve")

    # Paul publishes; until then the public reads the old text.
    public.goto(f"{site.url}/profiles/mali-2021/")
    expect(public.get_by_text(RIGHT)).to_have_count(0)
    open_from_desk(publisher, site, "Waiting for me")
    take(publisher, "Publish …", "Publish")
    public.reload()
    expect(public.get_by_text(RIGHT)).to_be_visible()
    expect(public.get_by_text(WRONG)).to_have_count(0)
    public.goto(f"{site.url}/profiles/mali-2021/r/1/")
    expect(public.get_by_text(RIGHT)).to_have_count(0)

    # The history tells all of it.
    analyst.goto(f"{site.url}/admin/")
    recent = analyst.get_by_role("region", name="Recently published")
    recent.get_by_role("link", name=re.compile("^Mali")).click()
    analyst.get_by_role("link", name=re.compile("^History: ")).click()
    look(analyst)
    lines = analyst.locator(".timeline > li")
    for line, said in enumerate(["Published", "Approved", "Submitted for review", "Saved changes"]):
        expect(lines.nth(line)).to_contain_text(said)
    expect(analyst.get_by_text(REASON)).to_be_visible()
    analyst.get_by_role("link", name="Compare two revisions").click()
    expect(analyst.locator(".difference ins").last).to_be_visible()
    look(analyst)


def test_a_step_is_taken_by_keyboard_and_an_earlier_text_comes_back(new_page: NewPage, site: server.Site):
    """After the story: Amina starts again, restores what was published first, and takes that back."""
    page = sign_in(new_page(viewport={"width": 360, "height": 740}), site, "Analyst")
    page.goto(f"{site.url}/admin/?q=mali-2021")
    page.get_by_role("region", name="Profiles").get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Start a revision").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/revision/\d+/change/"))
    draft = page.url
    write(page, WRONG)
    page.goto(f"{draft.partition('change/')[0]}history/")
    look(page)
    page.get_by_role("button", name="Restore this text", exact=True).nth(1).focus()
    page.keyboard.press("Enter")
    last = page.locator("textarea[id^='text-']:visible").last
    expect(last).to_be_visible()
    assert last.input_value() != WRONG
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator("textarea[id^='text-']:visible").last).to_have_value(WRONG)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.goto(draft)
    page.locator("details.editor-steps summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Discard …").focus()
    page.keyboard.press("Enter")
    look(page)
    page.get_by_role("button", name="Discard the draft").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
