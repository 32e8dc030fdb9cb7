"""Pages cost the same few queries however much they show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_place, make_profile, make_published


def queries(client, address: str) -> int:
    _ = connection.features.supports_json_field  # SQLite is asked that once in a process
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code == 200
    # PostgreSQL is asked for its statistics once in ten minutes, by whichever request comes then.
    return sum("pg_stats" not in query["sql"] for query in context)


@pytest.mark.usefixtures("domains")
def test_the_profile_page_costs_two_queries_once_it_is_kept_and_at_most_nine_before(client):
    few = make_published(make_profile(make_place("Fewland")), findings=6)
    many = make_published(make_profile(make_place("Manyland")), findings=60)
    for revision in (few, many):
        cite_everything(revision)
    # Its state is two queries, which are asked again before it is kept.
    counts = [queries(client, revision.profile.get_absolute_url()) for revision in (few, many)]
    assert counts[0] == counts[1] <= 9
    frozen = [queries(client, revision.get_absolute_url()) for revision in (few, many)]
    assert frozen[0] == frozen[1] <= 10
    kept = [queries(client, page.get_absolute_url()) for page in (few.profile, few, many.profile, many)]
    assert kept == [2, 2, 2, 2]


def cite_everything(revision) -> None:
    """Give the profile a new live revision in which every finding has a source."""
    from profiles import workflow
    from profiles.models import FindingSource, Source

    draft = workflow.start_revision(revision.profile, by=None)
    source = Source.objects.create(revision=draft, title="A fictional law")
    FindingSource.objects.bulk_create(
        FindingSource(finding=finding, source=source, locator="art. 1") for finding in draft.findings.all()
    )
    workflow.publish(draft, by=None)


ADDRESSES = [
    "/",
    "/?region=002",
    "/profiles/",
    "/profiles/?region=011",
    "/profiles/?text=land",
    "/profiles/?domain=partnerships&sort=-described",
    "/places/",
    "/places/parentland/",
    "/domains/",
    "/domains/partnerships/",
    "/about/",
    "/glossary/",
    "/sitemap.xml",
    "/sitemap-places.xml",
    "/sitemap-profiles.xml",
    "/sitemap-changes.xml",
    "/search/names.json?q=parent",
    "/compare/names.json?q=parent",
    "/compare/?region=002",
    "/feeds/domains/partnerships.atom",
    "/api/v1/profiles/?page_size=100",
    "/api/v1/places/?page_size=100",
    "/search/?q=fictional",
    "/feeds/search.atom?q=fictional",
    "/feeds/profiles.atom",
    "/alerts/?place=parentland",
    "/api/v1/search/?q=fictional",
    "/api/v1/findings/?page_size=100",
    "/profiles/parentland/",
]


@pytest.mark.usefixtures("domains")
def test_a_page_costs_the_same_with_5_profiles_and_with_50(client):
    where = {"region": "002", "subregion": "011", "latitude": 12, "longitude": 3}
    parent = make_place("Parentland", **where)
    make_published(make_profile(parent, slug="parentland"), findings=12)
    at = {"latitude": 13, "longitude": 4}
    for _ in range(2):
        make_published(make_profile(make_place(parent=parent, level="city", **at)), findings=12)
        make_published(make_profile(make_place(**where)), findings=12)
    few = {address: queries(client, address) for address in ADDRESSES}
    for _ in range(23):
        make_published(make_profile(make_place(parent=parent, level="city", **at)), findings=12)
        make_published(make_profile(make_place(**where)), findings=12)
    assert {address: queries(client, address) for address in ADDRESSES} == few
