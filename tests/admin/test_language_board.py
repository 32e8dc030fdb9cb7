"""The board of languages: what is translated of the user's places, in the order of names."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles import workflow
from profiles.choices import Role
from profiles.models import Finding, Place
from tests.admin.revision.test_transitions import signed_in
from tests.factories import (
    make_draft,
    make_member,
    make_place,
    make_profile,
    make_published,
    make_published_translation,
    make_translation,
)
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")

BOARD = "/admin/profiles/languages/"


@pytest.fixture
def profiles(domains):
    """Three profiles: translated and corrected since, in work, and not at all."""
    live = make_published(make_profile(make_place("Aland", region="002"), slug="aland"))
    make_published_translation(live)
    draft = workflow.start_revision(live.profile, by=None)
    Finding.objects.filter(revision=draft, position=0).update(text="Other words.")
    live = workflow.publish(draft, by=None)
    make_translation(live, "es")
    other = make_published(make_profile(make_place("Beland", region="142"), slug="beland", language="fr"))
    make_translation(other, "ar", units={})
    make_published(make_profile(make_place("Celand", region="142"), slug="celand"))
    make_profile(make_place("Deland"), slug="deland")  # nothing that could be translated


def rows(client, query: str = "") -> dict[str, list[str]]:
    """Return profile -> what is said of each language, in the order of the page."""
    page = parse(client.get(f"{BOARD}{query}"))
    elements = page.xpath("//table[@class='board-table']/tbody/tr")
    return {row.xpath("string(./th/a)"): [text_of(cell) for cell in row.xpath("./td")] for row in elements}


def cells(client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/admin/profiles/languages.csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.usefixtures("profiles")
def test_each_profile_says_what_there_is_in_each_language(admin_client):
    table = rows(admin_client)
    assert list(table) == [
        "Aland, First Profile (2021)",
        "Beland, First Profile (2021)",
        "Celand, First Profile (2021)",
    ]
    english, french, spanish, *_rest = table["Aland, First Profile (2021)"]
    assert english == "Original"
    assert "Published" in french and "1 outdated text" in french and "Translation by this site" in french
    assert "Draft" in spanish
    assert table["Celand, First Profile (2021)"][1:] == ["None · Celand, First Profile (2021)"] * 4


@pytest.mark.usefixtures("profiles")
@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("?state=outdated", ["Aland"]),
        ("?state=draft", ["Aland", "Beland"]),
        ("?state=draft&language=ar", ["Beland"]),
        ("?state=none&language=fr", ["Celand"]),
        ("?language=fr", ["Aland", "Celand"]),
        ("?region=142", ["Beland", "Celand"]),
        ("?state=approved", []),
        ("?state=nonsense", ["Aland", "Beland", "Celand"]),
    ],
)
def test_it_is_narrowed(admin_client, query, places):
    assert [name.partition(",")[0] for name in rows(admin_client, query)] == places


@pytest.mark.usefixtures("profiles")
def test_the_table_has_a_line_for_each_profile_and_language_but_its_own(admin_client):
    table = cells(admin_client)
    assert len(table) == 3 * 4
    (french,) = [row for row in table if row["profile"] == "aland" and row["language"] == "fr"]
    assert (french["state"], french["outdated"], french["missing"]) == ("Published", "1", "0")
    assert (french["number"], french["provenance"]) == ("1", "site")
    assert {row["profile"] for row in cells(admin_client, "?state=outdated")} == {"aland"}


@pytest.mark.usefixtures("profiles")
def test_users_see_their_own_places():
    translator = make_member(Role.TRANSLATOR, Place.objects.get(name="Beland"))
    assert list(rows(signed_in(translator))) == ["Beland, First Profile (2021)"]


def test_it_takes_the_same_queries_with_more_profiles(admin_client):
    counts = []
    for number in (1, 6):
        for _index in range(number):
            make_published_translation(make_published())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert admin_client.get(BOARD).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_draft_alone_can_be_translated(admin_client):
    make_draft(make_profile(make_place("Draftland"), slug="draftland"))
    assert list(rows(admin_client)) == ["Draftland, First Profile (2021)"]
