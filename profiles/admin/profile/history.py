"""The history of a profile: who did what, when and why, each snapshot to read, to compare and to restore.

Those of a translation are of its language; one never goes into another text than its own.
"""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext as _

from profiles import permissions, workflow
from profiles.admin.actions import Button, ButtonView
from profiles.admin.pages import admin_page, object_url
from profiles.choices import CLOSED_STATES, Action, Language, State
from profiles.content.diff import words
from profiles.content.schema import RevisionContent
from profiles.content.sections import domain_texts, sections_with_sources
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.content.translations import Units, build_units, load_units
from profiles.models import LogEntry, Profile, Revision, Snapshot, Translation, User
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
            language=snapshot.language,
            snapshot=snapshot,
        )
        for snapshot in snapshots.newest_first()
    ]
    return sorted([*entries, *saved], key=lambda entry: entry.at, reverse=True)


def page(request: HttpRequest, profile: Profile) -> HttpResponse:
    entries = Paginator(timeline(profile), PER_PAGE).get_page(request.GET.get("p"))
    languages = {entry.language for entry in entries if entry.snapshot} | {""}
    decisions = {language: can_restore(request.user, profile, language) for language in languages}
    for entry in entries:
        entry.may_restore = entry.snapshot is not None and decisions[entry.language].allowed
    context = {
        "title": _("History"),
        "entries": entries,
        "current": profile.revisions.current(),
        "may_restore": decisions[""],
        "closed": profile.revisions.filter(state__in=CLOSED_STATES).order_by("-number"),
    }
    return admin_page(request, profile, "profiles/profile/history", context)


def can_restore(user: User, profile: Profile, language: str) -> permissions.Decision:
    """Return whether `user` may put back what the original said, or its translation into `language`."""
    if language:
        return permissions.can_restore_translation(user, profile, language)
    return permissions.can_restore(user, profile)


def snapshot_page(request: HttpRequest, profile: Profile, snapshot: int) -> HttpResponse:
    """Show the text of a snapshot."""
    row = get_object_or_404(profile.snapshots.select_related("made_by"), pk=snapshot)
    if row.language:
        return _translation_page(request, profile, row)
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


def _translation_page(request: HttpRequest, profile: Profile, snapshot: Snapshot) -> HttpResponse:
    """Show what a translation said, beside what it translated then, and how that differs from now."""
    language = snapshot.language
    translations = profile.translations.filter(language=language)
    now = translations.open().first() or translations.live().first()
    context = {
        "title": text_label(snapshot),
        "snapshot": snapshot,
        "language": Language(language),
        "now": now,
        "rows": _translated_rows(profile, snapshot, now.units if now else {}),
        "may_restore": can_restore(request.user, profile, language),
    }
    return admin_page(request, profile, "profiles/profile/translation_snapshot", context)


def _translated_rows(profile: Profile, snapshot: Snapshot, now: Units) -> list[dict[str, Any]]:
    """Return the units of a snapshot in reading order; what the text has not any more comes last."""
    units = load_units(snapshot)
    revision = profile.revisions.filter(number=snapshot.revision_number).first()
    revision = revision or profile.revisions.current()
    labels = {unit.key: unit.label for unit in build_units(revision, {})} if revision else {}
    keys = [key for key in labels if key in units] + [key for key in units if key not in labels]
    rows = []
    for key in keys:
        text = now.get(key, {"text": ""})["text"]
        is_changed = text != units[key]["text"]
        pieces = words(units[key]["text"], text) if is_changed else ()
        rows.append({"label": labels.get(key, ""), "pieces": pieces, **units[key]})
    return rows


class RestoreView(ButtonView):
    """Restore in one step; the message offers to undo it. Subclasses set `content` and its `label`.

    `language` is that of the translation that `content` is of; empty where it is the original.
    """

    content: RevisionContent | Units
    label: str
    language = ""

    @property
    def texts(self) -> Any:
        """What may be open in the place of which the content goes."""
        if self.language:
            return self.object.translations.filter(language=self.language)
        return self.object.revisions

    def perform(self, form: Any) -> Revision | Translation:
        self.was_open = self.texts.open().exists()
        args: tuple[Any, ...] = (self.object, self.content, self.request.user)
        if self.language:
            args = (self.object, self.language, self.content, self.request.user)
            return workflow.restore_translation(*args, note=self.label)
        return workflow.restore(*args, note=self.label)

    def get_success_message(self, form: Any) -> str:
        snapshots = self.object.snapshots.filter(language=self.language)
        if not self.language:
            snapshots = snapshots.filter(revision_number=self.result.number)
        context = {
            "profile": self.object,
            "discard_url": object_url(self.result, "discard"),
            "text": self.label,
            "before": snapshots.newest_first()[1] if self.was_open else None,
        }
        return render_to_string("admin/profiles/profile/restored.html", context, self.request)

    def get_refused_url(self) -> str:
        return object_url(self.object, "history")


class RestoreSnapshotView(RestoreView):
    def get_object(self, profile: Profile, snapshot: int) -> Profile:
        row = get_object_or_404(profile.snapshots, pk=snapshot)
        self.language, self.label = row.language, text_label(row)
        self.content = load_units(row) if row.language else load_snapshot(row)
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


def sent_back(text: Revision | Translation) -> LogEntry | None:
    """Return who sent a draft back and why, where it has not been submitted again; one query."""
    if text.state != State.DRAFT:
        return None
    last = _last_entry(text, Action.SUBMIT, Action.SEND_BACK)
    return last if last and last.verb == Action.SEND_BACK else None


def note_along(text: Revision | Translation) -> LogEntry | None:
    """Return the note to whoever has the text now, where one was given; one query."""
    action = {State.IN_REVIEW: Action.SUBMIT, State.APPROVED: Action.APPROVE}.get(State(text.state))
    last = _last_entry(text, action) if action else None
    return last if last and last.note else None


def _last_entry(text: Revision | Translation, *actions: Action) -> LogEntry | None:
    """Of a translation whichever revision it was of then: it moves on with the profile."""
    entries = LogEntry.objects.filter(profile=text.profile_id)
    if isinstance(text, Translation):
        entries = entries.filter(language=text.language)
    else:
        entries = entries.filter(language="", revision_number=text.number)
    return entries.filter(verb__in=actions).select_related("by").first()
