"""Who may take which action on a translation: one rule an action. Who may begin one, into which language."""

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy

from profiles.choices import OPEN_STATES, PUBLIC_STATES, Action, State
from profiles.languages import interface_languages
from profiles.models import Profile, Revision, Translation, User
from profiles.permissions.decisions import (
    PUBLISH_TRANSLATION,
    REVIEW_TRANSLATION,
    TRANSLATE,
    Decision,
    has_right,
)
from profiles.permissions.rules import Rule

STAFF_OF_THE_LANGUAGE = (TRANSLATE, REVIEW_TRANSLATION, PUBLISH_TRANSLATION)
"""Everybody who works on it: translators, reviewers and publishers."""

COMMENT = Rule(
    OPEN_STATES,
    STAFF_OF_THE_LANGUAGE,
    gettext_lazy("This translation is closed. Comments are for open ones."),
)

RULES = {
    Action.SAVE: Rule(
        (State.DRAFT,),
        (TRANSLATE,),
        gettext_lazy("This translation is %(state)s. It can be edited again when it is sent back."),
        gettext_lazy(
            "This translation is not a draft and stays as it is. Start a new one to change the text."
        ),
    ),
    Action.SUBMIT: Rule(
        (State.DRAFT,),
        (TRANSLATE,),
        gettext_lazy("Only a draft can be submitted. This translation is %(state)s."),
    ),
    Action.SEND_BACK: Rule(
        (State.IN_REVIEW, State.APPROVED),
        (REVIEW_TRANSLATION, PUBLISH_TRANSLATION),
        gettext_lazy("Only what is in review or approved can be sent back. This translation is %(state)s."),
    ),
    Action.APPROVE: Rule(
        (State.IN_REVIEW,),
        (REVIEW_TRANSLATION,),
        gettext_lazy("Only what is in review can be approved. This translation is %(state)s."),
        is_four_eyes=True,
    ),
    Action.PUBLISH: Rule(
        (State.APPROVED,),
        (PUBLISH_TRANSLATION,),
        gettext_lazy("Only what is approved can be published. This translation is %(state)s."),
        gettext_lazy("This translation has been published before."),
        condition=Q(revision__state=State.PUBLISHED),
        condition_reason=gettext_lazy(
            "The text that it translates is not public. Publish it together with that text, or after it."
        ),
        system_states=OPEN_STATES,  # the fixtures are published from the draft
    ),
    Action.SCHEDULE: Rule(
        (State.APPROVED,),
        (PUBLISH_TRANSLATION,),
        gettext_lazy("Only what is approved can be scheduled. This translation is %(state)s."),
        gettext_lazy("This translation has been published before."),
    ),
    Action.UNSCHEDULE: Rule(
        (State.APPROVED,),
        (PUBLISH_TRANSLATION,),
        gettext_lazy("No publication is scheduled."),
        condition=Q(publish_at__isnull=False),
        condition_reason=gettext_lazy("No publication is scheduled."),
    ),
    Action.WITHDRAW: Rule(
        (State.PUBLISHED,),
        (PUBLISH_TRANSLATION,),
        gettext_lazy("Only the translation that is public now can be withdrawn."),
        condition=Q(revision__state__in=PUBLIC_STATES),
        condition_reason=gettext_lazy("The text that it translates is not public any more."),
    ),
    Action.DISCARD: Rule(
        (State.DRAFT,),
        (TRANSLATE,),
        gettext_lazy("Only a draft can be discarded. Send it back first."),
        gettext_lazy("Only a draft can be discarded."),
    ),
    Action.MOVE_ON: Rule(
        (State.DRAFT,),
        (TRANSLATE,),
        gettext_lazy("Only a draft can be moved to another revision. This translation is %(state)s."),
    ),
}


def can_start_translation(user: User | None, profile: Profile, language: str) -> Decision:
    """A profile has one open translation into a language at most, and none into its own."""
    if language not in dict(interface_languages()):
        return Decision(False, _("This site has no pages in this language."))
    if language == profile.language:
        return Decision(False, _("This is the original language of the profile."))
    if Translation.objects.open().filter(profile=profile, language=language).exists():
        return Decision(False, _("There is an open translation already. Continue that one."))
    texts = Revision.objects.filter(profile=profile)
    if not (texts.open() | texts.published()).exists():
        return Decision(False, _("This profile has no text that could be translated."))
    return has_right(user, TRANSLATE, profile.place, language)


def can_restore_translation(user: User | None, profile: Profile, language: str) -> Decision:
    """An earlier text goes into the open draft, or into a new one where none is open."""
    open_one = Translation.objects.open().filter(profile=profile, language=language).first()
    if open_one is not None:
        return RULES[Action.SAVE].decide(user, open_one)
    return can_start_translation(user, profile, language)
