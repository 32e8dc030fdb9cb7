"""The language of a page is in its address; the administration follows the browser."""

import pytest

from tests.pages import parse

pytestmark = pytest.mark.usefixtures("mali")


def language_of(response) -> str:
    return parse(response).getroottree().getroot().get("lang")


def test_public_pages_ignore_the_browsers_language(client):
    for header in ("fr", "ar", "xx", ""):
        assert language_of(client.get("/", headers={"accept-language": header})) == "en"
        assert language_of(client.get("/fr/", headers={"accept-language": "ar"})) == "fr"


def test_english_has_no_prefix(client):
    assert client.get("/en/").status_code == 404


def test_the_administration_follows_the_browser(client):
    assert language_of(client.get("/admin/login/", headers={"accept-language": "fr"})) == "fr"
    assert language_of(client.get("/admin/login/", headers={"accept-language": "ar"})) == "ar"


def test_each_page_links_to_itself_in_every_language(client):
    page = parse(client.get("/fr/profiles/?text=mali"))
    links = {link.get("hreflang"): link.get("href") for link in page.xpath("//a[@hreflang]")}
    assert links == {
        "en": "/profiles/?text=mali",
        "fr": "/fr/profiles/?text=mali",
        "es": "/es/profiles/?text=mali",
        "ar": "/ar/profiles/?text=mali",
        "pt": "/pt/profiles/?text=mali",
    }


def test_an_error_page_is_in_the_language_of_the_address(client):
    assert language_of(client.get("/ar/nowhere/")) == "ar"


def test_a_language_cannot_be_smuggled_into_a_link(client):
    page = parse(client.get('/profiles/?text="><script>alert(1)</script>'))
    assert not page.xpath("//script[contains(., 'alert')]")
