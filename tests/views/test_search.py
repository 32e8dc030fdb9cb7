"""The page of the search: what was found leads on, every choice is in the address, nothing hidden shows."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles import search, workflow
from profiles.choices import Language
from tests import html
from tests.factories import make_draft, make_place, make_profile, make_published
from tests.pages import parse, text_of
from tests.search.conftest import PublishTexts, draft, publish_texts  # noqa: F401 (a fixture)


@pytest.fixture
def lanterns(publish_texts: PublishTexts):  # noqa: F811
    south = make_place("Southland", region="002", subregion="011")
    publish_texts("A lantern is lit & <b>seen</b>.", "A lantern is lacking.", place=south, month=6)
    publish_texts("Lanternes de la ville.", "Une lanterne manque.", language="fr", year=2019, month=None)
    return south


def hits(page) -> list[str]:
    return [text_of(hit) for hit in page.find_class("hit__text")]


def test_a_hit_says_where_it_is_from_and_leads_to_its_finding(client, lanterns):
    page = parse(client.get("/search/?q=lacking"))
    (hit,) = page.find_class("hit")
    text = text_of(hit)
    for part in (
        "Southland",
        "June 2021",
        "Fictional example",
        "Areas with potential",
        "Whole of government",
    ):
        assert part in text
    (link,) = hit.xpath(".//a/@href")
    key = search.search("lacking").hits[0].entry.key
    assert link == f"/findings/{key}/"
    assert client.get(link)["Location"].startswith("/profiles/southland-2021-1/#f-")
    assert [mark.text for mark in hit.iter("mark")] == ["lacking"]


def test_marks_are_marks_and_texts_are_texts(client, lanterns):
    content = client.get("/search/?q=lit").content.decode()
    assert "A lantern is <mark>lit</mark> &amp; &lt;b&gt;seen&lt;/b&gt;." in content
    nasty = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in nasty


def test_every_statement_on_a_subject_in_a_region_is_two_clicks_away(client, lanterns):
    page = parse(client.get("/search/?q=lanterns"))
    (link,) = page.xpath("//a[@rel='nofollow' and contains(., 'Western Africa')]/@href")
    result_page = parse(client.get(link))
    assert set(hits(result_page)) == {"A lantern is lit & <b>seen</b>.", "A lantern is lacking."}
    assert "Western Africa" in text_of(result_page.find_class("active-filters")[0])


def test_each_choice_gives_as_many_hits_as_it_says_and_can_be_taken_back(client, lanterns):
    page = parse(client.get("/search/?q=lantern*"))
    links = page.find_class("facet__link")
    assert {link.get("href").rpartition("&")[2].partition("=")[0] for link in links} == {
        *("domain", "kind", "region", "country", "year", "language")
    }
    for link in links:
        result_page = parse(client.get(link.get("href")))
        assert len(hits(result_page)) == int(link.find_class("facet__number")[0].text), link.get("href")
        (way_back,) = result_page.find_class("active-filters__link")
        assert way_back.get("href") == "/search/?q=lantern%2A"


def test_the_order_of_the_choices_ranks_nobody(client, publish_texts):  # noqa: F811
    publish_texts("A lantern.", place=make_place("Beeland"))
    publish_texts("A lantern.", "A lantern.", "A lantern.", place=make_place("Ceeland"))
    publish_texts("A lantern.", "A lantern.", place=make_place("Aland"))
    page = parse(client.get("/search/?q=lantern"))
    rows = page.xpath("//section[@aria-labelledby='facet-country']//li")
    assert [text_of(row).split()[0] for row in rows] == ["Aland", "Beeland", "Ceeland"]


def test_pages_keep_the_question_and_the_choices(client, publish_texts):  # noqa: F811
    publish_texts(*(f"Lantern {number}." for number in range(45)))
    first = parse(client.get("/search/?q=lantern&kind=potential&sort=newest"))
    (following,) = first.xpath("//a[@rel='next']/@href")
    assert {"q=lantern", "kind=potential", "sort=newest", "page=2"} == set(following[1:].split("&"))
    second = parse(client.get(f"/search/{following}"))
    assert len(hits(first)) == 20
    assert not set(hits(first)) & set(hits(second))


def test_nothing_found_leads_on(client, lanterns):
    page = parse(client.get("/search/?q=lanturn&year=2021"))
    links = page.xpath("//main//a/@href")
    assert "/search/?q=lantern&year=2021" in links
    assert "/search/?q=lanturn" in links
    assert {"/profiles/", "/places/", "/domains/"} <= set(links)


def test_where_no_text_has_all_words_they_are_offered_one_at_a_time(client, lanterns):
    page = parse(client.get("/search/?q=lantern+is+nowhere+manque"))
    ways = page.xpath("//main//*[@class='empty__ways']/a[@rel='nofollow']/@href")
    assert ways == ["/search/?q=lantern", "/search/?q=manque"]
    for address in ("/search/?q=nowhere", "/search/?q=lantern+nowhere&year=2021"):
        page = parse(client.get(address))
        assert "/search/?q=lantern" not in page.xpath("//main//a/@href"), address


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize(
    ("question", "titles"),
    [
        # Four descriptions have the word, one title.
        ("migration", {"Safe, orderly and regular migration"}),
        ("crises", {"Mobility dimensions of crises"}),
        ("disasters", {"Mobility dimensions of crises"}),
    ],
)
def test_domains_are_shown_where_they_are_few_or_have_such_a_title(client, question, titles):
    search.index_domains()
    page = parse(client.get(f"/search/?q={question}"))
    assert {text_of(link) for link in page.xpath("//*[@class='found-places__domain']")} == titles


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize("address", ["/search/", "/search/?q=", "/search/?q=+-+%22", "/search/?q=-lantern"])
def test_without_a_question_it_says_how_to_ask_and_where_else_to_look(client, address):
    page = parse(client.get(address))
    assert "How to search" in text_of(page)
    assert {"/profiles/", "/places/", "/domains/partnerships/"} <= set(page.xpath("//main//a/@href"))


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=x&region=999", 400),
        ("q=x&domain=nowhere", 400),
        ("q=x&kind=bad", 400),
        ("q=x&level=planet", 400),
        ("q=x&year=1066", 400),
        ("q=x&year=two", 400),
        ("q=x&language=de", 400),
        ("q=x&sort=findings", 400),
        ("q=x&country=nowhere", 400),
        ("q=x&country=a+b", 400),
        (f"q={'x' * 2001}", 200),
        ("q=a1+a2+a3+a4+a5+a6+a7+a8+a9+b1+b2+b3+b4", 200),
        ("q=%00", 400),
        ("q=x&page=0", 404),
        ("q=x&page=two", 404),
        ("q=x&page=2", 404),
        ("q=x&page=99999999999999999999", 404),
        ("q=x&page=%D9%A1", 404),
    ],
)
def test_what_cannot_be_read_is_told(client, query, status):
    response = client.get(f"/search/?{query}")
    assert response.status_code == status
    assert len(parse(response).xpath("//h1")) == 1


@pytest.mark.usefixtures("domains")
def test_it_does_not_tell_that_a_place_is_in_work(client):
    make_draft(make_profile(make_place("Hiddenia")))
    assert client.get("/search/?q=x&country=hiddenia").status_code == 400
    assert "Hiddenia" not in client.get("/search/names.json?q=hid").content.decode()


def test_neither_a_draft_nor_a_withdrawn_text_is_found_in_any_language(client, publish_texts):  # noqa: F811
    draft("The xylophone is hidden.", place=make_place("Hiddenia"))
    workflow.withdraw(
        publish_texts("The zither is gone.", place=make_place("Gonelandia")), by=None, reason="Fictional."
    )
    for language in Language.values:
        prefix = "" if language == "en" else f"/{language}"
        for word in ("xylophone", "zither", "hiddenia", "gonelandia", "zithe", "xylophon"):
            content = client.get(f"{prefix}/search/?q={word}").content.decode()
            for secret in ("is hidden", "is gone", "Hiddenia", "Gonelandia", "hit__text"):
                assert secret not in content, (language, word)
        for page in ("search", "compare"):
            answer = client.get(f"{prefix}/{page}/names.json?q=gone").content.decode()
            assert "Gonelandia" not in answer


def test_it_is_a_public_page_as_others_are(client, lanterns):
    for language in Language.values:
        prefix = "" if language == "en" else f"/{language}"
        response = client.get(f"{prefix}/search/?q=lantern")
        page = parse(response)
        assert response["Cache-Control"].startswith("public, max-age=0, s-maxage=")
        assert response["ETag"]
        assert not response.cookies
        assert response["Vary"] == "Accept-Encoding"
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]
        assert page.getroottree().getroot().get("dir") == ("rtl" if language == "ar" else "ltr")
        assert page.xpath("//main//form/@action") == [f"{prefix}/search/"]
        english = page.xpath("//p[contains(@class, 'hit__text') and @lang='en']/@dir")
        assert english == ["ltr", "ltr"]


def test_names_are_offered_with_a_mark_where_they_are_fictional(client, lanterns):
    response = client.get("/search/names.json?q=sou")
    assert json.loads(response.content)["names"] == [{"name": "Southland", "note": "Fictional example"}]
    assert "public" in response["Cache-Control"]
    assert client.get("/search/names.json?q=PARTN").json()["names"] == [
        {"name": "Partnerships", "note": "Domain"}
    ]
    assert client.get("/search/names.json").json()["names"] == []


@pytest.mark.usefixtures("domains")
def test_the_box_on_every_page_leads_here(client):
    page = parse(client.get("/about/"))
    (form,) = page.xpath("//header//form")
    assert form.get("action") == "/search/"
    assert form.xpath(".//input/@name") == ["q"]
    assert parse(client.get("/fr/about/")).xpath("//header//form/@action") == ["/fr/search/"]
    assert parse(client.get("/")).xpath("//main//form/@action") == ["/search/"]


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize("query", ["q=finding", "q=finding&region=002&sort=newest", "q=zzzz"])
def test_it_costs_the_same_with_2_profiles_and_with_20(client, query):
    def publish(number: int) -> None:
        for _ in range(number):
            place = make_place(region="002", subregion="011")
            make_published(make_profile(make_place(parent=place, level="city")), findings=12)

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert client.get(f"/search/?{query}").status_code == 200
        # Now and then PostgreSQL is also asked which words are common.
        return len([each for each in context.captured_queries if "pg_stats" not in each["sql"]])

    publish(2)
    few = queries()
    publish(18)
    assert queries() == few <= 10


def test_its_html_is_valid(client, lanterns):
    addresses = [
        *("/search/", "/search/?q=lantern*", "/search/?q=lantern*&region=011&sort=newest"),
        *("/search/?q=lanturn&year=2021", "/ar/search/?q=lantern"),
    ]
    assert html.validate({address: client.get(address).content.decode() for address in addresses}) == []
