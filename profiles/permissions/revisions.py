"""Who may take which action on a revision: one rule an action."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _, gettext_lazy

from profiles.choices import OPEN_STATES, Action, State
from profiles.models import Finding, SignOff, User
from profiles.permissions.decisions import PUBLISH, REVIEW, WRITE, Decision, has_any_right, has_right
from profiles.permissions.rules import Rule

STAFF_OF_THE_PLACE = (WRITE, REVIEW, PUBLISH)
"""Everybody who works on it: writers, reviewers and publishers."""

COMMENT = Rule(
    OPEN_STATES, STAFF_OF_THE_PLACE, gettext_lazy("This revision is closed. Comments are for open ones.")
)

RULES = {
    Action.SAVE: Rule(
        (State.DRAFT,),
        (WRITE,),
        gettext_lazy("This revision is %(state)s. It can be edited again when it is sent back."),
        gettext_lazy(
            "This revision is not a draft and stays as it is. Start a new revision to change the text."
        ),
    ),
    Action.SUBMIT: Rule(
        (State.DRAFT,), (WRITE,), gettext_lazy("Only a draft can be submitted. This revision is %(state)s.")
    ),
    # A publisher may send back as well, so that an approved text is never stuck.
    Action.SEND_BACK: Rule(
        (State.IN_REVIEW, State.APPROVED),
        (REVIEW, PUBLISH),
        gettext_lazy("Only what is in review or approved can be sent back. This revision is %(state)s."),
    ),
    Action.APPROVE: Rule(
        (State.IN_REVIEW,),
        (REVIEW,),
        gettext_lazy("Only what is in review can be approved. This revision is %(state)s."),
        is_four_eyes=True,
    ),
    Action.PUBLISH: Rule(
        (State.APPROVED,),
        (PUBLISH,),
        gettext_lazy("Only what is approved can be published. This revision is %(state)s."),
        gettext_lazy("This revision has been published before."),
        condition=Q(Exists(Finding.objects.filter(revision=OuterRef("pk")))),
        condition_reason=gettext_lazy("This revision has no findings yet."),
        system_states=OPEN_STATES,  # the fixtures are published from the draft
    ),
    Action.SCHEDULE: Rule(
        (State.APPROVED,),
        (PUBLISH,),
        gettext_lazy("Only what is approved can be scheduled. This revision is %(state)s."),
        gettext_lazy("This revision has been published before."),
        condition=Q(Exists(Finding.objects.filter(revision=OuterRef("pk")))),
        condition_reason=gettext_lazy("This revision has no findings yet."),
    ),
    Action.UNSCHEDULE: Rule(
        (State.APPROVED,),
        (PUBLISH,),
        gettext_lazy("No publication is scheduled."),
        condition=Q(publish_at__isnull=False),
        condition_reason=gettext_lazy("No publication is scheduled."),
    ),
    Action.WITHDRAW: Rule(
        (State.PUBLISHED,), (PUBLISH,), gettext_lazy("Only the text that is public now can be withdrawn.")
    ),
    Action.DISCARD: Rule(
        (State.DRAFT,),
        (WRITE,),
        gettext_lazy("Only a draft can be discarded. Send it back first."),
        gettext_lazy("Only a draft can be discarded."),
        condition=~Q(Exists(SignOff.objects.current().filter(revision=OuterRef("pk")))),
        condition_reason=gettext_lazy(
            "A government has signed off this draft, so it cannot be discarded. Restore the text that you "
            "want into it from the history. A sign-off that was recorded by mistake can be revoked."
        ),
    ),
    Action.SIGN_OFF: Rule(
        OPEN_STATES,
        STAFF_OF_THE_PLACE,
        gettext_lazy("This revision is closed. A sign-off is recorded before it is published."),
    ),
    Action.INVITE: Rule(
        OPEN_STATES,
        STAFF_OF_THE_PLACE,
        gettext_lazy("This revision is closed. A review link shows an open one."),
    ),
}


def can_revoke_sign_off(user: User | None, sign_off: SignOff) -> Decision:
    """Whoever recorded it, and whoever may publish; the record itself stays, with the reason."""
    if not sign_off.revision.is_open:
        return Decision(False, _("This revision is closed. Its sign-offs are part of the archive."))
    if sign_off.revoked_at is not None:
        return Decision(False, _("This sign-off has been revoked already."))
    place = sign_off.revision.profile.place
    if user is not None and sign_off.recorded_by_id == user.pk:
        return has_any_right(user, STAFF_OF_THE_PLACE, place)
    return has_right(user, PUBLISH, place)
