"""Files for staff: a draft in each format and the template, for whoever is assigned to the place."""

import pytest
from django.test import Client

from profiles.exports.formats import FORMATS
from profiles.imports import readers
from profiles.models import Revision
from tests.admin.revision.test_transitions import signed_in
from tests.factories import make_draft, make_member, make_place, make_profile
from tests.pages import parse

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def draft(db) -> Revision:
    return make_draft(make_profile(make_place("Openland", slug="openland"), slug="openland-2021", year=2021))


@pytest.mark.parametrize("ending", FORMATS)
def test_a_draft_is_given_to_those_who_work_on_it(draft, ending):
    client, other = (
        signed_in(make_member("Analyst", place)) for place in (draft.profile.place, make_place("Elsewhere"))
    )
    address = f"/admin/profiles/revision/{draft.pk}/file.{ending}"
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="mgi-openland-2021-draft-en.{ending}"'
    assert "no-store" in response["Cache-Control"]
    assert len(readers.read(response.content, f"a.{ending}").findings) == 4
    assert other.get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_draft_says_that_it_is_one(draft, admin_client):
    text = admin_client.get(f"/admin/profiles/revision/{draft.pk}/file.txt").content.decode()
    assert "Draft of revision 1. It has not been published." in text
    assert "https://" not in text


def test_the_pages_link_to_the_files(draft, admin_client):
    page = parse(admin_client.get(f"/admin/profiles/revision/{draft.pk}/change/"))
    links = page.xpath("//a[contains(@href, '/file.')]/@href")
    assert links == [f"/admin/profiles/revision/{draft.pk}/file.{ending}" for ending in FORMATS]
    for kind, row in (("profile", draft.profile), ("place", draft.profile.place)):
        page = parse(admin_client.get(f"/admin/profiles/{kind}/{row.pk}/change/"))
        (link,) = page.xpath("//a[contains(@href, 'template.xlsx')]/@href")
        assert admin_client.get(link).status_code == 200


def test_a_reviewer_reads_the_files_from_the_page_of_the_revision(draft):
    reviewer = signed_in(make_member("Reviewer", draft.profile.place))
    page = parse(reviewer.get(f"/admin/profiles/revision/{draft.pk}/change/"))
    assert len(page.xpath("//a[contains(@href, '/file.')]")) == len(FORMATS)


def test_the_template_has_the_place_and_the_facts_filled_in(draft, admin_client):
    profile = admin_client.get(f"/admin/profiles/profile/{draft.profile.pk}/template.xlsx")
    assert profile["Content-Disposition"] == 'attachment; filename="mgi-template-openland-2021.xlsx"'
    reading = readers.read(profile.content, "a.xlsx")
    assert (reading.place, reading.edition, reading.year, reading.language) == ("openland", 1, 2021, "en")
    place = readers.read(
        admin_client.get(f"/admin/profiles/place/{draft.profile.place.pk}/template.xlsx").content, "a.xlsx"
    )
    assert (place.place, place.edition, place.year) == ("openland", None, None)


def test_the_template_of_another_place_is_not_there(draft):
    other = signed_in(make_member("Analyst", make_place("Elsewhere")))
    for kind, row in (("profile", draft.profile), ("place", draft.profile.place)):
        assert other.get(f"/admin/profiles/{kind}/{row.pk}/template.xlsx").status_code == 404
