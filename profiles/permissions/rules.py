"""What an action asks of a text, a revision or a translation, and of a user: a rule and its answers."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Exists, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from profiles.choices import CLOSED_STATES, State
from profiles.models import Revision, Translation, User
from profiles.permissions.decisions import (
    Decision,
    has_any_right,
    users_assigned_to,
    users_with_permission,
)

Text = Revision | Translation


@dataclass(frozen=True)
class Rule:
    """What an action asks of a text and of a user. Reasons may name the %(state)s."""

    states: tuple[State, ...]
    rights: tuple[str, ...]
    """One of them is enough."""
    reason: Promise
    closed_reason: Promise | None = None
    """Said of a closed text instead of `reason`."""
    condition: Q | None = None
    """What must be true of the row beside its state; else `condition_reason` is given."""
    condition_reason: Promise | None = None
    is_four_eyes: bool = False
    """Whoever wrote last does not do it, unless the FOUR_EYES setting is off."""
    system_states: tuple[State, ...] = ()
    """States in which the system may do it as well."""

    def refusal(self, text: Text, *, is_system: bool) -> str:
        """Return why the text, whoever asks, does not allow it, or an empty string."""
        if text.state not in self.states and not (is_system and text.state in self.system_states):
            closed = self.closed_reason if text.state in CLOSED_STATES else None
            return str(closed or self.reason) % {"state": str(State(text.state).label).lower()}
        if self.condition and not type(text).objects.filter(self.condition, pk=text.pk).exists():
            return str(self.condition_reason)
        return ""

    @property
    def excludes_last_writer(self) -> bool:
        return self.is_four_eyes and settings.FOUR_EYES

    def decide(self, user: User | None, text: Text) -> Decision:
        """Return whether `user` may do it to `text`, with the reason of a refusal."""
        reason = self.refusal(text, is_system=user is None)
        if reason:
            return Decision(False, reason)
        decision = has_any_right(user, self.rights, text.profile.place, translation_language(text))
        is_last_writer = user is not None and text.changed_by_id == user.pk
        if decision and self.excludes_last_writer and is_last_writer:
            return Decision(False, _("You made the last change. Somebody else has to approve it."))
        return decision

    def users(self, text: Text) -> QuerySet[User]:
        """Return the users to whom `decide` answers yes; one query."""
        if text.state not in self.states:
            return User.objects.none()
        users = users_assigned_to(text.profile.place_id, translation_language(text)).filter(
            reduce(or_, (users_with_permission(right) for right in self.rights))
        )
        if self.condition:
            users = users.filter(Exists(type(text).objects.filter(self.condition, pk=text.pk)))
        if self.excludes_last_writer and text.changed_by_id is not None:
            users = users.exclude(pk=text.changed_by_id)
        return users

    def texts(self, user: User) -> Q:
        """Return the texts, of those that `user` is assigned to, to which they may do it."""
        if not self.is_in_groups_of(user):
            return Q(pk__in=[])
        texts = Q(state__in=self.states)
        if self.condition:
            texts &= self.condition
        return texts & ~Q(changed_by=user) if self.excludes_last_writer else texts

    def is_in_groups_of(self, user: User) -> bool:
        """Return whether `user` may do it to any text at all, as far as their groups go."""
        return any(user.has_perm(right) for right in self.rights)


def translation_language(text: Text) -> str:
    """Return the language of a translation; an empty string of an original."""
    return text.language if isinstance(text, Translation) else ""
