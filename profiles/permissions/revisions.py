"""Who may take which action on a revision: one rule an action.

Each rule answers three questions: may this user (`can`, with the reason of a refusal), which users may
(`users_who_can`), and which revisions wait for a user (`revisions_awaiting`).
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from profiles.choices import CLOSED_STATES, OPEN_STATES, Action, State
from profiles.models import Finding, LogEntry, Revision, SignOff, User
from profiles.permissions.decisions import (
    PUBLISH,
    REVIEW,
    WRITE,
    Decision,
    has_any_right,
    has_right,
    users_assigned_to,
    users_with_permission,
)


@dataclass(frozen=True)
class Rule:
    """What an action asks of a revision and of a user. Reasons may name the %(state)s."""

    states: tuple[State, ...]
    rights: tuple[str, ...]
    """One of them is enough."""
    reason: Promise
    closed_reason: Promise | None = None
    """Said of a closed revision instead of `reason`."""
    condition: Q | None = None
    """What must be true of the row beside its state; else `condition_reason` is given."""
    condition_reason: Promise | None = None
    is_four_eyes: bool = False
    """Whoever wrote last does not do it, unless the FOUR_EYES setting is off."""
    system_states: tuple[State, ...] = ()
    """States in which the system may do it as well."""

    def refusal(self, revision: Revision, *, is_system: bool) -> str:
        """Return why the revision, whoever asks, does not allow it, or an empty string."""
        if revision.state not in self.states and not (is_system and revision.state in self.system_states):
            closed = self.closed_reason if revision.state in CLOSED_STATES else None
            return str(closed or self.reason) % {"state": str(State(revision.state).label).lower()}
        if self.condition and not Revision.objects.filter(self.condition, pk=revision.pk).exists():
            return str(self.condition_reason)
        return ""

    @property
    def excludes_last_writer(self) -> bool:
        return self.is_four_eyes and settings.FOUR_EYES


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


def can(action: Action, user: User | None, revision: Revision) -> Decision:
    """Return whether `user` may take `action`, a key of RULES, on the revision."""
    return _decide(RULES[action], user, revision)


def can_comment(user: User | None, revision: Revision) -> Decision:
    """Comment, or settle a thread: no action of the log, and so none of RULES."""
    return _decide(COMMENT, user, revision)


def _decide(rule: Rule, user: User | None, revision: Revision) -> Decision:
    reason = rule.refusal(revision, is_system=user is None)
    if reason:
        return Decision(False, reason)
    decision = has_any_right(user, rule.rights, revision.profile.place)
    is_last_writer = user is not None and revision.changed_by_id == user.pk
    if decision and rule.excludes_last_writer and is_last_writer:
        return Decision(False, _("You made the last change. Somebody else has to approve it."))
    return decision


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


def has_right_for(user: User, action: Action) -> bool:
    """Return whether `user` may take `action` on any revision at all, as far as their groups go."""
    return any(user.has_perm(right) for right in RULES[action].rights)


def users_who_can(action: Action, revision: Revision) -> QuerySet[User]:
    """Return the users to whom the question of `action`, a key of RULES, answers yes; one query."""
    rule = RULES[action]
    if revision.state not in rule.states:
        return User.objects.none()
    users = users_assigned_to(revision.profile.place_id).filter(
        reduce(or_, (users_with_permission(right) for right in rule.rights))
    )
    if rule.condition:
        users = users.filter(Exists(Revision.objects.filter(rule.condition, pk=revision.pk)))
    if rule.excludes_last_writer and revision.changed_by_id is not None:
        users = users.exclude(pk=revision.changed_by_id)
    return users


def revisions_awaiting(user: User) -> QuerySet[Revision]:
    """Return the revisions whose next action is this user's; one query, beside those of `user.has_perm`.

    In review: to approve. Approved and not scheduled: to publish. Sent back: to write.
    """
    last_step = LogEntry.objects.filter(
        profile=OuterRef("profile"),
        revision_number=OuterRef("number"),
        verb__in=[Action.SUBMIT, Action.SEND_BACK],
    ).order_by("-at", "-pk")
    return (
        Revision.objects.visible_to(user)
        .alias(last_step=Subquery(last_step.values("verb")[:1]))
        .filter(
            _allowed_to(user, Action.APPROVE)
            | _allowed_to(user, Action.PUBLISH) & Q(publish_at__isnull=True)
            | _allowed_to(user, Action.SAVE) & Q(last_step=Action.SEND_BACK)
        )
    )


def _allowed_to(user: User, action: Action) -> Q:
    """Return the revisions, of the user's places, on which they may take `action`."""
    rule = RULES[action]
    if not has_right_for(user, action):
        return Q(pk__in=[])
    revisions = Q(state__in=rule.states)
    if rule.condition:
        revisions &= rule.condition
    return revisions & ~Q(changed_by=user) if rule.excludes_last_writer else revisions
