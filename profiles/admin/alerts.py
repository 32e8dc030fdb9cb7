"""The alerts in the administration: found by address and deleted, when a reader asks to be forgotten."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from profiles.admin.site import PlaceScopedAdmin
from profiles.models import Alert


@admin.register(Alert)
class AlertAdmin(PlaceScopedAdmin):
    """Nobody is signed up by somebody else, and nobody's choice is changed: see and delete alone."""

    nobody_may = ("add", "change")

    list_display = ["email", "place", "domain", "language", "confirmed_at", "told_until"]
    list_filter = ["language", "domain"]
    list_select_related = ["place", "domain"]
    search_fields = ["email"]
    ordering = ["-confirmed_at"]
    readonly_fields = ["email", "place", "domain", "language", "confirmed_at", "told_until"]

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """The log keeps who deleted one, and not the address that was to be forgotten."""
        for alert in queryset:
            alert.email = "…"
        return super().log_deletions(request, queryset)
