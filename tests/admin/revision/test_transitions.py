"""The steps of a revision: each asks first, does it by POST, and answers a refusal with its reason."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from profiles import workflow
from profiles.choices import State
from profiles.models import Finding, Revision
from tests.admin.forms import admin_address, messages_of
from tests.factories import make_complete, make_draft, make_in_state, make_member, make_profile, make_user
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")

STEPS = {
    "submit": (State.DRAFT, State.IN_REVIEW),
    "send_back": (State.IN_REVIEW, State.DRAFT),
    "approve": (State.IN_REVIEW, State.APPROVED),
    "publish": (State.APPROVED, State.PUBLISHED),
    "withdraw": (State.PUBLISHED, State.WITHDRAWN),
}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def take(client: Client, revision: Revision, step: str, **fields):
    """Send the form of a step as its page has it, with `fields`."""
    page = parse(client.get(admin_address(revision, step)))
    (form,) = page.xpath("//div[@id='content-main']//form[@method='post']")
    return client.post(admin_address(revision, step), dict(form.form_values()) | fields, follow=True)


@pytest.mark.parametrize("step", STEPS)
def test_each_step_asks_and_then_does(admin_client, step):
    before, after = STEPS[step]
    revision = make_in_state(before)
    assert admin_client.get(admin_address(revision, step)).status_code == 200
    revision.refresh_from_db()
    assert revision.state == before
    response = take(admin_client, revision, step, note="A reason.")
    revision.refresh_from_db()
    assert revision.state == after
    assert response.redirect_chain == [(admin_address(revision), 302)]
    assert messages_of(response)


def test_a_draft_is_discarded_and_the_way_leads_to_the_profile(admin_client):
    live = make_in_state(State.PUBLISHED)
    draft = workflow.start_revision(live.profile, by=None)
    response = take(admin_client, draft, "discard")
    assert response.redirect_chain == [(admin_address(live.profile), 302)]
    assert live.profile.revisions.get() == live


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_way_out(admin_client, state):
    revision = make_in_state(state)
    page = parse(admin_client.get(admin_address(revision)))
    buttons = page.xpath(
        "//div[@class='buttons' or @class='editor-buttons']//*[self::a or self::button][not(@disabled)]"
    )
    if state == State.SUPERSEDED:  # the text that replaced it is live: a new revision begins there
        assert "Restore this text" in text_of(buttons[-1])
    assert buttons, state


def test_a_button_that_is_refused_says_why():
    revision = make_in_state(State.IN_REVIEW)
    page = parse(signed_in(make_member("Analyst")).get(admin_address(revision)))
    assert text_of(page.get_element_by_id("why-approve")) == "Your account may not review."
    assert page.xpath("//button[@aria-describedby='why-approve']/@disabled")


@pytest.mark.parametrize("step", [*STEPS, "discard", "unschedule"])
def test_a_step_that_is_refused_says_why_at_every_door(admin_client, step):
    revision = make_in_state(State.SUPERSEDED)
    page = parse(admin_client.get(admin_address(revision, step)))
    reason = text_of(page.find_class("warning-note")[0])
    assert reason
    assert not page.xpath("//div[@id='content-main']//form")
    response = admin_client.post(
        admin_address(revision, step), {"note": "A reason that I typed.", "version": "1"}
    )
    assert response.status_code == 409
    text = text_of(parse(response).get_element_by_id("content-main"))
    assert reason in text
    assert "A reason that I typed." in response.content.decode()
    revision.refresh_from_db()
    assert revision.state == State.SUPERSEDED


@pytest.mark.parametrize("step", [*STEPS, "discard", "unschedule"])
def test_a_step_needs_a_token_rights_and_an_account(step):
    revision = make_in_state(STEPS[step][0] if step in STEPS else State.DRAFT)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(admin_address(revision, step)).status_code == 403
    plain = signed_in(make_user(is_superuser=False))
    assert plain.post(admin_address(revision, step), {"note": "x"}).status_code in (403, 404)
    assert Client().get(admin_address(revision, step)).status_code == 302
    assert Client().post(admin_address(revision, step), {"note": "x"}).status_code == 403
    state = revision.state
    revision.refresh_from_db()
    assert revision.state == state


# Submit


def test_what_a_draft_lacks_stands_with_links_to_the_fields(admin_client):
    draft = make_draft(make_profile(month=None), findings=2, introduction="")
    page = parse(admin_client.get(admin_address(draft, "submit")))
    links = dict(zip(page.xpath("//ul[@class='plain-list']//a/@href"), range(100), strict=False))
    assert f"{admin_address(draft.profile)}#id_month" in links
    assert f"{admin_address(draft)}#introduction" in links
    assert any("#list-" in link for link in links)
    assert not page.xpath("//div[@id='content-main']//form")
    response = admin_client.post(admin_address(draft, "submit"), {"version": draft.lock_version})
    assert response.status_code == 409
    assert "The draft is not complete." in response.content.decode()


def test_submitting_warns_of_comments_that_wait(admin_client):
    draft = make_complete()
    writer = make_user()
    workflow.comment(draft, "Is this so?", writer)
    workflow.resolve(workflow.comment(draft, "And this?", writer), writer)
    text = text_of(parse(admin_client.get(admin_address(draft, "submit"))))
    assert "1 comment is not resolved yet." in text
    assert take(admin_client, draft, "submit", note="Please look at domain 2.").status_code == 200
    assert draft.profile.log.get(verb="submit").note == "Please look at domain 2."


# Send back


def test_sending_back_needs_a_reason_and_the_writers_read_it(admin_client):
    revision = make_in_state(State.IN_REVIEW)
    response = admin_client.post(admin_address(revision, "send_back"), {"note": "  "})
    assert response.status_code == 409
    assert "Give the reason" in response.content.decode()
    take(admin_client, revision, "send_back", note="Name the law.")
    page = text_of(parse(admin_client.get(admin_address(revision))))
    assert "sent it back" in page
    assert "Name the law." in page
    workflow.submit(Revision.objects.get(pk=revision.pk), by=None)
    assert "sent it back" not in text_of(parse(admin_client.get(admin_address(revision))))


# Approve


def test_a_word_along_the_way_stands_before_whoever_has_the_text_now(admin_client):
    revision = make_in_state(State.DRAFT)
    take(admin_client, revision, "submit", note="Look at the second domain.")
    for page in ("change", "approve"):
        assert "Look at the second domain." in text_of(parse(admin_client.get(admin_address(revision, page))))
    take(admin_client, revision, "approve", note="Publish it on Monday.")
    for page in ("change", "publish"):
        text = text_of(parse(admin_client.get(admin_address(revision, page))))
        assert "Publish it on Monday." in text
        assert "Look at the second domain." not in text


def test_no_link_leads_to_an_address_that_is_not_public_yet(admin_client):
    revision = make_in_state(State.APPROVED)
    page = parse(admin_client.get(admin_address(revision, "publish")))
    assert revision.profile.get_absolute_url() in page.text_content()
    assert revision.profile.get_absolute_url() not in page.xpath("//a/@href")
    assert admin_address(revision) in page.xpath("//div[@id='content-main']/ul//a/@href")


def test_a_reviewer_sees_first_what_changes():
    live = make_in_state(State.PUBLISHED)
    draft = workflow.start_revision(live.profile, by=None)
    finding = draft.findings.first()
    Finding.objects.filter(pk=finding.pk).update(text=finding.text.replace("Fictional", "Invented"))
    workflow.submit(draft, by=None)
    reviewer = signed_in(make_member("Reviewer"))
    for address in (admin_address(draft), admin_address(draft, "approve")):
        page = parse(reviewer.get(address))
        (section,) = page.find_class("against-public")
        assert section.xpath(".//del/text()")[-1] == "Fictional"
        assert section.xpath(".//ins/text()")[-1] == "Invented"
        assert "Reworded" in text_of(section)
    content = parse(reviewer.get(admin_address(draft))).get_element_by_id("content")
    headings = [text_of(h) for h in content.xpath(".//h2")]
    assert headings.index("What changes for readers") < headings.index("The full text")


def test_who_wrote_last_does_not_approve():
    writer = make_member("Reviewer")
    revision = make_in_state(State.IN_REVIEW, by=writer)
    page = parse(signed_in(writer).get(admin_address(revision, "approve")))
    assert "You made the last change." in text_of(page.find_class("warning-note")[0])


@pytest.mark.parametrize("step", ["submit", "approve", "publish"])
def test_a_text_that_changed_after_it_was_shown_is_not_passed_on(admin_client, step):
    revision = make_in_state(STEPS[step][0])
    Revision.objects.filter(pk=revision.pk).update(lock_version=2, changed_by=make_user("late-writer"))
    response = admin_client.post(
        admin_address(revision, step), {"version": "1", "note": "Kept.", "when": "now"}
    )
    assert response.status_code == 409
    assert "late-writer saved this draft" in response.content.decode()
    revision.refresh_from_db()
    assert revision.state == STEPS[step][0]


# Publish


def test_publishing_at_a_moment(admin_client):
    revision = make_in_state(State.APPROVED)
    day = (timezone.now() + timedelta(days=3)).date()
    response = take(admin_client, revision, "publish", when="later", day=f"{day:%Y-%m-%d}", hour="06:30")
    revision.refresh_from_db()
    assert revision.state == State.APPROVED
    assert revision.publish_at == datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
    assert "06:30 UTC" in messages_of(response)
    assert "Cancel the scheduled publication" in response.content.decode()
    take(admin_client, revision, "unschedule")
    revision.refresh_from_db()
    assert revision.publish_at is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"day": "", "hour": ""}, "Give the date and time"),
        ({"day": "2020-01-01", "hour": "06:30"}, "Choose a moment in the future"),
        ({"day": "no day", "hour": "06:30"}, "valid date"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(admin_client, fields, reason):
    revision = make_in_state(State.APPROVED)
    data = {"version": revision.lock_version, "when": "later"} | fields
    response = admin_client.post(admin_address(revision, "publish"), data)
    assert response.status_code == 409
    assert reason in response.content.decode()
    revision.refresh_from_db()
    assert (revision.state, revision.publish_at) == (State.APPROVED, None)


def test_a_moment_far_ahead_is_doubted_once(admin_client):
    """2062 for 2026: nobody would notice for decades."""
    revision = make_in_state(State.APPROVED)
    year = timezone.now().year + 36
    data = {"version": revision.lock_version, "when": "later", "day": f"{year}-06-01", "hour": "06:30"}
    response = admin_client.post(admin_address(revision, "publish"), data)
    assert response.status_code == 409
    assert "more than a year ahead" in response.content.decode()
    revision.refresh_from_db()
    assert revision.publish_at is None
    (form,) = parse(response).xpath("//div[@id='content-main']//form[@method='post']")
    assert form.xpath(".//input[@name='is_sure'][not(@checked)]")
    admin_client.post(admin_address(revision, "publish"), dict(form.form_values()) | {"is_sure": "on"})
    revision.refresh_from_db()
    assert revision.publish_at == datetime(year, 6, 1, 6, 30, tzinfo=UTC)


def sign(revision: Revision) -> None:
    workflow.record_sign_off(revision, None, body="Ministry of Examples", signed_on=timezone.now().date())


def test_publishing_shows_the_sign_off_and_what_changed_since(admin_client, settings):
    draft = make_complete()
    sign(draft)
    finding = draft.findings.first()
    Finding.objects.filter(pk=finding.pk).update(text="Another wording.")
    revision = workflow.approve(workflow.submit(draft, by=None), by=None)
    page = parse(admin_client.get(admin_address(revision, "publish")))
    text = text_of(page)
    assert "Ministry of Examples signed off a text on" in text
    assert "It has changed since." in text
    assert "Another" in text
    assert page.xpath("//div[@id='content-main']//form")
    settings.SIGN_OFF = "require"
    page = parse(admin_client.get(admin_address(revision, "publish")))
    assert not page.xpath("//div[@id='content-main']//form")
    response = admin_client.post(
        admin_address(revision, "publish"), {"version": revision.lock_version, "when": "now"}
    )
    assert response.status_code == 409
    revision.refresh_from_db()
    assert revision.state == State.APPROVED


# Several at once

CHANGELIST = "/admin/profiles/revision/"


def bulk(client: Client, action: str, *revisions: Revision):
    """Choose revisions in the list, then confirm on the page that asks."""
    selection = {"action": action, "_selected_action": [revision.pk for revision in revisions]}
    page = client.post(CHANGELIST, selection)
    assert page.status_code == 200
    (form,) = parse(page).xpath("//form[@id='content-main']")
    data: dict[str, list[str]] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return page, client.post(CHANGELIST, data, follow=True)


def test_several_are_approved_and_one_that_may_not_be_is_left_out():
    reviewer = make_member("Reviewer")
    own = make_in_state(State.IN_REVIEW, by=reviewer)
    others = [make_in_state(State.IN_REVIEW) for _ in range(2)]
    draft = make_complete()
    page, response = bulk(signed_in(reviewer), "approve", own, *others, draft)
    text = text_of(parse(page))
    assert "Left out: You made the last change." in text
    assert "Left out: Only what is in review can be approved." in text
    assert messages_of(response).count(": approved") == 2
    states = [Revision.objects.get(pk=row.pk).state for row in (own, *others, draft)]
    assert states == [State.IN_REVIEW, State.APPROVED, State.APPROVED, State.DRAFT]


def test_several_at_once_refuse_what_one_would_refuse(admin_client):
    incomplete, revision = make_draft(), make_in_state(State.APPROVED)
    _page, response = bulk(admin_client, "submit", incomplete)
    assert "The draft is not complete." in messages_of(response)
    data = {"action": "publish", "confirmed": "yes", "_selected_action": [revision.pk, incomplete.pk]}
    response = admin_client.post(CHANGELIST, data | {f"version-{revision.pk}": "7"}, follow=True)
    assert "saved this draft" in messages_of(response)
    assert set(Revision.objects.values_list("state", flat=True)) == {State.DRAFT, State.APPROVED}


def test_several_are_submitted_and_published(admin_client):
    drafts = [make_complete() for _ in range(2)]
    bulk(admin_client, "submit", *drafts)
    for draft in drafts:
        workflow.approve(Revision.objects.get(pk=draft.pk), by=None)
    page, response = bulk(admin_client, "publish", *drafts)
    assert text_of(parse(page)).count("No government sign-off is recorded.") == 2
    assert messages_of(response).count(": published") == 2


@pytest.mark.parametrize(
    ("role", "actions"),
    [("Analyst", {"submit"}), ("Reviewer", {"approve"}), ("Publisher", {"publish"})],
)
def test_a_list_offers_what_the_role_may_do(role, actions):
    make_complete()
    page = parse(signed_in(make_member(role)).get(CHANGELIST))
    assert set(page.xpath("//select[@name='action']/option/@value")) - {""} == actions


@pytest.mark.parametrize("pk", ["abc", "9" * 23, "²", "-1"])
def test_a_forged_choice_of_rows_is_a_404(admin_client, pk):
    data = {"action": "submit", "_selected_action": pk}
    assert admin_client.post("/admin/profiles/revision/", data).status_code == 404
