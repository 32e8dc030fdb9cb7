"""What the pages beside a revision share: addresses, frame, and that what was typed comes back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from profiles.forms import texts_typed
from profiles.models import Revision

View = Callable[..., HttpResponse]


def wants_data(request: HttpRequest) -> bool:
    """Whether a script asks, which reads JSON, rather than a person."""
    return request.headers.get("Accept") == "application/json"


def note_of(request: HttpRequest) -> str:
    """Return what was typed as a note or a reason, as it can be stored."""
    return request.POST.get("note", "").replace("\r\n", "\n").replace("\x00", "").strip()


def address(desk: admin.ModelAdmin, route: str, view: View, name: str) -> URLPattern:
    """Return the address of `view` below a revision's; it is called with (desk, request, revision, ...).

    `desk` is RevisionAdmin. Who has been signed out, or whose draft is gone, gets back what she sent.
    """
    inside = desk.admin_site.admin_view(partial(_with_revision, desk, view))

    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if request.method == "POST" and not desk.admin_site.has_permission(request):
            reason = _("You have been signed out. Sign in again in another tab, then send this once more.")
            return not_stored(desk, request, reason, status=403)
        return inside(request, **parts)

    return path(f"<int:pk>/{route}", answer, name=f"profiles_revision_{name}")


def _with_revision(
    desk: admin.ModelAdmin, view: View, request: HttpRequest, pk: int, **parts: Any
) -> HttpResponse:
    revision = Revision.objects.visible_to(request.user).with_profile().filter(pk=pk).first()
    if revision is None and request.method == "GET" and not wants_data(request):
        raise Http404
    if revision is None:
        return not_stored(desk, request, _("There is no such draft here, or no longer."), status=404)
    if not desk.has_view_permission(request, revision):
        raise PermissionDenied
    return view(desk, request, revision, **parts)


def page(
    desk: admin.ModelAdmin,
    request: HttpRequest,
    revision: Revision,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of the administration below `revision`'s."""
    shared = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "original": revision,
        "revision": revision,
        "profile": revision.profile,
        "is_nav_sidebar_enabled": False,
    }
    return TemplateResponse(request, f"admin/{template}.html", shared | context, status=status)


def not_stored(desk: admin.ModelAdmin, request: HttpRequest, reason: str, status: int) -> HttpResponse:
    """Answer with `reason` and every text that was sent; who asked for data keeps them herself."""
    if wants_data(request):
        return JsonResponse({"reason": reason}, status=401 if status == 403 else status)
    context = {
        **desk.admin_site.each_context(request),
        "title": _("Not stored"),
        "opts": desk.opts,
        "reason": reason,
        "texts": texts_typed(request.POST),
    }
    return TemplateResponse(request, "admin/profiles/revision/not_saved.html", context, status=status)
