"""E-mail alerts: asked for, confirmed, sent, stopped. No account stands behind them, only a mailbox.

Until somebody confirms from her mailbox, nothing is stored: the wish itself stands, signed, in the link
that is sent there. What is stored goes when she stops it.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from uuid import UUID

from django.contrib.auth.base_user import BaseUserManager
from django.core import signing
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from profiles import notifications
from profiles.choices import READABLE_STATES, Variant
from profiles.content.sections import domain_texts
from profiles.models import Alert, DomainText, Finding, IndicatorDomain, Place, Profile, Revision
from profiles.models.alerts import AlertQuerySet
from profiles.throttling import is_within, mailbox
from profiles.workflow.locking import WorkflowError

TIME_TO_CONFIRM = timedelta(days=3)
TO_ONE_MAILBOX = 5
SETTLED = timedelta(minutes=5)
"""What was published within this time waits for the next run: its transaction may not have ended yet, and
a moment once passed is not looked at again."""
CLAIM = timedelta(minutes=15)
"""How long one run has an alert for itself: then it is taken to have been killed while sending."""
MOST_REFUSALS = 5
REFUSED_FOR_GOOD = 500
"""SMTP codes from here on say that a mailbox is not there, and will not be."""
SERVICE_ENDS = 421
"""SMTP's word for: connect anew."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sent:
    """What one run did."""

    letters: int
    failed: int
    """The next run tries them again."""
    refused: int
    """By the reader's mail server; after MOST_REFUSALS in a row she is forgotten."""


def ask(email: str, language: str, place: Place | None = None, domain: IndicatorDomain | None = None) -> None:
    """Send the letter that asks whether `email` wants the alert; nothing is stored.

    The same whether there is such an alert or not. A mailbox that was written to often just now is spared.
    Raises WorkflowError where the letter could not be sent.
    """
    if not is_within(f"alert-to-{mailbox(email)}", TO_ONE_MAILBOX):
        return
    email = BaseUserManager.normalize_email(email)
    wish = {
        "email": email,
        "language": language,
        "place": place.pk if place else None,
        "domain": domain.pk if domain else None,
    }
    token = signing.dumps(wish, salt=__name__, compress=True)
    try:
        notifications.ask_to_confirm(email, language, about(place, domain, language), token)
    except (SMTPException, OSError) as error:
        # Not what it says: that may name the mailbox.
        logger.warning("A letter to confirm an alert could not be sent: %s", type(error).__name__)
        raise WorkflowError(
            _("The e-mail could not be sent just now, and nothing was stored. Try again in some minutes.")
        ) from None


def read(token: str) -> Alert:
    """Return the alert that `token` asks for, not stored. Raises WorkflowError where the link is no good."""
    try:
        wish = signing.loads(token, salt=__name__, max_age=TIME_TO_CONFIRM)
    except signing.SignatureExpired:
        raise WorkflowError(_("This link was good for three days. Ask for a new one.")) from None
    except signing.BadSignature:
        raise WorkflowError(
            _("This link is not whole. Copy all of it from the e-mail, or ask for a new one.")
        ) from None
    place = Place.objects.public().filter(pk=wish["place"]).first() if wish["place"] else None
    domain = IndicatorDomain.objects.filter(pk=wish["domain"]).first() if wish["domain"] else None
    if (wish["place"] and place is None) or (wish["domain"] and domain is None):
        raise WorkflowError(_("What this link is about is no longer on this site."))
    return Alert(email=wish["email"], language=wish["language"], place=place, domain=domain)


@transaction.atomic
def confirm(token: str) -> Alert:
    """Store the alert that `token` asks for, from now on; one that is there already takes its language.

    “Now” is a little earlier: what is being published meanwhile she could not read yet.
    """
    wanted = read(token)
    alert, is_new = Alert.objects.get_or_create(
        email__iexact=wanted.email,
        place=wanted.place,
        domain=wanted.domain,
        defaults={
            "email": wanted.email,
            "language": wanted.language,
            "told_until": timezone.now() - SETTLED,
        },
    )
    if not is_new:
        alert.language = wanted.language
        alert.save(update_fields=["language"])
    return alert


def stop(key: UUID) -> None:
    """Delete the alert of `key`; one that is stopped already is stopped."""
    Alert.objects.filter(key=key).delete()


def text_of(domain: IndicatorDomain, language: str) -> DomainText:
    """Return what the site calls `domain`, in `language` or else in English; one query."""
    return next(row for row in domain_texts(Variant.COUNTRY, language) if row.domain_id == domain.pk)


def about(place: Place | None, domain: IndicatorDomain | None, language: str) -> str:
    """Return what an alert is about, in `language`; a place that is made up says so."""
    with translation.override(language):
        if domain:
            return text_of(domain, language).title
        if place is None:
            return _("All profiles")
        name = place.name_in(language)
        return _("Fictional example: %(text)s") % {"text": name} if place.is_fictional else name


def send_due(now: datetime | None = None) -> Sent:
    """Write to everybody who has something to be told of; each letter lists all that is new since her last.

    One that cannot be sent is tried again by the next run, and a run that is killed leaves at most the one
    letter that it was sending to be sent twice. Raises OSError or SMTPException where no mail server answers.
    """
    now = now or timezone.now()
    until = now - SETTLED
    due = Alert.objects.free(now - CLAIM).filter(told_until__lt=until)
    waiting = list(due.values_list("pk", "told_until"))
    if not waiting:
        return Sent(0, 0, 0)
    news = News(min(since for _pk, since in waiting), until)
    sent: Counter[str] = Counter()
    with get_connection() as connection:
        for pk, _since in waiting:
            sent[_send(pk, news, now, connection)] += 1
    return Sent(sent["sent"], sent["failed"], sent["refused"])


def _send(pk: int, news: "News", now: datetime, connection: BaseEmailBackend) -> str:
    """Send what is new to one alert, unless another run has it; say what became of it."""
    # The moment when this alert is taken, not when the run began: a long run's claims are as good as others.
    claim = max(now, timezone.now())
    row = Alert.objects.filter(pk=pk)
    if not row.free(claim - CLAIM).filter(told_until__lt=news.until).update(claimed_at=claim):
        return "taken"
    own = row.filter(claimed_at=claim)
    alert = own.select_related("place", "domain").first()
    if alert is None:
        return "taken"
    found = news.of(alert)
    if found:
        subject = about(alert.place, alert.domain, alert.language)
        try:
            _deliver(lambda: notifications.tell_reader(alert, subject, found, connection), connection)
        except SMTPRecipientsRefused as error:
            own.update(claimed_at=None)
            return _note_refusal(row, error)
        except Exception as error:  # one mailbox that fails keeps no letter from the others
            own.update(claimed_at=None)
            logger.warning("The letter of alert %s could not be sent: %s", pk, type(error).__name__)
            return "failed"
    own.update(told_until=news.until, claimed_at=None, refusals=0)
    return "sent" if found else "nothing"


def _deliver(send: Callable[[], None], connection: BaseEmailBackend) -> None:
    """Send through `connection`; where the server ended it, after so many letters or so long, once more."""
    try:
        send()
    except (SMTPServerDisconnected, SMTPResponseException) as error:
        if isinstance(error, SMTPResponseException) and error.smtp_code != SERVICE_ENDS:
            raise
        connection.close()
        connection.open()
        send()


def _note_refusal(row: AlertQuerySet, error: SMTPRecipientsRefused) -> str:
    """Count what a mail server refused for good: a mailbox that is gone is forgotten in the end."""
    codes = [code for code, _said in error.recipients.values()]
    logger.warning("The mailbox of an alert was refused: %s", codes)
    if min(codes, default=0) < REFUSED_FOR_GOOD:
        return "failed"
    row.update(refusals=F("refusals") + 1)
    row.filter(refusals__gte=MOST_REFUSALS).delete()
    return "refused"


class News:
    """What was published from `since` on, up to `until`, and is public: looked up once for all readers."""

    def __init__(self, since: datetime, until: datetime) -> None:
        self.until = until
        live = Revision.objects.published().values("profile")
        steps = Revision.objects.filter(
            profile__in=live, state__in=READABLE_STATES, published_at__gt=since, published_at__lte=until
        )
        self.steps: dict[int, list[Revision]] = {}
        for revision in steps.with_profile().order_by("-published_at", "-pk"):
            self.steps.setdefault(revision.profile_id, []).append(revision)
        self._said = cache(_said)
        self._within = cache(_within)

    def of(self, alert: Alert) -> list[tuple[Revision, bool]]:
        """Return what `alert` has to be told of, newest first: a revision, and whether it is the first.

        Of each profile the newest text up to `until`; with a domain, only where the findings there are not
        those of the text that was public at `alert.told_until`. What came after it is told next time.
        """
        within = self._within(alert.place) if alert.place else None
        found = []
        for profile, steps in self.steps.items():
            newest = steps[0]
            is_news = newest.published_at and newest.published_at > alert.told_until
            if not is_news or (within is not None and profile not in within):
                continue
            before = _before(newest, alert.told_until)
            if alert.domain_id is None or self._differs(newest, before, alert.domain_id):
                found.append((newest, before is None))
        return found

    def _differs(self, newest: Revision, before: Revision | None, domain: int) -> bool:
        said = self._said(before.pk)[domain] if before else []
        return self._said(newest.pk)[domain] != said


def _within(place: Place) -> set[int]:
    return set(Profile.objects.within(place).values_list("pk", flat=True))


def _before(revision: Revision, moment: datetime) -> Revision | None:
    """The last text of the profile that was published by `moment`."""
    earlier = Revision.objects.filter(profile=revision.profile_id, published_at__lte=moment)
    return earlier.order_by("-number").first()


def _said(revision: int) -> defaultdict[int, list[tuple[str, str]]]:
    """Return the findings of a revision by domain, in reading order: kind and text."""
    said = defaultdict(list)
    rows = Finding.objects.filter(revision=revision).order_by("-kind", "position", "pk")
    for domain, kind, text in rows.values_list("domain", "kind", "text"):
        said[domain].append((kind, text))
    return said
