"""A profile in the language of the reader: what is translated, outdated, official, and what is not."""

import re

import pytest
from django.utils.translation import override

from profiles import workflow
from profiles.content.translations import build_units, finding_key
from profiles.models import Finding, Translation
from tests.factories import make_profile, make_published, make_published_translation
from tests.pages import parse

pytestmark = pytest.mark.usefixtures("domains")


def page(client, path: str, status: int = 200):
    response = client.get(path)
    assert response.status_code == status, path
    return parse(response)


def new_revision(revision, **texts):
    """Publish a new revision in which the findings of these positions say something else."""
    draft = workflow.start_revision(revision.profile, by=None)
    for position, text in texts.items():
        Finding.objects.filter(revision=draft, position=int(position[1:])).update(text=text)
    draft.refresh_from_db()
    return workflow.publish(draft, by=None)


def test_a_translated_profile_is_read_in_the_language_of_the_page(client):
    live = make_published()
    make_published_translation(live)
    slug = live.profile.slug
    html = page(client, f"/fr/profiles/{slug}/")
    texts = html.cssselect(".finding__text")
    assert [row.get("lang") for row in texts] == ["fr"] * 4
    assert all(row.text_content().startswith("[fr] ") for row in texts)
    assert html.cssselect(".introduction__text")[0].get("lang") == "fr"
    assert html.cssselect(".profile-head__title")[0].get("lang") == "fr"
    assert "n’est pas officielle" in html.cssselect(".notice")[0].text_content()
    original = page(client, f"/profiles/{slug}/")
    assert "[fr]" not in original.text_content()
    assert [row.get("lang") for row in original.cssselect(".finding__text")] == ["en"] * 4


def test_what_changed_in_a_translation_is_read_beside_it(client):
    live = make_published()
    make_published_translation(live, change_note="Les noms des lois sont corrigés.")
    [notice] = page(client, f"/fr/profiles/{live.profile.slug}/").cssselect("main .notice")
    assert "Les noms des lois sont corrigés." in notice.text_content()
    assert "corrigés" not in page(client, f"/profiles/{live.profile.slug}/").text_content()


def test_the_original_is_one_click_away_and_so_is_the_way_back(client):
    live = make_published()
    make_published_translation(live)
    slug = live.profile.slug
    finding = live.findings.first()
    html = page(client, f"/fr/profiles/{slug}/")
    links = [link.get("href") for link in html.cssselect(".finding__original")]
    assert f"/fr/profiles/{slug}/?text=original#{finding.anchor}" in links
    original = page(client, f"/fr/profiles/{slug}/?text=original")
    assert finding.text in original.text_content()
    assert "[fr]" not in original.text_content()
    back = [link.get("href") for link in original.cssselect(".finding__original")]
    assert f"/fr/profiles/{slug}/#{finding.anchor}" in back


def test_each_published_state_has_its_permanent_address(client):
    live = make_published()
    first = make_published_translation(live)
    slug = live.profile.slug
    path = f"/fr/profiles/{slug}/r/1/t/1/"
    assert first.get_absolute_url() == path
    before = page(client, path).cssselect(".finding__text")[0].text_content()
    units = first.units | {
        finding_key(str(live.findings.first().key)): {
            "text": "Mieux dit.",
            "original": live.findings.first().text,
        }
    }
    draft = workflow.start_translation(live.profile, "fr", None)
    draft = workflow.save_translation(draft, units, draft.lock_version, None)
    second = workflow.publish(draft, by=None)
    assert second.get_absolute_url() == f"/fr/profiles/{slug}/r/1/t/2/"
    assert page(client, path).cssselect(".finding__text")[0].text_content() == before
    for newest in (f"/fr/profiles/{slug}/", f"/fr/profiles/{slug}/r/1/", f"/fr/profiles/{slug}/r/1/t/2/"):
        assert page(client, newest).cssselect(".finding__text")[0].text_content() == "Mieux dit."
    for nowhere in (
        f"/fr/profiles/{slug}/r/1/t/3/",
        f"/es/profiles/{slug}/r/1/t/1/",
        f"/profiles/{slug}/r/1/t/1/",
    ):
        assert client.get(nowhere).status_code == 404, nowhere


def test_what_has_changed_since_is_marked_and_the_original_is_beside(client):
    live = make_published()
    make_published_translation(live)
    later = new_revision(live, p0="A fictional finding in other words.")
    carried = Translation.objects.get(revision=later)
    assert (carried.number, carried.outdated_count, carried.missing_count) == (1, 1, 0)
    html = page(client, f"/fr/profiles/{live.profile.slug}/")
    (mark,) = html.cssselect(".unit-mark")
    assert "A fictional finding in other words." in mark.text_content()
    assert mark.cssselect(".unit-mark__original")[0].get("lang") == "en"
    # The frozen text of before is what it was.
    old = page(client, f"/fr/profiles/{live.profile.slug}/r/1/t/1/")
    assert not old.cssselect(".unit-mark")
    assert "A fictional finding in other words." not in old.text_content()


def test_what_is_not_translated_is_shown_in_the_original_and_says_so(client):
    live = make_published()
    finding = live.findings.first()
    units = {
        unit.key: {"text": f"[fr] {unit.original}", "original": unit.original}
        for unit in build_units(live, {})
        if unit.finding != str(finding.key)
    }
    make_published_translation(live, units=units)
    html = page(client, f"/fr/profiles/{live.profile.slug}/")
    row = html.cssselect(f"#{finding.anchor}")[0]
    assert row.cssselect(".finding__text")[0].get("lang") == "en"
    assert row.cssselect(".language-note")


@pytest.mark.usefixtures("demo")
def test_each_part_of_a_source_that_is_not_translated_is_marked_once(client):
    html = page(client, "/ar/profiles/lunaria-2023/")
    items = {
        " ".join(item.text_content().split()): len(item.cssselect(".sources__language"))
        for item in html.cssselect(".sources__list > li")
    }
    marked = {text for text, count in items.items() if count == 1}
    assert set(items.values()) == {0, 1}
    assert marked == {
        text for text in items if re.search(r"Figures 2022|Students|Homecoming|as amended", text)
    }
    assert sum("as amended in 2020" in text for text in marked) == 1  # the locator alone
    assert sum("Migration in Figures 2022" in text for text in marked) == 1
    french = page(client, "/fr/profiles/lunaria-2023/")
    original = page(client, "/ar/profiles/lunaria-2023/?text=original")
    assert not french.cssselect(".sources__language")
    assert not original.cssselect(".sources__language")


def test_citations_name_the_permanent_translation(client, settings):
    live = make_published()
    translation = make_published_translation(live)
    slug = live.profile.slug
    address = f"{settings.SITE_URL}{translation.get_absolute_url()}"
    assert address in page(client, f"/fr/profiles/{slug}/").cssselect(".cite__text")[0].text_content()
    for ending in ("bib", "ris", "csl.json"):
        assert address in client.get(f"/fr/profiles/{slug}.{ending}").content.decode(), ending
    english = f"{settings.SITE_URL}/profiles/{slug}/r/1/"
    assert english in page(client, f"/profiles/{slug}/").cssselect(".cite__text")[0].text_content()


def test_the_citation_of_a_translation_says_which_one_it_is(client):
    live = make_published()
    make_published_translation(live)
    citation = page(client, f"/fr/profiles/{live.profile.slug}/").get_element_by_id("citation")
    assert ", révision 1, traduction 1, publiée le " in citation.text_content()
    assert "révision 1, traduction 1" in client.get(f"/fr/profiles/{live.profile.slug}.bib").content.decode()
    assert "ET  - révision 1, traduction 1\r\n" in client.get(
        f"/fr/profiles/{live.profile.slug}.ris"
    ).content.decode("utf-8")
    english = page(client, f"/profiles/{live.profile.slug}/").get_element_by_id("citation").text_content()
    assert ", revision 1, published " in english


def test_files_beside_a_text_are_of_this_very_text(client):
    live = make_published()
    make_published_translation(live)
    path = f"/fr/profiles/{live.profile.slug}"
    for shown, expected in {
        f"{path}/": f"{path}.pdf",
        f"{path}/?text=original": f"{path}.pdf?text=original",
        f"{path}/r/1/": f"{path}/r/1/t/1.pdf",
        f"{path}/r/1/t/1/": f"{path}/r/1/t/1.pdf",
        f"{path}/r/1/?text=original": f"{path}/r/1.pdf?text=original",
        path.replace("/fr", "/es") + "/": path.replace("/fr", "/es") + ".pdf",
    }.items():
        links = page(client, shown).xpath("//ul[@class='files']//a/@href")
        assert expected in links, shown
        assert expected.replace(".pdf", ".bib") in links, shown
    original = client.get(f"{path}.bib?text=original").content.decode()
    assert "/t/1/" not in original


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("language", "title"), [("ar", "fr"), ("", "ar"), ("fr", "en")])
def test_the_title_in_a_citation_runs_in_its_own_direction(client, language, title):
    slug = {"fr": "port-celeste-2022", "ar": "zanbaqia-2024", "en": "mali-2021"}[title]
    html = page(client, f"{language and '/' + language}/profiles/{slug}/")
    (words,) = {text.strip() for text in html.cssselect(".profile-head__title")[0].itertext()}
    for name in ("citation", "apa", "chicago"):
        citation = html.get_element_by_id(name)
        assert citation.get("dir") is None, name
        (element,) = [row for row in citation if row.text == words]
        assert (element.get("lang"), element.get("dir")) == (title, "rtl" if title == "ar" else "ltr")


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "address", ["/domains/partnerships/", "/compare/?profile=lunaria-2023", "/profiles/lunaria-2023/changes/"]
)
def test_lists_of_several_texts_say_whose_translation_one_is(client, address):
    for language, note in {"ar": "ترجمة من إعداد هذا الموقع", "fr": "Traduction officielle"}.items():
        texts = [
            " ".join(row.text_content().split())
            for row in page(client, f"/{language}{address}").cssselect(".language-note")
        ]
        assert texts.count(note) == 1, (language, texts)
    assert "Translation by this site" not in page(client, address).text_content()


def test_an_official_translation_says_who_approved_it(client):
    live = make_published()
    make_published_translation(live, provenance="official", reference="Ministry of Examples, May 2024")
    html = page(client, f"/fr/profiles/{live.profile.slug}/")
    assert "Ministry of Examples, May 2024" in html.cssselect(".notice")[0].text_content()


def test_only_languages_with_a_text_of_their_own_are_named_to_search_engines(client, settings):
    live = make_published()
    make_published_translation(live)
    html = page(client, f"/fr/profiles/{live.profile.slug}/")
    assert {link.get("hreflang") for link in html.cssselect("link[hreflang]")} == {"en", "fr", "x-default"}
    spanish = page(client, f"/es/profiles/{live.profile.slug}/")
    (canonical,) = spanish.cssselect("link[rel=canonical]")
    assert canonical.get("href") == f"{settings.SITE_URL}/profiles/{live.profile.slug}/"
    assert not spanish.cssselect("link[hreflang]")


def test_a_withdrawn_translation_answers_with_the_reason_and_the_profile_with_the_original(client):
    live = make_published()
    translation = make_published_translation(live)
    workflow.withdraw(translation, None, "A fictional mistake.")
    html = page(client, translation.get_absolute_url(), 410)
    assert "A fictional mistake." in html.text_content()
    assert "[fr] Fictional finding" not in html.text_content()
    assert "[fr]" not in page(client, f"/fr/profiles/{live.profile.slug}/").text_content()


def test_a_withdrawn_profile_takes_its_translations_along(client):
    live = make_published()
    translation = make_published_translation(live)
    workflow.withdraw(live, None, "A fictional mistake.")
    for path in (translation.get_absolute_url(), f"/fr/profiles/{live.profile.slug}/"):
        assert "[fr]" not in page(client, path, 410).text_content()


def test_a_draft_of_a_translation_is_nowhere(client):
    live = make_published()
    workflow.start_translation(live.profile, "fr", None)
    assert client.get(f"/fr/profiles/{live.profile.slug}/r/1/t/1/").status_code == 404
    assert [
        row.get("lang")
        for row in page(client, f"/fr/profiles/{live.profile.slug}/").cssselect(".finding__text")
    ] == ["en"] * 4


def test_the_original_is_cited_in_its_own_language(client, settings):
    live = make_published(make_profile(language="fr"))
    make_published_translation(live, "en")
    slug = live.profile.slug
    assert "[en]" in page(client, f"/profiles/{slug}/").text_content()
    with override("fr"):
        html = page(client, f"/fr/profiles/{slug}/")
    assert f"{settings.SITE_URL}/fr/profiles/{slug}/r/1/" in html.cssselect(".cite__text")[0].text_content()
