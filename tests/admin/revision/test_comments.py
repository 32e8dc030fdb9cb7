"""The comments page: where a comment stands, who may do what, and that nothing typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from profiles import workflow
from profiles.choices import Role, State
from profiles.models import Comment
from tests.factories import make_draft, make_in_state, make_member, make_place, make_user
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(revision, name="comments", *parts) -> str:
    return reverse(f"admin:profiles_revision_{name}", args=[revision.pk, *parts])


def form_of(page, anchor: str):
    """Return the text area for a new comment on what has the id `anchor`."""
    (box,) = page.xpath(f"//textarea[@id='text-{anchor}']")
    return box


def test_a_comment_stands_beside_its_finding_and_leads_back_to_it(admin_client):
    draft = make_draft()
    finding = draft.findings.all()[1]
    response = admin_client.post(
        url(draft, "comment"), {"finding": finding.key, "text": "Which law?\r\nSay so."}
    )
    assert response["Location"] == f"{url(draft)}#{finding.anchor}"
    comment = Comment.objects.get()
    assert (comment.finding_key, comment.text, comment.by.username) == (
        finding.key,
        "Which law?\nSay so.",
        "editor",
    )
    page = parse(admin_client.get(url(draft)))
    (row,) = page.xpath(f"//article[@id='{finding.anchor}']")
    assert "Which law?" in text_of(row) and finding.text in text_of(row)
    assert "1 open comment" in text_of(page)


def test_the_whole_text_is_there_with_a_box_for_each_finding(admin_client):
    draft = make_draft(findings=12)
    page = parse(admin_client.get(url(draft)))
    for finding in draft.findings.all():
        form_of(page, finding.anchor)
    form_of(page, "whole")
    assert len(page.xpath("//h2[contains(@class, 'section-heading')]")) == 1 + 1 + 6


def test_reply_settle_and_open_again(admin_client):
    draft = make_draft()
    thread = workflow.comment(draft, "General comments.", make_user("writer"))
    again = f"{url(draft)}#whole"
    assert admin_client.post(url(draft, "reply", thread.pk), {"text": "An answer."})["Location"] == again
    assert thread.replies.get().text == "An answer."
    assert admin_client.post(url(draft, "resolve", thread.pk))["Location"] == again
    assert not Comment.objects.unresolved().exists()
    assert "Resolved by editor" in text_of(parse(admin_client.get(url(draft))))
    admin_client.post(url(draft, "reopen", thread.pk))
    assert Comment.objects.unresolved().get() == thread


def test_the_filter_shows_what_is_open_and_stays_on(admin_client):
    draft = make_draft()
    first, second = draft.findings.all()[:2]
    user = make_user()
    workflow.resolve(workflow.comment(draft, "Settled long ago.", user, finding_key=first.key), user)
    waiting = workflow.comment(draft, "Still waiting.", user, finding_key=second.key)
    page = text_of(parse(admin_client.get(f"{url(draft)}?show=open")))
    assert "Still waiting." in page and "Settled long ago." not in page
    assert second.text in page and first.text not in page
    response = admin_client.post(url(draft, "reply", waiting.pk), {"text": "Soon.", "show": "open"})
    assert response["Location"] == f"{url(draft)}?show=open#{second.anchor}"
    everything = text_of(parse(admin_client.get(url(draft))))
    assert "Settled long ago." in everything and first.text in everything


@pytest.mark.parametrize(
    ("text", "reason"),
    [("x" * 4001, "longer than 4000 characters"), ("a\0b", "Null characters"), ("  ", "has no text")],
)
def test_what_is_refused_stands_in_its_own_box_with_the_reason(admin_client, text, reason):
    draft = make_draft()
    finding = draft.findings.first()
    response = admin_client.post(url(draft, "comment"), {"finding": finding.key, "text": text})
    assert response.status_code == 400
    box = form_of(parse(response), finding.anchor)
    assert box.get("aria-describedby") == f"why-{finding.anchor}"
    assert "open" in box.getparent().getparent().attrib
    assert reason in response.content.decode()
    if "\0" not in text:
        assert box.text_content().strip() == text.strip()
    assert not Comment.objects.exists()


def test_a_refused_reply_stands_in_its_own_box(admin_client):
    draft = make_draft()
    thread = workflow.comment(draft, "General comments.", make_user())
    response = admin_client.post(url(draft, "reply", thread.pk), {"text": "y" * 4001})
    assert form_of(parse(response), str(thread.pk)).text_content().strip() == "y" * 4001


def test_a_comment_on_a_finding_that_is_gone_is_kept_in_the_box_of_the_whole(admin_client):
    draft = make_draft()
    finding = draft.findings.first()
    workflow.comment(draft, "About what went.", make_user(), finding_key=finding.key)
    finding.delete()
    response = admin_client.post(url(draft, "comment"), {"finding": finding.key, "text": "Too late."})
    page = parse(response)
    assert form_of(page, "whole").text_content().strip() == "Too late."
    assert "no longer in the draft" in response.content.decode()
    assert "About what went." in text_of(page.xpath("//section[@id='whole']")[0])


def test_a_draft_that_is_gone_hands_back_what_was_typed(admin_client):
    draft = make_draft()
    address = url(draft, "comment")
    workflow.discard(draft, by=None)
    response = admin_client.post(address, {"text": "Typed for long."})
    assert response.status_code == 404
    assert "Typed for long." in response.content.decode()


def test_who_was_signed_out_gets_back_what_was_typed(client):
    draft = make_draft()
    response = client.post(url(draft, "comment"), {"text": "Typed for long."})
    assert response.status_code == 403
    assert "Typed for long." in response.content.decode()
    assert "Open the revision as it is now" not in response.content.decode()
    assert draft.profile.title not in response.content.decode()
    assert not Comment.objects.exists()


def test_a_closed_revision_is_read_and_takes_no_more(admin_client):
    closed = make_in_state(State.PUBLISHED)
    page = parse(admin_client.get(url(closed)))
    assert not page.xpath("//textarea")
    assert "This revision is closed" in text_of(page)
    response = admin_client.post(url(closed, "comment"), {"text": "Too late."})
    assert response.status_code == 403
    page = parse(response)
    assert page.xpath("//textarea[@readonly]")[0].value.strip() == "Too late."
    assert page.xpath("//textarea[@readonly]/@lang") == [closed.profile.language]
    address = reverse("admin:profiles_revision_change", args=[closed.pk])
    (link,) = page.xpath("//a[contains(@class, 'button') and @target='_blank']/@href")
    assert link == address


@pytest.mark.parametrize("name", ["comments", "comment", "sign_off", "invite"])
def test_other_peoples_places_are_not_there(name):
    draft = make_draft()
    stranger = signed_in(make_member(Role.ANALYST, make_place()))
    for response in (stranger.get(url(draft, name)), stranger.post(url(draft, name), {"text": "x"})):
        assert response.status_code == 404
        assert draft.introduction not in response.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_comments_on_its_places(role):
    """Translators comment on translations: tests/admin/translation/test_comments.py."""
    draft = make_draft()
    member = signed_in(make_member(role, draft.profile.place))
    status = 403 if role == Role.TRANSLATOR else 302
    assert member.post(url(draft, "comment"), {"text": "Mine."}).status_code == status


def test_comments_are_changed_by_post_alone(admin_client):
    draft = make_draft()
    thread = workflow.comment(draft, "General comments.", make_user())
    for name in ("reply", "resolve", "reopen"):
        assert admin_client.get(url(draft, name, thread.pk)).status_code == 405
    assert admin_client.get(url(draft, "comment")).status_code == 405


def test_many_comments_cost_as_many_queries_as_few(admin_client, django_assert_max_num_queries):
    draft = make_draft(findings=12)
    user = make_user()
    for finding in draft.findings.all():
        for _ in range(3):
            workflow.reply(workflow.comment(draft, "Why?", user, finding_key=finding.key), "So.", user)
    with django_assert_max_num_queries(15):
        admin_client.get(url(draft))


def test_a_comment_through_a_link_says_so(admin_client):
    draft = make_draft()
    link, _token = workflow.create_review_link(draft, None, "Ministry of Examples")
    workflow.comment(draft, "From outside.", link=link, name="A. Director")
    page = text_of(parse(admin_client.get(url(draft))))
    assert "A. Director through the link for Ministry of Examples" in page
