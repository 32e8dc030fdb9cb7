"""The table of the names of places: folded once, true after each change, sent to another process as it is."""

import pickle

import pytest

from profiles.imports.text import place_names
from profiles.imports.text.place_names import PlaceNames
from profiles.models import Place
from tests.factories import make_place

pytestmark = pytest.mark.django_db


def test_names_are_folded_once_until_one_of_them_changes(monkeypatch, django_assert_num_queries):
    place, folded, fold = make_place("Oldland"), [], place_names._fold
    monkeypatch.setattr(place_names, "_fold", lambda rows: folded.append(rows) or fold(rows))
    for _ in range(3):
        with django_assert_num_queries(1):
            assert PlaceNames().slug_of("Republic of Oldland") == "oldland"
    assert len(folded) == 1
    # Past all actions, as a bulk change is.
    Place.objects.filter(pk=place.pk).update(aliases=["Formerland"])
    assert PlaceNames().slug_of("formerland") == "oldland"
    assert len(folded) == 2
    place.delete()
    assert PlaceNames().slug_of("Oldland") is None


def test_what_is_sent_to_another_process_needs_no_database(django_assert_num_queries):
    make_place("Sentland")
    data = pickle.dumps(PlaceNames())
    with django_assert_num_queries(0):
        received = pickle.loads(data)  # noqa: S301 (our own)
        assert received.slug_of("Sentland") == "sentland"
        assert received.longest_name_in("A profile of Sentland, 2021") == ("sentland", "sentland")


def test_a_name_that_two_places_bear_names_neither():
    for slug in ("twinland-1", "twinland-2"):
        make_place("Twinland", slug=slug, official_name=f"Republic of {slug}")
    assert PlaceNames().slug_of("Twinland") is None
    assert PlaceNames().longest_name_in("Twinland") is None
    assert PlaceNames().slug_of("Republic of Twinland 2") == "twinland-2"
