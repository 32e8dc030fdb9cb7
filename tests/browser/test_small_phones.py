"""Every kind of public page on the smallest phone, in each of the languages: nothing scrolls sideways."""

import pytest

from profiles.choices import Language
from tests.browser.conftest import NewPage
from tests.browser.looks import assert_fits
from tests.browser.test_public_pages import KINDS, open_page
from tests.server import Site

READERS = {
    **{kind: KINDS[kind] for kind in ("home", "directory", "places", "place", "domains", "domain", "about")},
    **{kind: KINDS[kind] for kind in ("data", "glossary", "documentation of the API", "not found")},
    "profile": "/profiles/lunaria-2023/",
    "original": "/profiles/lunaria-2023/?text=original",
    "frozen revision": "/profiles/lunaria-2023/r/1/",
    "what changed": KINDS["what changed"],
    "comparison": "/compare/?profile=lunaria-2023&profile=zanbaqia-2024",
    "search, a place": "/search/?q=lunaria",
    "search, a synonym": "/search/?q=IDP",
    "search, mistyped": "/search/?q=traficking",
    "embedded profile": KINDS["embedded profile"],
}


@pytest.mark.parametrize("language", Language.values)
def test_no_language_scrolls_sideways_on_the_smallest_phone(
    new_page: NewPage, site: Site, complaints: list[str], language: str
):
    page = new_page(viewport={"width": 320, "height": 700})
    prefix = "" if language == Language.ENGLISH else f"/{language}"
    translated = {"translation": "/profiles/lunaria-2023/r/1/t/1/"} if language in ("fr", "ar") else {}
    for kind, address in (READERS | translated).items():
        open_page(page, site, f"{prefix}{address}", complaints)
        assert_fits(page, kind)
        page.locator("details").evaluate_all("all => all.forEach(element => { element.open = true })")
        assert_fits(page, f"{kind}, all opened")
