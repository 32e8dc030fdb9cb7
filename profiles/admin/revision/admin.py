"""Revisions in the administration: their list, and a page to read one. A draft has its screen: editor/."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy

from profiles import permissions
from profiles.admin.editor import views
from profiles.admin.profile import files, history
from profiles.admin.revision import bulk, comments, compare, review_links, sign_offs, transitions
from profiles.admin.site import PlaceScopedAdmin, RegionFilter
from profiles.content.sections import revision_sections
from profiles.models import Revision


@admin.register(Revision)
class RevisionAdmin(PlaceScopedAdmin):
    place_path = "profile__place"
    list_display = ["__str__", "state", "changed", "writer", "published"]
    list_filter = [
        "state",
        ("profile__place__region", RegionFilter),
        "profile__place__level",
        "profile__language",
    ]
    list_select_related = ["profile__place", "changed_by"]
    search_fields = ["profile__place__name", "profile__slug", "introduction", "findings__text"]
    search_help_text = gettext_lazy("A place, an address, or words of the text.")
    date_hierarchy = "changed_at"
    ordering = ["-changed_at", "-pk"]
    fields = ["introduction", "change_note"]
    view_on_site = False
    actions = bulk.ACTIONS

    class Media:
        css = {"all": ["css/dashboard.css"]}

    # Rights

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A revision begins on the page of its profile."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        """Nothing is changed by Django's own form: it would save over what somebody else has saved."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        """A draft is discarded; nothing else ever goes."""
        return False

    # The list

    @admin.display(description=gettext_lazy("last changed"), ordering="changed_at")
    def changed(self, revision: Revision) -> str:
        return date_format(revision.changed_at, "DATE_FORMAT")

    @admin.display(description=gettext_lazy("last changed by"), ordering="changed_by")
    def writer(self, revision: Revision) -> str | None:
        return revision.changed_by and revision.changed_by.name

    @admin.display(description=gettext_lazy("published"), ordering="published_at")
    def published(self, revision: Revision) -> str | None:
        return revision.published_at and date_format(revision.published_at, "DATE_FORMAT")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nobody is offered what they may do with no revision at all."""
        return {
            name: row
            for name, row in super().get_actions(request).items()
            if permissions.has_right_for(request.user, row[0].verb)
        }

    # The form

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).select_related("profile__place", "changed_by")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Show what may only be read; admin/editor has the screen for a draft."""
        revision = self.get_object(request, object_id)
        context = _page(request, revision) if revision else {}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """What happened to a revision stands in the history of its profile."""
        revision = self.get_object(request, object_id)
        if revision is None:
            raise Http404
        return redirect("admin:profiles_profile_history", revision.profile_id)

    def get_urls(self) -> list[URLPattern]:
        modules = (views, transitions, comments, sign_offs, review_links, files)
        return [*(url for module in modules for url in module.urls(self)), *super().get_urls()]


def _page(request: HttpRequest, revision: Revision) -> dict[str, Any]:
    """Return what the page of a revision shows beside its form."""
    may_edit = permissions.can_edit(request.user, revision)
    return {
        "profile": revision.profile,
        "revision": revision,
        "buttons": transitions.buttons(request.user, revision),
        "unresolved": revision.comments.unresolved().count() if revision.is_open else 0,
        "sent_back": history.sent_back(revision),
        "word": history.word_along(revision),
        "may_edit": may_edit,
        "files": files.links(revision),
        "sections": revision_sections(_with_findings(revision), get_language() or "en"),
        "title": str(revision),
        "subtitle": None,
        "show_save": False,
        "show_save_and_add_another": False,
        **(compare.against_public(revision) if revision.is_open else {}),
    }


def _with_findings(revision: Revision) -> Revision:
    return Revision.objects.with_profile().with_findings().get(pk=revision.pk)
