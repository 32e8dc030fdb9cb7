"""Translations in the administration: their list, and the page of one."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy

from profiles.admin.site import PlaceScopedAdmin, RegionFilter
from profiles.admin.translation import files
from profiles.models import Translation
from profiles.templatetags.profiles_ui import long_date


@admin.register(Translation)
class TranslationAdmin(PlaceScopedAdmin):
    place_path = "profile__place"
    # A translation begins on the page of its profile; a draft is discarded, and nothing else ever goes.
    nobody_may = ("add", "change", "delete")
    list_display = ["__str__", "language", "state", "missing_count", "outdated_count", "changed"]
    list_filter = ["language", "state", "provenance", ("profile__place__region", RegionFilter)]
    search_fields = ["profile__place__name", "profile__slug"]
    search_help_text = gettext_lazy("A place, or the address of a profile.")
    ordering = ["-changed_at", "-pk"]
    fields = ["provenance", "reference", "change_note"]
    view_on_site = False

    class Media:
        css = {"all": ["css/dashboard.css"]}

    @admin.display(description=gettext_lazy("last changed"), ordering="changed_at")
    def changed(self, translation: Translation) -> str:
        return long_date(translation.changed_at)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Translation]:
        return super().get_queryset(request).select_related("profile__place", "revision")

    def get_urls(self) -> list[URLPattern]:
        return [*files.urls(self), *super().get_urls()]
