"""A translation from the start to the public by the pages of the administration, and its comments."""

from datetime import timedelta

import pytest
from django.utils import timezone

from profiles import workflow
from profiles.choices import Provenance, State
from profiles.content.serialize import serialize_revision
from profiles.models import Comment, Translation
from tests.admin.forms import admin_address, messages_of
from tests.admin.translation.translating import keys, make_translator, signed_in
from tests.factories import (
    make_complete,
    make_in_state,
    make_member,
    make_published,
    make_published_translation,
    make_translation,
    make_user,
)
from tests.pages import parse, text_of as words_of

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def translation(db) -> Translation:
    return make_translation(make_published())


def state_of(translation: Translation) -> str:
    return Translation.objects.get(pk=translation.pk).state


def buttons(client, translation: Translation) -> set[str]:
    """Return the names of the steps that the page offers."""
    page = parse(client.get(admin_address(translation)))
    base = admin_address(translation, "")[:-1]
    links = page.xpath("//a[contains(@class, 'button')]/@href")
    return {link.removeprefix(base).strip("/") for link in links if link.startswith(base)} - {"preview"}


def test_from_the_start_to_the_public_and_out_of_it(settings):
    settings.FOUR_EYES = True
    live = make_published()
    place = live.profile.place
    writer = signed_in(make_translator(place, "fr"))
    response = writer.post(f"{admin_address(live.profile, 'translate')}fr/")
    translation = Translation.objects.get()
    assert response["Location"] == admin_address(translation)
    assert (translation.language, translation.revision) == ("fr", live)
    unit = keys(translation)[0]
    sent = {f"text-{unit}": "Constat.", f"original-{unit}": "x", "version": translation.lock_version}
    writer.post(admin_address(translation), sent)
    assert buttons(writer, translation) == {"submit", "discard"}
    translation.refresh_from_db()
    writer.post(admin_address(translation, "submit"), {"version": translation.lock_version, "note": "Fini."})
    assert state_of(translation) == State.IN_REVIEW
    reviewer = signed_in(make_member("Reviewer", place))
    page = parse(reviewer.get(admin_address(translation, "approve")))
    assert "Fini." in words_of(page)
    assert "Constat." in words_of(parse(reviewer.get(admin_address(translation))))
    reviewer.post(admin_address(translation, "approve"), {"version": translation.lock_version})
    assert state_of(translation) == State.APPROVED
    publisher = signed_in(make_member("Publisher", place))
    publisher.post(
        admin_address(translation, "publish"), {"version": translation.lock_version, "when": "now"}
    )
    assert state_of(translation) == State.PUBLISHED
    assert buttons(publisher, translation) == {"withdraw"}
    assert publisher.post(admin_address(translation, "withdraw"), {"note": ""}).status_code == 409
    publisher.post(admin_address(translation, "withdraw"), {"note": "A fictional reason."})
    assert state_of(translation) == State.WITHDRAWN


def test_whoever_wrote_last_does_not_approve(settings, translation):
    settings.FOUR_EYES = True
    writer = make_member("Administrator", translation.profile.place)
    Translation.objects.filter(pk=translation.pk).update(changed_by=writer)
    workflow.submit(translation, None)
    response = signed_in(writer).post(
        admin_address(translation, "approve"), {"version": translation.lock_version}
    )
    assert response.status_code == 409
    assert "You made the last change" in words_of(parse(response))
    assert state_of(translation) == State.IN_REVIEW


def test_it_is_sent_back_with_a_reason_that_the_translator_reads(admin_client, translation):
    workflow.submit(translation, None)
    assert admin_client.post(admin_address(translation, "send_back"), {"note": " "}).status_code == 409
    admin_client.post(admin_address(translation, "send_back"), {"note": "Second sentence, please."})
    assert state_of(translation) == State.DRAFT
    assert "Second sentence, please." in words_of(parse(admin_client.get(admin_address(translation))))


def test_nothing_empty_and_nothing_official_without_approval_is_submitted(admin_client, translation):
    Translation.objects.filter(pk=translation.pk).update(provenance=Provenance.OFFICIAL)
    page = parse(admin_client.get(admin_address(translation, "submit")))
    assert page.xpath("//a[contains(@href, '#reference')]")
    assert not page.xpath("//form[@class='step-form']")
    Translation.objects.filter(pk=translation.pk).update(provenance=Provenance.SITE, units={})
    response = admin_client.post(admin_address(translation, "submit"), {"version": translation.lock_version})
    assert response.status_code == 409
    assert state_of(translation) == State.DRAFT


def test_it_is_scheduled_and_taken_off_the_schedule(admin_client, translation):
    workflow.approve(workflow.submit(translation, None), None)
    moment = timezone.now() + timedelta(days=3)
    sent = {"version": translation.lock_version, "when": "later"}
    sent |= {"day": f"{moment:%Y-%m-%d}", "hour": f"{moment:%H:%M}"}
    admin_client.post(admin_address(translation, "publish"), sent)
    translation.refresh_from_db()
    assert translation.publish_at is not None
    admin_client.post(admin_address(translation, "unschedule"))
    translation.refresh_from_db()
    assert translation.publish_at is None


def test_a_draft_is_discarded_and_comes_back_from_the_history(admin_client, translation):
    units = translation.units
    admin_client.post(admin_address(translation, "discard"), {"version": translation.lock_version})
    assert not Translation.objects.exists()
    profile = translation.profile
    snapshot = profile.snapshots.get(language="fr")
    page = parse(admin_client.get(f"{admin_address(profile, 'history')}{snapshot.pk}/"))
    assert "[fr] Fictional finding 1" in words_of(page)
    admin_client.post(f"{admin_address(profile, 'history')}{snapshot.pk}/restore/")
    assert Translation.objects.get().units == units
    assert not profile.revisions.open().exists()


def test_a_restored_translation_can_be_taken_back(admin_client, translation):
    before, profile = translation.units, translation.profile
    key = keys(translation)[0]
    workflow.save_translation(translation, {}, translation.lock_version, make_user())
    changed = {key: {"text": "Autre.", "original": before[key]["original"]}}
    translation.refresh_from_db()
    workflow.save_translation(translation, changed, translation.lock_version, make_user())
    old = profile.snapshots.filter(language="fr").order_by("made_at", "pk").first()
    response = admin_client.post(f"{admin_address(profile, 'history')}{old.pk}/restore/", follow=True)
    assert Translation.objects.get().units == before
    (undo,) = parse(response).xpath("//form[@class='undo']/@action")
    assert "The text before it is kept" in messages_of(response)
    admin_client.post(undo)
    assert Translation.objects.get().units == changed


def test_the_history_says_which_language_and_mixes_nothing(admin_client, translation):
    """A text of a translation is not compared with the original, nor taken for what was submitted of it."""
    workflow.send_back(workflow.submit(translation, None), None, "Again.")
    profile = translation.profile
    page = parse(admin_client.get(admin_address(profile, "history")))
    (entry,) = page.xpath("//ol[@class='timeline']/li[strong[contains(., 'Submitted')]]")
    assert "French" in words_of(entry)
    assert not entry.xpath(".//a[contains(@href, 'compare')]")
    snapshot = profile.snapshots.filter(language="fr").first()
    compare = f"{admin_address(profile, 'compare')}?from=s{snapshot.pk}"
    assert admin_client.get(compare).status_code == 404
    draft = workflow.start_revision(profile, None)
    text = words_of(parse(admin_client.get(admin_address(draft))))
    assert "back on" not in text


def test_a_translation_moves_to_the_open_revision(admin_client, translation):
    profile = translation.profile
    assert "move_on" not in buttons(admin_client, translation)
    draft = workflow.start_revision(profile, None)
    content = serialize_revision(draft)
    content["findings"][0]["text"] = "Said otherwise."
    workflow.save_content(draft, content, draft.lock_version, None)
    assert "move_on" in buttons(admin_client, translation)
    admin_client.post(admin_address(translation, "move_on"), {"revision": draft.pk})
    translation.refresh_from_db()
    assert (translation.revision, translation.outdated_count) == (draft, 1)
    stranger = make_published()
    response = admin_client.post(admin_address(translation, "move_on"), {"revision": stranger.pk})
    assert response.status_code == 409


# Together with the original


@pytest.fixture
def approved(db) -> tuple:
    """An approved revision with an approved translation into French, and one into Spanish in review."""
    revision = make_in_state(State.APPROVED)
    french, spanish = make_translation(revision, "fr"), make_translation(revision, "es")
    workflow.approve(workflow.submit(french, None), None)
    workflow.submit(spanish, None)
    return revision, french, spanish


def test_a_translation_of_a_withdrawn_text_can_move_to_the_next_one(admin_client, translation):
    live = translation.revision
    workflow.withdraw(live, None, "A fictional reason.")
    assert "move_on" not in buttons(admin_client, translation)
    draft = workflow.start_revision(live.profile, None)
    assert "move_on" in buttons(admin_client, translation)
    admin_client.post(admin_address(translation, "move_on"), {"revision": draft.pk})
    translation.refresh_from_db()
    assert translation.revision == draft


def test_a_revision_is_published_with_the_translations_that_are_chosen(admin_client, approved):
    revision, french, spanish = approved
    page = parse(admin_client.get(admin_address(revision, "publish")))
    assert page.xpath("//input[@name='with_translations']/@value") == [str(french.pk)]
    assert page.xpath("//input[@name='with_translations']/@checked")
    sent = {"version": revision.lock_version, "when": "now", "with_translations": [french.pk]}
    admin_client.post(admin_address(revision, "publish"), sent)
    assert (state_of(french), state_of(spanish)) == (State.PUBLISHED, State.IN_REVIEW)


def test_a_translation_that_is_left_out_stays_approved(admin_client, approved):
    revision, french, _spanish = approved
    admin_client.post(admin_address(revision, "publish"), {"version": revision.lock_version, "when": "now"})
    revision.refresh_from_db()
    assert (revision.state, state_of(french)) == (State.PUBLISHED, State.APPROVED)


def test_a_translation_that_is_not_approved_publishes_nothing(admin_client, approved):
    revision, french, spanish = approved
    sent = {"version": revision.lock_version, "when": "now", "with_translations": [french.pk, spanish.pk]}
    assert admin_client.post(admin_address(revision, "publish"), sent).status_code == 409
    revision.refresh_from_db()
    assert (revision.state, state_of(french)) == (State.APPROVED, State.APPROVED)


def test_a_revision_is_scheduled_with_its_translations(admin_client, approved):
    revision, french, _spanish = approved
    moment = timezone.now() + timedelta(days=3)
    sent = {"version": revision.lock_version, "when": "later", "with_translations": [french.pk]}
    sent |= {"day": f"{moment:%Y-%m-%d}", "hour": f"{moment:%H:%M}"}
    admin_client.post(admin_address(revision, "publish"), sent)
    for text in (revision, french):
        text.refresh_from_db()
    assert revision.publish_at == french.publish_at is not None


def test_only_what_a_publisher_may_publish_is_offered(approved):
    revision, french, _spanish = approved
    publisher = make_translator(revision.profile.place, "", "Publisher")
    page = parse(signed_in(publisher).get(admin_address(revision, "publish")))
    assert page.xpath("//input[@name='with_translations']/@value") == [str(french.pk)]
    group = publisher.groups.get()
    group.permissions.remove(group.permissions.get(codename="publish_translation"))
    page = parse(signed_in(publisher).get(admin_address(revision, "publish")))
    assert not page.xpath("//input[@name='with_translations']")


def test_the_withdrawal_says_which_translations_go_along(admin_client):
    live = make_published()
    french = make_published_translation(live)
    page = words_of(parse(admin_client.get(admin_address(live, "withdraw"))))
    assert "Its translations are withdrawn with it, for the same reason: French." in page
    admin_client.post(admin_address(live, "withdraw"), {"note": "A fictional reason."})
    assert state_of(french) == State.WITHDRAWN


# Comments


def test_comments_of_a_translation_are_its_own(admin_client):
    draft = make_complete()
    translation = make_translation(draft)
    finding = draft.findings.first()
    admin_client.post(
        admin_address(translation, "comments/add"), {"text": "Ce mot ?", "finding": str(finding.key)}
    )
    thread = Comment.objects.get()
    assert (thread.translation, thread.revision) == (translation, draft)
    admin_client.post(admin_address(translation, f"comments/{thread.pk}/reply"), {"text": "Corrigé."})
    page = words_of(parse(admin_client.get(admin_address(translation, "comments"))))
    assert all(text in page for text in ("Ce mot ?", "Corrigé.", f"[fr] {finding.text}"))
    assert "Finding 1" in page
    of_revision = words_of(parse(admin_client.get(admin_address(draft, "comments"))))
    assert "Ce mot ?" not in of_revision
    assert "not resolved yet" not in words_of(parse(admin_client.get(admin_address(draft, "submit"))))
    assert "not resolved yet" in words_of(parse(admin_client.get(admin_address(translation, "submit"))))
    assert admin_client.post(admin_address(draft, f"comments/{thread.pk}/resolve")).status_code == 404
    admin_client.post(admin_address(translation, f"comments/{thread.pk}/resolve"))
    assert not Comment.objects.of(translation).unresolved().exists()


def test_a_translator_comments_on_translations_of_their_language(translation):
    writer = signed_in(make_translator(translation.profile.place, "fr"))
    assert writer.post(admin_address(translation, "comments/add"), {"text": "Un mot."}).status_code == 302
    other = signed_in(make_translator(translation.profile.place, "es"))
    assert other.post(admin_address(translation, "comments/add"), {"text": "Un mot."}).status_code == 403


# Where they are found


def test_the_page_of_a_profile_lists_every_language(admin_client):
    live = make_published()
    draft = workflow.start_revision(live.profile, None)
    french = make_translation(draft)
    page = parse(admin_client.get(admin_address(live.profile)))
    (section,) = page.xpath("//section[@id='translations']")
    names = [words_of(term) for term in section.xpath(".//dt")]
    assert len(names) == 4
    assert not any("English" in name for name in names)
    assert section.xpath(f".//a[@href='{admin_address(french)}']")
    assert [o.get("value") for o in section.xpath(".//select[@id='source-es']/option")] == ["2", "1"]
    admin_client.post(f"{admin_address(live.profile, 'translate')}es/", {"revision": "1"})
    assert Translation.objects.get(language="es").revision == live


def test_a_translation_that_may_not_be_started_says_why(admin_client):
    profile = make_published().profile
    for language in ("en", "xx", "fr"):
        if language == "fr":
            make_translation(profile.revisions.get())
        response = admin_client.post(f"{admin_address(profile, 'translate')}{language}/")
        assert response["Location"] == f"{admin_address(profile)}#translations"
    assert Translation.objects.count() == 1


def test_the_dashboard_names_what_waits_and_what_is_outdated(translation):
    workflow.submit(translation, None)
    place = translation.profile.place
    reviewer = signed_in(make_member("Reviewer", place))
    waiting = parse(reviewer.get("/admin/")).xpath("//section[@aria-labelledby='dashboard-waiting']//a/@href")
    assert admin_address(translation) in waiting
    live = make_published()
    make_published_translation(live)
    draft = workflow.start_revision(live.profile, None)
    content = serialize_revision(draft)
    content["findings"][0]["text"] = "Said otherwise."
    workflow.save_content(draft, content, draft.lock_version, None)
    workflow.publish(draft, None)

    def outdated(language: str, where) -> list[str]:
        client = signed_in(make_translator(where, language))
        page = parse(client.get("/admin/"))
        return page.xpath("//section[@aria-labelledby='dashboard-outdated']//li//a/@href")

    assert outdated("fr", live.profile.place) == [f"{admin_address(live.profile)}#translations"]
    assert outdated("es", live.profile.place) == []
    assert outdated("fr", place) == []
