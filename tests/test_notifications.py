"""E-mails to those whose turn it is: to whom, when, what they say, and that they never break a step."""

import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from profiles import workflow
from profiles.choices import Level, Region, State
from profiles.models import Assignment, Revision
from tests.factories import make_complete, make_in_state, make_member, make_place, make_profile, make_user

pytestmark = pytest.mark.usefixtures("domains")

BROKEN_MAIL = "tests.test_notifications.BrokenBackend"


class BrokenBackend(BaseEmailBackend):
    """A mail server that fails."""

    failure: Exception = smtplib.SMTPServerDisconnected("a fictional failure")

    def send_messages(self, messages: list) -> int:
        raise self.failure


@pytest.fixture
def city(db):
    return make_place(level=Level.CITY, parent=make_place(region=Region.AFRICA))


@pytest.fixture
def draft(city) -> Revision:
    return make_complete(make_profile(city))


def recipients_of(capture, verb) -> list[str]:
    """Return the addresses of those who get a letter from `verb`, sorted."""
    mail.outbox.clear()
    with capture(execute=True):
        verb()
    assert all(len(letter.to) == 1 for letter in mail.outbox)
    return sorted(letter.to[0] for letter in mail.outbox)


def test_reviewers_of_the_place_are_told(draft, city, django_capture_on_commit_callbacks):
    expected = [
        make_member("Reviewer", city),
        make_member("Reviewer", city.parent),
        make_member("Reviewer"),
        make_member("Administrator"),
        make_user(email="superuser@example.org"),
    ]
    in_region = make_member("Reviewer", make_place())
    Assignment.objects.create(user=in_region, region=Region.AFRICA)
    both_groups = make_member("Reviewer", city)
    both_groups.groups.add(*make_member("Administrator", gets_mail=False).groups.all())
    make_member("Reviewer", make_place())
    make_member("Analyst", city)
    make_member("Publisher", city)
    make_member("Reviewer", city, gets_mail=False)
    make_member("Reviewer", city, email="")
    make_member("Reviewer", city, is_active=False)
    make_member("Reviewer", city, is_staff=False)
    submitter = make_member("Administrator", city)
    addresses = sorted(user.email for user in (*expected, in_region, both_groups))
    submit = lambda: workflow.submit(draft, by=submitter)  # noqa: E731
    assert recipients_of(django_capture_on_commit_callbacks, submit) == addresses


def test_who_wrote_last_is_not_asked_to_review(city, settings, django_capture_on_commit_callbacks):
    """Four eyes: they could not approve, so another reviewer gets the e-mail."""
    writer, other = (make_member("Reviewer", city) for _ in range(2))
    capture = django_capture_on_commit_callbacks
    draft = make_complete(make_profile(city), by=writer)
    assert recipients_of(capture, lambda: workflow.submit(draft, by=None)) == [other.email]
    settings.FOUR_EYES = False
    draft = make_complete(make_profile(city, edition=2), by=writer)
    assert recipients_of(capture, lambda: workflow.submit(draft, by=None)) == sorted(
        [writer.email, other.email]
    )


def test_many_reviewers_cost_as_many_queries_as_few(city):
    costs = []
    for edition, reviewers in enumerate((2, 40), start=1):
        for _ in range(reviewers):
            make_member("Reviewer", city)
        draft = make_complete(make_profile(city, edition=edition))
        with CaptureQueriesContext(connection) as queries:
            workflow.submit(draft, by=None)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_publishers_are_told_of_an_approval(city, django_capture_on_commit_callbacks):
    revision = make_in_state(State.IN_REVIEW, make_profile(city))
    publisher = make_member("Publisher", city)
    make_member("Publisher", make_place())
    reviewer = make_member("Reviewer", city)
    approve = lambda: workflow.approve(revision, by=reviewer)  # noqa: E731
    assert recipients_of(django_capture_on_commit_callbacks, approve) == [publisher.email]


def test_writers_are_told_what_became_of_their_text(draft, city, django_capture_on_commit_callbacks):
    starter, writer, gone = (make_member("Analyst", city) for _ in range(3))
    Revision.objects.filter(pk=draft.pk).update(created_by=starter, changed_by=writer)
    capture = django_capture_on_commit_callbacks
    recipients_of(capture, lambda: workflow.submit(draft, by=gone))
    Assignment.objects.filter(user=gone).delete()  # she works elsewhere now
    both = sorted([starter.email, writer.email])
    assert recipients_of(capture, lambda: workflow.send_back(draft, None, "Name the law.")) == both
    recipients_of(capture, lambda: workflow.submit(draft, by=writer))
    recipients_of(capture, lambda: workflow.approve(draft, by=None))
    assert recipients_of(capture, lambda: workflow.publish(draft, by=None)) == both
    assert recipients_of(capture, lambda: workflow.withdraw(draft, None, "An error.")) == both


def test_who_did_it_is_not_told(city, django_capture_on_commit_callbacks):
    alone = make_member("Administrator", city)
    revision = make_in_state(State.IN_REVIEW, make_profile(city), by=alone)
    back = lambda: workflow.send_back(revision, by=alone, reason="My own error.")  # noqa: E731
    assert recipients_of(django_capture_on_commit_callbacks, back) == []


def test_the_letter_has_the_reason_and_the_way(draft, settings, django_capture_on_commit_callbacks):
    writer = make_member("Analyst", first_name="Awa", last_name="Example")
    Revision.objects.filter(pk=draft.pk).update(changed_by=writer)
    workflow.submit(draft, by=writer)
    reviewer = make_member("Reviewer", first_name="Ben", last_name="Example")
    reason = "Name the law & its “article” <4>."
    recipients_of(
        django_capture_on_commit_callbacks,
        lambda: workflow.send_back(draft, by=reviewer, reason=reason),
    )
    (letter,) = mail.outbox
    assert letter.subject == f"{draft.profile}: Sent back to the writers"
    assert letter.from_email == settings.DEFAULT_FROM_EMAIL
    assert letter.body.startswith("Dear Awa Example,")
    assert f"Ben Example has sent “{draft.profile}” back to its writers." in letter.body
    assert reason in letter.body  # as it was written, not escaped for HTML
    assert f"https://mgi.example/admin/profiles/revision/{draft.pk}/change/" in letter.body
    assert "turn these e-mails off" in letter.body


def test_the_letter_of_a_publication_leads_to_the_public_page(city, django_capture_on_commit_callbacks):
    writer = make_member("Analyst")
    revision = make_in_state(State.APPROVED, make_profile(city), by=writer)
    recipients_of(django_capture_on_commit_callbacks, lambda: workflow.publish(revision, by=None))
    assert f"https://mgi.example/profiles/{revision.profile.slug}/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("state", "verb", "sentence"),
    [
        (State.DRAFT, lambda r: workflow.submit(r, None, "Please read part 2."), "It is your turn."),
        (State.IN_REVIEW, lambda r: workflow.approve(r, None, "Please read part 2."), "It can be published."),
    ],
)
def test_a_note_goes_with_it(city, state, verb, sentence, django_capture_on_commit_callbacks):
    revision = make_in_state(state, make_profile(city))
    make_member("Administrator")
    recipients_of(django_capture_on_commit_callbacks, lambda: verb(revision))
    assert sentence in mail.outbox[0].body
    assert "Please read part 2." in mail.outbox[0].body


def test_nobody_is_told_of_what_was_rolled_back(draft, django_capture_on_commit_callbacks):
    make_member("Reviewer")

    def submit_and_fail() -> None:
        with transaction.atomic():
            workflow.submit(draft, by=None)
            raise RuntimeError("the power went")

    def fail_later() -> None:
        with pytest.raises(RuntimeError):
            submit_and_fail()

    assert recipients_of(django_capture_on_commit_callbacks, fail_later) == []


def test_nobody_is_told_before_all_is_stored(draft, django_capture_on_commit_callbacks):
    make_member("Reviewer")
    with django_capture_on_commit_callbacks() as callbacks:
        workflow.submit(draft, by=None)
    assert len(callbacks) == 1
    assert mail.outbox == []


@pytest.mark.parametrize("failure", [BrokenBackend.failure, OSError("no route"), ValueError("a bad header")])
def test_a_mail_server_that_fails_does_not_fail_the_step(
    draft, settings, monkeypatch, caplog, failure, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = BROKEN_MAIL
    monkeypatch.setattr(BrokenBackend, "failure", failure)
    reviewers = [make_member("Reviewer"), make_member("Reviewer")]
    with django_capture_on_commit_callbacks(execute=True):
        workflow.submit(draft, by=None)
    draft.refresh_from_db()
    assert draft.state == State.IN_REVIEW
    assert caplog.text.count("could not be sent") == len(reviewers)


def test_a_mail_server_that_does_not_answer_is_waited_for_once(
    draft, settings, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = BROKEN_MAIL
    attempts = []

    def time_out(backend: BrokenBackend) -> None:
        attempts.append(backend)
        raise TimeoutError("timed out")

    monkeypatch.setattr(BrokenBackend, "open", time_out)
    for _ in range(5):
        make_member("Reviewer")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.submit(draft, by=None)
    draft.refresh_from_db()
    assert draft.state == State.IN_REVIEW
    assert len(attempts) == 1
    assert "timed out" in caplog.text
