"""Places in the administration. The slug is an address: it is chosen once."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from profiles.admin.site import DeskAdmin
from profiles.choices import Language
from profiles.models import Place

NAME_FIELDS = {f"name_{language.value}": language for language in Language if language != Language.ENGLISH}


class PlaceForm(forms.ModelForm):
    """The place, with one field for its name in each language instead of the stored JSON."""

    class Meta:
        model = Place
        exclude = ["names"]  # noqa: DJ006 (all but the one that NAME_FIELDS stand for)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, language in NAME_FIELDS.items():
            if field in self.fields:
                self.fields[field].initial = self.instance.names.get(language.value, "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        names = dict(self.instance.names)
        for field, language in NAME_FIELDS.items():
            names[language.value] = cleaned.get(field, "")
        self.instance.names = {code: name for code, name in names.items() if name}
        return cleaned


def with_name_fields(form: type[forms.ModelForm]) -> type[forms.ModelForm]:
    """Return `form` with a field for the name in each language but English."""
    fields = {
        field: forms.CharField(
            label=language.label,
            required=False,
            max_length=120,
            widget=forms.TextInput(
                {"lang": language.value, "dir": language.direction, "class": "vTextField"}
            ),
        )
        for field, language in NAME_FIELDS.items()
    }
    return type(form.__name__, (form,), fields)


@admin.register(Place)
class PlaceAdmin(DeskAdmin):
    form = with_name_fields(PlaceForm)
    place_path = "pk"
    list_display = ["name", "level", "parent", "region_name", "iso3", "fictional"]
    list_filter = ["level", "region", "is_fictional"]
    list_select_related = ["parent"]
    search_fields = ["slug", "iso2__iexact", "iso3__iexact"]
    search_help_text = _("A name in any language, or an ISO code.")
    ordering = ["name", "pk"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "official_name", "slug", "level", "parent", "is_fictional"]}),
        (
            _("Names in other languages"),
            {
                "fields": list(NAME_FIELDS),
                "description": _("Short names, from CLDR for countries. Shown on pages in that language."),
            },
        ),
        (_("Codes and region"), {"fields": ["iso2", "iso3", "m49", "region", "subregion"]}),
        (_("Map"), {"fields": ["latitude", "longitude", "designation_note"]}),
    ]

    @admin.display(description=_("region"), ordering="region")
    def region_name(self, place: Place) -> str:
        return place.get_region_display()

    @admin.display(description=_("note"))
    def fictional(self, place: Place) -> str:
        return _("Fictional example") if place.is_fictional else ""

    def view_on_site(self, place: Place) -> str:
        return place.get_absolute_url()

    def get_readonly_fields(self, request: HttpRequest, obj: Place | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Place | None = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find a place by its name in any language, accents aside, or by code or slug."""
        found, _duplicates = super().get_search_results(request, queryset, search_term)
        named = Place.objects.named(search_term).values("pk")
        return queryset.filter(Q(pk__in=named) | Q(pk__in=found.order_by().values("pk"))), False
