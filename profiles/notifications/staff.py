"""E-mails to staff: whose turn it is, what became of their text, what happened to their account."""

import logging

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.choices import Action
from profiles.models import Revision, User
from profiles.permissions import users_assigned_to, users_who_can

logger = logging.getLogger(__name__)


def reviewers(revision: Revision, exclude: User | None) -> list[User]:
    """Return those who can approve the revision, and want e-mails; one query."""
    return _reachable(users_who_can(Action.APPROVE, revision), exclude)


def publishers(revision: Revision, exclude: User | None) -> list[User]:
    """Return those who can publish the revision, and want e-mails; one query."""
    return _reachable(users_who_can(Action.PUBLISH, revision), exclude)


def writers(revision: Revision, exclude: User | None) -> list[User]:
    """Return who started, last changed or submitted it, still works on its place, and wants e-mails."""
    pks = {revision.created_by_id, revision.changed_by_id, revision.submitted_by_id} - {None}
    return _reachable(users_assigned_to(revision.profile.place_id).filter(pk__in=pks), exclude)


def notify(recipients: list[User], verb: Action, revision: Revision, by: User | None, note: str = "") -> None:
    """E-mail `recipients` once the transaction is done: what happened, why, and where to go on."""
    page = f"{settings.SITE_URL}{reverse('admin:profiles_revision_change', args=[revision.pk])}"
    context = {
        "verb": verb,
        "revision": revision,
        "profile": revision.profile,
        "by": by.name if by else settings.SITE_NAME,
        "note": note,
        "page": page,
        "public": f"{settings.SITE_URL}{revision.profile.get_absolute_url()}"
        if verb == Action.PUBLISH
        else "",
        "site_name": settings.SITE_NAME,
        "preferences": f"{settings.SITE_URL}{reverse('account')}",
    }
    subject = _("%(profile)s: %(action)s") % {"profile": revision.profile, "action": verb.label}
    if recipients:
        transaction.on_commit(lambda: _send_all(recipients, subject, "turn", context), robust=True)


def notify_of_account(user: User, what: str) -> None:
    """Tell `user` what happened to their account, in case it was not them. Nobody can turn that off."""
    context = {"what": what, "at": timezone.now(), "site_name": settings.SITE_NAME}
    if user.email and user.is_active:
        transaction.on_commit(lambda: _send_all([user], what, "account", context), robust=True)


def _send_all(recipients: list[User], subject: str, template: str, context: dict[str, object]) -> None:
    """Send through one connection: a server that does not answer is waited for once."""
    try:
        with get_connection() as connection:
            for user in recipients:
                text = render_to_string(f"admin/mail/{template}.txt", context | {"person": user})
                _send(user, subject, text, connection)
    except Exception as error:  # whatever it is, the action is done
        logger.warning("E-mails could not be sent: %s", error)


def _send(user: User, subject: str, text: str, connection: BaseEmailBackend) -> None:
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email], connection=connection)
    except Exception as error:  # one address that is refused keeps no e-mail from the others
        logger.warning("An e-mail to %s could not be sent: %s", user.pk, error)


def _reachable(users: QuerySet[User], exclude: User | None) -> list[User]:
    users = users.filter(gets_mail=True).exclude(email="")
    return list(users.exclude(pk=exclude.pk) if exclude else users)
