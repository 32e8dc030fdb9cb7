"""The history of a profile: the timeline, each kept text, the difference of any two, and restoring one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import workflow
from profiles.choices import State
from profiles.content.schema import VERSION
from profiles.content.serialize import serialize_revision
from profiles.models import Revision, Snapshot
from tests.admin.forms import admin_address, messages_of
from tests.admin.revision.test_transitions import signed_in
from tests.factories import make_complete, make_in_state, make_member, make_user
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")


def replace_text(draft: Revision, old: str, new: str, by) -> Revision:
    """Save the draft with one wording replaced in its first finding."""
    content = serialize_revision(draft)
    content["findings"][0]["text"] = content["findings"][0]["text"].replace(old, new)
    return workflow.save_content(draft, content, draft.lock_version, by)


@pytest.fixture
def draft(db) -> Revision:
    """A draft beside a live text, saved twice by two people."""
    live = make_in_state(State.PUBLISHED)
    draft = workflow.start_revision(live.profile, by=None)
    draft = replace_text(draft, "Fictional", "First", make_user("anna", first_name="Anna"))
    return replace_text(draft, "First", "Second", make_user("ben", first_name="Ben"))


def first_text(draft: Revision) -> str:
    return serialize_revision(Revision.objects.get(pk=draft.pk))["findings"][0]["text"]


# The timeline


def test_who_when_what_and_why(admin_client, draft):
    revision = workflow.submit(draft, make_user("eva", first_name="Eva"), note="For domain 2.")
    workflow.send_back(revision, make_user("rob", first_name="Rob"), reason="Name the law.")
    page = parse(admin_client.get(admin_address(draft.profile, "history")))
    lines = [text_of(line) for line in page.xpath("//ol[@class='timeline']/li")]
    assert "Sent back to the writers (revision 2) Rob Name the law." in lines[0]
    assert "Submitted for review (revision 2) Eva For domain 2." in lines[1]
    assert "Saved changes (revision 2) Ben" in lines[2]
    assert "Saved changes (revision 2) Anna" in lines[3]
    assert "Started a revision" in lines[4]
    # Each save is one line, with the text that it left.
    assert sum("Saved changes" in line for line in lines) == 2
    assert all("Read this text" in line for line in lines[1:5])
    assert page.xpath("//ol[@class='timeline']/li[1]/time/@datetime")


def test_what_was_saved_while_typing_has_its_line(admin_client, draft):
    content = serialize_revision(draft)
    content["introduction"] = "Typed."
    workflow.save_content(draft, content, draft.lock_version, make_user("typist"), is_automatic=True)
    lines = parse(admin_client.get(admin_address(draft.profile, "history"))).xpath(
        "//ol[@class='timeline']/li"
    )
    assert "Saved while typing" in text_of(lines[0])


def test_a_document_that_was_taken_in_has_its_line_with_its_text(admin_client, draft):
    content = serialize_revision(draft) | {"introduction": "Brought."}
    cleo, version = make_user("cleo", first_name="Cleo"), (draft.number, draft.lock_version)
    facts = {"place": draft.profile.place.slug, "edition": draft.profile.edition}
    workflow.import_profile(facts | content, cleo, note="second.docx", seen=version)
    lines = parse(admin_client.get(admin_address(draft.profile, "history"))).xpath(
        "//ol[@class='timeline']/li"
    )
    assert "Imported a document (revision 2) Cleo second.docx" in text_of(lines[0])
    assert "Read this text" in text_of(lines[0])
    assert "Saved changes (revision 2) Ben" in text_of(lines[1])


def test_a_long_history_has_pages_and_costs_the_same(admin_client, draft):
    address = admin_address(draft.profile, "history")
    admin_client.get(address)
    with CaptureQueriesContext(connection) as few:
        admin_client.get(address)
    user = make_user()
    for number in range(60):
        content = serialize_revision(draft)
        content["introduction"] = f"Introduction {number}."
        draft = workflow.save_content(draft, content, draft.lock_version, user)
    with CaptureQueriesContext(connection) as many:
        page = parse(admin_client.get(address))
    assert len(many) == len(few) <= 15
    assert len(page.xpath("//ol[@class='timeline']/li")) == 50
    assert page.xpath("//a[@rel='next']/@href") == ["?p=2"]
    assert admin_client.get(f"{address}?p=x").status_code == 200


def test_each_kept_text_is_read(admin_client, draft):
    page = parse(admin_client.get(admin_address(draft.profile, "history")))
    links = page.xpath("//a[contains(., 'Read this text')]/@href")
    assert len(links) >= 4
    assert "Second finding" in text_of(parse(admin_client.get(links[0])))
    older = text_of(parse(admin_client.get(links[1])))
    assert "First finding" in older
    assert "A fictional law" in older


# Of a newer version of the site


@pytest.fixture
def newer(draft) -> Snapshot:
    """The text that was signed off, as a newer version of the site would have stored it."""
    workflow.record_sign_off(draft, by=None, body="Ministry", signed_on=timezone.now().date())
    snapshot = draft.sign_offs.get().snapshot
    replace_text(draft, "Second", "Third", None)
    content = snapshot.content | {"version": VERSION + 1}
    Snapshot.objects.filter(pk=snapshot.pk).update(content=content, digest="newer")
    return snapshot


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/admin/profiles/profile/{profile}/history/{snapshot}/"),
        ("get", "/admin/profiles/profile/{profile}/compare/?from=s{snapshot}&to=2"),
        ("post", "/admin/profiles/profile/{profile}/history/{snapshot}/restore/"),
        ("get", "/admin/profiles/revision/{revision}/sign-off/"),
    ],
)
def test_a_text_of_a_newer_version_is_explained_and_nothing_is_changed(
    admin_client, draft, newer, method, path
):
    names = {"profile": draft.profile_id, "revision": draft.pk, "snapshot": newer.pk}
    before = draft.profile.log.count()
    response = getattr(admin_client, method)(path.format(**names))
    assert response.status_code == 409
    words = text_of(parse(response))
    assert "written by a newer version of this site. Nothing was changed." in words
    assert "has to be updated" in words
    assert "Back to the dashboard" in words
    assert first_text(draft).startswith("Third")
    assert draft.profile.log.count() == before
    assert admin_client.get(admin_address(draft.profile, "history")).status_code == 200


# Restoring


def test_a_kept_text_is_restored_in_one_step_and_that_is_undone(admin_client, draft):
    page = parse(admin_client.get(admin_address(draft.profile, "history")))
    restore = page.xpath("//form[contains(@action, '/restore/')]/@action")[1]
    assert admin_client.get(restore).status_code == 405
    response = admin_client.post(restore, follow=True)
    assert response.redirect_chain == [(admin_address(draft), 302)]
    assert first_text(draft).startswith("First")
    (undo,) = parse(response).xpath("//form[@class='undo']/@action")
    admin_client.post(undo, follow=True)
    assert first_text(draft).startswith("Second")
    assert draft.profile.log.filter(verb="restore").count() == 2
    assert "as it was on" in draft.profile.log.filter(verb="restore").first().note


def test_a_published_text_is_restored_in_a_new_draft_and_that_is_undone(admin_client):
    old = make_in_state(State.SUPERSEDED)
    page = parse(admin_client.get(admin_address(old)))
    (restore,) = page.xpath("//form[contains(@action, '/restore/')]/@action")
    response = admin_client.post(restore, follow=True)
    draft = old.profile.revisions.open().get()
    assert serialize_revision(draft) == serialize_revision(old)
    assert "Undo: discard the draft" in messages_of(response)
    assert admin_address(draft, "discard") in response.content.decode()


def test_what_was_discarded_is_restored(admin_client):
    draft = make_complete()
    profile, before = draft.profile, serialize_revision(draft)
    workflow.discard(draft, by=None)
    page = parse(admin_client.get(admin_address(profile, "history")))
    admin_client.post(page.xpath("//form[contains(@action, '/restore/')]/@action")[0])
    assert serialize_revision(profile.revisions.get()) == before


def test_nothing_is_restored_over_what_is_in_review(admin_client, draft):
    snapshot = draft.profile.snapshots.newest_first()[1]
    workflow.submit(draft, by=None)
    page = parse(admin_client.get(admin_address(draft.profile, "history")))
    assert "Nothing can be restored now" in text_of(page)
    assert not page.xpath("//form[contains(@action, '/restore/')]")
    address = f"{admin_address(draft.profile, 'history')}{snapshot.pk}/restore/"
    response = admin_client.post(address, follow=True)
    assert "It can be edited again when it is sent back." in messages_of(response)
    assert first_text(draft).startswith("Second")


def test_who_may_only_read_restores_nothing(draft):
    reviewer = signed_in(make_member("Reviewer"))
    address = admin_address(draft.profile, "history")
    page = parse(reviewer.get(address))
    assert not page.xpath("//form[contains(@action, '/restore/')]")
    snapshot = draft.profile.snapshots.newest_first()[1]
    reviewer.post(f"{address}{snapshot.pk}/restore/")
    assert first_text(draft).startswith("Second")


# Differences


def difference(admin_client, profile, query: str = ""):
    return parse(admin_client.get(f"{admin_address(profile, 'compare')}{query}")).get_element_by_id("content")


def test_by_default_the_open_text_against_the_public_one(admin_client, draft):
    page = difference(admin_client, draft.profile)
    options = page.xpath(".//option[@selected]/text()")
    assert options == ["Revision 1, published", "Revision 2, draft"]
    assert page.xpath("//del/text()")[-1] == "Fictional"
    assert page.xpath("//ins/text()")[-1] == "Second"


def test_any_two_texts_either_way_round(admin_client, draft):
    reverse = difference(admin_client, draft.profile, "?from=2&to=1")
    assert reverse.xpath("//ins/text()")[-1] == "Fictional"
    snapshot = draft.profile.snapshots.newest_first()[1]
    page = difference(admin_client, draft.profile, f"?from=s{snapshot.pk}&to=2")
    assert page.xpath("//del/text()")[-1] == "First"
    same = difference(admin_client, draft.profile, "?from=2&to=2")
    assert "These are one text." in text_of(same)


def test_what_happened_to_each_finding_is_said_in_words(admin_client, draft):
    content = serialize_revision(draft)
    moved, dropped = content["findings"][3], content["findings"][5]
    content["findings"].remove(dropped)
    moved["domain"] = content["findings"][0]["domain"]
    added = content["findings"][0] | {"key": "11111111-1111-4111-8111-111111111111", "text": "A new one."}
    content["findings"].append(added)
    content["none_identified"] = []
    workflow.save_content(draft, content, draft.lock_version, make_user())
    text = text_of(difference(admin_client, draft.profile))
    for word in ("Added", "Dropped", "Moved here from", "Reworded", "added: A new one.", "removed: "):
        assert word in text, word


def test_only_what_changed_or_the_whole_text(admin_client, draft):
    unchanged = serialize_revision(draft)["findings"][7]["text"]
    assert unchanged not in text_of(difference(admin_client, draft.profile))
    page = difference(admin_client, draft.profile, "?from=1&to=2&show=all")
    assert unchanged in text_of(page)
    assert page.xpath(".//a[@aria-current='page']/text()") == ["The full text"]


@pytest.mark.parametrize(
    "query", ["?from=9", "?to=x", "?from=s99999", "?from=-1", "?to=" + "9" * 40, "?from=²"]
)
def test_a_text_that_is_not_there_is_not_found(admin_client, draft, query):
    assert admin_client.get(f"{admin_address(draft.profile, 'compare')}{query}").status_code == 404


def test_kept_texts_of_another_profile_are_not_found(admin_client, draft):
    other = make_complete()
    workflow.submit(other, by=None)
    pk = other.profile.snapshots.first().pk
    assert admin_client.get(f"{admin_address(draft.profile, 'compare')}?from=s{pk}").status_code == 404
    assert admin_client.get(f"{admin_address(draft.profile, 'history')}{pk}/").status_code == 404
    assert admin_client.post(f"{admin_address(draft.profile, 'history')}{pk}/restore/").status_code == 404


def test_what_comes_again_is_compared_with_what_came_before(admin_client):
    draft = make_complete()
    workflow.submit(draft, by=None)
    assert "What changed since it was submitted" not in text_of(parse(admin_client.get(admin_address(draft))))
    assert "nothing to compare" in text_of(difference(admin_client, draft.profile))
    sent_back = workflow.send_back(draft, by=None, reason="Name the law.")
    again = workflow.submit(replace_text(sent_back, "Fictional", "Mended", make_user()), by=None)
    for address in (admin_address(again), admin_address(again, "approve")):
        (link,) = parse(admin_client.get(address)).xpath(
            "//a[contains(., 'What changed since it was submitted')]/@href"
        )
        page = parse(admin_client.get(link))
        assert (page.xpath("//del/text()")[-1], page.xpath("//ins/text()")[-1]) == ("Fictional", "Mended")
    page = difference(admin_client, again.profile, "?to=1")
    assert (page.xpath("//del/text()")[-1], page.xpath("//ins/text()")[-1]) == ("Fictional", "Mended")


def test_a_draft_that_was_sent_back_is_compared_with_what_was_submitted(admin_client):
    sent_back = workflow.send_back(workflow.submit(make_complete(), by=None), by=None, reason="Name the law.")
    draft = replace_text(sent_back, "Fictional", "Mended", make_user())
    page = difference(admin_client, draft.profile)
    assert (page.xpath("//del/text()")[-1], page.xpath("//ins/text()")[-1]) == ("Fictional", "Mended")


def test_a_single_text_has_nothing_to_compare_with(admin_client):
    draft = make_complete()
    assert "nothing to compare" in text_of(difference(admin_client, draft.profile))
