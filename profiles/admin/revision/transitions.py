"""The transitions of a revision: a page that says what will happen, and the action by POST.

Which ones are offered follows from the state; whether one may be taken is asked of permissions/, so that the
button, its reason and the refusal are one answer. Several revisions at once: bulk.py.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from profiles import permissions, workflow
from profiles.admin.actions import Button
from profiles.admin.pages import object_url
from profiles.admin.profile import history
from profiles.admin.revision import action_view, compare
from profiles.choices import Action, State
from profiles.content.completeness import DraftProblem, Severity, draft_problems
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import Profile, Revision, User
from profiles.permissions.revisions import RULES
from profiles.templatetags.profiles_ui import long_moment


class VersionForm(forms.Form):
    """The lock_version that the page was opened with."""

    version = forms.CharField(required=False)

    def clean_version(self) -> int:
        return action_view.clean_version(self.cleaned_data["version"])


class NoteForm(VersionForm):
    """A note to whoever has the revision next."""

    note = forms.Field(required=False)

    def clean_note(self) -> str:
        return action_view.clean_note(self.cleaned_data["note"] or "")


class ReasonForm(forms.Form):
    """A note that the workflow asks for; it refuses without one."""

    note = forms.Field(required=False)

    def clean(self) -> dict[str, str]:
        return {"reason": action_view.clean_note(self.cleaned_data["note"] or "")}


class PublishForm(VersionForm):
    """When to publish: now, or at a day and hour of UTC, which are the `moment`."""

    when = forms.ChoiceField(choices=[("now", ""), ("later", "")], initial="now")
    day = forms.DateField(
        label=gettext_lazy("Date"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    hour = forms.TimeField(
        label=gettext_lazy("Time (UTC)"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        when, day, hour = (cleaned.get(name) for name in ("when", "day", "hour"))
        if when == "later" and not self.errors and not (day and hour):
            raise forms.ValidationError(_("Give the date and time of the publication."))
        if when == "now" and (day or hour):
            raise forms.ValidationError(
                _("You gave a date or a time. Choose “At a set date and time”, or clear both to publish now.")
            )
        if self.errors:
            return cleaned
        moment = {"moment": datetime.combine(day, hour, tzinfo=UTC)} if when == "later" else {}
        return {"version": cleaned["version"], **moment}


class SubmitView(action_view.RevisionActionView):
    transition = Action.SUBMIT
    label = gettext_lazy("Submit …")
    title = gettext_lazy("Submit revision %(number)s for review?")
    form_class = NoteForm
    action = staticmethod(workflow.submit)
    success_message = gettext_lazy(
        "Submitted. It is with the reviewers; it can be edited again when it is sent back."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        revision = self.object
        return super().get_context_data(
            **problem_links(revision, draft_problems(revision), object_url(revision)),
            unresolved=revision.comments.unresolved().count(),
            **kwargs,
        )


class SendBackView(action_view.RevisionActionView):
    transition = Action.SEND_BACK
    label = gettext_lazy("Send back …")
    title = gettext_lazy("Send revision %(number)s back?")
    form_class = ReasonForm
    action = staticmethod(workflow.send_back)
    success_message = gettext_lazy("Sent back. Its writers can edit it again, and read your reason.")


class ReviewedActionView(action_view.RevisionActionView):
    """An action before which the user reads what changes, and what has changed since the sign-off."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        revision, signed = self.object, workflow.current_sign_off(self.object)
        since = None
        if signed and signed.is_outdated:
            snapshot = load_snapshot(signed.sign_off.snapshot)
            since = compare.difference_of(revision.profile, snapshot, serialize_revision(revision))
        is_required = settings.SIGN_OFF == "require"
        return super().get_context_data(
            note_entry=history.note_along(revision),
            unresolved=revision.comments.unresolved().count(),
            signed=signed,
            since=since,
            is_sign_off_required=is_required,
            is_sign_off_missing=is_required and (signed is None or signed.is_outdated),
            **compare.against_public(revision),
            **kwargs,
        )


class ApproveView(ReviewedActionView):
    transition = Action.APPROVE
    label = gettext_lazy("Approve …")
    title = gettext_lazy("Approve revision %(number)s?")
    form_class = NoteForm
    action = staticmethod(workflow.approve)
    success_message = gettext_lazy("Approved. It can now be published.")


class PublishView(ReviewedActionView):
    """Publish now, or have it published at a moment."""

    transition = Action.PUBLISH
    label = gettext_lazy("Publish …")
    title = gettext_lazy("Publish revision %(number)s?")
    form_class = PublishForm
    action = staticmethod(workflow.publish)
    success_message = gettext_lazy("Published. This is now the public text.")
    extra_context = {"now": timezone.now}

    def perform(self, form: PublishForm) -> Revision:
        action = workflow.schedule if "moment" in form.cleaned_data else workflow.publish
        return action(self.object, by=self.request.user, **form.cleaned_data)

    def get_success_message(self, form: PublishForm) -> str | Promise:
        moment = form.cleaned_data.get("moment")
        if moment is None:
            return self.success_message
        return _("Scheduled. It will be published on %(moment)s.") % {"moment": long_moment(moment)}


class UnscheduleView(action_view.RevisionActionView):
    transition = Action.UNSCHEDULE
    label = gettext_lazy("Cancel the scheduled publication …")
    title = gettext_lazy("Cancel the scheduled publication of revision %(number)s?")
    action = staticmethod(workflow.unschedule)
    success_message = gettext_lazy("The scheduled publication is cancelled. The revision stays approved.")


class WithdrawView(action_view.RevisionActionView):
    transition = Action.WITHDRAW
    label = gettext_lazy("Withdraw …")
    title = gettext_lazy("Withdraw revision %(number)s from publication?")
    is_grave = True
    form_class = ReasonForm
    action = staticmethod(workflow.withdraw)
    success_message = gettext_lazy("Withdrawn. The public address now shows your reason.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = self.object.profile.revisions.filter(state=State.SUPERSEDED).order_by("-number")
        return super().get_context_data(earlier=earlier, **kwargs)


class DiscardView(action_view.RevisionActionView):
    transition = Action.DISCARD
    label = gettext_lazy("Discard …")
    title = gettext_lazy("Discard revision %(number)s?")
    is_grave = True
    form_class = VersionForm
    action = staticmethod(workflow.discard)
    success_message = gettext_lazy("The draft is discarded. The public text has not changed.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            count=self.object.findings.count(), comments=self.object.comments.count(), **kwargs
        )

    def get_success_url(self) -> str:
        return object_url(self.object.profile)


VIEWS = [SubmitView, ApproveView, PublishView, SendBackView, UnscheduleView, WithdrawView, DiscardView]
"""In the order in which the page of a revision offers those of its state: the way on first."""


def buttons(user: User, revision: Revision) -> list[Button]:
    """Return the buttons of a revision's page: the transitions of its state, the next one first."""
    views = [view for view in VIEWS if revision.state in RULES[view.transition].states]
    if not revision.publish_at and UnscheduleView in views:
        views.remove(UnscheduleView)
    buttons = [
        view.button(user, revision, is_primary=not i and view is not WithdrawView)
        for i, view in enumerate(views)
    ]
    if not revision.is_open:
        buttons.insert(0, start_button(user, revision.profile))
    if revision.state in (State.SUPERSEDED, State.WITHDRAWN):
        buttons.append(history.restore_button(user, revision))
    return buttons


def start_button(user: User, profile: Profile, *, is_first: bool = False) -> Button:
    """Return the button that opens the next revision of a profile."""
    return Button(
        name="start",
        label=_("Start the first revision") if is_first else _("Start a revision"),
        url=object_url(profile, "start"),
        decision=permissions.can_start_revision(user, profile),
        is_post=True,
        is_primary=True,
    )


def problem_links(
    revision: Revision, rows: Iterable[DraftProblem], url: str = ""
) -> dict[str, list[tuple[DraftProblem, str]]]:
    """Return `rows` as `errors` and `warnings`, each with the address of the field that fixes it.

    `url` is the page of the fields, empty where it is this page.
    """
    facts = object_url(revision.profile)
    links = [(row, f"{facts}#id_month" if row.field == "month" else f"{url}#{row.field}") for row in rows]
    return {
        "errors": [link for link in links if link[0].severity == Severity.ERROR],
        "warnings": [link for link in links if link[0].severity == Severity.WARNING],
    }


urlpatterns = [
    action_view.revision_path(f"{view.transition.value}/", view.as_view(), view.transition.value)
    for view in VIEWS
]
