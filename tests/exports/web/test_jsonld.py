"""The schema.org description of a profile, as it stands on its page."""

import json

import pytest

from tests.factories import make_place, make_profile, make_published, make_published_translation
from tests.pages import parse


def json_ld(client, address: str) -> dict:
    (block,) = parse(client.get(address)).xpath("//script[@type='application/ld+json']/text()")
    return json.loads(block)


@pytest.mark.usefixtures("demo")
def test_the_page_describes_the_report(client):
    report = json_ld(client, "/profiles/mali-2021/")
    assert report["@context"] == "https://schema.org"
    assert report["name"] == "Migration Governance Indicators: Republic of Mali Second Profile (2021)"
    assert report["url"] == "https://mgi.example/profiles/mali-2021/r/1/"
    assert report["temporalCoverage"] == "2021-09"
    assert report["about"]["@type"] == "Country"
    assert "creativeWorkStatus" not in report


@pytest.mark.usefixtures("demo")
def test_a_fictional_profile_says_so(client):
    assert json_ld(client, "/profiles/lunaria-2023/")["creativeWorkStatus"] == "Fictional example"


@pytest.mark.usefixtures("domains")
def test_a_text_cannot_close_the_block(client):
    place = make_place("Endland", official_name="</script><script>alert(1)</script>")
    profile = make_profile(place)
    make_published(profile)
    assert json_ld(client, profile.get_absolute_url())["name"].count("<script>") == 1


@pytest.mark.usefixtures("domains")
def test_a_translation_names_the_original(client):
    live = make_published(make_profile(make_place("Openland"), slug="openland-2021"))
    make_published_translation(live)
    report = json_ld(client, "/fr/profiles/openland-2021/")
    assert report["url"] == "https://mgi.example/fr/profiles/openland-2021/r/1/t/1/"
    assert report["inLanguage"] == "fr"
    assert report["translationOfWork"] == {
        "@type": "Report",
        "name": live.title,
        "url": "https://mgi.example/profiles/openland-2021/r/1/",
        "inLanguage": "en",
    }
    original = json_ld(client, "/fr/profiles/openland-2021/?text=original")
    assert original["url"] == report["translationOfWork"]["url"]
    assert "translationOfWork" not in original


@pytest.mark.usefixtures("domains")
def test_the_tags_of_a_translation_lead_to_its_own_report(client):
    live = make_published(make_profile(make_place("Openland"), slug="openland-2021"))
    make_published_translation(live)
    tags = {
        tag.get("name"): tag.get("content")
        for tag in parse(client.get("/fr/profiles/openland-2021/")).iter("meta")
    }
    address = "https://mgi.example/fr/profiles/openland-2021/r/1/t/1"
    assert (tags["citation_pdf_url"], tags["citation_language"]) == (f"{address}.pdf", "fr")
    assert tags["citation_public_url"] == tags["dcterms.identifier"] == f"{address}/"
