"""The transitions of a revision: a page that says what will happen, and the action by POST.

Those of a translation (admin/translation/transitions.py) have the same forms and the same buttons.

Which ones are offered follows from the state; whether one may be taken is asked of permissions/, so that the
button, its reason and the refusal are one answer. Several revisions at once: bulk.py.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from profiles import permissions, workflow
from profiles.admin.actions import Button
from profiles.admin.pages import object_url
from profiles.admin.profile import history
from profiles.admin.revision import action_view, compare
from profiles.choices import Action, Language, State
from profiles.content.completeness import DraftProblem, Severity, draft_problems
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import Comment, Profile, Revision, Translation, User
from profiles.permissions.texts import RULES
from profiles.templatetags.profiles_ui import language_in_text, long_date, long_moment


class VersionForm(forms.Form):
    """The lock_version that the page was opened with."""

    version = forms.CharField(required=False)

    def clean_version(self) -> int:
        return action_view.clean_version(self.cleaned_data["version"])


class NoteForm(VersionForm):
    """A note to whoever has the text next."""

    note = forms.Field(required=False)

    def clean_note(self) -> str:
        return action_view.clean_note(self.cleaned_data["note"] or "")


class ReasonForm(forms.Form):
    """A note that the workflow asks for; it refuses without one."""

    note = forms.Field(required=False)

    def clean(self) -> dict[str, str]:
        return {"reason": action_view.clean_note(self.cleaned_data["note"] or "")}


FAR = timedelta(days=366)
"""Ahead of now: a publication that is scheduled for later than that is more often a mistyped year."""


class PublishForm(VersionForm):
    """When to publish: now, or at a day and hour of UTC, which are the `moment`.

    `is_sure` is asked for where that is FAR ahead.
    """

    when = forms.ChoiceField(choices=[("now", ""), ("later", "")], initial="now")
    day = forms.DateField(
        label=gettext_lazy("Date"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    hour = forms.TimeField(
        label=gettext_lazy("Time (UTC)"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    is_sure = forms.BooleanField(label=gettext_lazy("The date is right"), required=False)
    is_far = False
    """Whether `is_sure` has to be asked for."""

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
        if when != "later":
            return {"version": cleaned["version"]}
        moment = datetime.combine(day, hour, tzinfo=UTC)
        self.is_far = moment > timezone.now() + FAR
        if self.is_far and not cleaned["is_sure"]:
            text = _("%(moment)s is more than a year ahead. If that is right, say so below the date.")
            raise forms.ValidationError(text % {"moment": long_moment(moment)})
        return {"version": cleaned["version"], "moment": moment}


class TranslationsField(forms.ModelMultipleChoiceField):
    """Approved translations of a revision, to be published with it."""

    def label_from_instance(self, translation: Translation) -> str:
        return _("%(language)s, approved on %(day)s") % {
            "language": capfirst(language_in_text(translation.language)),
            "day": long_date(translation.approved_at),
        }


class PublishRevisionForm(PublishForm):
    """When to publish, and with which of the `translations`."""

    with_translations = TranslationsField(
        Translation.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, translations: list[Translation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["with_translations"]
        field.queryset = Translation.objects.filter(pk__in=[row.pk for row in translations])
        field.initial = translations

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data.get("with_translations")
        cleaned = super().clean()
        return cleaned | {"with_translations": chosen if chosen is not None else []}


class TimedActionView(action_view.TextActionView):
    """Publish now, or have it published at a moment."""

    transition = Action.PUBLISH
    label = gettext_lazy("Publish …")
    form_class = PublishForm
    action = staticmethod(workflow.publish)
    extra_context = {"now": timezone.now}

    def perform(self, form: PublishForm) -> Revision | Translation:
        action = workflow.schedule if "moment" in form.cleaned_data else workflow.publish
        return action(self.object, by=self.request.user, **form.cleaned_data)

    def get_success_message(self, form: PublishForm) -> str | Promise:
        moment = form.cleaned_data.get("moment")
        if moment is None:
            return self.success_message
        return _("Scheduled. It will be published on %(moment)s.") % {"moment": long_moment(moment)}


class SubmitView(action_view.TextActionView):
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
            unresolved=Comment.objects.of(revision).unresolved().count(),
            **kwargs,
        )


class SendBackView(action_view.TextActionView):
    transition = Action.SEND_BACK
    label = gettext_lazy("Send back …")
    title = gettext_lazy("Send revision %(number)s back?")
    form_class = ReasonForm
    action = staticmethod(workflow.send_back)
    success_message = gettext_lazy("Sent back. Its writers can edit it again, and read your reason.")


class ReviewedActionView(action_view.TextActionView):
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
            unresolved=Comment.objects.of(revision).unresolved().count(),
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


class PublishView(ReviewedActionView, TimedActionView):
    """Publish with those of its translations that are approved, in one transaction."""

    title = gettext_lazy("Publish revision %(number)s?")
    form_class = PublishRevisionForm
    success_message = gettext_lazy("Published. This is now the public text.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the translations that the user may publish; the others have their own publishers."""
        rows = self.object.translations.filter(state=State.APPROVED).select_related(
            "profile__place", "revision"
        )
        user = self.request.user
        offered = [row for row in rows if permissions.can(Action.SCHEDULE, user, row)]
        return super().get_form_kwargs() | {"translations": offered}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        live = Translation.objects.live().filter(profile=self.object.profile).order_by("language")
        names = [language_in_text(row.language) for row in live]
        return super().get_context_data(carried=Language.current().list_of(names), **kwargs)


class UnscheduleView(action_view.TextActionView):
    transition = Action.UNSCHEDULE
    label = gettext_lazy("Cancel the scheduled publication …")
    title = gettext_lazy("Cancel the scheduled publication of revision %(number)s?")
    action = staticmethod(workflow.unschedule)
    success_message = gettext_lazy("The scheduled publication is cancelled. The revision stays approved.")


class WithdrawView(action_view.TextActionView):
    transition = Action.WITHDRAW
    label = gettext_lazy("Withdraw …")
    title = gettext_lazy("Withdraw revision %(number)s from publication?")
    is_grave = True
    form_class = ReasonForm
    action = staticmethod(workflow.withdraw)
    success_message = gettext_lazy("Withdrawn. The public address now shows your reason.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = self.object.profile.revisions.filter(state=State.SUPERSEDED).order_by("-number")
        published = self.object.translations.filter(state=State.PUBLISHED)
        names = [language_in_text(row.language) for row in published.order_by("language")]
        return super().get_context_data(
            earlier=earlier, translations=Language.current().list_of(names), **kwargs
        )


class DiscardView(action_view.TextActionView):
    transition = Action.DISCARD
    label = gettext_lazy("Discard …")
    title = gettext_lazy("Discard revision %(number)s?")
    is_grave = True
    form_class = VersionForm
    action = staticmethod(workflow.discard)
    success_message = gettext_lazy("The draft is discarded. The public text has not changed.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            count=self.object.findings.count(),
            comments=Comment.objects.of(self.object).count(),
            has_translations=self.object.translations.exists(),
            **kwargs,
        )

    def get_success_url(self) -> str:
        return object_url(self.object.profile)


VIEWS = [SubmitView, ApproveView, PublishView, SendBackView, UnscheduleView, WithdrawView, DiscardView]
"""In the order in which the page of a revision offers those of its state: the way on first."""


def buttons(user: User, revision: Revision) -> list[Button]:
    """Return the buttons of a revision's page: the transitions of its state, the next one first."""
    buttons = transition_buttons(VIEWS, user, revision)
    if not revision.is_open:
        buttons.insert(0, start_button(user, revision.profile))
    if revision.state in (State.SUPERSEDED, State.WITHDRAWN):
        buttons.append(history.restore_button(user, revision))
    return buttons


def transition_buttons(
    views: Iterable[type[action_view.TextActionView]], user: User, text: Revision | Translation
) -> list[Button]:
    """Return the buttons of those of `views` that the state of a text has, in their order."""
    rules = RULES[type(text)]
    views = [view for view in views if text.state in rules[view.transition].states]
    if not text.publish_at:
        views = [view for view in views if view.transition != Action.UNSCHEDULE]
    return [
        view.button(user, text, is_primary=not i and view.transition != Action.WITHDRAW)
        for i, view in enumerate(views)
    ]


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
    text: Revision | Translation, rows: Iterable[DraftProblem], url: str = ""
) -> dict[str, list[tuple[DraftProblem, str]]]:
    """Return `rows` as `errors` and `warnings`, each with the address of the field that fixes it.

    `url` is the page of the fields, empty where it is this page.
    """
    facts = object_url(text.profile)
    links = [(row, f"{facts}#id_month" if row.field == "month" else f"{url}#{row.field}") for row in rows]
    return {
        "errors": [link for link in links if link[0].severity == Severity.ERROR],
        "warnings": [link for link in links if link[0].severity == Severity.WARNING],
    }


urlpatterns = [
    action_view.revision_path(f"{view.transition.value}/", view.as_view(), view.transition.value)
    for view in VIEWS
]
