"""Former addresses lead to the present ones for good; a living address always goes first."""

import pytest
from django.core.management import call_command

from profiles import workflow
from profiles.models import Place, Profile, SlugRedirect
from tests.factories import make_draft, make_place, make_profile, make_published


def move(thing, slug: str):
    return workflow.change_address(thing, slug, by=None)


@pytest.fixture
def profile(mali) -> Profile:
    place = make_place("Openland", slug="openland")
    make_published(make_profile(place, edition=1, year=2019, slug="openland-2019"))
    return make_published(make_profile(place, edition=2, year=2023, slug="openland-2023")).profile


@pytest.mark.parametrize(
    "address",
    [
        "/profiles/{}/",
        "/profiles/{}/?utm_source=letter",
        "/profiles/{}/r/1/",
        "/profiles/{}/changes/",
        "/profiles/{}/changes/?show=changed",
        "/profiles/{}.png",
        "/profiles/{}.pdf",
        "/profiles/{}.bib",
        "/profiles/{}/r/1.json",
        "/embed/profiles/{}/",
        "/embed/profiles/{}/wheel/",
        "/embed/profiles/{}/migrants-rights/",
        "/compare/?profile=mali-2021&profile={}&kind=potential",
        "/compare.csv?profile={}",
    ],
)
def test_every_address_below_a_former_slug_leads_on(client, profile, address):
    move(profile, "republic-of-openland-2023")
    for prefix in ("", "/fr", "/es", "/ar", "/pt"):
        response = client.get(prefix + address.format("openland-2023"))
        assert response.status_code == 301, prefix
        assert response["Location"] == prefix + address.format("republic-of-openland-2023")
        assert "max-age=0" in response["Cache-Control"]
        target = client.get(response["Location"])
        target.getvalue()  # reads a file to its end, so that it is closed
        assert target.status_code == 200, prefix


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_a_former_slug_of_a_place_leads_on(client, profile, prefix):
    move(profile.place, "republic-of-openland")
    for address in ("/places/{}/", "/feeds/places/{}.atom"):
        response = client.get(prefix + address.format("openland"))
        assert response.status_code == 301
        assert response["Location"] == prefix + address.format("republic-of-openland")
        assert client.get(response["Location"]).status_code == 200


def test_several_former_slugs_lead_straight_to_the_present_one(client, profile):
    for slug in ("two", "three", "four"):
        profile = move(profile, slug)
    for former_slug in ("openland-2023", "two", "three"):
        assert client.get(f"/profiles/{former_slug}/")["Location"] == "/profiles/four/"


def test_an_address_can_be_taken_back(client, profile):
    move(move(profile, "two"), "openland-2023")
    assert client.get("/profiles/openland-2023/").status_code == 200
    assert client.get("/profiles/two/")["Location"] == "/profiles/openland-2023/"
    assert list(SlugRedirect.objects.values_list("slug", flat=True)) == ["two"]


def test_a_profile_and_a_place_may_have_had_the_same_slug(client, profile):
    move(profile, "two")
    move(profile.place, "openland-2023")
    move(profile.place, "three")
    assert client.get("/profiles/openland-2023/")["Location"] == "/profiles/two/"
    assert client.get("/places/openland-2023/")["Location"] == "/places/three/"


def test_a_living_address_goes_before_a_former_one(client, profile):
    """The actions do not let it happen; should it happen all the same, the living one is shown."""
    move(profile, "two")
    other = make_published(make_profile(make_place("Otherland"), slug="otherland"))
    Profile.objects.filter(pk=other.profile_id).update(slug="openland-2023")
    assert client.get("/profiles/openland-2023/").status_code == 200


def test_what_never_was_public_has_no_former_address(client, mali):
    draft = make_draft(make_profile(make_place("Hiddenia", slug="hiddenia"), slug="hiddenia-2021"))
    move(draft.profile, "two")
    assert client.get("/profiles/hiddenia-2021/").status_code == 404
    assert client.get("/compare/?profile=hiddenia-2021").status_code == 404
    city = make_place("Hiddentown", slug="hiddentown", level="city", parent=draft.profile.place)
    move(city, "elsewhere")
    assert client.get("/places/hiddentown/").status_code == 404
    assert not SlugRedirect.objects.exists()


def test_a_place_that_is_no_longer_public_is_not_led_to(client, profile):
    city = make_place("Closetown", slug="closetown", level="city", parent=profile.place)
    revision = make_published(make_profile(city, slug="closetown-2021"))
    move(city, "closeville")
    assert client.get("/places/closetown/").status_code == 301
    workflow.withdraw(revision, by=None, reason="A fictional reason.")
    assert client.get("/places/closetown/").status_code == 404


def test_a_withdrawn_profile_is_led_to_its_reason(client, profile):
    revision = profile.revisions.get()
    move(profile, "two")
    workflow.withdraw(revision, by=None, reason="A fictional reason.")
    response = client.get("/profiles/openland-2023/")
    assert response["Location"] == "/profiles/two/"
    assert client.get("/profiles/two/").status_code == 410


def test_a_document_is_loaded_again_without_a_second_profile_of_what_was_moved(mali):
    profile = Profile.objects.get(slug="mali-2021")
    move(profile, "second-profile-of-mali")
    call_command("load_profiles", "fixtures/mali-2021.json", verbosity=0)
    assert list(Profile.objects.filter(place=profile.place)) == [profile]
    assert Place.objects.filter(slug="mali").count() == 1
