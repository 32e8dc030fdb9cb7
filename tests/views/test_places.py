"""The pages of places: three levels deep, each door tells the same."""

import pytest

from tests.factories import make_place, make_profile, make_published
from tests.pages import parse

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


def test_the_country_is_a_link_and_leads_to_the_city(client, city):
    assert "/places/deepland/" in links(client, "/places/")
    assert "/profiles/inner-city-2021/" in links(client, "/places/deepland/")
    assert "/profiles/inner-city-2021/" in links(client, "/places/middle-state/")


def test_the_city_leads_back_to_all_that_it_lies_in(client, city):
    make_published(make_profile(city.parent.parent, slug="deepland-2021"))
    found = links(client, "/profiles/inner-city-2021/")
    assert "/profiles/deepland-2021/" in found
    assert "/profiles/inner-city-2021/" in links(client, "/profiles/deepland-2021/")


@pytest.mark.parametrize("query", ["?text=deepland", "?country=deepland", "?text=middle", "?text=inner"])
def test_the_directory_finds_it_by_every_name_above_it(client, city, query):
    assert "/profiles/inner-city-2021/" in links(client, f"/profiles/{query}")


def test_the_sitemap_has_all_three_places(client, city):
    content = client.get("/sitemap-places.xml").content.decode()
    for slug in ("deepland", "middle-state", "inner-city"):
        assert f"/places/{slug}/" in content
