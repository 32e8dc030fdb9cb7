"""The map on the home page and in the directory: what it marks, where it leads, what part it shows."""

import pytest
from django.utils.translation import override

from profiles.choices import SUBREGIONS, Region
from profiles.models import Place
from profiles.svg.map import MOST_LINKS
from tests import html
from tests.factories import make_draft, make_place, make_profile, make_published
from tests.pages import parse, text_of

WORLD = "0 0 1000 435"


def marked_places(client, address: str) -> dict[str, str]:
    """Return name -> address of each link on the map, in its order."""
    links = parse(client.get(address)).xpath("//svg[@role='group']//a")
    return {link.xpath("string(./title)"): link.get("href") for link in links}


def view_box(client, address: str) -> str:
    (drawing,) = parse(client.get(address)).xpath("//svg[@role='group']")
    return drawing.get("viewbox")


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("address", ["/", "/profiles/"])
def test_each_place_is_one_link_to_its_latest_profile(client, address):
    assert marked_places(client, address) == {
        "Lunaria (Fictional example): Second Profile (2023)": "/profiles/lunaria-2023/",
        "Mali: Second Profile (2021)": "/profiles/mali-2021/",
        "Zanbaqia (Fictional example): First Profile (2024)": "/profiles/zanbaqia-2024/",
        "Port-Céleste (Fictional example): First Profile (2022)": "/profiles/port-celeste-2022/",
        "Valnube (Fictional example): First Profile (2024)": "/profiles/valnube-2024/",
    }
    assert view_box(client, address) == WORLD


@pytest.mark.usefixtures("demo")
def test_names_are_those_of_the_page_and_so_is_their_order(client):
    names = list(marked_places(client, "/ar/"))
    assert names[0].startswith("زنبقيا") or names[0].startswith("لوناريا")
    assert any(name.startswith("مالي") for name in names)
    assert "/ar/profiles/mali-2021/" in marked_places(client, "/ar/").values()


@pytest.mark.usefixtures("demo")
def test_an_outline_is_of_the_file_that_is_cached(client):
    uses = parse(client.get("/")).xpath("//svg[@role='group']//use/@href")
    assert [use.partition("#")[2] for use in uses] == ["world", "c466"]
    assert all("img/world" in use for use in uses)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?level=city", {"/profiles/port-celeste-2022/"}),
        ("?year=2019", {"/profiles/lunaria-2019/"}),
        ("?text=mali", {"/profiles/mali-2021/"}),
        ("?region=002", {"/profiles/mali-2021/"}),
        ("?region=011", {"/profiles/mali-2021/"}),
    ],
)
def test_the_directory_marks_what_its_filters_keep(client, query, expected):
    assert set(marked_places(client, f"/profiles/{query}").values()) == expected
    rows = parse(client.get(f"/profiles/{query}")).xpath("//ul[@id='list']//h3//a/@href")
    assert set(rows) == expected


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("address", ["/", "/profiles/"])
def test_a_region_is_zoomed_to_and_offers_its_subregions(client, address):
    page = parse(client.get(f"{address}?region=002"))
    links = page.xpath("//nav[@aria-label='Parts of the map']//a")
    names = {link.text: link.get("href") for link in links}
    assert list(names) == [
        *("Whole world", "Africa", "Americas", "Asia", "Europe", "Oceania"),
        *("Eastern Africa", "Middle Africa", "Northern Africa", "Southern Africa", "Western Africa"),
    ]
    assert [link.text for link in links if link.get("aria-current")] == ["Africa"]
    assert names["Western Africa"] == f"{address}?region=011#map"
    assert names["Whole world"] == f"{address}#map"
    boxes = {view_box(client, f"{address}{query}") for query in ("", "?region=002", "?region=011")}
    assert len(boxes) == 3


@pytest.mark.usefixtures("demo")
def test_another_part_of_the_map_keeps_the_other_choices(client):
    page = parse(client.get("/profiles/?year=2021&region=002&page=1"))
    links = page.xpath("//nav[@aria-label='Parts of the map']//a/@href")
    assert "/profiles/?region=150&year=2021#map" in links
    assert "/profiles/?year=2021#map" in links


@pytest.mark.usefixtures("domains")
def test_a_local_place_lies_in_the_region_of_what_it_lies_in(client):
    country = make_place(region=Region.AFRICA, subregion="011")
    city = make_place("Dot City", level="city", parent=country, latitude=10, longitude=2)
    make_published(make_profile(city, slug="dot-city"))
    for query in ("?region=002", "?region=011"):
        assert list(marked_places(client, f"/{query}").values()) == ["/profiles/dot-city/"]
    assert marked_places(client, "/?region=014") == {}


@pytest.mark.usefixtures("domains")
def test_a_draft_is_not_on_the_map(client):
    make_draft(make_profile(make_place("Hiddenia", latitude=1, longitude=1)))
    assert marked_places(client, "/") == {}
    assert "Hiddenia" not in client.get("/").content.decode()


@pytest.mark.usefixtures("domains")
def test_too_many_local_places_are_drawn_but_not_linked(client):
    country = make_place(latitude=0, longitude=0)
    for number in range(MOST_LINKS + 1):
        city = make_place(f"Town {number}", level="city", parent=country, latitude=1, longitude=number)
        make_published(make_profile(city), findings=1)
    page = parse(client.get("/"))
    assert page.xpath("//svg[@role='group']//a") == []
    (path,) = page.xpath("//svg[@role='group']/path/@d")
    assert path.count("h0") == MOST_LINKS + 1
    assert "Choose a part of the map to see its local places." in text_of(page)


@pytest.mark.usefixtures("mali")
@pytest.mark.parametrize("address", ["/", "/profiles/"])
def test_the_map_is_not_the_only_way_and_can_be_skipped(client, address):
    page = parse(client.get(address))
    (skip,) = page.xpath("//a[text()='Skip the map']/@href")
    assert page.xpath(f"//*[@id='{skip[1:]}']")
    (same,) = page.xpath("//a[text()='The same as a list']/@href")
    assert same in ("/profiles/", "#list")
    (zoomed,) = parse(client.get("/?region=011")).xpath("//a[text()='The same as a list']/@href")
    assert zoomed == "/profiles/?region=011"


@pytest.mark.usefixtures("mali")
def test_the_map_takes_no_side_in_words(client):
    for address in ("/", "/profiles/?region=002"):
        assert "express no opinion on the legal status" in text_of(parse(client.get(address)))


@pytest.mark.usefixtures("mali")
@pytest.mark.parametrize("region", ["nowhere", "001", "2", "002 "])
def test_an_unknown_part_is_refused(client, region):
    assert client.get("/", {"region": region}).status_code == 400


@pytest.mark.usefixtures("demo")
def test_every_part_is_there_in_every_direction_and_valid(client):
    codes = [code for whole, parts in SUBREGIONS.items() for code in (whole, *parts)]
    pages = {f"/{code}": client.get("/", {"region": code}).content.decode() for code in codes}
    pages["/ar/"] = client.get("/ar/profiles/?region=009").content.decode()
    with override("en"):
        assert Place.objects.exclude(m49="").count() > 200
    assert html.validate(pages) == []
