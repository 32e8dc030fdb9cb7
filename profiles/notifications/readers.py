"""E-mails to readers who asked for them: the one that confirms it, and what is new since the last."""

from copy import copy

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _, ngettext

from profiles.choices import JobKind, News
from profiles.content.translations import read_in
from profiles.models import Alert, Job, Revision
from profiles.notifications.emails import email_job
from profiles.site_texts import site_name

MOST_LISTED = 50
"""Profiles in one e-mail; for the rest it links to the directory."""


def request_confirmation(email: str, language: str, about: str, token: str) -> None:
    """Ask whoever reads `email` whether they want e-mails on `about`."""
    with translation.override(language):
        context = {
            "about": about,
            "page": f"{settings.SITE_URL}{reverse('alert_confirm', args=[token])}",
            "site_name": site_name(),
        }
        subject = _("Do you want e-mails about “%(about)s”?") % {"about": about}
        text = render_to_string("profiles/mail/confirm.txt", context)
    Job.objects.enqueue(email_job(email, subject, text, kind=JobKind.CONFIRMATION))


def _read_in(language: str, news: list[tuple[Revision, News]]) -> list[tuple[Revision, News]]:
    """Return the same revisions to be read in `language`: copies, as other readers get them in theirs."""
    copies = [(copy(revision), what) for revision, what in news]
    read_in(language, *(revision for revision, _what in copies))
    return copies


def enqueue_news(alert: Alert, about: str, news: list[tuple[Revision, News]]) -> None:
    """Tell a reader what is new, translated where it is.

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
    }
    Job.objects.enqueue(email_job(alert.email, subject, text, headers, alert=str(alert.key)))
