"""Revisions in the administration: their list, and a page to read one. A draft has its screen: editor/."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import get_language, gettext_lazy

from profiles import permissions
from profiles.admin.editor import views
from profiles.admin.profile import files, history
from profiles.admin.revision import bulk, comments, compare, sign_offs, transitions
from profiles.admin.site import PlaceScopedAdmin, RegionFilter
from profiles.admin.translation import overview
from profiles.choices import Action
from profiles.content.sections import revision_sections
from profiles.models import Comment, Revision
from profiles.templatetags.profiles_ui import long_date


@admin.register(Revision)
class RevisionAdmin(PlaceScopedAdmin):
    place_path = "profile__place"
    # A revision begins on the page of its profile; a draft is discarded, and nothing else ever goes.
    nobody_may = ("add", "delete")
    list_display = ["__str__", "state", "changed", "writer", "published"]
    list_filter = [
        "state",
        ("profile__place__region", RegionFilter),
        "profile__place__level",
        "profile__language",
    ]
    search_fields = ["profile__place__name", "profile__slug", "introduction", "findings__text"]
    search_help_text = gettext_lazy("A place, an address, or words of the text.")
    date_hierarchy = "changed_at"
    ordering = ["-changed_at", "-pk"]
    fields = ["introduction", "change_note"]
    view_on_site = False
    actions = bulk.ACTIONS

    class Media:
        css = {"all": ["css/dashboard.css"]}

    def has_change_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        """Nothing is changed by Django's own form: it would save over what somebody else has saved."""
        return obj is None and super().has_change_permission(request)

    @admin.display(description=gettext_lazy("last changed"), ordering="changed_at")
    def changed(self, revision: Revision) -> str:
        return long_date(revision.changed_at)

    @admin.display(description=gettext_lazy("last changed by"), ordering="changed_by")
    def writer(self, revision: Revision) -> str | None:
        return revision.changed_by and revision.changed_by.name

    @admin.display(description=gettext_lazy("published"), ordering="published_at")
    def published(self, revision: Revision) -> str | None:
        return revision.published_at and long_date(revision.published_at)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nobody is offered what they may do with no revision at all."""
        return {
            name: row
            for name, row in super().get_actions(request).items()
            if permissions.has_right_for(request.user, row[0].transition)
        }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).select_related("profile__place", "changed_by")

    def get_page_context(self, request: HttpRequest, obj: Revision) -> dict[str, Any]:
        revision = Revision.objects.with_profile().with_findings().get(pk=obj.pk)
        texts = overview.source_texts(obj.profile)
        return {
            "profile": obj.profile,
            "revision": obj,
            "buttons": transitions.buttons(request.user, obj),
            "unresolved": Comment.objects.of(obj).unresolved().count() if obj.is_open else 0,
            "sent_back": history.sent_back(obj),
            "note_entry": history.note_along(obj),
            "may_edit": permissions.can(Action.SAVE, request.user, obj),
            "files": files.links(obj),
            "languages": overview.language_rows(request.user, obj.profile) if obj in texts else [],
            "sources": texts,
            "sections": revision_sections(revision, get_language() or "en"),
            "title": str(obj),
            "subtitle": None,
            "show_save": False,
            "show_save_and_add_another": False,
            **(compare.against_public(obj) if obj.is_open else {}),
        }

    def history_view(self, request: HttpRequest, object_id: str, **kwargs: Any) -> HttpResponse:
        """What happened to a revision stands in the history of its profile."""
        revision = self.get_visible_object(request, object_id)
        return redirect("admin:profiles_profile_history", revision.profile_id)

    def get_urls(self) -> list[URLPattern]:
        modules = (views, transitions, comments, sign_offs, files)
        return [*(url for module in modules for url in module.urlpatterns), *super().get_urls()]
