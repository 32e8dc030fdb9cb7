"""People, and the log of what they did. Rows of the log are only ever read here."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from profiles.admin.site import DeskAdmin
from profiles.models import LogEntry, User


@admin.register(User)
class StaffAdmin(UserAdmin):
    list_display = ["username", "first_name", "last_name", "email", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser", "groups"]
    ordering = ["username"]
    show_full_result_count = False


@admin.register(LogEntry)
class LogEntryAdmin(DeskAdmin):
    list_display = ["at", "by", "verb", "profile", "revision_number", "note"]
    list_display_links = ["at"]
    list_filter = ["verb", ("by", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["profile__place", "by"]
    search_fields = ["profile__slug", "profile__place__name", "by__username"]
    search_help_text = _("A place, the address of a profile, or a member of staff.")
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False
