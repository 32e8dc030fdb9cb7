"""Who may do what: each question answers with a Decision, and one answer draws the button and the refusal.

A right has three parts, asked in this order: the state of the revision, the person's groups (what), and
her assignments (where). None instead of a person is the system itself: fixtures, commands, the clock.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from profiles.choices import CLOSED_STATES, State
from profiles.models import Comment, Place, Profile, Revision, SignOff, User


@dataclass(frozen=True)
class Decision:
    """Whether something is allowed and, where it is not, why: a sentence for the person who asked."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(True)

WRITE = "profiles.change_revision"
REVIEW = "profiles.review_revision"
PUBLISH = "profiles.publish_revision"
CHANGE_USER = "profiles.change_user"
ADD_PLACE = "profiles.add_place"
CHANGE_PLACE = "profiles.change_place"
DELETE_PLACE = "profiles.delete_place"

PASSED = "second_factor"
"""Where a session keeps the id of the device whose code was given at sign-in."""


def _may(user: User | None, right: str, place: Place | None = None) -> Decision:
    """Ask whether `user` has `right`, and works on `place`."""
    if user is None:
        return ALLOWED
    if not (user.is_active and user.is_staff):
        return Decision(False, _("Your account is closed."))
    if not user.has_perm(right):
        return Decision(False, REFUSALS[right]())
    if place is not None and not _is_hers(user, place):
        return Decision(False, _("You are not assigned to %(place)s.") % {"place": place.name})
    return ALLOWED


def _is_hers(user: User, place: Place) -> bool:
    """Whether she works on the place. Asked once of each object: a page with five buttons asks five times."""
    known: dict[int, bool] = place.__dict__.setdefault("_known_to", {})
    if user.pk not in known:
        known[user.pk] = Place.objects.visible_to(user).filter(pk=place.pk).exists()
    return known[user.pk]


REFUSALS = {
    WRITE: lambda: _("Your account may read profiles here, but not change them."),
    REVIEW: lambda: _("Your account may not review."),
    PUBLISH: lambda: _("Your account may not publish."),
    ADD_PLACE: lambda: _(
        "Your account may not add places. Ask an administrator: administrators add places, and assign people "
        "to them."
    ),
    CHANGE_PLACE: lambda: _("Your account may not change places."),
    DELETE_PLACE: lambda: _("Your account may not delete places."),
}


def can_add_place(user: User | None, parent: Place | None = None) -> Decision:
    """Add a place; into `parent`, where it is a local one."""
    return _may(user, ADD_PLACE, parent)


def can_change_place(user: User | None, place: Place) -> Decision:
    return _may(user, CHANGE_PLACE, place)


def can_delete_place(user: User | None, place: Place) -> Decision:
    """Only a place that nothing is about and nothing lies in."""
    answer = _may(user, DELETE_PLACE, place)
    if answer and place.profiles.exists():
        return Decision(False, _("There are profiles of this place, so it cannot be deleted."))
    if answer and place.local_places.exists():
        return Decision(False, _("Other places lie in this place, so it cannot be deleted."))
    return answer


def can_create_profile(user: User | None, place: Place | None = None) -> Decision:
    return _may(user, WRITE, place)


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
    return _may(user, WRITE, profile.place)


def can_change_facts(user: User | None, profile: Profile) -> Decision:
    """What stands beside a text that is read or judged already shows at once: that is for publishers."""
    is_past_writing = profile.revisions.exclude(state=State.DRAFT).exists()
    answer = _may(user, PUBLISH if is_past_writing else WRITE, profile.place)
    if not answer and is_past_writing and user is not None and user.has_perm(WRITE):
        return Decision(
            False, _("This profile is public, or on its way there: a publisher changes its facts.")
        )
    return answer


TITLE_FACTS = ("place", "edition", "language", "year", "month")
"""What a text is of: part of what is submitted, approved, signed off and published."""


def fixed_facts(profile: Profile) -> tuple[str, ...]:
    """Return the facts that nobody changes: the address, and once a text is past writing, what it is of.

    In review and approved it is sent back first, so that nothing is published that was not approved.
    """
    is_past_writing = profile.revisions.exclude(state=State.DRAFT).exists()
    return ("slug", *TITLE_FACTS) if is_past_writing else ("slug",)


def can_change_address(user: User | None, thing: Profile | Place) -> Decision:
    """An address that others may have written down is for publishers to change; the old one leads on."""
    return can_change_facts(user, thing) if isinstance(thing, Profile) else _may(user, PUBLISH, thing)


def can_match(user: User | None, later: Profile) -> Decision:
    """Say which findings of an edition are those of the edition before: its writers, and its publishers."""
    return _may_any(user, (WRITE, PUBLISH), later.place)


def can_start_revision(user: User | None, profile: Profile) -> Decision:
    """A profile has one open revision at most: whoever wants another continues that one."""
    if Revision.objects.open().filter(profile=profile).exists():
        return Decision(False, _("There is an open revision already. Continue that one."))
    return _may(user, WRITE, profile.place)


def can_restore(user: User | None, profile: Profile) -> Decision:
    """An earlier text goes into the open draft, or into a new one where none is open."""
    revision = Revision.objects.open().filter(profile=profile).first()
    if revision is not None:
        return can_edit(user, revision)
    return _may(user, WRITE, profile.place)


def can_edit(user: User | None, revision: Revision) -> Decision:
    if revision.state in (State.IN_REVIEW, State.APPROVED):
        return Decision(
            False,
            _("This revision is %(state)s. It can be edited again when it is sent back.") % _state(revision),
        )
    if revision.state != State.DRAFT:
        return Decision(
            False,
            _("This revision is not a draft and stays as it is. Start a new revision to change the text."),
        )
    return _may(user, WRITE, revision.profile.place)


def can_submit(user: User | None, revision: Revision) -> Decision:
    if revision.state != State.DRAFT:
        return Decision(
            False, _("Only a draft can be submitted. This revision is %(state)s.") % _state(revision)
        )
    return _may(user, WRITE, revision.profile.place)


def can_send_back(user: User | None, revision: Revision) -> Decision:
    """Reviewers send back; a publisher may as well, so that an approved text is never stuck."""
    if revision.state not in (State.IN_REVIEW, State.APPROVED):
        return Decision(
            False,
            _("Only what is in review or approved can be sent back. This revision is %(state)s.")
            % _state(revision),
        )
    return _may_any(user, (REVIEW, PUBLISH), revision.profile.place)


def can_approve(user: User | None, revision: Revision) -> Decision:
    """Four eyes: whoever wrote last does not approve, unless the FOUR_EYES setting is off."""
    if revision.state != State.IN_REVIEW:
        return Decision(
            False, _("Only what is in review can be approved. This revision is %(state)s.") % _state(revision)
        )
    answer = _may(user, REVIEW, revision.profile.place)
    if answer and settings.FOUR_EYES and user is not None and revision.changed_by_id == user.pk:
        return Decision(False, _("You wrote the last change. Somebody else has to approve it."))
    return answer


def can_publish(user: User | None, revision: Revision) -> Decision:
    """What is approved becomes public. The system itself may publish a draft: the fixtures do."""
    if not revision.is_open:
        return Decision(False, _("This revision has been published before."))
    if not revision.findings.exists():
        return Decision(False, _("This revision has no findings yet."))
    if revision.state != State.APPROVED and user is not None:
        return Decision(
            False, _("Only what is approved can be published. This revision is %(state)s.") % _state(revision)
        )
    return _may(user, PUBLISH, revision.profile.place)


def can_unschedule(user: User | None, revision: Revision) -> Decision:
    if revision.state != State.APPROVED or revision.publish_at is None:
        return Decision(False, _("No publication is scheduled."))
    return _may(user, PUBLISH, revision.profile.place)


def can_withdraw(user: User | None, revision: Revision) -> Decision:
    if revision.state != State.PUBLISHED:
        return Decision(False, _("Only what the public reads now can be withdrawn."))
    return _may(user, PUBLISH, revision.profile.place)


def can_discard(user: User | None, revision: Revision) -> Decision:
    if revision.state in (State.IN_REVIEW, State.APPROVED):
        return Decision(False, _("Only a draft can be discarded. Send it back first."))
    if revision.state != State.DRAFT:
        return Decision(False, _("Only a draft can be discarded."))
    if revision.sign_offs.standing().exists():
        return Decision(
            False,
            _(
                "A government has signed off this draft, so it stays. Restore the text that you want "
                "into it from the history. A sign-off that was recorded by mistake can be taken back."
            ),
        )
    return _may(user, WRITE, revision.profile.place)


def can_comment(user: User | None, revision: Revision) -> Decision:
    """Everybody who works on the place: writers, reviewers and publishers."""
    if not revision.is_open:
        return Decision(False, _("This revision is closed. Comments are for open ones."))
    return _works_on(user, revision)


def can_resolve(user: User | None, comment: Comment) -> Decision:
    return can_comment(user, comment.revision)


def can_record_sign_off(user: User | None, revision: Revision) -> Decision:
    if not revision.is_open:
        return Decision(False, _("This revision is closed. A sign-off is recorded before it is published."))
    return _works_on(user, revision)


def can_take_back_sign_off(user: User | None, sign_off: SignOff) -> Decision:
    """Whoever recorded it, and whoever may publish; the record itself stays, with the reason."""
    if not sign_off.revision.is_open:
        return Decision(False, _("This revision is closed. Its sign-offs are part of the record."))
    if sign_off.taken_back_at is not None:
        return Decision(False, _("This sign-off has been taken back already."))
    if user is not None and sign_off.recorded_by_id == user.pk:
        return _works_on(user, sign_off.revision)
    return _may(user, PUBLISH, sign_off.revision.profile.place)


def can_invite(user: User | None, revision: Revision) -> Decision:
    """Make and revoke review links."""
    if not revision.is_open:
        return Decision(False, _("This revision is closed. A review link shows an open one."))
    return _works_on(user, revision)


def _works_on(user: User | None, revision: Revision) -> Decision:
    return _may_any(user, (WRITE, REVIEW, PUBLISH), revision.profile.place)


def _may_any(user: User | None, rights: tuple[str, ...], place: Place) -> Decision:
    """Ask for the first of `rights` that `user` has; so that who has one hears where it ends."""
    held = (right for right in rights if user is None or user.has_perm(right))
    return _may(user, next(held, rights[0]), place)


def _state(revision: Revision) -> dict[str, str]:
    return {"state": str(State(revision.state).label).lower()}


# Accounts


def must_use_second_factor(user: User) -> bool:
    """Whoever may publish or change accounts signs in with a code as well, where SECOND_FACTOR is on."""
    return settings.SECOND_FACTOR and (user.has_perm(PUBLISH) or user.has_perm(CHANGE_USER))


def is_wholly_signed_in(user: User, passed: object) -> bool:
    """Whether the password was enough, or `passed`, the id of a device, is the one that `user` has."""
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return device.pk == passed if device else not must_use_second_factor(user)


def can_do_without_second_factor(user: User) -> Decision:
    if must_use_second_factor(user):
        return Decision(
            False,
            _("Your account may publish or change accounts, so it needs the second step of signing in."),
        )
    return ALLOWED


def can_change_account(user: User, person: User) -> Decision:
    """Nobody changes an account that may do more than her own: a new password for it would be a way in."""
    if not (user.is_active and user.is_staff and user.has_perm(CHANGE_USER)):
        return Decision(False, _("Your account may not change accounts."))
    if user.is_superuser:
        return ALLOWED
    if person.is_superuser:
        return Decision(False, _("Only a superuser changes the account of a superuser."))
    if _rights_beyond(user, Q(user=person) | Q(group__user=person)):
        return Decision(False, _("This account has rights that yours has not."))
    return ALLOWED


def can_give_group(user: User, group: Group) -> Decision:
    """Nobody gives a right that she does not have herself."""
    if _rights_beyond(user, Q(group=group)):
        return Decision(
            False, _("The group %(group)s has rights that your account has not.") % {"group": group}
        )
    return ALLOWED


def _rights_beyond(user: User, theirs: Q) -> bool:
    # Asked of the rows: get_all_permissions() is empty for a closed account, which could be opened again.
    if user.is_superuser:
        return False
    mine = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return Permission.objects.filter(theirs).exclude(pk__in=mine.values("pk")).exists()
