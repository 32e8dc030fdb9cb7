"""A document in another language than its profile goes on as a translation, without a second upload."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from profiles import workflow
from profiles.choices import Action, State
from profiles.content.serialize import serialize_revision
from profiles.content.translations import finding_key
from profiles.models import ImportDocument, ImportName, LogEntry, Profile, Revision, Translation
from tests.admin.forms import form_data
from tests.admin.imports.test_views import HOME, page_of, send
from tests.admin.revision.test_transitions import signed_in
from tests.factories import make_member, make_place, make_profile
from tests.imports.translations.documents import ADDED, DOMAIN_HEADINGS, ENGLISH, FRENCH, findings_of
from tests.pages import parse, text_of

pytestmark = [pytest.mark.usefixtures("domains")]


@pytest.fixture
def profile() -> Profile:
    """A published profile in English."""
    place = make_place("Xaland", slug="xaland", iso2="XA")
    profile = make_profile(place, year=2021, language="en")
    draft = workflow.start_revision(profile, None)
    content = serialize_revision(draft) | {
        "findings": [finding | {"key": str(uuid4())} for finding in findings_of(ENGLISH)]
    }
    draft = workflow.save_content(draft, content, draft.lock_version, None)
    workflow.publish(draft, None)
    return profile


def french(*added: str) -> str:
    """Return the profile in French as a text; `added` findings stand at the end."""
    rights, partnerships = DOMAIN_HEADINGS["fr"]
    lists = {"migrants-rights/well_developed": (rights, "Domaines bien développés")}
    lists["partnerships/potential"] = (partnerships, "Domaines susceptibles d’être développés davantage")
    lines = ["Xaland", "Premier profil", "2021"]
    for name, (domain, heading) in lists.items():
        items = [f"• {text}" for where, text in FRENCH if where == name]
        lines += [domain, heading, *items]
    return "\n\n".join([*lines, *(f"• {text}" for text in added)])


def translation_page(client: Client, address: str) -> str:
    answer = send(client, address, translate="1")
    assert answer.status_code == 302, text_of(parse(answer).body)
    return str(answer["Location"])


def test_the_document_becomes_the_draft_of_a_translation(admin_client, profile):
    address = page_of(admin_client, french())
    page = parse(admin_client.get(address))
    (button,) = page.xpath("//button[@name='translate']")
    assert text_of(button) == "Make it the French translation of this profile"
    assert not page.xpath("//button[@name='take']")
    note = page.xpath("//section[@aria-labelledby='problems-heading']//li")[0]
    assert "another language (French) than the original text of “Xaland" in text_of(note)
    there = translation_page(admin_client, address)
    translation = Translation.objects.get(profile=profile, language="fr")
    document = ImportDocument.objects.get()
    assert there == f"/admin/profiles/translation/{translation.pk}/import/{document.pk}/"
    assert translation.state == State.DRAFT and translation.units == {}
    assert "Each text of the document has its place." in text_of(parse(admin_client.get(there)))
    send(admin_client, there, take="1")
    translation.refresh_from_db()
    keys = {finding.text: str(finding.key) for finding in profile.revisions.get().findings.all()}
    assert {key: unit["text"] for key, unit in translation.units.items()} == {
        finding_key(keys[original]): text
        for (_list, original), (_same, text) in zip(ENGLISH, FRENCH, strict=True)
    }
    assert LogEntry.objects.get(verb=Action.IMPORT, language="fr").note == "pasted.txt"
    assert not ImportDocument.objects.exists()
    assert Revision.objects.count() == 1


def test_what_was_decided_line_by_line_goes_along(admin_client, profile):
    text = french().replace("Domaines susceptibles d’être développés davantage", "Faiblesses")
    address = page_of(admin_client, text)
    page = parse(admin_client.get(address))
    (field,) = page.xpath("//*[@class='importing-question']//select/@name")
    send(admin_client, address, look="1", **{field: "potential"})
    there = translation_page(admin_client, address)
    page = parse(admin_client.get(there))
    assert "Each text of the document has its place." in text_of(page)
    assert page.xpath(f"//a[@href='{address}']")
    send(admin_client, there, take="1")
    assert len(Translation.objects.get().units) == len(FRENCH)
    assert list(ImportName.objects.values_list("name", "target")) == [
        (field.removeprefix("name:"), "potential")
    ]


def test_the_lines_can_be_corrected_afterwards_and_the_decisions_stay(admin_client, profile):
    address = page_of(admin_client, french(ADDED["fr"]))
    there = translation_page(admin_client, address)
    page = parse(admin_client.get(there))
    (field,) = page.xpath("//li[contains(@class, 'unplaced')]//select/@name")
    send(admin_client, there, look="1", **{field: "none"})
    assert parse(admin_client.get(HOME)).xpath(f"//a[@href='{address}']")
    (line,) = parse(admin_client.get(address)).xpath(f"//li[contains(., '{FRENCH[0][1][-20:]}')]/@id")
    send(admin_client, address, line=line.removeprefix("line-"), to="aside", move="1")
    assert translation_page(admin_client, address) == there
    page = parse(admin_client.get(there))
    assert page.xpath(f"//select[@name='{field}']//option[@selected]/@value") == ["none"]
    assert FRENCH[0][1] not in [text_of(row) for row in page.xpath("//p[@class='importing-text']")]
    # The same document again is the one that is here, with its decisions.
    assert page_of(admin_client, french(ADDED["fr"])) == address
    assert ImportDocument.objects.get().choices["decisions"]


def test_an_open_draft_of_the_translation_gets_the_document(admin_client, profile):
    translation = workflow.start_translation(profile, "fr", None)
    address = page_of(admin_client, french())
    assert "There is a draft of this translation." in text_of(parse(admin_client.get(address)))
    assert f"/translation/{translation.pk}/" in translation_page(admin_client, address)
    assert Translation.objects.count() == 1


def test_where_there_are_two_texts_it_is_asked_which_is_translated(admin_client, profile):
    draft = workflow.start_revision(profile, None)
    address = page_of(admin_client, french())
    options = parse(admin_client.get(address)).xpath("//select[@name='revision']/option/@value")
    assert options == [str(draft.number), "1"]
    send(admin_client, address, translate="1", revision="1")
    assert Translation.objects.get().revision.number == 1


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED])
def test_a_translation_that_is_in_review_stays_as_it_is(admin_client, profile, state):
    translation = workflow.start_translation(profile, "fr", None)
    Translation.objects.filter(pk=translation.pk).update(state=state)
    address = page_of(admin_client, french())
    page = parse(admin_client.get(address))
    assert not page.xpath("//button[@name='translate']")
    assert "It can be edited again when it is sent back." in text_of(page)
    answer = send(admin_client, address, translate="1")
    assert answer.status_code == 409
    assert "It can be edited again when it is sent back." in text_of(parse(answer))
    assert "translation" not in ImportDocument.objects.get().choices


def test_whoever_may_not_translate_reads_why(profile):
    analyst = make_member("Analyst", profile.place)
    analyst.groups.get().permissions.remove(Permission.objects.get(codename="change_translation"))
    client = signed_in(analyst)
    address = page_of(client, french())
    page = parse(client.get(address))
    assert not page.xpath("//button[@name='translate']")
    assert "not change them" in text_of(page.xpath("//*[@class='warning-note']")[0])
    assert send(client, address, translate="1").status_code == 409
    assert not Translation.objects.exists()


def test_a_document_in_the_language_of_the_original_is_no_translation(admin_client, profile):
    address = page_of(admin_client, french())
    form = form_data(admin_client, address, "import_form")
    answer = admin_client.post(address, form | {"language": "en", "translate": "1"})
    assert answer.status_code == 409
    assert not Translation.objects.exists()
    answer = send(admin_client, address, translate="1")
    assert answer.status_code == 409
    assert not Translation.objects.exists()
