"""E-mails to those whose turn it is: to whom, when, what they say, and that they never break a step."""

import re
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from profiles import workflow
from profiles.choices import JobKind, Level, Region, State
from profiles.models import Assignment, Job, Revision
from tests.factories import make_complete, make_in_state, make_member, make_place, make_profile, make_user
from tests.jobs import make_due, send_emails

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


def recipients_of(verb) -> list[str]:
    """Return the addresses of those who get a letter from `verb`, sorted."""
    send_emails()
    mail.outbox.clear()
    verb()
    send_emails()
    assert all(len(letter.to) == 1 for letter in mail.outbox)
    return sorted(letter.to[0] for letter in mail.outbox)


def test_reviewers_of_the_place_are_told(draft, city):
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
    assert recipients_of(submit) == addresses


def test_who_wrote_last_is_not_asked_to_review(city, settings):
    """Four eyes: they could not approve, so another reviewer gets the e-mail."""
    writer, other = (make_member("Reviewer", city) for _ in range(2))
    draft = make_complete(make_profile(city), by=writer)
    assert recipients_of(lambda: workflow.submit(draft, by=None)) == [other.email]
    settings.FOUR_EYES = False
    draft = make_complete(make_profile(city, edition=2), by=writer)
    assert recipients_of(lambda: workflow.submit(draft, by=None)) == sorted([writer.email, other.email])


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


def test_publishers_are_told_of_an_approval(city):
    revision = make_in_state(State.IN_REVIEW, make_profile(city))
    publisher = make_member("Publisher", city)
    make_member("Publisher", make_place())
    reviewer = make_member("Reviewer", city)
    approve = lambda: workflow.approve(revision, by=reviewer)  # noqa: E731
    assert recipients_of(approve) == [publisher.email]


def test_writers_are_told_what_became_of_their_text(draft, city):
    starter, writer, gone = (make_member("Analyst", city) for _ in range(3))
    Revision.objects.filter(pk=draft.pk).update(created_by=starter, changed_by=writer)
    recipients_of(lambda: workflow.submit(draft, by=gone))
    Assignment.objects.filter(user=gone).delete()  # she works elsewhere now
    both = sorted([starter.email, writer.email])
    assert recipients_of(lambda: workflow.send_back(draft, None, "Name the law.")) == both
    recipients_of(lambda: workflow.submit(draft, by=writer))
    recipients_of(lambda: workflow.approve(draft, by=None))
    assert recipients_of(lambda: workflow.publish(draft, by=None)) == both
    assert recipients_of(lambda: workflow.withdraw(draft, None, "An error.")) == both


def test_who_did_it_is_not_told(city):
    alone = make_member("Administrator", city)
    revision = make_in_state(State.IN_REVIEW, make_profile(city), by=alone)
    back = lambda: workflow.send_back(revision, by=alone, reason="My own error.")  # noqa: E731
    assert recipients_of(back) == []


def test_the_letter_has_the_reason_and_the_way(draft, settings):
    writer = make_member("Analyst", first_name="Awa", last_name="Example")
    Revision.objects.filter(pk=draft.pk).update(changed_by=writer)
    workflow.submit(draft, by=writer)
    reviewer = make_member("Reviewer", first_name="Ben", last_name="Example")
    reason = "Name the law & its “article” <4>."
    recipients_of(lambda: workflow.send_back(draft, by=reviewer, reason=reason))
    (letter,) = mail.outbox
    assert letter.subject == f"{draft.profile}: Sent back to the writers"
    assert letter.from_email == settings.DEFAULT_FROM_EMAIL
    assert letter.body.startswith("Dear Awa Example,")
    assert f"Ben Example has sent “{draft.profile}” back to its writers." in letter.body
    assert reason in letter.body  # as it was written, not escaped for HTML
    assert f"https://mgi.example/admin/profiles/revision/{draft.pk}/change/" in letter.body
    assert "turn these e-mails off" in letter.body


def test_the_letter_of_a_publication_leads_to_the_public_page(city):
    writer = make_member("Analyst")
    revision = make_in_state(State.APPROVED, make_profile(city), by=writer)
    recipients_of(lambda: workflow.publish(revision, by=None))
    assert f"https://mgi.example/profiles/{revision.profile.slug}/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("state", "verb", "sentence"),
    [
        (State.DRAFT, lambda r: workflow.submit(r, None, "Please read part 2."), "It is your turn."),
        (State.IN_REVIEW, lambda r: workflow.approve(r, None, "Please read part 2."), "It can be published."),
    ],
)
def test_a_note_goes_with_it(city, state, verb, sentence):
    revision = make_in_state(state, make_profile(city))
    make_member("Administrator")
    recipients_of(lambda: verb(revision))
    assert sentence in mail.outbox[0].body
    assert "Please read part 2." in mail.outbox[0].body


def test_nobody_is_told_of_what_was_rolled_back(draft):
    make_member("Reviewer")

    def submit_and_fail() -> None:
        with transaction.atomic():
            workflow.submit(draft, by=None)
            raise RuntimeError("the power went")

    def fail_later() -> None:
        with pytest.raises(RuntimeError):
            submit_and_fail()

    assert recipients_of(fail_later) == []


def test_the_request_sends_nothing_itself(draft, settings, monkeypatch):
    """A mail server that is slow, or away, delays and fails no step: nobody speaks to it but the worker."""
    settings.EMAIL_BACKEND = BROKEN_MAIL
    monkeypatch.setattr(BrokenBackend, "open", lambda backend: pytest.fail("it was spoken to"))
    reviewers = [make_member("Reviewer"), make_member("Reviewer")]
    workflow.submit(draft, by=None)
    emails = Job.objects.filter(kind=JobKind.EMAIL)
    assert sorted(job.arguments["to"] for job in emails) == sorted(user.email for user in reviewers)
    assert not any(user.email in f"{job} {job.about}" for job in emails for user in reviewers)


@pytest.mark.parametrize("failure", [BrokenBackend.failure, OSError("no route"), ValueError("a bad header")])
def test_an_e_mail_that_fails_is_tried_again_with_its_message_id(
    draft, settings, monkeypatch, caplog, failure
):
    reviewers = [make_member("Reviewer"), make_member("Reviewer")]
    workflow.submit(draft, by=None)
    names = {job.arguments["message_id"] for job in Job.objects.filter(kind=JobKind.EMAIL)}
    settings.EMAIL_BACKEND = BROKEN_MAIL
    monkeypatch.setattr(BrokenBackend, "failure", failure)
    assert send_emails() == len(reviewers) and mail.outbox == []
    waiting = Job.objects.filter(kind=JobKind.EMAIL)
    assert all(str(failure) in job.error and job.attempts == 1 and not job.failed_at for job in waiting)
    assert send_emails() == 0, "not yet"
    assert not any(user.email in caplog.text for user in reviewers)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_due()
    assert send_emails() == len(reviewers)
    assert {letter.extra_headers["Message-ID"] for letter in mail.outbox} == names
    assert all(re.fullmatch(r"<[\w-]+@mgi\.example>", name) for name in names) and len(names) == 2
    assert not Job.objects.filter(kind=JobKind.EMAIL).exists()


class DroppingBackend(EmailBackend):
    """A mail server that takes an e-mail and ends the connection before it says so, each second time."""

    count = 0

    def send_messages(self, messages: list) -> int:
        DroppingBackend.count += 1
        super().send_messages(messages)
        if DroppingBackend.count % 2:
            raise smtplib.SMTPServerDisconnected("a fictional end")
        return len(messages)


def test_what_may_have_been_sent_is_sent_again_as_the_same_e_mail(draft, settings):
    settings.EMAIL_BACKEND = "tests.test_notifications.DroppingBackend"
    make_member("Reviewer")
    workflow.submit(draft, by=None)
    send_emails()
    assert len(mail.outbox) == 2
    assert len({letter.message()["Message-ID"] for letter in mail.outbox}) == 1
