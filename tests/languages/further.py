"""What test_further_languages.py plays in a copy of the site that has German, Persian and Albanian too."""

import io
import zipfile

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from profiles import search, workflow
from profiles.choices import State
from profiles.exports.bulk.formats import TABLES
from profiles.exports.formats import CITATIONS, FORMATS
from profiles.languages import Language
from profiles.models import Alert, DomainText, Place, Profile, Revision
from tests.factories import make_complete, make_place, make_profile, make_term
from tests.pages import machine_addresses, parse, public_addresses, text_of, words_of

DATABASE = {"databases": ["default"]}
TEXTS = {
    "de": "Die Behörde berät Migrantinnen in den Städten.",
    "fa": "دولت برنامه‌ای برای مهاجران دارد.",
    "sq": "Qeveria ka një plan për migrantët.",
}
SPOKEN = ["de", "fa"]
READERS = ["en", *SPOKEN]


@pytest.fixture(scope="session", autouse=True)
def prepared(django_db_setup, django_db_blocker) -> None:
    """Bring the database, which has the first five languages, to the table as an operator does."""
    with django_db_blocker.unblock():
        call_command("loaddata", "domains", "places", verbosity=0)
        assert "profiles.W006" in stored_problems()
        call_command("prepare", verbosity=0)
        for name in ("mali-2021", "demo"):
            call_command("load_profiles", f"fixtures/{name}.json", verbosity=0)
        assert "profiles.W006" not in stored_problems()


@pytest.fixture(params=TEXTS)
def revision(request, db) -> Revision:
    """A published profile in one of the languages; its place has a name in it."""
    code = request.param
    place = make_place(f"Neuland {code}", slug=f"neuland-{code}", names={code: f"Öland {code}"})
    profile = make_profile(place, language=code, slug=f"neuland-{code}-2021")
    draft = make_complete(profile, introduction=TEXTS[code])
    draft.findings.update(text=TEXTS[code])
    return workflow.publish(draft, by=None)


def stored_problems() -> list[str]:
    return [message.id for message in run_checks(tags=["database"], **DATABASE)]


def test_no_migration_is_needed(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_checks_say_what_is_left_to_do():
    messages = {message.id: message.msg for message in run_checks(tags=["translation"])}
    assert "profiles.W001" in messages  # no catalogue
    assert "profiles.W002" in messages  # no headings for the importer
    assert "profiles.W004" in messages  # no stop words
    assert not [message for message in messages if message.startswith("profiles.E")]


@pytest.mark.parametrize("language", SPOKEN)
def test_every_public_page_is_there_in_the_language(client, db, language):
    direction = "rtl" if language == "fa" else "ltr"
    for address in public_addresses(language):
        response = client.get(address)
        assert response.status_code == 200, address
        root = parse(response).getroottree().getroot()
        assert (root.get("lang"), root.get("dir")) == (language, direction), address
        own = [link.get("hreflang") for link in root.xpath("//a[@hreflang]")]
        assert set(own) >= {"en", "de", "fa"} and "sq" not in own, address


def test_a_language_of_profiles_alone_has_no_pages(client, db):
    assert client.get("/sq/").status_code == 404
    assert "sq" not in dict(settings.LANGUAGES)


def test_its_profile_is_read_in_every_language(client, revision):
    for code in READERS:
        with override(code):
            addresses = [
                revision.profile.get_absolute_url(),
                revision.get_absolute_url(),
                reverse("embed", args=[revision.profile.slug]),
                reverse("profile_list"),
                reverse("home"),
                f"{reverse('compare')}?profile=mali-2021&profile={revision.profile.slug}",
                f"{reverse('compare_file', args=['csv'])}?profile=mali-2021&profile={revision.profile.slug}",
                reverse("profile_picture", args=[revision.profile.slug]),
                reverse("feed"),
                reverse("place_feed", args=[revision.profile.place.slug]),
            ]
        for address in addresses:
            response = client.get(address)
            response.getvalue()  # reads a file to its end, so that it is closed
            assert response.status_code == 200, address
    page = parse(client.get(revision.profile.get_absolute_url()))
    elements = page.xpath(f"//*[@lang='{revision.profile.language}'][@dir='{revision.profile.direction}']")
    assert any(TEXTS[revision.profile.language] in text_of(element) for element in elements)


def test_its_files_are_there_in_every_language(client, revision):
    for code in READERS:
        for ending in (*FORMATS, *CITATIONS):
            with override(code):
                address = reverse("profile_file", args=[revision.profile.slug, ending])
            assert client.get(address).status_code == 200, address
        with override(code):
            addresses = [reverse("profile_list_file", args=[ending]) for ending in TABLES]
        for address in addresses:
            assert words_of(client, address), address


def test_files_say_the_language(client, revision):
    code = revision.profile.language
    slug = revision.profile.slug
    name = Language(code).info.english_name.lower()
    assert f"language = {{{name}}}" in words_of(client, f"/profiles/{slug}.bib")
    content = client.get(f"/profiles/{slug}.docx").content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert Language(code).info.word_locale in package.read("word/document.xml").decode()


def test_it_is_found_by_its_stems(client, db):
    for code, text in TEXTS.items():
        profile = make_profile(make_place(f"Stammland {code}"), language=code)
        draft = make_complete(profile)
        draft.findings.update(text=text)
        workflow.publish(draft, by=None)
    questions = {"de": "Behörden Stadt", "fa": "مهاجران", "sq": "plan migrantët"}
    for code, question in questions.items():
        results = search.search(question, search.Filters(language=code), "de")
        assert results.total, question
        assert {hit.language for hit in results.hits} == {code}
        assert any(piece.is_marked for piece in results.hits[0].pieces), question
        for language in READERS:
            with override(language):
                response = client.get(reverse("search"), {"q": question, "language": code})
            assert response.status_code == 200, question
            assert parse(response).xpath("//mark"), question


def test_places_are_in_the_order_of_their_names_in_the_language(client, db):
    names = [
        place.name_in("de")
        for place in Place.objects.filter(iso2__in=["EG", "TD", "CI", "AT", "ZA"]).by_name("de")
    ]
    assert names == ["Ägypten", "Côte d’Ivoire", "Österreich", "Südafrika", "Tschad"]
    assert [place.iso2 for place in Place.objects.search_name("österreich")] == ["AT"]
    assert search.search("Ägypten", language="de").places[0].iso2 == "EG"


def test_the_api_has_it(client, revision):
    for path in ("profiles/", f"profiles/{revision.profile.slug}/", "findings/", "places/", "domains/"):
        response = client.get(f"/api/v1/{path}")
        assert response.status_code == 200, path
    rows = client.get("/api/v1/findings/", {"language": revision.profile.language}).json()
    assert rows["count"] == 12
    assert client.get("/api/v1/openapi.json").status_code == 200


def test_machines_are_told_of_it(client, db):
    for address in machine_addresses():
        assert client.get(address).status_code == 200, address
    assert 'hreflang="de"' in words_of(client, "/sitemap-pages.xml")


@pytest.mark.parametrize("language", READERS)
def test_the_administration_works(admin_client, revision, language):
    draft = workflow.start_revision(revision.profile, by=None)
    place = revision.profile.place
    for address in (
        "/admin/",
        "/admin/profiles/profile/",
        "/admin/profiles/profile/add/",
        f"/admin/profiles/profile/{revision.profile.pk}/change/",
        "/admin/profiles/revision/",
        f"/admin/profiles/revision/{draft.pk}/change/",
        f"/admin/profiles/revision/{draft.pk}/preview/?language={language}",
        "/admin/profiles/place/",
        f"/admin/profiles/place/{place.pk}/change/",
        "/admin/profiles/indicatordomain/",
        "/admin/profiles/term/add/",
        "/admin/import/",
    ):
        response = admin_client.get(address, headers={"accept-language": language})
        assert response.status_code == 200, address


def test_a_document_in_it_is_imported(admin_client, revision):
    place = make_place(f"Importland {revision.profile.language}")
    name = {"de": "German", "fa": "Persian", "sq": "Albanian"}[revision.profile.language]
    text = TEXTS[revision.profile.language]
    document = (
        f"Country: {place.name}\nEdition: 1\nDate: September 2021\nLanguage: {name}\n\n"
        f"Migrants’ rights\nMigration Governance: examples of well-developed areas\n• {text}\n"
    )
    response = admin_client.post("/admin/import/", {"text": document})
    assert response.status_code == 302
    page = parse(admin_client.get(response["Location"]))
    assert text in text_of(page)
    assert page.xpath(f"//*[@lang='{revision.profile.language}'][@dir='{revision.profile.direction}']")


def test_a_german_document_is_read_in_german(db):
    from profiles.imports.text.dates import parse_date
    from profiles.imports.text.headings import heading_of

    assert heading_of("Rechte der Migranten", {}).domain == 1
    assert parse_date("März 2021") == (2021, 3)


def test_domains_terms_and_alerts_take_it(client, db):
    domain = DomainText.objects.filter(variant="country").first().domain
    DomainText(
        domain=domain, variant="country", language="de", title="Rechte", description="Beschreibung."
    ).save()
    search.index_domains()
    assert "Beschreibung." in text_of(parse(client.get(f"/de/domains/{domain.slug}/")))
    make_term("Binnenmigration", "de")
    make_term("مهاجرت داخلی", "fa")
    assert "Binnenmigration" in text_of(parse(client.get("/de/glossary/")))
    assert client.get("/fa/glossary/").status_code == 200
    alert = Alert(email="leser@example.org", language="de", place=Place.objects.get(slug="mali"))
    alert.full_clean(exclude=["domain"])
    alert.save()


def test_every_profile_may_be_in_every_language(db):
    assert Revision.objects.filter(state=State.PUBLISHED).exists()
    assert set(Language.values) > set(Profile.objects.values_list("language", flat=True))
