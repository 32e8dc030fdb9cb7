"""Promises of every public page: it answers, says what it is, links to nothing dead, asks nobody else."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override
from lxml import etree

from profiles import workflow
from profiles.choices import Kind, Language
from profiles.content.serialize import serialize_revision
from profiles.models import Profile
from tests import html
from tests.factories import make_published
from tests.pages import crawl, machine_addresses, parse, public_addresses

pytestmark = pytest.mark.usefixtures("demo")

ENGLISH_EVERYWHERE = [
    pytest.param(language, marks=() if language == Language.ENGLISH else pytest.mark.once)
    for language in Language.values
]
"""All languages on the first database, and English on each: what differs is words."""


def languages_of(address: str) -> list[str]:
    """Return the languages in which `address` has a page of its own: a profile's are those of its texts."""
    match = re.search(r"/profiles/([\w-]+)/(changes/|r/\d+/(t/\d+/)?)?$", address)
    if not match:
        return list(Language.values)
    profile = Profile.objects.get(slug=match[1])
    return [profile.language, *profile.translations.live().values_list("language", flat=True)]


@pytest.mark.parametrize("language", Language.values)
def test_every_page_says_what_it_is(client, language):
    titles = {}
    for address in public_addresses(language):
        response = client.get(address)
        assert response.status_code == 200, address
        page = parse(response)
        root = page.getroottree().getroot()
        assert root.get("lang") == language, address
        assert root.get("dir") == ("rtl" if language == "ar" else "ltr"), address
        assert len(page.xpath("//h1")) == 1, address
        (title,) = page.xpath("//head/title/text()")
        assert title.strip(), address
        titles.setdefault(title, []).append(address)
        assert page.xpath("//head/meta[@name='description']/@content")[0].strip(), address
        assert page.xpath("//head/meta[@property='og:title']/@content")[0].strip(), address
        (canonical,) = page.xpath("//head/link[@rel='canonical']/@href")
        # The live revision has an address of its own beside the profile's: the profile's is the one.
        languages = languages_of(address)
        own_address = address
        if language not in languages:  # a page around the original, which has its own
            prefix = "" if languages[0] == "en" else f"/{languages[0]}"
            own_address = prefix + address[address.index("/profiles/") :]
        assert canonical == f"https://mgi.example{own_address.split('r/1/')[0]}", address
        alternates = page.xpath("//head/link[@rel='alternate' and @hreflang]")
        if "/r/" in address or language not in languages:
            assert not alternates, address
        else:
            own = [link.get("href") for link in alternates if link.get("hreflang") == language]
            assert own == [canonical], address
            assert {link.get("hreflang") for link in alternates} == {*languages, "x-default"}, address
    shared = [addresses for addresses in titles.values() if len(addresses) > 1]
    # A live revision has two addresses, its own and the profile's; nothing else shares a title.
    for addresses in shared:
        assert len({address.split("/r/")[0].rstrip("/") for address in addresses}) == 1, addresses


@pytest.mark.parametrize("language", ENGLISH_EVERYWHERE)
def test_no_link_is_dead(client, language):
    answers = {address: response.status_code for address, response in crawl(client, language)}
    assert [address for address, status in answers.items() if status not in (200, 301, 302)] == []
    assert len(answers) > 50


def test_every_anchor_that_is_linked_to_exists(client):
    for address in public_addresses():
        page = parse(client.get(address))
        ids = page.xpath("//*/@id")
        assert len(ids) == len(set(ids)), address
        for link in page.xpath("//a/@href[starts-with(., '#')]"):
            assert link[1:] in ids, (address, link)


def test_no_page_asks_a_third_party(client):
    for address in public_addresses():
        page = parse(client.get(address))
        addresses = page.xpath(
            "//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href"
        )
        assert addresses
        assert all(source.startswith("/") and not source.startswith("//") for source in addresses), address


def test_no_page_has_inline_style_or_script(client):
    for address in public_addresses():
        page = parse(client.get(address))
        assert not page.xpath("//@style | //style | //@*[starts-with(name(), 'on')]"), address
        assert not page.xpath("//script[not(@src) and not(@type='application/ld+json')]"), address


@pytest.mark.once
def test_html_is_valid(client):
    pages = {}
    for language in ("en", "ar"):
        for address in public_addresses(language):
            pages[address] = client.get(address).content.decode()
        with override(language):
            for name in ("embed", "embed_wheel"):
                address = reverse(name, args=["lunaria-2023"])
                pages[address] = client.get(address).content.decode()
    address = "/embed/profiles/mali-2021/partnerships/"
    pages[address] = client.get(address).content.decode()
    pages["404"] = client.get("/nowhere/").content.decode()
    pages["400"] = client.get("/profiles/?region=nowhere").content.decode()
    assert html.validate(pages) == []


def test_machines_get_their_answers(client):
    for address in machine_addresses():
        response = client.get(address)
        assert response.status_code == 200, address
        if address.endswith(".xml"):
            etree.fromstring(response.content)


def test_the_sitemap_has_every_page_in_every_language_that_it_is_in(client):
    addresses = set()
    for part in ("pages", "domains", "places", "profiles", "changes"):
        tree = etree.fromstring(client.get(f"/sitemap-{part}.xml").content)
        addresses |= {loc.text for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    for language in Language.values:
        expected = {
            f"https://mgi.example{address}"
            for address in public_addresses(language)
            if "/r/" not in address and language in languages_of(address)
        }
        assert expected <= addresses


def test_a_fictional_place_is_marked_wherever_it_is_shown(client):
    for address in public_addresses():
        page = parse(client.get(address))
        text = page.text_content()
        if any(name in text for name in ("Lunaria", "Zanbaqia", "Port-Céleste", "Valnube")):
            assert "Fictional example" in text, address
            if address.startswith(("/profiles/lunaria", "/places/lunaria")):
                assert "Fictional example" in page.xpath("//head/title/text()")[0], address


def test_original_text_in_another_language_is_marked_with_it(client):
    with override("fr"):
        page = parse(client.get("/fr/profiles/mali-2021/"))
    finding = page.xpath("//li[starts-with(@id, 'f-')]")[0]
    assert finding.xpath("ancestor-or-self::*[@lang='en']|.//*[@lang='en']")


def test_what_changed_is_told_beside_the_revision(client):
    live = make_published()
    draft = workflow.start_revision(live.profile, by=None)
    workflow.save_content(draft, serialize_revision(draft), 1, None, change_note="One finding is reworded.")
    workflow.publish(draft, by=None)
    for address in (live.profile.get_absolute_url(), draft.get_absolute_url()):
        assert "One finding is reworded." in client.get(address).content.decode()
    assert "One finding is reworded." not in client.get(live.get_absolute_url()).content.decode()


def test_numbers_of_findings_are_never_set_against_each_other(client):
    """No count stands at either heading, or beside one: nothing is scored."""
    for address in public_addresses():
        for heading in parse(client.get(address)).xpath("//*[contains(@class, 'finding-list__title')]"):
            words = " ".join(heading.text_content().split())
            assert words in {str(kind.label) for kind in Kind}, (address, words)
            beside = heading.xpath("following-sibling::*[1]")[0]
            assert not (beside.text or "").strip().isdecimal(), address


def test_a_query_changes_neither_the_canonical_address_nor_the_alternates(client):
    plain, tracked = (parse(client.get(address)) for address in ("/", "/?utm_source=letter"))
    links = "//head/link[@rel='canonical' or @hreflang]/@href"
    assert plain.xpath(links) == tracked.xpath(links)


def test_the_sitemap_names_the_sites_own_host_whatever_the_request_says(client):
    for address in ("/sitemap.xml", "/sitemap-pages.xml"):
        content = client.get(address, headers={"host": "localhost"}).content.decode()
        assert "https://mgi.example/" in content
        assert "localhost" not in content


@pytest.mark.parametrize("address", ["/fr//evil.example/x", "//evil.example/x", "///evil.example/x"])
def test_no_link_leads_to_a_host_that_the_address_smuggles_in(client, address):
    response = client.get(f"http://testserver{address}")
    assert response.status_code == 404
    assert not parse(response).xpath("//a[starts-with(@href, '//')]")
