"""Places are added, changed and deleted by those who may; the log says what, and stays."""

import pytest

from profiles import search, workflow
from profiles.choices import Action, Level, Role
from profiles.models import LogEntry, Place
from profiles.workflow import OvertakenError, WorkflowError
from tests.factories import make_member, make_place, make_profile, make_published, make_user


def logged(place: Place) -> list[tuple[str, str]]:
    return list(place.log.order_by("pk").values_list("verb", "note"))


@pytest.mark.django_db
def test_a_rename_is_logged_with_what_it_was():
    user, place = make_user(), make_place("Oldland")
    place.name, place.names = "Newland", {"fr": "Nouvelle-Terre"}
    workflow.save_place(place, by=user)
    assert logged(place) == [
        (Action.CHANGE_PLACE, "name: Oldland → Newland; names by language (fr): – → Nouvelle-Terre")
    ]
    assert place.log.get().by == user
    place.refresh_from_db()
    assert place.folded_names["fr"] == "nouvelle terre"
    workflow.save_place(place, by=user)  # the same again
    assert place.log.count() == 1


@pytest.mark.django_db
def test_a_change_of_what_was_not_seen_is_refused():
    place = make_place("Seenland")
    version = workflow.place_version(place)
    first, second = Place.objects.get(pk=place.pk), Place.objects.get(pk=place.pk)
    first.designation_note = "A fictional note."
    workflow.save_place(first, by=None, version=version)
    second.name = "Otherland"
    with pytest.raises(OvertakenError, match="Somebody else has saved Seenland"):
        workflow.save_place(second, by=None, version=version)
    place.refresh_from_db()
    assert (place.name, place.designation_note) == ("Seenland", "A fictional note.")


@pytest.mark.django_db
def test_the_log_of_a_deleted_place_stays():
    place = make_place("Goneland")
    place.official_name = "Kingdom of Goneland"
    workflow.save_place(place, by=None)
    workflow.delete_place(place, by=None)
    assert list(LogEntry.objects.order_by("pk").values_list("place", "place_name", "verb")) == [
        (None, "Goneland", Action.CHANGE_PLACE),
        (None, "Goneland", Action.DELETE_PLACE),
    ]


@pytest.mark.django_db
def test_a_place_that_something_rests_on_is_not_deleted():
    country = make_place("Restland")
    city = make_place("Restville", level="city", parent=country)
    with pytest.raises(WorkflowError, match="Other places lie in this place"):
        workflow.delete_place(country, by=None)
    make_profile(city)
    with pytest.raises(WorkflowError, match="There are profiles of this place"):
        workflow.delete_place(city, by=None)
    assert Place.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.ANALYST, Role.REVIEWER, Role.PUBLISHER])
def test_only_administrators_change_places(role):
    place = make_place("Keepland")
    user = make_member(role)
    actions = [
        lambda: workflow.save_place(place, by=user),
        lambda: workflow.delete_place(place, by=user),
        lambda: workflow.save_place(
            Place(slug="new", name="New", official_name="New", level="country"), by=user
        ),
    ]
    for action in actions:
        with pytest.raises(WorkflowError, match="Your account may not"):
            action()
    assert not LogEntry.objects.exists()


@pytest.mark.django_db
def test_the_address_of_a_stored_place_is_changed_by_its_own_action():
    place = make_place("Slugland")
    place.slug = "elsewhere"
    workflow.save_place(place, by=None)
    place.refresh_from_db()
    assert place.slug == "slugland"
    workflow.change_address(place, "elsewhere", by=None)
    assert logged(place) == [(Action.MOVE, "/places/slugland/ → /places/elsewhere/")]


@pytest.mark.django_db
@pytest.mark.usefixtures("domains")
def test_a_city_that_is_moved_takes_the_page_of_its_country_along():
    old, new = make_place("Formerland"), make_place("Latterland")
    city = make_place("Movedville", level="city", parent=old)
    make_published(make_profile(city))
    assert search.search("formerland").places == [old]
    city.parent = new
    workflow.save_place(city, by=None)
    assert search.search("formerland").places == []
    assert search.search("latterland").places == [new]


@pytest.mark.django_db
def test_what_has_places_in_it_is_not_moved_too_deep():
    country = make_place("Deepland")
    state = make_place("High State", level="state", parent=country)
    city = make_place("Middle City", level="city", parent=state)
    make_place("Low Quarter", level="district", parent=city)
    state.parent = make_place("Other State", level="state", parent=country)
    with pytest.raises(WorkflowError, match="at most three others"):
        workflow.save_place(state, by=None)


@pytest.mark.django_db
def test_places_are_added_by_those_who_may():
    for user in (make_user(is_superuser=False), make_user(is_active=False)):
        with pytest.raises(WorkflowError, match=r"Your account (may|is)"):
            workflow.add_places([], by=user)
    row = {"slug": "newland", "name": "Newland", "official_name": "Newland", "level": Level.COUNTRY}
    (place,) = workflow.add_places([row], by=None)
    assert (place.slug, place.parent) == ("newland", None)
    assert workflow.add_places([row | {"name": "Another"}], by=None) == []
    with pytest.raises(WorkflowError, match="Newtown"):
        workflow.add_places([row | {"slug": "newtown", "name": "Newtown", "level": "galaxy"}], by=None)
