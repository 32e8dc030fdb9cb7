"""The six domains and their descriptions in the administration. They are six for ever: none is added."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from profiles.admin.site import DeskAdmin, LinesField, RowsFormSet
from profiles.choices import Language, Variant
from profiles.models import DomainText, IndicatorDomain


class DomainTextInline(admin.StackedInline):
    model = DomainText
    formset = RowsFormSet
    extra = 0
    formfield_overrides = {models.TextField: {"form_class": LinesField}}


@admin.register(IndicatorDomain)
class IndicatorDomainAdmin(DeskAdmin):
    list_display = ["number", "title", "slug", "icon"]
    list_display_links = ["number", "title"]
    search_fields = ["slug", "texts__title", "texts__description"]
    ordering = ["number"]
    readonly_fields = ["number", "slug"]
    fields = ["number", "slug", "icon", "colour"]
    inlines = [DomainTextInline]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[IndicatorDomain]:
        english = DomainText.objects.filter(
            domain=models.OuterRef("pk"), variant=Variant.COUNTRY, language=Language.ENGLISH
        )
        return super().get_queryset(request).annotate(english=models.Subquery(english.values("title")[:1]))

    @admin.display(description=_("title"), ordering="english")
    def title(self, domain: IndicatorDomain) -> str:
        return domain.english or domain.slug

    def view_on_site(self, domain: IndicatorDomain) -> str:
        return domain.get_absolute_url()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: IndicatorDomain | None = None) -> bool:
        return False
