"""Several at once on one profile: one wins, the others are told, and nothing is lost or doubled."""

import threading
import time
import uuid

import pytest
from django.db import connection, transaction

from profiles import search, workflow
from profiles.choices import OPEN_STATES, Action, State
from profiles.content.schema import digest
from profiles.content.serialize import serialize_revision
from profiles.models import Place, Profile, Revision, SearchWord
from profiles.workflow import WorkflowError
from tests.factories import make_complete, make_draft, make_place, make_profile, make_published, make_user
from tests.workflow.drafting import actions_logged, with_text

pytestmark = pytest.mark.usefixtures("shared_database")


def together(*acts) -> list[str]:
    """Run `acts` in threads that set off at the same moment; return "done" or the refusal of each."""
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act) -> None:
        try:
            barrier.wait(timeout=10)
            act()
            outcomes.append("done")
        except WorkflowError as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


class TestTwoAtOnce:
    def test_one_of_two_publishers_wins(self):
        live = make_published()
        draft = workflow.start_revision(live.profile, by=None)
        outcomes = together(*[lambda: workflow.publish(draft, by=None)] * 2)
        assert outcomes == ["This revision has been published before.", "done"]
        assert live.profile.revisions.published().count() == 1
        assert actions_logged(live.profile).count(Action.PUBLISH) == 2

    def test_two_cities_of_a_country_are_both_published_and_found(self):
        country = make_place("Togetherland")
        cities = [make_place(f"Port {name}", level="city", parent=country) for name in ("Uno", "Due")]
        drafts = [make_draft(make_profile(city), introduction="") for city in cities]
        for draft, word in zip(drafts, ("Lanterns.", "Harbours."), strict=True):
            draft.findings.update(text=word)  # no word in common: nothing but the country is waited for
        is_begun = threading.Event()

        def first() -> None:
            with transaction.atomic():
                workflow.publish(drafts[0], by=None)
                is_begun.set()
                time.sleep(0.5)  # the other comes to the country's row before this is committed

        def second() -> None:
            is_begun.wait(timeout=10)
            workflow.publish(drafts[1], by=None)

        assert together(first, second) == ["done", "done"]
        for city, word in zip(cities, ("lantern", "harbour"), strict=True):
            assert {hit.profile.place for hit in search.search(word).hits} == {city}
        assert search.search("togetherland").places == [country]
        search.index_domains()
        counts = set(SearchWord.objects.values_list("word", "times"))
        search.rebuild()
        assert set(SearchWord.objects.values_list("word", "times")) == counts

    def test_one_of_two_starters_wins(self):
        live = make_published()
        outcomes = together(*[lambda: workflow.start_revision(live.profile, by=None)] * 2)
        assert outcomes == ["There is an open revision already. Continue that one.", "done"]
        assert live.profile.revisions.open().count() == 1

    def test_publishing_and_discarding_at_once_leaves_one_or_the_other(self):
        draft = make_draft()
        outcomes = together(
            lambda: workflow.publish(Revision.objects.get(pk=draft.pk), by=None),
            lambda: workflow.discard(Revision.objects.get(pk=draft.pk), by=None),
        )
        assert outcomes.count("done") == 1
        left = Revision.objects.filter(pk=draft.pk).first()
        assert left is None or (left.is_published and left.findings.count() == 4)

    def test_one_of_two_writers_wins(self):
        draft, user = make_draft(), make_user()

        content = serialize_revision(draft)
        outcomes = together(
            lambda: workflow.save_content(draft, with_text(content, "One."), 1, user),
            lambda: workflow.save_content(draft, with_text(content, "Two."), 1, user),
        )
        assert outcomes.count("done") == 1
        draft.refresh_from_db()
        assert draft.lock_version == 2

    def test_one_of_two_creators_wins(self):
        place = make_place()

        def create(slug: str):
            profile = Profile(place=place, edition=1, year=2021, slug=slug)
            return lambda: workflow.add_profile(profile, by=None)

        outcomes = together(create("one"), create("two"))
        assert outcomes.count("done") == 1
        assert "already has a profile of this edition" in "".join(outcomes)
        assert Profile.objects.get().slug in ("one", "two")

    def test_one_of_two_who_change_a_place_wins(self):
        place = make_place("Oneland")
        version = workflow.place_version(place)

        def rename(name: str):
            other_place = Place.objects.get(pk=place.pk)
            other_place.name = name
            return lambda: workflow.save_place(other_place, by=None, version=version)

        outcomes = together(rename("Twoland"), rename("Threeland"))
        assert outcomes.count("done") == 1
        assert "Somebody else has saved" in "".join(outcomes)
        assert place.log.count() == 1

    def test_two_places_that_are_moved_into_each_other(self):
        country = make_place("Ringland")
        states = [make_place(f"State {name}", level="state", parent=country) for name in ("Uno", "Due")]

        def move(number: int):
            copy = Place.objects.get(pk=states[number].pk)
            copy.parent = states[1 - number]
            return lambda: workflow.save_place(copy, by=None)

        outcomes = together(move(0), move(1))
        assert outcomes.count("done") == 1
        assert "at most three others" in "".join(outcomes)

    def test_a_profile_of_a_place_that_is_just_deleted(self):
        place = make_place()
        profile = Profile(place=place, edition=1, year=2021, slug="one")
        outcomes = together(
            lambda: workflow.add_profile(profile, by=None),
            lambda: workflow.delete_place(Place.objects.get(pk=place.pk), by=None),
        )
        assert outcomes.count("done") == 1
        assert Place.objects.filter(pk=place.pk).exists() == Profile.objects.exists()

    def test_a_comment_on_what_is_just_discarded(self):
        draft, user = make_draft(), make_user()
        outcomes = together(
            lambda: workflow.comment(Revision.objects.get(pk=draft.pk), "A remark.", user),
            lambda: workflow.discard(draft, by=None),
        )
        assert outcomes in (["done", "done"], ["This draft has been discarded in the meantime.", "done"])

    def test_two_clocks_publish_once(self):
        draft = make_complete()
        workflow.submit(draft, by=None)
        workflow.approve(draft, by=None)
        Revision.objects.filter(pk=draft.pk).update(publish_at="2020-01-01T00:00Z")
        publish = lambda: workflow.publish_scheduled("revision", draft.pk)  # noqa: E731
        assert together(publish, publish) == ["done", "done"]
        assert actions_logged(draft.profile).count(Action.PUBLISH) == 1


ROUNDS = 12


def test_eight_publish_and_save_the_same_profile():
    """Four add a finding to whatever they last read, four publish; all are refused where they are late."""
    profile = make_published(findings=6).profile
    barrier, lock = threading.Barrier(8), threading.Lock()
    names: list[str] = []
    counts = {"saved": 0, "published": 0, "refused": 0}
    crashes: list[BaseException] = []

    def count(what: str) -> None:
        with lock:
            counts[what] += 1

    def save_once(name: str) -> None:
        revision = Revision.objects.open().filter(profile=profile).first()
        if revision is None:
            revision = workflow.start_revision(profile, by=None)
        content = serialize_revision(revision)
        new_finding = content["findings"][0] | {"key": str(uuid.uuid4()), "text": name}
        content["findings"].append(new_finding)
        workflow.save_content(revision, content, revision.lock_version, None)
        with lock:
            names.append(name)
        count("saved")

    def publish_once(name: str) -> None:
        revision = Revision.objects.open().filter(profile=profile).first()
        if revision is not None:
            workflow.publish(revision, by=None)
            count("published")

    def work(number: int) -> None:
        try:
            barrier.wait(timeout=20)
            for turn in range(ROUNDS):
                act = save_once if number % 2 else publish_once
                try:
                    act(f"Said by {number} in turn {turn}.")
                except WorkflowError:
                    count("refused")
                live = Revision.objects.filter(profile=profile, state=State.PUBLISHED).count()
                count_open = Revision.objects.filter(profile=profile, state__in=OPEN_STATES).count()
                assert live == 1
                assert count_open <= 1
        except BaseException as crash:
            crashes.append(crash)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert crashes == []
    newest = profile.revisions.order_by("-number").first()
    texts = list(newest.findings.values_list("text", flat=True))
    assert sorted(text for text in texts if text.startswith("Said by")) == sorted(names)  # each, and once
    assert len(texts) == 6 + len(names)
    assert counts["saved"] > 0
    assert counts["published"] == profile.log.filter(verb=Action.PUBLISH).count() - 1
    numbers = list(profile.revisions.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    for revision in profile.revisions.all():
        latest = profile.snapshots.filter(revision_number=revision.number).newest_first().first()
        assert revision.number == 1 or latest.digest == digest(serialize_revision(revision))
