"""The glossary for staff: who may change it, what a term needs, and that nothing is lost or doubtful."""

import pytest
from django.core.management import call_command
from django.test import Client

from profiles.choices import Role
from profiles.models import Term, TermText
from tests.admin.forms import admin_address, form_data
from tests.factories import make_member, make_term
from tests.pages import parse, text_of

LIST = "/admin/profiles/term/"
ADD = f"{LIST}add/"


def a_text(number: int = 0, **fields: str) -> dict[str, str]:
    fields = {
        "language": "en",
        "word": "visa",
        "forms": "visas",
        "definition": "A fictional meaning.",
        "source_title": "A fictional handbook",
        "source_url": "",
    } | fields
    return {f"texts-{number}-{name}": value for name, value in fields.items()}


def form(*texts: dict[str, str], slug: str = "visa") -> dict[str, str]:
    data = {"slug": slug, "texts-TOTAL_FORMS": str(len(texts)), "texts-INITIAL_FORMS": "0"}
    for text in texts:
        data |= text
    return data


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_member(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_administrators_change_the_glossary_and_all_staff_read_it(role):
    client, term = signed_in(role), make_term("passport").term
    may = role == Role.ADMINISTRATOR
    assert client.get(LIST).status_code == 200
    response = client.get(admin_address(term))
    assert response.status_code == 200
    assert "What passport means." in text_of(parse(response).find("body"))
    assert client.get(ADD).status_code == (200 if may else 403)
    assert client.post(ADD, form(a_text())).status_code == (302 if may else 403)
    assert Term.objects.filter(slug="visa").exists() == may
    assert client.post(admin_address(term, "delete"), {"post": "yes"}).status_code == (302 if may else 403)
    assert Term.objects.filter(pk=term.pk).exists() != may


@pytest.mark.usefixtures("domains")
def test_a_term_is_added_in_two_languages_and_is_public_at_once(admin_client, client):
    french = a_text(1, language="fr", forms="visas\r\nvisa d’entrée", definition="Un sens fictif.")
    assert admin_client.post(ADD, form(a_text(), french)).status_code == 302
    assert TermText.objects.get(language="fr").forms == "visas\nvisa d’entrée"
    assert "Un sens fictif." in client.get("/fr/glossary/").content.decode()
    assert "A fictional meaning." in client.get("/ar/glossary/").content.decode()


@pytest.mark.django_db
def test_the_address_of_a_term_stays(admin_client):
    text = make_term("passport")
    data = form_data(admin_client, admin_address(text.term), "term_form")
    assert "slug" not in data
    answer = admin_client.post(
        admin_address(text.term), data | {"slug": "other", "texts-0-word": "travel document"}
    )
    assert answer.status_code == 302
    text.refresh_from_db()
    assert (text.word, Term.objects.get().slug) == ("travel document", text.term.slug)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"definition": ""}, "This field is required."),
        ({"source_title": ""}, "This field is required."),
        ({"source_url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"word": "PASSPORT"}, "“passport” is already marked as the term passport."),
        ({"forms": "visas\nidentity  papers"}, "“identity papers” is already marked as the term passport."),
    ],
)
def test_a_text_that_is_not_whole_or_is_doubtful_is_refused(admin_client, fields, complaint):
    make_term("passport", forms="identity papers")
    answer = admin_client.post(ADD, form(a_text(**fields)))
    assert answer.status_code == 200
    assert complaint in text_of(parse(answer).find("body"))
    assert Term.objects.count() == 1


@pytest.mark.django_db
def test_the_same_words_may_be_another_term_in_another_language_or_an_everyday_word(admin_client):
    make_term("passport")
    assert admin_client.post(ADD, form(a_text(word="passport", language="fr"), slug="one")).status_code == 302
    everyday = a_text(word="passport", is_everyday="on")
    assert admin_client.post(ADD, form(everyday, slug="two")).status_code == 302


@pytest.mark.django_db
def test_a_term_without_any_text_and_one_with_two_in_a_language_are_refused(admin_client):
    assert admin_client.post(ADD, form()).status_code == 200
    answer = admin_client.post(ADD, form(a_text(), a_text(1, word="permit", forms="")))
    assert answer.status_code == 200
    assert not Term.objects.exists()


@pytest.mark.django_db
def test_the_list_shows_what_is_missing_and_finds_by_words(admin_client):
    whole = make_term("passport", forms="identity papers")
    for language in ("fr", "es", "ar", "pt"):
        make_term(f"word in {language}", language, term=whole.term)
    make_term("tampon", "fr")

    def words(query: str) -> list[str]:
        rows = parse(admin_client.get(f"{LIST}{query}")).xpath("//table[@id='result_list']/tbody/tr")
        return [" ".join(" ".join(cell.text_content() for cell in row).split()) for row in rows]

    (first, second) = sorted(words(""))
    assert first.startswith("passport")
    assert not any(name in first for name in ("English", "Français"))
    assert second.startswith("tampon")
    assert "English, Español, العربية, Português" in second
    assert [row.partition(" ")[0] for row in words("?missing=en")] == ["tampon"]
    assert words("?missing=fr") == []
    assert [row.partition(" ")[0] for row in words("?q=papers")] == ["passport"]


@pytest.mark.usefixtures("mali")
def test_a_restart_never_writes_over_an_edit(settings, monkeypatch):
    from profiles.management.commands import prepare

    monkeypatch.setattr(prepare, "collect_static", lambda: None)
    edited = TermText.objects.filter(language="en").first()
    TermText.objects.filter(pk=edited.pk).update(definition="Edited.")
    Term.objects.exclude(pk=edited.term_id).delete()
    call_command("prepare")
    assert [text.definition for text in TermText.objects.filter(language="en")] == ["Edited."]
    Term.objects.all().delete()
    call_command("prepare")
    assert TermText.objects.filter(language="ar").count() == Term.objects.count() > 10
