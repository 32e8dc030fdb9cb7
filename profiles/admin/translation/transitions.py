"""The steps of a translation to the public: those of a revision, in words of their own, and the move."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from profiles import permissions, workflow
from profiles.admin.actions import Button
from profiles.admin.pages import object_url
from profiles.admin.profile import history
from profiles.admin.revision.action_view import TextActionView, translation_path
from profiles.admin.revision.transitions import (
    NoteForm,
    ReasonForm,
    TimedActionView,
    VersionForm,
    problem_links,
    transition_buttons,
)
from profiles.admin.translation import screen
from profiles.choices import Action
from profiles.content.translations import build_units
from profiles.models import Comment, Revision, Translation, User
from profiles.templatetags.profiles_ui import text_label


class SubmitView(TextActionView):
    transition = Action.SUBMIT
    label = gettext_lazy("Submit …")
    title = gettext_lazy("Submit this translation for review?")
    form_class = NoteForm
    action = staticmethod(workflow.submit)
    success_message = gettext_lazy(
        "Submitted. The translation is with the reviewers; it can be edited again when it is sent back."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        translation = self.object
        rows = screen.problems(translation, build_units(translation.revision, translation.units))
        return super().get_context_data(
            **problem_links(translation, rows, object_url(translation)),
            unresolved=Comment.objects.of(translation).unresolved().count(),
            **kwargs,
        )


class SendBackView(TextActionView):
    transition = Action.SEND_BACK
    label = gettext_lazy("Send back …")
    title = gettext_lazy("Send this translation back?")
    form_class = ReasonForm
    action = staticmethod(workflow.send_back)
    success_message = gettext_lazy("Sent back. Its translators can edit it again, and read your reason.")


class ReviewedActionView(TextActionView):
    """An action before which the user reads how it differs from the published translation."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            note_entry=history.note_along(self.object),
            unresolved=Comment.objects.of(self.object).unresolved().count(),
            **screen.against_public(self.object),
            **kwargs,
        )


class ApproveView(ReviewedActionView):
    transition = Action.APPROVE
    label = gettext_lazy("Approve …")
    title = gettext_lazy("Approve this translation?")
    form_class = NoteForm
    action = staticmethod(workflow.approve)
    success_message = gettext_lazy("Approved. It can now be published.")


class PublishView(ReviewedActionView, TimedActionView):
    """Publish after the original, or have it published at a moment: with the original, or later.

    An original that is not public yet takes its translations along: its own page offers them.
    """

    title = gettext_lazy("Publish this translation?")
    success_message = gettext_lazy("Published. Readers of this language now read the translation.")

    @classmethod
    def can(cls, user: User, text: Translation) -> permissions.Decision:
        """Where it cannot be published now, it may be scheduled together with its original."""
        decision = super().can(user, text)
        is_scheduled = text.revision.publish_at is not None and not text.revision.is_published
        return permissions.can(Action.SCHEDULE, user, text) if not decision and is_scheduled else decision


class UnscheduleView(TextActionView):
    transition = Action.UNSCHEDULE
    label = gettext_lazy("Cancel the scheduled publication …")
    title = gettext_lazy("Cancel the scheduled publication of this translation?")
    action = staticmethod(workflow.unschedule)
    success_message = gettext_lazy("The scheduled publication is cancelled. The translation stays approved.")


class WithdrawView(TextActionView):
    transition = Action.WITHDRAW
    label = gettext_lazy("Withdraw …")
    title = gettext_lazy("Withdraw this translation from publication?")
    is_grave = True
    form_class = ReasonForm
    action = staticmethod(workflow.withdraw)
    success_message = gettext_lazy("Withdrawn. The text is read in its original language again.")


class DiscardView(TextActionView):
    transition = Action.DISCARD
    label = gettext_lazy("Discard …")
    title = gettext_lazy("Discard this translation?")
    is_grave = True
    form_class = VersionForm
    action = staticmethod(workflow.discard_translation)
    success_message = gettext_lazy("The draft is discarded. What is published has not changed.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comments = Comment.objects.of(self.object).count()
        return super().get_context_data(comments=comments, **kwargs)

    def get_success_url(self) -> str:
        return f"{object_url(self.object.profile)}#translations"


class MoveForm(forms.Form):
    """Which of the open and the live text of the profile it is to translate."""

    revision = forms.ModelChoiceField(
        Revision.objects.none(), label=gettext_lazy("Text"), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, translation: Translation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["revision"]
        texts = translation.profile.revisions
        field.queryset = (
            (texts.open() | texts.published()).select_related("profile__place").order_by("number")
        )
        field.label_from_instance = text_label
        field.initial = translation.revision_id


class MoveOnView(TextActionView):
    transition = Action.MOVE_ON
    label = gettext_lazy("Move to another revision …")
    title = gettext_lazy("Which text does this translation translate?")
    form_class = MoveForm
    action = staticmethod(workflow.move_translation)
    success_message = gettext_lazy("The translation is of this text now. What differs is marked as outdated.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"translation": self.object}


VIEWS = [
    SubmitView,
    ApproveView,
    PublishView,
    SendBackView,
    UnscheduleView,
    WithdrawView,
    MoveOnView,
    DiscardView,
]
"""In the order in which the page of a translation offers those of its state: the way on first."""


def buttons(user: User, translation: Translation) -> list[Button]:
    """Return the buttons of a translation's page: the steps of its state, the next one first.

    There is somewhere to move to only where its profile has an open or a live text beside the one it is of.
    """
    rows = transition_buttons(VIEWS, user, translation)
    texts = translation.profile.revisions
    if not (texts.open() | texts.published()).exclude(pk=translation.revision_id).exists():
        rows = [row for row in rows if row.name != Action.MOVE_ON]
    return rows


urlpatterns = [
    translation_path(f"{view.transition.value}/", view.as_view(), view.transition.value) for view in VIEWS
]
