"""The history of a profile: who did what, when and why, each kept text to read, to compare and to restore."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext as _

from profiles import permissions, workflow
from profiles.admin.actions import Button, ButtonView, page_context
from profiles.admin.revision import compare
from profiles.choices import CLOSED_STATES, Action, Kind, State
from profiles.content.schema import RevisionContent
from profiles.content.sections import domain_texts
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import DomainText, LogEntry, Profile, Revision, Snapshot, User

PER_PAGE = 50


@dataclass(frozen=True)
class Event:
    """One thing that happened; `snapshot` is the text as it was then, where it was kept."""

    at: datetime
    what: str
    who: User | None
    number: int | None
    note: str
    snapshot: Snapshot | None


@dataclass(frozen=True)
class KeptFinding:
    """A finding of a kept text; `sources` are lines."""

    text: str
    sources: list[str]


@dataclass(frozen=True)
class KeptList:
    """One list of a kept text."""

    heading: str
    findings: list[KeptFinding]


def timeline(profile: Profile) -> list[Event]:
    """Return everything that happened to `profile`, newest first; two queries."""
    log = profile.log.select_related("by", "snapshot").defer("snapshot__content")
    events = [
        Event(
            at=entry.at,
            what=entry.get_verb_display(),
            who=entry.by,
            number=entry.revision_number,
            note=entry.note,
            snapshot=entry.snapshot,
        )
        for entry in log
    ]
    unlogged = profile.snapshots.filter(log_entries__isnull=True).select_related("made_by").defer("content")
    events += [
        Event(
            at=snapshot.made_at,
            what=_("Saved while typing") if snapshot.is_automatic else snapshot.get_verb_display(),
            who=snapshot.made_by,
            number=snapshot.revision_number,
            note="",
            snapshot=snapshot,
        )
        for snapshot in unlogged.newest_first()
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def page(model_admin: admin.ModelAdmin, request: HttpRequest, profile: Profile) -> HttpResponse:
    page = Paginator(timeline(profile), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "title": _("History"),
        "events": page,
        "current": _current(profile),
        "may_restore": permissions.can_restore(request.user, profile),
        "closed": profile.revisions.filter(state__in=CLOSED_STATES).order_by("-number"),
    }
    return _render(model_admin, request, profile, "history", context)


def kept(
    model_admin: admin.ModelAdmin, request: HttpRequest, profile: Profile, snapshot: int
) -> HttpResponse:
    """Show a kept text."""
    shown = get_object_or_404(profile.snapshots.select_related("made_by"), pk=snapshot)
    texts = domain_texts(profile.place.variant, get_language() or "en")
    content, current = load_snapshot(shown), _current(profile)
    context = {
        "title": compare.kept_label(shown),
        "snapshot": shown,
        "introduction": content["introduction"],
        "sections": [(text, kept_lists(content, text)) for text in texts],
        "may_restore": permissions.can_restore(request.user, profile),
        "compare_url": compare.address(profile, f"{compare.KEPT}{shown.pk}", current.number)
        if current
        else "",
    }
    return _render(model_admin, request, profile, "kept", context)


def kept_lists(content: RevisionContent, text: DomainText) -> list[KeptList]:
    """Return the lists of one domain of a kept text."""
    titles = {source["key"]: source["title"] for source in content["sources"]}
    return [
        KeptList(
            str(kind.label),
            [
                KeptFinding(
                    finding["text"],
                    [
                        ", ".join(filter(None, [titles.get(cited["source"], ""), cited["locator"]]))
                        for cited in finding["sources"]
                    ],
                )
                for finding in content["findings"]
                if (finding["domain"], finding["kind"]) == (text.domain.slug, kind)
            ],
        )
        for kind in Kind
    ]


class RestoreView(ButtonView):
    """Restore in one step; the message offers to undo it. Subclasses set `content` and its `label`."""

    content: RevisionContent
    label: str

    def perform(self, form: Any) -> Revision:
        self.was_open = self.object.revisions.open().exists()
        return workflow.restore(self.object, self.content, self.request.user, note=self.label)

    def get_success_message(self, form: Any) -> str:
        draft, text = self.result, {"text": self.label}
        if not self.was_open:
            return format_html(
                '{} <a href="{}">{}</a>',
                _("A new draft is open with this text: %(text)s.") % text,
                reverse("admin:profiles_revision_discard", args=[draft.pk]),
                _("Undo: discard the draft"),
            )
        before = self.object.snapshots.filter(revision_number=draft.number).newest_first()[1]
        undo = reverse("admin:profiles_profile_restore_snapshot", args=[self.object.pk, before.pk])
        return format_html(
            "{} {}",
            _("The draft says again: %(text)s. The text before it is kept in the history.") % text,
            _post_button(self.request, undo, _("Undo")),
        )

    def get_success_url(self) -> str:
        return reverse("admin:profiles_revision_change", args=[self.result.pk])

    def get_refused_url(self) -> str:
        return reverse("admin:profiles_profile_history", args=[self.object.pk])


class RestoreSnapshotView(RestoreView):
    def get_object(self, profile: Profile, snapshot: int) -> Profile:
        row = get_object_or_404(profile.snapshots, pk=snapshot)
        self.content, self.label = load_snapshot(row), compare.kept_label(row)
        return profile


class RestoreRevisionView(RestoreView):
    def get_object(self, profile: Profile, number: int) -> Profile:
        closed = get_object_or_404(profile.revisions.filter(state__in=CLOSED_STATES), number=number)
        self.content, self.label = serialize_revision(closed), compare.revision_label(closed)
        return profile


def restore_button(user: User, revision: Revision) -> Button:
    """Return the button on a closed text that puts it into the open draft, or a new one."""
    return Button(
        name="restore",
        label=_("Restore this text in a draft"),
        url=reverse("admin:profiles_profile_restore_revision", args=[revision.profile_id, revision.number]),
        decision=permissions.can_restore(user, revision.profile),
        is_post=True,
    )


def sent_back(revision: Revision) -> LogEntry | None:
    """Return who sent a draft back and why, where it has not been submitted again; one query."""
    if revision.state != State.DRAFT:
        return None
    steps = LogEntry.objects.filter(
        profile=revision.profile_id,
        revision_number=revision.number,
        verb__in=[Action.SUBMIT, Action.SEND_BACK],
    )
    last = steps.select_related("by").first()
    return last if last and last.verb == Action.SEND_BACK else None


def word_along(revision: Revision) -> LogEntry | None:
    """Return what was said to whoever has the revision now, where a word was given with it; one query."""
    verb = {State.IN_REVIEW: Action.SUBMIT, State.APPROVED: Action.APPROVE}.get(State(revision.state))
    if verb is None:
        return None
    entries = LogEntry.objects.filter(profile=revision.profile_id, revision_number=revision.number, verb=verb)
    last = entries.select_related("by").first()
    return last if last and last.note else None


def _current(profile: Profile) -> Revision | None:
    """The text that a kept one is compared with: the open one, or else the newest."""
    return profile.revisions.open().first() or profile.revisions.order_by("-number").first()


def _post_button(request: HttpRequest, url: str, label: str) -> str:
    return format_html(
        '<form method="post" action="{}" class="undo">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<button type="submit" class="button">{}</button></form>',
        url,
        get_token(request),
        label,
    )


def _render(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    profile: Profile,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    context = page_context(model_admin, request, profile) | {"profile": profile} | context
    return TemplateResponse(request, f"admin/profiles/profile/{template}.html", context)
