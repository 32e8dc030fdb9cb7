"""The name of the site, its tagline and its legal sentences, as the operator sets them for each language."""

import pytest

from tests.pages import parse, text_of

OWN = {
    "SITE_NAME": {"en": "Profiles of Migration", "fr": "Profils de migration"},
    "SITE_TAGLINE": {"en": "Read and compare", "fr": ""},
    "SITE_NOTICE": {"en": "Run by a ministry.", "fr": "Géré par un ministère."},
    "SITE_DISCLAIMER": {"en": "", "fr": "Les noms n’engagent personne."},
}


@pytest.fixture
def own_texts(settings) -> None:
    settings.SITE_NAME, settings.SITE_TEXTS = "Profiles of Migration", OWN


@pytest.mark.usefixtures("own_texts", "mali")
def test_each_page_has_the_texts_of_its_language(client):
    english, french, spanish = (
        text_of(parse(client.get(address)).getroottree().getroot()) for address in ("/", "/fr/", "/es/")
    )
    assert "Read and compare" in english and "Run by a ministry." in english
    assert "It is not run or endorsed" not in english
    assert "Names of places do not imply" in english  # none is set
    assert "Profils de migration" in french and "Géré par un ministère." in french
    assert "Les noms n’engagent personne." in french
    assert "Gouvernance" in french or "gouvernance" in french  # the site's own heading
    assert "Read and compare" not in french + spanish
    # A name is a name in every language; a sentence is not.
    assert "Profiles of Migration" in spanish and "Run by a ministry." not in spanish
    assert "Este sitio es independiente" in spanish


@pytest.mark.usefixtures("own_texts", "mali")
def test_files_and_citations_have_them_too(client):
    text = client.get("/fr/profiles/mali-2021.txt").getvalue().decode("utf-8-sig")
    assert "Profils de migration, révision 1" in text
    assert "mot pour mot, chacun avec le mois qu’il décrit. Géré par un ministère." in text
    assert "Les noms n’engagent personne." in text
    assert "PB  - Profils de migration\r\n" in client.get("/fr/profiles/mali-2021.ris").getvalue().decode()
    assert "howpublished = {Profils de migration, révision 1}" in (
        client.get("/fr/profiles/mali-2021.bib").getvalue().decode()
    )
    assert "Run by a ministry." in text_of(parse(client.get("/about/")))


@pytest.mark.usefixtures("mali")
def test_without_them_the_site_says_its_own(client):
    page = text_of(parse(client.get("/about/")))
    assert (
        "It is independent: it is not run or endorsed by the International Organization for Migration" in page
    )
    assert "countries carry the names of the United Nations (M49)" in page
