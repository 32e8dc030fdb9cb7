"""What the public may not see is a 404 at every door, and leaves no trace on any page."""

import pytest

from profiles import workflow
from profiles.models import Place, Revision
from tests.factories import make_draft, make_place, make_profile, make_published
from tests.pages import addresses_of, machine_addresses, public_addresses

SECRET = "Hiddenia"


@pytest.fixture
def draft(demo) -> Revision:
    place = make_place(SECRET, slug="secret-place", iso2="XZ")
    return make_draft(make_profile(place, slug="secret-profile"))


def test_a_draft_is_404_at_every_public_address(client, draft):
    addresses = addresses_of(draft)
    assert len(addresses) > 20
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 404, address
        assert SECRET not in response.content.decode(), address


def test_a_draft_leaves_no_trace_on_any_page(client, draft):
    for address in [*public_addresses(), *machine_addresses(), "/profiles/?text=hiddenia"]:
        content = client.get(address).content.decode()
        assert "secret-p" not in content, address
        assert "Fictional finding" not in content, address
        assert address.endswith("hiddenia") or SECRET not in content, address


def test_a_country_with_only_a_draft_shows_no_profile(client, mali):
    make_draft(make_profile(Place.objects.get(slug="france"), slug="secret-profile"))
    response = client.get("/places/france/")
    assert response.status_code == 200
    assert "secret-profile" not in response.content.decode()


def test_a_local_place_with_only_a_draft_has_no_page(client, demo):
    """That the place is there would tell that a profile of it is in work."""
    city = make_place("Hiddentown", level="city", parent=make_place("Openland"))
    make_draft(make_profile(city))
    for address in (city.get_absolute_url(), "/places/openland/"):
        assert client.get(address).status_code == 404, address
    assert "Hiddentown" not in client.get("/places/").content.decode()


def test_a_draft_beside_a_live_revision_is_hidden_and_the_live_one_stays(client, demo):
    live = make_published(make_profile(make_place("Openland"), slug="openland-2021"))
    draft = workflow.start_revision(live.profile, by=None)
    draft.findings.update(text="Not yet approved.")
    assert "Not yet approved." not in client.get("/profiles/openland-2021/").content.decode()
    assert client.get("/profiles/openland-2021/r/2/").status_code == 404
    assert client.get("/profiles/openland-2021/r/1/").status_code == 200
    for address in public_addresses():
        assert "Not yet approved." not in client.get(address).content.decode(), address


def test_after_publishing_the_old_text_stays_at_its_permanent_address(client, demo):
    live = make_published(make_profile(make_place("Openland"), slug="openland-2021"))
    draft = workflow.start_revision(live.profile, by=None)
    finding = draft.findings.first()
    draft.findings.filter(pk=finding.pk).update(text="Now approved.")
    workflow.publish(draft, by=None)
    assert "Now approved." in client.get("/profiles/openland-2021/").content.decode()
    frozen = client.get("/profiles/openland-2021/r/1/").content.decode()
    assert "Now approved." not in frozen
    assert finding.text in frozen


def test_a_finding_that_was_dropped_leads_to_the_revision_that_had_it(client, demo):
    live = make_published(make_profile(make_place("Openland"), slug="openland-2021"))
    kept, dropped = live.findings.all()[:2]
    draft = workflow.start_revision(live.profile, by=None)
    draft.findings.filter(key=dropped.key).delete()
    workflow.publish(draft, by=None)
    assert client.get(f"/findings/{kept.key}/")["Location"] == f"/profiles/openland-2021/#{kept.anchor}"
    assert (
        client.get(f"/findings/{dropped.key}/")["Location"]
        == f"/profiles/openland-2021/r/1/#{dropped.anchor}"
    )
