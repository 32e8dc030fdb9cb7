"""The glossary's own page, and the terms that pages mark: on demand, and without a letter altered."""

import json

import pytest

from profiles import workflow
from profiles.choices import Language
from profiles.models import IndicatorDomain, Revision, TermText
from tests.admin.forms import admin_address
from tests.factories import make_draft, make_place, make_profile, make_published, make_term
from tests.pages import parse, text_of
from tests.test_query_counts import queries


def words_marked(page) -> list[str]:
    return [label.text_content() for label in page.xpath("//dfn[@class='term']/label")]


def findings_of(page) -> list[str]:
    return [element.text_content() for element in page.find_class("finding__text")]


@pytest.fixture
def live(domains) -> Revision:
    """A published text that has a term of the glossary in its introduction, and twice in its findings."""
    make_term("Visa <b>", forms="visas & permits\nvisa", definition="Leave to <enter>.")
    draft = make_draft(make_profile(make_place("Termland"), slug="termland-2021"), introduction="No word.")
    draft.findings.update(text="A visa, a \n visa & visas & permits <i>.")
    return workflow.publish(draft, by=None)


# --- the page of the glossary -------------------------------------------------------------------------------


@pytest.mark.usefixtures("mali")
@pytest.mark.parametrize("language", Language.values)
def test_the_glossary_has_every_term_with_its_definition_and_source(client, language):
    prefix = "" if language == "en" else f"/{language}"
    page = parse(client.get(f"{prefix}/glossary/"))
    text = text_of(page.find("body"))
    for term in TermText.objects.filter(language=language):
        assert " ".join(term.definition.split()) in text
        assert term.source_title in text
        assert page.get_element_by_id(f"term-{term.term.slug}").find_class("glossary__word")
    assert not page.xpath("//main//*[@lang]")


@pytest.mark.django_db
def test_terms_stand_in_the_order_of_the_alphabet(client):
    for word in ("zone", "Éclair", "apple", "eclipse"):
        make_term(word)
    terms = parse(client.get("/glossary/")).xpath("//dt")
    assert [term.text_content().strip() for term in terms] == ["Apple", "Éclair", "Eclipse", "Zone"]


@pytest.mark.django_db
def test_the_arabic_article_is_passed_over_in_the_order(client):
    for word in ("مجال", "الجانب", "بلد"):
        make_term(word, "ar")
    terms = parse(client.get("/ar/glossary/")).xpath("//dt")
    assert [term.text_content().strip() for term in terms] == ["بلد", "الجانب", "مجال"]


@pytest.mark.django_db
def test_a_term_that_lacks_the_language_of_the_page_is_shown_in_english(client):
    english = make_term("visa", definition="A stamp.\n\nOr a sticker.", source_url="https://example.org/visa")
    make_term("tampon", "fr", term=make_term("stamp").term)
    make_term("خاتم", "ar")
    page = parse(client.get("/fr/glossary/"))
    (entry,) = page.xpath(f"//*[@id='term-{english.term.slug}']")
    assert [p.text_content() for p in entry.xpath(".//p[@lang='en']")] == ["A stamp.", "Or a sticker."]
    assert entry.xpath(".//a/@href") == ["https://example.org/visa"]
    assert [term.text_content().strip() for term in page.xpath("//dt")] == ["Tampon", "Visa"]


@pytest.mark.django_db
def test_an_empty_glossary_says_so(client):
    page = parse(client.get("/glossary/"))
    assert "The glossary has no terms yet." in text_of(page.find("body"))
    assert not page.xpath("//script[@type='application/ld+json']")


@pytest.mark.usefixtures("domains")
def test_a_term_leads_to_its_domain(client):
    domain = IndicatorDomain.objects.get(number=3)
    term = make_term("visa").term
    term.domain = domain
    term.save()
    page = parse(client.get("/glossary/"))
    assert domain.get_absolute_url() in page.xpath("//main//dd//a/@href")


@pytest.mark.django_db
def test_machines_read_it_as_a_set_of_defined_terms(client):
    make_term("visa </script>")
    (block,) = parse(client.get("/fr/glossary/")).xpath("//script[@type='application/ld+json']/text()")
    data = json.loads(block)
    assert data["@type"] == "DefinedTermSet"
    assert data["@id"] == "https://mgi.example/fr/glossary/"
    (term,) = data["hasDefinedTerm"]
    assert (term["@type"], term["name"], term["inLanguage"]) == ("DefinedTerm", "visa </script>", "en")
    slug = TermText.objects.get().term.slug
    assert term["@id"] == f"https://mgi.example/fr/glossary/#term-{slug}"


@pytest.mark.django_db
def test_the_glossary_costs_the_same_with_2_terms_and_with_20(client):
    for _ in range(2):
        make_term()
    few = queries(client, "/glossary/")
    for _ in range(18):
        make_term()
    assert queries(client, "/glossary/") == few <= 2


# --- terms in a text ----------------------------------------------------------------------------------------


def test_a_term_is_marked_once_and_explained_at_the_end(client, live):
    page = parse(client.get(live.profile.get_absolute_url()))
    assert words_marked(page) == ["visa"]
    (button,) = page.xpath("//dfn/label//button")
    assert button.get("aria-label") == "Definition: visa"
    (note,) = page.xpath(f"//main//dialog[@id='{button.get('popovertarget')}']")
    assert note.get("popover") == ""
    assert "Leave to <enter>." in text_of(note)
    (address,) = note.xpath(".//a/@href")
    path, _, anchor = address.partition("#")
    assert parse(client.get(path)).get_element_by_id(anchor) is not None


def test_no_letter_of_a_finding_is_altered(client, live):
    expected = [finding.text for finding in live.findings.all()]
    page = parse(client.get(live.profile.get_absolute_url()))
    assert findings_of(page) == expected
    assert not page.xpath("//p//i")


@pytest.mark.usefixtures("demo")
def test_every_text_of_the_shipped_profiles_is_the_same_with_and_without_the_glossary(client):
    def texts() -> list[list[str]]:
        texts_of_pages = []
        for revision in Revision.objects.published().select_related("profile"):
            page = parse(client.get(f"/fr/profiles/{revision.profile.slug}/"))
            paragraphs = page.find_class("introduction__text")[0].xpath(".//p")
            texts_of_pages.append([*(p.text_content() for p in paragraphs), *findings_of(page)])
            marks.append(words_marked(page))
        return texts_of_pages

    marks: list[list[str]] = []
    with_terms = texts()
    assert all(marks)
    TermText.objects.all().delete()
    marks.clear()
    assert texts() == with_terms
    assert not any(marks)


def test_it_is_explained_in_the_language_of_the_page_where_there_is_one(client, live):
    term = TermText.objects.get().term
    french = make_term("le visa", "fr", term=term, definition="Autorisation d’entrer.")
    address = live.profile.get_absolute_url()
    note = parse(client.get(f"/fr{address}")).xpath("//dialog")[0]
    assert french.definition in text_of(note)
    assert not note.xpath(".//@lang")
    page = parse(client.get(f"/ar{address}"))
    assert words_marked(page) == ["visa"]
    assert page.xpath("//dialog//p[@lang='en' and @dir='ltr']")


def test_an_edit_shows_at_once(client, live):
    address = live.profile.get_absolute_url()
    before = client.get(address)
    TermText.objects.update(definition="Another sentence.")
    after = client.get(address, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "Another sentence." in after.content.decode()


def test_terms_are_marked_where_a_text_is_read_and_nowhere_else(client, admin_client, live):
    draft = workflow.start_revision(live.profile, by=None)
    _link, token = workflow.create_review_link(draft, None, "Ministry of Visas")
    slug = live.profile.slug
    for address in (live.profile.get_absolute_url(), live.get_absolute_url(), f"/review/{token}/"):
        assert words_marked(parse(client.get(address))) == ["visa"], address
    assert words_marked(parse(admin_client.get(admin_address(draft, "preview")))) == ["visa"]
    for address in (
        f"/compare/?profile={slug}",
        f"/embed/profiles/{slug}/",
        f"/profiles/{slug}/changes/",
        "/search/?q=visa",
        "/domains/migrants-rights/",
    ):
        page = parse(client.get(address))
        assert not page.xpath("//dfn | //dialog"), address


@pytest.mark.usefixtures("domains")
def test_the_descriptions_on_the_page_of_a_domain_are_marked(client):
    make_term("migrants have")
    page = parse(client.get("/domains/migrants-rights/"))
    assert words_marked(page) == ["migrants have"]
    assert len(page.xpath("//dialog")) == 1


@pytest.mark.usefixtures("domains")
def test_terms_cost_the_page_of_a_profile_no_query(client):
    address = make_published(findings=12).profile.get_absolute_url()
    without = queries(client, address)
    for number in range(20):
        make_term(f"finding {number}", forms=f"Fictional finding {number}")
    assert queries(client, address) == without <= 9
    assert len(parse(client.get(address)).xpath("//dialog")) == 12
