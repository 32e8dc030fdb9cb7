"""Places in the administration. The slug is an address: it has a page of its own to change it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from profiles import permissions, workflow
from profiles.admin.profile import files, redirects
from profiles.admin.site import PlaceScopedAdmin, RegionFilter
from profiles.choices import LOCAL_LEVELS, Language, Level
from profiles.models import LogEntry, Place

ALIASES = Place._meta.get_field("aliases")
NAME_FIELDS = {f"name_{language.value}": language for language in Language if language != Language.ENGLISH}

WHO_ADDS_PLACES = _(
    "The list has the places that you are assigned to. If the one you need is missing, ask an "
    "administrator: administrators add places, and assign people to them."
)


class NamesField(forms.CharField):
    """A list of names, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        """Return the names in order, each once."""
        lines = (" ".join(line.split()) for line in (super().to_python(value) or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(self.prepare_value(initial)) != self.to_python(data)


class PlaceForm(forms.ModelForm):
    """The place, with one field for its name in each language instead of the stored JSON.

    `version` is that of the place which the page was opened with.
    """

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    aliases = NamesField(
        label=ALIASES.verbose_name,
        help_text=ALIASES.help_text,
        required=False,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )

    class Meta:
        model = Place
        exclude = ["names"]  # noqa: DJ006 (all but the one that NAME_FIELDS stand for)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_texts = {
            "slug": _("If empty, it is formed from the name."),
            "official_name": _("If empty, it is the name."),
        }
        for field in help_texts.keys() & self.fields.keys():
            self.fields[field].required = False
            self.fields[field].help_text = f"{self.fields[field].help_text} {help_texts[field]}"
        if "level" in self.fields:  # static/js/place-level.js shows what the level asks for.
            self.fields["level"].widget.attrs["data-local"] = " ".join(LOCAL_LEVELS)
        for field, language in NAME_FIELDS.items():
            if field in self.fields:
                self.fields[field].initial = self.instance.names.get(language.value, "")
        self.stored_version = workflow.place_version(self.instance) if self.instance.pk else ""
        self.initial["version"] = self.stored_version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.stored_version and cleaned.get("version") not in ("", None, self.stored_version):
            raise forms.ValidationError(
                _("Somebody else has saved %(place)s after you had opened it. Open it again in another tab."),
                params={"place": self.instance.name},
            )
        names = dict(self.instance.names)
        for field, language in NAME_FIELDS.items():
            names[language.value] = cleaned.get(field, "")
        self.instance.names = {code: name for code, name in names.items() if name}
        self._fill_in(cleaned)
        return cleaned

    def _fill_in(self, cleaned: dict[str, Any]) -> None:
        """Give what was left empty: an address and an official name; what it lies in knows the region."""
        name, parent = cleaned.get("name") or "", cleaned.get("parent")
        if "official_name" in self.fields and not cleaned.get("official_name"):
            cleaned["official_name"] = name
        if "slug" in self.fields and not cleaned.get("slug") and name:
            cleaned["slug"] = self._free_slug(slugify(name)[:70] or "place", parent)
        if parent:
            cleaned["is_fictional"] = cleaned.get("is_fictional") or parent.is_fictional
            if not cleaned.get("region"):
                cleaned["region"], cleaned["subregion"] = parent.region, parent.subregion

    @staticmethod
    def _free_slug(slug: str, parent: Place | None) -> str:
        """Return `slug`; where another place has it, with the place that it lies in, or a number."""
        choices = [slug, *([f"{slug}-{parent.slug}"[:80]] if parent else [])]
        choices += [f"{slug}-{number}" for number in range(2, 100)]
        existing = set(Place.objects.filter(slug__in=choices).values_list("slug", flat=True))
        return next((choice for choice in choices if choice not in existing), slug)


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
class PlaceAdmin(PlaceScopedAdmin):
    form = with_name_fields(PlaceForm)
    place_path = "pk"
    can_change = staticmethod(permissions.can_change_place)
    can_delete = staticmethod(permissions.can_delete_place)
    object_history_template = "admin/profiles/place/history.html"
    list_display = ["__str__", "level", "parent", "region_name", "iso3", "fictional"]
    list_filter = ["level", ("region", RegionFilter), "is_fictional"]
    list_select_related = ["parent"]
    search_fields = ["slug", "iso2__iexact", "iso3__iexact"]
    search_help_text = _("A name in any language, or an ISO code.")
    ordering = ["name", "pk"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "official_name", "slug", "level", "parent", "is_fictional", "version"]}),
        (
            _("Names in other languages"),
            {
                "fields": [*NAME_FIELDS, "aliases"],
                "description": _(
                    "Short names: of countries, the United Nations’ or CLDR’s. "
                    "Shown on pages in that language."
                ),
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
        return place.fictional_mark

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A local place that is added from the page of what it lies in is a city, until another is chosen."""
        initial = super().get_changeform_initial_data(request)
        return {"level": Level.CITY.value} | initial if "parent" in initial else initial

    def response_add(
        self, request: HttpRequest, obj: Place, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Go on to its first profile: that is what a place is added for."""
        is_other_button = {"_addanother", "_continue", "_popup"} & set(request.POST)
        if is_other_button or not permissions.can_create_profile(request.user, obj):
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, _("Added: %(place)s. Start its first profile here.") % {"place": obj})
        return redirect(f"{reverse('admin:profiles_profile_add')}?{urlencode({'place': obj.pk})}")

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say to whoever may not add a place what to do instead."""
        if not (decision := permissions.can_add_place(request.user)):
            raise PermissionDenied(decision.reason)
        return super().add_view(request, *args, **kwargs)

    def get_page_context(self, request: HttpRequest, obj: Place) -> dict[str, Any]:
        return {
            "may_begin": bool(permissions.can_create_profile(request.user)),
            "can_delete": permissions.can_delete_place(request.user, obj),
        }

    def delete_view(self, request: HttpRequest, object_id: str, **kwargs: Any) -> HttpResponse:
        place = self.get_object(request, object_id)
        if place is not None and not (decision := permissions.can_delete_place(request.user, place)):
            raise PermissionDenied(decision.reason)
        try:
            return super().delete_view(request, object_id, **kwargs)
        except workflow.WorkflowError as error:
            raise PermissionDenied(str(error)) from None

    def history_view(self, request: HttpRequest, object_id: str, **kwargs: Any) -> HttpResponse:
        place = self.get_object(request, object_id)
        entries = place.log.select_related("by") if place else LogEntry.objects.none()
        context = {"events": Paginator(entries, self.list_per_page).get_page(request.GET.get("p"))}
        return super().history_view(request, object_id, context)

    def view_on_site(self, place: Place) -> str:
        return place.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Place, form: forms.ModelForm, change: bool) -> None:
        workflow.save_place(obj, by=request.user, version=form.cleaned_data.get("version", ""))

    def delete_model(self, request: HttpRequest, obj: Place) -> None:
        workflow.delete_place(obj, by=request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Place | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Place | None = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields

    def get_urls(self) -> list[URLPattern]:
        return [
            self.object_path("address/", redirects.ChangeAddressView.as_view(), "address"),
            self.object_path("template.xlsx", files.template_file, "template"),
            *super().get_urls(),
        ]
