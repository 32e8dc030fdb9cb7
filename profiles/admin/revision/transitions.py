"""The steps of a revision on the desk: a page that says what will happen, and the verb by POST.

Which steps are offered follows from the state; whether one may be taken is asked of permissions.py, so that
the button, its reason and the refusal are one answer. Several revisions at once: bulk.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, gettext_lazy

from profiles import permissions, workflow
from profiles.admin.profile import history
from profiles.admin.revision import action_view, compare
from profiles.admin.revision.actions import Button
from profiles.admin.revision.diff import difference_of
from profiles.choices import State
from profiles.content.completeness import Problem, Severity, problems
from profiles.content.sections import domain_texts
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import Revision, User
from profiles.permissions import Decision


@dataclass(frozen=True)
class Step:
    """A verb as the desk offers it; `name` is in its address."""

    name: str
    label: str | Promise
    ask: Callable[[User, Revision], Decision]

    def button(self, user: User, revision: Revision, *, is_primary: bool) -> Button:
        return Button(
            name=self.name,
            label=str(self.label),
            url=address(revision, self.name),
            decision=self.ask(user, revision),
            is_primary=is_primary,
            is_grave=self in (WITHDRAW, DISCARD),
        )


SUBMIT = Step("submit", gettext_lazy("Submit …"), permissions.can_submit)
SEND_BACK = Step("send_back", gettext_lazy("Send back …"), permissions.can_send_back)
APPROVE = Step("approve", gettext_lazy("Approve …"), permissions.can_approve)
PUBLISH = Step("publish", gettext_lazy("Publish …"), permissions.can_publish)
UNSCHEDULE = Step("unschedule", gettext_lazy("Take back the schedule …"), permissions.can_unschedule)
WITHDRAW = Step("withdraw", gettext_lazy("Withdraw …"), permissions.can_withdraw)
DISCARD = Step("discard", gettext_lazy("Discard …"), permissions.can_discard)

OFFERED = {
    State.DRAFT: [SUBMIT, DISCARD],
    State.IN_REVIEW: [APPROVE, SEND_BACK],
    State.APPROVED: [PUBLISH, SEND_BACK],
    State.PUBLISHED: [WITHDRAW],
    State.SUPERSEDED: [],
    State.WITHDRAWN: [],
}
"""State -> the steps that its page offers, the next one first. Every state has a way out."""


@dataclass(frozen=True)
class ToMend:
    """A problem of a draft, with the address of the field that mends it."""

    problem: Problem
    url: str


class MomentForm(forms.Form):
    """When to publish: now, or at a day and hour of UTC."""

    when = forms.ChoiceField(choices=[("now", ""), ("later", "")], initial="now")
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    hour = forms.TimeField(
        label=gettext_lazy("Hour, UTC"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("when") == "later" and not self.errors and not (cleaned["day"] and cleaned["hour"]):
            raise forms.ValidationError(_("Give the day and the hour of the publication."))
        if cleaned.get("when") == "now" and (cleaned.get("day") or cleaned.get("hour")):
            raise forms.ValidationError(
                _("You gave a moment. Choose “At a moment”, or empty the day and the hour to publish now.")
            )
        return cleaned

    @property
    def moment(self) -> datetime | None:
        """The moment asked for; None for now."""
        if self.cleaned_data["when"] == "now":
            return None
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], tzinfo=UTC)

    @property
    def complaint(self) -> str:
        return " ".join(message for messages in self.errors.values() for message in messages)


def urls(desk: admin.ModelAdmin) -> list[URLPattern]:
    """Return the addresses of the steps below a revision's; `desk` is RevisionAdmin."""
    views = [submit, send_back, approve, publish, unschedule, withdraw, discard]
    return [action_view.address(desk, f"{view.__name__}/", view, view.__name__) for view in views]


def buttons(user: User, revision: Revision) -> list[Button]:
    """Return the buttons of a revision's page: the steps of its state, the next one first."""
    offered = [*OFFERED[State(revision.state)]]
    if revision.publish_at and revision.is_open:
        offered.append(UNSCHEDULE)
    found = [
        step.button(user, revision, is_primary=not i and step is not WITHDRAW)
        for i, step in enumerate(offered)
    ]
    if not revision.is_open:
        found.insert(0, start_button(user, revision))
    if revision.state in (State.SUPERSEDED, State.WITHDRAWN):
        found.append(history.restore_button(user, revision))
    return found


def start_button(user: User, revision: Revision) -> Button:
    """Return the button on a closed text that opens the next revision of its profile."""
    return Button(
        name="start",
        label=_("Start a revision"),
        url=reverse("admin:profiles_profile_start", args=[revision.profile_id]),
        decision=permissions.can_start_revision(user, revision.profile),
        is_post=True,
        is_primary=True,
    )


def address(revision: Revision, step: str = "change") -> str:
    return reverse(f"admin:profiles_revision_{step}", args=[revision.pk])


# The steps


def submit(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision) -> HttpResponse:
    found = to_mend(revision)
    context = {
        "title": _("Submit revision %(number)s for review?") % {"number": revision.number},
        "errors": [row for row in found if row.problem.severity == Severity.ERROR],
        "warnings": [row for row in found if row.problem.severity == Severity.WARNING],
        "unresolved": revision.comments.unresolved().count(),
    }
    return _take(
        desk,
        request,
        revision,
        SUBMIT,
        verb=lambda: workflow.submit(revision, request.user, action_view.note_of(request), _version(request)),
        done=_("Submitted. The reviewers have it now; it can be edited again when they send it back."),
        context=context,
    )


def send_back(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision) -> HttpResponse:
    return _take(
        desk,
        request,
        revision,
        SEND_BACK,
        verb=lambda: workflow.send_back(revision, request.user, action_view.note_of(request)),
        done=_("Sent back. Its writers can edit it again, and read your reason."),
        context={"title": _("Send revision %(number)s back?") % {"number": revision.number}},
    )


def approve(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision) -> HttpResponse:
    context = {
        "title": _("Approve revision %(number)s?") % {"number": revision.number},
        "word": history.word_along(revision),
        "unresolved": revision.comments.unresolved().count(),
        **sign_off_of(revision),
        **compare.against_public(revision),
    }
    return _take(
        desk,
        request,
        revision,
        APPROVE,
        verb=lambda: workflow.approve(
            revision, request.user, action_view.note_of(request), _version(request)
        ),
        done=_("Approved. It waits for a publisher now."),
        context=context,
    )


def publish(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision) -> HttpResponse:
    """Publish now, or have it published at a moment."""
    form = MomentForm(request.POST if request.method == "POST" else None)
    context = {
        "title": _("Publish revision %(number)s?") % {"number": revision.number},
        "word": history.word_along(revision),
        "form": form,
        "now": timezone.now(),
        "unresolved": revision.comments.unresolved().count(),
        **sign_off_of(revision),
        **compare.against_public(revision),
    }
    moment = form.moment if form.is_bound and form.is_valid() else None
    if moment:
        done = _("Scheduled. It is published on %(day)s at %(hour)s UTC.") % {
            "day": date_format(moment, "DATE_FORMAT"),
            "hour": f"{moment:%H:%M}",
        }
    else:
        done = _("Published. This is what everybody reads now.")

    def verb() -> Revision:
        if not form.is_valid():
            raise workflow.WorkflowError(form.complaint)
        if moment:
            return workflow.schedule(revision, request.user, moment, _version(request))
        return workflow.publish(revision, request.user, _version(request))

    return _take(desk, request, revision, PUBLISH, verb=verb, done=done, context=context)


def unschedule(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision) -> HttpResponse:
    return _take(
        desk,
        request,
        revision,
        UNSCHEDULE,
        verb=lambda: workflow.unschedule(revision, request.user),
        done=_("The schedule is taken back. The revision stays approved."),
        context={"title": _("Take back the schedule of revision %(number)s?") % {"number": revision.number}},
    )


def withdraw(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision) -> HttpResponse:
    earlier = revision.profile.revisions.filter(state=State.SUPERSEDED).order_by("-number")
    return _take(
        desk,
        request,
        revision,
        WITHDRAW,
        verb=lambda: workflow.withdraw(revision, request.user, action_view.note_of(request)),
        done=_("Withdrawn. The public address gives your reason now."),
        context={
            "title": _("Withdraw revision %(number)s from the public?") % {"number": revision.number},
            "earlier": earlier,
        },
    )


def discard(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision) -> HttpResponse:
    return _take(
        desk,
        request,
        revision,
        DISCARD,
        verb=lambda: workflow.discard(revision, request.user, _version(request)),
        done=_("The draft is discarded. What the public reads has not changed."),
        context={
            "title": _("Discard revision %(number)s?") % {"number": revision.number},
            "count": revision.findings.count(),
            "comments": revision.comments.count(),
        },
        then=reverse("admin:profiles_profile_change", args=[revision.profile_id]),
    )


# What they share


def to_mend(revision: Revision) -> list[ToMend]:
    """Return what the draft lacks, each with the address of the field that mends it; four queries."""
    profile = revision.profile
    texts = domain_texts(profile.place.variant, get_language() or "en")
    titles = {text.domain.slug: text.title for text in texts}
    facts = reverse("admin:profiles_profile_change", args=[profile.pk])
    return [
        ToMend(
            problem,
            f"{facts}#id_month" if problem.field == "month" else f"{address(revision)}#{problem.field}",
        )
        for problem in problems(serialize_revision(revision), profile.month, titles)
    ]


def sign_off_of(revision: Revision) -> dict[str, Any]:
    """Return the government's sign-off as a page of confirmation shows it, with what changed since."""
    signed = workflow.current_sign_off(revision)
    since = None
    if signed and signed.is_outdated:
        since = difference_of(
            revision.profile, load_snapshot(signed.sign_off.snapshot), serialize_revision(revision)
        )
    return {
        "signed": signed,
        "since": since,
        "is_sign_off_required": settings.SIGN_OFF == "require",
        "is_sign_off_missing": settings.SIGN_OFF == "require" and (signed is None or signed.is_outdated),
    }


def _take(
    desk: admin.ModelAdmin,
    request: HttpRequest,
    revision: Revision,
    step: Step,
    *,
    verb: Callable[[], Revision | None],
    done: str,
    context: dict[str, Any],
    then: str = "",
) -> HttpResponse:
    """Ask by GET, do it by POST. What is refused is asked again: with the reason, and what was typed."""
    refusal = ""
    if request.method == "POST":
        try:
            verb()
        except workflow.WorkflowError as error:
            refusal = str(error)
        else:
            messages.success(request, done)
            return redirect(then or address(revision))
        if not Revision.objects.filter(pk=revision.pk).exists():
            return action_view.not_stored(desk, request, refusal, status=404)
        revision.refresh_from_db()
    shared = {
        "step": step.name,
        "decision": step.ask(request.user, revision),
        "refusal": refusal,
        "note": action_view.note_of(request),
    }
    template = f"profiles/revision/transitions/{step.name}"
    return action_view.page(
        desk, request, revision, template, shared | context, status=409 if refusal else 200
    )


def _version(request: HttpRequest) -> int:
    """Return the lock_version that was sent along; 0, which no revision has, where there is none."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0
