"""The name of a file of many profiles: plain letters, its language, and what was chosen."""

from urllib.parse import quote

import pytest

from profiles.exports.bulk.formats import TABLES
from profiles.search import engine
from tests.factories import make_place, make_profile, make_published

pytestmark = pytest.mark.usefixtures("domains")


def test_the_name_of_a_searchs_file_is_plain_letters(client, openland):
    name = client.head(f"/search.csv?q={quote('Évaluation “quality” مهاجر')}")["Content-Disposition"]
    assert name == 'attachment; filename="mgi-search-evaluation-quality-en.csv"'


def test_the_name_of_a_searchs_file_has_no_word_that_was_left_out(client, openland):
    name = client.head("/search.csv?q=quality%20-register")["Content-Disposition"]
    assert name == 'attachment; filename="mgi-search-quality-en.csv"'


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/fr/profiles.csv", "mgi-profiles-fr.csv"),
        ("/fr/profiles.csv?year=2021&sort=described", "mgi-profiles-2021-fr.csv"),
        (
            "/ar/profiles.xlsx?country=openland&edition=1&domain=partnerships",
            "mgi-profiles-openland-edition-1-partnerships-ar.xlsx",
        ),
        ("/profiles.csv?region=019&year=2021", "mgi-profiles-region-019-2021-en.csv"),
        ("/fr/places/openland.xlsx", "mgi-openland-fr.xlsx"),
        ("/fr/search.xlsx?q=remittances&language=es", "mgi-search-remittances-language-es-fr.xlsx"),
        ("/fr/compare.csv?profile=openland-2021", "compare-openland-2021-fr.csv"),
        (
            "/ar/compare.xlsx?profile=openland-2021&domain=partnerships",
            "compare-openland-2021-partnerships-ar.xlsx",
        ),
        # Its words are English wherever it is asked for; its texts are French where they are translated.
        ("/fr/profiles.json?year=2021", "mgi-profiles-2021-fr.json"),
    ],
)
def test_the_name_of_a_file_tells_its_language_and_what_was_chosen(client, others, address, name):
    response = client.head(address)
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_the_name_of_a_file_is_not_longer_than_disks_take(client):
    slugs = [f"{letter * 60}-2021" for letter in "abcd"]
    for slug in slugs:
        make_published(make_profile(make_place(slug[:60].title()), slug=slug))
    query = "&".join(f"profile={slug}" for slug in slugs)
    for ending in TABLES:
        response = client.head(f"/fr/compare.{ending}?{query}")
        name = response["Content-Disposition"].partition("filename=")[2].strip('"')
        assert len(name) <= 100 and name.isascii()
        assert name.endswith(f"-fr.{ending}")


def test_the_name_of_a_searchs_file_that_was_cut_says_so(client, openland, monkeypatch):
    monkeypatch.setattr(engine, "MAX_RESULTS", 1)
    name = client.head("/fr/search.csv?q=finding")["Content-Disposition"]
    assert name == 'attachment; filename="mgi-search-finding-newest-2000-fr.csv"'
