"""What the whole administration is called, what it never offers, and the field for longer texts."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

admin.site.site_header = settings.SITE_NAME
admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("Desk")
admin.site.empty_value_display = "–"
# A bulk action forgets what the single one asks: nothing is deleted from a list.
admin.site.disable_action("delete_selected")


class LinesField(forms.CharField):
    """Longer text, with line breaks as they are stored, whatever the browser sends."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class DeskAdmin(admin.ModelAdmin):
    """What all our lists and forms share."""

    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {models.TextField: {"form_class": LinesField}}
