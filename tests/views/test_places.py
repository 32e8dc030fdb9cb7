"""The pages of places: three levels deep, each door tells the same."""

import json

import pytest
from django.core.exceptions import ValidationError

from tests.factories import make_place, make_profile, make_published
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def city(db):
    """A city in a state in a country; the city alone has a profile."""
    country = make_place("Deepland")
    state = make_place("Middle State", level="state", parent=country)
    city = make_place("Inner City", level="city", parent=state)
    make_published(make_profile(city, slug="inner-city-2021"))
    return city


def links(client, address: str) -> list[str]:
    return parse(client.get(address)).xpath("//main//a/@href")


def test_a_district_four_levels_down_is_part_of_all_that_it_lies_in(client, city):
    district = make_place("Old Quarter", level="district", parent=city)
    make_published(make_profile(district, slug="old-quarter-2021"))
    for place in ("deepland", "middle-state", "inner-city"):
        assert "/profiles/old-quarter-2021/" in links(client, f"/places/{place}/"), place
    findings = client.get("/api/v1/findings/?place=deepland&page_size=100").json()["results"]
    assert {row["profile"] for row in findings} == {"inner-city-2021", "old-quarter-2021"}
    places = json.loads(client.get("/profiles.json").getvalue())["places"]
    assert [place["slug"] for place in places] == ["deepland", "middle-state", "inner-city", "old-quarter"]
    assert "Deepland" in text_of(parse(client.get("/alerts/?place=deepland")))


def test_a_place_lies_in_at_most_three_others(city):
    district = make_place("Old Quarter", level="district", parent=city)
    with pytest.raises(ValidationError, match="at most three others"):
        make_place("Corner", level="district", parent=district)
    country = city.parent.parent
    country.level, country.parent = "state", city
    with pytest.raises(ValidationError, match="at most three others"):
        country.full_clean()


def test_the_country_is_a_link_and_leads_to_the_city(client, city):
    assert "/places/deepland/" in links(client, "/places/")
    assert "/profiles/inner-city-2021/" in links(client, "/places/deepland/")
    assert "/profiles/inner-city-2021/" in links(client, "/places/middle-state/")


def test_the_city_leads_back_to_all_that_it_lies_in(client, city):
    make_published(make_profile(city.parent.parent, slug="deepland-2021"))
    addresses = links(client, "/profiles/inner-city-2021/")
    assert "/profiles/deepland-2021/" in addresses
    assert "/profiles/inner-city-2021/" in links(client, "/profiles/deepland-2021/")


@pytest.mark.parametrize("query", ["?text=deepland", "?country=deepland", "?text=middle", "?text=inner"])
def test_the_directory_finds_it_by_every_name_above_it(client, city, query):
    assert "/profiles/inner-city-2021/" in links(client, f"/profiles/{query}")


def test_the_sitemap_has_all_three_places(client, city):
    content = client.get("/sitemap-places.xml").content.decode()
    for slug in ("deepland", "middle-state", "inner-city"):
        assert f"/places/{slug}/" in content


def test_a_designation_note_stands_wherever_the_place_is_the_subject(client, city):
    note = "A fictional note on the name."
    type(city).objects.filter(pk=city.pk).update(designation_note=note)
    make_published(make_profile(city, slug="inner-city-2025", edition=2, year=2025))
    for address in (
        "/places/inner-city/",
        "/profiles/inner-city-2021/",
        "/profiles/inner-city-2021/r/1/",
        "/profiles/inner-city-2025/changes/",
        "/compare/?profile=inner-city-2021",
    ):
        assert note in text_of(parse(client.get(address)).get_element_by_id("main")), address


def test_the_page_of_a_city_leads_to_what_it_lies_in_and_to_its_profiles(client, city):
    addresses = links(client, "/places/inner-city/")
    assert "/places/middle-state/" in addresses
    assert "/profiles/inner-city-2021/" in addresses
    assert "/places/deepland/" in links(client, "/places/middle-state/")


def test_a_country_of_many_cities_is_paged_and_its_profile_shows_the_first(client, domains):
    country = make_place("Manyland")
    make_published(make_profile(country, slug="manyland-2021"))
    for number in range(51):
        make_published(make_profile(make_place(f"Town {number}", level="city", parent=country)), findings=1)
    first = parse(client.get("/places/manyland/"))
    assert len(first.xpath("//section[@aria-labelledby='local']//li")) == 50
    assert first.xpath("//a[@rel='next']/@href") == ["?page=2"]
    second = parse(client.get("/places/manyland/?page=2"))
    assert len(second.xpath("//section[@aria-labelledby='local']//li")) == 1
    assert second.xpath("//link[@rel='canonical']/@href") == ["https://mgi.example/places/manyland/?page=2"]
    assert client.get("/places/manyland/?page=3").status_code == 404
    section = parse(client.get("/profiles/manyland-2021/")).xpath("//section[@aria-labelledby='local']")[0]
    assert len(section.xpath(".//li")) == 12
    assert (
        section.xpath("string(.//a[@href='/places/manyland/'])").strip() == "All local profiles in Manyland"
    )
