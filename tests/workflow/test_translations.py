"""Translations: started, saved, restored, published, withdrawn, and how they follow the original."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from profiles import workflow
from profiles.choices import Action, JobKind, State
from profiles.content.serialize import serialize_revision
from profiles.content.translations import (
    CHANGE_NOTE,
    INTRODUCTION,
    build_units,
    count_units,
    finding_key,
    load_units,
)
from profiles.models import Job, Revision, Translation
from profiles.workflow import OvertakenError, WorkflowError
from tests.factories import (
    make_complete,
    make_draft,
    make_in_state,
    make_member,
    make_published,
    make_published_translation,
    make_translation,
)
from tests.jobs import make_due, run_jobs

pytestmark = pytest.mark.usefixtures("domains")

HOUR = timezone.timedelta(hours=1)


def unit(text: str, original: str) -> dict[str, str]:
    return {"text": text, "original": original}


def save(translation: Translation, **changes: str) -> Translation:
    """Save units of a draft: the introduction, or findings by their position (p0=…)."""
    rows = {item.key: item for item in build_units(translation.revision, translation.units)}
    units = dict(translation.units)
    for name, text in changes.items():
        key = INTRODUCTION
        if name != INTRODUCTION:
            key = finding_key(str(translation.revision.findings.get(position=int(name[1:])).key))
        units[key] = unit(text, rows[key].original)
    return workflow.save_translation(translation, units, translation.lock_version, None)


def approved(translation: Translation) -> Translation:
    return workflow.approve(workflow.submit(translation, by=None), by=None)


def revise(live: Revision, **texts: str) -> Revision:
    """Start a revision in which findings say something else."""
    draft = workflow.start_revision(live.profile, by=None)
    content = serialize_revision(draft)
    for name, text in texts.items():
        key = str(draft.findings.get(position=int(name[1:])).key)
        next(row for row in content["findings"] if row["key"] == key)["text"] = text
    return workflow.save_content(draft, content, draft.lock_version, None)


# Writing


def test_a_new_translation_is_of_the_draft_or_of_the_live_text():
    live = make_published()
    assert workflow.start_translation(live.profile, "fr", None).revision == live
    draft = workflow.start_revision(live.profile, by=None)
    assert workflow.start_translation(live.profile, "es", None).revision == draft
    assert workflow.start_translation(live.profile, "ar", None, revision=live).revision == live


@pytest.mark.parametrize("language", ["en", "sq", "xx", ""])
def test_there_is_none_into_its_own_language_or_one_without_pages(language):
    live = make_published()
    with pytest.raises(WorkflowError):
        workflow.start_translation(live.profile, language, None)
    assert not Translation.objects.exists()


def test_one_translation_into_a_language_is_open_at_a_time():
    live = make_published()
    workflow.start_translation(live.profile, "fr", None)
    with pytest.raises(WorkflowError, match="There is an open translation already"):
        workflow.start_translation(live.profile, "fr", None)


def test_a_new_one_begins_with_what_is_published():
    live = make_published()
    before = make_published_translation(live, provenance="official", reference="A fictional ministry")
    again = workflow.start_translation(live.profile, "fr", None)
    assert again.units == before.units
    assert (again.provenance, again.reference, again.number) == ("official", "A fictional ministry", None)
    assert (again.missing_count, again.outdated_count) == (0, 0)


def test_a_new_one_begins_with_what_was_withdrawn_where_nothing_is_published():
    live = make_published()
    withdrawn = make_published_translation(live)
    workflow.withdraw(live, None, "A fictional reason.")
    draft = workflow.start_revision(live.profile, None)
    again = workflow.start_translation(live.profile, "fr", None)
    assert (again.revision, again.units) == (draft, withdrawn.units)


def test_one_of_a_text_that_was_just_replaced_is_refused():
    live = make_published()
    workflow.publish(workflow.start_revision(live.profile, None), None)
    with pytest.raises(WorkflowError, match="has been closed in the meantime"):
        workflow.start_translation(live.profile, "fr", None, revision=live)


def test_saving_keeps_every_state_in_the_history():
    live = make_published()
    translation = workflow.start_translation(live.profile, "fr", None)
    assert translation.missing_count == count_units(build_units(live, {})).missing == 5
    translation = save(translation, p0="Un constat.")
    translation = save(translation, p0="Un constat, mieux dit.", introduction="Une introduction.")
    assert translation.missing_count == 3
    key = finding_key(str(live.findings.get(position=0).key))
    snapshots = live.profile.snapshots.filter(language="fr").newest_first()
    assert [load_units(row).get(key, {}).get("text") for row in snapshots] == [
        "Un constat, mieux dit.",
        "Un constat.",
        None,
    ]
    verbs = live.profile.log.filter(language="fr").values_list("verb", flat=True)
    assert list(verbs) == [Action.SAVE, Action.SAVE, Action.START]
    assert not live.profile.snapshots.filter(language="", verb=Action.SAVE).exists()


def test_saving_the_same_again_changes_nothing():
    translation = save(make_translation(make_published()), p0="Un constat.")
    again = workflow.save_translation(translation, translation.units, translation.lock_version - 1, None)
    assert again.lock_version == translation.lock_version


def test_who_comes_second_is_told_and_nothing_is_lost():
    first = make_translation(make_published())
    second = Translation.objects.get(pk=first.pk)
    save(first, p0="Un constat.")
    with pytest.raises(OvertakenError):
        save(second, p0="Une autre phrase.")
    stored = Translation.objects.get(pk=first.pk)
    taken = workflow.save_translation(
        stored,
        stored.units,
        stored.lock_version,
        None,
        aside=second.units | {"introduction": unit("À moi.", "x")},
    )
    aside = stored.profile.snapshots.get(verb=Action.SET_ASIDE)
    assert load_units(aside)["introduction"]["text"] == "À moi."
    assert taken.units == stored.units


def test_what_cannot_be_stored_is_refused_with_a_sentence():
    translation = make_translation(make_published(change_note="A note."))
    for key, text in ((CHANGE_NOTE, "x" * 301), (INTRODUCTION, "a\x00b")):
        with pytest.raises(WorkflowError):
            workflow.save_translation(translation, {key: unit(text, "y")}, translation.lock_version, None)
    facts = workflow.TranslationFacts(provenance="machine")
    with pytest.raises(WorkflowError):
        workflow.save_translation(translation, {}, translation.lock_version, None, facts=facts)


def test_an_earlier_text_is_restored():
    live = make_published()
    translation = save(workflow.start_translation(live.profile, "fr", None), p0="Un constat.")
    earlier = translation.units
    translation = save(translation, p0="Autre chose.")
    restored = workflow.restore_translation(live.profile, "fr", earlier, None)
    assert restored.units == earlier
    assert live.profile.log.filter(language="fr").first().verb == Action.RESTORE


def test_what_is_discarded_can_be_restored():
    live = make_published()
    translation = save(workflow.start_translation(live.profile, "fr", None), p0="Un constat.")
    units = translation.units
    workflow.discard_translation(translation, None)
    assert not Translation.objects.exists()
    kept = live.profile.snapshots.get(verb=Action.DISCARD)
    assert load_units(kept) == units
    assert workflow.restore_translation(live.profile, "fr", load_units(kept), None).units == units


# The way to the public


def test_four_eyes_hold_for_translations_too():
    live = make_published()
    writer = make_member("Administrator")
    translation = workflow.start_translation(live.profile, "fr", writer)
    units = {INTRODUCTION: unit("Une introduction.", live.introduction)}
    translation = workflow.save_translation(translation, units, translation.lock_version, writer)
    translation = workflow.submit(translation, by=writer)
    with pytest.raises(WorkflowError, match="You made the last change"):
        workflow.approve(translation, by=writer)
    translation = workflow.approve(translation, by=make_member("Reviewer"))
    published = workflow.publish(translation, by=make_member("Publisher"))
    assert (published.state, published.number) == (State.PUBLISHED, 1)
    assert published.frozen_title.startswith("Indicateurs de gouvernance")


def test_nothing_translated_is_not_submitted():
    translation = workflow.start_translation(make_published().profile, "fr", None)
    with pytest.raises(WorkflowError, match="Nothing is translated yet"):
        workflow.submit(translation, by=None)


def test_an_official_one_says_who_approved_it():
    translation = make_translation(make_published(), provenance="official")
    with pytest.raises(WorkflowError, match="say who approved it"):
        workflow.publish(translation, by=None)


def test_a_translation_of_a_draft_waits_for_it():
    draft = make_in_state(State.APPROVED)
    translation = approved(make_translation(draft))
    with pytest.raises(WorkflowError, match="is not public"):
        workflow.publish(translation, by=make_member("Publisher"))
    workflow.publish(draft, by=make_member("Publisher"), with_translations=[translation])
    translation.refresh_from_db()
    assert (translation.state, translation.number) == (State.PUBLISHED, 1)


def test_the_profile_and_its_translations_are_published_together_or_not_at_all():
    draft = make_in_state(State.APPROVED)
    french = approved(make_translation(draft))
    spanish = make_translation(draft, "es")  # still a draft
    with pytest.raises(WorkflowError):
        workflow.publish(draft, by=make_member("Publisher"), with_translations=[french, spanish])
    draft.refresh_from_db()
    french.refresh_from_db()
    assert draft.state == french.state == State.APPROVED


def test_another_profiles_translation_is_refused():
    draft = make_in_state(State.APPROVED)
    other = approved(make_translation(make_published()))
    with pytest.raises(WorkflowError, match="of another revision"):
        workflow.publish(draft, by=None, with_translations=[other])


def test_they_are_scheduled_together_or_the_translation_later():
    draft = make_in_state(State.APPROVED)
    french, spanish = approved(make_translation(draft)), approved(make_translation(draft, "es"))
    moment = timezone.now() + HOUR
    with pytest.raises(WorkflowError, match="Schedule the original first"):
        workflow.schedule(french, None, moment)
    draft = workflow.schedule(draft, None, moment, with_translations=[french])
    with pytest.raises(WorkflowError, match="together with its original, or later"):
        workflow.schedule(spanish, None, moment - HOUR / 2)
    workflow.schedule(spanish, None, moment + HOUR)
    past = timezone.now() - HOUR
    Revision.objects.filter(pk=draft.pk).update(publish_at=past)
    Translation.objects.filter(pk=french.pk).update(publish_at=past)
    make_due(kind=JobKind.PUBLISH)
    run_jobs(JobKind.PUBLISH)
    assert draft.profile.revisions.published().get() == draft
    states = dict(Translation.objects.values_list("language", "state"))
    assert states == {"fr": State.PUBLISHED, "es": State.APPROVED}
    Translation.objects.filter(pk=spanish.pk).update(publish_at=past)
    make_due(kind=JobKind.PUBLISH)
    run_jobs(JobKind.PUBLISH)
    spanish.refresh_from_db()
    assert spanish.state == State.PUBLISHED
    assert not Job.objects.filter(kind=JobKind.PUBLISH).exists()


def test_what_is_sent_back_takes_its_translations_off_the_schedule():
    draft = make_in_state(State.APPROVED)
    french = approved(make_translation(draft))
    draft = workflow.schedule(draft, None, timezone.now() + HOUR, with_translations=[french])
    workflow.send_back(draft, None, "A fictional reason.")
    french.refresh_from_db()
    assert (french.state, french.publish_at) == (State.APPROVED, None)
    assert french.profile.log.filter(language="fr", verb=Action.UNSCHEDULE).exists()


def test_a_correction_is_the_next_number_and_the_one_before_stays():
    live = make_published()
    first = make_published_translation(live)
    second = workflow.publish(
        save(workflow.start_translation(live.profile, "fr", None), p0="Mieux."), by=None
    )
    first.refresh_from_db()
    assert (first.state, first.number, second.number) == (State.SUPERSEDED, 1, 2)


@pytest.mark.parametrize("name", ["units", "reference", "frozen_title", "number", "language", "provenance"])
def test_a_published_translation_never_changes(name):
    published = make_published_translation(make_published())
    value = {"units": {}, "number": 9, "language": "es"}.get(name, "official")
    with pytest.raises(IntegrityError), transaction.atomic():
        Translation.objects.filter(pk=published.pk).update(**{name: value})
    with pytest.raises(IntegrityError), transaction.atomic():
        Translation.objects.filter(pk=published.pk).delete()


def test_who_withdraws_the_profile_withdraws_its_translations():
    live = make_published()
    translation = make_published_translation(live)
    workflow.withdraw(live, None, "A fictional reason.")
    translation.refresh_from_db()
    assert (translation.state, translation.withdrawal_reason) == (State.WITHDRAWN, "A fictional reason.")
    assert live.profile.log.filter(language="fr", verb=Action.WITHDRAW).exists()


def test_a_translation_is_withdrawn_alone():
    live = make_published()
    translation = make_published_translation(live)
    workflow.withdraw(translation, None, "A fictional reason.")
    live.refresh_from_db()
    assert live.is_published
    assert not Translation.objects.public().exists()


# Following the original


def test_what_is_published_is_kept_for_the_next_revision():
    live = make_published(change_note="A fictional change.")
    before = make_published_translation(live)
    later = workflow.publish(revise(live, p1="Other words."), by=None)
    kept = Translation.objects.get(revision=later)
    assert (kept.state, kept.number, kept.outdated_count) == (State.PUBLISHED, 1, 1)
    assert CHANGE_NOTE not in kept.units
    before.refresh_from_db()
    assert (before.state, before.revision) == (State.PUBLISHED, live)
    assert live.profile.log.filter(language="fr", verb=Action.CARRY).count() == 1


def test_a_new_translation_published_with_it_takes_the_place_of_the_one_before():
    live = make_published()
    make_published_translation(live)
    draft = revise(live, p1="Other words.")
    french = save(workflow.start_translation(live.profile, "fr", None), p1="D’autres mots.")
    workflow.publish(draft, by=None, with_translations=[french])
    newest = Translation.objects.published().get(revision=draft)
    assert (newest.pk, newest.number, newest.outdated_count) == (french.pk, 1, 0)


def test_an_open_one_goes_on_with_the_new_revision():
    live = make_published()
    french = workflow.start_translation(live.profile, "fr", None)
    french = save(french, p0="Un constat.")
    later = workflow.publish(revise(live, p0="Other words."), by=None)
    french.refresh_from_db()
    assert french.revision == later
    assert (french.outdated_count, french.state) == (1, State.DRAFT)


def test_a_draft_that_changes_counts_anew():
    draft = make_complete()
    french = make_translation(draft)
    content = serialize_revision(draft)
    content["findings"][0]["text"] = "Other words."
    workflow.save_content(draft, content, draft.lock_version, None)
    french.refresh_from_db()
    assert french.outdated_count == 1


def test_a_discarded_draft_gives_its_translations_back_to_the_live_text():
    live = make_published()
    draft = workflow.start_revision(live.profile, by=None)
    french = save(workflow.start_translation(live.profile, "fr", None), p0="Un constat.")
    assert french.revision == draft
    workflow.discard(draft, by=None)
    french.refresh_from_db()
    assert french.revision == live
    assert len(french.units) == 1


def test_the_translation_of_a_first_draft_goes_with_it_and_can_be_restored():
    draft = make_draft()
    french = save(workflow.start_translation(draft.profile, "fr", None), p0="Un constat.")
    units = french.units
    workflow.discard(draft, by=None)
    assert not Translation.objects.exists()
    assert load_units(draft.profile.snapshots.get(language="fr", verb=Action.DISCARD)) == units
