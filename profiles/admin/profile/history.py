"""The history of a profile: who did what, when and why, each snapshot to read, to compare and to restore."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext as _

from profiles import permissions, workflow
from profiles.admin.actions import Button, ButtonView
from profiles.admin.pages import admin_page, object_url
from profiles.choices import CLOSED_STATES, Action, State
from profiles.content.schema import RevisionContent
from profiles.content.sections import domain_texts, sections_with_sources
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import LogEntry, Profile, Revision, User
from profiles.templatetags.profiles_ui import text_label

PER_PAGE = 50


def timeline(profile: Profile) -> list[LogEntry]:
    """Return everything that happened to `profile`, newest first; two queries.

    What was saved without an action of its own, as while typing, is an entry that is not stored.
    """
    entries = profile.log.select_related("by", "snapshot").defer("snapshot__content")
    snapshots = profile.snapshots.filter(log_entries__isnull=True).select_related("made_by").defer("content")
    saved = [
        LogEntry(
            at=snapshot.made_at,
            verb=snapshot.verb,
            by=snapshot.made_by,
            revision_number=snapshot.revision_number,
            snapshot=snapshot,
        )
        for snapshot in snapshots.newest_first()
    ]
    return sorted([*entries, *saved], key=lambda entry: entry.at, reverse=True)


def page(request: HttpRequest, profile: Profile) -> HttpResponse:
    context = {
        "title": _("History"),
        "entries": Paginator(timeline(profile), PER_PAGE).get_page(request.GET.get("p")),
        "current": profile.revisions.current(),
        "may_restore": permissions.can_restore(request.user, profile),
        "closed": profile.revisions.filter(state__in=CLOSED_STATES).order_by("-number"),
    }
    return admin_page(request, profile, "profiles/profile/history", context)


def snapshot_page(request: HttpRequest, profile: Profile, snapshot: int) -> HttpResponse:
    """Show the text of a snapshot."""
    row = get_object_or_404(profile.snapshots.select_related("made_by"), pk=snapshot)
    texts = domain_texts(profile.place.variant, get_language() or "en")
    content = load_snapshot(row)
    context = {
        "title": text_label(row),
        "snapshot": row,
        "introduction": content["introduction"],
        "sections": sections_with_sources(content, texts),
        "may_restore": permissions.can_restore(request.user, profile),
        "current": profile.revisions.current(),
    }
    return admin_page(request, profile, "profiles/profile/snapshot", context)


class RestoreView(ButtonView):
    """Restore in one step; the message offers to undo it. Subclasses set `content` and its `label`."""

    content: RevisionContent
    label: str

    def perform(self, form: Any) -> Revision:
        self.was_open = self.object.revisions.open().exists()
        return workflow.restore(self.object, self.content, self.request.user, note=self.label)

    def get_success_message(self, form: Any) -> str:
        before = self.object.snapshots.filter(revision_number=self.result.number).newest_first()
        context = {
            "profile": self.object,
            "draft": self.result,
            "text": self.label,
            "before": before[1] if self.was_open else None,
        }
        return render_to_string("admin/profiles/profile/restored.html", context, self.request)

    def get_refused_url(self) -> str:
        return object_url(self.object, "history")


class RestoreSnapshotView(RestoreView):
    def get_object(self, profile: Profile, snapshot: int) -> Profile:
        row = get_object_or_404(profile.snapshots, pk=snapshot)
        self.content, self.label = load_snapshot(row), text_label(row)
        return profile


class RestoreRevisionView(RestoreView):
    def get_object(self, profile: Profile, number: int) -> Profile:
        closed = get_object_or_404(profile.revisions.filter(state__in=CLOSED_STATES), number=number)
        self.content, self.label = serialize_revision(closed), text_label(closed)
        return profile


def restore_button(user: User, revision: Revision) -> Button:
    """Return the button on a closed text that puts it into the open draft, or a new one."""
    return Button(
        name="restore",
        label=_("Restore this text in a draft"),
        url=object_url(revision.profile, "restore_revision", revision.number),
        decision=permissions.can_restore(user, revision.profile),
        is_post=True,
    )


def sent_back(revision: Revision) -> LogEntry | None:
    """Return who sent a draft back and why, where it has not been submitted again; one query."""
    if revision.state != State.DRAFT:
        return None
    last = _last_entry(revision, Action.SUBMIT, Action.SEND_BACK)
    return last if last and last.verb == Action.SEND_BACK else None


def note_along(revision: Revision) -> LogEntry | None:
    """Return the note to whoever has the revision now, where one was given; one query."""
    action = {State.IN_REVIEW: Action.SUBMIT, State.APPROVED: Action.APPROVE}.get(State(revision.state))
    last = _last_entry(revision, action) if action else None
    return last if last and last.note else None


def _last_entry(revision: Revision, *actions: Action) -> LogEntry | None:
    entries = LogEntry.objects.filter(profile=revision.profile_id, revision_number=revision.number)
    return entries.filter(verb__in=actions).select_related("by").first()
