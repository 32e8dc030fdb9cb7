"""E-mails to readers: asked for with an address, confirmed and stopped from the mailbox. No account.

None of these forms carries a CSRF token, which would need a cookie. Asking only ever sends one e-mail to
a mailbox, is counted, and refuses what a browser calls another site's form; confirming and stopping need
what stands in an e-mail. A link that is opened changes nothing, as programs open the links of e-mails too:
the page has a button. Mail programs press it for their reader, without any header of a browser (RFC 8058).
"""

from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any
from uuid import UUID

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from profiles.forms import AlertForm, form_reasons
from profiles.models import Alert, DomainText, IndicatorDomain, Place
from profiles.templatetags.profiles_ui import in_language
from profiles.throttling import WINDOW, allow_visitor
from profiles.views.site import (
    Page,
    View,
    allow_methods,
    is_own_form,
    private,
    public,
    query_params,
    set_cache_headers,
)
from profiles.workflow import WorkflowError, alerts as alert_actions

FROM_ONE_ADDRESS = 10
"""Requests within 15 minutes (throttling.py)."""

with_form = allow_methods("GET", "HEAD", "POST")


def where_sent(view: View) -> View:
    """Answer 404 where the site sends no alerts. What stops them stays: it was promised in each e-mail."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.ALERTS:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


@with_form
@where_sent
@query_params("place", "domain")
def alerts(request: HttpRequest) -> HttpResponse:
    """Offer the form. 404 for a place or domain that is not there."""
    subject = _get_subject(request)
    if request.method == "POST":
        return _subscribe(request, subject)
    response = _render_form(request, subject, AlertForm())
    set_cache_headers(response)
    return response


@dataclass(frozen=True)
class Subject:
    """What e-mails are asked for about: a place, a domain, or all profiles."""

    place: Place | None = None
    domain: IndicatorDomain | None = None

    @cached_property
    def name(self) -> str:
        return self._text.title if self._text else alert_actions.about(self.place, None, get_language())

    @property
    def language(self) -> str:
        """That of the name, where it may be another than the page's."""
        return self._text.language if self._text else ""

    @cached_property
    def _text(self) -> DomainText | None:
        return alert_actions.text_of(self.domain, get_language()) if self.domain else None

    @property
    def page(self) -> str:
        """Where it is read about; its feed is offered there as well."""
        subject = self.place or self.domain
        return subject.get_absolute_url() if subject else reverse("profile_list")


def _get_subject(request: HttpRequest) -> Subject:
    place, domain = request.GET.get("place"), request.GET.get("domain")
    if place:
        return Subject(place=get_object_or_404(Place.objects.public(), slug=place))
    return Subject(domain=get_object_or_404(IndicatorDomain, slug=domain) if domain else None)


def _subscribe(request: HttpRequest, subject: Subject) -> HttpResponse:
    form = AlertForm(request.POST)
    if not form.is_valid():
        return _render_form(request, subject, form, 400)
    if not is_own_form(request):
        form.add_error(None, _("This was sent from another site. Send it from this page."))
        return _render_form(request, subject, form, 403)
    if not allow_visitor("alert-from", get_client_ip_address(request), FROM_ONE_ADDRESS):
        form.add_error(None, _("Too many requests from your IP address. Try again in 15 minutes."))
        return _render_form(request, subject, form, 429)
    if not form.cleaned_data["website"]:
        alert_actions.subscribe(form.cleaned_data["email"], get_language(), subject.place, subject.domain)
    return redirect("alerts_asked")


def _render_form(request: HttpRequest, subject: Subject, form: AlertForm, status: int = 200) -> HttpResponse:
    title = _("E-mails about %(about)s") % {"about": subject.name}
    page = Page(
        # A screen reader says it first.
        title=_("Error: %(title)s") % {"title": title} if form.errors else title,
        description=_("An e-mail when profiles are new or revised."),
        robots="noindex, follow",
    )
    context = {"page": page, "subject": subject, "form": form, "refusal": form_reasons(form)}
    response = render(request, "profiles/alerts.html", context, status=status)
    if status != 200:
        response["Cache-Control"] = "private, no-store"
    if status == 429:
        response["Retry-After"] = str(WINDOW)
    return response


@public()
@where_sent
def asked(request: HttpRequest) -> HttpResponse:
    """Say that an e-mail is under way: the same words whoever asked, and about whatever."""
    text = _(
        "If the address is right, an e-mail has been sent to it. Open the link in it within three days, "
        "and press the button there. Nothing came? Look in your spam folder, or ask again in 15 minutes."
    )
    return _render_message(request, _("Check your mailbox"), text, again=True)


@with_form
@where_sent
@private
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was asked for, and a button; with the button, store it."""
    try:
        alert = alert_actions.confirm(token) if request.method == "POST" else alert_actions.load_token(token)
    except WorkflowError as refusal:
        return _render_message(request, _("This link does not work"), str(refusal), status=404, again=True)
    about = _about(alert)
    if request.method == "POST":
        text = _(
            "You will get an e-mail when profiles are new or revised: %(about)s. Each has a link to stop "
            "them."
        )
        return _render_message(request, _("You will get e-mails"), _format(text, about=about))
    text = _("E-mails go to %(email)s when profiles are new or revised: %(about)s.")
    text = _format(text, email=alert.email, about=about)
    return _render_message(request, _("One more step"), text, _("Yes, send me the e-mails"))


@with_form
@private
def stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a button that ends the alert; with the button, delete it. What is ended stays ended."""
    alert = Alert.objects.select_related("place", "domain").filter(key=key).first()
    if request.method == "POST" or alert is None:
        alert_actions.unsubscribe(key)
        text = _("You will get no more of these e-mails. If you asked for others, each has its own link.")
        return _render_message(request, _("E-mails stopped"), text)
    text = _format(_("No more e-mails to %(email)s: %(about)s."), email=alert.email, about=_about(alert))
    return _render_message(request, _("Stop these e-mails?"), text, _("Stop the e-mails"))


def _about(alert: Alert) -> str:
    """Return what it is about; a place that is no longer public is not named."""
    if alert.place and not Place.objects.public().filter(pk=alert.place.pk).exists():
        return _("Place")
    subject = Subject(alert.place, alert.domain)
    return in_language(subject.name, subject.language)


def _format(text: str, **values: str) -> SafeString:
    """Return `text` with `values` in it, as HTML: a name in another language is marked as such."""
    return SafeString(escape(text) % {name: conditional_escape(value) for name, value in values.items()})


def _render_message(
    request: HttpRequest, title: str, text: str, button: str = "", *, status: int = 200, again: bool = False
) -> HttpResponse:
    page = Page(title=title, robots="noindex")
    # The addresses of these pages are secrets or lead to nothing: they stand in no tag of the head.
    context = {"page": page, "text": text, "button": button, "again": again, "own_path": ""}
    return render(request, "profiles/alert_message.html", context, status=status)
