"""Who may do what: state by verb by role by assignment, and a reason with every refusal."""

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import permissions, workflow
from profiles.choices import OPEN_STATES, Action, Role, State
from profiles.content.serialize import serialize_revision
from profiles.models import Assignment, Place, Revision, User
from profiles.permissions.revisions import RULES
from tests.factories import make_complete, make_draft, make_in_state, make_profile, make_user
from tests.people import ASSIGNED, make_city, make_person

pytestmark = pytest.mark.usefixtures("domains")

CLOSED_ACCOUNT = "Your account is closed."
MAY_READ = "Your account may read profiles here, but not change them."
MAY_NOT_REVIEW = "Your account may not review."
MAY_NOT_PUBLISH = "Your account may not publish."
NOT_A_DRAFT = "This revision is not a draft and stays as it is. Start a new revision to change the text."
CONTINUE = "There is an open revision already. Continue that one."
WROTE_LAST = "You made the last change. Somebody else has to approve it."

WRITE, REVIEW, PUBLISH = "write", "review", "publish"
REFUSED = {WRITE: MAY_READ, REVIEW: MAY_NOT_REVIEW, PUBLISH: MAY_NOT_PUBLISH}
RIGHTS = {
    "system": {WRITE, REVIEW, PUBLISH},
    "superuser": {WRITE, REVIEW, PUBLISH},
    "Analyst": {WRITE},
    "Reviewer": {REVIEW},
    "Publisher": {PUBLISH},
    "Translator": set(),
    "Administrator": {WRITE, REVIEW, PUBLISH},
    "staff without group": set(),
    "inactive Administrator": None,
    "inactive superuser": None,
    "Administrator without staff": None,
}
EVERYWHERE = {"system", "superuser", "Administrator"}
"""Roles that need no assignment."""
REACHES = {"place", "country", "region", "everywhere"}


def answers(user: User | None, revision: Revision) -> dict[str, permissions.Decision]:
    profile = revision.profile
    return {
        "create": permissions.can_create_profile(user, profile.place),
        "start": permissions.can_start_revision(user, profile),
        "restore": permissions.can_restore(user, profile),
        "edit": permissions.can(Action.SAVE, user, revision),
        "submit": permissions.can(Action.SUBMIT, user, revision),
        "send_back": permissions.can(Action.SEND_BACK, user, revision),
        "approve": permissions.can(Action.APPROVE, user, revision),
        "publish": permissions.can(Action.PUBLISH, user, revision),
        "unschedule": permissions.can(Action.UNSCHEDULE, user, revision),
        "withdraw": permissions.can(Action.WITHDRAW, user, revision),
        "discard": permissions.can(Action.DISCARD, user, revision),
        "comment": permissions.can_comment(user, revision),
        "record_sign_off": permissions.can(Action.SIGN_OFF, user, revision),
        "invite": permissions.can(Action.INVITE, user, revision),
    }


NEEDED = {
    **{verb: [WRITE] for verb in ("create", "start", "restore", "edit", "submit", "discard")},
    "approve": [REVIEW],
    **{verb: [PUBLISH] for verb in ("publish", "unschedule", "withdraw")},
    "send_back": [REVIEW, PUBLISH],
    **{verb: [WRITE, REVIEW, PUBLISH] for verb in ("comment", "record_sign_off", "invite")},
}
"""Verb -> the rights of which any one will do."""


def refused_by_state(verb: str, state: State, role: str) -> str:
    """Return why `verb` is refused to everybody in `state`, or nothing."""
    is_open, label = state in OPEN_STATES, State(state).label.lower()
    waiting = f"This revision is {label}. It can be edited again when it is sent back."
    in_hands = state in (State.IN_REVIEW, State.APPROVED)
    edit = "" if state == State.DRAFT else waiting if in_hands else NOT_A_DRAFT
    closed = "This revision is closed."
    is_system = role == "system"
    return {
        "create": "",
        "start": CONTINUE if is_open else "",
        "restore": edit if is_open else "",
        "edit": edit,
        "submit": "" if state == State.DRAFT else f"Only a draft can be submitted. This revision is {label}.",
        "send_back": ""
        if in_hands
        else f"Only what is in review or approved can be sent back. This revision is {label}.",
        "approve": ""
        if state == State.IN_REVIEW
        else f"Only what is in review can be approved. This revision is {label}.",
        "publish": "This revision has been published before."
        if not is_open
        else ""
        if state == State.APPROVED or is_system
        else f"Only what is approved can be published. This revision is {label}.",
        "unschedule": "" if state == State.APPROVED else "No publication is scheduled.",
        "withdraw": "" if state == State.PUBLISHED else "Only the text that is public now can be withdrawn.",
        "discard": ""
        if state == State.DRAFT
        else "Only a draft can be discarded." + (" Send it back first." if in_hands else ""),
        "comment": "" if is_open else f"{closed} Comments are for open ones.",
        "record_sign_off": "" if is_open else f"{closed} A sign-off is recorded before it is published.",
        "invite": "" if is_open else f"{closed} A review link shows an open one.",
    }[verb]


def refused_to_person(verb: str, role: str, assigned: str, place: Place) -> str:
    """Return why `verb` is refused to this person in any state, or nothing."""
    rights, needed = RIGHTS[role], NEEDED[verb]
    if rights is None:
        return CLOSED_ACCOUNT
    not_here = f"You are not assigned to {place.name}."
    is_here = role in EVERYWHERE or assigned in REACHES
    reasons = [REFUSED[right] if right not in rights else "" if is_here else not_here for right in needed]
    if "" in reasons:
        return ""
    return not_here if not_here in reasons else reasons[0]


@pytest.mark.once  # Python decides; of the queries that agree with it, the tests below are played on each.
@pytest.mark.parametrize("role", RIGHTS)
@pytest.mark.parametrize("state", State.values)
def test_state_by_verb_by_role_by_assignment(state, role):
    place = make_city()
    revision = make_in_state(State(state), make_profile(place))
    if state == State.APPROVED:
        Revision.objects.filter(pk=revision.pk).update(publish_at=timezone.now())
    revision = Revision.objects.get(pk=revision.pk)
    if state == State.SUPERSEDED:
        assert not revision.profile.revisions.open().exists()
    for assigned in ASSIGNED:
        user = make_person(role, assigned, place)
        for verb, decision in answers(user, revision).items():
            reason = refused_by_state(verb, state, role) or refused_to_person(verb, role, assigned, place)
            assert decision.reason == reason, (verb, assigned)
            assert bool(decision) is decision.allowed is (not reason), (verb, assigned)


READS = (
    "view_place view_indicatordomain view_profile view_revision view_finding view_source view_logentry "
    "view_term view_termtext view_translation"
)
WRITES = "add_profile change_profile delete_profile change_revision"
ADMINISTERS = (
    "add_place change_place delete_place add_term change_term delete_term add_termtext change_termtext "
    "delete_termtext change_indicatordomain change_domaintext view_domaintext view_user add_user change_user "
    "view_assignment add_assignment change_assignment delete_assignment view_alert delete_alert change_job"
)

GROUP_RIGHTS = {
    Role.ANALYST: f"{READS} {WRITES} change_translation",
    Role.REVIEWER: f"{READS} review_revision review_translation",
    Role.PUBLISHER: f"{READS} publish_revision publish_translation",
    Role.TRANSLATOR: f"{READS} change_translation",
    Role.ADMINISTRATOR: (
        f"{READS} {WRITES} {ADMINISTERS} review_revision publish_revision change_translation "
        "review_translation publish_translation"
    ),
}
"""Name of the group -> codenames of permissions, as the migrations have granted them in sum.

A right that is added here is granted by a migration of its own, as 0015_alerts does.
"""


def test_the_groups_have_these_rights_and_no_others():
    permissions_of = {
        group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()
    }
    assert permissions_of == {name: set(rights.split()) for name, rights in GROUP_RIGHTS.items()}
    assert set(permissions_of) == set(Role.values)
    for name, codenames in permissions_of.items():
        rights = {
            right
            for right, codename in (
                (WRITE, "change_revision"),
                (REVIEW, "review_revision"),
                (PUBLISH, "publish_revision"),
            )
            if codename in codenames
        }
        assert rights == RIGHTS[name]
        assert ("change_assignment" in codenames) is (name == "Administrator")


@pytest.mark.parametrize("role", RIGHTS)
def test_rights_given_to_a_person_count_as_those_of_her_groups(role):
    """A right of her own is worth what the group's is."""
    place = make_city()
    revision = make_in_state(State.IN_REVIEW, make_profile(place))
    user = make_user(is_superuser=False)
    user.user_permissions.add(Permission.objects.get(codename="review_revision"))
    Assignment.objects.create(user=user, place=place)
    assert permissions.can(Action.APPROVE, User.objects.get(pk=user.pk), revision)


def test_four_eyes(settings):
    place = make_city()
    for role in ("Administrator", "superuser", "Analyst"):
        writer = make_person(role, "place", place)
        revision = make_in_state(State.IN_REVIEW, make_profile(make_city()), by=writer)
        revision.profile.place = place
        settings.FOUR_EYES = True
        reason = MAY_NOT_REVIEW if role == "Analyst" else WROTE_LAST
        assert permissions.can(Action.APPROVE, writer, revision).reason == reason
        settings.FOUR_EYES = False
        assert bool(permissions.can(Action.APPROVE, writer, revision)) is (role != "Analyst")


@pytest.mark.parametrize("way", ["save", "restore", "restore what was discarded"])
def test_four_eyes_by_every_way_to_write(settings, way):
    """Whoever wrote last cannot approve, by whichever verb she wrote; whoever wrote before her may."""
    settings.FOUR_EYES = True
    first, last = make_person("Administrator", "nothing", None), make_person("superuser", "nothing", None)
    draft = make_complete(by=first)
    content = serialize_revision(draft)
    if way == "save":
        new_content = content | {"introduction": "Another introduction."}
        workflow.save_content(draft, new_content, draft.lock_version, last)
    elif way == "restore":
        workflow.restore(draft.profile, content, last)
    else:
        workflow.discard(draft, first)
        draft = workflow.restore(draft.profile, content, last)
    revision = workflow.submit(draft, first)
    assert permissions.can(Action.APPROVE, last, revision).reason == WROTE_LAST
    assert permissions.can(Action.APPROVE, first, revision)
    with pytest.raises(workflow.WorkflowError, match="You made the last change"):
        workflow.approve(revision, last)


@pytest.mark.parametrize("role", RIGHTS)
def test_who_may_create_and_delete_a_profile(role):
    place = make_city()
    empty = make_profile(place)
    for assigned in ASSIGNED:
        user = make_person(role, assigned, place)
        reason = refused_to_person("create", role, assigned, place)
        assert permissions.can_create_profile(user, place).reason == reason
        assert permissions.can_delete_profile(user, empty).reason == reason
        anywhere = permissions.can_create_profile(user).reason
        assert anywhere == ("" if reason.startswith("You are not assigned") else reason)


def test_a_profile_with_a_text_is_not_deleted():
    draft = make_draft()
    assert "Discard that one first" in permissions.can_delete_profile(None, draft.profile).reason
    workflow.publish(draft, by=None)
    assert "has been published" in permissions.can_delete_profile(None, draft.profile).reason


def test_a_revision_without_findings_is_not_published():
    decision = permissions.can(Action.PUBLISH, None, make_draft(findings=0))
    assert decision.reason == "This revision has no findings yet."


def test_what_is_not_scheduled_is_not_taken_off_the_schedule():
    revision = make_in_state(State.APPROVED)
    assert permissions.can(Action.UNSCHEDULE, None, revision).reason == "No publication is scheduled."


def test_nobody_signed_in_may_do_anything():
    draft = make_draft()
    for verb, decision in answers(AnonymousUser(), draft).items():
        assert not decision, verb


# The same rules, asked of all users and of all revisions at once


def make_everybody(place: Place) -> list[User]:
    users = [
        make_person(role, assigned, place) for role in RIGHTS for assigned in ASSIGNED if role != "system"
    ]
    reviewer = make_person("staff without group", "place", place)
    reviewer.user_permissions.add(Permission.objects.get(codename="review_revision"))
    return [*users, User.objects.get(pk=reviewer.pk)]


def make_all_states(place: Place, users: list[User]) -> dict[str, Revision]:
    """Make a revision in each state, and those in which it is not the state alone that decides."""
    editions = itertools.count(1)

    def make(state: State, by: User | None = None) -> Revision:
        return make_in_state(state, make_profile(place, edition=next(editions)), by=by)

    writer = next(user for user in users if permissions.can_create_profile(user, place))
    reviewer = next(user for user in users if permissions.can(Action.APPROVE, user, make(State.IN_REVIEW)))
    revisions = {str(state): make(state) for state in State}
    revisions["written by a reviewer"] = make(State.IN_REVIEW, by=reviewer)
    revisions["scheduled"] = make(State.APPROVED)
    Revision.objects.filter(pk=revisions["scheduled"].pk).update(publish_at=timezone.now())
    revisions["sent back"] = workflow.send_back(make(State.IN_REVIEW, by=writer), None, "Name the law.")
    revisions["submitted again"] = workflow.send_back(make(State.IN_REVIEW), None, "Name the law.")
    workflow.submit(revisions["submitted again"], None)
    revisions["without findings"] = make(State.APPROVED)
    revisions["without findings"].findings.all().delete()
    revisions["signed off"] = make(State.DRAFT)
    workflow.record_sign_off(revisions["signed off"], None, body="Ministry", signed_on=timezone.now().date())
    return {name: Revision.objects.get(pk=revision.pk) for name, revision in revisions.items()}


@pytest.mark.parametrize("four_eyes", [True, False])
def test_users_who_can_and_revisions_awaiting_agree_with_each_question(settings, four_eyes):
    settings.FOUR_EYES = four_eyes
    place = make_city()
    users = make_everybody(place)
    revisions = make_all_states(place, users)
    for name, revision in revisions.items():
        for action in RULES:
            allowed = {user.pk for user in users if permissions.can(action, user, revision)}
            pks = set(permissions.users_who_can(action, revision).values_list("pk", flat=True))
            assert pks == allowed, (name, action)
    for user in users:
        waiting = {
            name
            for name, revision in revisions.items()
            if (revision.state == State.IN_REVIEW and permissions.can(Action.APPROVE, user, revision))
            or (name == State.APPROVED and permissions.can(Action.PUBLISH, user, revision))
            or (name == "sent back" and permissions.can(Action.SAVE, user, revision))
        }
        awaiting = set(permissions.revisions_awaiting(user).values_list("pk", flat=True))
        assert {name for name, row in revisions.items() if row.pk in awaiting} == waiting, user


def test_users_and_revisions_are_found_by_one_query():
    place = make_city()
    make_everybody(place)
    revision = make_in_state(State.IN_REVIEW, make_profile(place))
    with CaptureQueriesContext(connection) as queries:
        assert len(permissions.users_who_can(Action.APPROVE, revision)) > 5
    assert len(queries) == 1
    reviewer = make_person("Reviewer", "place", place)
    assert reviewer.has_perm("profiles.review_revision")  # as the page has asked before
    with CaptureQueriesContext(connection) as queries:
        assert list(permissions.revisions_awaiting(reviewer)) == [revision]
    assert len(queries) == 1
