"""The pages that correct which findings are the same, and that change an address."""

import pytest

from profiles.choices import Role
from profiles.models import FindingMatch, Profile, Revision
from tests.factories import make_draft, make_member, make_place, make_profile, make_published
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")


def signed_in(client, role: str, *places):
    client.force_login(make_member(role, *places), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editions() -> list[Revision]:
    place = make_place("Openland")
    return [
        make_published(make_profile(place, edition=edition, year=2018 + edition, slug=f"open-{edition}"))
        for edition in (1, 2)
    ]


def page_of(profile: Profile, name: str = "matches") -> str:
    return f"/admin/profiles/profile/{profile.pk}/{name}/"


def test_the_profile_leads_to_the_pairs_as_computed(admin_client, editions):
    earlier, later = editions
    profile_page = parse(admin_client.get(f"/admin/profiles/profile/{later.profile_id}/change/"))
    assert page_of(later.profile) in profile_page.xpath("//a/@href")
    page = parse(admin_client.get(page_of(later.profile)))
    pairs = page.find_class("match")
    assert len(pairs) == 4
    assert "Fictional finding 1 of Openland." in text_of(pairs[0])
    assert "/profiles/open-2/changes/" in page.xpath("//a/@href")
    first = parse(admin_client.get(f"/admin/profiles/profile/{earlier.profile_id}/change/"))
    assert page_of(earlier.profile) not in first.xpath("//a/@href")


def test_a_pair_is_told_apart_put_together_and_taken_back(admin_client, editions):
    earlier, later = editions
    address = page_of(later.profile)
    old, new = earlier.findings.first(), later.findings.first()
    data = {"earlier": old.key, "later": new.key, "verdict": "apart"}
    response = admin_client.post(address, data, follow=True)
    assert "Saved: these are not the same." in response.content.decode()
    assert not FindingMatch.objects.get().is_same
    page = parse(admin_client.get(address))
    assert "Decided: not the same" in text_of(page)
    # Neither has a pair now, so both are offered first.
    for name, finding in (("earlier", old), ("later", new)):
        (group, _rest) = page.xpath(f"//select[@name='{name}']/optgroup")
        assert group.get("label") == "Without a pair"
        assert group.xpath("./option/@value") == [str(finding.key)]
    (form,) = page.xpath("//form[contains(@action, '/forget/')]")
    admin_client.post(form.get("action"))
    assert not FindingMatch.objects.exists()
    admin_client.post(address, data | {"verdict": "same"})
    assert FindingMatch.objects.get().is_same
    assert "Decided by" in text_of(parse(admin_client.get(address)))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"earlier": "", "later": "", "verdict": "same"}, "Choose a finding of each edition."),
        ({"earlier": "x", "later": "y", "verdict": "same"}, "Choose a finding of each edition."),
        (
            {
                "earlier": "00000000-0000-4000-8000-000000000000",
                "later": "00000000-0000-4000-8000-000000000000",
                "verdict": "apart",
            },
            "no longer there",
        ),
    ],
)
def test_what_cannot_be_stored_is_told(admin_client, editions, data, message):
    response = admin_client.post(page_of(editions[1].profile), data, follow=True)
    assert message in response.content.decode()
    assert not FindingMatch.objects.exists()


def test_an_unknown_verdict_is_404(admin_client, editions):
    assert admin_client.post(page_of(editions[1].profile), {"verdict": "perhaps"}).status_code == 404


def test_a_draft_can_be_matched_before_it_is_published(admin_client, editions):
    draft = make_draft(make_profile(editions[0].profile.place, edition=3, year=2025, slug="open-3"))
    page = parse(admin_client.get(page_of(draft.profile)))
    assert len(page.find_class("match")) == 4
    assert "/profiles/open-3/changes/" not in page.xpath("//a/@href")
    old, new = editions[1].findings.first(), draft.findings.first()
    admin_client.post(page_of(draft.profile), {"earlier": old.key, "later": new.key, "verdict": "same"})
    assert FindingMatch.objects.get().earlier == editions[1].profile


def test_without_an_edition_before_it_says_so(admin_client, editions):
    text = text_of(parse(admin_client.get(page_of(editions[0].profile))))
    assert "No earlier edition of this place is published" in text


def test_who_may_not_reads_why_and_sees_no_button(client, editions):
    later = editions[1]
    reviewer = signed_in(client, Role.REVIEWER, later.profile.place)
    page = parse(reviewer.get(page_of(later.profile)))
    assert "Your account may read profiles here, but not change them." in text_of(page)
    assert not page.xpath("//main//form | //*[@id='content-main']//form")
    old, new = editions[0].findings.first(), later.findings.first()
    reviewer.post(page_of(later.profile), {"earlier": old.key, "later": new.key, "verdict": "same"})
    assert not FindingMatch.objects.exists()


@pytest.mark.parametrize("name", ["matches", "address"])
def test_another_place_has_no_such_page(client, editions, name):
    stranger = signed_in(client, Role.PUBLISHER, make_place())
    assert stranger.get(page_of(editions[1].profile, name)).status_code == 404


# The address


def test_a_publisher_changes_the_address_of_a_profile(client, editions):
    profile = editions[0].profile
    publisher = signed_in(client, Role.PUBLISHER, profile.place)
    assert page_of(profile, "address") in parse(
        publisher.get(f"/admin/profiles/profile/{profile.pk}/change/")
    ).xpath("//a/@href")
    response = publisher.post(page_of(profile, "address"), {"slug": "openland-first"}, follow=True)
    assert "The address is changed." in response.content.decode()
    assert client.get("/profiles/open-1/")["Location"] == "/profiles/openland-first/"
    page = text_of(parse(publisher.get(page_of(profile, "address"))))
    assert "/profiles/open-1/" in page


def test_what_was_typed_comes_back_with_the_refusal(admin_client, editions):
    response = admin_client.post(page_of(editions[0].profile, "address"), {"slug": "open 2"})
    assert response.status_code == 409
    page = parse(response)
    assert page.xpath("//input[@name='slug']/@value") == ["open 2"]
    assert "Nothing has changed" in text_of(page)
    address_response = admin_client.post(page_of(editions[0].profile, "address"), {"slug": "open-2"})
    assert "already exists" in address_response.content.decode()


def test_an_analyst_reads_why_a_public_address_is_not_hers_to_change(client, editions):
    profile = editions[0].profile
    analyst = signed_in(client, Role.ANALYST, profile.place)
    page = parse(analyst.get(page_of(profile, "address")))
    assert "a publisher may change its facts" in text_of(page)
    assert not page.xpath("//input[@name='slug']")


def test_a_publisher_changes_the_address_of_a_place(client, editions):
    place = editions[0].profile.place
    publisher = signed_in(client, Role.PUBLISHER, place)
    own = f"/admin/profiles/place/{place.pk}"
    assert f"{own}/address/" in parse(publisher.get(f"{own}/change/")).xpath("//a/@href")
    assert publisher.post(f"{own}/address/", {"slug": "open"}).status_code == 302
    assert client.get("/places/openland/")["Location"] == "/places/open/"
    other = make_place()
    assert publisher.get(f"/admin/profiles/place/{other.pk}/address/").status_code == 404
