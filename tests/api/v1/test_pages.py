"""Lists of the API, page by page: nothing is read twice or passed over, whatever is published meanwhile."""

from itertools import pairwise
from typing import Any

import pytest

from profiles import workflow
from profiles.models import Revision
from tests.factories import make_place, make_profile, make_published
from tests.test_query_counts import queries

API = "/api/v1/"
SORTS = ("place", "-described", "described", "-published")


def ask(client, address: str) -> dict[str, Any]:
    return client.get(address if address.startswith("http") else f"{API}{address}").json()


def read_on(client, page: dict[str, Any], link: str = "next") -> list[dict[str, Any]]:
    """Return the page and all that its links lead to."""
    pages = [page]
    while address := pages[-1][link]:
        pages.append(ask(client, address))
        assert len(pages) < 50
    return pages


def slugs(*pages: dict[str, Any]) -> list[str]:
    return [row["profile"] for page in pages for row in page["results"]]


@pytest.fixture
def seven(domains) -> list[str]:
    """Profiles of two months of two years, and of none; of places whose names begin alike."""
    months = ((2021, 3), (2021, None), (2020, 3), (2021, 3), (2020, None), (2021, 9), (2020, 9))
    published = [
        make_published(make_profile(make_place(f"Pageland {letter}"), year=year, month=month), findings=2)
        for letter, (year, month) in zip("DBFACGE", months, strict=True)
    ]
    return [revision.profile.slug for revision in published]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_each_order_is_read_on_and_back_without_a_gap(client, seven, sort, size):
    whole = ask(client, f"profiles/?sort={sort}&page_size=100")
    assert sorted(slugs(whole)) == sorted(seven)
    assert whole["next"] is whole["previous"] is None
    pages = read_on(client, ask(client, f"profiles/?sort={sort}&page_size={size}"))
    assert slugs(*pages) == slugs(whole)
    assert {page["count"] for page in pages} == {7}
    assert {len(page["results"]) for page in pages[:-1]} <= {size}
    back = read_on(client, pages[-1], "previous")
    assert slugs(*back[::-1]) == slugs(whole)
    for page, following in pairwise(pages):
        assert slugs(ask(client, following["previous"])) == slugs(page)


def test_findings_places_and_revisions_are_read_on_alike(client, seven):
    live = make_published(make_profile(make_place("Otherland"), slug="otherland-2021"), findings=3)
    for _ in range(2):
        workflow.publish(workflow.start_revision(live.profile, by=None), by=None)
    for address in ("findings/?", "places/?", "profiles/otherland-2021/revisions/?"):
        whole = ask(client, f"{address}page_size=100")
        pages = read_on(client, ask(client, f"{address}page_size=2"))
        assert len(pages) > 1, address
        assert [row for page in pages for row in page["results"]] == whole["results"]


def test_what_is_published_meanwhile_moves_no_row_to_another_page(client, seven):
    first = ask(client, "profiles/?page_size=3")
    make_published(make_profile(make_place("Aaland"), slug="aaland-2021"), findings=1)
    pages = read_on(client, first)
    assert slugs(*pages) == slugs(ask(client, "profiles/?page_size=100"))[1:]
    # By its number, the second page would have the last row of the first once more.
    assert slugs(ask(client, "profiles/?page_size=3&page=2"))[0] == slugs(first)[-1]
    # The number is that of the first page.
    assert {page["count"] for page in pages} == {7}


def test_a_row_that_is_withdrawn_meanwhile_takes_no_other_with_it(client, seven):
    whole = slugs(ask(client, "profiles/?page_size=100"))
    first = ask(client, "profiles/?page_size=3")
    last = Revision.objects.published().get(profile__slug=slugs(first)[-1])
    workflow.withdraw(last, by=None, reason="Fictional.")
    assert slugs(*read_on(client, first)) == whole


def test_the_first_pages_have_numbers_and_lead_on_by_a_cursor(client, seven):
    page = ask(client, "profiles/?page=2&page_size=2")
    whole = slugs(ask(client, "profiles/?page_size=100"))
    assert slugs(page) == whole[2:4]
    assert page["previous"].endswith("?page_size=2&page=1")
    assert "cursor=" in page["next"]
    assert "page=" not in page["next"].replace("page_size=", "")
    assert slugs(*read_on(client, page)) == whole[2:]


def test_a_number_beyond_the_first_pages_is_refused_with_the_way_on(client, seven):
    response = client.get(f"{API}findings/?page=101")
    assert response.status_code == 400
    assert response.json()["errors"] == [
        {
            "parameter": "page",
            "detail": "This is a whole number from 1 to 100. Lists are read on by following “next”.",
        }
    ]
    assert client.get(f"{API}findings/?page=100").status_code == 404
    assert client.get(f"{API}profiles/?page=5&page_size=2").status_code == 404


def test_a_cursor_is_of_one_order_and_stands_alone(client, seven):
    following = ask(client, "profiles/?page_size=2")["next"]
    assert client.get(f"{following}&region=019").json()["results"] == []
    for address in (
        f"{following}&sort=-described",
        f"{following}&page=1",
        f"{following}x",
        following.replace("profiles/?", "findings/?"),
        f"{API}profiles/?cursor=x",
        f"{API}profiles/?cursor=WyJwayJdOjE",
    ):
        response = client.get(address)
        assert response.status_code == 404, address
        assert response["Content-Type"] == "application/problem+json"


def test_the_same_page_has_the_same_address_and_each_costs_the_same(client, seven):
    first, again = (ask(client, "findings/?page_size=2") for _ in range(2))
    assert first["next"] == again["next"]
    costs = {queries(client, page["next"]) for page in read_on(client, first)[:-2]}
    # The rows are counted for the first page alone.
    assert costs == {queries(client, f"{API}findings/?page_size=2") - 1}
