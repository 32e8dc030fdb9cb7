"""Who may do what: each question answers with a Decision, and one answer draws the button and the refusal."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from profiles.choices import CLOSED_STATES, State
from profiles.models import Profile, Revision, User


@dataclass(frozen=True)
class Decision:
    """Whether something is allowed and, where it is not, why: a sentence for the person who asked."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(True)


def _may_write(user: User | None) -> Decision:
    """Ask whether `user` writes profiles at all. None is the system itself (fixtures, commands)."""
    if user is None or (user.is_active and user.is_staff and user.has_perm("profiles.change_revision")):
        return ALLOWED
    return Decision(False, _("Your account may read profiles here, but not change them."))


def can_create_profile(user: User | None) -> Decision:
    return _may_write(user)


def can_delete_profile(user: User | None, profile: Profile) -> Decision:
    """Only a profile without any text: addresses never die, and a draft is discarded knowingly."""
    revisions = set(profile.revisions.values_list("state", flat=True))
    if revisions & set(CLOSED_STATES):
        return Decision(
            False,
            _("This profile has been published. Its texts and addresses stay, so it cannot be deleted."),
        )
    if revisions:
        return Decision(False, _("This profile has an open revision. Discard that one first."))
    return _may_write(user)


def can_start_revision(user: User | None, profile: Profile) -> Decision:
    """A profile has one open revision at most: whoever wants another continues that one."""
    if Revision.objects.open().filter(profile=profile).exists():
        return Decision(False, _("There is an open revision already. Continue that one."))
    return _may_write(user)


def can_edit(user: User | None, revision: Revision) -> Decision:
    if revision.state != State.DRAFT:
        return Decision(
            False,
            _("This revision is not a draft and stays as it is. Start a new revision to change the text."),
        )
    return _may_write(user)


def can_discard(user: User | None, revision: Revision) -> Decision:
    if revision.state != State.DRAFT:
        return Decision(False, _("Only a draft can be discarded."))
    return _may_write(user)


def can_publish(user: User | None, revision: Revision) -> Decision:
    """A draft becomes public only with findings in it."""
    if not revision.is_open:
        return Decision(False, _("This revision has been published before."))
    if not revision.findings.exists():
        return Decision(False, _("This revision has no findings yet."))
    if user is None or user.has_perm("profiles.publish_revision"):
        return _may_write(user)
    return Decision(False, _("Your account may not publish."))
