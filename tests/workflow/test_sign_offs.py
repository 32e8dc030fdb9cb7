"""The government's part: its sign-off of one very text, and the private links to a draft."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from profiles import workflow
from profiles.choices import Action, State
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import ReviewLink, ReviewVisit, Revision, Snapshot, StoredFile
from profiles.workflow import WorkflowError
from tests.factories import make_complete, make_in_state, make_member, make_user
from tests.workflow.drafting import all_rows, fail, type_into

pytestmark = pytest.mark.usefixtures("domains")


def today():
    return timezone.now().date()


# Sign-off


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED])
@pytest.mark.parametrize("who", ["Analyst", "Reviewer", "Publisher", "system"])
def test_a_sign_off_keeps_the_very_text(state, who):
    user = None if who == "system" else make_member(who)
    revision = make_in_state(state)
    before = Revision.objects.filter(pk=revision.pk).values().get()
    sign_off = workflow.record_sign_off(
        revision, user, body=" Ministry of Examples ", office="Director", signed_on=today(), note="By letter."
    )
    assert (sign_off.body, sign_off.office) == ("Ministry of Examples", "Director")
    assert sign_off.note == "By letter."
    assert (sign_off.recorded_by, sign_off.signed_on) == (user, today())
    assert load_snapshot(sign_off.snapshot) == serialize_revision(revision)
    assert (sign_off.snapshot.verb, sign_off.snapshot.is_automatic) == (Action.SIGN_OFF, False)
    assert Revision.objects.filter(pk=revision.pk).values().get() == before
    entry = revision.profile.log.first()
    assert (entry.verb, entry.by, entry.note) == (Action.SIGN_OFF, user, "Ministry of Examples")


def test_the_letter_is_kept_with_it():
    revision = make_complete()
    file = ContentFile(b"%PDF-1.7", name="letter.pdf")
    sign_off = workflow.record_sign_off(revision, None, body="Ministry", signed_on=today(), file=file)
    assert sign_off.file.read() == b"%PDF-1.7"
    sign_off.file.close()


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"body": "  "}, "Name the government body"),
        ({"body": "x" * 201}, "at most 200 characters"),
        ({"office": "x" * 201}, "at most 200 characters"),
        ({"signed_on": timezone.now().date() + timedelta(days=2)}, "is in the future"),
    ],
)
def test_a_sign_off_that_cannot_be_is_refused(facts, reason):
    revision = make_complete()
    before = all_rows()
    with pytest.raises(WorkflowError, match=reason):
        workflow.record_sign_off(revision, None, **({"body": "Ministry", "signed_on": today()} | facts))
    assert all_rows() == before


def test_recording_is_all_or_nothing(monkeypatch):
    revision = make_complete()
    before = all_rows()
    for module in ("sign_offs", "review_links"):
        monkeypatch.setattr(f"profiles.workflow.{module}.log_text", fail)
    with pytest.raises(RuntimeError):
        workflow.record_sign_off(revision, None, body="Ministry", signed_on=today())
    with pytest.raises(RuntimeError):
        workflow.create_review_link(revision, None, "Ministry")
    assert all_rows() == before


def test_a_sign_off_is_outdated_by_a_change_and_not_by_one_that_is_undone():
    revision, user = make_complete(), make_user()
    assert workflow.current_sign_off(revision) is None
    signed_text = serialize_revision(revision)
    sign_off = workflow.record_sign_off(revision, user, body="Ministry", signed_on=today())
    assert workflow.current_sign_off(revision) == workflow.sign_offs.CurrentSignOff(sign_off, False)
    revision = type_into(revision, user, "Changed.")
    assert workflow.current_sign_off(revision).is_outdated
    revision = workflow.save_content(revision, signed_text, revision.lock_version, user)
    assert not workflow.current_sign_off(revision).is_outdated
    workflow.submit(revision, by=None)
    workflow.approve(revision, by=None)
    workflow.publish(revision, by=None)
    assert not workflow.current_sign_off(Revision.objects.get(pk=revision.pk)).is_outdated


@pytest.mark.parametrize("part", ["introduction", "none_identified", "source", "locator", "order"])
def test_a_change_of_any_part_outdates_a_sign_off(part):
    revision = make_complete()
    workflow.record_sign_off(revision, None, body="Ministry", signed_on=today())
    content = serialize_revision(revision)
    if part == "introduction":
        content["introduction"] += "."
    elif part == "none_identified":
        content["none_identified"] = ["partnerships/potential"]
    elif part == "source":
        content["sources"][0]["year"] = 2020
    elif part == "locator":
        content["findings"][3]["sources"][0]["locator"] = "art. 2"
    else:
        first, second = content["findings"][:2]
        first["kind"], second["kind"] = second["kind"], first["kind"]
    workflow.save_content(revision, content, 1, None)
    assert workflow.current_sign_off(Revision.objects.get(pk=revision.pk)).is_outdated


def test_the_latest_sign_off_counts():
    revision = make_complete()
    workflow.record_sign_off(revision, None, body="Ministry", signed_on=today())
    type_into(revision, None, "Changed.")
    newer = workflow.record_sign_off(revision, None, body="Cabinet", signed_on=today())
    current = workflow.current_sign_off(Revision.objects.get(pk=revision.pk))
    assert (current.sign_off, current.is_outdated) == (newer, False)


# Review links


def test_a_link_is_told_once_and_its_token_stored_nowhere():
    revision, user = make_complete(), make_member("Analyst")
    link, token = workflow.create_review_link(revision, user, " Ministry of Health ", days=7)
    assert len(token) >= 43
    assert token not in repr(all_rows())
    result = ReviewLink.objects.get()
    assert (result.label, result.made_by, result.revision) == ("Ministry of Health", user, revision)
    assert timedelta(days=6) < result.expires_at - timezone.now() <= timedelta(days=7)
    entry = revision.profile.log.first()
    assert (entry.verb, entry.by, entry.note) == (Action.INVITE, user, "Ministry of Health")
    assert workflow.open_review_link(token, None) == link
    assert workflow.create_review_link(revision, user, "Ministry of Health")[1] != token


def test_each_opening_is_logged():
    link, token = workflow.create_review_link(make_complete(), None, "Ministry")
    for address in ("192.0.2.7", "2001:db8::1", None):
        assert workflow.open_review_link(token, address) == link
    assert list(link.visits.order_by("pk").values_list("address", flat=True)) == [
        "192.0.2.7",
        "2001:db8::1",
        None,
    ]


def test_what_is_no_visit_is_not_logged():
    link, token = workflow.create_review_link(make_complete(), None, "Ministry")
    assert workflow.open_review_link(token, "192.0.2.7", is_visit=False) == link
    assert not link.visits.exists()


def expire(link, revision):
    ReviewLink.objects.update(expires_at=timezone.now())


CLOSINGS = {
    "expired": expire,
    "revoked": lambda link, revision: workflow.revoke_review_link(link, None),
    "published": lambda link, revision: workflow.publish(revision, None),
    "discarded": lambda link, revision: workflow.discard(revision, None),
}


@pytest.mark.parametrize("close", CLOSINGS.values(), ids=CLOSINGS.keys())
def test_a_closed_link_opens_nothing_and_takes_no_comment(close):
    revision = make_complete()
    link, token = workflow.create_review_link(revision, None, "Ministry")
    close(link, Revision.objects.get(pk=revision.pk))
    assert workflow.open_review_link(token, "192.0.2.7") is None
    assert not ReviewVisit.objects.exists()
    with pytest.raises(WorkflowError, match=r"link is closed|discarded in the meantime"):
        workflow.comment(revision, "Too late.", link=link, name="Dr Example")


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 5000, "\x00", "é"])
def test_a_token_that_is_none_opens_nothing(token):
    workflow.create_review_link(make_complete(), None, "Ministry")
    assert workflow.open_review_link(token, None) is None


def test_the_digest_is_no_token():
    link, _token = workflow.create_review_link(make_complete(), None, "Ministry")
    assert workflow.open_review_link(link.token_digest, None) is None


def test_revoking_is_logged_once():
    link, _token = workflow.create_review_link(make_complete(), None, "Ministry")
    user = make_user()
    first = workflow.revoke_review_link(link, user)
    again = workflow.revoke_review_link(ReviewLink.objects.get(), user)
    assert first.revoked_at == again.revoked_at is not None
    assert link.revision.profile.log.filter(verb=Action.REVOKE, by=user, note="Ministry").count() == 1


@pytest.mark.parametrize(
    ("label", "days", "reason"),
    [
        (" ", 30, "who the link is for"),
        ("Ministry", 0, "for 1 to 180 days"),
        ("Ministry", 181, "for 1 to 180 days"),
    ],
)
def test_a_link_that_cannot_be_is_refused(label, days, reason):
    revision = make_complete()
    before = all_rows()
    with pytest.raises(WorkflowError, match=reason):
        workflow.create_review_link(revision, None, label, days)
    assert all_rows() == before


def test_people_without_rights_neither_sign_nor_invite():
    revision, user = make_complete(), make_user(is_superuser=False)
    link, _token = workflow.create_review_link(revision, None, "Ministry")
    before = all_rows()
    for attempt in (
        lambda: workflow.record_sign_off(revision, user, body="Ministry", signed_on=today()),
        lambda: workflow.create_review_link(revision, user, "Ministry"),
        lambda: workflow.revoke_review_link(link, user),
    ):
        with pytest.raises(WorkflowError, match="Your account may"):
            attempt()
    assert all_rows() == before
    assert Snapshot.objects.count() == 0


# What is signed beside the text, and what was recorded by mistake


@pytest.mark.parametrize(
    ("fact", "value"), [("edition", 7), ("month", 2), ("year", 2019), ("language", "fr")]
)
def test_a_change_of_title_month_or_language_outdates_a_sign_off(fact, value):
    revision = make_complete()
    workflow.record_sign_off(revision, None, body="Ministry", signed_on=today())
    profile = revision.profile
    before = workflow.sign_offs.facts_of(profile)
    setattr(profile, fact, value)
    workflow.change_facts(profile, None)
    current = workflow.current_sign_off(Revision.objects.get(pk=revision.pk))
    now = workflow.sign_offs.facts_of(profile)
    assert current.is_outdated
    assert set(current.facts_changed) == {
        (name, before[name], now[name]) for name in now if before[name] != now[name]
    }


def test_a_sign_off_recorded_by_mistake_is_revoked_and_stays_on_record():
    revision, user = make_complete(), make_member("Analyst")
    first = workflow.record_sign_off(revision, user, body="Ministry", signed_on=today())
    mistaken = workflow.record_sign_off(revision, user, body="Cabinet", signed_on=today())
    workflow.revoke_sign_off(mistaken, user, " The letter was about another draft. ")
    assert workflow.current_sign_off(revision).sign_off == first
    mistaken.refresh_from_db()
    assert (mistaken.revoked_by, mistaken.revocation_reason) == (user, "The letter was about another draft.")
    entry = revision.profile.log.first()
    assert (entry.verb, entry.by) == (Action.REVOKE_SIGN_OFF, user)
    assert entry.note == "Cabinet: The letter was about another draft."
    workflow.revoke_sign_off(first, None, "Neither.")
    assert workflow.current_sign_off(revision) is None
    workflow.discard(revision, user)


def test_the_letter_of_a_mistaken_sign_off_goes_with_the_draft(django_capture_on_commit_callbacks):
    """Nobody could reach it any more; the log keeps who signed, and why that was taken back."""
    revision, letter = make_complete(), ContentFile(b"%PDF-", name="letter.pdf")
    sign_off = workflow.record_sign_off(revision, None, body="Cabinet", signed_on=today(), file=letter)
    workflow.revoke_sign_off(sign_off, None, "Of another draft.")
    with django_capture_on_commit_callbacks() as callbacks:
        workflow.discard(revision, None)
    assert StoredFile.objects.exists()  # not before it is certain
    for callback in callbacks:
        callback()
    assert not StoredFile.objects.exists()
    assert "Cabinet: Of another draft." in revision.profile.log.values_list("note", flat=True)


def test_taking_back_is_refused_without_a_reason_twice_by_others_and_once_closed():
    revision, recorder = make_complete(), make_member("Analyst")
    sign_off = workflow.record_sign_off(revision, recorder, body="Ministry", signed_on=today())
    other = make_member("Reviewer")
    before = all_rows()
    with pytest.raises(WorkflowError, match="Say why"):
        workflow.revoke_sign_off(sign_off, recorder, "  ")
    with pytest.raises(WorkflowError, match="may not"):
        workflow.revoke_sign_off(sign_off, other, "Why not.")
    assert all_rows() == before
    workflow.revoke_sign_off(sign_off, make_member("Publisher"), "By mistake.")
    with pytest.raises(WorkflowError, match="already"):
        workflow.revoke_sign_off(sign_off, recorder, "Again.")
    again = workflow.record_sign_off(revision, recorder, body="Ministry", signed_on=today())
    for verb in (workflow.submit, workflow.approve, workflow.publish):
        verb(revision, by=None)
    with pytest.raises(WorkflowError, match="part of the archive"):
        workflow.revoke_sign_off(again, recorder, "Too late.")
