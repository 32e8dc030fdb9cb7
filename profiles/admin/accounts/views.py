"""“Your account”: name, mail, password and sessions; the door to the administration; a forgotten password.

These addresses stand before the administration's own (mgi/urls.py).
"""

import re
from typing import Any

from axes.helpers import get_client_ip_address
from axes.utils import reset as forget_failures
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import BACKEND_SESSION_KEY, forms as auth_forms, views as auth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from profiles import permissions
from profiles.admin.accounts import second_factor
from profiles.admin.accounts.second_factor import AdminFrame
from profiles.models import StaffSession, User
from profiles.operations.process_counts import note_refused_sign_in
from profiles.throttling import allow, allow_visitor, normalize_mailbox
from profiles.workflow import accounts

FROM_ONE_ADDRESS = 5
TO_ONE_MAILBOX = 3
"""Requests within 15 minutes (throttling.py)."""


class AccountForm(forms.ModelForm):
    """What users may change about themselves. Their address is the way to a new password: it is not here."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "gets_mail"]
        labels = {"gets_mail": gettext_lazy("E-mail me when it is my turn")}
        help_texts = {"gets_mail": ""}


@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the password; then the second step, where there is one."""
    if request.half_signed_in.is_authenticated:
        return second_factor.go_on(request)
    response = admin.site.login(request)
    if response.status_code == 302 and request.session.get(BACKEND_SESSION_KEY) and request.method == "POST":
        request.session.note_sign_in(
            request.headers.get("User-Agent", ""), get_client_ip_address(request) or None
        )
    elif request.method == "POST":
        note_refused_sign_in()
    return response


@never_cache
def account(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, instance=request.user, label_suffix="")
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your account is saved."))
        return redirect("account")
    device = request.session.get(permissions.PASSED)
    rows = [
        {
            "session": session,
            "browser": browser_in_words(session.agent),
            "is_this": session.session_key == request.session.session_key,
            # The password was given, the second step was not.
            "is_half": session.get_decoded().get(permissions.PASSED) != device,
        }
        for session in StaffSession.objects.for_user(request.user)
    ]
    context = {
        **admin.site.each_context(request),
        "title": _("Your account"),
        "form": form,
        "has_second_factor": accounts.has_second_factor(request.user),
        "may_turn_off": permissions.can_do_without_second_factor(request.user),
        "codes_left": accounts.count_codes(request.user),
        "rows": rows,
    }
    return render(request, "admin/accounts/account.html", context)


@never_cache
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End the session of the mark that is sent, or all but this one."""
    this, mark = request.session.session_key, request.POST.get("session", "")
    if mark == "others":
        count = accounts.end_sessions(request.user, exclude=this)
    else:
        others = StaffSession.objects.for_user(request.user, exclude=this)
        keys = [row.pk for row in others if row.mark == mark]
        count = StaffSession.objects.for_user(request.user).filter(pk__in=keys).delete()[0]
    text = ngettext("%(count)s session is ended.", "%(count)s sessions are ended.", count)
    messages.success(request, text % {"count": count})
    return redirect(f"{reverse('account')}#sessions")


@sensitive_post_parameters()
@never_cache
def change_password(request: HttpRequest) -> HttpResponse:
    """Django's page; whoever is signed in elsewhere with the old password is signed out there."""
    response = admin.site.password_change(request)
    if request.method == "POST" and response.status_code == 302:
        accounts.follow_new_password(request.user, exclude=request.session.session_key)
    return response


BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
"""Tokens of a browser's own description, in the order in which they tell: the later ones also lie."""


def browser_in_words(agent: str) -> str:
    """Return “Firefox on Windows” for what a browser says of itself; anybody can say anything."""
    browser = next((name for token, name in BROWSERS.items() if re.search(rf"\b{token}\w*/", agent)), "")
    system = next((name for token, name in SYSTEMS.items() if token in agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown browser")


# A forgotten password


class ResetForm(auth_forms.PasswordResetForm):
    """Django's form, which only enqueues: whose address it is, the answer cannot tell even by its time."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        email = self.cleaned_data["email"]
        if allow(f"reset-to-{normalize_mailbox(email)}", TO_ONE_MAILBOX):
            accounts.request_password_reset(email, translation.get_language())


class AskView(AdminFrame, auth_views.PasswordResetView):
    form_class = ResetForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not allow_visitor("reset-from", get_client_ip_address(request), FROM_ONE_ADDRESS):
            form = self.get_form()
            form.add_error(None, _("Too many requests from your IP address. Try again in 15 minutes."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        return super().post(request, *args, **kwargs)


class AskedView(AdminFrame, auth_views.PasswordResetDoneView):
    pass


class NewPasswordView(AdminFrame, auth_views.PasswordResetConfirmView):
    """Whoever was signed in with the old password is signed out; the second step is asked for as ever."""

    def form_valid(self, form: auth_forms.SetPasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        accounts.follow_new_password(self.user)
        forget_failures(username=self.user.get_username())
        return response


class DoneView(AdminFrame, auth_views.PasswordResetCompleteView):
    pass


urlpatterns = [
    path("login/", sign_in),
    path("password_change/", admin.site.admin_view(change_password)),
    path("account/", admin.site.admin_view(account), name="account"),
    path("account/sessions/", admin.site.admin_view(end_session), name="end_session"),
    *second_factor.urlpatterns,
    path("password_reset/", AskView.as_view(), name="admin_password_reset"),
    path("password_reset/asked/", AskedView.as_view(), name="password_reset_done"),
    path("password_reset/done/", DoneView.as_view(), name="password_reset_complete"),
    path("password_reset/<uidb64>/<token>/", NewPasswordView.as_view(), name="password_reset_confirm"),
]
