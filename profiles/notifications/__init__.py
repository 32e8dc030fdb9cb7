"""The letters: to staff whose turn it is or whose account changed, after the transaction and never in it;
and to readers who asked to be told (workflow/alerts.py)."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage, get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _, ngettext

from profiles.choices import Verb
from profiles.models import Alert, Place, Revision, User

MOST_LISTED = 50
"""Profiles in one letter; for the rest it leads to the directory."""

logger = logging.getLogger(__name__)


def reviewers(revision: Revision, but: User | None) -> list[User]:
    """Return those who may review the place and want mail."""
    return _with_right("review_revision", revision, but)


def publishers(revision: Revision, but: User | None) -> list[User]:
    """Return those who may publish the place and want mail."""
    return _with_right("publish_revision", revision, but)


def writers(revision: Revision, but: User | None) -> list[User]:
    """Return whoever began, last changed or submitted the revision, and wants mail."""
    ids = (revision.created_by_id, revision.changed_by_id, revision.submitted_by_id)
    return _who_work_on(revision, _reachable(but).filter(pk__in=[pk for pk in ids if pk is not None]))


def tell(people: list[User], verb: Verb, revision: Revision, by: User | None, note: str = "") -> None:
    """Write to `people` once the transaction is done: what happened, why, and where to go on."""
    page = f"{settings.SITE_URL}{reverse('admin:profiles_revision_change', args=[revision.pk])}"
    context = {
        "verb": verb,
        "revision": revision,
        "profile": revision.profile,
        "by": by.name if by else settings.SITE_NAME,
        "note": note,
        "page": page,
        "public": f"{settings.SITE_URL}{revision.profile.get_absolute_url()}" if verb == Verb.PUBLISH else "",
        "site_name": settings.SITE_NAME,
        "preferences": f"{settings.SITE_URL}{reverse('account')}",
    }
    subject = f"{revision.profile}: {verb.label}"
    if people:
        transaction.on_commit(lambda: _send_all(people, subject, "turn", context), robust=True)


def tell_of_account(person: User, what: str) -> None:
    """Tell `person` what happened to her account, in case that it was not she. Nobody can turn that off."""
    context = {"what": what, "at": timezone.now(), "site_name": settings.SITE_NAME}
    if person.email and person.is_active:
        transaction.on_commit(lambda: _send_all([person], what, "account", context), robust=True)


def ask_to_confirm(email: str, language: str, about: str, token: str) -> None:
    """Ask whoever reads `email` whether she wants letters on `about`. Raises what the mail server raises."""
    with translation.override(language):
        context = {
            "about": about,
            "page": f"{settings.SITE_URL}{reverse('alert_confirm', args=[token])}",
            "site_name": settings.SITE_NAME,
        }
        subject = _("Do you want e-mails about “%(about)s”?") % {"about": about}
        text = render_to_string("profiles/mail/confirm.txt", context)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [email])


def tell_reader(
    alert: Alert, about: str, news: list[tuple[Revision, bool]], connection: BaseEmailBackend
) -> None:
    """Write to a reader what is new (True) or revised (False). Raises what the mail server raises.

    The headers let her mailbox offer one button that ends it (RFC 8058).
    """
    with translation.override(alert.language):
        stop = f"{settings.SITE_URL}{alert.get_stop_url()}"
        context = {
            "about": about,
            "news": [
                {
                    "title": revision.title,
                    "is_new": is_new,
                    "is_fictional": revision.profile.place.is_fictional,
                    "described": revision.described,
                    "note": revision.change_note,
                    "page": f"{settings.SITE_URL}{revision.profile.get_absolute_url()}",
                }
                for revision, is_new in news[:MOST_LISTED]
            ],
            "more": len(news) - MOST_LISTED,
            "all": f"{settings.SITE_URL}{reverse('profile_list')}?sort=-published",
            "since": alert.told_until,
            "asked": alert.confirmed_at,
            "stop": stop,
            "site_name": settings.SITE_NAME,
        }
        subject = ngettext(
            "%(about)s: %(count)s new or revised profile",
            "%(about)s: %(count)s new or revised profiles",
            len(news),
        ) % {"about": about, "count": len(news)}
        text = render_to_string("profiles/mail/news.txt", context)
    EmailMessage(
        subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [alert.email],
        connection=connection,
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    ).send()


def _send_all(people: list[User], subject: str, letter: str, context: dict[str, object]) -> None:
    """Write to all through one connection: a server that does not answer is waited for once."""
    try:
        with get_connection() as connection:
            for person in people:
                text = render_to_string(f"admin/mail/{letter}.txt", context | {"person": person})
                _send(person, subject, text, connection)
    except Exception as error:  # whatever it is, the step is done
        logger.warning("Letters could not be sent: %s", error)


def _send(person: User, subject: str, text: str, connection: BaseEmailBackend) -> None:
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [person.email], connection=connection)
    except Exception as error:  # one address that is refused keeps no letter from the others
        logger.warning("A letter to %s could not be sent: %s", person.pk, error)


def _with_right(codename: str, revision: Revision, but: User | None) -> list[User]:
    right = Q(groups__permissions__codename=codename) | Q(user_permissions__codename=codename)
    return _who_work_on(revision, _reachable(but).filter(right | Q(is_superuser=True)).distinct())


def _who_work_on(revision: Revision, people: QuerySet[User]) -> list[User]:
    place = revision.profile.place_id
    return [person for person in people if Place.objects.visible_to(person).filter(pk=place).exists()]


def _reachable(but: User | None) -> QuerySet[User]:
    people = User.objects.filter(is_active=True, is_staff=True, gets_mail=True).exclude(email="")
    return people.exclude(pk=but.pk) if but else people
