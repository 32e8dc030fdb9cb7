"""E-mails, sent after the transaction and never in it, or by a command.

To staff: whose turn it is, what became of their text, what happened to their account. To readers: the one
that confirms a subscription, and what is new since the last (workflow/alerts.py).
"""

import logging
from copy import copy
from smtplib import SMTPResponseException, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import EmailMessage, get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _, ngettext

from profiles.choices import Action, News
from profiles.content.translations import read_in
from profiles.models import Alert, Revision, Translation, User
from profiles.permissions import users_assigned_to, users_who_can
from profiles.site_texts import site_name

logger = logging.getLogger(__name__)

MOST_LISTED = 50
"""Profiles in one e-mail; for the rest it links to the directory."""
SERVICE_ENDS = 421
"""The SMTP code with which a server asks to be connected to anew."""


Text = Revision | Translation


def who_can(action: Action, text: Text, exclude: User | None) -> list[User]:
    """Return those who can take `action` on the text, and want e-mails; one query."""
    return _reachable(users_who_can(action, text), exclude)


def writers(text: Text, exclude: User | None) -> list[User]:
    """Return who started, last changed or submitted it, still works on it there, and wants e-mails."""
    language = text.language if isinstance(text, Translation) else ""
    pks = {text.created_by_id, text.changed_by_id, text.submitted_by_id} - {None}
    return _reachable(users_assigned_to(text.profile.place_id, language).filter(pk__in=pks), exclude)


def notify(recipients: list[User], action: Action, text: Text, by: User | None, note: str = "") -> None:
    """E-mail `recipients` once the transaction is done: what happened, why, and where to go on."""
    is_public = action == Action.PUBLISH
    is_translation = isinstance(text, Translation)
    name = text if is_translation else text.profile
    page = reverse(f"admin:profiles_{text._meta.model_name}_change", args=[text.pk])
    context: dict[str, object] = {
        "action": action,
        "profile": name,
        "is_translation": is_translation,
        "by": by.name if by else site_name(),
        "note": note,
        "page": f"{settings.SITE_URL}{page}",
        "public": f"{settings.SITE_URL}{_public_path(text)}" if is_public else "",
        "site_name": site_name(),
        "preferences": f"{settings.SITE_URL}{reverse('account')}",
    }
    subject = _("%(profile)s: %(action)s") % {"profile": name, "action": action.label}
    if recipients:
        transaction.on_commit(lambda: _send_all(recipients, subject, "turn", context), robust=True)


def _public_path(text: Text) -> str:
    """Return where the public reads a text that has just been published."""
    language = text.language if isinstance(text, Translation) else text.page_language
    with translation.override(language):
        return text.profile.get_absolute_url()


def notify_of_account(user: User, what: str) -> None:
    """Tell `user` what happened to their account, in case it was not them. Nobody can turn that off."""
    context = {"what": what, "at": timezone.now(), "site_name": site_name()}
    if user.email and user.is_active:
        transaction.on_commit(lambda: _send_all([user], what, "account", context), robust=True)


def _send_all(recipients: list[User], subject: str, template: str, context: dict[str, object]) -> None:
    """Send through one connection: a server that does not answer is waited for once."""
    try:
        with get_connection() as connection:
            for user in recipients:
                text = render_to_string(f"admin/mail/{template}.txt", context | {"person": user})
                try:
                    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email], connection=connection)
                except Exception as error:  # one address that is refused keeps no e-mail from the others
                    logger.warning("An e-mail to %s could not be sent: %s", user.pk, error)
    except Exception as error:  # whatever it is, the action is done
        logger.warning("E-mails could not be sent: %s", error)


def _reachable(users: QuerySet[User], exclude: User | None) -> list[User]:
    users = users.filter(gets_mail=True).exclude(email="")
    return list(users.exclude(pk=exclude.pk) if exclude else users)


def request_confirmation(email: str, language: str, about: str, token: str) -> None:
    """Ask whoever reads `email` whether they want e-mails on `about`. Raises what the mail server raises."""
    with translation.override(language):
        context = {
            "about": about,
            "page": f"{settings.SITE_URL}{reverse('alert_confirm', args=[token])}",
            "site_name": site_name(),
        }
        subject = _("Do you want e-mails about “%(about)s”?") % {"about": about}
        text = render_to_string("profiles/mail/confirm.txt", context)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [email])


def _read_in(language: str, news: list[tuple[Revision, News]]) -> list[tuple[Revision, News]]:
    """Return the same revisions to be read in `language`: copies, as other readers get them in theirs."""
    copies = [(copy(revision), what) for revision, what in news]
    read_in(language, *(revision for revision, _what in copies))
    return copies


def notify_reader(
    alert: Alert, about: str, news: list[tuple[Revision, News]], connection: BaseEmailBackend
) -> None:
    """Tell a reader what is new, translated where it is. Raises what the mail server raises.

    The headers let their mailbox offer one button that unsubscribes (RFC 8058).
    """
    with translation.override(alert.language):
        stop_url = f"{settings.SITE_URL}{alert.get_stop_url()}"
        context = {
            "about": about,
            "alert": alert,
            "news": _read_in(alert.language, news[:MOST_LISTED]),
            "more": len(news) - MOST_LISTED,
            "all": f"{settings.SITE_URL}{reverse('profile_list')}?sort=-published",
            "stop": stop_url,
            "site_url": settings.SITE_URL,
            "site_name": site_name(),
        }
        subject = ngettext(
            "%(about)s: %(count)s new or revised profile",
            "%(about)s: %(count)s new or revised profiles",
            len(news),
        ) % {"about": about, "count": len(news)}
        text = render_to_string("profiles/mail/news.txt", context)
    headers = {
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    message = EmailMessage(subject, text, to=[alert.email], connection=connection, headers=headers)
    try:
        message.send()
    except (SMTPServerDisconnected, SMTPResponseException) as error:
        if isinstance(error, SMTPResponseException) and error.smtp_code != SERVICE_ENDS:
            raise
        # The server ended the connection, after so many e-mails or so long: once more.
        connection.close()
        connection.open()
        message.send()
