"""What the public may not see is a 404 at every door, and leaves no trace on any page."""

import uuid

import pytest

from profiles import workflow
from profiles.exports.formats import FORMATS
from profiles.models import Place, Revision
from tests.factories import make_draft, make_place, make_profile, make_published
from tests.pages import (
    addresses_of,
    listing_addresses,
    machine_addresses,
    parse,
    public_addresses,
    text_of,
    words_of,
)

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
    addresses = [*public_addresses(), *machine_addresses(), *listing_addresses(), "/profiles/?text=hiddenia"]
    for address in addresses:
        content = words_of(client, address)
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
    for address in [*public_addresses(), *listing_addresses()]:
        assert "Not yet approved." not in words_of(client, address), address


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
    finding, dropped = live.findings.all()[:2]
    draft = workflow.start_revision(live.profile, by=None)
    draft.findings.filter(key=dropped.key).delete()
    workflow.publish(draft, by=None)
    assert client.get(f"/findings/{finding.key}/")["Location"] == f"/profiles/openland-2021/#{finding.anchor}"
    assert (
        client.get(f"/findings/{dropped.key}/")["Location"]
        == f"/profiles/openland-2021/r/1/#{dropped.anchor}"
    )


# What was withdrawn

REASON = "The ministry asked for it.\n\nA new edition is being written."


@pytest.fixture
def withdrawn(demo) -> Revision:
    """A profile whose first text was replaced, and whose second, with a finding of its own, was withdrawn."""
    place = make_place("Goneland", slug="goneland")
    make_published(make_profile(place, edition=2, year=2024, slug="goneland-2024"))
    first = make_published(make_profile(place, slug="goneland-2021"))
    draft = workflow.start_revision(first.profile, by=None)
    finding, dropped = draft.findings.all()[:2]
    draft.findings.filter(pk=finding.pk).update(text="A withdrawn wording.")
    draft.findings.filter(pk=dropped.pk).update(key=uuid.uuid4(), text="A withdrawn finding.")
    return workflow.withdraw(workflow.publish(draft, by=None), by=None, reason=REASON)


@pytest.mark.parametrize("prefix", ["", "/fr", "/es", "/ar", "/pt"])
def test_a_withdrawn_text_is_410_with_its_reason_and_ways_on(client, withdrawn, prefix):
    own = withdrawn.findings.get(text="A withdrawn finding.")
    files = [f"/profiles/goneland-2021{end}.{ending}" for end in ("", "/r/2") for ending in FORMATS]
    pages = ["/profiles/goneland-2021/", "/profiles/goneland-2021/r/2/", f"/findings/{own.key}/"]
    for address in (*pages, *files):
        response = client.get(f"{prefix}{address}")
        assert response.status_code == 410, address
        page, content = parse(response), response.content.decode()
        assert "The ministry asked for it." in content
        assert "A new edition is being written." in content
        assert f"{prefix}/places/goneland/" in page.xpath("//main//a/@href")
        assert f"{prefix}/profiles/goneland-2024/" in page.xpath("//main//a/@href")
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert not page.xpath("//script[@type='application/ld+json'] | //meta[@property='og:image']")
        assert len(page.xpath("//h1")) == 1
        assert response["Cache-Control"] == "no-cache"
        assert withdrawn.introduction not in content
        for finding in withdrawn.findings.all():
            assert finding.text not in content


def test_a_withdrawn_text_leaves_no_trace_and_no_way_leads_to_it(client, withdrawn):
    addresses = [*public_addresses(), *machine_addresses(), *listing_addresses(), "/profiles/?text=goneland"]
    for address in addresses:
        content = words_of(client, address)
        assert "A withdrawn" not in content, address
        assert "/profiles/goneland-2021/r/2/" not in content, address
        if "goneland-2021" not in address:  # its own earlier record says that it was withdrawn
            assert "/profiles/goneland-2021/" not in content, address
    assert client.get("/profiles/goneland-2021.png").status_code == 404
    finding = withdrawn.findings.get(text="A withdrawn wording.")
    assert client.get(f"/findings/{finding.key}/")["Location"].startswith("/profiles/goneland-2021/r/1/#")


def test_the_text_before_a_withdrawn_one_stays_a_record_with_a_notice(client, withdrawn):
    response = client.get("/profiles/goneland-2021/r/1/")
    assert response.status_code == 200
    notice = text_of(parse(response).find_class("notice")[0])
    assert "It is kept in the archive only: revision 2, which replaced it, was withdrawn on" in notice
    assert parse(response).find_class("notice")[0].xpath(".//a/@href") == ["/profiles/goneland-2021/"]
    assert parse(response).xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_a_profile_that_is_published_again_reads_at_its_address_and_the_withdrawn_text_stays_gone(
    client, withdrawn
):
    draft = workflow.start_revision(withdrawn.profile, by=None)
    draft.findings.filter(text__startswith="A withdrawn").update(text="A mended wording.")
    workflow.publish(draft, by=None)
    assert client.get("/profiles/goneland-2021/").status_code == 200
    response = client.get("/profiles/goneland-2021/r/2/")
    assert response.status_code == 410
    assert "/profiles/goneland-2021/" in parse(response).xpath("//main//a/@href")


def test_a_draft_after_a_withdrawal_stays_hidden(client, withdrawn):
    draft = workflow.start_revision(withdrawn.profile, by=None)
    draft.findings.update(text="Not yet approved.")
    response = client.get("/profiles/goneland-2021/")
    assert response.status_code == 410
    assert "Not yet approved." not in response.content.decode()
    assert client.get(f"/profiles/goneland-2021/r/{draft.number}/").status_code == 404
