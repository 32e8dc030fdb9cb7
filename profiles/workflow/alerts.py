"""E-mail alerts: asked for, confirmed, sent, stopped. No account stands behind them, only a mailbox.

Until somebody confirms from her mailbox, nothing is stored: the wish itself stands, signed, in the link
that is sent there. What is stored goes when she stops it.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.contrib.auth.base_user import BaseUserManager
from django.core import signing
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from profiles import notices
from profiles.choices import Variant
from profiles.models import Alert, Finding, IndicatorDomain, Place, Profile, Revision
from profiles.reading import domain_texts
from profiles.workflow.frame import WorkflowError
from profiles.workflow.limits import is_within, mailbox

TIME_TO_CONFIRM = timedelta(days=3)
TO_ONE_MAILBOX = 5
SETTLED = timedelta(minutes=5)
"""What was published within this time waits for the next run: its transaction may not have ended yet, and
a moment once passed is not looked at again."""
CLAIM = timedelta(minutes=15)
"""How long one run has an alert for itself: then it is taken to have been killed while sending."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sent:
    """What one run did."""

    letters: int
    failed: int


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
        notices.ask_to_confirm(email, language, about(place, domain, language), token)
    except (SMTPException, OSError) as error:
        logger.warning("A letter to confirm an alert could not be sent: %s", error)
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
    place = Place.objects.filter(pk=wish["place"]).first() if wish["place"] else None
    domain = IndicatorDomain.objects.filter(pk=wish["domain"]).first() if wish["domain"] else None
    if (wish["place"] and place is None) or (wish["domain"] and domain is None):
        raise WorkflowError(_("What this link is about is no longer on this site."))
    return Alert(email=wish["email"], language=wish["language"], place=place, domain=domain)


@transaction.atomic
def confirm(token: str) -> Alert:
    """Store the alert that `token` asks for, from now on; one that is there already stays as it is."""
    wanted = read(token)
    alert, _is_new = Alert.objects.get_or_create(
        email__iexact=wanted.email,
        place=wanted.place,
        domain=wanted.domain,
        defaults={"email": wanted.email, "language": wanted.language},
    )
    return alert


def stop(key: UUID) -> None:
    """Delete the alert of `key`; one that is stopped already is stopped."""
    Alert.objects.filter(key=key).delete()


def about(place: Place | None, domain: IndicatorDomain | None, language: str) -> str:
    """Return what an alert is about, in `language`; a place that is made up says so."""
    with translation.override(language):
        if domain:
            texts = domain_texts(Variant.COUNTRY, language)
            return next(text.title for text in texts if text.domain_id == domain.pk)
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
    until, letters, failed = now - SETTLED, 0, 0
    free = Alert.objects.free(now - CLAIM).filter(told_until__lt=until)
    waiting = list(free.values_list("pk", flat=True))
    if not waiting:
        return Sent(0, 0)
    with get_connection() as connection:
        for pk in waiting:
            try:
                letters += _send(pk, until, now, connection)
            except Exception as error:  # one mailbox that is refused keeps no letter from the others
                failed += 1
                logger.warning("The letter of alert %s could not be sent: %s", pk, error)
    return Sent(letters, failed)


def _send(pk: int, until: datetime, now: datetime, connection: BaseEmailBackend) -> bool:
    """Send what is new to one alert, unless another run has it; say whether there was a letter."""
    row = Alert.objects.filter(pk=pk)
    if not row.free(now - CLAIM).update(claimed_at=now):
        return False
    alert = row.select_related("place", "domain").filter(told_until__lt=until).first()
    found = news(alert, until) if alert else []
    try:
        if alert and found:
            subject = about(alert.place, alert.domain, alert.language)
            notices.tell_reader(alert, subject, found, connection)
    except BaseException:
        row.update(claimed_at=None)
        raise
    if alert:
        row.update(told_until=until)
    row.update(claimed_at=None)
    return bool(found)


def news(alert: Alert, until: datetime) -> list[tuple[Revision, bool]]:
    """Return what `alert` has to be told of, newest first: a live revision, and whether it is the first.

    What was published after `alert.told_until`, up to `until`, and still is. With a domain, only where the
    findings there are not what the public could read before.
    """
    live = Revision.objects.published().with_profile()
    live = live.filter(published_at__gt=alert.told_until, published_at__lte=until)
    if alert.place:
        live = live.filter(profile__in=Profile.objects.within(alert.place))
    found = []
    for revision in live.order_by("-published_at", "-pk"):
        before = _before(revision, alert.told_until)
        if alert.domain_id is None or _said(revision, alert.domain_id) != _said(before, alert.domain_id):
            found.append((revision, before is None))
    return found


def _before(revision: Revision, moment: datetime) -> Revision | None:
    """The last text of the profile that the public could read at `moment`, or had read before."""
    earlier = Revision.objects.filter(profile=revision.profile_id, published_at__lte=moment)
    return earlier.order_by("-number").first()


def _said(revision: Revision | None, domain: int) -> list[tuple[str, str]]:
    if revision is None:
        return []
    said = Finding.objects.filter(revision=revision, domain=domain).order_by("-kind", "position", "pk")
    return list(said.values_list("kind", "text"))
