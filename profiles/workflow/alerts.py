"""E-mail alerts: subscribe, confirm, send, unsubscribe. No account stands behind them, only a mailbox.

Until somebody confirms from their mailbox, nothing is stored but the e-mail that asks them, and that until it
is sent: the request itself is, signed, in the link there. What is stored is deleted when they unsubscribe.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.base_user import BaseUserManager
from django.core import signing
from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Value
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _

from profiles import notifications
from profiles.choices import Variant
from profiles.content.sections import domain_texts
from profiles.models import Alert, DomainText, IndicatorDomain, Job, Place
from profiles.throttling import allow, normalize_mailbox
from profiles.workflow.alert_news import AlertNews
from profiles.workflow.exceptions import WorkflowError
from profiles.workflow.locking import update

TIME_TO_CONFIRM = timedelta(days=3)
TO_ONE_MAILBOX = 5
SETTLED = timedelta(minutes=5)
"""What was published within this time waits for the next run: its transaction may not have ended yet, and
a moment once passed is not looked at again."""
MOST_REFUSALS = 5
"""A mailbox that its own server has refused so often in a row is forgotten."""


def subscribe(
    email: str, language: str, place: Place | None = None, domain: IndicatorDomain | None = None
) -> None:
    """Have `email` asked to confirm the alert; nothing is stored but that e-mail, until it is sent.

    The same whether there is such an alert or not. A mailbox that was written to often just now is spared.
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
    notifications.request_confirmation(email, language, about(place, domain, language), token)


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
            "told_until": Now() - SETTLED,
        },
    )
    if not is_new:
        update(alert, language=request.language)
    return alert


@transaction.atomic
def unsubscribe(key: UUID) -> None:
    """Delete the alert of `key`, and what waits to be sent; where there is none, so it was asked for."""
    Alert.objects.filter(key=key).delete()
    Job.objects.filter(arguments__alert=str(key)).delete()


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


def enqueue_due(now: datetime | None = None) -> int:
    """Enqueue an e-mail for every alert that has news: all that was published since its last e-mail.

    `now` is that of the database, whose clock the moments of publication are of as well.

    Each in a transaction of its own: a run that is killed is gone on with by the next, and two at once
    enqueue each e-mail once. Return how many there are.
    """
    until = Value(now - SETTLED) if now else Now() - SETTLED
    alerts = Alert.objects.filter(told_until__lt=until)
    waiting = list(alerts.values_list("pk", "told_until", ExpressionWrapper(until, DateTimeField())))
    if not waiting:
        return 0
    news = AlertNews(min(since for _pk, since, _until in waiting), waiting[0][2])
    return sum(_enqueue(pk, news) for pk, _since, _until in waiting)


@transaction.atomic
def _enqueue(pk: int, news: AlertNews) -> bool:
    """Enqueue the e-mail of one alert; return whether there is one."""
    waiting = Alert.objects.select_for_update(of=("self",)).select_related("place", "domain")
    alert = waiting.filter(pk=pk, told_until__lt=news.until).first()
    if alert is None:
        return False
    revisions = news.for_alert(alert)
    if revisions:
        subject = about(alert.place, alert.domain, alert.language)
        notifications.enqueue_news(alert, subject, revisions)
    update(alert, told_until=news.until)
    return bool(revisions)


def exists(key: str) -> bool:
    """Return whether the alert is still there: nobody gets an e-mail that they have stopped meanwhile."""
    return Alert.objects.filter(key=key).exists()


def record_acceptance(key: str) -> None:
    """Forget earlier refusals of the mailbox of an alert."""
    Alert.objects.filter(key=key, refusals__gt=0).update(refusals=0)


def record_refusal(key: str) -> bool:
    """Count what a mail server refused for good: the alert of a mailbox that is gone is deleted in the end.

    Return whether it has been.
    """
    row = Alert.objects.filter(key=key)
    row.update(refusals=F("refusals") + 1)
    if row.filter(refusals__gte=MOST_REFUSALS).exists():
        unsubscribe(UUID(key))
    return not exists(key)
