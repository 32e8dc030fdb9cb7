"""Translations in the administration: their list, and the page of one."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import gettext_lazy

from profiles import permissions
from profiles.admin.profile import history
from profiles.admin.revision import comments
from profiles.admin.site import PlaceScopedAdmin, RegionFilter
from profiles.admin.translation import files, overview, screen, transitions, views
from profiles.choices import Action
from profiles.content.serialize import serialize_revision
from profiles.content.translations import build_units
from profiles.models import Translation
from profiles.templatetags.profiles_ui import long_date


@admin.register(Translation)
class TranslationAdmin(PlaceScopedAdmin):
    place_path = "profile__place"
    # A translation begins on the page of its profile; a draft is discarded, and nothing else ever goes.
    nobody_may = ("add", "change", "delete")
    list_display = [*("__str__", "original", "state", "missing_count", "outdated_count", "changed", "writer")]
    list_filter = ["language", "state", "provenance", ("profile__place__region", RegionFilter)]
    search_fields = ["profile__place__name", "profile__slug"]
    search_help_text = gettext_lazy("A place, or the address of a profile.")
    ordering = ["-changed_at", "-pk"]
    fields = ["provenance", "reference", "change_note"]
    view_on_site = False

    class Media:
        css = {"all": ["css/dashboard.css"]}

    @admin.display(description=gettext_lazy("revision"), ordering="revision__number")
    def original(self, translation: Translation) -> int:
        return translation.revision.number

    @admin.display(description=gettext_lazy("last changed"), ordering="changed_at")
    def changed(self, translation: Translation) -> str:
        return long_date(translation.changed_at)

    @admin.display(description=gettext_lazy("last changed by"), ordering="changed_by")
    def writer(self, translation: Translation) -> str | None:
        return translation.changed_by and translation.changed_by.name

    def get_queryset(self, request: HttpRequest) -> QuerySet[Translation]:
        return super().get_queryset(request).select_related("profile__place", "revision", "changed_by")

    def get_page_context(self, request: HttpRequest, obj: Translation) -> dict[str, Any]:
        obj.revision.profile = obj.profile
        content = serialize_revision(obj.revision)
        units = build_units(obj.revision, obj.units, content)
        comments = screen.open_comments(obj) if obj.is_open else {}
        return {
            "profile": obj.profile,
            "revision": obj.revision,
            "translation": obj,
            "text": obj,
            "original_language": obj.revision.original_language,
            "arranged": screen.arrange(obj, content, units, comments=comments),
            "buttons": [*overview.buttons_after(request.user, obj), *transitions.buttons(request.user, obj)],
            "unresolved": sum(comments.values()),
            "sent_back": history.sent_back(obj),
            "note_entry": history.note_along(obj),
            "files": files.links(obj),
            "may_edit": permissions.can(Action.SAVE, request.user, obj),
            "title": str(obj),
            "subtitle": None,
            "show_save": False,
            "show_save_and_add_another": False,
        }

    def history_view(self, request: HttpRequest, object_id: str, **kwargs: Any) -> HttpResponse:
        """What happened to a translation stands in the history of its profile."""
        translation = self.get_visible_object(request, object_id)
        return redirect("admin:profiles_profile_history", translation.profile_id)

    def get_urls(self) -> list[URLPattern]:
        paths = [*views.urlpatterns, *transitions.urlpatterns, *comments.paths(Translation)]
        return [*paths, *files.urls(self), *super().get_urls()]
