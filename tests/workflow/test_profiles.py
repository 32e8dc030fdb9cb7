"""Profiles are created with their first text, or begun without one."""

import json
from pathlib import Path

import pytest

from profiles import workflow
from profiles.choices import Action, State
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import Profile
from profiles.workflow import WorkflowError
from tests.factories import make_place, make_profile, make_user
from tests.workflow.drafting import NO_TEXT, actions_logged, all_rows, snapshots_of

pytestmark = pytest.mark.usefixtures("domains")

MALI = json.loads(Path("fixtures/mali-2021.json").read_text(encoding="utf-8"))["profiles"][0]


def test_a_profile_is_created_with_its_text_a_snapshot_and_a_log_entry():
    make_place("Mali", slug="mali", is_fictional=False)
    user = make_user()
    draft = workflow.create_profile(MALI, by=user)
    assert serialize_revision(draft) == {name: MALI[name] for name in NO_TEXT}
    assert (draft.number, draft.state, draft.created_by, draft.changed_by) == (1, State.DRAFT, user, user)
    assert actions_logged(draft.profile) == [Action.CREATE]
    assert [(s.verb, s.made_by, load_snapshot(s)) for s in snapshots_of(draft)] == [
        (Action.CREATE, user, serialize_revision(draft))
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"place": "nowhere"}, "There is no place “nowhere”"),
        ({"edition": 1}, "already has a profile of edition 1"),
        ({"year": 1850}, "between 2010 and 2100"),
        ({"findings": [MALI["findings"][0] | {"domain": "happiness"}]}, "no known domain"),
        ({"introduction": None}, "lacks a part"),
    ],
)
def test_a_profile_that_cannot_be_is_refused_and_leaves_nothing(changes, reason):
    make_profile(make_place("Mali", slug="mali"), edition=1)
    before = all_rows()
    with pytest.raises(WorkflowError, match=reason):
        workflow.create_profile(MALI | changes, by=None)
    assert all_rows() == before


def test_a_new_profile_is_checked_and_logged():
    user = make_user()
    profile = Profile(place=make_place(), edition=1, year=2022, slug="new-2022")
    workflow.add_profile(profile, by=user)
    entry = profile.log.get()
    assert (entry.verb, entry.by, entry.revision_number) == (Action.CREATE, user, None)
    with pytest.raises(WorkflowError, match="lies between 2010 and 2100"):
        workflow.add_profile(Profile(place=make_place(), edition=1, year=1900, slug="old-1900"), by=user)
