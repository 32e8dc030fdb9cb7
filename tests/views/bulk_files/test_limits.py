"""Files of many profiles: which is kept for all readers, and how many others one visitor may have made."""

import pytest
from django.core.cache import cache

from profiles.exports.bulk.formats import TABLES
from profiles.models import Revision
from tests.factories import make_place, make_profile, make_published
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def openland() -> Revision:
    place = make_place("Openland", region="002", subregion="011")
    return make_published(make_profile(place, slug="openland-2021"))


@pytest.mark.parametrize("ending", TABLES)
def test_the_usual_order_is_no_choice_and_its_file_is_the_kept_one(
    client, openland, ending, settings, tmp_path
):
    settings.VAR_DIR = tmp_path
    whole = client.get(f"/profiles.{ending}")
    whole.getvalue()
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(b"kept")
    same = client.get(f"/profiles.{ending}?sort=place")
    assert (same.getvalue(), same["ETag"]) == (b"kept", whole["ETag"])
    page = parse(client.get("/profiles/?sort=place"))
    assert f"/profiles.{ending}" in page.xpath("//p[@class='downloads']//a/@href")


@pytest.fixture
def few_files(settings):
    """One visitor may have two files made."""
    settings.FILE_RATE = 2
    cache.clear()
    yield
    cache.clear()


CHOSEN = ["/profiles.csv?region=002", "/search.csv?q=finding", "/compare.json?profile=openland-2021"]


@pytest.mark.parametrize("address", CHOSEN)
def test_one_visitor_has_only_so_many_files_made(client, openland, few_files, address):
    assert [status(client, address), status(client, CHOSEN[0])] == [200, 200]
    response = client.get(f"/fr{address}")
    assert (response.status_code, response["Retry-After"]) == (429, "600")
    assert "public" not in response["Cache-Control"]
    assert not response.cookies
    text = text_of(parse(client.get(address)))
    assert "One IP address can have 2 made in 10 minutes. Try again in 10 minutes." in text
    # What she has already, what is kept for all, and what others ask for are no matter of hers.
    head = client.head(address)
    assert client.get(address, headers={"if-none-match": head["ETag"]}).status_code == 304
    for other in (
        "/profiles.csv",
        "/profiles.csv?sort=place",
        "/places/openland.csv",
        "/profiles/?region=002",
    ):
        assert status(client, other) == 200, other
    assert status(client, address, REMOTE_ADDR="192.0.2.9") == 200


def test_any_number_of_files_is_made_where_the_operator_says_so(client, openland, few_files, settings):
    settings.FILE_RATE = 0
    assert {status(client, CHOSEN[0]) for _number in range(4)} == {200}


def status(client, address: str, **environ: str) -> int:
    """Return the status of the answer, with its file read and closed."""
    response = client.get(address, **environ)
    if response.streaming:
        response.getvalue()
    return response.status_code
