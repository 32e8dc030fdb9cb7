"""The editing screen of a draft: one form, saved by POST, while typing or by the button.

Whoever sends with “Accept: application/json” gets the same answer as data: 200 saved, 400 with what to fix,
401 signed out, 404 discarded, 409 overtaken or no longer a draft.
"""

import json
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from profiles import permissions, workflow
from profiles.admin.editor import forms, screen
from profiles.admin.editor.merge import conflict_choices, find_conflicts, merge_contents
from profiles.admin.pages import admin_page, object_url
from profiles.admin.profile import files
from profiles.admin.revision import action_view, preview
from profiles.admin.revision.action_view import revision_path
from profiles.choices import Action
from profiles.content.completeness import DraftProblem, Severity
from profiles.content.schema import list_names
from profiles.content.serialize import serialize_revision
from profiles.models import Revision


def edit(request: HttpRequest, revision: Revision) -> HttpResponse:
    if request.method == "POST":
        return _save(request, revision)
    if not permissions.can(Action.SAVE, request.user, revision):
        return admin.site.get_model_admin(Revision).change_view(request, str(revision.pk))
    content = serialize_revision(revision)
    typed = forms.initial_input(content, revision.change_note)
    return _show(request, revision, screen.build_screen(request, revision, typed, content))


@csp_replace({"frame-src": [SELF]})
def _show(
    request: HttpRequest, revision: Revision, values: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {
        "title": str(revision),
        "screen": values,
        "files": files.links(revision),
        "messages_for_scripts": screen.editor_messages(),
    }
    return admin_page(request, revision, "profiles/revision/editor", context, status)


def presence(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Tell who else is here and what is stored; by POST also that the user is. Renews the form's token."""
    if request.method == "POST" and permissions.can(Action.SAVE, request.user, revision):
        workflow.heartbeat(revision, request.user)
    response = JsonResponse(
        {
            "token": get_token(request),
            "user": request.user.pk,
            "version": revision.lock_version,
            "by": revision.changed_by.name if revision.changed_by else "",
            "is_own": revision.changed_by_id == request.user.pk,
            "at": revision.changed_at,
            "others": [
                {"name": row.user.name, "since": row.since}
                for row in screen.other_editors(revision, request.user)
            ],
        }
    )
    response["Cache-Control"] = "no-store"
    return response


def _save(request: HttpRequest, revision: Revision) -> HttpResponse:
    stored = serialize_revision(revision)
    typed = forms.parse_post(request.POST, stored)
    slugs = (text.domain.slug for text in screen.revision_texts(revision))
    if errors := forms.find_errors(typed, list_names(slugs)):
        return _refused(request, revision, typed, errors)
    content, note = forms.content_from(typed), typed.change_note
    version, aside = _version(request), None
    if "settle" in request.POST and version == revision.lock_version:
        notes, aside = (note, revision.change_note), content
        choices = {name.removeprefix("take-"): request.POST[name] for name in request.POST}
        content, note = merge_contents(content, stored, _base(request), notes, choices)
    is_automatic = action_view.wants_data(request) and "deliberate" not in request.POST
    try:
        revision = workflow.save_content(
            revision, content, version, request.user, is_automatic=is_automatic, change_note=note, aside=aside
        )
    except workflow.OvertakenError as error:
        return _overtaken(request, revision, typed, str(error))
    except workflow.WorkflowError as error:
        if not permissions.can(Action.SAVE, request.user, revision):
            return action_view.not_stored(request, str(error), status=409, revision=revision)
        return _refused(request, revision, typed, [DraftProblem(Severity.ERROR, str(error), "editor")])
    workflow.heartbeat(revision, request.user)
    return _saved(request, revision)


def _saved(request: HttpRequest, revision: Revision) -> HttpResponse:
    if not action_view.wants_data(request):
        messages.success(request, _("Saved."))
        version = request.POST.get("kept", "")
        settled = f"?settled={version}" if version.isdecimal() else ""
        return redirect(f"{object_url(revision)}{settled}")
    content = serialize_revision(revision)
    return JsonResponse(
        {
            "version": revision.lock_version,
            "saved_at": revision.changed_at,
            "base": conflict_choices(content, revision.change_note),
            "problems": screen.problems_html(request, revision, content),
        }
    )


def _refused(
    request: HttpRequest, revision: Revision, typed: forms.EditorInput, errors: list[DraftProblem]
) -> HttpResponse:
    """Answer 400 with what has to be fixed; the screen keeps everything that was typed."""
    if action_view.wants_data(request):
        return JsonResponse({"problems": screen.problems_html(request, revision, None, errors)}, status=400)
    values = screen.build_screen(request, revision, typed, serialize_revision(revision), errors)
    values |= {"version": _version(request), "base": request.POST.get("base", "")}
    return _show(request, revision, values, status=400)


def _overtaken(
    request: HttpRequest, revision: Revision, typed: forms.EditorInput, reason: str
) -> HttpResponse:
    """Answer 409. The page shows both texts, lets the user choose, and saves the outcome over the newer."""
    revision = Revision.objects.with_profile().select_related("changed_by").get(pk=revision.pk)
    who = revision.changed_by.name if revision.changed_by else _("Somebody")
    is_own = revision.changed_by_id == request.user.pk
    if is_own:
        who = _("the other window")
        reason = _("You saved this draft in another window at %(time)s UTC, after you had opened it here.")
        reason %= {"time": f"{revision.changed_at:%H:%M}"}
    if action_view.wants_data(request):
        data = {"reason": reason, "who": who, "when": revision.changed_at, "is_overtaken": True}
        return JsonResponse(data, status=409)
    content, stored, base = forms.content_from(typed), serialize_revision(revision), _base(request)
    notes = (typed.change_note, revision.change_note)
    conflicts = find_conflicts(content, stored, base, notes)
    context = {
        "title": _("You have saved in another window") if is_own else _("Somebody else has saved"),
        "reason": reason,
        "who": who,
        "is_own": is_own,
        "conflicts": screen.conflict_rows(conflicts, screen.revision_texts(revision), content, stored),
        "fields": forms.fields_of(typed),
        "base": request.POST.get("base", ""),
        "kept": request.POST.get("kept", _version(request)),
    }
    return admin_page(request, revision, "profiles/revision/overtaken", context, status=409)


def _version(request: HttpRequest) -> int:
    return action_view.clean_version(request.POST.get("version", ""))


def _base(request: HttpRequest) -> dict[str, str]:
    """Return the marks of the text that the user began with; none where they cannot be read."""
    try:
        marks = json.loads(request.POST.get("base", "{}"))
    except ValueError:
        return {}
    return {str(name): str(mark) for name, mark in marks.items()} if isinstance(marks, dict) else {}


urlpatterns = [
    revision_path("change/", edit, "change"),
    revision_path("presence/", presence, "presence"),
    *preview.urlpatterns,
]
