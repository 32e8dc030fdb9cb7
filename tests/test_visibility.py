"""Lists of the staff show what is theirs alone, and cost the same however much that is."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.choices import Level, Region
from profiles.models import Assignment, Place, Profile, Revision, User
from tests.factories import make_draft, make_place, make_profile
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def world(db) -> dict[str, Place]:
    """Two countries and all that lies in one of them, four levels deep."""
    country = make_place("Country", region=Region.AFRICA)
    state = make_place("State", level=Level.STATE, parent=country)
    city = make_place("City", level=Level.CITY, parent=state)
    district = make_place("District", level=Level.DISTRICT, parent=city)
    other = make_place("Other", region=Region.ASIA)
    other_city = make_place("Othercity", level=Level.CITY, parent=other)
    return {place.name: place for place in (country, state, city, district, other, other_city)}


ALL = ["Country", "State", "City", "District", "Other", "Othercity"]
SEEN = {
    "country": ({"place": "Country"}, ALL[:4]),
    "state": ({"place": "State"}, ALL[1:4]),
    "city": ({"place": "City"}, ALL[2:4]),
    "district": ({"place": "District"}, ALL[3:4]),
    "region": ({"region": Region.AFRICA}, ALL[:4]),
    "another region": ({"region": Region.ASIA}, ALL[4:]),
    "empty region": ({"region": Region.EUROPE}, []),
    "everywhere": ({"is_everywhere": True}, ALL),
    "nothing": (None, []),
}


def see(user: User, world: dict[str, Place]) -> list[list[str]]:
    """Return the names of the places of which `user` finds the place, the profile, the revision."""
    lists = [
        Place.objects.visible_to(user).values_list("name", flat=True),
        Profile.objects.visible_to(user).values_list("place__name", flat=True),
        Revision.objects.visible_to(user).values_list("profile__place__name", flat=True),
    ]
    return [sorted(names, key=ALL.index) for names in lists]


@pytest.mark.parametrize("role", ["Analyst", "Reviewer", "Publisher"])
@pytest.mark.parametrize(("assigned", "expected"), SEEN.values(), ids=SEEN.keys())
def test_lists_show_what_is_assigned(world, role, assigned, expected):
    for place in world.values():
        make_draft(make_profile(place), findings=0)
    user = make_person(role, "nothing", world["Country"])
    if assigned:
        fields = {k: world[v] if k == "place" else v for k, v in assigned.items()}
        Assignment.objects.create(user=user, **fields)
    assert see(user, world) == [expected] * 3


def test_several_assignments_add_up_and_nothing_is_listed_twice(world):
    user = make_person("Analyst", "nothing", world["Country"])
    for where in ({"place": world["City"]}, {"place": world["Country"]}, {"region": Region.AFRICA}):
        Assignment.objects.create(user=user, **where)
    Assignment.objects.create(user=user, place=world["Othercity"])
    names = list(Place.objects.visible_to(user).values_list("name", flat=True))
    assert sorted(names, key=ALL.index) == ["Country", "State", "City", "District", "Othercity"]


@pytest.mark.parametrize("role", ["Administrator", "superuser"])
def test_administrators_see_all(world, role):
    assert see(make_person(role, "nothing", world["Country"]), world)[0] == ALL


@pytest.mark.parametrize(
    "role", ["inactive Administrator", "inactive superuser", "Administrator without staff"]
)
def test_who_may_not_come_in_sees_nothing(world, role):
    assert see(make_person(role, "everywhere", world["Country"]), world) == [[], [], []]
    assert not Place.objects.visible_to(AnonymousUser()).exists()


def test_lists_cost_the_same_however_much_is_assigned(world):
    for place in world.values():
        make_draft(make_profile(place), findings=0)
    costs = []
    for places in (["Country"], ALL):
        user = make_person("Analyst", "nothing", world["Country"])
        for name in places:
            Assignment.objects.create(user=user, place=world[name])
        with CaptureQueriesContext(connection) as queries:
            see(User.objects.get(pk=user.pk), world)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 9
