"""A forgotten password: a link by mail. The answer is the same, and as fast, whoever is asked for."""

import threading
from typing import Any

from axes.helpers import get_client_ip_address
from axes.utils import reset as forget_failures
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import forms, views
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _

from profiles.models import User
from profiles.throttling import allow, allow_visitor, normalize_mailbox
from profiles.workflow import accounts

FROM_ONE_ADDRESS = 5
TO_ONE_MAILBOX = 3
"""Requests within 15 minutes (throttling.py)."""


class ResetForm(forms.PasswordResetForm):
    """Django's form, for staff alone. The e-mail is sent by a thread, so that the answer does not wait."""

    def get_users(self, email: str) -> list[User]:
        staff = [user for user in super().get_users(email) if user.is_staff]
        return staff if allow(f"reset-to-{normalize_mailbox(email)}", TO_ONE_MAILBOX) else []

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        language = translation.get_language()

        def send() -> None:
            with translation.override(language):
                super(ResetForm, self).send_mail(*args, **kwargs)

        threading.Thread(target=send, name="password reset").start()


class AdminFrame:
    """The administration's name and look around Django's page."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = admin.site.each_context(self.request) | {"is_nav_sidebar_enabled": False}
        return frame | super().get_context_data(**kwargs)


class AskView(AdminFrame, views.PasswordResetView):
    form_class = ResetForm
    email_template_name = "registration/password_reset_email.txt"
    subject_template_name = "registration/password_reset_subject.txt"
    # Our own address, never the one that the request claims to have come to.
    extra_email_context = {"site_url": settings.SITE_URL, "site_name": settings.SITE_NAME}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not allow_visitor("reset-from", get_client_ip_address(request), FROM_ONE_ADDRESS):
            form = self.get_form()
            form.add_error(None, _("Too many requests from your IP address. Try again in 15 minutes."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        return super().post(request, *args, **kwargs)


class AskedView(AdminFrame, views.PasswordResetDoneView):
    pass


class NewPasswordView(AdminFrame, views.PasswordResetConfirmView):
    """Whoever was signed in with the old password is signed out; the second step is asked for as ever."""

    def form_valid(self, form: forms.SetPasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        accounts.follow_new_password(self.user)
        forget_failures(username=self.user.get_username())
        return response


class DoneView(AdminFrame, views.PasswordResetCompleteView):
    pass


urlpatterns = [
    path("password_reset/", AskView.as_view(), name="admin_password_reset"),
    path("password_reset/asked/", AskedView.as_view(), name="password_reset_done"),
    path("password_reset/done/", DoneView.as_view(), name="password_reset_complete"),
    path("password_reset/<uidb64>/<token>/", NewPasswordView.as_view(), name="password_reset_confirm"),
]
