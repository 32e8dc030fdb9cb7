"""The directory: each filter keeps what it should, all of it is in the address, and nothing is ranked."""

import pytest

from tests.factories import make_place, make_profile, make_published
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("demo")


def names_listed(client, query: str = "") -> list[str]:
    """Return the profiles' slugs in the order of the page."""
    page = parse(client.get(f"/profiles/{query}"))
    links = page.xpath("//ul[@id='list']//a[starts-with(@href, '/profiles/')]/@href")
    slugs = [link.split("/")[2] for link in links]
    return [slug for slug in dict.fromkeys(slugs) if slug]


ALL = {"mali-2021", "lunaria-2019", "lunaria-2023", "port-celeste-2022", "valnube-2024", "zanbaqia-2024"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("?text=mali", {"mali-2021"}),
        ("?text=MALÍ", {"mali-2021"}),
        ("?text=مالي", {"mali-2021"}),
        ("?text=celeste", {"port-celeste-2022"}),
        ("?text=lunaria", {"lunaria-2019", "lunaria-2023", "port-celeste-2022", "valnube-2024"}),
        ("?text=atlantis", set()),
        ("?region=002", {"mali-2021"}),
        ("?region=150", set()),
        ("?country=mali", {"mali-2021"}),
        ("?country=lunaria", {"lunaria-2019", "lunaria-2023", "port-celeste-2022", "valnube-2024"}),
        ("?level=city", {"port-celeste-2022"}),
        ("?level=country&year=2024", {"zanbaqia-2024"}),
        ("?edition=2", {"mali-2021", "lunaria-2023"}),
        ("?domain=partnerships", ALL),
        (
            "?text=mali&region=002&country=mali&level=country&year=2021&edition=2&domain=partnerships",
            {"mali-2021"},
        ),
    ],
)
def test_a_filter_keeps_what_it_should(client, query, expected):
    assert set(names_listed(client, query)) == expected


def test_it_sorts_by_place_or_date_and_by_nothing_else(client):
    newest = names_listed(client, "?sort=-described")
    assert newest[-1] == "lunaria-2019"
    assert names_listed(client, "?sort=described")[0] == "lunaria-2019"
    assert names_listed(client)[0] == "lunaria-2023"
    assert client.get("/profiles/?sort=findings").status_code == 400


def test_names_sort_without_regard_to_accents_in_the_language_of_the_page(client):
    make_published(make_profile(make_place("Étaland", slug="etaland"), slug="etaland-2021"))
    make_published(make_profile(make_place("Zuland", slug="zuland"), slug="zuland-2021"))
    slugs = names_listed(client)
    assert slugs.index("etaland-2021") < slugs.index("mali-2021") < slugs.index("zuland-2021")


def test_pages_keep_the_filters(client):
    place = make_place("Manyland")
    for edition in range(1, 31):
        make_published(make_profile(place, edition=edition, slug=f"manyland-{edition}"), findings=1)
    page = parse(client.get("/profiles/?country=manyland"))
    (following,) = page.xpath("//a[@rel='next']/@href")
    assert "country=manyland" in following
    assert "page=2" in following
    first, second = (
        names_listed(client, "?country=manyland"),
        names_listed(client, "?country=manyland&page=2"),
    )
    assert len(first) + len(second) == 30
    assert not set(first) & set(second)


def test_an_empty_result_leads_somewhere(client):
    page = parse(client.get("/profiles/?text=atlantis"))
    assert page.xpath("//main//a[@href='/profiles/']")


def test_each_active_filter_can_be_removed_alone(client):
    page = parse(client.get("/profiles/?region=002&year=2021"))
    links = page.xpath("//main//a/@href")
    assert "/profiles/?year=2021" in links
    assert "/profiles/?region=002" in links


def test_what_was_chosen_is_still_in_the_form(client):
    page = parse(client.get("/profiles/?text=mali&region=002"))
    assert page.xpath("//main//input[@name='text']/@value") == ["mali"]
    assert page.xpath("//select[@name='region']//option[@selected]/@value") == ["002"]


def test_every_choice_that_may_stay_open_says_so(client):
    for address in ("/profiles/", "/ar/profiles/"):
        for option in parse(client.get(address)).xpath("//main//form[@class='choices']//option"):
            assert text_of(option), (address, option.get("value"))
