"""The files of the sitemap: each page in one of them, however many there are."""

import pytest
from lxml import etree

from profiles import sitemaps
from tests.factories import make_place, make_profile, make_published

LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def locations(client, address: str) -> list[str]:
    tree = etree.fromstring(client.get(address).content)
    return [location.text for location in tree.iter(LOCATION)]


@pytest.fixture
def five(domains, monkeypatch) -> list[str]:
    """Profiles of places in two editions each, but for the last; two rows a file."""
    monkeypatch.setattr(sitemaps, "ROWS", 2)
    slugs = []
    for name, editions in (("Fileland", 2), ("Mapland", 2), ("Pathland", 1)):
        place = make_place(name)
        for edition in range(1, editions + 1):
            revision = make_published(make_profile(place, edition=edition, year=2020 + edition), findings=1)
            slugs.append(revision.profile.slug)
    return slugs


def test_the_index_names_each_file_and_each_page_is_in_one_of_them(client, five):
    files = locations(client, "/sitemap.xml")
    for section, pages in (("places", 2), ("profiles", 3), ("changes", 1), ("domains", 3)):
        own = [file for file in files if f"sitemap-{section}.xml" in file]
        start = f"https://mgi.example/sitemap-{section}.xml"
        assert own == [start, *(f"{start}?p={number}" for number in range(2, pages + 1))]
    listed = [
        location
        for file in files
        if "sitemap-profiles" in file
        for location in locations(client, file.removeprefix("https://mgi.example"))
    ]
    assert listed == [f"https://mgi.example/profiles/{slug}/" for slug in five]


@pytest.mark.parametrize(
    "address", ["profiles.xml?p=4", "profiles.xml?p=0", "profiles.xml?p=x", "nothing.xml"]
)
def test_a_file_that_is_not_there_is_a_404(client, five, address):
    assert client.get(f"/sitemap-{address}").status_code == 404


def test_a_file_says_when_the_latest_of_all_was_published(client, five):
    responses = [client.get(f"/sitemap-profiles.xml?p={number}") for number in (1, 3)]
    assert responses[0]["Last-Modified"] == responses[1]["Last-Modified"]
    assert "Last-Modified" not in client.get("/sitemap-places.xml")
    assert {response["X-Robots-Tag"] for response in responses} == {"noindex, noodp, noarchive"}
