"""The second step of signing in, on screen: a code after the password, enrolling, renewing, turning off.

Whoever has given a password and no code is nobody to all other views (profiles/middleware.py); these
pages find the user in `request.half_signed_in`.
"""

from base64 import b32encode
from collections.abc import Callable
from time import time
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import authenticate
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from profiles import permissions
from profiles.models import User
from profiles.operations.process_counts import note_refused_sign_in
from profiles.svg.qr import qr_code
from profiles.workflow import WorkflowError, accounts

KEY = "enrolling"
"""Where a session keeps the key that is being enrolled, until a code has confirmed it."""
MAY_RENEW = "may_renew"
"""When, in a session, password and code were given to take another device: a time, in seconds."""
RENEWAL = 15 * 60


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=accounts.LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "size": 20}),
    )


class PasswordAndCodeForm(CodeForm):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "size": 20}),
    )
    field_order = ["password", "code"]


def go_on(request: HttpRequest) -> HttpResponse:
    """Send whoever is half signed in to what they still have to do."""
    has_device = accounts.has_second_factor(request.half_signed_in)
    address = reverse("second_factor_code" if has_device else "second_factor_enrol")
    return redirect(f"{address}?{urlencode({'next': _next(request)})}")


def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code after the password."""
    user = request.half_signed_in
    if not user.is_authenticated:
        return redirect("admin:login")
    if not accounts.has_second_factor(user):
        return go_on(request)
    form = CodeForm(request.POST or None)
    form.fields["code"].widget.attrs["autofocus"] = True
    if request.method == "POST" and form.is_valid():
        try:
            device = accounts.check_code(user, form.cleaned_data["code"])
        except WorkflowError as error:
            note_refused_sign_in()
            form.add_error("code", str(error))
        else:
            _pass(request, device)
            if accounts.count_codes(user) <= 2:
                messages.warning(request, _("Few one-time codes are left. Create new ones in your account."))
            return redirect(_next(request))
    return _page(request, "code.html", _("Second step"), form=form)


def enrol(request: HttpRequest) -> HttpResponse:
    """Show a key, have it confirmed by a code, and show the one-time codes, once."""
    users = (request.user, request.half_signed_in)
    user = next((user for user in users if user.is_authenticated and user.is_staff), None)
    if user is None:
        return redirect(f"{reverse('admin:login')}?{urlencode({'next': reverse('second_factor_enrol')})}")
    renews = request.user.is_authenticated and time() - request.session.get(MAY_RENEW, 0) < RENEWAL
    if accounts.has_second_factor(user) and not renews:
        return go_on(request) if request.half_signed_in.is_authenticated else redirect("account")
    # Whoever is wholly signed in may have left the computer: the password is asked for, or has just been.
    asks_password = request.user.is_authenticated and not renews
    form = (PasswordAndCodeForm if asks_password else CodeForm)(request.POST or None)
    if KEY not in request.session:
        request.session[KEY] = accounts.new_key()
    if request.method == "POST" and form.is_valid():
        try:
            if asks_password:
                _check_password(request, user, form.cleaned_data["password"])
            device, codes = accounts.enrol(user, request.session[KEY], form.cleaned_data["code"])
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            _pass(request, device)
            return _codes_page(request, user, codes, is_new=True)
    device = accounts.proposed_device(user, request.session[KEY])
    secret = b32encode(device.bin_key).decode()
    context = {
        "form": form,
        "is_forced": not request.user.is_authenticated,
        "qr": qr_code(device.config_url),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return _page(request, "enrol.html", _("Set up the second step"), **context)


class AdminFrame:
    """The administration's name and look around a page that opens before it does."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return _frame(self.request) | super().get_context_data(**kwargs)


class ConfirmView(AdminFrame, FormView):
    """Something that the password and a code are asked for; `go` does it."""

    form_class = PasswordAndCodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not accounts.has_second_factor(request.user):
            return redirect("account")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: PasswordAndCodeForm) -> HttpResponse:
        try:
            _check_password(self.request, self.request.user, form.cleaned_data["password"])
            accounts.check_code(self.request.user, form.cleaned_data["code"])
        except WorkflowError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return self.go()


class NewCodesView(ConfirmView):
    """Make ten new one-time codes."""

    template_name = "admin/accounts/new_codes.html"
    extra_context = {"title": gettext_lazy("New one-time codes")}

    def go(self) -> HttpResponse:
        return _codes_page(self.request, self.request.user, accounts.new_codes(self.request.user))


class RenewView(ConfirmView):
    """Begin with another device; the one of now works until the new one is confirmed."""

    template_name = "admin/accounts/renew.html"
    extra_context = {"title": gettext_lazy("Another device")}

    def go(self) -> HttpResponse:
        self.request.session[MAY_RENEW] = time()
        self.request.session.pop(KEY, None)
        return redirect("second_factor_enrol")


class TurnOffView(ConfirmView):
    template_name = "admin/accounts/turn_off.html"
    extra_context = {"title": gettext_lazy("Turn off the second step")}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (decision := permissions.can_do_without_second_factor(request.user)):
            messages.error(request, decision.reason)
            return redirect("account")
        return super().dispatch(request, *args, **kwargs)

    def go(self) -> HttpResponse:
        accounts.turn_off_second_factor(self.request.user)
        self.request.session.pop(permissions.PASSED, None)
        messages.success(self.request, _("The second step is off. Your password alone opens your account."))
        return redirect("account")


def _next(request: HttpRequest) -> str:
    """Return where the user wanted to go, if that is in this administration."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    home = reverse("admin:index")
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if is_ours and url.startswith(home) else home


def _pass(request: HttpRequest, device: int) -> None:
    """Let the session in; from here on it is another one, so its key changes."""
    for key in (KEY, MAY_RENEW):
        request.session.pop(key, None)
    request.session[permissions.PASSED] = device
    request.session.cycle_key()


def _check_password(request: HttpRequest, user: User, password: str) -> None:
    """Refuse a wrong password; axes counts it as it does at the door."""
    if authenticate(request, username=user.get_username(), password=password) != user:
        raise WorkflowError(_("This is not your password."))


def _codes_page(request: HttpRequest, user: User, codes: list[str], is_new: bool = False) -> HttpResponse:
    return _page(request, "codes.html", _("Your one-time codes"), codes=codes, person=user, is_new=is_new)


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    return render(request, f"admin/accounts/{template}", _frame(request) | {"title": title} | context)


def _frame(request: HttpRequest) -> dict[str, Any]:
    return admin.site.each_context(request) | {"is_nav_sidebar_enabled": False, "next": _next(request)}


def _private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return `view` so that its answer is not kept, nor what was posted shown in reports of errors."""
    return sensitive_post_parameters()(never_cache(view))


urlpatterns = [
    path("login/code/", _private(code), name="second_factor_code"),
    path("login/cancel/", LogoutView.as_view(next_page="admin:login"), name="second_factor_cancel"),
    path("account/second-step/", _private(enrol), name="second_factor_enrol"),
    *(
        path(f"account/second-step/{route}/", admin.site.admin_view(_private(view.as_view())), name=name)
        for route, view, name in [
            ("codes", NewCodesView, "second_factor_codes"),
            ("device", RenewView, "second_factor_renew"),
            ("off", TurnOffView, "second_factor_off"),
        ]
    ),
]
