"""The six domains and their descriptions in the administration. They are six for ever: none is added."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _, gettext_lazy

from profiles import search
from profiles.admin.site import PlaceScopedAdmin, RowsFormSet
from profiles.choices import Language, Variant
from profiles.forms import LinesField
from profiles.models import DomainText, IndicatorDomain
from profiles.page_store.versions import refresh_after_commit
from profiles.svg.icons import ICONS


class DomainTextForm(forms.ModelForm):
    """A text stays what it is the text of; in another language it is added beside."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("variant", "language"):
                self.fields[name].disabled = True


class DomainTextInline(admin.StackedInline):
    model = DomainText
    form = DomainTextForm
    formset = RowsFormSet
    extra = 0
    can_delete = False
    fields = [
        ("variant", "language"),
        "title",
        ("title_provenance", "title_source"),
        "description",
        ("description_provenance", "description_source"),
    ]
    formfield_overrides = {models.TextField: {"form_class": LinesField}}


@admin.register(IndicatorDomain)
class IndicatorDomainAdmin(PlaceScopedAdmin):
    nobody_may = ("add", "delete")
    list_display = ["number", "title", "slug", "icon"]
    list_display_links = ["number", "title"]
    search_fields = ["slug", "texts__title", "texts__description"]
    ordering = ["number"]
    readonly_fields = ["number", "slug", "colour"]
    fields = ["number", "slug", "icon", "colour"]
    inlines = [DomainTextInline]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the icons that the site has: any other name would break every page."""
        if db_field.name == "icon":
            return forms.ChoiceField(label=_("icon"), choices=[(name, name) for name in sorted(ICONS)])
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[IndicatorDomain]:
        english = DomainText.objects.filter(
            domain=models.OuterRef("pk"), variant=Variant.COUNTRY, language=Language.ENGLISH
        )
        return super().get_queryset(request).annotate(english=models.Subquery(english.values("title")[:1]))

    @admin.display(description=gettext_lazy("title"), ordering="english")
    def title(self, domain: IndicatorDomain) -> str:
        return domain.english or domain.slug

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        search.index_domains()
        refresh_after_commit()

    def view_on_site(self, domain: IndicatorDomain) -> str:
        return domain.get_absolute_url()
