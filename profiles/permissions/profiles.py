"""Who may create, change and delete profiles, their addresses and what they continue."""

from django.utils.translation import gettext as _

from profiles.choices import CLOSED_STATES, Action, State
from profiles.models import Place, Profile, Revision, User
from profiles.permissions.decisions import PUBLISH, WRITE, Decision, has_any_right, has_right
from profiles.permissions.texts import can

TITLE_FACTS = ("place", "edition", "language", "year", "month")
"""What a text is of: part of what is submitted, approved, signed off and published."""


def can_create_profile(user: User | None, place: Place | None = None) -> Decision:
    return has_right(user, WRITE, place)


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
    if profile.snapshots.with_text().exists():
        return Decision(
            False, _("The history of this profile has texts that can be restored, so it cannot be deleted.")
        )
    return has_right(user, WRITE, profile.place)


def can_change_facts(user: User | None, profile: Profile) -> Decision:
    """What stands beside a text that is read or judged already shows at once: that is for publishers."""
    is_past_writing = profile.revisions.exclude(state=State.DRAFT).exists()
    decision = has_right(user, PUBLISH if is_past_writing else WRITE, profile.place)
    if not decision and is_past_writing and user is not None and user.has_perm(WRITE):
        return Decision(
            False, _("This profile was submitted or published before: only a publisher may change its facts.")
        )
    return decision


def fixed_facts(profile: Profile) -> tuple[str, ...]:
    """Return the facts that nobody changes: the address, and once a text is past writing, what it is of.

    In review and approved it is sent back first, so that nothing is published that was not approved.
    """
    is_past_writing = profile.revisions.exclude(state=State.DRAFT).exists()
    return ("slug", *TITLE_FACTS) if is_past_writing else ("slug",)


def can_change_address(user: User | None, obj: Profile | Place) -> Decision:
    """An address that others may have written down is for publishers to change; the old one leads on."""
    return can_change_facts(user, obj) if isinstance(obj, Profile) else has_right(user, PUBLISH, obj)


def can_match_findings(user: User | None, later: Profile) -> Decision:
    """Say which findings of an edition are those of the edition before: its writers, and its publishers."""
    return has_any_right(user, (WRITE, PUBLISH), later.place)


def can_start_revision(user: User | None, profile: Profile) -> Decision:
    """A profile has one open revision at most: whoever wants another continues that one."""
    if Revision.objects.open().filter(profile=profile).exists():
        return Decision(False, _("There is an open revision already. Continue that one."))
    return has_right(user, WRITE, profile.place)


def can_restore(user: User | None, profile: Profile) -> Decision:
    """An earlier text goes into the open draft, or into a new one where none is open."""
    revision = Revision.objects.open().filter(profile=profile).first()
    if revision is not None:
        return can(Action.SAVE, user, revision)
    return has_right(user, WRITE, profile.place)
