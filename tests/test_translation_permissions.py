"""Who may do what with a translation: state by action by role by assignment, with its language."""

import pytest
from django.utils import timezone

from profiles import permissions, workflow
from profiles.choices import OPEN_STATES, Action, Role, State
from profiles.models import Assignment, Translation
from profiles.permissions.translations import RULES
from tests.admin.translation.translating import signed_in
from tests.factories import make_profile, make_published, make_translation
from tests.pages import parse
from tests.people import make_city, make_person

pytestmark = pytest.mark.usefixtures("domains")

TRANSLATE, REVIEW, PUBLISH = "translate", "review", "publish"
REFUSED = {
    TRANSLATE: "Your account may read translations here, but not change them.",
    REVIEW: "Your account may not review translations.",
    PUBLISH: "Your account may not publish translations.",
}
RIGHTS = {
    "system": {TRANSLATE, REVIEW, PUBLISH},
    "superuser": {TRANSLATE, REVIEW, PUBLISH},
    "Analyst": {TRANSLATE},
    "Reviewer": {REVIEW},
    "Publisher": {PUBLISH},
    "Translator": {TRANSLATE},
    "Administrator": {TRANSLATE, REVIEW, PUBLISH},
    "staff without group": set(),
    "inactive Administrator": None,
}
EVERYWHERE = {"system", "superuser", "Administrator"}
ASSIGNED = {
    "place": ("place", ""),
    "place, French": ("place", "fr"),
    "everywhere, French": ("everywhere", "fr"),
    "place, Spanish": ("place", "es"),
    "elsewhere, French": ("elsewhere", "fr"),
    "nothing": ("nothing", ""),
}
"""Where somebody is assigned, and for which language alone."""
REACHES = {"place", "place, French", "everywhere, French"}

NEEDED = {
    Action.SAVE: [TRANSLATE],
    Action.SUBMIT: [TRANSLATE],
    Action.SEND_BACK: [REVIEW, PUBLISH],
    Action.APPROVE: [REVIEW],
    Action.PUBLISH: [PUBLISH],
    Action.SCHEDULE: [PUBLISH],
    Action.UNSCHEDULE: [PUBLISH],
    Action.WITHDRAW: [PUBLISH],
    Action.DISCARD: [TRANSLATE],
    Action.MOVE_ON: [TRANSLATE],
    "comment": [TRANSLATE, REVIEW, PUBLISH],
    "start": [TRANSLATE],
    "restore": [TRANSLATE],
}
"""Action -> the rights of which any one will do."""

ALLOWED_STATES = {
    Action.SAVE: {State.DRAFT},
    Action.SUBMIT: {State.DRAFT},
    Action.SEND_BACK: {State.IN_REVIEW, State.APPROVED},
    Action.APPROVE: {State.IN_REVIEW},
    Action.PUBLISH: {State.APPROVED},
    Action.SCHEDULE: {State.APPROVED},
    Action.UNSCHEDULE: {State.APPROVED},
    Action.WITHDRAW: {State.PUBLISHED},
    Action.DISCARD: {State.DRAFT},
    Action.MOVE_ON: {State.DRAFT},
    "comment": set(OPEN_STATES),
    "start": set(State) - set(OPEN_STATES),
    "restore": {State.DRAFT} | (set(State) - set(OPEN_STATES)),
}


def make_in_state(state: State) -> Translation:
    """Make a translation of a live text of a city and take it to `state`, as the system."""
    translation = make_translation(make_published(make_profile(make_city())))
    if state == State.DRAFT:
        return translation
    workflow.submit(translation, None)
    if state == State.IN_REVIEW:
        return translation
    workflow.approve(translation, None)
    if state == State.APPROVED:
        Translation.objects.filter(pk=translation.pk).update(publish_at=timezone.now())
        return translation
    workflow.publish(translation, None)
    if state == State.WITHDRAWN:
        workflow.withdraw(translation, None, "A fictional reason.")
    if state == State.SUPERSEDED:
        again = workflow.start_translation(translation.profile, "fr", None)
        workflow.publish(again, None)
    return translation


def answers(user, translation: Translation) -> dict:
    decisions = {action: permissions.can(action, user, translation) for action in RULES}
    return decisions | {
        "comment": permissions.can_comment(user, translation),
        "start": permissions.can_start_translation(user, translation.profile, "fr"),
        "restore": permissions.can_restore_translation(user, translation.profile, "fr"),
    }


def refused_to_person(action, role: str, assigned: str, place) -> str:
    """Return why `action` is refused to this person in any state, or nothing."""
    rights = RIGHTS[role]
    if rights is None:
        return "Your account is closed."
    not_here = f"You are not assigned to translations of {place.name} into this language: French."
    is_here = role in EVERYWHERE or assigned in REACHES
    reasons = [
        REFUSED[right] if right not in rights else "" if is_here else not_here for right in NEEDED[action]
    ]
    if "" in reasons:
        return ""
    return not_here if not_here in reasons else reasons[0]


def make_assigned(role: str, assigned: str, place):
    where, language = ASSIGNED[assigned]
    user = make_person(role, where, place)
    if user is not None:
        Assignment.objects.filter(user=user).update(language=language)
    return user


def test_the_table_names_every_action():
    assert NEEDED.keys() - {"comment", "start", "restore"} == RULES.keys()


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("role", RIGHTS)
def test_state_by_action_by_role_by_assignment_and_language(state, role):
    translation = Translation.objects.get(pk=make_in_state(State(state)).pk)
    place = translation.profile.place
    for assigned in ASSIGNED:
        user = make_assigned(role, assigned, place)
        for action, decision in answers(user, translation).items():
            states = ALLOWED_STATES[action]
            if action == Action.PUBLISH and role == "system":
                states = states | set(OPEN_STATES)
            expected = refused_to_person(action, role, assigned, place)
            where = (action, role, assigned, state, decision.reason)
            if state in states:
                assert (decision.allowed, decision.reason) == (not expected, expected), where
            else:
                assert not decision, where
                assert decision.reason, where
                assert decision.reason not in REFUSED.values(), where


WRITES = ("change", "submit", "send_back", "approve", "publish", "withdraw", "discard")


@pytest.mark.parametrize("role", Role.values)
def test_an_assignment_for_one_language_gives_nothing_of_the_profile_itself(role):
    """Whoever is assigned to translations alone reads the profile, and changes nothing of it."""
    if role == Role.ADMINISTRATOR:
        return  # who is everywhere
    translation = make_in_state(State.DRAFT)
    revision = workflow.start_revision(translation.profile, None)
    user = make_assigned(role, "place, French", translation.profile.place)
    client, before = signed_in(user), revision.lock_version
    page = client.get(f"/admin/profiles/revision/{revision.pk}/change/")
    assert page.status_code == 200
    assert not parse(page).xpath("//textarea[@name='introduction']")
    for name in WRITES:
        address = f"/admin/profiles/revision/{revision.pk}/{name}/"
        sent = {"introduction": "Another.", "version": before, "note": "x", "when": "now"}
        assert client.post(address, sent).status_code in (403, 409), name
    assert client.post(f"/admin/profiles/profile/{translation.profile_id}/start/").status_code == 302
    facts = client.get(f"/admin/profiles/profile/{translation.profile_id}/change/")
    assert facts.status_code == 200
    assert not parse(facts).xpath("//form[@id='profile_form']//input[@name='year']")
    revision.refresh_from_db()
    assert (revision.state, revision.lock_version) == (State.DRAFT, before)
    assert translation.profile.revisions.count() == 2
