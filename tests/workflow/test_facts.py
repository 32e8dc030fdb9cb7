"""The facts of a profile: who changes which of them, and until when; and deleting a profile."""

import pytest

from profiles import workflow
from profiles.choices import Action, State
from profiles.models import Profile
from profiles.workflow import WorkflowError
from tests.factories import (
    make_draft,
    make_in_state,
    make_member,
    make_place,
    make_profile,
    make_published,
)

pytestmark = pytest.mark.usefixtures("domains")


def test_facts_are_changed_with_a_line_in_the_log():
    profile, user = make_published().profile, make_member("Publisher")
    profile.licence = "CC BY 4.0"
    workflow.change_facts(profile, user)
    assert Profile.objects.get(pk=profile.pk).licence == "CC BY 4.0"
    entry = profile.log.first()
    assert (entry.verb, entry.by, entry.note) == (Action.FACTS, user, "licence")
    workflow.change_facts(profile, user)
    assert profile.log.filter(verb=Action.FACTS).count() == 1


def test_facts_beside_a_live_text_are_for_publishers():
    live, draft, analyst = make_published(), make_draft(), make_member("Analyst")
    live.profile.licence = draft.profile.licence = "CC BY 4.0"
    with pytest.raises(WorkflowError, match="a publisher may change its facts"):
        workflow.change_facts(live.profile, analyst)
    assert not Profile.objects.get(pk=live.profile.pk).licence
    workflow.change_facts(draft.profile, analyst)
    assert Profile.objects.get(pk=draft.profile.pk).licence == "CC BY 4.0"


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
@pytest.mark.parametrize("fact", ["place", "edition", "language", "year", "month", "slug"])
def test_what_a_text_is_of_stays_once_it_is_submitted(fact, state):
    """So nothing is published under a title that nobody approved, whichever door asks."""
    profile = make_in_state(state).profile
    values = {"place": make_place(), "edition": 7, "language": "fr", "year": 2019, "month": 2, "slug": "x"}
    setattr(profile, fact, values[fact])
    with pytest.raises(WorkflowError, match="cannot change once the text is submitted or published"):
        workflow.change_facts(profile, make_member("Publisher"))
    result = Profile.objects.get(pk=profile.pk)
    assert getattr(result, fact) != values[fact]
    assert not profile.log.filter(verb=Action.FACTS).exists()


def test_what_was_sent_back_can_be_corrected():
    draft = workflow.send_back(make_in_state(State.APPROVED), None, "The month is wrong.")
    draft.profile.month = 2
    workflow.change_facts(draft.profile, make_member("Analyst"))
    assert Profile.objects.get(pk=draft.profile_id).month == 2


def test_a_profile_is_not_moved_to_a_place_of_others():
    home = make_place()
    profile, analyst = make_profile(home), make_member("Analyst", home)
    profile.place = make_place("Elsewhereland")
    with pytest.raises(WorkflowError, match="not assigned to Elsewhereland"):
        workflow.change_facts(profile, analyst)
    assert Profile.objects.get(pk=profile.pk).place == home


def test_a_change_of_one_fact_leaves_what_others_changed_at_the_same_moment():
    profile = make_draft().profile
    other_copy = Profile.objects.get(pk=profile.pk)
    profile.licence, other_copy.isbn = "CC BY 4.0", "978-92-1"
    workflow.change_facts(other_copy, None, fields=["isbn"])
    workflow.change_facts(profile, None, fields=["licence"])
    result = Profile.objects.get(pk=profile.pk)
    assert (result.licence, result.isbn) == ("CC BY 4.0", "978-92-1")


def test_what_somebody_has_begun_to_write_meanwhile_is_not_deleted():
    profile = make_profile()
    draft = workflow.start_revision(profile, by=None)
    with pytest.raises(WorkflowError, match="Discard that one first"):
        workflow.delete_profile(profile, None)
    workflow.discard(draft, by=None)
    with pytest.raises(WorkflowError, match="may read profiles here"):
        workflow.delete_profile(profile, make_member("Publisher"))
    workflow.delete_profile(profile, make_member("Analyst"))
    assert not Profile.objects.exists()


def test_a_text_does_not_become_the_original_of_the_language_it_is_translated_into():
    draft = make_draft()
    translation = workflow.start_translation(draft.profile, "fr", None)
    profile = draft.profile
    profile.language = "fr"
    with pytest.raises(WorkflowError, match="There is a translation into this language"):
        workflow.change_facts(profile, None)
    workflow.discard_translation(translation, None)
    workflow.change_facts(profile, None)
    assert Profile.objects.get(pk=profile.pk).language == "fr"
