"""The index holds what the public may see, and nothing else, after each verb."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from profiles import search, workflow
from profiles.models import DomainText, Place, SearchEntry, SearchWord
from tests.factories import make_place
from tests.search.conftest import draft, search_texts

SECRET = "The xylophone is hidden."


def is_known(word: str) -> bool:
    return SearchWord.objects.filter(word=word).exists()


@pytest.mark.usefixtures("domains")
def test_a_draft_is_never_found():
    revision = draft(SECRET, introduction="A xylophone.")
    assert search_texts("xylophone") == set()
    assert not search.search("Exampleland").places
    search.rebuild()
    assert search_texts("xylophone") == set()
    assert not is_known("xylophone")
    assert search.search("xylophon").better == ""
    workflow.publish(revision, by=None)
    assert search_texts("xylophone") == {SECRET, "A xylophone."}
    assert is_known("xylophone")


def test_a_draft_beside_the_live_text_is_not_found_and_replaces_it_when_it_is_published(publish_texts):
    live = publish_texts("The lantern is old.")
    revision = workflow.start_revision(live.profile, by=None)
    revision.findings.update(text=SECRET)
    assert search_texts("xylophone") == set()
    workflow.publish(revision, by=None)
    assert search_texts("xylophone") == {SECRET}
    assert search_texts("lantern") == set()
    assert not is_known("lantern")


def test_what_is_withdrawn_is_found_no_more_and_its_words_are_forgotten(publish_texts):
    place = make_place("Gonelandia")
    live = publish_texts(SECRET, "A word that stays.", place=place)
    publish_texts("Another word that stays.")
    workflow.withdraw(live, by=None, reason="A fictional reason.")
    assert search_texts("xylophone") == set()
    assert search.search("gonelandia").places == []
    assert search.search("xylophon").better == ""
    assert not is_known("xylophone")
    assert is_known("stays")
    search.rebuild()
    assert not SearchEntry.objects.filter(profile=live.profile).exists()


def test_a_verb_that_fails_leaves_the_index_as_it_was(publish_texts):
    live = publish_texts("The lantern is old.")

    def withdrawn_and_then_failed() -> None:
        with transaction.atomic():
            workflow.withdraw(live, by=None, reason="A fictional reason.")
            assert search_texts("lantern") == set()
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        withdrawn_and_then_failed()
    assert search_texts("lantern") == {"The lantern is old."}


def test_a_profile_whose_facts_change_is_found_once(publish_texts):
    profile = publish_texts("The lantern is old.").profile
    profile.licence = "A fictional licence"
    workflow.change_facts(profile, by=None)
    (hit,) = search.search("lantern").hits
    assert hit.profile.licence == "A fictional licence"
    assert SearchWord.objects.get(word="lantern").times == 1


def test_a_place_that_is_renamed_or_moved_is_found_as_it_is_now(publish_texts):
    place = make_place("Oldlandia", region="002", subregion="011")
    publish_texts("The lantern is old.", place=place)
    place.name = place.official_name = "Newlandia"
    place.region, place.subregion = "150", "154"
    workflow.save_place(place, by=None)
    assert search.search("newlandia").places == [place]
    assert search.search("oldlandia").places == []
    assert search_texts("lantern", region="150")
    assert not search_texts("lantern", region="002")


def test_the_administration_saves_places_by_the_action(publish_texts, admin_client):
    place = make_place("Oldlandia")
    publish_texts("The lantern is old.", place=place)
    address = reverse("admin:profiles_place_change", args=[place.pk])
    form = admin_client.get(address).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}
    answer = admin_client.post(address, data | {"name": "Newlandia", "official_name": "Newlandia"})
    assert answer.status_code == 302
    assert [place.name for place in search.search("newlandia").places] == ["Newlandia"]


def test_a_place_that_is_deleted_is_found_no_more_and_its_name_is_forgotten(db, admin_client):
    # Only what is not marked as fictional has a page before it has a profile.
    place = make_place("Oldlandia", is_fictional=False)
    workflow.save_place(place, by=None)
    assert search.search("oldlandia").places == [place]
    assert is_known("oldlandia")
    assert (
        admin_client.post(
            reverse("admin:profiles_place_delete", args=[place.pk]), {"post": "yes"}
        ).status_code
        == 302
    )
    assert search.search("oldlandia").places == []
    assert not is_known("oldlandia")


def test_the_texts_of_domains_are_followed(domains):
    search.rebuild()
    DomainText.objects.filter(domain__number=1, language="en").update(description="About xylophones.")
    search.index_domains()
    (number,) = search.search("xylophone").domains
    assert number == DomainText.objects.filter(domain__number=1).first().domain_id


def test_rebuilding_gives_what_the_verbs_had_kept(publish_texts):
    publish_texts("The lantern is old.", "The harbour is new.", introduction="A lantern.", language="en")
    publish_texts("La lanterne est vieille.", language="fr")
    search.index_domains()
    rows, words = (
        list(SearchEntry.objects.order_by("pk").values()),
        set(SearchWord.objects.values_list("word", "times")),
    )
    output = StringIO()
    call_command("rebuild_search", stdout=output)
    assert list(SearchEntry.objects.order_by("pk").values()) == rows
    assert set(SearchWord.objects.values_list("word", "times")) == words
    assert "texts can be found." in output.getvalue()


def test_an_index_that_lacks_the_domains_is_missing(domains):
    assert search.is_missing()
    search.rebuild()
    assert not search.is_missing()


@pytest.mark.usefixtures("mali")
def test_a_fresh_installation_finds_malis_profile():
    assert {hit.profile.slug for hit in search.search("readmission").hits} == {"mali-2021"}
    assert search.search("Malí").places == [Place.objects.get(slug="mali")]
