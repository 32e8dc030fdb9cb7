"""Who may do what: state by verb by role, and a reason with every refusal."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission

from profiles import permissions, workflow
from profiles.choices import State
from profiles.models import Revision, User
from tests.factories import make_draft, make_profile, make_user

pytestmark = pytest.mark.usefixtures("domains")

MAY_READ = "Your account may read profiles here, but not change them."
MAY_NOT_PUBLISH = "Your account may not publish."
NOT_A_DRAFT = "This revision is not a draft and stays as it is. Start a new revision to change the text."
ONLY_A_DRAFT = "Only a draft can be discarded."
PUBLISHED_BEFORE = "This revision has been published before."
CONTINUE = "There is an open revision already. Continue that one."


def with_permissions(*names: str, **fields) -> User:
    user = make_user(is_superuser=False, **fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    assert user.user_permissions.count() == len(names)
    return user


ROLES = {
    "system": lambda: None,
    "superuser": make_user,
    "publisher": lambda: with_permissions("change_revision", "publish_revision"),
    "analyst": lambda: with_permissions("change_revision"),
    "staff without rights": lambda: make_user(is_superuser=False),
    "rights without staff": lambda: with_permissions("change_revision", "publish_revision", is_staff=False),
    "inactive superuser": lambda: make_user(is_active=False),
}
WRITERS = ("system", "superuser", "publisher", "analyst")
PUBLISHERS = ("system", "superuser", "publisher")


def revision_in(state: str) -> Revision:
    draft = make_draft()
    if state in (State.IN_REVIEW, State.APPROVED):
        Revision.objects.filter(pk=draft.pk).update(state=state)
    elif state != State.DRAFT:
        live = workflow.publish(draft, by=None)
        if state != State.PUBLISHED:
            Revision.objects.filter(pk=live.pk).update(state=state, closed_at=live.published_at)
    return Revision.objects.get(pk=draft.pk)


def expected(verb: str, state: str, role: str) -> str:
    """Return the reason of the refusal, or nothing where it is allowed."""
    is_open = state in (State.DRAFT, State.IN_REVIEW, State.APPROVED)
    refusal = {
        "edit": "" if state == State.DRAFT else NOT_A_DRAFT,
        "discard": "" if state == State.DRAFT else ONLY_A_DRAFT,
        "publish": "" if is_open else PUBLISHED_BEFORE,
        "start": CONTINUE if is_open else "",
    }[verb]
    if refusal:
        return refusal
    if verb == "publish" and role not in PUBLISHERS and role != "rights without staff":
        return MAY_NOT_PUBLISH
    return "" if role in WRITERS else MAY_READ


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", State.values)
def test_state_by_verb_by_role(state, role):
    user, revision = ROLES[role](), revision_in(state)
    decisions = {
        "edit": permissions.can_edit(user, revision),
        "discard": permissions.can_discard(user, revision),
        "publish": permissions.can_publish(user, revision),
        "start": permissions.can_start_revision(user, revision.profile),
    }
    for verb, decision in decisions.items():
        reason = expected(verb, state, role)
        assert decision.reason == reason, verb
        assert bool(decision) is decision.allowed is (not reason), verb


@pytest.mark.parametrize("role", ROLES)
def test_who_may_create_and_delete_a_profile(role):
    user = ROLES[role]()
    for decision in (
        permissions.can_create_profile(user),
        permissions.can_delete_profile(user, make_profile()),
    ):
        assert decision.reason == ("" if role in WRITERS else MAY_READ)


def test_a_profile_with_a_text_is_not_deleted():
    draft = make_draft()
    assert "Discard that one first" in permissions.can_delete_profile(None, draft.profile).reason
    workflow.publish(draft, by=None)
    assert "has been published" in permissions.can_delete_profile(None, draft.profile).reason


def test_a_draft_without_findings_is_not_published():
    decision = permissions.can_publish(None, make_draft(findings=0))
    assert decision.reason == "This revision has no findings yet."


def test_nobody_signed_in_may_do_anything():
    draft = make_draft()
    assert not permissions.can_edit(AnonymousUser(), draft)
    assert not permissions.can_publish(AnonymousUser(), draft)
