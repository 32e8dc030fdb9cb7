"""The front page of the administration: the lists, or the results of a search."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from profiles import permissions
from profiles.admin.dashboard.lists import dashboard_lists
from profiles.admin.dashboard.search import search
from profiles.models import Place


def index(request: HttpRequest) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:100]
    places = Place.objects.visible_to(request.user)
    context: dict[str, Any] = {"query": text}
    if not request.user.has_perm("profiles.view_profile"):
        return admin.site.index(request)
    if text:
        context["results"] = search(places, text)
    else:
        context |= dashboard_lists(request.user, places)
        context["may_begin"] = permissions.can_create_profile(request.user)
    return admin.site.index(request, context)


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Django's short cut to public pages would tell anybody the address of any draft."""
    raise Http404


urlpatterns = [path("", admin.site.admin_view(index)), path("r/<path:rest>", admin.site.admin_view(nowhere))]
