"""The editing screen of a draft: one form, saved by POST, while typing or by the button.

editor_form    its fields <-> Content
editor_screen  what it shows
editor_merge   two texts of one draft, after somebody else had saved
preview        what the public would see

Whoever sends with “Accept: application/json” gets the same answer as data: 200 saved, 400 with what to mend,
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
from django.urls import reverse
from django.utils.translation import gettext as _

from profiles import permissions, workflow
from profiles.admin.editor.forms import (
    EditorInput,
    content_from,
    fields_of,
    find_errors,
    initial_input,
    parse_post,
)
from profiles.admin.editor.merge import conflict_choices, find_conflicts, merge_contents
from profiles.admin.editor.messages import editor_messages
from profiles.admin.editor.screen import (
    Screen,
    build_screen,
    build_titles,
    conflict_views,
    other_editors,
    problems_html,
)
from profiles.admin.profile import files
from profiles.admin.revision import action_view, preview
from profiles.admin.revision.action_view import revision_path
from profiles.content.completeness import Problem, Severity
from profiles.content.sections import domain_texts
from profiles.content.serialize import serialize_revision
from profiles.models import Revision


def edit(request: HttpRequest, revision: Revision) -> HttpResponse:
    decision = permissions.can_edit(request.user, revision)
    if request.method == "POST":
        return _save(request, revision)
    if not decision:
        return admin.site.get_model_admin(Revision).change_view(request, str(revision.pk))
    content = serialize_revision(revision)
    typed = initial_input(content, revision.change_note)
    return _show(request, revision, build_screen(request, revision, typed, content))


@csp_replace({"frame-src": [SELF]})
def _show(request: HttpRequest, revision: Revision, screen: Screen, status: int = 200) -> HttpResponse:
    context = {
        "title": str(revision),
        "subtitle": None,
        "screen": screen,
        "files": files.links(revision),
        "messages_for_scripts": editor_messages(),
    }
    return action_view.page(request, revision, "profiles/revision/editor", context, status)


def presence(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Tell who else is here and what is stored; by POST also that she is here. Renews the form's token."""
    if request.method == "POST" and permissions.can_edit(request.user, revision):
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
                {"name": row.user.name, "since": row.since} for row in other_editors(revision, request.user)
            ],
        }
    )
    response["Cache-Control"] = "no-store"
    return response


# Saving


def _save(request: HttpRequest, revision: Revision) -> HttpResponse:
    stored = serialize_revision(revision)
    typed = parse_post(request.POST, stored)
    titles = build_titles(revision)
    found = find_errors(typed, titles.lists)
    if found:
        return _refused(request, revision, typed, found)
    content, note = content_from(typed), typed.change_note
    version, aside = _version(request), None
    if "settle" in request.POST and version == revision.lock_version:
        notes, aside = (note, revision.change_note), content
        chosen = {name.removeprefix("take-"): request.POST[name] for name in request.POST}
        content, note = merge_contents(content, stored, _base(request), notes, chosen)
    is_automatic = action_view.wants_data(request) and "deliberate" not in request.POST
    try:
        revision = workflow.save_content(
            revision, content, version, request.user, is_automatic=is_automatic, change_note=note, aside=aside
        )
    except workflow.OvertakenError as refusal:
        return _overtaken(request, revision, typed, str(refusal))
    except workflow.WorkflowError as refusal:
        if not permissions.can_edit(request.user, revision):
            return action_view.not_stored(request, str(refusal), status=409)
        return _refused(request, revision, typed, [Problem(Severity.ERROR, str(refusal), "editor")])
    workflow.heartbeat(revision, request.user)
    return _saved(request, revision)


def _saved(request: HttpRequest, revision: Revision) -> HttpResponse:
    if not action_view.wants_data(request):
        messages.success(request, _("Saved."))
        kept = request.POST.get("kept", "")
        settled = f"?settled={kept}" if kept.isdecimal() else ""
        return redirect(f"{reverse('admin:profiles_revision_change', args=[revision.pk])}{settled}")
    content = serialize_revision(revision)
    return JsonResponse(
        {
            "version": revision.lock_version,
            "saved_at": revision.changed_at,
            "base": conflict_choices(content, revision.change_note),
            "problems": problems_html(request, revision, content),
        }
    )


def _refused(
    request: HttpRequest, revision: Revision, typed: EditorInput, found: list[Problem]
) -> HttpResponse:
    """Answer 400 with what has to be mended; the screen keeps everything that was typed."""
    if action_view.wants_data(request):
        return JsonResponse({"problems": problems_html(request, revision, None, found)}, status=400)
    screen = build_screen(request, revision, typed, serialize_revision(revision), mistakes=found)
    screen.version, screen.base = _version(request), request.POST.get("base", "")
    return _show(request, revision, screen, status=400)


def _overtaken(request: HttpRequest, revision: Revision, typed: EditorInput, reason: str) -> HttpResponse:
    """Answer 409. The page shows both texts, lets her choose, and saves the outcome over the newer one."""
    revision = Revision.objects.with_profile().select_related("changed_by").get(pk=revision.pk)
    who = revision.changed_by.name if revision.changed_by else _("Somebody")
    is_own = revision.changed_by_id == request.user.pk
    if is_own:
        who = _("the other window")
        reason = _("You saved this draft in another window at %(time)s UTC, after you had opened it here.")
        reason %= {"time": f"{revision.changed_at:%H:%M}"}
    if action_view.wants_data(request):
        told = {"reason": reason, "who": who, "when": revision.changed_at, "is_overtaken": True}
        return JsonResponse(told, status=409)
    mine, theirs, base = content_from(typed), serialize_revision(revision), _base(request)
    notes = (typed.change_note, revision.change_note)
    texts = domain_texts(revision.profile.place.variant, request.LANGUAGE_CODE)
    context: dict[str, Any] = {
        "title": _("You have saved in another window") if is_own else _("Somebody else has saved"),
        "reason": reason,
        "who": who,
        "is_own": is_own,
        "clashes": conflict_views(find_conflicts(mine, theirs, base, notes), texts, mine, theirs),
        "fields": fields_of(typed),
        "base": request.POST.get("base", ""),
        "kept": request.POST.get("kept", _version(request)),
    }
    return action_view.page(request, revision, "profiles/revision/overtaken", context, status=409)


def _version(request: HttpRequest) -> int:
    return action_view.clean_version(request.POST.get("version", ""))


def _base(request: HttpRequest) -> dict[str, str]:
    """Return the marks of the text that she had before her; none where they cannot be read."""
    try:
        sent = json.loads(request.POST.get("base", "{}"))
    except ValueError:
        return {}
    return {str(name): str(mark) for name, mark in sent.items()} if isinstance(sent, dict) else {}


urlpatterns = [
    revision_path("change/", edit, "change"),
    revision_path("presence/", presence, "presence"),
    *preview.urlpatterns,
]
