"""Changing an address, and deciding which findings are the same: asked, checked, logged, and whole."""

import uuid

import pytest

from profiles import workflow
from profiles.choices import Action, Role
from profiles.models import FindingMatch, Profile, SlugRedirect
from tests.factories import make_draft, make_member, make_place, make_profile, make_published, make_user
from tests.workflow.drafting import actions_logged

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def profile() -> Profile:
    return make_published(make_profile(make_place("Openland"), slug="openland-2021")).profile


# An address


def test_the_address_is_changed_and_logged(profile):
    user = make_user()
    workflow.change_address(profile, " openland ", by=user)
    assert Profile.objects.get(pk=profile.pk).slug == "openland"
    assert SlugRedirect.objects.get().slug == "openland-2021"
    entry = profile.log.first()
    assert (entry.verb, entry.by) == (Action.MOVE, user)
    assert entry.note == "/profiles/openland-2021/ → /profiles/openland/"


def test_the_address_of_a_place_is_logged_with_its_profiles(profile):
    workflow.change_address(profile.place, "open", by=None)
    assert profile.log.first().note == "/places/openland/ → /places/open/"


@pytest.mark.parametrize(
    ("slug", "reason"),
    [
        ("openland-2021", "This is its address already."),
        ("", "blank"),
        ("no slug at all", "slug"),
        ("Ünland", "slug"),
        ("a/b", "slug"),
        ("x" * 91, "90"),
        ("taken", "already exists"),
        ("formerly-taken", "This was the address of another profile"),
    ],
)
def test_a_slug_that_cannot_be_is_refused_and_nothing_changes(profile, slug, reason):
    other = make_published(make_profile(slug="formerly-taken")).profile
    workflow.change_address(other, "taken", by=None)
    with pytest.raises(workflow.WorkflowError, match=reason):
        workflow.change_address(profile, slug, by=None)
    assert Profile.objects.get(pk=profile.pk).slug == "openland-2021"
    assert not profile.slug_redirects.exists()
    assert Action.MOVE not in actions_logged(profile)


def test_nothing_new_gets_a_former_address(profile):
    workflow.change_address(profile, "open", by=None)
    workflow.change_address(profile.place, "open", by=None)
    with pytest.raises(workflow.WorkflowError, match="address of another profile"):
        workflow.add_profile(
            Profile(place=profile.place, edition=2, year=2023, month=1, slug="openland-2021"), by=None
        )
    row = {"slug": "openland", "level": "country", "name": "Newland", "official_name": "Republic of Newland"}
    with pytest.raises(workflow.WorkflowError, match="address of another place"):
        workflow.add_places([row], by=None)


@pytest.mark.parametrize(
    ("role", "is_published", "may"),
    [
        (Role.ANALYST, False, True),
        (Role.ANALYST, True, False),
        (Role.REVIEWER, True, False),
        (Role.PUBLISHER, True, True),
        (Role.ADMINISTRATOR, True, True),
    ],
)
def test_who_may_change_the_address_of_a_profile(role, is_published, may):
    make = make_published if is_published else make_draft
    profile = make().profile
    here, elsewhere = make_member(role, profile.place), make_member(role, make_place())
    if not may:
        with pytest.raises(workflow.WorkflowError):
            workflow.change_address(profile, "new", by=here)
        return
    if role != Role.ADMINISTRATOR:  # she works everywhere
        with pytest.raises(workflow.WorkflowError, match="not assigned"):
            workflow.change_address(profile, "new", by=elsewhere)
    assert workflow.change_address(profile, "new", by=here).slug == "new"


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.ANALYST, False), (Role.REVIEWER, False), (Role.PUBLISHER, True), (Role.ADMINISTRATOR, True)],
)
def test_who_may_change_the_address_of_a_place(profile, role, may):
    user = make_member(role, profile.place)
    if may:
        assert workflow.change_address(profile.place, "new", by=user).slug == "new"
        return
    with pytest.raises(workflow.WorkflowError, match="may not publish"):
        workflow.change_address(profile.place, "new", by=user)


# Which findings are the same


@pytest.fixture
def editions(profile) -> list:
    later = make_profile(profile.place, edition=2, year=2023, slug="openland-2023")
    return [profile.revisions.get(), make_published(later)]


def keys(revision) -> list[uuid.UUID]:
    return list(revision.findings.order_by("position").values_list("key", flat=True))


def verdicts() -> set[tuple[uuid.UUID, uuid.UUID, bool]]:
    return set(FindingMatch.objects.values_list("earlier_key", "later_key", "is_same"))


def test_a_verdict_is_stored_with_who_and_when_and_logged(editions):
    earlier, later = editions
    user = make_user()
    match = workflow.match_findings(later.profile, keys(earlier)[0], keys(later)[1], by=user, is_same=True)
    assert (match.earlier, match.later, match.by, match.is_same) == (
        earlier.profile,
        later.profile,
        user,
        True,
    )
    entry = later.profile.log.first()
    assert (entry.verb, entry.by) == (Action.MATCH, user)
    assert "Fictional finding 1" in entry.note
    assert "Fictional finding 2" in entry.note
    workflow.delete_match(match, by=user)
    assert actions_logged(later.profile)[-2:] == [Action.MATCH, Action.MATCH]
    assert not FindingMatch.objects.exists()


def test_a_finding_has_one_partner_and_the_last_verdict_counts(editions):
    earlier, later = editions
    old, new = keys(earlier), keys(later)

    def decide(a, b, *, is_same):
        workflow.match_findings(later.profile, old[a], new[b], by=None, is_same=is_same)

    decide(0, 0, is_same=True)
    decide(1, 1, is_same=True)
    decide(0, 1, is_same=True)
    assert verdicts() == {(old[0], new[1], True)}
    decide(0, 1, is_same=False)
    decide(0, 2, is_same=False)
    assert verdicts() == {(old[0], new[1], False), (old[0], new[2], False)}
    decide(0, 2, is_same=True)
    assert verdicts() == {(old[0], new[1], False), (old[0], new[2], True)}


def test_a_verdict_outlives_the_next_revision(editions):
    earlier, later = editions
    workflow.match_findings(later.profile, keys(earlier)[0], keys(later)[1], by=None, is_same=True)
    workflow.publish(workflow.start_revision(later.profile, by=None), by=None)
    assert FindingMatch.objects.get().later == later.profile


def test_what_cannot_be_matched_is_refused(editions):
    earlier, later = editions
    old, new = keys(earlier)[0], keys(later)[0]
    with pytest.raises(workflow.WorkflowError, match="No earlier edition"):
        workflow.match_findings(earlier.profile, old, new, by=None, is_same=True)
    for pair in ((uuid.uuid4(), new), (old, uuid.uuid4()), (new, old)):
        with pytest.raises(workflow.WorkflowError, match="no longer there"):
            workflow.match_findings(later.profile, *pair, by=None, is_same=True)
    assert not FindingMatch.objects.exists()


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.ANALYST, True), (Role.REVIEWER, False), (Role.PUBLISHER, True), (Role.ADMINISTRATOR, True)],
)
def test_who_may_match(editions, role, may):
    earlier, later = editions
    pair = (keys(earlier)[0], keys(later)[0])
    here, elsewhere = make_member(role, later.profile.place), make_member(role, make_place())
    if not may:
        with pytest.raises(workflow.WorkflowError):
            workflow.match_findings(later.profile, *pair, by=here, is_same=True)
        return
    match = workflow.match_findings(later.profile, *pair, by=here, is_same=True)
    if role != Role.ADMINISTRATOR:
        with pytest.raises(workflow.WorkflowError, match="not assigned"):
            workflow.delete_match(match, by=elsewhere)
    workflow.delete_match(match, by=here)
