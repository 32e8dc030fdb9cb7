"""E-mail alerts: subscribe, confirm, send, unsubscribe. No account stands behind them, only a mailbox.

Until somebody confirms from their mailbox, nothing is stored: the request itself is, signed, in the link that
is sent there. What is stored is deleted when they unsubscribe.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
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
from profiles.choices import Variant
from profiles.content.sections import domain_texts
from profiles.models import Alert, DomainText, IndicatorDomain, Place
from profiles.models.alerts import AlertQuerySet
from profiles.throttling import allow, normalize_mailbox
from profiles.workflow.alert_news import AlertNews
from profiles.workflow.exceptions import WorkflowError
from profiles.workflow.locking import update

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

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SendReport:
    """How many e-mails of one run were sent, and how many not."""

    sent: int
    failed: int
    """The next run tries them again."""
    refused: int
    """By the reader's mail server; after MOST_REFUSALS in a row the alert is deleted."""


def subscribe(
    email: str, language: str, place: Place | None = None, domain: IndicatorDomain | None = None
) -> None:
    """Send the e-mail that asks `email` to confirm the alert; nothing is stored.

    The same whether there is such an alert or not. A mailbox that was written to often just now is spared.
    Raises WorkflowError where the e-mail could not be sent.
    """
    if not allow(f"alert-to-{normalize_mailbox(email)}", TO_ONE_MAILBOX):
        return
    email = BaseUserManager.normalize_email(email)
    data = {
        "email": email,
        "language": language,
        "place": place.pk if place else None,
        "domain": domain.pk if domain else None,
    }
    token = signing.dumps(data, salt=__name__, compress=True)
    try:
        notifications.request_confirmation(email, language, about(place, domain, language), token)
    except (SMTPException, OSError) as error:
        # Not what it says: that may name the mailbox.
        logger.warning("An e-mail to confirm an alert could not be sent: %s", type(error).__name__)
        raise WorkflowError(
            _("The e-mail could not be sent, and nothing was saved. Try again in some minutes.")
        ) from None


def load_token(token: str) -> Alert:
    """Return the alert that `token` asks for, not stored. Raises WorkflowError where the link is no good."""
    try:
        data = signing.loads(token, salt=__name__, max_age=TIME_TO_CONFIRM)
    except signing.SignatureExpired:
        raise WorkflowError(_("This link was valid for three days. Ask for a new one.")) from None
    except signing.BadSignature:
        raise WorkflowError(
            _("This link is incomplete. Copy all of it from the e-mail, or ask for a new one.")
        ) from None
    place = Place.objects.public().filter(pk=data["place"]).first() if data["place"] else None
    domain = IndicatorDomain.objects.filter(pk=data["domain"]).first() if data["domain"] else None
    if (data["place"] and place is None) or (data["domain"] and domain is None):
        raise WorkflowError(_("What this link is about is no longer on this site."))
    return Alert(email=data["email"], language=data["language"], place=place, domain=domain)


@transaction.atomic
def confirm(token: str) -> Alert:
    """Store the alert that `token` asks for, from now on; one that is there already takes its language.

    “Now” is a little earlier: what is being published meanwhile could not be read yet.
    """
    request = load_token(token)
    alert, is_new = Alert.objects.get_or_create(
        email__iexact=request.email,
        place=request.place,
        domain=request.domain,
        defaults={
            "email": request.email,
            "language": request.language,
            "told_until": timezone.now() - SETTLED,
        },
    )
    if not is_new:
        update(alert, language=request.language)
    return alert


def unsubscribe(key: UUID) -> None:
    """Delete the alert of `key`; where there is none, that is what was asked for."""
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


def send_due(now: datetime | None = None) -> SendReport:
    """E-mail every alert that has news: all that was published since its last e-mail.

    One that cannot be sent is tried again by the next run, and a run that is killed leaves at most the one
    e-mail that it was sending to be sent twice. Raises OSError or SMTPException where no mail server answers.
    """
    now = now or timezone.now()
    until = now - SETTLED
    due = Alert.objects.free(now - CLAIM).filter(told_until__lt=until)
    waiting = list(due.values_list("pk", "told_until"))
    if not waiting:
        return SendReport(0, 0, 0)
    news = AlertNews(min(since for _pk, since in waiting), until)
    outcomes: Counter[str] = Counter()
    with get_connection() as connection:
        for pk, _since in waiting:
            outcomes[_send(pk, news, now, connection)] += 1
    return SendReport(outcomes["sent"], outcomes["failed"], outcomes["refused"])


def _send(pk: int, news: AlertNews, now: datetime, connection: BaseEmailBackend) -> str:
    """E-mail what is new to one alert, unless another run has it; return what became of it."""
    # The moment when this alert is taken, not when the run began: a long run's claims are as good as others.
    claim = max(now, timezone.now())
    row = Alert.objects.filter(pk=pk)
    if not row.free(claim - CLAIM).filter(told_until__lt=news.until).update(claimed_at=claim):
        return "taken"
    own = row.filter(claimed_at=claim)
    alert = own.select_related("place", "domain").first()
    if alert is None:
        return "taken"
    revisions = news.for_alert(alert)
    if revisions:
        subject = about(alert.place, alert.domain, alert.language)
        try:
            notifications.notify_reader(alert, subject, revisions, connection)
        except SMTPRecipientsRefused as error:
            own.update(claimed_at=None)
            return _record_refusal(row, error)
        except Exception as error:  # one mailbox that fails keeps no e-mail from the others
            own.update(claimed_at=None)
            logger.warning("The e-mail of alert %s could not be sent: %s", pk, type(error).__name__)
            return "failed"
    own.update(told_until=news.until, claimed_at=None, refusals=0)
    return "sent" if revisions else "nothing"


def _record_refusal(row: AlertQuerySet, error: SMTPRecipientsRefused) -> str:
    """Count what a mail server refused for good: the alert of one that is gone is deleted in the end."""
    codes = [code for code, _message in error.recipients.values()]
    logger.warning("The mailbox of an alert was refused: %s", codes)
    if min(codes, default=0) < REFUSED_FOR_GOOD:
        return "failed"
    row.update(refusals=F("refusals") + 1)
    row.filter(refusals__gte=MOST_REFUSALS).delete()
    return "refused"
