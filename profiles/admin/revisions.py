"""Revisions in the administration: a draft is edited, published or discarded; a closed one is read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from profiles import permissions, workflow
from profiles.admin.draft import FindingForm, FindingFormSet, SourceForm, SourceFormSet
from profiles.admin.site import DeskAdmin
from profiles.admin.verbs import Button, perform
from profiles.models import Finding, Revision, Source
from profiles.reading import domain_texts, sections_of


class DraftInline(admin.options.InlineModelAdmin):
    """Rows of a draft. RevisionAdmin.get_inlines shows them to whoever may edit it, and to nobody else."""

    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        return True

    has_change_permission = has_delete_permission = has_add_permission = has_view_permission


class SourceInline(DraftInline):
    model = Source
    form = SourceForm
    formset = SourceFormSet
    template = "admin/profiles/revision/sources.html"
    fields = ["title", "body", "year", "url"]
    ordering = ["position", "pk"]


class FindingInline(DraftInline):
    model = Finding
    form = FindingForm
    formset = FindingFormSet
    template = "admin/profiles/revision/findings.html"
    fields = ["text", "listed", "place_in_list", "indicator_area", "citations"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        return Finding.objects.select_related("domain").prefetch_related("cited").in_order()


@admin.register(Revision)
class RevisionAdmin(DeskAdmin):
    list_display = ["__str__", "state", "changed", "changed_by", "published"]
    list_filter = ["state", "profile__place__region", "profile__place__level", "profile__language"]
    list_select_related = ["profile__place", "changed_by"]
    search_fields = ["profile__place__name", "profile__slug", "introduction", "findings__text"]
    search_help_text = gettext_lazy("A place, an address, or words of the text.")
    date_hierarchy = "changed_at"
    ordering = ["-changed_at", "-pk"]
    fields = ["introduction", "change_note"]
    inlines = [SourceInline, FindingInline]
    view_on_site = False

    class Media:
        js = ["js/admin-unsaved.js"]

    # Rights

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A revision begins on the page of its profile."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return bool(permissions.can_edit(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        """A draft is discarded; nothing else ever goes."""
        return False

    # The list

    @admin.display(description=gettext_lazy("last changed"), ordering="changed_at")
    def changed(self, revision: Revision) -> str:
        return date_format(revision.changed_at, "DATE_FORMAT")

    @admin.display(description=gettext_lazy("published"), ordering="published_at")
    def published(self, revision: Revision) -> str | None:
        return revision.published_at and date_format(revision.published_at, "DATE_FORMAT")

    # The form

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).select_related("profile__place", "changed_by")

    def get_inlines(self, request: HttpRequest, obj: Revision | None) -> list:
        return self.inlines if obj and permissions.can_edit(request.user, obj) else []

    def get_form(
        self, request: HttpRequest, obj: Revision | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        for field in form.base_fields.values():
            field.widget.attrs |= {"lang": obj.profile.language, "dir": obj.profile.direction}
        return form

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Save only over the version that the writer had before her; what is refused is handed back."""
        if request.method == "POST":
            return self._save_view(request, object_id, form_url)
        revision = self.get_object(request, object_id)
        context = _page(request, revision) if revision else {}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @transaction.atomic
    def _save_view(self, request: HttpRequest, object_id: str, form_url: str) -> HttpResponse:
        if not super().has_change_permission(request):
            raise PermissionDenied
        revision = self.get_object(request, object_id)
        if revision is None:
            return self._not_saved(request, None, _("This draft has been discarded in the meantime."))
        try:
            revision = workflow.hold_for_saving(revision, request.user, _version(request))
        except workflow.WorkflowError as refusal:
            return self._not_saved(request, revision, str(refusal))
        return super().change_view(request, object_id, form_url, _page(request, revision))

    def _not_saved(self, request: HttpRequest, revision: Revision | None, reason: str) -> HttpResponse:
        """Answer 409 with the reason and every text that was sent and is not what is stored."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Not saved"),
            "opts": self.opts,
            "original": revision,
            "reason": reason,
            "texts": _unsaved_texts(request, revision),
        }
        return TemplateResponse(request, "admin/profiles/revision/not_saved.html", context, status=409)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        sources, findings = formsets
        findings.save_citations(sources.by_number())
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            workflow.record_save(form.instance, by=request.user)

    # Its verbs

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/publish/", wrap(self.publish_view), name="profiles_revision_publish"),
            path("<int:pk>/discard/", wrap(self.discard_view), name="profiles_revision_discard"),
            *super().get_urls(),
        ]

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        revision = self._asked_for(request, pk)
        if request.method == "POST":
            return perform(
                request,
                lambda: workflow.publish(revision, request.user, _version(request)),
                done=_("Published. This is what everybody reads now."),
                then=lambda published: _address(published),
                refused=_address(revision),
            )
        context = {
            "title": _("Publish revision %(number)s?") % {"number": revision.number},
            "decision": permissions.can_publish(request.user, revision),
            "live": Revision.objects.published().filter(profile=revision.profile).first(),
            "empty": _empty_domains(revision),
        }
        return self._confirm(request, revision, "confirm_publish", context)

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        revision = self._asked_for(request, pk)
        profile = reverse("admin:profiles_profile_change", args=[revision.profile_id])
        if request.method == "POST":
            return perform(
                request,
                lambda: workflow.discard(revision, request.user),
                done=_("The draft is discarded. What the public reads has not changed."),
                then=lambda _nothing: profile,
                refused=_address(revision),
            )
        context = {
            "title": _("Discard revision %(number)s?") % {"number": revision.number},
            "decision": permissions.can_discard(request.user, revision),
            "count": revision.findings.count(),
        }
        return self._confirm(request, revision, "confirm_discard", context)

    def _asked_for(self, request: HttpRequest, pk: int) -> Revision:
        revision = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, revision):
            raise PermissionDenied
        return revision

    def _confirm(
        self, request: HttpRequest, revision: Revision, template: str, context: dict[str, Any]
    ) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "original": revision}
        return TemplateResponse(request, f"admin/profiles/revision/{template}.html", shared | context)


def _address(revision: Revision) -> str:
    return reverse("admin:profiles_revision_change", args=[revision.pk])


def _version(request: HttpRequest) -> int:
    """Return the lock_version that was sent along; 0, which no draft has, where there is none."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def _empty_domains(revision: Revision) -> list[str]:
    """Return the titles of the domains in which nothing is found."""
    filled = set(revision.findings.values_list("domain_id", flat=True))
    texts = domain_texts(revision.profile.place.variant, get_language() or "en")
    return [text.title for text in texts if text.domain_id not in filled]


def _page(request: HttpRequest, revision: Revision) -> dict[str, Any]:
    """Return what the page of a revision shows beside its form."""
    may_edit = permissions.can_edit(request.user, revision)
    buttons = [
        Button(
            name="publish",
            label=_("Publish …"),
            url=reverse("admin:profiles_revision_publish", args=[revision.pk]),
            decision=permissions.can_publish(request.user, revision),
        ),
        Button(
            name="discard",
            label=_("Discard …"),
            url=reverse("admin:profiles_revision_discard", args=[revision.pk]),
            decision=permissions.can_discard(request.user, revision),
        ),
    ]
    return {
        "profile": revision.profile,
        "revision": revision,
        "buttons": buttons if revision.is_open else [],
        "may_edit": may_edit,
        "sections": [] if may_edit else sections_of(_with_findings(revision), get_language() or "en"),
        "title": str(revision),
        "subtitle": None,
        "show_save": False,
        "show_save_and_add_another": False,
    }


def _with_findings(revision: Revision) -> Revision:
    return Revision.objects.with_profile().with_findings().get(pk=revision.pk)


def _unsaved_texts(request: HttpRequest, revision: Revision | None) -> list[str]:
    """Return the longer texts that were sent and that the stored revision does not have."""
    stored = set()
    if revision is not None:
        stored = {revision.introduction, revision.change_note}
        stored.update(revision.findings.values_list("text", flat=True))
        stored.update(revision.sources.values_list("title", flat=True))
    names = [
        name
        for name in request.POST
        if name in ("introduction", "change_note") or name.endswith(("-text", "-title"))
    ]
    sent = [request.POST[name].replace("\r\n", "\n").strip() for name in names]
    return [text for text in dict.fromkeys(sent) if text and text not in stored]
