"""E-mails to staff: whose turn it is, what became of their text, what happened to their account."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from profiles.choices import Action
from profiles.models import Job, Revision, Translation, User
from profiles.notifications.emails import email_job, message_id, send
from profiles.permissions import users_assigned_to, users_who_can
from profiles.site_texts import site_name

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
    _enqueue(recipients, subject, "turn", context)


def _public_path(text: Text) -> str:
    """Return where the public reads a text that has just been published."""
    language = text.language if isinstance(text, Translation) else text.page_language
    with translation.override(language):
        return text.profile.get_absolute_url()


def notify_of_account(user: User, what: str, address: str = "") -> None:
    """Tell `user` what happened to their account, in case it was not them. Nobody can turn that off.

    address: where they are told, if not at the one of the account.
    """
    context = {"what": what, "at": timezone.now(), "site_name": site_name(), "person": user}
    to = address or user.email
    if to and user.is_active:
        Job.objects.enqueue(email_job(to, what, render_to_string("admin/mail/account.txt", context)))


def _enqueue(recipients: list[User], subject: str, template: str, context: dict[str, object]) -> None:
    if recipients:
        template = f"admin/mail/{template}.txt"
        Job.objects.enqueue(
            *(
                email_job(user.email, subject, render_to_string(template, context | {"person": user}))
                for user in recipients
            )
        )


def _reachable(users: QuerySet[User], exclude: User | None) -> list[User]:
    users = users.filter(gets_mail=True).exclude(email="")
    return list(users.exclude(pk=exclude.pk) if exclude else users)


class _ResetForm(PasswordResetForm):
    """Django's form, for staff alone. What it sends has a Message-ID, and errors are raised."""

    name = ""

    def get_users(self, email: str) -> list[User]:
        return [user for user in super().get_users(email) if user.is_staff]

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        subject = " ".join(render_to_string(subject_template_name, context).split())
        text = render_to_string(email_template_name, context)
        send(to_email, subject, text, {}, message_id(f"{self.name}-{context['user'].pk}"))


def send_password_reset(email: str, language: str, name: str) -> None:
    """Send a link for a new password to the accounts of `email`, if there are any; `name` names the request.

    The link is made now, and not when it was asked for: the queue never holds one.
    Raises what the mail server raises.
    """
    form = _ResetForm({"email": email})
    form.name = name
    with translation.override(language):
        if form.is_valid():
            form.save(
                email_template_name="registration/password_reset_email.txt",
                subject_template_name="registration/password_reset_subject.txt",
                # Our own address, never the one that the request claims to have come to.
                domain_override=settings.SITE_URL.partition("://")[2],
                extra_email_context={"site_url": settings.SITE_URL, "site_name": site_name()},
            )
