"""Places and profiles for the files of many profiles."""

import pytest

from profiles import workflow
from profiles.models import Revision
from tests.factories import make_complete, make_place, make_profile, make_published


@pytest.fixture
def openland() -> Revision:
    place = make_place("Openland", region="002", subregion="011", names={"ar": "أوبنلاند"})
    return workflow.publish(make_complete(make_profile(place, slug="openland-2021")), by=None)


@pytest.fixture
def others(openland) -> list[Revision]:
    """A city in Openland, a town in the city, and two other countries, one of them of another year."""
    city = make_place("Portia", level="city", parent=openland.profile.place)
    town = make_place("Portia Old Town", level="district", parent=city)
    far = make_place("Farland", region="019", subregion="005")
    return [
        make_published(make_profile(place, year=year, slug=f"{place.slug}-{year}"), findings=5)
        for place, year in (
            (city, 2022),
            (town, 2022),
            (far, 2021),
            (make_place("Nearland", region="002"), 2023),
        )
    ]
