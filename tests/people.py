"""A person of every role and assignment, for the tests of what each may do."""

from django.contrib.auth.models import Group

from profiles.choices import Level, Region, Role
from profiles.models import Assignment, Place, User
from tests.factories import make_place, make_user

ASSIGNED = {
    "place": lambda place: {"place": place},
    "country": lambda place: {"place": place.parent},
    "region": lambda place: {"region": place.parent.region},
    "everywhere": lambda place: {"is_everywhere": True},
    "elsewhere": lambda place: {"place": make_place(region=Region.ASIA)},
    "another region": lambda place: {"region": Region.ASIA},
    "nothing": None,
}


def make_city() -> Place:
    country = make_place(region=Region.AFRICA)
    return make_place(level=Level.CITY, parent=country)


def make_person(role: str, assigned: str, place: Place) -> User | None:
    if role == "system":
        return None
    user = make_user(
        is_superuser="superuser" in role,
        is_active="inactive" not in role,
        is_staff="without staff" not in role,
    )
    for group in Role.values:
        if group in role:
            user.groups.add(Group.objects.get(name=group))
    where = ASSIGNED[assigned]
    if where:
        Assignment.objects.create(user=user, **where(place))
    return User.objects.get(pk=user.pk)
