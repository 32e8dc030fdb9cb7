"""Bringing in a finished profile: a document comes, is looked at, corrected, and becomes a draft.

Nothing is stored in a profile before it is taken in; until then the document is kept for whoever brought it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from profiles import permissions, workflow
from profiles.admin.imports.forms import (
    FactsForm,
    build_overrides,
    choices_of,
    initial_assignments,
    parse_assignments,
)
from profiles.admin.imports.screen import Screen
from profiles.admin.revision import action_view
from profiles.imports import readers
from profiles.imports.document import DocumentError
from profiles.imports.manual_assignment import assign_lines
from profiles.imports.plan import Plan, plan
from profiles.models import ImportDocument, Place, Profile, Revision

LONGEST_PASTED = 1_000_000
"""Most characters that can be pasted; longer texts are uploaded."""

PASTED = "pasted.txt"


def begin(request: HttpRequest) -> HttpResponse:
    """Take a file or a pasted text, and lead on to what was understood of it."""
    reasons: list[str] = []
    if request.method == "POST":
        data, name, reasons = _uploaded(request)
        if not reasons:
            document = workflow.store_document(data, name, request.user, {})
            return redirect("admin_import_document", document.pk)
    context = {
        "title": _("Import a profile"),
        "reasons": reasons,
        "text": request.POST.get("text", ""),
        "endings": ", ".join(readers.READERS),
        "largest": readers.MAX_BYTES // 1024**2,
        "documents": ImportDocument.objects.of(request.user).defer("data"),
    }
    return _answer(request, "begin", context, status=400 if reasons else 200)


def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was understood and what would happen; by POST, look again or take it in."""
    row = get_object_or_404(ImportDocument.objects.of(request.user), pk=pk)
    try:
        made = _build_plan(request, row)
        return _post(request, row, made) if request.method == "POST" else _render(request, row, made)
    except DocumentError as error:
        messages.error(request, str(error))
        return redirect("admin_import")


def _post(request: HttpRequest, row: ImportDocument, before: Plan) -> HttpResponse:
    """Keep what was corrected. Taken in is only what was shown: after a correction she looks again."""
    form = FactsForm(request.user, row.choices, request.POST)
    form.fill_in(before)
    placed = parse_assignments(request.POST)
    has_changed = form.has_changed() or placed != row.choices.get("placed", {})
    if not form.is_valid():
        workflow.store_choices(row, row.choices | {"placed": placed})
        return _render(request, row, _build_plan(request, row), form=form, status=400)
    if has_changed:
        workflow.store_choices(row, choices_of(form) | {"placed": placed})
    if "take" not in request.POST:
        return redirect("admin_import_document", row.pk)
    made = _build_plan(request, row) if has_changed else before
    refusal = _refusal(request, made, has_changed=has_changed)
    try:
        return _render(request, row, made, refusal, status=409) if refusal else _import(request, row, made)
    except workflow.WorkflowError as error:
        return _render(request, row, _build_plan(request, row), str(error), status=409)


def _render(
    request: HttpRequest,
    row: ImportDocument,
    made: Plan,
    refusal: str = "",
    *,
    form: FactsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    form = form or FactsForm(request.user, row.choices)
    form.fill_in(made)
    context = {
        "title": _("Import: %(name)s") % {"name": row.name},
        "document": row,
        "form": form,
        "plan": made,
        "screen": Screen(made, initial_assignments(row.choices)),
        "refusal": refusal,
    }
    return _answer(request, "document", context, status=status)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a document that is not to be taken in."""
    row = get_object_or_404(ImportDocument.objects.of(request.user).defer("data"), pk=pk)
    workflow.delete_document(row)
    messages.success(request, _("%(name)s is removed. No profile was changed.") % {"name": row.name})
    return redirect("admin_import")


def _uploaded(request: HttpRequest) -> tuple[bytes, str, list[str]]:
    """Return the document that was sent, its name, and why it cannot be read, where it cannot."""
    file, text = request.FILES.get("file"), request.POST.get("text", "")
    if file is not None and file.size > readers.MAX_BYTES:
        return (
            b"",
            "",
            [_("The document is larger than %(most)s MB.") % {"most": readers.MAX_BYTES // 1024**2}],
        )
    if file is not None and text.strip():
        return (
            b"",
            "",
            [_("There is a file and a pasted text. Send only one of the two.")],
        )
    if file is None and not text.strip():
        return b"", "", [_("Choose a file, or paste the text of a profile.")]
    if file is None and len(text) > LONGEST_PASTED:
        return b"", "", [_("This text is too long to be pasted. Save it as a file and upload that.")]
    data = file.read() if file is not None else text.encode(errors="replace")
    name = str(file.name).replace("\x00", "") if file is not None else PASTED
    try:
        readers.read(data, name)
    except DocumentError as error:
        return data, name, error.problems
    return data, name, []


def _build_plan(request: HttpRequest, row: ImportDocument) -> Plan:
    """Return what taking the document in would do, with all that she has said of it."""
    reading = assign_lines(readers.read(bytes(row.data), row.name), initial_assignments(row.choices))
    return plan(reading, build_overrides(row.choices), Place.objects.visible_to(request.user))


def _refusal(request: HttpRequest, made: Plan, *, has_changed: bool) -> str:
    """Return why the document is not taken in as it was sent; empty where nothing stands in the way."""
    if has_changed:
        return _("You have changed something. Look at what follows from it, then take the document in.")
    if made.is_identical:
        return _("Nothing changes: the profile says just this already.")
    if made.data is None:
        return " ".join(problem.text for problem in made.errors)
    if made.reading.unplaced and "leave_out" not in request.POST:
        return _("Some lines are not placed. Place them, or say that they are to be left out.")
    if request.POST.get("seen", "") != Screen(made, {}).seen:
        return _("The profile was changed after the document was compared with it. Compare them again.")
    return ""


def _import(request: HttpRequest, row: ImportDocument, made: Plan) -> HttpResponse:
    assert made.data is not None  # noqa: S101  (asked by _why_not)
    revision = workflow.import_document(row, made.data, request.user, seen=made.seen)
    if revision is None:
        messages.info(request, _("Nothing changes: the profile says just this already."))
        profile = get_object_or_404(Profile, place=made.place, edition=made.data["edition"])
        return redirect("admin:profiles_profile_change", profile.pk)
    messages.success(
        request,
        _("The document is imported. This is a draft: the public sees nothing of it until it is published."),
    )
    return redirect("admin:profiles_revision_change", revision.pk)


def _answer(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    shared = {
        **admin.site.each_context(request),
        "opts": Profile._meta,
        "is_nav_sidebar_enabled": False,
    }
    return TemplateResponse(request, f"admin/imports/{template}.html", shared | context, status=status)


def _for_writers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may write somewhere. Whoever has been signed out gets back the text that she pasted."""

    def allowed(request: HttpRequest, **parts: Any) -> HttpResponse:
        if not permissions.can_create_profile(request.user):
            raise PermissionDenied
        return view(request, **parts)

    inside = admin.site.admin_view(allowed)

    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if request.method == "POST" and not admin.site.has_permission(request):
            reason = _("You have been signed out. Sign in again in another tab, then send this once more.")
            return action_view.not_stored(admin.site.get_model_admin(Revision), request, reason, status=403)
        return inside(request, **parts)

    return partial(answer)


urlpatterns = [
    path("import/", _for_writers(begin), name="admin_import"),
    path("import/<int:pk>/", _for_writers(document), name="admin_import_document"),
    path("import/<int:pk>/drop/", _for_writers(drop), name="admin_import_drop"),
]
