"""The feeds, as a feed reader takes them: valid, stable, in the language of each text, and marked."""

import feedparser
import pytest
from lxml import etree

from profiles import search, workflow
from profiles.content.translations import finding_key
from profiles.models import IndicatorDomain, Revision
from tests.factories import (
    make_draft,
    make_place,
    make_profile,
    make_published,
    make_published_translation,
)
from tests.pages import parse
from tests.test_query_counts import queries

pytestmark = pytest.mark.usefixtures("domains")
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://mgi.example"


@pytest.fixture
def live() -> Revision:
    return make_published(make_profile(make_place("Openland"), slug="openland-2021"), findings=6)


def read_feed(client, address: str = "/feeds/profiles.atom") -> feedparser.FeedParserDict:
    """Return the feed, read strictly: well-formed, with all that RFC 4287 requires."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not response.cookies
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.id and feed.feed.title and feed.feed.updated_parsed and feed.feed.author
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"{SITE}{address}"]
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids)
    for entry in feed.entries:
        assert (
            entry.id.startswith(("tag:mgi.example,2021:profiles/", "tag:mgi.example,2021:findings/"))
            and entry.title
            and entry.updated_parsed
            and entry.link
        )
    root = etree.fromstring(response.content)
    for entry in root.iter(f"{ATOM}entry"):
        assert len(entry.findall(f"{ATOM}updated")) == len(entry.findall(f"{ATOM}summary")) == 1
    return feed


def test_an_entry_says_what_where_and_when(client, live):
    (entry,) = read_feed(client).entries
    assert entry.title == (
        "Fictional example: Migration Governance Indicators: Republic of Openland First Profile (2021)"
    )
    assert entry.link == f"{SITE}/profiles/openland-2021/"
    assert entry.id == f"tag:mgi.example,2021:profiles/{live.profile.pk}"
    assert entry.summary == "Situation described: September 2021. Revision 1"
    assert entry.updated_parsed[:6] == live.published_at.timetuple()[:6]


def test_a_revision_comes_first_with_the_same_id(client, live):
    other = make_published(make_profile(make_place("Newland"), slug="newland-2022", year=2022))
    before = [entry.id for entry in read_feed(client).entries]
    assert [entry.link for entry in read_feed(client).entries] == [
        f"{SITE}/profiles/newland-2022/",
        f"{SITE}/profiles/openland-2021/",
    ]
    draft = workflow.start_revision(live.profile, by=None)
    draft.change_note = "A title was corrected <b>&\x0b.</b>"
    draft.save()
    # Nobody sees that it is being worked on.
    assert [entry.id for entry in read_feed(client).entries] == before
    workflow.publish(draft, by=None)
    after = read_feed(client).entries
    assert [entry.id for entry in after] == before[::-1]
    assert "Revision 2" in after[0].summary
    assert other.profile.slug in after[1].link


def test_an_entry_is_in_the_language_of_its_text(client):
    make_published(make_profile(make_place("Openland"), slug="openland-2021", language="fr"))
    response = client.get("/feeds/profiles.atom")
    (entry,) = etree.fromstring(response.content).iter(f"{ATOM}entry")
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert entry.findtext(f"{ATOM}title").startswith("Exemple fictif")
    assert read_feed(client, "/ar/feeds/profiles.atom").feed.language == "ar"
    (arabic,) = read_feed(client, "/ar/feeds/profiles.atom").entries
    assert arabic.link == f"{SITE}/ar/profiles/openland-2021/"
    assert arabic.id == read_feed(client).entries[0].id


def test_of_a_place_with_what_lies_in_it(client, live):
    city = make_place("Openville", level="city", parent=live.profile.place)
    make_published(make_profile(city, slug="openville-2021"))
    make_published(make_profile(make_place("Newland"), slug="newland-2022"))
    feed = read_feed(client, "/feeds/places/openland.atom")
    assert {entry.link for entry in feed.entries} == {
        f"{SITE}/profiles/openland-2021/",
        f"{SITE}/profiles/openville-2021/",
    }
    assert feed.feed.title.startswith("Fictional example: Openland")
    assert client.get("/feeds/places/nowhere.atom").status_code == 404


def test_of_a_domain(client, live):
    few = make_published(make_profile(make_place("Fewland"), slug="fewland-2021"), findings=1)
    first, *_others, last = IndicatorDomain.objects.values_list("slug", flat=True)
    address = f"{SITE}/profiles/openland-2021/#{last}"
    assert [entry.link for entry in read_feed(client, f"/feeds/domains/{last}.atom").entries] == [address]
    assert len(read_feed(client, f"/feeds/domains/{first}.atom").entries) == 2
    assert few.findings.count() == 1
    assert client.get("/feeds/domains/nothing.atom").status_code == 404


def test_a_draft_and_a_place_with_nothing_else_have_none(client):
    make_draft(make_profile(make_place("Draftland"), slug="draftland-2021"))
    assert read_feed(client).entries == []
    assert client.get("/feeds/places/draftland.atom").status_code == 404


def test_what_was_withdrawn_is_no_longer_in_it(client, live):
    workflow.withdraw(live, by=None, reason="A fictional reason.")
    assert read_feed(client).entries == []


def test_a_reader_that_has_it_is_told_so(client, live):
    first = client.get("/feeds/profiles.atom")
    assert "public" in first["Cache-Control"]
    again = client.get("/feeds/profiles.atom", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    workflow.publish(workflow.start_revision(live.profile, by=None), by=None)
    assert client.get("/feeds/profiles.atom", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_empty_one_is_the_same_each_time(client):
    assert client.get("/feeds/profiles.atom").content == client.get("/feeds/profiles.atom").content


def test_2_entries_cost_as_many_queries_as_20(client, live):
    make_published(make_profile(live.profile.place, edition=2))
    addresses = ["/feeds/profiles.atom", "/feeds/places/openland.atom", "/feeds/domains/partnerships.atom"]
    few = [queries(client, address) for address in addresses]
    for number in range(3, 21):
        make_published(make_profile(live.profile.place, edition=number))
    assert [queries(client, address) for address in addresses] == few
    assert max(few) <= 2


def test_pages_lead_to_it(client, live):
    def feeds(address: str) -> list[str]:
        return parse(client.get(address)).xpath("//link[@type='application/atom+xml']/@href")

    assert feeds("/") == feeds("/profiles/openland-2021/") == ["/feeds/profiles.atom"]
    assert feeds("/fr/") == ["/fr/feeds/profiles.atom"]
    assert feeds("/places/openland/") == ["/feeds/places/openland.atom"]
    assert feeds("/domains/partnerships/") == ["/feeds/domains/partnerships.atom"]


# What a search finds


def test_a_search_is_followed_finding_by_finding(client, demo):
    page = parse(client.get("/search/?q=migration&kind=potential&sort=newest"))
    [link] = page.xpath("//*[@class='search-feed']/a/@href")
    assert page.xpath("//link[@type='application/atom+xml']/@href") == [link]
    feed = read_feed(client, link)
    assert feed.feed.link.startswith("https://mgi.example/search/?q=migration")
    hits = {hit.entry.text: hit for hit in search.search("migration", search.Filters(kind="potential")).hits}
    assert {entry.summary for entry in feed.entries} == set(hits)
    for entry in feed.entries:
        hit = hits[entry.summary]
        assert entry.link == f"https://mgi.example/findings/{hit.entry.key}/"
        assert entry.id == f"tag:mgi.example,2021:findings/{hit.entry.key}"
        assert (
            "Fictional example" in entry.title or "fictif" in entry.title
        ) == hit.profile.place.is_fictional
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) > 3


@pytest.mark.usefixtures("domains")
def test_what_was_published_last_comes_first_whatever_it_describes(client, django_assert_max_num_queries):
    old = make_published(make_profile(make_place("Openland"), year=2024))
    new = make_published(make_profile(make_place("Farland"), year=2012))
    with django_assert_max_num_queries(6):
        feed = read_feed(client, "/feeds/search.atom?q=fictional")
    assert "Farland" in feed.entries[0].title
    assert "Openland" in feed.entries[-1].title
    assert len(feed.entries) == 2 * (old.findings.count() + 1) == 2 * (new.findings.count() + 1)


@pytest.mark.parametrize("language", ["fr", "es"])
def test_what_a_search_finds_is_read_in_the_language_of_the_feed(client, live, language):
    finding = live.findings.first()
    for code in ("fr", "es"):
        unit = {"text": f"Zanzibar [{code}]", "original": finding.text}
        make_published_translation(live, code, units={finding_key(str(finding.key)): unit})
    feed = read_feed(client, f"/{language}/feeds/search.atom?q=zanzibar")
    assert [entry.summary for entry in feed.entries] == [f"Zanzibar [{language}]"]


@pytest.mark.parametrize("query", ["", "q=", "q=law&kind=bad", "q=law&year=x", "q=law&country=nowhere"])
def test_what_is_no_search_has_no_feed(client, mali, query):
    assert client.get(f"/feeds/search.atom?{query}").status_code == 400


def test_a_search_without_hits_has_an_empty_feed(client, mali):
    feed = read_feed(client, "/feeds/search.atom?q=zebra")
    assert feed.entries == []
