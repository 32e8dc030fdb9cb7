"""The answer that a file of many profiles is: its headers, its cost, and no half of a file."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.exports import context
from profiles.exports.bulk import selection
from profiles.exports.bulk.formats import TABLES
from profiles.models import Profile
from tests.factories import make_place, make_profile, make_published
from tests.views.bulk_files.tables import ADDRESSES, content

pytestmark = pytest.mark.usefixtures("domains")


@pytest.mark.once
@pytest.mark.parametrize(
    "address", ["/profiles.{}?region=nowhere", "/search.{}?q=a&kind=nothing", "/compare.{}?kind=x"]
)
@pytest.mark.parametrize("ending", TABLES)
def test_a_choice_that_does_not_exist_is_refused(client, address, ending):
    assert client.get(address.format(ending)).status_code == 400


@pytest.mark.once
@pytest.mark.parametrize("ending", TABLES)
@pytest.mark.parametrize("query", ["", "?year=2022"])
def test_what_fails_half_way_is_an_error_and_no_file(client, others, monkeypatch, ending, query):
    def failing(*args):
        yield from list(context.build_exports(*args))[:1]
        raise OSError("The disk is full.")

    client.raise_request_exception = False
    monkeypatch.setattr(selection, "build_exports", failing)
    response = client.get(f"/profiles.{ending}{query}")
    assert response.status_code == 500
    assert "Content-Disposition" not in response
    monkeypatch.undo()
    assert content(client, f"/profiles.{ending}{query}")


@pytest.mark.once
@pytest.mark.parametrize("ending", TABLES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_file_is_named_and_kept_from_indexes(client, others, address, ending):
    response = client.get(address.format(ending))
    assert response.getvalue() if response.streaming else response.content
    assert response["Content-Type"] == TABLES[ending].content_type
    assert response["X-Robots-Tag"] == "noindex"
    assert "public" in response["Cache-Control"] and response["Vary"] == "Accept-Encoding"
    assert response["Content-Disposition"].endswith(f'.{ending}"')
    assert not response.cookies


@pytest.mark.parametrize("ending", TABLES)
@pytest.mark.parametrize("address", ADDRESSES[:3])
def test_a_file_is_the_same_until_something_changes(client, others, address, ending):
    address = address.format(ending)
    response = client.get(address)
    body = response.getvalue() if response.streaming else response.content
    again = client.get(address)
    assert (again.getvalue() if again.streaming else again.content) == body
    unchanged = client.get(address, headers={"if-none-match": response["ETag"]})
    assert unchanged.status_code == 304
    assert unchanged["ETag"] == response["ETag"] and "public" in unchanged["Cache-Control"]
    head = client.head(address)
    assert head.status_code == 200 and head["ETag"] == response["ETag"]
    assert "Content-Length" not in head and "Content-Length" in response
    assert client.post(address).status_code == 405
    Profile.objects.filter(slug="openland-2021").update(licence="CC BY 4.0")
    content(client, address, **{"if-none-match": response["ETag"]})  # is 200


def test_a_file_costs_the_same_queries_with_2_profiles_and_with_20(client):
    place = make_place("Openland")
    make_published(make_profile(place, slug="openland-2021"), findings=1)
    make_published(make_profile(make_place(level="city", parent=place)), findings=1)
    addresses = [address.format(ending) for address in ADDRESSES for ending in TABLES]
    counts = {address: count_queries(client, address) for address in addresses}
    for _ in range(18):
        make_published(make_profile(make_place(level="city", parent=place)), findings=1)
    assert {address: count_queries(client, address) for address in addresses} == counts
    assert max(counts.values()) <= 18


def count_queries(client, address: str) -> int:
    """Return how many queries a file takes; now and then PostgreSQL is also asked which words are common."""
    with CaptureQueriesContext(connection) as queries:
        content(client, address)
    return len([query for query in queries.captured_queries if "pg_stats" not in query["sql"]])


def test_what_has_not_changed_costs_few_queries_and_the_whole_site_is_made_once(client, others):
    for ending in TABLES:
        response = client.get(f"/profiles.{ending}")
        response.getvalue()
        with CaptureQueriesContext(connection) as queries:
            again = client.get(f"/profiles.{ending}", headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304
        assert not [query for query in queries.captured_queries if "profiles_finding" in query["sql"]]
        assert count_queries(client, f"/profiles.{ending}") == len(queries)
