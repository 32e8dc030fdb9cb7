"""What readers are told by mail: all that is new to them, once, and nothing that is not public."""

import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import workflow
from profiles.choices import JobKind
from profiles.models import Alert, Finding, IndicatorDomain, Job, JobRun, Profile, Revision
from profiles.operations import queue
from profiles.workflow import alerts as alert_actions
from profiles.workflow.alerts import SETTLED, enqueue_due
from tests.factories import make_draft, make_place, make_profile, make_published
from tests.jobs import make_due, run_jobs, send_emails

pytestmark = pytest.mark.usefixtures("domains")

LATER = timedelta(hours=1)


class PickyBackend(EmailBackend):
    """A mail server that refuses one mailbox."""

    def send_messages(self, messages: list) -> int:
        if any("refused@example.org" in message.to for message in messages):
            raise smtplib.SMTPRecipientsRefused({"refused@example.org": (550, b"no such mailbox")})
        return super().send_messages(messages)


def make_alert(email: str = "reader@example.org", **fields) -> Alert:
    before = timezone.now() - timedelta(days=1)
    return Alert.objects.create(email=email, told_until=before, **{"language": "en"} | fields)


def run(after: timedelta = LATER) -> list[str]:
    """Send what is due, `after` from now; return the texts of the letters."""
    mail.outbox.clear()
    enqueue_due(timezone.now() + after)
    send_emails()
    return [letter.body for letter in mail.outbox]


def test_a_letter_says_what_is_new_and_how_to_stop(fictional_places):
    revision = make_published(make_profile(make_place("Openland"), slug="openland-2021"))
    alert = make_alert(place=revision.profile.place)
    (text,) = run()
    (letter,) = mail.outbox
    stop = f"https://mgi.example/alerts/stop/{alert.key}/"
    assert letter.to == ["reader@example.org"]
    assert letter.subject == "Fictional example: Openland: 1 new or revised profile"
    assert f"Fictional example: {revision.profile.title}" in text and "New profile." in text
    assert "https://mgi.example/profiles/openland-2021/" in text and stop in text and "&" not in text
    assert letter.extra_headers["List-Unsubscribe"] == f"<{stop}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert run() == [], "it was told"


def test_each_in_her_language():
    revision = make_published()
    make_alert(language="ar", place=revision.profile.place)
    (text,) = run()
    assert f"https://mgi.example/ar/profiles/{revision.profile.slug}/" in text and "New profile" not in text


def test_of_a_place_and_the_local_places_in_it_and_no_other():
    country = make_place()
    city = make_published(make_profile(make_place(level="city", parent=country)))
    make_published()
    make_alert(place=country)
    (text,) = run()
    assert text.count("/profiles/") == 1 and city.profile.slug in text


def test_of_all():
    slugs = [make_published().profile.slug for _number in range(3)]
    make_alert()
    (text,) = run()
    assert all(slug in text for slug in slugs)
    assert mail.outbox[0].subject == "All profiles: 3 new or revised profiles"


def revise(profile: Profile, **changes: str) -> Revision:
    """Publish a revision of `profile` in which the first finding of each domain named says something else."""
    draft = workflow.start_revision(profile, by=None)
    for domain, text in changes.items():
        finding = draft.findings.filter(domain__slug=domain).first()
        Finding.objects.filter(pk=finding.pk).update(text=text)
    return workflow.publish(draft, by=None)


def told_until(moment) -> None:
    Alert.objects.update(told_until=moment)


def test_of_a_domain_only_when_what_it_says_has_changed():
    first = make_published(findings=12)
    domain, other = list(IndicatorDomain.objects.order_by("number"))[:2]
    make_alert(domain=domain)
    assert len(run()) == 1
    told_until(timezone.now())
    revise(first.profile, **{other.slug: "A fictional law of another domain."})
    assert run() == []
    told_until(timezone.now())
    revise(first.profile, **{domain.slug: "A fictional law of this domain."})
    (text,) = run()
    assert "Revised profile." in text


def test_a_change_is_told_though_another_revision_followed_it():
    """What is compared is what she could read at her last letter, and what she can read now."""
    first = make_published(findings=12)
    domain, other = list(IndicatorDomain.objects.order_by("number"))[:2]
    make_alert(domain=domain, email="one@example.org")
    told_until(timezone.now())
    revise(first.profile, **{domain.slug: "A fictional law."})
    revise(first.profile, **{other.slug: "Another fictional law."})
    assert len(run()) == 1


def test_what_came_within_the_last_minutes_hides_nothing_before_it():
    """The run sees one revision settled and a newer one that is not yet: neither may be lost."""
    first = make_published(findings=12)
    domain, other = list(IndicatorDomain.objects.order_by("number"))[:2]
    make_alert(domain=domain)
    told_until(timezone.now())
    revision = revise(first.profile, **{domain.slug: "A fictional law."})
    newer = revise(first.profile, **{other.slug: "Another fictional law."})
    hour = timezone.now() + LATER
    move_publication(newer, hour - timedelta(minutes=1))
    move_publication(revision, hour - timedelta(minutes=30))
    assert len(run()) == 1
    assert run(after=2 * LATER) == [], "of this domain the newer one says the same"


def test_a_profile_that_is_revised_at_once_is_told_as_new():
    first = make_published()
    make_alert()
    newer = revise(first.profile)
    move_publication(newer, timezone.now() + LATER - timedelta(minutes=1))
    (text,) = run()
    assert "New profile." in text
    (text,) = run(after=2 * LATER)
    assert "Revised profile." in text


def move_publication(revision: Revision, moment) -> None:
    """Change when `revision` was published, past the triggers that keep what was published."""
    with connection.cursor() as cursor:
        triggers = []
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET session_replication_role = replica")
        Revision.objects.filter(pk=revision.pk).update(published_at=moment)
        for _name, sql in triggers:
            cursor.execute(sql)
        if connection.vendor != "sqlite":
            cursor.execute("SET session_replication_role = DEFAULT")


def test_a_domain_that_a_new_profile_is_silent_on_is_no_news():
    revision = make_published(findings=1)
    silent = IndicatorDomain.objects.exclude(findings__revision=revision).first()
    make_alert(domain=silent)
    assert run() == []


def test_drafts_and_withdrawn_texts_are_never_told():
    make_draft()
    workflow.withdraw(make_published(), by=None, reason="A fictional reason.")
    make_alert()
    assert run() == []


def test_what_was_published_a_moment_ago_waits_and_is_not_lost():
    make_published()
    make_alert()
    assert run(after=SETTLED - timedelta(minutes=1)) == []
    assert len(run()) == 1


def test_one_refused_mailbox_keeps_no_letter_from_others_and_is_tried_again(settings, caplog):
    make_published()
    make_alert("refused@example.org")
    make_alert("taken@example.org")
    settings.EMAIL_BACKEND = "tests.workflow.test_alerts.PickyBackend"
    assert len(run()) == 1
    assert [letter.to for letter in mail.outbox] == [["taken@example.org"]]
    job = Job.objects.get(kind=JobKind.EMAIL)
    assert "550" in job.error and "refused@" not in job.error + caplog.text
    assert job.run_at > timezone.now() + timedelta(hours=23), "a mailbox is not there sooner"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_due()
    assert len(run()) == 1
    assert [letter.to for letter in mail.outbox] == [["refused@example.org"]]
    assert Alert.objects.get(email="refused@example.org").refusals == 0


def test_a_mailbox_that_is_gone_is_forgotten_in_the_end(settings):
    make_published()
    make_alert("refused@example.org")
    settings.EMAIL_BACKEND = "tests.workflow.test_alerts.PickyBackend"
    for day in range(5):
        assert Alert.objects.get().refusals == day
        make_due(kind=JobKind.EMAIL)
        assert run() == []
    assert not Alert.objects.exists() and not Job.objects.filter(kind=JobKind.EMAIL).exists()


def test_nobody_gets_what_they_have_stopped_meanwhile():
    make_published()
    for stop in (lambda alert: alert_actions.unsubscribe(alert.key), lambda alert: alert.delete()):
        alert = make_alert()
        assert enqueue_due(timezone.now() + LATER) == 1
        stop(alert)
        send_emails()
        assert mail.outbox == []
        assert not Job.objects.filter(kind=JobKind.EMAIL).exists()


class EndingBackend(EmailBackend):
    """A mail server that ends each connection after one letter."""

    letters = 0

    def open(self) -> None:
        self.letters = 0

    def send_messages(self, messages: list) -> int:
        self.letters += 1
        if self.letters > 1:
            raise smtplib.SMTPSenderRefused(421, b"enough for one connection", "profiles@localhost")
        return super().send_messages(messages)


def test_a_server_that_ends_the_connection_is_asked_anew(settings):
    make_published()
    for number in range(4):
        make_alert(f"r{number}@example.org")
    settings.EMAIL_BACKEND = "tests.workflow.test_alerts.EndingBackend"
    assert len(run()) == 4
    assert not Job.objects.filter(kind=JobKind.EMAIL).exists()


def test_a_long_letter_leads_to_the_directory_for_the_rest(monkeypatch):
    monkeypatch.setattr("profiles.notifications.readers.MOST_LISTED", 2)
    for _number in range(3):
        make_published()
    make_alert()
    (text,) = run()
    assert text.count("New profile.") == 2
    assert "And 1 more, newest first:\nhttps://mgi.example/profiles/?sort=-published" in text


def test_the_addresses_in_a_letter_are_those_of_its_language(monkeypatch):
    monkeypatch.setattr("profiles.notifications.readers.MOST_LISTED", 1)
    for _number in range(2):
        make_published()
    make_alert(language="fr")
    (text,) = run()
    assert "https://mgi.example/fr/profiles/?sort=-published" in text
    assert "https://mgi.example/fr/alerts/" in text


def test_many_readers_cost_no_further_look_at_what_the_texts_say():
    for _number in range(5):
        make_published(findings=12)
    domain = IndicatorDomain.objects.first()
    make_alert("r0@example.org", domain=domain)
    with CaptureQueriesContext(connection) as one:
        enqueue_due(timezone.now() + LATER)
    told_until(timezone.now() - timedelta(days=1))
    for number in range(1, 5):
        make_alert(f"r{number}@example.org", domain=domain)
    with CaptureQueriesContext(connection) as five:
        enqueue_due(timezone.now() + LATER)
    assert (len(five) - len(one)) / 4 <= 6 + 5, "a few of her own, and one a profile for what was before"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in connection.vendor, reason="its writers wait for one another")
def test_eight_runs_at_once_send_each_letter_once(domains):
    make_published()
    for number in range(20):
        make_alert(f"r{number}@example.org")
    now, counts = timezone.now() + LATER, []

    def one() -> None:
        try:
            counts.append(enqueue_due(now))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    send_emails()
    assert sum(counts) == len(mail.outbox) == 20
    assert len({letter.to[0] for letter in mail.outbox}) == 20


def test_only_the_clock_of_the_database_counts(monkeypatch):
    ahead = timezone.now() + timedelta(days=2)
    with monkeypatch.context() as clock:
        clock.setattr(timezone, "now", lambda: ahead)
        revision = make_published()
        make_alert()
        alert = Alert.objects.get()
        Alert.objects.update(told_until=alert.told_until - timedelta(days=3))
        assert enqueue_due() == 0, "it is not five minutes old yet"
    assert revision.published_at < ahead - timedelta(days=1)
    assert enqueue_due(timezone.now() + SETTLED + timedelta(minutes=1)) == 1


def test_the_clock_writes_to_readers_unless_alerts_are_off(settings):
    make_published()
    make_alert()
    queue.enqueue_periodic()
    settings.ALERTS = False
    assert len(run_jobs(JobKind.ALERTS)) == 1
    assert "ALERTS" in JobRun.objects.get(kind=JobKind.ALERTS).result_text
    settings.ALERTS = True
    make_due(kind=JobKind.ALERTS)
    run_jobs(JobKind.ALERTS)
    assert JobRun.objects.get(kind=JobKind.ALERTS).result_text == "E-mails: 0", (
        "it is not five minutes old yet"
    )


def test_a_mail_server_that_does_not_answer_loses_nothing(settings):
    make_published()
    make_alert()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    assert run() == []
    assert "ConnectionRefusedError" in Job.objects.get(kind=JobKind.EMAIL).error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_due()
    assert len(run()) == 1
