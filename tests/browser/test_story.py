"""The whole way of a text in a real browser, by three people: written, sent back, mended, approved, live.

Each of them has her own browser and her own account. On the way the line is lost, a session ends, a finding
is talked about, and two write at once. axe looks at every screen that they pass.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import server
from tests.browser.conftest import NewPage, forget_refusals
from tests.browser.looks import assert_accessible

pytestmark = pytest.mark.each_database

PEOPLE = {"Analyst": "Amina", "Reviewer": "Rosa", "Publisher": "Paul"}
"""Paul may write as well, so that there are two who can."""

MAKE_PEOPLE = f"""
from django.contrib.auth.models import Group
from profiles.models import Assignment, Place, User
for role, name in {PEOPLE!r}.items():
    person = User.objects.create_user(
        name.lower(), first_name=name, password={server.PASSWORD!r}, is_staff=True
    )
    person.groups.add(Group.objects.get(name=role))
    if role == "Publisher":
        person.groups.add(Group.objects.get(name="Analyst"))
    Assignment.objects.create(user=person, place=Place.objects.get(slug="mali"))
"""
WRONG = "Border agents are trained in everything."
RIGHT = "As of September 2021, border agents are not trained on migration issues on a regular basis."
REASON = "Say it as the ministry said it, with its month."
REMARK = "Who says so?"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Site]:
    """An installation of its own: Mali is published anew, which no other test expects."""
    shared = server.shared_folder(tmp_path_factory)
    with server.site(tmp_path_factory.mktemp("story"), shared) as instance:
        instance.manage("shell", "-v0", "-c", MAKE_PEOPLE)
        yield instance


def sign_in(page: Page, site: server.Site, role: str) -> Page:
    page.goto(f"{site.url}/admin/login/")
    page.fill("input[name=username]", PEOPLE[role].lower())
    page.fill("input[name=password]", server.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site.url}/admin/")
    return page


def look(page: Page) -> None:
    """Have axe look at what is on the screen."""
    page.wait_for_load_state()
    assert_accessible(page)


def follow(link: Locator) -> None:
    with link.page.expect_navigation():
        link.click()


def open_from_administration(page: Page, site: server.Site, list_name: str) -> None:
    """Open Mali’s revision from the list of the administration in which it should wait."""
    page.goto(f"{site.url}/admin/")
    look(page)
    follow(page.get_by_role("region", name=list_name).get_by_role("link", name=re.compile("^Mali")))
    assert "/revision/" in page.url


def write(page: Page, text: str) -> None:
    """Change the last finding in the editor, and save it by its button."""
    expect(page.locator(".editor.is-scripted")).to_be_visible()
    last_finding(page).fill(text)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(last_finding(page)).to_have_value(text)
    expect_saved(page)


def last_finding(page: Page) -> Locator:
    return page.locator("textarea[id^='text-']:visible").last


def expect_saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(re.compile(r"^\s*saved at \d"), timeout=20_000)


def expect_stored(page: Page, text: str) -> None:
    """What is saved is what the page shows when it is opened again."""
    expect_saved(page)
    page.reload()
    expect(page.locator(".editor.is-scripted")).to_be_visible()
    expect(last_finding(page)).to_have_value(text)


def type_while_the_line_is_lost(page: Page, text: str) -> None:
    """What is typed in a tunnel is saved behind it."""
    page.context.set_offline(True)
    last_finding(page).fill(text)
    expect(page.locator("#trouble")).to_contain_text("no connection", timeout=20_000)
    look(page)
    page.context.set_offline(False)
    expect_stored(page, text)


def type_while_the_session_ends(page: Page, site: server.Site, text: str) -> None:
    """Who is signed out while typing signs in beside it, and goes on."""
    page.context.clear_cookies()
    last_finding(page).fill(text)
    trouble = page.locator("#trouble")
    expect(trouble).to_contain_text("You have been signed out.", timeout=20_000)
    look(page)
    with page.context.expect_page() as tab:
        trouble.get_by_role("link").click()
    sign_in(tab.value, site, "Analyst").close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect_stored(page, text)


def write_over_each_other(own_page: Page, other_page: Page, own_text: str, other_text: str) -> None:
    """Theirs is saved first; mine is not lost, and I choose it."""
    other_page.goto(own_page.url.partition("#")[0])
    expect(other_page.locator("#others")).to_contain_text("Amina is editing this (since")
    write(other_page, other_text)
    last_finding(own_page).fill(own_text)
    trouble = own_page.locator("#trouble")
    expect(trouble).to_contain_text("Paul saved this draft", timeout=20_000)
    trouble.get_by_role("button", name="Compare").click()
    clash = own_page.locator(".clash")
    expect(clash).to_have_count(1)
    expect(clash.locator("ins").first).to_be_visible()
    expect(clash.locator("del").first).to_be_visible()
    look(own_page)
    own_page.get_by_label("Keep mine").check()
    own_page.get_by_role("button", name="Save this choice").click()
    expect(own_page.locator(".messagelist")).to_contain_text("Saved.")
    expect(last_finding(own_page)).to_have_value(own_text)


def remark(page: Page) -> None:
    """Say something about the last finding, and come back."""
    address = page.url
    page.goto(f"{address.partition('change/')[0]}comments/")
    row = page.get_by_role("article", name="A finding and its comments").last
    row.get_by_text("Comment", exact=True).click()
    row.get_by_label("Your comment").fill(REMARK)
    row.get_by_role("button", name="Send the comment").click()
    expect(page.locator(".thread")).to_contain_text(REMARK)
    look(page)
    page.goto(address)


def answer(page: Page) -> None:
    """Find the remark from the finding that it is about, answer it, settle it, and come back."""
    address = page.url
    page.get_by_role("link", name="1 open comment").last.click()
    thread = page.locator(".thread")
    expect(thread).to_contain_text(REMARK)
    thread.get_by_text("Reply", exact=True).click()
    thread.get_by_label("Your reply").fill("The ministry.")
    thread.get_by_role("button", name="Send the reply").click()
    expect(thread).to_contain_text("The ministry.")
    thread.get_by_role("button", name="Resolve").click()
    expect(thread).to_contain_text("Resolved by Amina")
    look(page)
    page.goto(address)


def sign_off(page: Page) -> None:
    """Record that the government agreed; the page of the approved text is open."""
    address = page.url
    page.get_by_role("link", name="Sign-off and review links").click()
    page.get_by_label("Government body").fill("Ministry of Examples")
    page.get_by_label("Date").fill("2026-01-31")
    look(page)
    page.get_by_role("button", name="Record the sign-off").click()
    expect(page.locator(".messagelist")).to_contain_text("The sign-off is recorded")
    look(page)
    page.goto(address)


def take(page: Page, link: str, button: str, note: str = "") -> None:
    """Go to the page of a step, look at it, and take the step."""
    if (steps := page.locator("details.editor-steps")).count():
        steps.locator("summary").click()
    follow(page.get_by_role("link", name=link))
    look(page)
    if note:
        page.locator("#id_note").fill(note)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_three_people_write_review_and_publish(new_page: NewPage, site: server.Site, complaints: list[str]):
    analyst, reviewer, publisher = (sign_in(new_page(), site, role) for role in PEOPLE)
    public = new_page()

    # Amina starts a revision, changes a finding through a tunnel and a lunch break, and submits it.
    analyst.goto(f"{site.url}/admin/?q=Mali")
    look(analyst)
    follow(analyst.get_by_role("region", name="Profiles").get_by_role("link", name=re.compile("^Mali")))
    look(analyst)
    analyst.get_by_role("button", name="Start a revision").click()
    expect(analyst.locator(".editor.is-scripted")).to_be_visible()
    type_while_the_line_is_lost(analyst, "Border agents")
    type_while_the_session_ends(analyst, site, "Border agents are trained")
    write(analyst, WRONG)
    forget_refusals(complaints)
    take(analyst, "Submit …", "Submit for review")
    look(analyst)

    # Rosa finds it on her dashboard, sees first what changes, and sends it back.
    open_from_administration(reviewer, site, "For me to do")
    changes = reviewer.get_by_role("region", name="What changes for readers")
    expect(changes.locator("ins").last).to_contain_text("everything")
    expect(changes.get_by_text("Reworded")).to_be_visible()
    look(reviewer)
    remark(reviewer)
    take(reviewer, "Send back …", "Send back", REASON)
    expect(reviewer.get_by_text("It becomes", exact=False)).to_have_count(0)

    # Amina reads the reason, answers the remark, and mends the text while Paul does so too; hers is taken.
    analyst.goto(f"{site.url}/admin/")
    expect(analyst.get_by_role("region", name="For me to do").get_by_text(REASON)).to_be_visible()
    open_from_administration(analyst, site, "For me to do")
    expect(analyst.get_by_text(REASON)).to_be_visible()
    look(analyst)
    answer(analyst)
    expect(analyst.locator(".editor.is-scripted")).to_be_visible()
    write_over_each_other(analyst, publisher, RIGHT, "Border agents are trained sometimes.")
    forget_refusals(complaints)
    take(analyst, "Submit …", "Submit for review", "Mended as you said.")

    # Rosa approves; nobody but she could: it is not on Paul's dashboard before.
    publisher.goto(f"{site.url}/admin/")
    expect(publisher.get_by_text("You have nothing to do.")).to_be_visible()
    open_from_administration(reviewer, site, "For me to do")
    take(reviewer, "Approve …", "Approve")

    # Paul records the sign-off and publishes; until then the public reads the old text.
    public.goto(f"{site.url}/profiles/mali-2021/")
    expect(public.get_by_text(RIGHT)).to_have_count(0)
    open_from_administration(publisher, site, "For me to do")
    sign_off(publisher)
    take(publisher, "Publish …", "Publish")
    public.reload()
    expect(public.get_by_text(RIGHT)).to_be_visible()
    look(public)
    expect(public.get_by_text(WRONG)).to_have_count(0)
    public.goto(f"{site.url}/profiles/mali-2021/r/1/")
    expect(public.get_by_text(RIGHT)).to_have_count(0)

    # The history tells all of it.
    analyst.goto(f"{site.url}/admin/")
    recent = analyst.get_by_role("region", name="Recently published")
    follow(recent.get_by_role("link", name=re.compile("^Mali")))
    follow(analyst.get_by_role("link", name=re.compile("^History: ")))
    look(analyst)
    lines = analyst.locator(".timeline > li")
    actions = "Published, Recorded a government sign-off, Approved, Submitted for review, Saved changes"
    for line, action in enumerate(actions.split(", ")):
        expect(lines.nth(line)).to_contain_text(action)
    expect(analyst.get_by_text(REASON)).to_be_visible()
    analyst.get_by_role("link", name="Compare two revisions").click()
    expect(analyst.locator(".difference ins").last).to_be_visible()
    look(analyst)


def test_a_step_is_taken_by_keyboard_and_an_earlier_text_comes_back(new_page: NewPage, site: server.Site):
    """After the story: Amina starts again, restores what was published first, and takes that back."""
    page = sign_in(new_page(viewport={"width": 360, "height": 740}), site, "Analyst")
    page.goto(f"{site.url}/admin/?q=mali-2021")
    page.get_by_role("region", name="Profiles").get_by_role("link").first.press("Enter")
    page.get_by_role("button", name="Start a revision").press("Enter")
    page.wait_for_url(re.compile(r"/revision/\d+/change/"))
    draft = page.url
    write(page, WRONG)
    page.goto(f"{draft.partition('change/')[0]}history/")
    look(page)
    page.get_by_role("button", name="Restore this text", exact=True).nth(1).press("Enter")
    expect(last_finding(page)).not_to_have_value(WRONG)
    page.get_by_role("button", name="Undo").press("Enter")
    expect(last_finding(page)).to_have_value(WRONG)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.goto(draft)
    page.locator("details.editor-steps summary").press("Enter")
    page.get_by_role("link", name="Discard …").press("Enter")
    page.wait_for_url("**/discard/")
    look(page)
    page.get_by_role("button", name="Discard the draft").press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
