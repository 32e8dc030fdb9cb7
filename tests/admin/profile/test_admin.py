"""The page of a profile: its facts, where it stands, starting a revision, and deleting what never was."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from profiles import workflow
from profiles.models import Profile
from tests.admin.forms import admin_address, form_data, messages_of
from tests.admin.revision.test_transitions import signed_in
from tests.factories import make_draft, make_member, make_place, make_profile, make_published, make_user
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")


def new_profile(place, **fields) -> dict:
    return {"place": place.pk, "edition": 1, "year": 2024, "language": "en", "slug": ""} | fields


def test_a_new_profile_gets_an_address_and_leads_to_its_first_draft(admin_client):
    place = make_place("Freshland")
    response = admin_client.post("/admin/profiles/profile/add/", new_profile(place), follow=True)
    profile = Profile.objects.get(place=place)
    assert profile.slug == "freshland-2024"
    draft = profile.revisions.get()
    assert response.redirect_chain == [(admin_address(draft), 302)]
    assert "The draft is open." in response.content.decode()
    assert (draft.state, draft.created_by) == ("draft", response.wsgi_request.user)
    assert [entry.verb for entry in profile.log.order_by("pk")] == ["create", "start"]


def test_addresses_are_unique(admin_client):
    place = make_place("Twiceland")
    for edition in (1, 2):
        admin_client.post("/admin/profiles/profile/add/", new_profile(place, edition=edition))
    assert set(place.profiles.values_list("slug", flat=True)) == {"twiceland-2024", "twiceland-2024-2"}


def test_a_profile_that_is_not_right_is_handed_back(admin_client):
    profile = make_profile()
    response = admin_client.post(
        "/admin/profiles/profile/add/", new_profile(profile.place, year=1900, month=13)
    )
    content = response.content.decode()
    assert response.status_code == 200
    for reason in ("already has a profile of this edition", "between 2010 and 2100", "from 1 to 12"):
        assert reason in content


def test_the_month_is_chosen_by_its_name_and_one_button_leads_on(admin_client):
    page = parse(admin_client.get("/admin/profiles/profile/add/"))
    months = {o.get("value"): o.text_content().strip() for o in page.xpath("//select[@name='month']/option")}
    assert months[""] and months["9"] == "September" and len(months) == 13
    assert page.xpath("//div[@class='submit-row']/input/@name") == ["_save"]
    assert "shows at once" not in page.text_content()
    profile = make_profile(month=3)
    page = parse(admin_client.get(admin_address(profile)))
    assert page.xpath("//select[@name='month']/option[@selected]/@value") == ["3"]
    assert "shows at once" in page.text_content()


def test_a_month_that_is_only_read_is_read_by_its_name(admin_client):
    live = make_published(make_profile(make_place("Monthland"), month=9))
    reader = signed_in(make_member("Analyst", live.profile.place))
    for client in (admin_client, reader):
        page = client.get(admin_address(live.profile))
        assert text_of(parse(page).find_class("field-month_name")[0]) == "Month described: September"
    french = admin_client.get(admin_address(live.profile), headers={"accept-language": "fr"})
    assert "septembre" in text_of(parse(french).find_class("field-month_name")[0]).lower()
    none = make_published(make_profile(make_place("Yearland"), month=None))
    page = parse(admin_client.get(admin_address(none.profile)))
    assert text_of(page.find_class("field-month_name")[0]) == "Month described: –"


def test_where_it_stands(admin_client):
    live = make_published()
    user = make_user("starter")
    draft = workflow.start_revision(live.profile, by=user)
    panel = text_of(
        parse(admin_client.get(admin_address(live.profile))).xpath("//section[@class='panel']")[0]
    )
    assert "Revision 1, published" in panel
    assert "Revision 2, last changed" in panel
    assert "Started a revision (revision 2) starter" in panel
    links = parse(admin_client.get(admin_address(live.profile))).xpath("//section[@class='panel']//a/@href")
    assert {live.profile.get_absolute_url(), admin_address(draft), admin_address(live)} <= set(links)


def test_a_refused_button_says_why_and_so_does_a_forged_post(admin_client):
    draft = make_draft()
    page = parse(admin_client.get(admin_address(draft.profile)))
    (button,) = page.xpath("//button[@aria-describedby='why-start']")
    assert button.get("disabled") is not None
    reason = "There is an open revision already. Continue that one."
    assert text_of(page.get_element_by_id("why-start")) == reason
    response = admin_client.post(admin_address(draft.profile, "start"), follow=True)
    assert messages_of(response) == reason
    assert draft.profile.revisions.count() == 1


def test_starting_by_get_is_refused_and_starts_nothing(admin_client):
    live = make_published()
    assert admin_client.get(admin_address(live.profile, "start")).status_code == 405
    assert live.profile.revisions.count() == 1


def test_starting_needs_a_token_from_our_page():
    live = make_published()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(admin_address(live.profile, "start")).status_code == 403
    assert live.profile.revisions.count() == 1


def test_an_address_and_what_was_published_stay(admin_client):
    profile = make_profile(make_place("Firmland"))
    assert "slug" not in form_data(admin_client, admin_address(profile), "profile_form")
    assert "edition" in form_data(admin_client, admin_address(profile), "profile_form")
    make_published(profile)
    data = form_data(admin_client, admin_address(profile), "profile_form")
    assert {"slug", "place", "edition", "language"}.isdisjoint(data)
    fields = {"slug": "x", "place": make_place().pk, "edition": 9, "language": "fr", "isbn": "978-92-1"}
    before = (profile.slug, profile.place_id, profile.edition, profile.language)
    assert admin_client.post(admin_address(profile), data | fields).status_code == 302
    profile.refresh_from_db()
    assert (profile.slug, profile.place_id, profile.edition, profile.language) == before
    assert profile.isbn == "978-92-1"


def test_only_a_profile_without_a_text_is_deleted(admin_client):
    draft = make_draft()
    live = make_published()
    for revision, reason in ((draft, "Discard that one first"), (live, "has been published")):
        page = admin_client.get(admin_address(revision.profile))
        assert not parse(page).xpath("//a[contains(@class, 'deletelink')]")
        assert reason in page.content.decode()
        for answer in (admin_client.get, admin_client.post):
            response = answer(admin_address(revision.profile, "delete"), {"post": "yes"}, follow=True)
            assert response.redirect_chain == [(admin_address(revision.profile), 302)]
            assert reason in messages_of(response)
        assert Profile.objects.filter(pk=revision.profile_id).exists()


def test_a_profile_whose_history_has_texts_stays(admin_client):
    draft = make_draft()
    workflow.discard(draft, by=None)
    response = admin_client.post(admin_address(draft.profile, "delete"), {"post": "yes"}, follow=True)
    assert "texts that can be restored" in response.content.decode()
    assert Profile.objects.filter(pk=draft.profile.pk).exists()


def test_a_profile_in_which_nothing_was_ever_written_can_go(admin_client):
    draft = workflow.start_revision(make_profile(), by=None)
    profile = draft.profile
    workflow.discard(draft, by=None)
    assert admin_client.post(admin_address(profile, "delete"), {"post": "yes"}).status_code == 302
    assert not Profile.objects.filter(pk=profile.pk).exists()


def test_facts_that_somebody_else_has_changed_are_not_written_over(admin_client):
    profile = make_draft().profile
    data = form_data(admin_client, admin_address(profile), "profile_form")
    Profile.objects.filter(pk=profile.pk).update(acknowledgements="A long text of thanks.")
    response = admin_client.post(admin_address(profile), data | {"licence": "CC BY 4.0"})
    assert "Somebody else has changed these facts" in response.content.decode()
    assert 'value="CC BY 4.0"' in response.content.decode()
    result = Profile.objects.get(pk=profile.pk)
    assert (result.acknowledgements, result.licence) == ("A long text of thanks.", "")


def test_what_is_refused_at_the_last_moment_is_handed_back(admin_client, monkeypatch):
    """Somebody submits the text after the page was checked, and before it is stored."""
    profile = make_draft().profile
    data = form_data(admin_client, admin_address(profile), "profile_form") | {
        "acknowledgements": "Thanks to all."
    }
    refusal = workflow.WorkflowError("A fictional refusal.")

    def refuse(*args: object, **kwargs: object) -> None:
        raise refusal

    for verb, door, post_data in (
        ("change_facts", "change", data),
        ("add_profile", "add", data | {"place": make_place().pk, "slug": "another"}),
        ("delete_profile", "delete", {"post": "yes"}),
    ):
        monkeypatch.setattr(workflow, verb, refuse)
        if verb == "delete_profile":
            profile = make_profile()
        address = reverse(f"admin:profiles_profile_{door}", args=[] if door == "add" else [profile.pk])
        response = admin_client.post(address, post_data, follow=True)
        assert response.status_code == (200 if door == "delete" else 409), door
        assert "A fictional refusal." in response.content.decode(), door
        assert door == "delete" or "Thanks to all." in response.content.decode()
    assert Profile.objects.filter(pk=profile.pk).exists()


def test_the_next_edition_is_suggested_in_the_language_of_the_last(admin_client):
    first = make_profile(make_place("Nextland"), edition=1, language="fr", slug="nextland-1")
    data = form_data(admin_client, f"/admin/profiles/profile/add/?place={first.place.pk}", "profile_form")
    assert (data["edition"], data["language"]) == ("2", "fr")
    assert data["year"] == str(timezone.now().year)
    fresh = form_data(admin_client, f"/admin/profiles/profile/add/?place={make_place().pk}", "profile_form")
    assert (fresh["edition"], fresh["language"]) == ("1", "en")


@pytest.mark.parametrize("place", ["", "nowhere", "99999", "9" * 30])
def test_a_place_that_is_not_there_suggests_nothing(admin_client, place):
    data = form_data(admin_client, f"/admin/profiles/profile/add/?place={place}", "profile_form")
    assert not data.get("edition")
    assert not data.get("place")


def test_an_edition_that_is_left_empty_is_the_next_one(admin_client):
    first = make_profile(make_place("Nextland"), edition=1, slug="nextland-1")
    data = {"place": first.place.pk, "year": "2031", "month": "3", "language": "en", "edition": ""}
    assert admin_client.post("/admin/profiles/profile/add/", data).status_code == 302
    second = first.place.profiles.get(year=2031)
    assert (second.edition, second.slug) == (2, "nextland-2031")
