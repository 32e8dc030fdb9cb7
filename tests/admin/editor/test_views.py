"""The editing screen: saved by POST with and without a script, and nothing that was typed is ever lost."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from profiles import workflow
from profiles.choices import Role, State
from profiles.content.serialize import serialize_revision
from profiles.models import FindingSource, Presence, Revision, Source
from tests.admin.editor.editing import JSON, field, form_values, open_editor, post, signed_in, spare, texts
from tests.admin.forms import admin_address, messages_of
from tests.factories import make_complete, make_draft, make_in_state, make_member, make_user
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")


# Saving


def test_saving_what_was_not_changed_changes_nothing(admin_client, draft):
    before = serialize_revision(draft)
    assert post(admin_client, draft, form_values(admin_client, draft)).status_code == 302
    draft.refresh_from_db()
    assert serialize_revision(draft) == before
    assert draft.lock_version == 1


def test_a_plain_form_changes_adds_moves_and_deletes(admin_client, draft):
    page, data = open_editor(admin_client, draft)
    new, row = spare(page, "finding"), spare(page, "source")
    data |= {
        "introduction": "First.\r\n\r\nSecond.",
        "change_note": "Two findings are new.",
        field(draft, "text"): "Reworded – “exactly” so.",
        f"text-{new}": "A new finding.",
        f"title-{row}": "A new source",
        field(draft, "cited"): "3: p. 2\r\n1: art. 4",
        field(draft, "list", 1): "migrants-rights/well_developed",
        field(draft, "position", 1): "1",
        field(draft, "list", 2): "delete",
        "none": ["mobility-dimensions-of-crises/potential"],
    }
    text = texts(draft)[1]
    assert "Saved." in messages_of(admin_client.post(admin_address(draft), data, follow=True))
    draft.refresh_from_db()
    assert draft.introduction == "First.\n\nSecond."
    assert draft.change_note == "Two findings are new."
    assert draft.none_identified == ["mobility-dimensions-of-crises/potential"]
    assert texts(draft)[:3] == [text, "Reworded – “exactly” so.", "A new finding."]
    assert len(texts(draft)) == 4
    citations = draft.findings.get(text__startswith="Reworded").cited.order_by("position")
    assert [str(row) for row in citations] == ["A new source, p. 2", "A fictional law, art. 4"]
    assert draft.profile.log.get().verb == "save"


def test_what_was_understood_of_a_line_of_sources_stands_beside_it(admin_client, draft):
    data = form_values(admin_client, draft) | {field(draft, "cited"): "1: art. 4; 2"}
    key = field(draft, "cited").removeprefix("cited-")
    response = post(admin_client, draft, data, HTTP_ACCEPT="application/json")
    line = response.json()["understood"][key]
    assert line.startswith("1: ") and ", art. 4 · 2: " in line
    page = parse(admin_client.get(admin_address(draft)))
    assert page.get_element_by_id(f"understood-{key}").text == line


def test_a_refused_save_keeps_everything_that_was_typed(admin_client, draft):
    data = form_values(admin_client, draft) | {
        "introduction": "Typed for an hour.",
        field(draft, "text"): "",
        field(draft, "text", 1): "Another typed text.",
        field(draft, "cited", 1): "9: nowhere",
    }
    response = post(admin_client, draft, data)
    assert response.status_code == 400
    page = parse(response)
    assert page.get_element_by_id("introduction").value.strip() == "Typed for an hour."
    assert page.get_element_by_id(field(draft, "text", 1)).value.strip() == "Another typed text."
    assert page.get_element_by_id(field(draft, "cited", 1)).value.strip() == "9: nowhere"
    assert page.xpath(f"//*[@id='problems']//a[@href='#{field(draft, 'text')}']")
    draft.refresh_from_db()
    assert draft.introduction == "A fictional example."
    values = dict(page.get_element_by_id("revision_form").form_values())
    values |= {field(draft, "text"): "Here it is.", field(draft, "cited", 1): ""}
    assert post(admin_client, draft, values).status_code == 302
    draft.refresh_from_db()
    assert draft.introduction.strip() == "Typed for an hour."


# While typing


def test_a_script_saves_and_is_told_the_new_version(admin_client, draft):
    data = form_values(admin_client, draft) | {"introduction": "Typed just now."}
    answer = post(admin_client, draft, data, **JSON)
    assert answer.status_code == 200
    draft.refresh_from_db()
    result = answer.json()
    assert result["version"] == draft.lock_version == 2
    assert draft.introduction == "Typed just now."
    assert "Before it can be submitted" in result["problems"]
    assert draft.profile.snapshots.latest("made_at").is_automatic
    assert not draft.profile.log.exists()
    assert Presence.objects.get().user.username == "editor"
    again = data | {
        "introduction": "And on.",
        "version": result["version"],
        "base": json.dumps(result["base"]),
    }
    assert post(admin_client, draft, again, **JSON).json()["version"] == 3


def test_the_same_text_sent_twice_is_no_conflict(admin_client, draft):
    """An answer that was lost on the way: what is sent again has been stored already."""
    data = form_values(admin_client, draft) | {"introduction": "Sent twice."}
    first = post(admin_client, draft, data, **JSON).json()
    assert post(admin_client, draft, data, **JSON).json()["version"] == first["version"]


def test_saving_by_the_button_is_logged(admin_client, draft):
    data = form_values(admin_client, draft) | {"introduction": "Typed just now."}
    post(admin_client, draft, data | {"deliberate": "1"}, **JSON)
    assert draft.profile.log.get().verb == "save"
    assert not draft.profile.snapshots.latest("made_at").is_automatic


def test_a_script_is_told_what_to_mend(admin_client, draft):
    answer = post(admin_client, draft, form_values(admin_client, draft) | {field(draft, "text"): ""}, **JSON)
    assert answer.status_code == 400
    assert f"#{field(draft, 'text')}" in answer.json()["problems"]


def test_a_script_is_told_that_she_is_signed_out(client, admin_client, draft):
    data = form_values(admin_client, draft)
    assert post(client, draft, data, **JSON).status_code == 401
    assert client.get(reverse("admin:profiles_revision_presence", args=[draft.pk])).status_code == 302


def test_a_plain_form_of_one_who_is_signed_out_is_handed_back(client, admin_client, draft):
    data = form_values(admin_client, draft) | {
        "introduction": "Typed for an hour.",
        field(draft, "text"): "This, too.",
    }
    response = post(client, draft, data)
    assert response.status_code == 403
    values = [box.value.strip() for box in parse(response).xpath("//textarea[@readonly]")]
    assert "Typed for an hour." in values
    assert "This, too." in values
    draft.refresh_from_db()
    assert draft.introduction == "A fictional example."


def test_a_plain_form_with_an_old_token_is_handed_back(admin_client, draft):
    """She signed in again in another tab: the token of this form is one of before."""
    data = form_values(admin_client, draft) | {
        "introduction": "Typed for an hour.",
        field(draft, "text"): "This, too.",
    }
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = admin_client.cookies
    response = post(strict, draft, data | {"csrfmiddlewaretoken": "o" * 64})
    assert response.status_code == 403
    items = [text_of(row) for row in parse(response).xpath("//main//li")]
    assert "Typed for an hour." in items
    assert "This, too." in items


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED, State.PUBLISHED])
def test_what_is_no_draft_any_more_hands_the_text_back(admin_client, state):
    draft = make_complete()
    data = form_values(admin_client, draft) | {"introduction": "Typed too late."}
    draft = workflow.submit(draft, by=None)
    if state != State.IN_REVIEW:
        draft = workflow.approve(draft, by=None)
    if state == State.PUBLISHED:
        draft = workflow.publish(draft, by=None)
    response = post(admin_client, draft, data)
    assert response.status_code == 409
    assert "Typed too late." in [box.value.strip() for box in parse(response).xpath("//textarea")]
    answer = post(admin_client, draft, data, **JSON)
    assert answer.status_code == 409
    assert answer.json()["reason"]
    assert "is_overtaken" not in answer.json()


def test_a_discarded_draft_hands_the_text_back(admin_client, draft):
    data = form_values(admin_client, draft) | {"introduction": "Typed too late."}
    workflow.discard(draft, by=None)
    response = post(admin_client, draft, data)
    assert response.status_code == 404
    assert "Typed too late." in response.content.decode()
    assert post(admin_client, draft, data, **JSON).status_code == 404


# Who is here


def test_who_else_is_editing_is_shown_while_it_is_true(admin_client, draft):
    other = make_user("colleague")
    address = reverse("admin:profiles_revision_presence", args=[draft.pk])
    assert signed_in(other).post(address).json()["others"] == []
    presence = admin_client.post(address).json()
    assert [row["name"] for row in presence["others"]] == ["colleague"]
    assert presence["version"] == 1
    assert presence["token"]
    assert "colleague is editing this" in text_of(parse(admin_client.get(admin_address(draft))))
    Presence.objects.filter(user=other).update(seen_at=timezone.now() - timedelta(seconds=61))
    assert admin_client.get(address).json()["others"] == []
    assert "colleague is editing" not in admin_client.get(admin_address(draft)).content.decode()


def test_looking_is_not_editing(admin_client, draft):
    address = reverse("admin:profiles_revision_presence", args=[draft.pk])
    admin_client.get(address)
    signed_in(make_member(Role.REVIEWER)).post(address)
    assert not Presence.objects.exists()


# What it shows, and what it costs


def test_completeness_is_shown_with_links_to_the_fields(admin_client, draft):
    page = parse(admin_client.get(admin_address(draft)))
    links = page.xpath("//*[@id='problems']//a/@href")
    assert "#list-migrants-rights-potential" in links
    for link in links:
        assert not link.startswith("#") or page.get_element_by_id(link[1:]) is not None


def test_a_verb_that_may_not_be_used_says_why(admin_client, draft):
    workflow.record_sign_off(draft, by=None, body="Ministry", signed_on=timezone.now().date())
    page = parse(admin_client.get(admin_address(draft)))
    (button,) = page.xpath("//button[@aria-describedby='why-discard']")
    assert button.get("aria-disabled") == "true"
    assert "A government has signed off this draft" in text_of(page.get_element_by_id("why-discard"))


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.PUBLISHED, State.SUPERSEDED])
def test_what_is_no_draft_is_only_read(admin_client, state):
    revision = make_in_state(state)
    for address in (
        admin_address(revision),
        admin_address(revision).replace(f"/{revision.pk}/", f"/_3{revision.pk}/"),
    ):
        response = admin_client.get(address)
        if response.status_code == 200:
            assert not parse(response).xpath("//textarea[@name]")


def make_large(findings: int, sources: int = 20) -> Revision:
    draft = make_draft(findings=findings)
    rows = [Source.objects.create(revision=draft, title=f"Source {i}", position=i) for i in range(sources)]
    FindingSource.objects.bulk_create(
        FindingSource(finding=finding, source=source, locator="p. 1")
        for finding in draft.findings.all()
        for source in rows[:2]
    )
    return draft


def test_the_form_of_60_findings_and_20_sources_stays_under_500_fields(admin_client):
    page = parse(admin_client.get(admin_address(make_large(60))))
    assert len(page.xpath("//input | //select | //textarea")) < 500


def test_the_screen_takes_at_most_15_queries_however_long_the_text(draft):
    analyst = make_member(Role.ANALYST)
    admin_client = signed_in(analyst)
    counts = []
    for large in (make_large(6), make_large(60)):
        admin_client.get(admin_address(large))
        with CaptureQueriesContext(connection) as reading:
            admin_client.get(admin_address(large))
        data = form_values(admin_client, large) | {"introduction": "Changed."}
        with CaptureQueriesContext(connection) as saving:
            assert post(admin_client, large, data, **JSON).status_code == 200
        counts.append((len(reading), len(saving)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 15, [query["sql"][:90] for query in reading]
