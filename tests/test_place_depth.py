"""A district in a city in a state in a country: right on every page, board, search, API and file."""

import csv
import json
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from profiles import search
from profiles.models import Alert, Assignment, Place, Profile, Revision
from profiles.models.places import in_hierarchy
from profiles.workflow.alerts import enqueue_due
from tests.admin.revision.test_transitions import signed_in
from tests.factories import make_member, make_place, make_profile, make_published, make_user
from tests.jobs import send_emails
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")

LOCATION = "Inner City · Middle State · Deepland"
DISTRICT = "old-quarter-2021"


@pytest.fixture
def district(db) -> Place:
    """The district, with a profile as its country has one; only the country has a region."""
    country = make_place("Deepland", region="002", subregion="011")
    make_published(make_profile(country, slug="deepland-2021"))
    state = make_place("Middle State", level="state", parent=country)
    city = make_place("Inner City", level="city", parent=state)
    district = make_place("Old Quarter", level="district", parent=city)
    make_published(make_profile(district, slug=DISTRICT))
    make_published(make_profile(make_place("Elsewhereland", region="142"), slug="elsewhereland-2021"))
    return district


def main_of(client, address: str):
    response = client.get(address)
    assert response.status_code == 200, address
    return parse(response).xpath("//main")[0]


def slugs(client, address: str) -> set[str]:
    return {row["profile"] for row in client.get(address).json()["results"]}


def test_the_model_knows_its_ancestors(district):
    names = ["Deepland", "Middle State", "Inner City"]
    assert [ancestor.name for ancestor in district.ancestors] == names
    in_country = Place.objects.filter(in_hierarchy("", "pk", district.country.pk))
    assert {place.name for place in in_country} == {*names, "Old Quarter"}
    for code in ("002", "011"):
        assert {place.name for place in Place.objects.in_region(code)} == {*names, "Old Quarter"}
    with CaptureQueriesContext(connection) as context:
        assert Place.objects.with_ancestors().get(pk=district.pk).location == LOCATION
    assert len(context) == 1


@pytest.mark.parametrize(
    "address", [f"/profiles/{DISTRICT}/", f"/profiles/{DISTRICT}/r/1/", "/places/old-quarter/"]
)
def test_its_pages_lead_up_to_each_ancestor(client, district, address):
    links = main_of(client, address).xpath(".//nav[@class='breadcrumb']//a/@href")
    assert links[1:4] == ["/places/deepland/", "/places/middle-state/", "/places/inner-city/"]


def test_its_profile_leads_to_that_of_its_country(client, district):
    page = main_of(client, f"/profiles/{DISTRICT}/")
    (section,) = page.xpath(".//section[@aria-labelledby='parent']")
    assert text_of(section.xpath("./h2")[0]) == "Profiles of Deepland"
    assert "/profiles/deepland-2021/" in section.xpath(".//a/@href")
    country = main_of(client, "/profiles/deepland-2021/")
    assert LOCATION in text_of(country.xpath(".//section[@aria-labelledby='local']")[0])


@pytest.mark.parametrize("place", ["deepland", "middle-state", "inner-city", "old-quarter"])
def test_each_ancestor_lists_it_and_has_it_in_its_feed(client, district, place):
    assert f"/profiles/{DISTRICT}/" in main_of(client, f"/places/{place}/").xpath(".//a/@href")
    assert f"/profiles/{DISTRICT}/" in client.get(f"/feeds/places/{place}.atom").content.decode()


@pytest.mark.parametrize(
    "query", ["region=002", "region=011", "country=deepland", "text=deepland", "text=middle"]
)
def test_the_directory_and_its_files_find_it_by_its_ancestors(client, district, query):
    page = main_of(client, f"/profiles/?{query}")
    assert f"/profiles/{DISTRICT}/" in page.xpath(".//a/@href")
    assert LOCATION in text_of(page)
    assert "Elsewhereland" not in {text_of(link) for link in page.xpath(".//h3/a")}
    table = client.get(f"/profiles.csv?{query}").getvalue().decode("utf-8-sig")
    assert DISTRICT in {row["profile"] for row in csv.DictReader(StringIO(table))}
    book = load_workbook(BytesIO(client.get(f"/profiles.xlsx?{query}").getvalue()))
    assert DISTRICT in {row[0] for row in book.worksheets[1].iter_rows(values_only=True)}
    document = json.loads(client.get(f"/profiles.json?{query}").getvalue())
    assert DISTRICT in {profile["slug"] for profile in document["profiles"]}
    places = [place["slug"] for place in document["places"]]
    assert places == ["deepland", "middle-state", "inner-city", "old-quarter"]  # each after what it lies in


@pytest.mark.parametrize("query", ["region=002", "region=011", "country=deepland", "level=district"])
def test_the_search_finds_it_by_its_ancestors(client, district, query):
    page = main_of(client, f"/search/?q=quarter&{query}")
    assert "of Old Quarter." in text_of(page)
    (hit,) = search.search("quarter", search.Filters(country=district.country.pk)).hits[:1]
    assert hit.profile.slug == DISTRICT


def test_a_comparison_says_where_it_lies(client, district):
    page = main_of(client, f"/compare/?profile={DISTRICT}&profile=deepland-2021")
    assert LOCATION in text_of(page)
    assert LOCATION in text_of(main_of(client, "/compare/?text=Old+Quarter"))


def test_the_api_finds_it_by_its_ancestors(client, district):
    assert slugs(client, "/api/v1/profiles/?country=deepland") == {DISTRICT, "deepland-2021"}
    for query in ("place=deepland", "place=middle-state&level=district", "region=002", "region=011"):
        assert DISTRICT in slugs(client, f"/api/v1/findings/?{query}&page_size=100"), query
    for code in ("002", "011"):
        places = client.get(f"/api/v1/places/?region={code}").json()["results"]
        assert "old-quarter" in {place["slug"] for place in places}
    assert DISTRICT in {row["profile"] for row in client.get("/api/v1/places/deepland/").json()["profiles"]}


def test_a_reader_of_the_country_is_told_of_it(district):
    yesterday = timezone.now() - timedelta(days=1)
    Alert.objects.create(
        email="reader@example.org", language="en", place=district.country, told_until=yesterday
    )
    enqueue_due(timezone.now() + timedelta(hours=1))
    send_emails()
    assert f"/profiles/{DISTRICT}/" in mail.outbox[0].body


def test_the_board_has_it_in_the_region_of_its_country(admin_client, district):
    page = parse(admin_client.get("/admin/profiles/board/?kind=local"))
    text = text_of(page.xpath("//table[@class='board-table']")[0])
    assert LOCATION in text
    assert "Other places" not in text
    for code in ("002", "011"):
        response = admin_client.get(f"/admin/profiles/board.csv?kind=local&region={code}")
        rows = {row["place"]: row for row in csv.DictReader(StringIO(response.content.decode("utf-8-sig")))}
        assert rows["Old Quarter"]["region"] == "Africa"
        assert rows["Old Quarter"]["lies_in"] == LOCATION


@pytest.mark.parametrize(
    "address", ["place/?region", "profile/?place__region", "revision/?profile__place__region"]
)
def test_the_lists_of_the_administration_have_it_in_the_region_of_its_country(
    admin_client, district, address
):
    for code, is_listed in (("002", True), ("142", False)):
        page = parse(admin_client.get(f"/admin/profiles/{address}__exact={code}"))
        assert ("Old Quarter" in text_of(page.get_element_by_id("result_list"))) == is_listed


@pytest.mark.parametrize("where", ["country", "state", "region"])
def test_it_is_theirs_who_are_assigned_to_what_it_lies_in(district, where):
    user = make_user(is_superuser=False)
    places = {"country": district.country, "state": district.ancestors[1]}
    assigned = {"place": places[where]} if where in places else {"region": "002"}
    Assignment.objects.create(user=user, **assigned)
    assert district in Place.objects.visible_to(user)
    assert Revision.objects.visible_to(user).filter(profile__slug=DISTRICT).exists()
    assert not Profile.objects.visible_to(user).filter(slug="elsewhereland-2021").exists()
    analyst = make_member("Analyst", district.country)
    assert "Old Quarter" in text_of(parse(signed_in(analyst).get("/admin/?q=quarter")))


ADDRESSES = [
    "/profiles/{slug}/",
    "/places/{place}/",
    "/compare/?profile={slug}",
    "/api/v1/profiles/?country=deepland",
    "/api/v1/findings/?place=deepland&page_size=100",
    "/profiles/?country=deepland",
    "/feeds/places/deepland.atom",
    "/admin/profiles/board/?kind=local",
]


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code == 200
    return len(context)


def test_queries_grow_neither_with_depth_nor_with_rows(admin_client, district):
    state = district.ancestors[1]
    capital = make_place("State Capital", level="city", parent=state)
    make_published(make_profile(capital, slug="state-capital-2021"))

    def counts(place: str, slug: str) -> list[int]:
        return [queries(admin_client, address.format(place=place, slug=slug)) for address in ADDRESSES]

    few = counts("old-quarter", DISTRICT)
    assert counts("state-capital", "state-capital-2021") == few
    for number in range(12):
        quarter = make_place(f"Quarter {number}", level="district", parent=district.parent)
        make_published(make_profile(quarter))
    assert counts("old-quarter", DISTRICT) == few
