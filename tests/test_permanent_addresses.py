"""What others have written down keeps leading to what it led to: addresses of pages, files and findings."""

import pytest

from profiles import workflow
from profiles.models import Revision
from tests.factories import make_place, make_profile, make_published
from tests.pages import parse
from tests.tools import ROOT

LISTED = [
    line
    for line in (ROOT / "tests/data/permanent-addresses.txt").read_text().splitlines()
    if line and not line.startswith("#")
]


def revise(profile, without: str) -> Revision:
    """Publish a further text of `profile`, in which the finding with the key `without` is missing."""
    draft = workflow.start_revision(profile, by=None)
    assert draft.findings.filter(key=without).delete()[0]
    return workflow.publish(draft, by=None)


def leads_to(client, address: str) -> str:
    """Return where `address` leads, over one redirect at most."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)  # a file that is read closes
    if response.status_code == 200:
        return address
    assert response.status_code == 302, (address, response.status_code)
    target, _, anchor = response["Location"].partition("#")
    page = client.get(target)
    assert page.status_code == 200, (address, target)
    if anchor:
        assert parse(page).get_element_by_id(anchor) is not None
    return response["Location"]


def test_none_of_the_listed_addresses_has_died(client, mali):
    assert len(set(LISTED)) == len(LISTED) > 60
    for address in LISTED:
        leads_to(client, address)


def test_a_revision_of_what_they_lead_to_ends_none(client, mali):
    live = Revision.objects.published().get(profile__slug="mali-2021")
    keys = list(live.findings.values_list("key", flat=True))
    revise(live.profile, keys[0])
    for address in LISTED:
        leads_to(client, address)


@pytest.mark.usefixtures("domains")
def test_a_finding_leads_to_the_last_text_that_had_it(client):
    first = make_published(make_profile(make_place("Openland"), slug="openland-2021"), findings=3)
    dropped_key, other_key = (str(key) for key in first.findings.values_list("key", flat=True)[:2])
    at = "/profiles/openland-2021/"
    assert leads_to(client, f"/findings/{dropped_key}/").startswith(f"{at}#")
    workflow.publish(workflow.start_revision(first.profile, by=None), by=None)
    revise(first.profile, dropped_key)
    # Two texts had it, and the third, live one does not.
    assert leads_to(client, f"/findings/{dropped_key}/").startswith(f"{at}r/2/#")
    assert leads_to(client, f"/findings/{other_key}/").startswith(f"{at}#")
    assert leads_to(client, f"/fr/findings/{dropped_key}/").startswith(f"/fr{at}r/2/#")
    revise(first.profile, other_key)
    assert leads_to(client, f"/findings/{other_key}/").startswith(f"{at}r/3/#")


@pytest.mark.usefixtures("domains")
def test_a_finding_that_comes_back_leads_to_the_live_text_again(client):
    first = make_published(make_profile(make_place("Openland"), slug="openland-2021"), findings=3)
    finding = first.findings.first()
    revise(first.profile, str(finding.key))
    draft = workflow.start_revision(first.profile, by=None)
    draft.findings.create(key=finding.key, domain=finding.domain, kind=finding.kind, text=finding.text)
    workflow.publish(draft, by=None)
    assert leads_to(client, f"/findings/{finding.key}/").startswith("/profiles/openland-2021/#")
