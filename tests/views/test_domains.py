"""The six domains in the reader's language, and whose wording is whose."""

import pytest
from django.core.cache import caches

from profiles.models import DomainText, Finding, IndicatorDomain
from profiles.views import domains as domains_view
from tests.factories import make_place, make_profile, make_published
from tests.pages import parse, text_of

DESCRIPTION = {
    "fr": "Description\u00a0: traduction de ce site",
    "es": "Descripción: traducción de este sitio",
    "pt": "Descrição: tradução deste site",
    "ar": "الوصف: ترجمة من هذا الموقع",
}
TITLE = {
    "es": "Título: traducción de este sitio",
    "pt": "Título: tradução deste site",
    "ar": "العنوان: ترجمة من هذا الموقع",
}


def main_of(client, address: str) -> str:
    return text_of(parse(client.get(address)).get_element_by_id("main")).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.usefixtures("mali")
@pytest.mark.parametrize("language", DESCRIPTION)
def test_a_translation_by_this_site_says_so(client, language):
    note = DESCRIPTION[language].replace("\u00a0", " ")
    page = main_of(client, f"/{language}/domains/partnerships/")
    assert page.count(note) == 2  # that of countries, and that of cities
    assert (TITLE.get(language, "traduction de ce site titre") in page) == (language in TITLE)
    assert main_of(client, f"/{language}/profiles/mali-2021/").count(note) == 6
    assert "Indicators in this" not in page
    compared = main_of(client, f"/{language}/compare/?profile=mali-2021")
    assert note in compared or "mali-2021" not in compared


@pytest.mark.usefixtures("mali")
def test_english_and_official_wordings_are_without_a_mark(client):
    assert "translation by this site" not in main_of(client, "/domains/partnerships/")
    official = {"description_provenance": "official", "description_source": "A document"}
    DomainText.objects.filter(language="fr").update(**official)
    page = main_of(client, "/fr/domains/partnerships/")
    assert "traduction de ce site" not in page
    assert "traductions de ce site" not in main_of(client, "/fr/domains/")


@pytest.mark.usefixtures("mali")
def test_files_say_it_of_titles_in_their_notes(client):
    sentence = "Los títulos de las seis dimensiones son una traducción de este sitio"
    assert sentence in client.get("/es/profiles/mali-2021.txt").getvalue().decode()
    assert "traduction de ce site" not in client.get("/fr/profiles/mali-2021.txt").getvalue().decode()


@pytest.mark.usefixtures("mali")
def test_the_api_has_the_programmes_own_text_first(client):
    texts = client.get("/api/v1/domains/partnerships/").json()["texts"]
    assert [text["language"] for text in texts] == ["en", "ar", "es", "fr", "pt"] * 2
    assert texts[0]["title_provenance"] == texts[0]["description_provenance"] == "official"
    french = texts[3]
    assert (french["title_provenance"], french["description_provenance"]) == ("official", "site")
    assert french["title_source"].startswith("https://")


@pytest.mark.usefixtures("domains")
def test_the_pages_of_a_domain_have_each_finding_once_in_the_order_of_names(client, monkeypatch):
    for name, number in (("Cland", 36), ("Aland", 1), ("Dland", 12), ("Bland", 60)):
        make_published(make_profile(make_place(name)), findings=number)
    domain = IndicatorDomain.objects.get(number=1)
    whole = findings_of(client, domain.get_absolute_url())
    assert len(set(whole)) == len(whole) == Finding.objects.filter(domain=domain).count() > 8
    monkeypatch.setattr(domains_view, "FINDINGS_PER_PAGE", 4)
    caches["parts"].clear()
    last = -(-len(whole) // 4)
    pages = [findings_of(client, f"{domain.get_absolute_url()}?page={n + 1}") for n in range(last)]
    assert [row for page in pages for row in page] == whole
    assert {len(page) for page in pages[:-1]} == {4}
    places = [text.rpartition(" of ")[2] for text in whole]
    assert places == sorted(places)
    assert client.get(f"{domain.get_absolute_url()}?page={last + 1}").status_code == 404


def findings_of(client, address: str) -> list[str]:
    """Return the findings on a page: “Fictional finding 1 of Aland.”"""
    return [text_of(text) for text in parse(client.get(address)).find_class("finding__text")]
