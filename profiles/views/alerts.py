"""Letters to readers: asked for with an address, confirmed and stopped from the mailbox. No account.

None of these forms carries a CSRF token, which would need a cookie. Asking only ever sends one letter to
a mailbox, is counted, and refuses what a browser calls another site's form; confirming and stopping need
what stands in a letter. A link that is opened changes nothing, as programs open the links of letters too:
the page has a button. Mail programs press it for their reader, without any header of a browser (RFC 8058).
"""

from collections.abc import Callable
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
from django.views.decorators.csrf import csrf_exempt

from profiles.forms import AlertForm
from profiles.models import Alert, DomainText, IndicatorDomain, Place
from profiles.templatetags.profiles_ui import in_language
from profiles.throttling import allow_visitor
from profiles.views import errors
from profiles.views.query_string import query_params
from profiles.views.site import Page, is_own_form, public, set_cache_headers
from profiles.workflow import WorkflowError, alerts as alert_actions

FROM_ONE_ADDRESS = 10
"""Requests within 15 minutes (throttling.py)."""

View = Callable[..., HttpResponse]


def with_form(view: View) -> View:
    """Make a view a page that is also posted to."""

    @csrf_exempt
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            response = errors.wrong_method(request)
            response["Allow"] = "GET, HEAD, POST"
            return response
        return view(request, *args, **kwargs)

    return wrapper


def where_sent(view: View) -> View:
    """Answer 404 where the site sends no alerts. What stops them stays: it was promised in each letter."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.ALERTS:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


def private(view: View) -> View:
    """Keep a page whose address is a secret out of caches, indexes and the sight of other sites."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return wrapper


@with_form
@where_sent
@query_params("place", "domain")
def alerts(request: HttpRequest) -> HttpResponse:
    """Ask for the address. 404 for a place or domain that is not there."""
    subject = _get_subject(request)
    if request.method == "POST":
        return _ask(request, subject)
    response = _form(request, subject)
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
        shown = self.place or self.domain
        return shown.get_absolute_url() if shown else reverse("profile_list")


def _get_subject(request: HttpRequest) -> Subject:
    place, domain = request.GET.get("place"), request.GET.get("domain")
    if place:
        return Subject(place=get_object_or_404(Place.objects.public(), slug=place))
    return Subject(domain=get_object_or_404(IndicatorDomain, slug=domain) if domain else None)


def _ask(request: HttpRequest, subject: Subject) -> HttpResponse:
    form = AlertForm(request.POST)
    if not form.is_valid():
        return _form(request, subject, form, " ".join(form.errors.get("email", [])), 400)
    if not is_own_form(request):
        refusal = _("This was sent from another site. Send it from this page.")
        return _form(request, subject, form, refusal, 403)
    if not allow_visitor("alert-from", get_client_ip_address(request), FROM_ONE_ADDRESS):
        refusal = _("Too many requests from your address. Try again in 15 minutes.")
        return _form(request, subject, form, refusal, 429)
    try:
        if not form.is_of_a_machine:
            alert_actions.subscribe(form.cleaned_data["email"], get_language(), subject.place, subject.domain)
    except WorkflowError as error:
        return _form(request, subject, form, str(error), 503)
    return redirect("alerts_asked")


def _form(
    request: HttpRequest,
    subject: Subject,
    form: AlertForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    title = _("E-mails about %(about)s") % {"about": subject.name}
    context = {
        "page": Page(
            # A screen reader says it first.
            title=_("Error: %(title)s") % {"title": title} if refusal else title,
            description=_("An e-mail when profiles are new or revised."),
            robots="noindex, follow",
        ),
        "subject": subject,
        "typed": form.data.get("email", "") if form else "",
        "refusal": refusal,
        "is_wrong": status == 400,
    }
    response = render(request, "profiles/alerts.html", context, status=status)
    if status != 200:
        response["Cache-Control"] = "private, no-store"
    if status == 429:
        response["Retry-After"] = str(15 * 60)
    return response


@public()
@where_sent
def asked(request: HttpRequest) -> HttpResponse:
    """Say that a letter is under way: the same words whoever asked, and about whatever."""
    text = _(
        "If the address is right, an e-mail is under way to it. Open the link in it within three "
        "days, and press the button there. Nothing came? Look in your spam folder, or ask again "
        "in 15 minutes."
    )
    return _render_message(request, _("Look into your mailbox"), text, again=True)


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
            "You get an e-mail when profiles are new or revised: %(about)s. Each has a link that stops them."
        )
        return _render_message(request, _("You will get e-mails"), _initial(text, about=about))
    text = _("E-mails go to %(email)s when profiles are new or revised: %(about)s.")
    said = _initial(text, email=alert.email, about=about)
    return _render_message(request, _("One more step"), said, _("Yes, write to me"))


@with_form
@private
def stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a button that ends the alert; with the button, delete it. What is ended stays ended."""
    alert = Alert.objects.select_related("place", "domain").filter(key=key).first()
    if request.method == "POST" or alert is None:
        alert_actions.unsubscribe(key)
        text = _("No more of these e-mails come. If you asked for others, each of those has its own link.")
        return _render_message(request, _("It is stopped"), text)
    text = _initial(_("No more e-mails to %(email)s: %(about)s."), email=alert.email, about=_about(alert))
    return _render_message(request, _("Stop these e-mails?"), text, _("Stop the e-mails"))


def _about(alert: Alert) -> str:
    """Return what it is about; a place that is no longer public is not named."""
    if alert.place and not Place.objects.public().filter(pk=alert.place.pk).exists():
        return _("Place")
    subject = Subject(alert.place, alert.domain)
    return in_language(subject.name, subject.language)


def _initial(text: str, **named: str) -> SafeString:
    """Return `text` with `named` in it, as HTML: a name in another language is marked as such."""
    return SafeString(escape(text) % {name: conditional_escape(value) for name, value in named.items()})


def _render_message(
    request: HttpRequest, title: str, text: str, button: str = "", *, status: int = 200, again: bool = False
) -> HttpResponse:
    page = Page(title=title, robots="noindex")
    # The addresses of these pages are secrets or lead to nothing: they stand in no tag of the head.
    context = {"page": page, "text": text, "button": button, "again": again, "own_path": ""}
    return render(request, "profiles/alert_said.html", context, status=status)
