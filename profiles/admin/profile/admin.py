"""Profiles in the administration: their facts, their state, and starting a revision."""

import hashlib
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Max, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from profiles import permissions, workflow
from profiles.admin.actions import ButtonView
from profiles.admin.pages import object_url
from profiles.admin.places import WHO_ADDS_PLACES
from profiles.admin.profile import files, finding_matches, history, redirects
from profiles.admin.revision import compare
from profiles.admin.revision.transitions import start_button
from profiles.admin.site import PlaceScopedAdmin, RegionFilter
from profiles.admin.translation import overview
from profiles.choices import OPEN_STATES, State
from profiles.content.schema import PROFILE_FIELDS
from profiles.models import LogEntry, Place, Profile, Revision
from profiles.templatetags.profiles_ui import month_year, text_label

TIMELINE = 8
"""How many entries of the log the page of a profile shows; its history has the rest."""


class ProfileForm(forms.ModelForm):
    """The facts of a profile; `seen` is the digest of those that the page was opened with."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Profile
        fields = "__all__"  # noqa: DJ007 (ProfileAdmin.fieldsets names them)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text += " " + _("If empty, it is formed from the place and year.")
        if "month" in self.fields:
            self.fields["month"].widget = forms.Select(choices=[("", "–"), *MONTHS.items()])
            self.fields["month"].help_text = _("Readers see it with every finding that is quoted.")
        if "edition" in self.fields and self.instance.pk is None:
            self.fields["edition"].required = False
            self.fields["edition"].help_text += " " + _("If empty, it is the next one of the place.")
        facts = [str(getattr(self.instance, field)) for field in PROFILE_FIELDS]
        self.initial["seen"] = hashlib.sha256("\n".join(facts).encode()).hexdigest()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("seen") and cleaned["seen"] != self.initial["seen"]:
            raise forms.ValidationError(
                _("Somebody else has changed these facts meanwhile. Open the page again in another tab.")
            )
        place, year = cleaned.get("place"), cleaned.get("year")
        if "edition" not in self.errors and not cleaned.get("edition") and place and self.instance.pk is None:
            cleaned["edition"] = next_edition(place)
        if "slug" in self.fields and not cleaned.get("slug") and place and year:
            slug = f"{place.slug[:70]}-{year}"
            is_taken = Profile.objects.filter(slug=slug).exists()
            cleaned["slug"] = f"{slug}-{cleaned.get('edition')}" if is_taken else slug
        return cleaned


def next_edition(place: Place) -> int:
    return (place.profiles.aggregate(last=Max("edition"))["last"] or 0) + 1


@admin.register(Profile)
class ProfileAdmin(PlaceScopedAdmin):
    form = ProfileForm
    place_path = "place"
    can_change = staticmethod(permissions.can_change_facts)
    list_display = ["place", "edition", "described_month", "language", "live", "draft"]
    list_display_links = ["place", "edition"]
    list_filter = [
        "revisions__state",
        ("place__region", RegionFilter),
        "place__level",
        "edition",
        "language",
        "year",
    ]
    list_select_related = ["place"]
    search_fields = ["slug", "reference_number", "isbn"]
    search_help_text = gettext_lazy("A place by its name in any language, an address or a reference number.")
    ordering = ["place__name", "-edition"]
    autocomplete_fields = ["place"]
    view_on_site = False
    fieldsets = [
        (
            None,
            {
                "fields": ["place", "edition", "year", "month", "language", "slug", "seen"],
                "description": gettext_lazy(
                    "These facts are shown with every revision. "
                    "On a public page, what is saved here shows at once."
                ),
            },
        ),
        (
            gettext_lazy("The official edition"),
            {"fields": ["reference_number", "isbn", "licence", "acknowledgements"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Profile]:
        current = Revision.objects.filter(state__in=[State.PUBLISHED, *OPEN_STATES])
        prefetch = Prefetch("revisions", current, to_attr="current")
        return super().get_queryset(request).prefetch_related(prefetch)

    @admin.display(description=gettext_lazy("describes"), ordering="year")
    def described_month(self, profile: Profile) -> str:
        return month_year(profile.period_iso)

    @admin.display(description=gettext_lazy("published"))
    def live(self, profile: Profile) -> str:
        return next((_revision_link(r) for r in profile.current if r.is_published), "–")

    @admin.display(description=gettext_lazy("open"))
    def draft(self, profile: Profile) -> str:
        return next((_revision_link(r) for r in profile.current if r.is_open), "–")

    def get_readonly_fields(self, request: HttpRequest, obj: Profile | None = None) -> list[str]:
        """An address has its own page; see permissions.fixed_facts for the rest."""
        return ["month_name", *permissions.fixed_facts(obj)] if obj else []

    @admin.display(description=gettext_lazy("month described"))
    def month_name(self, profile: Profile) -> str:
        """Stands for `month` where it is only read: Django would show its number."""
        return str(MONTHS[profile.month]) if profile.month else self.get_empty_value_display()

    def get_fieldsets(self, request: HttpRequest, obj: Profile | None = None) -> Any:
        """Where nothing is public yet, nothing that is saved shows at once. What is only read is in words."""
        (name, options), *rest = super().get_fieldsets(request, obj)
        if obj is None:
            description = _(
                "Saving opens the draft. All of this can be corrected until the profile is first published."
            )
            options = options | {"description": description}
        elif "month" in permissions.fixed_facts(obj) or not self.has_change_permission(request, obj):
            fields = ["month_name" if field == "month" else field for field in options["fields"]]
            options = options | {"fields": fields}
        return [(name, options), *rest]

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "place" and not request.user.has_perm("profiles.add_place"):
            kwargs["help_text"] = WHO_ADDS_PLACES
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Suggest this year, and the next edition of a place that is given, in the language of the last."""
        initial = super().get_changeform_initial_data(request)
        defaults: dict[str, Any] = {"year": timezone.now().year}
        place = Place.objects.visible_to(request.user).filter(pk=initial.get("place")).first()
        if place:
            defaults["edition"] = next_edition(place)
            if last := place.profiles.order_by("-edition").first():
                defaults["language"] = last.language
        return defaults | initial

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and bool(permissions.can_create_profile(request.user))

    def save_model(self, request: HttpRequest, obj: Profile, form: forms.ModelForm, change: bool) -> None:
        if change:
            workflow.change_facts(obj, by=request.user, fields=form.changed_data)
        else:
            workflow.add_profile(obj, by=request.user)
            workflow.start_revision(obj, by=request.user)

    def add_view(self, request: HttpRequest, form_url: str = "", **kwargs: Any) -> HttpResponse:
        """One way on: to the draft."""
        context = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, context)

    def response_add(
        self, request: HttpRequest, obj: Profile, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Go on to the empty draft: that is what a profile is begun for."""
        if not {"_addanother", "_continue", "_popup"} & set(request.POST):
            messages.success(
                request, _("The draft is open. The public sees nothing of it until it is published.")
            )
            return redirect("admin:profiles_revision_change", obj.revisions.get().pk)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Profile) -> HttpResponse:
        """Go on to the open draft, where the facts are asked for."""
        draft = obj.revisions.open().first()
        if draft is None or {"_continue", "_popup", "_addanother"} & set(request.POST):
            return super().response_change(request, obj)
        messages.success(request, _("The facts of the profile are saved."))
        return redirect("admin:profiles_revision_change", draft.pk)

    def get_page_context(self, request: HttpRequest, obj: Profile) -> dict[str, Any]:
        """Return the panel beside the form: live and open revision, actions, timeline."""
        revisions = list(obj.revisions.select_related("changed_by", "published_by"))
        can_delete = permissions.can_delete_profile(request.user, obj)
        return {
            "title": str(obj),
            "subtitle": None,
            "profile": obj,
            "is_comparable": len(revisions) > 1,
            "withdrawn": [r for r in revisions if r.state == State.WITHDRAWN],
            "live": next((r for r in revisions if r.is_published), None),
            "open_revision": next((r for r in revisions if r.is_open), None),
            "frozen": [r for r in revisions if r.state == State.SUPERSEDED],
            "buttons": [start_button(request.user, obj, is_first=not revisions)],
            "can_delete": can_delete,
            "can_change": permissions.can_change_facts(request.user, obj),
            "show_delete": can_delete.allowed,
            "timeline": obj.log.select_related("by")[:TIMELINE],
            "languages": overview.language_rows(request.user, obj),
            "sources": overview.source_texts(obj),
        }

    def delete_view(self, request: HttpRequest, object_id: str, **kwargs: Any) -> HttpResponse:
        profile = self.get_object(request, object_id)
        if profile and self.has_delete_permission(request, profile):
            decision = permissions.can_delete_profile(request.user, profile)
            if not decision:
                messages.error(request, decision.reason)
                return redirect("admin:profiles_profile_change", profile.pk)
        try:
            return super().delete_view(request, object_id, **kwargs)
        except workflow.WorkflowError as error:
            messages.error(request, str(error))
            return redirect("admin:profiles_profile_changelist")

    def delete_model(self, request: HttpRequest, obj: Profile) -> None:
        workflow.delete_profile(obj, by=request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        """A profile that never had a text takes its log along, although nobody may delete from the log."""
        objects, counts, permissions_needed, protected = super().get_deleted_objects(objs, request)
        return objects, counts, permissions_needed - {LogEntry._meta.verbose_name}, protected

    def history_view(self, request: HttpRequest, object_id: str, **kwargs: Any) -> HttpResponse:
        return history.page(request, self.get_visible_object(request, object_id))

    def get_urls(self) -> list[URLPattern]:
        restore_snapshot = history.RestoreSnapshotView.as_view()
        restore_revision = history.RestoreRevisionView.as_view()
        translate = overview.StartTranslationView.as_view()
        delete_match = finding_matches.DeleteMatchView.as_view()
        return [
            self.object_path("start/", StartRevisionView.as_view(), "start"),
            self.object_path("translate/<slug:language>/", translate, "translate"),
            self.object_path("template.xlsx", files.template_file, "template"),
            self.object_path("compare/", compare.page, "compare"),
            self.object_path("address/", redirects.ChangeAddressView.as_view(), "address"),
            self.object_path("matches/", finding_matches.MatchView.as_view(), "matches"),
            self.object_path("matches/<int:verdict>/forget/", delete_match, "forget_match"),
            self.object_path("history/<int:snapshot>/", history.snapshot_page, "kept"),
            self.object_path("history/<int:snapshot>/restore/", restore_snapshot, "restore_snapshot"),
            self.object_path("restore/<int:number>/", restore_revision, "restore_revision"),
            *super().get_urls(),
        ]


class StartRevisionView(ButtonView):
    action = staticmethod(workflow.start_revision)
    success_message = gettext_lazy(
        "The revision is open. The public sees nothing of it until it is published."
    )


def _revision_link(revision: Revision) -> str:
    return format_html('<a href="{}">{}</a>', object_url(revision), text_label(revision))
