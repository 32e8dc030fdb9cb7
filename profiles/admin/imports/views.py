"""Bringing in a finished profile: a document comes, is looked at, corrected, and becomes a draft.

Nothing is stored in a profile before it is imported; until then the document is kept for whoever brought it.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from profiles import permissions, workflow
from profiles.admin.imports import decisions, forms
from profiles.admin.imports.names import names
from profiles.admin.imports.screen import build_screen, seen_mark
from profiles.admin.imports.translating import build_offer, translate
from profiles.admin.pages import admin_page
from profiles.admin.revision import action_view
from profiles.imports import readers
from profiles.imports.document import FACT_NAMES, DocumentError, Facts
from profiles.imports.plan import Plan, plan_import
from profiles.imports.tables.tables import number_of
from profiles.imports.worker import read_document
from profiles.models import ImportDocument, ImportName, Place, Profile


def begin(request: HttpRequest) -> HttpResponse:
    """Take a file or a pasted text, and lead on to what was understood of it."""
    form = forms.DocumentForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        document = workflow.store_document(*form.cleaned_data["document"], request.user, {})
        return redirect("admin_import_document", document.pk)
    context = {
        "title": _("Import a profile"),
        "form": form,
        "text": request.POST.get("text", ""),
        "endings": ", ".join(readers.READERS),
        "largest": readers.MAX_BYTES // 1024**2,
        "has_names": ImportName.objects.visible_to(request.user).exists(),
        "documents": ImportDocument.objects.for_user(request.user).for_profiles().defer("data"),
        "is_nav_sidebar_enabled": False,
    }
    return admin_page(request, Profile, "imports/begin", context, status=400 if form.is_bound else 200)


def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was understood and what would happen; by POST, look again or take it in."""
    row = get_object_or_404(ImportDocument.objects.for_user(request.user).for_profiles(), pk=pk)
    try:
        plan = _build_plan(request, row)
        return _post(request, row, plan) if request.method == "POST" else _show(request, row, plan)
    except DocumentError as error:
        messages.error(request, str(error))
        return redirect("admin_import")


def _post(request: HttpRequest, row: ImportDocument, before: Plan) -> HttpResponse:
    """Keep what was decided. Only what was shown is imported: after a decision the user looks again."""
    form = forms.FactsForm(request.user, row.choices, request.POST)
    form.fill_in(before)
    earlier = workflow.answered_names(request.user)
    choices = decisions.step(request.POST, row.choices, earlier, before.reading)
    if form.has_changed() and form.is_valid():
        choices = {name: value for name, value in choices.items() if name not in FACT_NAMES}
        choices |= forms.facts_of(form)
    stored, has_changed = row.choices, choices != row.choices
    if has_changed:
        workflow.store_choices(row, choices)
    if not form.is_valid():
        return _show(request, row, _build_plan(request, row), form=form, status=400)
    if not {"take", "translate"} & request.POST.keys():
        is_step = has_changed and choices.get("before") != stored.get("before")
        if is_step:
            fragment = decisions.fragment_of(stored if "undo" in request.POST else choices)
        else:
            fragment = decisions.fragment_unchanged(request.POST) or "?checked=1"
        return redirect(f"{reverse('admin_import_document', args=[row.pk])}{fragment}")
    plan = _build_plan(request, row) if has_changed else before
    refusal = _refusal(request, plan, has_changed=has_changed)
    act = translate if plan.translation_language else _import
    try:
        return _show(request, row, plan, refusal, status=409) if refusal else act(request, row, plan)
    except workflow.WorkflowError as error:
        return _show(request, row, _build_plan(request, row), str(error), status=409)


def _show(
    request: HttpRequest,
    row: ImportDocument,
    plan: Plan,
    refusal: str = "",
    *,
    form: forms.FactsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    form = form or forms.FactsForm(request.user, row.choices)
    form.fill_in(plan)
    context = {
        "title": _("Import: %(name)s") % {"name": row.name},
        "document": row,
        "is_below": True,
        "form": form,
        "plan": plan,
        "offer": build_offer(plan, request.user),
        "screen": build_screen(plan, row.choices, workflow.answered_names(request.user))
        | {"split": number_of(request.GET.get("split", "")), "is_checked": "checked" in request.GET},
        "refusal": refusal,
        "is_nav_sidebar_enabled": False,
    }
    return admin_page(request, Profile, "imports/document", context, status)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a document that is not to be imported."""
    row = get_object_or_404(ImportDocument.objects.for_user(request.user).for_profiles().defer("data"), pk=pk)
    row.delete()
    messages.success(request, _("%(name)s is removed. No profile was changed.") % {"name": row.name})
    return redirect("admin_import")


def _build_plan(request: HttpRequest, row: ImportDocument) -> Plan:
    """Return what taking the document in would do, with the uploader's answers and corrections."""
    answers = decisions.answers_of(row.choices, workflow.answered_names(request.user))
    reading = decisions.corrected(read_document(bytes(row.data), row.name, answers), row.choices)
    overrides = Facts(**decisions.facts_of(row.choices))
    return plan_import(reading, overrides, Place.objects.visible_to(request.user))


def _refusal(request: HttpRequest, plan: Plan, *, has_changed: bool) -> str:
    """Return why the document is not imported as it was sent; empty where nothing stands in the way."""
    if has_changed:
        return _("You have changed something. Check the result, then import the document.")
    if bool(plan.translation_language) != ("translate" in request.POST):
        return _("The profile was changed after the document was compared with it. Compare them again.")
    if plan.translation_language:
        return ""
    if plan.is_identical:
        return _("Nothing changes: the profile already says exactly this.")
    if plan.data is None:
        return " ".join(problem.text for problem in plan.errors)
    if plan.reading.unplaced and "leave_out" not in request.POST:
        return _("Some lines are not placed. Place them, or mark them to be left out.")
    if request.POST.get("seen", "") != seen_mark(plan):
        return _("The profile was changed after the document was compared with it. Compare them again.")
    return ""


def _import(request: HttpRequest, row: ImportDocument, plan: Plan) -> HttpResponse:
    assert plan.data is not None  # noqa: S101  (_refusal has checked it)
    revision = workflow.import_document(row, plan.data, request.user, seen=plan.seen)
    if revision is None:
        messages.info(request, _("Nothing changes: the profile already says exactly this."))
        profile = get_object_or_404(Profile, place=plan.place, edition=plan.data["edition"])
        return redirect("admin:profiles_profile_change", profile.pk)
    messages.success(
        request,
        _("The document is imported. This is a draft: the public sees nothing of it until it is published."),
    )
    return redirect("admin:profiles_revision_change", revision.pk)


def _for_writers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may write somewhere. Whoever has been signed out gets back what they pasted."""

    def allowed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not permissions.can_create_profile(request.user):
            raise PermissionDenied
        return view(request, **kwargs)

    return action_view.keep_typed(allowed)


urlpatterns = [
    path("import/", _for_writers(begin), name="admin_import"),
    path("import/words/", _for_writers(names), name="admin_import_names"),
    path("import/<int:pk>/", _for_writers(document), name="admin_import_document"),
    path("import/<int:pk>/drop/", _for_writers(drop), name="admin_import_drop"),
]
