"""The board: who has a profile and what is in work, of her own places, in the order of names."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import workflow
from profiles.choices import Role, State
from tests.admin.revision.test_transitions import signed_in
from tests.factories import (
    make_draft,
    make_in_state,
    make_member,
    make_place,
    make_profile,
    make_published,
    make_user,
)
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")

BOARD = "/admin/profiles/board/"


@pytest.fixture
def places(domains):
    """Four countries and a city: published, in review beside a published one, a draft alone, nothing."""
    africa = {"region": "002", "subregion": "011"}
    live = make_place("Liveland", **africa)
    make_published(make_profile(live, year=timezone.now().year, month=1, language="fr", slug="live-1"))
    busy = make_place("Busyland", **africa)
    make_published(make_profile(busy, edition=1, year=2015, month=6, slug="busy-1"))
    make_in_state(State.IN_REVIEW, make_profile(busy, edition=2, year=2021, slug="busy-2"))
    asia = {"region": "142", "subregion": "143"}
    new = make_place("Newland", **asia)
    make_draft(make_profile(new, slug="new-1"), changed_by=make_user("writer", first_name="Wilma"))
    make_place("Emptyland", **asia)
    make_published(make_profile(make_place("Live City", level="city", parent=live), slug="live-city"))


def rows(client, query: str = "") -> dict[str, str]:
    """Return place -> what its row says, in the order of the page."""
    page = parse(client.get(f"{BOARD}{query}"))
    elements = page.xpath("//table[@class='board-table']/tbody/tr")
    return {row.xpath("string(./th/a)"): text_of(row) for row in elements}


def cells(client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/admin/profiles/board.csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.usefixtures("places")
def test_each_place_says_what_there_is_of_it(admin_client):
    texts = rows(admin_client)
    assert list(texts) == ["Busyland", "Liveland", "Emptyland", "Newland"]
    assert "Published" in texts["Liveland"]
    assert f"January {timezone.now().year}" in texts["Liveland"]
    assert "Français" in texts["Liveland"]
    assert "June 2015" in texts["Busyland"]
    assert "In review" in texts["Busyland"]
    assert "Second profile" in texts["Busyland"]
    assert "Draft" in texts["Newland"]
    assert "Wilma" in texts["Newland"]
    assert "No profile" in texts["Emptyland"]
    assert "Begin a profile" in texts["Emptyland"]
    regions = parse(admin_client.get(BOARD)).xpath("//table/caption/text()")
    assert regions == ["Africa", "Asia"]


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?region=142", ["Emptyland", "Newland"]),
        ("?region=011", ["Busyland", "Liveland"]),
        ("?has=yes", ["Busyland", "Liveland"]),
        ("?has=no", ["Emptyland", "Newland"]),
        ("?state=open", ["Busyland", "Newland"]),
        ("?state=in_review", ["Busyland"]),
        ("?state=draft", ["Newland"]),
        ("?state=none", ["Liveland", "Emptyland"]),
        ("?age=5", ["Busyland"]),
        ("?age=2&region=142", []),
        ("?kind=local", ["Live City"]),
        ("?kind=local&region=002", ["Live City"]),
        ("?kind=local&region=142", []),
    ],
)
def test_a_filter_keeps_what_it_should_on_the_page_and_in_the_file(admin_client, query, expected):
    assert list(rows(admin_client, query)) == expected
    assert [row["place"] for row in cells(admin_client, query)] == expected


@pytest.mark.usefixtures("places")
def test_a_wrong_choice_is_named_and_nothing_is_hidden(admin_client):
    response = admin_client.get(f"{BOARD}?state=nowhere")
    assert "Select a valid choice" in text_of(parse(response))
    assert len(rows(admin_client, "?state=nowhere")) == 4


@pytest.mark.usefixtures("places")
def test_the_file_has_a_row_for_each_place(admin_client):
    busy, live, _empty, new = cells(admin_client)
    assert busy == {
        "region": "Africa",
        "place": "Busyland",
        "iso3": "",
        "level": "country",
        "lies_in": "",
        "state": "Published",
        "latest_published_edition": "1",
        "describes": "2015-06",
        "languages": "English",
        "open_edition": "2",
        "open_state": "In review",
        "open_by": "the system",
        "open_since": f"{timezone.now():%Y-%m-%d}",
    }
    assert live["languages"] == "Français"
    assert (new["open_by"], new["state"]) == ("Wilma", "Draft")


def test_a_name_that_looks_like_a_formula_is_text_in_the_file(admin_client):
    make_place("=HYPERLINK(1)", slug="formula")
    assert [row["place"] for row in cells(admin_client)] == ["'=HYPERLINK(1)"]


def test_a_withdrawn_profile_is_told_from_one_that_never_was(admin_client):
    withdrawn = make_place("Withdrawnland")
    make_in_state(State.WITHDRAWN, make_profile(withdrawn))
    assert "Withdrawn" in rows(admin_client)["Withdrawnland"].replace("Withdrawnland", "")
    assert rows(admin_client, "?has=yes") == {}


@pytest.mark.usefixtures("places")
def test_she_sees_only_what_is_assigned_to_her():
    own_place = make_place("Mineland")
    make_draft(make_profile(own_place))
    client = signed_in(make_member(Role.ANALYST, own_place))
    assert list(rows(client)) == ["Mineland"]
    assert [row["place"] for row in cells(client)] == ["Mineland"]
    assert rows(client, "?kind=local") == {}


def test_who_may_see_no_profile_is_refused():
    client = signed_in(make_user("nobody", is_superuser=False))
    for address in (BOARD, "/admin/profiles/board.csv"):
        assert client.get(address).status_code == 403


def test_the_public_is_asked_to_sign_in(client):
    for address in (BOARD, "/admin/profiles/board.csv"):
        assert client.get(address).status_code == 302


@pytest.mark.usefixtures("places")
def test_the_administration_leads_to_it(admin_client):
    assert parse(admin_client.get("/admin/")).xpath(f"//a[@href='{BOARD}']")


@pytest.mark.parametrize("address", [BOARD, "/admin/profiles/board.csv", f"{BOARD}?kind=local"])
def test_it_costs_the_same_with_2_places_and_with_20(admin_client, address):
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert admin_client.get(address).status_code == 200
        return len(context)

    def add(count: int) -> None:
        for _ in range(count):
            country = make_place(region="002")
            for place in (country, make_place(level="city", parent=country)):
                live = make_published(make_profile(place))
                workflow.start_revision(live.profile, by=None)

    add(2)
    few = queries()
    add(18)
    assert queries() == few <= 8
