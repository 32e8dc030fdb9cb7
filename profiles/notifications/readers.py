"""E-mails to readers: the one that confirms a subscription, and what is new since the last."""

from smtplib import SMTPResponseException, SMTPServerDisconnected
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _, ngettext

from profiles.models import Alert, Revision

MOST_LISTED = 50
"""Profiles in one e-mail; for the rest it links to the directory."""
SERVICE_ENDS = 421
"""The SMTP code with which a server asks to be connected to anew."""


def request_confirmation(email: str, language: str, about: str, token: str) -> None:
    """Ask whoever reads `email` whether they want e-mails on `about`. Raises what the mail server raises."""
    with translation.override(language):
        context = {
            "about": about,
            "page": f"{settings.SITE_URL}{reverse('alert_confirm', args=[token])}",
            "site_name": settings.SITE_NAME,
        }
        subject = _("Do you want e-mails about “%(about)s”?") % {"about": about}
        text = render_to_string("profiles/mail/confirm.txt", context)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [email])


def notify_reader(
    alert: Alert, about: str, news: list[tuple[Revision, bool]], connection: BaseEmailBackend
) -> None:
    """Tell a reader what is new (True) or revised (False). Raises what the mail server raises.

    The headers let their mailbox offer one button that unsubscribes (RFC 8058).
    """
    stop_url = f"{settings.SITE_URL}{alert.get_stop_url()}"
    with translation.override(alert.language):
        subject = ngettext(
            "%(about)s: %(count)s new or revised profile",
            "%(about)s: %(count)s new or revised profiles",
            len(news),
        ) % {"about": about, "count": len(news)}
        text = render_to_string("profiles/mail/news.txt", _news_context(alert, about, news, stop_url))
    message = EmailMessage(
        subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [alert.email],
        connection=connection,
        headers={
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    _send(message, connection)


def _news_context(
    alert: Alert, about: str, news: list[tuple[Revision, bool]], stop_url: str
) -> dict[str, Any]:
    return {
        "about": about,
        "news": [
            {
                "title": revision.title,
                "is_new": is_new,
                "is_fictional": revision.profile.place.is_fictional,
                "described": revision.period_iso,
                "note": revision.change_note,
                "page": f"{settings.SITE_URL}{revision.profile.get_absolute_url()}",
            }
            for revision, is_new in news[:MOST_LISTED]
        ],
        "more": len(news) - MOST_LISTED,
        "all": f"{settings.SITE_URL}{reverse('profile_list')}?sort=-published",
        "since": alert.told_until,
        "asked": alert.confirmed_at,
        "stop": stop_url,
        "site_name": settings.SITE_NAME,
    }


def _send(message: EmailMessage, connection: BaseEmailBackend) -> None:
    """Send; once more where the server ended the connection, after so many e-mails or so long."""
    try:
        message.send()
    except (SMTPServerDisconnected, SMTPResponseException) as error:
        if isinstance(error, SMTPResponseException) and error.smtp_code != SERVICE_ENDS:
            raise
        connection.close()
        connection.open()
        message.send()
