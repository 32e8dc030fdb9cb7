"""The dashboard: each list shows what it should to whom it should, and the search finds."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import search, workflow
from profiles.admin.dashboard.lists import months_between
from profiles.choices import State
from profiles.models import Revision
from tests.admin.forms import admin_address
from tests.admin.revision.test_transitions import signed_in
from tests.factories import (
    make_complete,
    make_draft,
    make_in_state,
    make_member,
    make_place,
    make_profile,
    make_published,
)
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")


def lists_of(client, query: str = "") -> dict[str, str]:
    """Return the text of each list of the front page by its key."""
    page = parse(client.get(f"/admin/{query}"))
    return {
        part.get("aria-labelledby").partition("-")[2]: text_of(part)
        for part in page.find_class("dashboard-list")
    }


def test_it_is_each_ones_turn():
    place = make_place("Turnland")
    analyst, reviewer, publisher = (
        make_member(role, place, first_name=role) for role in ("Analyst", "Reviewer", "Publisher")
    )
    draft = make_complete(make_profile(place), by=analyst)
    clients = [signed_in(user) for user in (analyst, reviewer, publisher)]

    def waiting() -> list[bool]:
        return ["Turnland" in lists_of(client)["waiting"] for client in clients]

    assert waiting() == [False, False, False]
    assert "Draft, changed today by Analyst." in lists_of(clients[0])["mine"]
    workflow.submit(draft, analyst)
    assert waiting() == [False, True, False]
    assert "To review: submitted today by Analyst." in lists_of(clients[1])["waiting"]
    workflow.send_back(draft, reviewer, "Name the law.")
    assert waiting() == [True, False, False]
    assert "Sent back: Name the law." in lists_of(clients[0])["waiting"]
    workflow.submit(draft, analyst)
    revision = workflow.approve(draft, reviewer)
    assert waiting() == [False, False, True]
    assert "To publish: approved today by Reviewer." in lists_of(clients[2])["waiting"]
    workflow.schedule(revision, publisher, timezone.now() + timedelta(days=2))
    assert waiting() == [False, False, False]
    assert "Turnland" in lists_of(clients[1])["scheduled"]
    workflow.publish(revision, publisher)
    assert "Published today." in lists_of(clients[0])["recent"]


def test_other_work_is_spoken_of_only_where_there_is_some():
    place = make_place()
    analyst, reviewer = make_member("Analyst", place), make_member("Reviewer", place)
    client = signed_in(analyst)
    assert "You have no revision open." in lists_of(client)["mine"]
    draft = make_complete(make_profile(place), by=analyst)
    workflow.send_back(workflow.submit(draft, analyst), reviewer, "Name the law.")
    assert "You have no other revision open." in lists_of(client)["mine"]


def test_who_wrote_last_is_not_told_to_review(settings):
    place = make_place()
    reviewer = make_member("Reviewer", place)
    make_in_state(State.IN_REVIEW, make_profile(place), by=reviewer)
    assert "You have nothing to do." in lists_of(signed_in(reviewer))["waiting"]
    settings.FOUR_EYES = False
    assert "To review" in lists_of(signed_in(reviewer))["waiting"]


def test_what_is_incomplete_says_what_it_lacks(admin_client):
    make_draft(make_profile(make_place("Gapland"), month=None), findings=5, introduction="")
    filled = make_complete(make_profile(make_place("Fullland")))
    Revision.objects.filter(pk=filled.pk).update(none_identified=[])
    text = lists_of(admin_client)["incomplete"]
    assert "Missing: the month, the introduction, 7 lists of 12." in text
    assert "Fullland" not in text


def test_ageing_is_told_in_words(admin_client):
    today = timezone.now().date()
    make_published(make_profile(make_place("Oldland"), year=today.year - 3, month=today.month))
    make_published(make_profile(make_place("Newland"), year=today.year, month=today.month))
    text = lists_of(admin_client)["ageing"]
    assert "36 months ago." in text
    assert "0 months ago." in text
    assert text.index("Oldland") < text.index("Newland")


@pytest.mark.parametrize(
    ("then", "now", "months"),
    [
        (date(2021, 9, 1), date(2026, 11, 24), 62),
        (date(2026, 11, 1), date(2026, 11, 1), 0),
        (date(2027, 1, 1), date(2026, 11, 1), 0),
        (date(2025, 12, 1), date(2026, 1, 1), 1),
    ],
)
def test_months_between(then, now, months):
    assert months_between(then, now) == months


def test_an_empty_administration_says_so_and_leads_on(admin_client):
    page = parse(admin_client.get("/admin/"))
    sections = page.find_class("dashboard-list")
    assert len(sections) == 7
    for section in sections:
        assert section.xpath("./p[@class='dashboard-empty']/a/@href"), text_of(section)
        assert all(admin_client.get(link).status_code == 200 for link in section.xpath("./p/a/@href"))


def test_everything_else_stays_in_reach(admin_client):
    links = parse(admin_client.get("/admin/")).xpath("//section[@class='dashboard-everything']//a/@href")
    assert {"/admin/profiles/profile/", "/admin/profiles/place/", "/admin/profiles/logentry/"} <= set(links)


def test_what_is_not_shown_is_a_link_away(admin_client):
    for _ in range(10):
        make_in_state(State.IN_REVIEW)
    assert "2 more" in lists_of(admin_client)["waiting"]


@pytest.mark.parametrize("role", ["Analyst", "Reviewer", "Publisher"])
def test_every_list_shows_only_what_is_theirs(role):
    home, elsewhere = make_place("Homeland"), make_place("Elsewhereland")
    for place in (home, elsewhere):
        for edition, state in enumerate(State, start=1):
            make_in_state(state, make_profile(place, edition=edition))
        make_draft(make_profile(place, edition=9, month=None))
    client = signed_in(make_member(role, home))
    for query in ("", "?q=land", "?q=Elsewhereland", "?q=fictional+finding"):
        content = client.get(f"/admin/{query}").content.decode()
        assert "Elsewhereland" not in content.replace("“Elsewhereland”", "").replace('"Elsewhereland"', "")
    assert "Homeland" in lists_of(client)["ageing"]


def test_one_search_over_places_profiles_and_findings(admin_client):
    draft = make_complete(make_profile(make_place("Searchland")))
    draft.findings.filter(pk=draft.findings.first().pk).update(text="Visas are granted at the border.")
    lists = lists_of(admin_client, "?q=searchland")
    assert set(lists) == {"places", "profiles", "findings"}  # the factory's texts name their place
    lists = lists_of(admin_client, "?q=granted+visas")
    assert list(lists) == ["findings"]
    assert "Visas are granted at the border." in lists["findings"]
    assert f"{admin_address(draft)}#text-" in admin_client.get("/admin/?q=visas").content.decode()
    page = admin_client.get("/admin/", {"q": '<b>"none'}).content.decode()
    assert "Nothing has all these words." in page
    assert "<b>" not in page


WORDS = [
    *("lantern", "LANTERNS", "Lanterns", "lighted", "“two lanterns”", '"lanterns two"', "lanterns -harbour"),
    *(
        "lanterns -light",
        "lant*",
        "lant",
        "the lanterns",
        "migracao",
        "migrações",
        "à la lumière",
        "lumieres",
    ),
    *("“migrações do porto”", "harbours", "harb", "boat", "mise en œuvre", "oeuvre"),
]


@pytest.mark.parametrize("words", WORDS)
def test_a_word_finds_here_what_it_finds_in_public_and_in_a_draft(admin_client, words):
    """Three languages, each once published and once as a draft; the draft's introduction has a harbour."""
    texts = {
        "en": "Two lanterns light the way.",
        "fr": "La mise en œuvre met en lumière les droits.",
        "pt": "As migrações do porto são livres.",
    }
    for language, text in texts.items():
        for name in ("Publicland", "Draftland"):
            draft = make_draft(make_profile(make_place(f"{name} {language}"), language=language), findings=1)
            draft.findings.update(text=text)
            Revision.objects.filter(pk=draft.pk).update(
                introduction="One harbour." if language == "en" else ""
            )
            if name == "Publicland":
                workflow.publish(draft, by=None)
    public = {hit.entry.text for hit in search.search(words).hits}
    results = text_of(parse(admin_client.get("/admin/", {"q": words})))
    for text in (*texts.values(), "One harbour."):
        assert results.count(text) == 2 * (text in public), text


def test_a_draft_of_another_place_is_not_found():
    home, elsewhere = make_place("Homeland"), make_place("Elsewhereland")
    for place in (home, elsewhere):
        for year in (2021, 2023):
            draft = make_draft(make_profile(place, year=year, edition=year - 2020), introduction="")
            draft.findings.update(text=f"The lanterns of {place.name}.")
            if year == 2021:
                workflow.publish(draft, by=None)
    results = lists_of(signed_in(make_member("Analyst", home)), "?q=lantern")["findings"]
    assert results.count("The lanterns of Homeland.") == 8
    assert "Elsewhereland" not in results


def test_a_place_is_found_by_its_formal_name_and_by_part_of_a_name(admin_client):
    make_place("Fernland", official_name="Duchy of Greater Fern", names={"fr": "Fougère"})
    for words in ("fernland", "ernl", "duchy", "fougere", "“greater fern”"):
        assert "Fernland" in lists_of(admin_client, f"?q={words}")["places"], words
    assert not lists_of(admin_client, "?q=fern+-duchy")


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.PUBLISHED])
def test_what_was_found_leads_to_the_finding_itself(admin_client, state):
    make_in_state(state)
    page = parse(admin_client.get("/admin/?q=fictional+finding"))
    (link, *_others) = page.xpath("//a[contains(@href, '#text-')]/@href")
    address, _sign, anchor = link.partition("#")
    assert parse(admin_client.get(address)).get_element_by_id(anchor) is not None


def test_an_old_text_is_not_found(admin_client):
    make_in_state(State.WITHDRAWN)
    assert not lists_of(admin_client, "?q=fictional+finding")


def make_many(count: int) -> None:
    """Make profiles in four states; quickly, so not by the actions."""
    states = [State.DRAFT, State.IN_REVIEW, State.APPROVED, State.PUBLISHED]
    for number in range(count):
        draft = make_draft(findings=3)
        state = states[number % 4]
        moment = timezone.now()
        if state == State.PUBLISHED:
            workflow.publish(draft, by=None)
        else:
            Revision.objects.filter(pk=draft.pk).update(state=state, submitted_at=moment, approved_at=moment)


@pytest.mark.once  # Each database is asked the same.
def test_200_profiles_take_at_most_15_queries():
    clients = [signed_in(make_member(role)) for role in ("Analyst", "Administrator")]
    requests = [(client, address) for client in clients for address in ("/admin/", "/admin/?q=fictional")]

    def queries() -> list[int]:
        counts = []
        for client, address in requests:
            client.get(address)
            with CaptureQueriesContext(connection) as context:
                assert client.get(address).status_code == 200
            counts.append(len(context))
        return counts

    make_many(8)
    few = queries()
    make_many(192)
    assert few == queries()
    assert max(few) <= 15


def test_staff_without_rights_see_no_list(client):
    from tests.factories import make_user

    make_in_state(State.PUBLISHED)
    client.force_login(make_user(is_superuser=False), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/?q=fictional")
    assert page.status_code == 200
    assert not parse(page).find_class("dashboard-list")
