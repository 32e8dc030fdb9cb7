"""The page of a revision that is only read: its text, where it stands, and no way to change it."""

import pytest

from profiles.choices import State
from profiles.content.serialize import serialize_revision
from profiles.models import Revision
from tests.admin.forms import admin_address
from tests.admin.revision.test_transitions import signed_in
from tests.factories import make_complete, make_in_state, make_member, make_profile
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")

READ_ONLY = [state for state in State if state != State.DRAFT]


@pytest.mark.parametrize("state", READ_ONLY)
def test_a_revision_that_is_no_draft_is_read_and_refuses_a_forged_post(admin_client, state):
    revision = make_in_state(state)
    before = serialize_revision(revision)
    page = parse(admin_client.get(admin_address(revision)))
    form = page.get_element_by_id("revision_form")
    assert not form.xpath(".//textarea | .//input[@type='submit'] | .//input[@type='text']")
    text = text_of(page)
    assert all(finding["text"] in text for finding in before["findings"])
    assert "A fictional law" in text
    data = {"introduction": "Forged.", "change_note": "Forged.", "version": revision.lock_version}
    assert admin_client.post(admin_address(revision), data).status_code == 409
    assert admin_client.post(admin_address(revision, "delete"), {"post": "yes"}).status_code == 403
    assert serialize_revision(Revision.objects.get(pk=revision.pk)) == before


def test_a_withdrawn_one_shows_the_reason_that_the_public_reads(admin_client):
    page = text_of(parse(admin_client.get(admin_address(make_in_state(State.WITHDRAWN)))))
    assert "Withdrawn from publication, for this reason: A fictional reason." in page


def test_a_reviewer_reads_a_draft_and_learns_why_she_cannot_edit():
    draft = make_complete(make_profile())
    page = text_of(parse(signed_in(make_member("Reviewer")).get(admin_address(draft))))
    assert "Your account may read profiles here, but not change them." in page
    assert "so all of it is new" in page


def test_its_history_is_that_of_its_profile(admin_client):
    draft = make_complete()
    response = admin_client.get(admin_address(draft, "history"))
    assert response["Location"] == admin_address(draft.profile, "history")
    assert admin_client.get("/admin/profiles/revision/999/history/").status_code == 404
