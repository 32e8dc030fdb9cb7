"""What the whole administration is called, what it never offers, and what its lists and forms share."""

from collections.abc import Callable, Collection
from typing import Any, NoReturn

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from profiles.admin.actions import View
from profiles.admin.revision.action_view import not_stored
from profiles.forms import LinesField
from profiles.models import Place, User
from profiles.models.places import in_hierarchy
from profiles.page_store.versions import refresh_after_commit
from profiles.permissions import Decision
from profiles.site_texts import site_name_lazy
from profiles.workflow import WorkflowError

admin.site.site_header = site_name_lazy()
admin.site.site_title = site_name_lazy()
admin.site.index_title = gettext_lazy("Dashboard")
admin.site.logout_template = "admin/logged_out.html"
admin.site.empty_value_display = "–"
# A bulk action forgets what the single one asks: nothing is deleted from a list.
admin.site.disable_action("delete_selected")


class RowsFormSet(BaseInlineFormSet):
    """The rows of an inline. Each finds its stored row by its id, without a query of its own."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["id"] = forms.IntegerField(
            required=False, initial=form.instance.pk, widget=forms.HiddenInput
        )

    def clean(self) -> None:
        super().clean()
        if any(form.instance.pk is None for form in self.initial_forms):
            raise ValidationError(_("A row of this page does not belong to it. Load the page again."))


def is_key(text: str) -> bool:
    """Return whether `text` can be a row's key at all, or a line's number: else nothing is asked for it."""
    return text.isascii() and text.isdecimal() and len(text) < 19


class RegionFilter(admin.ChoicesFieldListFilter):
    """By region; a local place is in that of what it lies in."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.lookup_val:
            return queryset
        path, _separator, field = self.field_path.rpartition("__")
        return queryset.filter(in_hierarchy(path, f"{field}__in", self.lookup_val))


class KeySelect(AutocompleteSelect):
    """Django's, which asks the database for whatever was sent when it draws a form that is refused."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list:
        return super().optgroups(name, [key for key in value if is_key(str(key))], attrs)


class KeySelectMixin:
    """Forms whose `autocomplete_fields` take any value that is sent, and refuse it in words."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KeySelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PlaceScopedAdmin(KeySelectMixin, admin.ModelAdmin):
    """What all our lists and forms share; above all, that users find only what is assigned to them.

    Lists, searches, autocompletes, choices of a form and the address of each row all ask `get_queryset`.
    """

    place_path = ""
    """The way from a row to its place, for example profile__place; empty where all staff see all rows."""

    nobody_may: Collection[str] = ()
    """Those of add, change and delete that nobody may do here."""
    can_change: Callable[[User, Any], Decision] | None = None
    can_delete: Callable[[User, Any], Decision] | None = None
    """What permissions/ says of one row, where it says more than the right to all."""

    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {models.TextField: {"form_class": LinesField}}

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """What is deleted, readers no longer see when the page says so."""
        refresh_after_commit()
        return super().log_deletions(request, queryset)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        if not self.place_path:
            return rows
        return rows.filter(**{f"{self.place_path}__in": Place.objects.visible_to(request.user)})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return "add" not in self.nobody_may and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and self.can_change:
            return bool(self.can_change(request.user, obj))
        return "change" not in self.nobody_may and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if "delete" in self.nobody_may or not super().has_delete_permission(request, obj):
            return False
        return obj is None or self.can_delete is None or bool(self.can_delete(request.user, obj))

    def get_field_queryset(
        self, db: str | None, db_field: models.Field, request: HttpRequest
    ) -> QuerySet | None:
        """A form offers, and takes, only rows that their own list shows."""
        related_admin = self.admin_site._registry.get(db_field.remote_field.model)
        if isinstance(related_admin, PlaceScopedAdmin):
            return related_admin.get_queryset(request).order_by(*related_admin.get_ordering(request))
        return super().get_field_queryset(db, db_field, request)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address suggests for a new row, without keys that no row can have."""
        initial = super().get_changeform_initial_data(request)
        keys = {field.name for field in self.opts.fields if field.remote_field}
        return {name: value for name, value in initial.items() if name not in keys or is_key(value)}

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> NoReturn:
        """What is missing and what a user may not see get the same answer; Django would lead to the index."""
        raise Http404

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if not all(is_key(pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise Http404
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find rows also by the name of their place in any language, accents aside."""
        results, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        if not search_term or not self.place_path:
            return results, may_have_duplicates
        by_name = Q(**{f"{self.place_path}__in": Place.objects.search_name(search_term).values("pk")})
        return queryset.filter(by_name | Q(pk__in=results.order_by().values("pk"))), False

    def get_visible_object(self, request: HttpRequest, pk: int | str) -> Any:
        """Return a row; raise Http404 where there is none, PermissionDenied where it may not be read."""
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return row

    def object_path(self, route: str, view: View, name: str) -> URLPattern:
        """Return the path of `view` below a row's; it is called with (request, row, ...)."""

        def with_object(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
            return view(request, self.get_visible_object(request, pk), **kwargs)

        name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(f"<int:pk>/{route}", self.admin_site.admin_view(with_object), name=name)

    def get_page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Return what the page of `obj` shows beside its form."""
        return {}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        context = context | (self.get_page_context(request, obj) if obj else {})
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where an action is refused after all, as somebody was faster, hand back what was typed."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except WorkflowError as error:
            return not_stored(request, str(error), status=409)
