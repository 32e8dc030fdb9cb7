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
from tests.admin.forms import admin_address, form_data, messages_of
from tests.factories import make_complete, make_draft, make_in_state, make_member, make_place, make_user
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")

JSON = {"HTTP_ACCEPT": "application/json"}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def draft(db) -> Revision:
    """A draft of four findings in four domains, the first of which rests on the first of two sources."""
    draft = make_draft()
    law = Source.objects.create(revision=draft, title="A fictional law", position=0)
    Source.objects.create(revision=draft, title="A fictional report", position=1)
    FindingSource.objects.create(finding=draft.findings.first(), source=law, locator="art. 4")
    return draft


def field(draft: Revision, name: str, index: int = 0) -> str:
    """Return the name of a field of the finding `index`, in reading order."""
    return f"{name}-{draft.findings.in_order()[index].key}"


def read(client: Client, draft: Revision) -> dict:
    return form_data(client, admin_address(draft))


def opened(client: Client, draft: Revision):
    """Return the page and its form as it would be sent: the keys of spare rows are new on each page."""
    page = parse(client.get(admin_address(draft)))
    return page, dict(page.get_element_by_id("revision_form").form_values())


def spare(page, row: str) -> str:
    """Return the key of the first empty row that is there for who has no script."""
    return page.xpath(f"//li[contains(@class, '{row} plain-only')]/@data-key")[0]


def post(client: Client, draft: Revision, data: dict, **headers):
    return client.post(admin_address(draft), data, **headers)


def alter(draft: Revision, by, **changes) -> None:
    """Save `changes` (introduction, or the text of the finding with that index) as somebody else."""
    draft.refresh_from_db()
    content = serialize_revision(draft)
    content["introduction"] = changes.get("introduction", content["introduction"])
    for row, text in changes.get("texts", {}).items():
        content["findings"][row]["text"] = text
    workflow.save_content(draft, content, draft.lock_version, by)


def texts(draft: Revision) -> list[str]:
    return [finding.text for finding in draft.findings.in_order()]


# Saving


def test_saving_what_was_not_changed_changes_nothing(admin_client, draft):
    before = serialize_revision(draft)
    assert post(admin_client, draft, read(admin_client, draft)).status_code == 302
    draft.refresh_from_db()
    assert serialize_revision(draft) == before
    assert draft.lock_version == 1


def test_a_plain_form_changes_adds_moves_and_deletes(admin_client, draft):
    page, data = opened(admin_client, draft)
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
    moved = texts(draft)[1]
    assert "Saved." in messages_of(admin_client.post(admin_address(draft), data, follow=True))
    draft.refresh_from_db()
    assert draft.introduction == "First.\n\nSecond."
    assert draft.change_note == "Two findings are new."
    assert draft.none_identified == ["mobility-dimensions-of-crises/potential"]
    assert texts(draft)[:3] == [moved, "Reworded – “exactly” so.", "A new finding."]
    assert len(texts(draft)) == 4
    cited = draft.findings.get(text__startswith="Reworded").cited.order_by("position")
    assert [str(row) for row in cited] == ["A new source, p. 2", "A fictional law, art. 4"]
    assert draft.profile.log.get().verb == "save"


def test_a_refused_save_keeps_everything_that_was_typed(admin_client, draft):
    data = read(admin_client, draft) | {
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
    mended = dict(page.get_element_by_id("revision_form").form_values())
    mended |= {field(draft, "text"): "Here it is.", field(draft, "cited", 1): ""}
    assert post(admin_client, draft, mended).status_code == 302
    draft.refresh_from_db()
    assert draft.introduction.strip() == "Typed for an hour."


# While typing


def test_a_script_saves_and_is_told_the_new_version(admin_client, draft):
    data = read(admin_client, draft) | {"introduction": "Typed just now."}
    answer = post(admin_client, draft, data, **JSON)
    assert answer.status_code == 200
    draft.refresh_from_db()
    told = answer.json()
    assert told["version"] == draft.lock_version == 2
    assert draft.introduction == "Typed just now."
    assert "Before it can be submitted" in told["problems"]
    assert draft.profile.snapshots.latest("made_at").is_automatic
    assert not draft.profile.log.exists()
    assert Presence.objects.get().user.username == "editor"
    again = data | {"introduction": "And on.", "version": told["version"], "base": json.dumps(told["base"])}
    assert post(admin_client, draft, again, **JSON).json()["version"] == 3


def test_the_same_text_sent_twice_is_no_conflict(admin_client, draft):
    """An answer that was lost on the way: what is sent again has been stored already."""
    data = read(admin_client, draft) | {"introduction": "Sent twice."}
    first = post(admin_client, draft, data, **JSON).json()
    assert post(admin_client, draft, data, **JSON).json()["version"] == first["version"]


def test_saving_by_the_button_is_logged(admin_client, draft):
    data = read(admin_client, draft) | {"introduction": "Typed just now."}
    post(admin_client, draft, data | {"deliberate": "1"}, **JSON)
    assert draft.profile.log.get().verb == "save"
    assert not draft.profile.snapshots.latest("made_at").is_automatic


def test_a_script_is_told_what_to_mend(admin_client, draft):
    answer = post(admin_client, draft, read(admin_client, draft) | {field(draft, "text"): ""}, **JSON)
    assert answer.status_code == 400
    assert f"#{field(draft, 'text')}" in answer.json()["problems"]


def test_a_script_is_told_that_she_is_signed_out(client, admin_client, draft):
    data = read(admin_client, draft)
    assert post(client, draft, data, **JSON).status_code == 401
    assert client.get(reverse("admin:profiles_revision_presence", args=[draft.pk])).status_code == 302


def test_a_plain_form_of_one_who_is_signed_out_is_handed_back(client, admin_client, draft):
    data = read(admin_client, draft) | {
        "introduction": "Typed for an hour.",
        field(draft, "text"): "This, too.",
    }
    response = post(client, draft, data)
    assert response.status_code == 403
    kept = [box.value.strip() for box in parse(response).xpath("//textarea[@readonly]")]
    assert "Typed for an hour." in kept
    assert "This, too." in kept
    draft.refresh_from_db()
    assert draft.introduction == "A fictional example."


def test_a_plain_form_with_an_old_token_is_handed_back(admin_client, draft):
    """She signed in again in another tab: the token of this form is one of before."""
    data = read(admin_client, draft) | {
        "introduction": "Typed for an hour.",
        field(draft, "text"): "This, too.",
    }
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = admin_client.cookies
    response = post(strict, draft, data | {"csrfmiddlewaretoken": "o" * 64})
    assert response.status_code == 403
    kept = [text_of(row) for row in parse(response).xpath("//main//li")]
    assert "Typed for an hour." in kept
    assert "This, too." in kept


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED, State.PUBLISHED])
def test_what_is_no_draft_any_more_hands_the_text_back(admin_client, state):
    draft = make_complete()
    data = read(admin_client, draft) | {"introduction": "Typed too late."}
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
    data = read(admin_client, draft) | {"introduction": "Typed too late."}
    workflow.discard(draft, by=None)
    response = post(admin_client, draft, data)
    assert response.status_code == 404
    assert "Typed too late." in response.content.decode()
    assert post(admin_client, draft, data, **JSON).status_code == 404


# No lost update


@pytest.fixture
def overtaken(admin_client, draft):
    """She has reworded the first and the second finding; meanwhile a colleague saved the first and third."""
    data = read(admin_client, draft) | {
        field(draft, "text"): "Mine of the first.",
        field(draft, "text", 1): "Mine of the second.",
    }
    alter(draft, make_user("colleague"), texts={0: "Theirs of the first.", 2: "Theirs of the third."})
    draft.refresh_from_db()
    return data


def test_a_save_over_a_newer_one_is_refused_with_both_texts(admin_client, draft, overtaken):
    response = post(admin_client, draft, overtaken)
    assert response.status_code == 409
    page = parse(response)
    assert "colleague saved this draft" in text_of(page.get_element_by_id("content"))
    assert "Both of you have changed it." in text_of(page)
    assert len(page.xpath("//fieldset[contains(@class, 'clash')]")) == 3
    assert "Mine" in " ".join(page.xpath("//ins/text()"))
    assert "Theirs" in " ".join(page.xpath("//del/text()"))
    assert texts(draft)[0] == "Theirs of the first."
    told = post(admin_client, draft, overtaken, **JSON)
    assert told.status_code == 409
    assert (told.json()["who"], told.json()["is_overtaken"]) == ("colleague", True)


def test_who_saved_over_herself_is_not_told_of_somebody_else(admin_client, draft):
    data = read(admin_client, draft) | {field(draft, "text"): "Mine, in this window."}
    assert (
        post(
            admin_client, draft, read(admin_client, draft) | {field(draft, "text"): "Mine, in the other."}
        ).status_code
        == 302
    )
    response = post(admin_client, draft, data)
    assert response.status_code == 409
    text = text_of(parse(response).get_element_by_id("content"))
    assert "You saved this draft in another window" in text
    assert "It was changed in both windows." in text
    assert "Use the text of the other window" in text
    assert "Both of you" not in text


def choices(admin_client, draft, data) -> dict:
    """Return the form of the page of both texts, as it is offered."""
    form = parse(post(admin_client, draft, data)).get_element_by_id("revision_form")
    values: dict = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return {name: many[0] if len(many) == 1 else many for name, many in values.items()}


def test_what_only_one_of_them_changed_is_taken_from_her(admin_client, draft, overtaken):
    before = texts(draft)
    offered = choices(admin_client, draft, overtaken)
    assert post(admin_client, draft, offered)["Location"] == f"{admin_address(draft)}?settled=1"
    draft.refresh_from_db()
    assert texts(draft) == ["Mine of the first.", "Mine of the second.", "Theirs of the third.", before[3]]
    assert draft.lock_version == 3


def test_she_may_take_either_for_each(admin_client, draft, overtaken):
    offered = choices(admin_client, draft, overtaken)
    for row, side in enumerate(["theirs", "theirs", "mine"]):
        offered[f"take-{field(draft, 'finding', row)}"] = side
    before = "Fictional finding 3 of"
    post(admin_client, draft, offered)
    first, second, third, _fourth = texts(draft)
    assert first == "Theirs of the first."
    assert "Fictional finding" in second
    assert third.startswith(before)


def test_overtaken_again_while_choosing_asks_again(admin_client, draft, overtaken):
    offered = choices(admin_client, draft, overtaken)
    alter(draft, make_user("third"), introduction="A third hand.")
    again = post(admin_client, draft, offered)
    assert again.status_code == 409
    assert "third saved this draft" in text_of(parse(again))
    assert "Mine of the second." in again.content.decode()


def test_new_findings_and_sources_of_both_are_kept(admin_client, draft):
    page, data = opened(admin_client, draft)
    mine, source = spare(page, "finding"), spare(page, "source")
    data |= {f"text-{mine}": "My new one.", f"title-{source}": "My source", field(draft, "cited", 1): "3"}
    content = serialize_revision(draft)
    content["sources"].append({**content["sources"][0], "key": str(draft.findings.last().key)})
    content["sources"][-1]["title"] = "Their source"
    content["findings"].append(
        {**content["findings"][0], "key": source, "text": "Their new one.", "sources": []}
    )
    workflow.save_content(draft, content, 1, make_user("colleague"))
    post(admin_client, draft, choices(admin_client, draft, data))
    draft.refresh_from_db()
    assert {"My new one.", "Their new one."} <= set(texts(draft))
    titles = set(draft.sources.values_list("title", flat=True))
    assert titles == {"A fictional law", "A fictional report", "My source", "Their source"}


# Who is here


def test_who_else_is_editing_is_shown_while_it_is_true(admin_client, draft):
    other = make_user("colleague")
    address = reverse("admin:profiles_revision_presence", args=[draft.pk])
    assert signed_in(other).post(address).json()["others"] == []
    seen = admin_client.post(address).json()
    assert [row["name"] for row in seen["others"]] == ["colleague"]
    assert seen["version"] == 1
    assert seen["token"]
    assert "colleague is editing this" in text_of(parse(admin_client.get(admin_address(draft))))
    Presence.objects.filter(user=other).update(seen_at=timezone.now() - timedelta(seconds=61))
    assert admin_client.get(address).json()["others"] == []
    assert "colleague is editing" not in admin_client.get(admin_address(draft)).content.decode()


def test_looking_is_not_editing(admin_client, draft):
    address = reverse("admin:profiles_revision_presence", args=[draft.pk])
    admin_client.get(address)
    signed_in(make_member(Role.REVIEWER)).post(address)
    assert not Presence.objects.exists()


# Preview


def test_the_preview_is_the_public_page_with_the_draft_in_it(admin_client, client, draft):
    address = reverse("admin:profiles_revision_preview", args=[draft.pk])
    response = admin_client.get(address)
    page = parse(response)
    assert texts(draft)[0] in text_of(page)
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "Not public" in text_of(page.xpath("//aside[contains(@class, 'preview-bar')]")[0])
    assert not page.xpath("//main//*[contains(@class, 'preview-bar')]")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    published = workflow.publish(draft, by=None)
    public = parse(client.get(published.profile.get_absolute_url()))
    shown, live = (text_of(p.get_element_by_id("main")) for p in (parse(admin_client.get(address)), public))
    assert shown == live


def test_the_preview_speaks_every_language_of_the_site(admin_client, draft):
    address = reverse("admin:profiles_revision_preview", args=[draft.pk])
    page = parse(admin_client.get(f"{address}?language=ar"))
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert page.xpath("//aside//a[@lang='fr']/@href") == ["?language=fr"]


def test_the_preview_is_only_for_those_who_work_on_the_place(client, draft):
    address = reverse("admin:profiles_revision_preview", args=[draft.pk])
    assert client.get(address).status_code == 302
    assert signed_in(make_member(Role.ANALYST, make_place())).get(address).status_code == 404
    assert signed_in(make_member(Role.ANALYST, draft.profile.place)).get(address).status_code == 200
    assert signed_in(make_user(is_staff=False, is_superuser=False)).get(address).status_code == 302
    assert client.get(draft.profile.get_absolute_url()).status_code == 404


def test_only_the_editor_may_show_a_frame(admin_client, draft):
    assert "frame-src 'self'" in admin_client.get(admin_address(draft))["Content-Security-Policy"]
    assert admin_client.get(admin_address(draft))["X-Frame-Options"] == "DENY"
    assert "frame-src" not in admin_client.get(admin_address(draft.profile))["Content-Security-Policy"]


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
        data = read(admin_client, large) | {"introduction": "Changed."}
        with CaptureQueriesContext(connection) as saving:
            assert post(admin_client, large, data, **JSON).status_code == 200
        counts.append((len(reading), len(saving)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 15, [query["sql"][:90] for query in reading]
