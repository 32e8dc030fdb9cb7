"""Comments: by staff and through a link, on a finding and on the whole, answered and settled."""

import uuid

import pytest

from profiles import workflow
from profiles.content.serialize import serialize_revision
from profiles.models import Comment, Revision
from profiles.workflow import WorkflowError
from tests.factories import make_complete, make_member, make_place, make_user
from tests.workflow.drafting import all_rows, type_into

pytestmark = pytest.mark.usefixtures("domains")


@pytest.mark.parametrize("role", ["Analyst", "Reviewer", "Publisher", "Administrator"])
def test_staff_comment_on_a_finding_and_on_the_whole(role):
    draft, user = make_complete(), make_member(role)
    key = draft.findings.first().key
    on_finding = workflow.comment(draft, " Which law? ", user, finding_key=key)
    on_all = workflow.comment(draft, "Well written.", user)
    assert (on_finding.text, on_finding.finding_key, on_finding.by) == ("Which law?", key, user)
    assert (on_all.finding_key, on_all.writer) == (None, user.name)
    draft.refresh_from_db()
    assert draft.lock_version == 1


def test_a_ministry_comments_with_a_name():
    draft = make_complete()
    link, _token = workflow.create_review_link(draft, None, "Ministry")
    comment = workflow.comment(draft, "We agree.", link=link, name=" Dr Example ")
    assert (comment.writer, comment.by, comment.link) == ("Dr Example", None, link)
    signed_in_too = workflow.comment(draft, "We agree.", make_user(), link=link, name="Dr Example")
    assert signed_in_too.by is None
    with pytest.raises(WorkflowError, match="Give your name"):
        workflow.comment(draft, "We agree.", link=link, name="  ")


def test_a_link_is_for_its_own_revision():
    link, _token = workflow.create_review_link(make_complete(), None, "Ministry")
    with pytest.raises(WorkflowError, match="link is closed"):
        workflow.comment(make_complete(), "Elsewhere.", link=link, name="Dr Example")
    assert not Comment.objects.exists()


def test_nobody_says_nothing_and_nobody_is_no_writer():
    draft, user = make_complete(), make_user()
    thread = workflow.comment(draft, "A remark.", user)
    before = all_rows()
    for text, reason in (("", "has no text"), (" \n", "has no text"), ("x" * 4001, "longer than 4000")):
        with pytest.raises(WorkflowError, match=reason):
            workflow.comment(draft, text, user)
        with pytest.raises(WorkflowError, match=reason):
            workflow.reply(thread, text, user)
    for speak in (lambda: workflow.comment(draft, "A."), lambda: workflow.reply(thread, "A.", None)):
        with pytest.raises(WorkflowError, match="needs the name of its author"):
            speak()
    assert all_rows() == before
    assert len(workflow.comment(draft, "x" * 4000, user).text) == 4000


def test_a_comment_on_a_finding_that_is_gone():
    draft, user = make_complete(), make_user()
    content = serialize_revision(draft)
    missing_key = uuid.UUID(content["findings"].pop(0)["key"])
    before = workflow.comment(draft, "Which law?", user, finding_key=missing_key)
    draft = workflow.save_content(draft, content, 1, user)
    for key in (missing_key, uuid.uuid4()):
        with pytest.raises(WorkflowError, match="no longer in the draft"):
            workflow.comment(draft, "Too late.", user, finding_key=key)
    assert Comment.objects.get() == before  # what was said of it stays, and can be answered
    assert workflow.reply(before, "It went.", user).finding_key == missing_key


def test_comments_stay_when_the_text_changes():
    draft, user = make_complete(), make_user()
    key = draft.findings.first().key
    workflow.comment(draft, "Which law?", user, finding_key=key)
    type_into(draft, user, "The law of 2019.")
    assert Comment.objects.get().finding_key == key


def test_a_reply_to_a_reply_joins_the_thread():
    draft, user = make_complete(), make_user()
    thread = workflow.comment(draft, "Which law?", user, finding_key=draft.findings.first().key)
    answer = workflow.reply(thread, "That of 2019.", user)
    further = workflow.reply(answer, "Thank you.", user)
    assert [c.parent for c in (answer, further)] == [thread, thread]
    assert {c.finding_key for c in (answer, further)} == {thread.finding_key}
    (result,) = draft.comments.threads()
    assert list(result.replies.all()) == [answer, further]


def test_threads_cost_the_same_however_many(django_assert_num_queries):
    draft, user = make_complete(), make_user()
    for _ in range(5):
        workflow.reply(workflow.comment(draft, "A.", user), "B.", make_user())
    with django_assert_num_queries(2):
        writers = [[c.writer, *(r.writer for r in c.replies.all())] for c in draft.comments.threads()]
    assert len(writers) == 5


def test_settling_a_thread_and_opening_it_again():
    draft, first, second = make_complete(), make_user(), make_user()
    thread = workflow.comment(draft, "Which law?", first)
    answer = workflow.reply(thread, "That of 2019.", second)
    assert list(draft.comments.unresolved()) == [thread]
    settled = workflow.resolve(answer, second)  # a reply is settled with its thread
    assert (settled, settled.resolved_by) == (thread, second)
    assert settled.resolved_at is not None
    assert workflow.resolve(thread, first).resolved_by == second
    assert not draft.comments.unresolved().exists()
    opened = workflow.reopen(thread, first)
    assert (opened.resolved_at, opened.resolved_by) == (None, None)
    assert list(draft.comments.unresolved()) == [thread]


def test_people_without_rights_and_elsewhere_are_silent():
    draft = make_complete()
    thread = workflow.comment(draft, "Which law?", make_user())
    before = all_rows()
    for user in (make_user(is_superuser=False), make_member("Analyst", make_place())):
        for speak in (
            lambda user=user: workflow.comment(draft, "A.", user),
            lambda user=user: workflow.reply(thread, "A.", user),
            lambda user=user: workflow.resolve(thread, user),
            lambda user=user: workflow.reopen(thread, user),
        ):
            with pytest.raises(WorkflowError, match=r"Your account may|not assigned"):
                speak()
    assert all_rows() == before


def test_what_was_closed_or_discarded_meanwhile_takes_no_comment():
    """The page was open while somebody published or discarded: the state that counts is the stored one."""
    user = make_user()
    for close in (workflow.publish, workflow.discard):
        draft = make_complete()
        thread = workflow.comment(draft, "Which law?", user)
        thread.revision = Revision.objects.get(pk=draft.pk)
        close(Revision.objects.get(pk=draft.pk), None)
        for speak in (
            lambda draft=draft: workflow.comment(draft, "A.", user),
            lambda thread=thread: workflow.reply(thread, "A.", user),
            lambda thread=thread: workflow.resolve(thread, user),
        ):
            with pytest.raises(WorkflowError, match=r"revision is closed|discarded in the meantime"):
                speak()
