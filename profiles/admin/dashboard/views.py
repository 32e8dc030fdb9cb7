"""The front page of the administration: the lists, or the results of a search."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from profiles import permissions
from profiles.admin.dashboard.lists import DashboardRow, dashboard_lists, dashboard_row
from profiles.admin.pages import object_url
from profiles.models import Place, Profile
from profiles.operations.figures import trouble
from profiles.search import StaffHit, search_for_staff
from profiles.templatetags.profiles_ui import month_year

MOST = 20
"""Rows of each kind that a search shows; of texts as many open ones as published ones."""


def index(request: HttpRequest) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:100]
    places = Place.objects.visible_to(request.user)
    context: dict[str, Any] = {"query": text, "version": settings.VERSION}
    if not request.user.has_perm("profiles.view_profile"):
        return admin.site.index(request, {"version": settings.VERSION})
    if text:
        context["results"] = search(places, text)
    else:
        context |= dashboard_lists(request.user, places)
        context["may_begin"] = permissions.can_create_profile(request.user)
    if permissions.can_manage_jobs(request.user):
        context |= {"may_manage_jobs": True, "trouble": trouble()}
    return admin.site.index(request, context)


def search(places: QuerySet[Place], text: str) -> list[tuple[str, str, list[DashboardRow]]]:
    """Return what `text` finds in `places`: with the words, stems, "phrases" and -exclusions of the site.

    By kind, (key, title, rows); introductions stand with the findings, and a kind without rows is left out.
    """
    named_places, texts = search_for_staff(text, places, MOST)
    profiles = Profile.objects.filter(place__in=places).filter(
        Q(slug__icontains=text) | Q(reference_number__iexact=text) | Q(place__in=named_places)
    )
    profiles = profiles.select_related("place").order_by("place__name", "-edition")[:MOST]
    lists = [
        ("places", _("Places"), [dashboard_row(row, row.get_level_display()) for row in named_places[:MOST]]),
        ("profiles", _("Profiles"), [dashboard_row(row, month_year(row.period_iso)) for row in profiles]),
        ("findings", _("Findings"), [_text_row(hit) for hit in texts]),
    ]
    return [row for row in lists if row[2]]


def _text_row(hit: StaffHit) -> DashboardRow:
    anchor = f"text-{hit.key}" if hit.key else "introduction"
    url = f"{object_url(hit.revision)}#{anchor}"
    return DashboardRow(str(hit.revision), url, hit.text, hit.revision.profile.language)


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Django's short cut to public pages would tell anybody the address of any draft."""
    raise Http404


urlpatterns = [path("", admin.site.admin_view(index)), path("r/<path:rest>", admin.site.admin_view(nowhere))]
