"""The second step of signing in, on screen: a code after the password, enrolling, renewing, turning off.

Whoever has given her password and no code is nobody to all other views (profiles/middleware.py); these
pages find her in `request.half_signed_in`.
"""

from base64 import b32encode
from time import time
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from profiles import permissions
from profiles.models import User
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
    """Send whoever is half signed in to what she still has to do."""
    has_device = accounts.has_second_factor(request.half_signed_in)
    address = reverse("second_factor_code" if has_device else "second_factor_enrol")
    return redirect(f"{address}?{urlencode({'next': _next(request)})}")


@sensitive_post_parameters()
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code after the password."""
    person = request.half_signed_in
    if not person.is_authenticated:
        return redirect("admin:login")
    if not accounts.has_second_factor(person):
        return go_on(request)
    form = CodeForm(request.POST or None)
    form.fields["code"].widget.attrs["autofocus"] = True
    if request.method == "POST" and form.is_valid():
        try:
            device = accounts.check_code(person, form.cleaned_data["code"])
        except WorkflowError as refusal:
            form.add_error("code", str(refusal))
        else:
            _pass(request, device)
            _warn_of_few_codes(request, person)
            return redirect(_next(request))
    return _page(request, "code.html", _("Second step"), form=form)


@sensitive_post_parameters()
@never_cache
def enrol(request: HttpRequest) -> HttpResponse:
    """Show a key, have it confirmed by a code, and show the one-time codes, once."""
    person = _person(request)
    if person is None:
        return redirect(f"{reverse('admin:login')}?{urlencode({'next': reverse('second_factor_enrol')})}")
    renews = request.user.is_authenticated and time() - request.session.get(MAY_RENEW, 0) < RENEWAL
    if accounts.has_second_factor(person) and not renews:
        return go_on(request) if request.half_signed_in.is_authenticated else redirect("account")
    # Whoever is wholly signed in may have left her desk: her password is asked for, or has just been.
    asks_password = request.user.is_authenticated and not renews
    form = (PasswordAndCodeForm if asks_password else CodeForm)(request.POST or None)
    if KEY not in request.session:
        request.session[KEY] = accounts.new_key()
    if request.method == "POST" and form.is_valid():
        try:
            if asks_password:
                _check_password(request, person, form.cleaned_data["password"])
            device, codes = accounts.enrol(person, request.session[KEY], form.cleaned_data["code"])
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            _pass(request, device)
            return _codes_page(request, person, codes, is_new=True)
    proposed = accounts.proposed_device(person, request.session[KEY])
    secret = b32encode(proposed.bin_key).decode()
    return _page(
        request,
        "enrol.html",
        _("Set up the second step"),
        form=form,
        is_forced=not request.user.is_authenticated,
        qr=qr_code(proposed.config_url),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    )


@sensitive_post_parameters()
@never_cache
def codes(request: HttpRequest) -> HttpResponse:
    """Make ten new one-time codes."""
    title = _("New one-time codes")
    return _confirmed(
        request,
        title,
        _("The one-time codes that you have now stop working."),
        _("Make new codes"),
        lambda: _codes_page(request, request.user, accounts.new_codes(request.user)),
    )


@sensitive_post_parameters()
@never_cache
def renew(request: HttpRequest) -> HttpResponse:
    """Begin with another device; the one of now works until the new one is confirmed."""

    def go() -> HttpResponse:
        request.session[MAY_RENEW] = time()
        request.session.pop(KEY, None)
        return redirect("second_factor_enrol")

    return _confirmed(
        request,
        _("Another device"),
        _("The device that you use now works until the new one is confirmed. Other sessions then end."),
        _("Continue"),
        go,
    )


@sensitive_post_parameters()
@never_cache
def turn_off(request: HttpRequest) -> HttpResponse:
    decision = permissions.can_do_without_second_factor(request.user)
    if not decision:
        messages.error(request, decision.reason)
        return redirect("account")

    def go() -> HttpResponse:
        accounts.turn_off_second_factor(request.user)
        request.session.pop(permissions.PASSED, None)
        messages.success(request, _("The second step is off. Your password alone opens your account."))
        return redirect("account")

    return _confirmed(
        request,
        _("Turn off the second step"),
        _("Then your password alone opens your account."),
        _("Turn off"),
        go,
    )


@never_cache
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Leave between the two steps."""
    logout(request)
    return redirect("admin:login")


def _person(request: HttpRequest) -> User | None:
    for person in (request.user, request.half_signed_in):
        if person.is_authenticated and person.is_staff:
            return person
    return None


def _next(request: HttpRequest) -> str:
    """Return where the person wanted to go, if that is in this administration."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    home = reverse("admin:index")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours and wanted.startswith(home) else home


def _pass(request: HttpRequest, device: int) -> None:
    """Let the session in; from here on it is another one, so its key changes."""
    for done in (KEY, MAY_RENEW):
        request.session.pop(done, None)
    request.session[permissions.PASSED] = device
    request.session.cycle_key()


def _check_password(request: HttpRequest, person: User, password: str) -> None:
    """Refuse a wrong password; axes counts it as it does at the door."""
    found = authenticate(request, username=person.get_username(), password=password)
    if found is None or found.pk != person.pk:
        raise WorkflowError(_("This is not your password."))


def _confirmed(request: HttpRequest, title: str, text: str, verb: str, go: Any) -> HttpResponse:
    """Ask for password and code, then go."""
    if not accounts.has_second_factor(request.user):
        return redirect("account")
    form = PasswordAndCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _check_password(request, request.user, form.cleaned_data["password"])
            accounts.check_code(request.user, form.cleaned_data["code"])
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            return go()
    return _page(request, "confirm.html", title, form=form, text=text, verb=verb)


def _codes_page(request: HttpRequest, person: User, new: list[str], is_new: bool = False) -> HttpResponse:
    return _page(request, "codes.html", _("Your one-time codes"), codes=new, person=person, is_new=is_new)


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    frame = admin.site.each_context(request) | {"is_nav_sidebar_enabled": False, "next": _next(request)}
    return render(request, f"admin/accounts/{template}", frame | {"title": title} | context)


def _warn_of_few_codes(request: HttpRequest, person: User) -> None:
    if accounts.count_codes(person) <= 2:
        messages.warning(request, _("Few one-time codes are left. Make new ones in your account."))


urlpatterns = [
    path("login/code/", code, name="second_factor_code"),
    path("login/cancel/", cancel, name="second_factor_cancel"),
    path("account/second-step/", enrol, name="second_factor_enrol"),
    path("account/second-step/codes/", admin.site.admin_view(codes), name="second_factor_codes"),
    path("account/second-step/device/", admin.site.admin_view(renew), name="second_factor_renew"),
    path("account/second-step/off/", admin.site.admin_view(turn_off), name="second_factor_off"),
]
