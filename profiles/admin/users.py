"""People, where they work, and the log of what they did. Rows of the log are only ever read here."""

from typing import Any

from axes.utils import reset as forget_failures
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _, gettext_lazy
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from profiles import permissions
from profiles.admin.site import KeySelectMixin, PlaceScopedAdmin
from profiles.languages import Language
from profiles.models import Assignment, LogEntry, Place, User
from profiles.workflow import accounts

# Their pages show keys. Who has a second factor is on the page of the person.
admin.site.unregister([TOTPDevice, StaticDevice, Group])


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Django’s page, with a plain list of rights: its two boxes cannot be read by a screen reader."""

    filter_horizontal = []


class AssignmentInline(KeySelectMixin, admin.StackedInline):
    model = Assignment
    extra = 0
    fields = ["place", "region", "is_everywhere", "language"]
    autocomplete_fields = ["place"]
    verbose_name_plural = gettext_lazy("Assignments of this person")


@admin.register(User)
class StaffAdmin(PlaceScopedAdmin, UserAdmin):
    can_change = can_delete = staticmethod(permissions.can_change_account)
    list_display = ["username", "person", "roles", "where", "is_active", "last_login"]
    list_filter = ["is_active", "is_superuser", "groups"]
    ordering = ["username"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined", "second_factor"]
    change_form_template = "admin/accounts/person.html"
    add_form = UserCreationForm
    add_fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name", "email", "password1", "password2"]})
    ]
    fieldsets = [
        (None, {"fields": ["username", "password", "second_factor"]}),
        (gettext_lazy("Person"), {"fields": ["first_name", "last_name", "email", "gets_mail"]}),
        (gettext_lazy("Rights"), {"fields": ["is_active", "is_staff", "groups"]}),
        (
            gettext_lazy("Rights of superusers"),
            {"fields": ["is_superuser", "user_permissions"], "classes": ["collapse"]},
        ),
        (gettext_lazy("Important dates"), {"fields": ["last_login", "date_joined"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups", "assignments__place")

    @admin.display(description=gettext_lazy("name"), ordering="last_name")
    def person(self, person: User) -> str:
        return person.get_full_name()

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, person: User) -> str:
        """Return the groups. A superuser may do everything, in whatever group."""
        groups = sorted(group.name for group in person.groups.all())
        return Language.current().list_of([*([_("Superuser")] if person.is_superuser else []), *groups])

    @admin.display(description=gettext_lazy("where"))
    def where(self, person: User) -> str:
        """Return the places and regions of the assignments, as permissions reads them."""
        return Language.current().list_of(assignment.where for assignment in person.assignments.all())

    @admin.display(description=gettext_lazy("second step of signing in"), boolean=True)
    def second_factor(self, person: User) -> bool:
        return accounts.has_second_factor(person)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Only superusers see what makes one; whoever may only read does not see the password's digest."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        hidden = set() if request.user.is_superuser else {"is_superuser", "user_permissions"}
        if not self.has_change_permission(request, obj):
            hidden.add("password")
        fieldsets = [
            (name, options | {"fields": [field for field in options["fields"] if field not in hidden]})
            for name, options in fieldsets
        ]
        return [(name, options) for name, options in fieldsets if options["fields"]]

    def get_inlines(self, request: HttpRequest, obj: User | None = None) -> list[type]:
        return [AssignmentInline] if obj else []

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the groups that the person who asks may give."""
        if db_field.name == "groups":
            groups = Group.objects.order_by("name")
            may_give = [group.pk for group in groups if permissions.can_give_group(request.user, group)]
            kwargs["queryset"] = groups.filter(pk__in=may_give)
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """Every account here is one of staff; the public has none."""
        obj.is_staff = obj.is_staff or not change
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if change:
                accounts.follow_new_email(obj, form.initial.get("email", ""))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Whoever is signed in with the old password is signed out."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            user = get_object_or_404(User, pk=id)
            session = request.session.session_key if user.pk == request.user.pk else None
            accounts.follow_new_password(user, exclude=session)
            forget_failures(username=user.get_username())
        return response

    def get_page_context(self, request: HttpRequest, obj: User) -> dict[str, Any]:
        return {
            "may_change": permissions.can_change_account(request.user, obj),
            "has_second_factor": accounts.has_second_factor(obj),
        }

    def get_urls(self) -> list[URLPattern]:
        turn_off = self.object_path("second-step/off/", self.turn_off_second_factor, "second_factor_off")
        return [turn_off, *super().get_urls()]

    def turn_off_second_factor(self, request: HttpRequest, user: User) -> HttpResponse:
        """For users who have lost their device: they are signed out everywhere, and set the step up again."""
        if not (decision := permissions.can_change_account(request.user, user)):
            raise PermissionDenied(decision.reason)
        if request.method == "POST":
            accounts.turn_off_second_factor(user)
            accounts.end_sessions(user)
            self.log_change(request, user, _("Turned off the second step of signing in."))
            text = _("The second step is off, and all sessions of this account are ended.")
            messages.success(request, text)
            return redirect("admin:profiles_user_change", user.pk)
        title = _("Turn off the second step")
        context = self.admin_site.each_context(request) | {"title": title, "person": user}
        return TemplateResponse(request, "admin/accounts/turn_off_for.html", context)


@admin.register(LogEntry)
class LogEntryAdmin(PlaceScopedAdmin):
    nobody_may = ("add", "change", "delete")
    list_display = ["at", "by", "verb", "profile", "revision_number", "language", "place_name", "note"]
    list_display_links = ["at"]
    list_filter = ["verb", ("by", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["profile__place", "by"]
    search_fields = ["profile__slug", "profile__place__name", "place_name", "by__username"]
    search_help_text = gettext_lazy("A place, the address of a profile, or a member of staff.")
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """What happened to the user's places, and to deleted ones for those who may delete places."""
        places = Place.objects.visible_to(request.user)
        visible = Q(profile__place__in=places) | Q(place__in=places)
        if request.user.has_perm(permissions.DELETE_PLACE):
            visible |= Q(profile__isnull=True, place__isnull=True)
        return super().get_queryset(request).filter(visible)
