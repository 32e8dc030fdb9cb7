"""One filter for page, API and file: what one accepts and keeps, the others do."""

import csv
import io

import pytest

from profiles.filters import FindingFilter, PlaceFilter, ProfileFilter, SearchForm
from tests.factories import make_draft, make_place, make_profile, make_published
from tests.pages import parse

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def openland():
    """A country with a profile, a city in it and a district in that, which have no region of their own."""
    country = make_place("Openland", region="002", subregion="011")
    city = make_place("Opencity", level="city", parent=country)
    district = make_place("Opendistrict", level="district", parent=city)
    for place in (country, city, district):
        make_published(make_profile(place, year=2021, slug=f"{place.slug}-2021"))
    return country


def on_the_page(client, query: str) -> set[str]:
    response = client.get(f"/profiles/?{query}")
    assert response.status_code == 200
    page = parse(response)
    return {link.split("/")[2] for link in page.xpath("//*[contains(@class,'profile-row')]//h3//a/@href")}


def in_the_file(client, query: str) -> set[str]:
    text = client.get(f"/profiles.csv?{query}").getvalue().decode("utf-8-sig")
    return {row["profile"] for row in csv.DictReader(io.StringIO(text, newline=""))}


def in_the_api(client, query: str) -> set[str]:
    return {row["profile"] for row in client.get(f"/api/v1/profiles/?{query}").json()["results"]}


@pytest.mark.parametrize(
    "query",
    [
        *("region=002", "region=011", "region=019", "country=openland", "country=andorra", "level=city"),
        *("year=2021", "year=2050", "edition=1", "edition=55", "domain=partnerships", "text=opencity"),
        *("text=one+two+three+four+five+six+seven+eight", "sort=-described&level=district"),
    ],
)
def test_page_file_and_api_keep_the_same_profiles(client, openland, query):
    make_place("Andorra", slug="andorra", is_fictional=False)
    assert on_the_page(client, query) == in_the_file(client, query) == in_the_api(client, query)


@pytest.mark.parametrize(
    "query",
    [
        *("text=a+b+c+d+e+f+g+h+i", "region=999", "level=planet", "year=1999", "year=02021", "edition=0"),
        *("country=a%20b", "sort=findings", "domain=a%20b"),
    ],
)
def test_page_file_and_api_refuse_the_same_values(client, openland, query):
    for address in ("/profiles/", "/profiles.csv", "/api/v1/profiles/"):
        assert client.get(f"{address}?{query}").status_code == 400, address


@pytest.mark.parametrize("code", ["002", "011"])
def test_a_local_place_is_in_the_region_of_what_it_lies_in(client, openland, code):
    places = client.get(f"/api/v1/places/?region={code}").json()["results"]
    profiles = client.get(f"/api/v1/profiles/?region={code}").json()["results"]
    findings = client.get(f"/api/v1/findings/?region={code}&page_size=100").json()["results"]
    expected = {"openland", "opencity", "opendistrict"}
    assert {row["slug"] for row in places} == {row["place"] for row in profiles} == expected
    assert {row["place"] for row in findings} == expected


def test_more_than_eight_words_are_refused_by_the_places_too(client, openland):
    assert client.get("/api/v1/places/?text=a+b+c+d+e+f+g+h+i").status_code == 400
    assert client.get("/api/v1/places/?text=a+b+c+d+e+f+g+h").json()["count"] == 0


def test_a_place_in_work_is_as_one_that_is_not_there(client, openland):
    make_draft(make_profile(make_place("Hiddenia")))
    for query in ("country=hiddenia", "country=nowhere"):
        page = client.get(f"/profiles/?{query}")
        assert page.status_code == 400
        assert "There is no such country." in page.content.decode()
        assert client.get(f"/api/v1/profiles/?{query}").json()["detail"] == "There is no such country."


def test_what_is_shared_is_one_field():
    by_name: dict[str, list] = {}
    filtersets = (ProfileFilter, FindingFilter, PlaceFilter)
    fields = [(name, f.field) for filterset in filtersets for name, f in filterset.base_filters.items()]
    for name, field in [*fields, *SearchForm.base_fields.items()]:
        if name not in ("sort",):
            by_name.setdefault(name, []).append(field)
    for name, same in by_name.items():
        assert len({type(field) for field in same}) == 1, name
        assert len({str(getattr(field, "queryset", field.error_messages)) for field in same}) == 1, name
