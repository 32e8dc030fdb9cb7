"""A profile in a frame on another site, and how other sites find that frame."""

import re

import lxml.html
import pytest

from profiles import workflow
from profiles.models import Revision
from tests.factories import (
    make_complete,
    make_draft,
    make_place,
    make_profile,
    make_published,
    make_published_translation,
)
from tests.pages import parse, text_of
from tests.test_query_counts import queries

pytestmark = pytest.mark.usefixtures("domains")
SITE = "https://mgi.example"
WHOLE = "/embed/profiles/openland-2021/"
PARTS = [WHOLE, f"{WHOLE}wheel/", f"{WHOLE}partnerships/", f"/ar{WHOLE}"]


@pytest.fixture
def live() -> Revision:
    return workflow.publish(
        make_complete(make_profile(make_place("Openland"), slug="openland-2021")), by=None
    )


@pytest.mark.parametrize("address", PARTS)
def test_every_site_may_frame_it_and_it_may_do_nothing_else(client, live, address):
    response = client.get(address)
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["frame-ancestors"] == "*"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["default-src"] == policy["base-uri"] == "'none'"
    assert "X-Frame-Options" not in response
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert client.post(address).status_code == 405
    assert parse(response).xpath("//script") == []


def test_no_other_page_may_be_framed(client, live):
    for address in ("/", "/profiles/openland-2021/", "/oembed/?url=x", f"{WHOLE}nothing/", "/embed/"):
        response = client.get(address)
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"], address
        assert response["X-Frame-Options"] == "DENY", address


def test_the_whole_has_the_wheel_and_every_finding(client, live):
    page = parse(client.get(WHOLE))
    assert len(page.cssselect(".wheel__link")) == 6
    assert [item.text for item in page.cssselect(".finding__text")] == [
        finding.text for finding in live.findings.in_order()
    ]
    assert "Fictional example" in text_of(page)
    assert "Situation described: September 2021" in text_of(page)
    assert "do not rank or score" in text_of(page)


def test_its_canonical_page_is_that_of_its_text(client, live):
    for prefix in ("", "/ar"):
        (canonical,) = parse(client.get(f"{prefix}{WHOLE}")).xpath("//link[@rel='canonical']/@href")
        assert canonical == f"{SITE}/profiles/openland-2021/"  # there is no Arabic text
    make_published_translation(live, "ar")
    (canonical,) = parse(client.get(f"/ar{WHOLE}")).xpath("//link[@rel='canonical']/@href")
    assert canonical == f"{SITE}/ar/profiles/openland-2021/"


def test_a_domain_has_its_own_findings_and_no_wheel(client, live):
    page = parse(client.get(f"{WHOLE}partnerships/"))
    assert not page.cssselect(".wheel")
    findings = live.findings.filter(domain__slug="partnerships")
    assert {item.text for item in page.cssselect(".finding__text")} == {f.text for f in findings}
    assert "Fictional example" in text_of(page)
    assert client.get(f"{WHOLE}nothing/").status_code == 404


def test_the_wheel_leads_to_the_page(client, live):
    page = parse(client.get(f"/fr{WHOLE}wheel/"))
    assert not page.cssselect(".finding__text")
    links = [link.get("href") for link in page.cssselect(".wheel__link")]
    assert links[2] == "/fr/profiles/openland-2021/#partnerships"


@pytest.mark.parametrize("address", PARTS)
def test_every_link_leaves_the_frame_for_a_page_that_is_there(client, live, address):
    page = parse(client.get(address))
    (base,) = page.xpath("//base")
    assert (base.get("target"), base.get("href")) == ("_blank", None)
    links = set(page.xpath("//a/@href"))
    assert len(links) > 2
    for link in links:
        assert client.get(link.partition("#")[0]).status_code in (200, 302), link
        assert not link.startswith("#")


def test_a_draft_has_none_and_what_was_withdrawn_says_so(client, live):
    make_draft(make_profile(make_place("Draftland"), slug="draftland-2021"))
    text = live.findings.first().text
    workflow.withdraw(live, by=None, reason="A fictional reason.")
    for part in ("", "wheel/", "partnerships/"):
        assert client.get(f"/embed/profiles/draftland-2021/{part}").status_code == 404
        response = client.get(f"{WHOLE}{part}")
        assert response.status_code == 410
        assert text not in response.content.decode()
    assert client.get("/oembed/", {"url": f"{SITE}/profiles/draftland-2021/"}).status_code == 404
    assert client.get("/oembed/", {"url": f"{SITE}/profiles/openland-2021/"}).status_code == 404


def test_it_costs_the_same_few_queries_with_6_findings_and_with_60(client):
    few = make_published(make_profile(make_place()), findings=6)
    many = make_published(make_profile(make_place()), findings=60)
    for part in ("", "wheel/", "partnerships/"):
        counts = [queries(client, f"/embed/profiles/{r.profile.slug}/{part}") for r in (few, many)]
        assert counts[0] == counts[1] <= 4


@pytest.mark.parametrize("prefix", ["", "/fr", "/ar"])
def test_oembed_is_found_on_the_page_and_leads_to_the_frame(client, live, prefix):
    page = parse(client.get(f"{prefix}/profiles/openland-2021/"))
    (address,) = page.xpath("//link[@type='application/json+oembed']/@href")
    response = client.get(address.removeprefix(SITE))
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    data = response.json()
    assert (data["version"], data["type"]) == ("1.0", "rich")
    assert data["title"].endswith(
        "Migration Governance Indicators: Republic of Openland First Profile (2021)"
    )
    assert data["title"] != live.profile.title  # it is marked
    (frame,) = lxml.html.fragments_fromstring(data["html"])
    assert frame.get("src") == f"{SITE}{prefix}{WHOLE}"
    assert (int(frame.get("width")), int(frame.get("height"))) == (data["width"], data["height"])
    assert frame.get("title") and not frame.get("style")
    assert client.get(frame.get("src").removeprefix(SITE)).status_code == 200
    assert client.get(data["thumbnail_url"].removeprefix(SITE))["Content-Type"] == "image/png"


def test_oembed_keeps_within_what_is_asked_and_leads_to_a_domain(client, live):
    url = f"{SITE}/profiles/openland-2021/#partnerships"
    data = client.get("/oembed/", {"url": url, "maxwidth": "300", "maxheight": "x"}).json()
    assert data["width"] == 300
    assert data["height"] == 480
    assert f"{WHOLE}partnerships/" in data["html"]


@pytest.mark.parametrize(
    "url",
    [
        *("", "x", "https://elsewhere.example/profiles/openland-2021/", f"{SITE}/", f"{SITE}/nowhere/"),
        *(f"{SITE}.example/profiles/openland-2021/", f"{SITE}/profiles/openland-2021/r/1/"),
    ],
)
def test_oembed_knows_nothing_else(client, live, url):
    assert client.get("/oembed/", {"url": url}).status_code == 404


def test_oembed_has_only_json(client, live):
    url = f"{SITE}/profiles/openland-2021/"
    assert client.get("/oembed/", {"url": url, "format": "xml"}).status_code == 501
    assert client.get("/oembed/", {"url": url, "format": "json"}).status_code == 200


def test_the_page_offers_plain_links_to_share_it_and_the_code_of_the_frame(client, live):
    page = parse(client.get("/profiles/openland-2021/"))
    links = page.xpath("//ul[@class='share']//a/@href")
    assert links[0].startswith("mailto:?subject=Fictional%20example")
    assert all("openland-2021" in link for link in links)
    code = page.get_element_by_id("frame").text
    assert re.fullmatch(
        r'<iframe src="https://mgi\.example/embed/profiles/openland-2021/"[^<>]*></iframe>', code
    )
    assert all(src.startswith("/static/") for src in page.xpath("//script/@src"))
    assert not parse(client.get("/profiles/openland-2021/r/1/")).xpath("//ul[@class='share']")
