"""Places, domains and staff in the administration."""

import pytest

from profiles import workflow
from profiles.imports.text.place_names import find_place
from profiles.models import IndicatorDomain, Place, User
from tests.admin.forms import admin_address, form_data
from tests.admin.revision.test_transitions import signed_in
from tests.factories import make_member, make_place, make_profile, make_user
from tests.pages import parse, text_of

NEW = {"name": "Newland", "official_name": "Republic of Newland", "slug": "newland", "level": "country"}


def test_a_place_is_added_with_its_names(admin_client, db):
    response = admin_client.post(
        "/admin/profiles/place/add/", NEW | {"name_fr": "Nouvelle-Terre", "name_ar": "أرض"}
    )
    assert response.status_code == 302
    place = Place.objects.get(slug="newland")
    assert place.names == {"fr": "Nouvelle-Terre", "ar": "أرض"}
    assert place.folded_names["fr"] == "nouvelle terre"


def test_names_are_kept_and_can_be_taken_away(admin_client, db):
    place = make_place("Keepland", names={"en": "Keep Land", "fr": "Garde-Terre", "pt": "Guarda"})
    data = form_data(admin_client, admin_address(place), "place_form")
    assert data["name_fr"] == "Garde-Terre"
    assert admin_client.post(admin_address(place), data | {"name_pt": ""}).status_code == 302
    place.refresh_from_db()
    assert place.names == {"en": "Keep Land", "fr": "Garde-Terre"}


def test_what_the_database_would_refuse_is_said_beside_the_form(admin_client, db):
    response = admin_client.post("/admin/profiles/place/add/", NEW | {"level": "city"})
    assert response.status_code == 200
    assert "A local place lies in another place" in response.content.decode()


def test_an_address_is_chosen_once(admin_client, db):
    place = make_place("Stayland")
    data = form_data(admin_client, admin_address(place), "place_form")
    assert "slug" not in data
    admin_client.post(admin_address(place), data | {"slug": "elsewhere", "name": "Stayland Renamed"})
    place.refresh_from_db()
    assert (place.slug, place.name) == ("stayland", "Stayland Renamed")


def test_a_place_with_a_profile_is_not_deleted(admin_client, db):
    place = make_profile().place
    reason = "There are profiles of this place, so it cannot be deleted."
    page = parse(admin_client.get(admin_address(place)))
    assert reason in text_of(page)
    assert not page.find_class("deletelink")
    response = admin_client.post(admin_address(place, "delete"), {"post": "yes"})
    assert response.status_code == 403
    assert reason in text_of(parse(response))
    assert Place.objects.filter(pk=place.pk).exists()
    assert parse(admin_client.get(admin_address(make_place()))).find_class("deletelink")


def test_a_change_that_somebody_else_was_faster_with_is_not_stored_and_stays_on_screen(admin_client, db):
    place = make_place("Fastland")
    data = form_data(admin_client, admin_address(place), "place_form")
    assert admin_client.post(admin_address(place), data | {"name_fr": "Vite"}).status_code == 302
    late = admin_client.post(admin_address(place), data | {"name": "Slowland"})
    assert late.status_code == 200
    assert "Somebody else has saved Fastland" in late.content.decode()
    assert 'value="Slowland"' in late.content.decode()
    place.refresh_from_db()
    assert (place.name, place.names) == ("Fastland", {"fr": "Vite"})


def test_who_is_faster_than_the_check_of_the_form_is_noticed_as_well(admin_client, db, monkeypatch):
    place = make_place("Fastland")
    data = form_data(admin_client, admin_address(place), "place_form")
    save = workflow.save_place

    def save_after_another(late, by, **kwargs):
        save(Place.objects.get(pk=place.pk), by=None)
        Place.objects.filter(pk=place.pk).update(name="Fasterland")
        return save(late, by, **kwargs)

    monkeypatch.setattr(workflow, "save_place", save_after_another)
    response = admin_client.post(admin_address(place), data | {"designation_note": "A long fictional note."})
    assert response.status_code == 409
    assert "Somebody else has saved Fasterland" in response.content.decode()
    assert "A long fictional note." in response.content.decode()


def test_the_history_of_a_place_says_what_was_changed(admin_client, db):
    place = make_place("Storyland")
    data = form_data(admin_client, admin_address(place), "place_form")
    admin_client.post(admin_address(place), data | {"name": "Taleland", "name_fr": "Conte"})
    text = text_of(parse(admin_client.get(admin_address(place, "history"))))
    assert "Changed the place" in text
    assert "name: Storyland → Taleland; names by language (fr): – → Conte" in text
    assert "Taleland" in text_of(parse(admin_client.get("/admin/profiles/logentry/")))


def test_the_log_of_a_deleted_place_is_for_those_who_may_delete_places(admin_client, db):
    place = make_place("Goneland")
    assert admin_client.post(admin_address(place, "delete"), {"post": "yes"}).status_code == 302
    log = "/admin/profiles/logentry/"
    assert "Goneland" in text_of(parse(admin_client.get(log)))
    assert "Goneland" not in text_of(parse(signed_in(make_member("Analyst")).get(log)))


@pytest.mark.usefixtures("domains")
def test_the_domains_are_six_for_ever(admin_client):
    domain = IndicatorDomain.objects.first()
    assert admin_client.get("/admin/profiles/indicatordomain/add/").status_code == 403
    assert admin_client.post(admin_address(domain, "delete"), {"post": "yes"}).status_code == 403
    data = form_data(admin_client, admin_address(domain), "indicatordomain_form")
    assert {"number", "slug"}.isdisjoint(data)
    text = "A description.\r\n\r\nIn two paragraphs."
    assert admin_client.post(admin_address(domain), data | {"texts-0-description": text}).status_code == 302
    assert domain.texts.filter(description="A description.\n\nIn two paragraphs.").count() == 1


def test_staff_are_added_with_a_safe_password(admin_client, db):
    data = {"username": "analyst", "usable_password": "true", "password1": "short", "password2": "short"}
    response = admin_client.post("/admin/profiles/user/add/", data)
    assert "at least 12 characters" in response.content.decode()
    good = "nine fictional words"
    assert (
        admin_client.post(
            "/admin/profiles/user/add/", data | {"password1": good, "password2": good}
        ).status_code
        == 302
    )
    assert User.objects.get(username="analyst").check_password(good)


def test_the_log_is_only_read(admin_client, db):
    profile = make_profile()
    workflow.start_revision(profile, by=make_user())
    entry = profile.log.get()
    assert admin_client.get("/admin/profiles/logentry/add/").status_code == 403
    assert admin_client.post(admin_address(entry), {"note": "x"}).status_code == 403
    assert admin_client.post(admin_address(entry, "delete"), {"post": "yes"}).status_code == 403
    assert profile.log.get().note == ""


def test_a_local_place_takes_from_its_country_what_was_left_empty(admin_client, db):
    country = make_place("Parentland", region="002", subregion="011")
    address = f"/admin/profiles/place/add/?parent={country.pk}"
    data = form_data(admin_client, address, "place_form")
    assert (data["level"], data["parent"]) == ("city", str(country.pk))
    response = admin_client.post(address, data | {"name": "Été sur Mer"})
    city = Place.objects.get(name="Été sur Mer")
    assert (city.slug, city.official_name) == ("ete-sur-mer", "Été sur Mer")
    assert (city.region, city.subregion, city.is_fictional) == ("002", "011", True)
    assert response["Location"] == f"/admin/profiles/profile/add/?place={city.pk}"


def test_a_second_place_of_the_same_name_gets_another_address(admin_client, db):
    for name in ("Northland", "Southland"):
        country = make_place(name)
        data = {"name": "Sunville", "level": "city", "parent": country.pk}
        assert admin_client.post("/admin/profiles/place/add/", data).status_code == 302
    assert list(Place.objects.filter(name="Sunville").values_list("slug", flat=True)) == [
        "sunville",
        "sunville-southland",
    ]


def test_who_adds_several_places_stays_at_places(admin_client, db):
    response = admin_client.post("/admin/profiles/place/add/", NEW | {"_addanother": "1"})
    assert response["Location"] == "/admin/profiles/place/add/"


def test_a_place_leads_on_to_its_profile_and_to_what_lies_in_it(admin_client, db):
    place = make_place("Leadland")
    links = parse(admin_client.get(admin_address(place))).xpath("//ul[@class='object-tools']//a/@href")
    assert f"/admin/profiles/profile/add/?place={place.pk}" in links
    assert f"/admin/profiles/place/add/?parent={place.pk}" in links


def test_a_domain_is_named_without_the_marks_of_its_address():
    assert str(IndicatorDomain(number=6, slug="safe-orderly-and-regular-migration")) == (
        "6 Safe orderly and regular migration"
    )


@pytest.mark.usefixtures("domains")
def test_who_may_not_add_a_place_is_told_who_does(admin_client, db):
    ask = "sk an administrator: administrators add places"
    analyst = signed_in(make_member("Analyst", make_place("Homeland")))
    assert ask in text_of(parse(analyst.get("/admin/profiles/profile/add/")))
    assert ask not in text_of(parse(admin_client.get("/admin/profiles/profile/add/")))
    response = analyst.get("/admin/profiles/place/add/")
    assert response.status_code == 403
    assert ask in text_of(parse(response))
    assert "/admin/" in parse(response).xpath("//p[@class='failure__ways']/a/@href")
    assert admin_client.get("/admin/profiles/place/add/").status_code == 200


def test_other_usual_names_are_one_a_line_and_find_the_place(admin_client, db):
    lines = "Old Newland\r\n  Newland  Republic \r\n\r\nOld Newland\r\nنيولاند"
    admin_client.post("/admin/profiles/place/add/", NEW | {"aliases": lines})
    place = Place.objects.get(slug="newland")
    assert place.aliases == ["Old Newland", "Newland Republic", "نيولاند"]
    assert list(Place.objects.search_name("newland old")) == [place]
    data = form_data(admin_client, admin_address(place), "place_form")
    assert data["aliases"].splitlines() == place.aliases
    assert admin_client.post(admin_address(place), data | {"aliases": "Formerland"}).status_code == 302
    place.refresh_from_db()
    assert place.aliases == ["Formerland"]
    assert "Old Newland" in place.log.latest("pk").note
    assert find_place("formerland") == "newland"
    assert find_place("Old Newland") is None


def test_an_official_wording_says_where_it_is_published(admin_client, domains):
    domain = IndicatorDomain.objects.get(number=3)
    data = form_data(admin_client, admin_address(domain), "indicatordomain_form")
    (prefix,) = (
        name.removesuffix("-title")
        for name, value in data.items()
        if value == "الشراكات" and data[f"{name.removesuffix('-title')}-description"].startswith("يركّز")
    )
    change = {f"{prefix}-title": "العنوان الرسمي", f"{prefix}-title_provenance": "official"}
    page = admin_client.post(admin_address(domain), data | change)
    assert "Say where the official wording is published." in page.content.decode()
    change |= {f"{prefix}-title_source": "A document, page 4"}
    assert admin_client.post(admin_address(domain), data | change).status_code == 302
    text = domain.texts.get(title="العنوان الرسمي")
    assert (text.title_provenance, text.title_source) == ("official", "A document, page 4")
    assert text.description_provenance == "site"
