"""Everybody finds only what is assigned to her: in lists, searches, autocompletes, forms, and by address."""

import pytest
from django.test import Client
from django.urls import get_resolver

from profiles import workflow
from profiles.choices import State
from profiles.models import Place, Profile
from tests.admin.forms import admin_address
from tests.admin.revision.test_transitions import signed_in
from tests.factories import (
    make_complete,
    make_draft,
    make_in_state,
    make_member,
    make_place,
    make_profile,
    make_published_translation,
    make_translation,
)
from tests.pages import parse
from tests.workflow.drafting import type_into

pytestmark = pytest.mark.usefixtures("domains")

SECRET = "Elsewhereland"
ROLES = [
    "Analyst",
    *(pytest.param(role, marks=pytest.mark.once) for role in ("Reviewer", "Publisher", "Translator")),
]
"""All roles on the first database, and one on each: the queries are the same."""


@pytest.fixture
def elsewhere(db) -> dict[str, object]:
    """A place with a live text, an open one, comments, a sign-off, a link and a history."""
    place = make_place(SECRET, slug="elsewhere")
    live = make_in_state(State.PUBLISHED, make_profile(place))
    draft = workflow.start_revision(live.profile, by=None)
    writer = make_member("Analyst")
    comment = workflow.comment(draft, "A secret comment.", writer)
    translation, published = make_translation(draft), make_published_translation(live, "es")
    remark = workflow.comment(translation, "A secret comment.", writer)
    signed = workflow.record_sign_off(draft, None, body="Ministry", signed_on=draft.created_at.date())
    link, _token = workflow.create_review_link(draft, None, "Ministry")
    return {
        "place": place,
        "profile": live.profile,
        "live": live,
        "draft": draft,
        "comment": comment,
        "translation": translation,
        "published": published,
        "remark": remark,
        "signed": signed,
        "link": link,
        "snapshot": live.profile.snapshots.first(),
        "entry": live.profile.log.first(),
    }


@pytest.fixture
def home(db) -> Place:
    return make_place("Homeland", slug="homeland")


def addresses(there: dict) -> list[str]:
    """Return every address of the administration that names a row of the place."""
    paths = []
    parts = {
        "signed": there["signed"].pk,
        "link": there["link"].pk,
        "snapshot": there["snapshot"].pk,
        "number": there["live"].number,
    }
    rows = {"place": [there["place"]], "profile": [there["profile"]], "logentry": [there["entry"]]}
    rows["revision"] = [there["live"], there["draft"]]
    rows["translation"] = [there["translation"], there["published"]]
    for route in routes():
        model, _, rest = route.removeprefix("profiles/").partition("/")
        if not route.startswith("profiles/") or model not in rows or "<" not in rest:
            continue
        for row in rows[model]:
            address = rest.replace("<path:object_id>", str(row.pk)).replace("<int:pk>", str(row.pk))
            address = address.replace("<slug:language>", "ar")
            comment = there["remark"] if model == "translation" else there["comment"]
            address = address.replace("<int:comment>", str(comment.pk))
            for name, value in parts.items():
                address = address.replace(f"<int:{name}>", str(value))
            if "<" not in address:
                paths.append(f"/admin/profiles/{model}/{address}")
    return paths


def routes(resolver=None, before: str = "") -> list[str]:
    """Return every route below /admin/, as it is written."""
    if resolver is None:
        there = [p for p in get_resolver().url_patterns if str(p.pattern) == "admin/"]
        return [route for pattern in there for route in routes(pattern)]
    paths = []
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        paths += routes(pattern, route) if hasattr(pattern, "url_patterns") else [route]
    return paths


@pytest.mark.parametrize("role", ROLES)
def test_no_address_of_another_place_answers(elsewhere, home, role):
    client = signed_in(make_member(role, home))
    paths = addresses(elsewhere)
    assert len(paths) > 30
    for address in paths:
        for answer in (client.get, client.post):
            response = answer(address)
            # 405: by this method it answers nobody. 302: the old address of a row leads to its page.
            assert response.status_code in (404, 405, 302, 403), (answer.__name__, address)
            assert SECRET not in response.content.decode(), address
            if response.status_code == 302:
                assert client.get(response["Location"]).status_code == 404, address


@pytest.mark.parametrize("role", ROLES)
def test_lists_and_searches_show_only_what_is_theirs(elsewhere, home, role):
    own = make_draft(make_profile(home))
    type_into(own, make_member("Analyst", home), "Ours.")
    client = signed_in(make_member(role, home))
    make_translation(own)
    for name in ("place", "profile", "revision", "translation", "logentry"):
        for query in ("", f"?q={SECRET}", "?q=elsewhere", "?q=Fictional"):
            response = client.get(f"/admin/profiles/{name}/{query}")
            assert response.status_code == 200
            names = {str(row) for row in response.context["cl"].result_list}
            assert not any(SECRET in row for row in names), (name, query)
            if not query:
                assert SECRET not in response.content.decode(), name
        assert client.get(f"/admin/profiles/{name}/").context["cl"].result_list, name


def test_autocompletes_offer_only_what_is_theirs(elsewhere, home):
    client = signed_in(make_member("Analyst", home))
    ask = {"app_label": "profiles", "model_name": "profile", "field_name": "place", "term": ""}
    answer = client.get("/admin/autocomplete/", ask)
    assert [row["text"] for row in answer.json()["results"]] == ["Homeland"]


def test_a_form_takes_only_places_that_are_theirs(elsewhere, home):
    client = signed_in(make_member("Analyst", home))
    place = elsewhere["place"]
    new = {"place": place.pk, "edition": 9, "year": 2024, "language": "en", "slug": "forged"}
    response = client.post("/admin/profiles/profile/add/", new)
    assert response.status_code == 200
    assert not Profile.objects.filter(slug="forged").exists()
    own = make_profile(home)
    data = {"place": place.pk, "edition": 1, "year": 2021, "language": "en"}
    assert client.post(admin_address(own), data).status_code == 200
    own.refresh_from_db()
    assert own.place == home


def test_the_shortcut_to_the_public_page_tells_no_address_of_a_draft(elsewhere, home):
    from django.contrib.contenttypes.models import ContentType

    client = signed_in(make_member("Analyst", home))
    hidden = make_complete(make_profile(make_place("Hiddenland"), slug="hidden-profile"))
    for row in (hidden.profile, hidden):
        kind = ContentType.objects.get_for_model(row)
        response = client.get(f"/admin/r/{kind.pk}/{row.pk}/")
        assert "hidden-profile" not in response.get("Location", "")
        assert response.status_code == 404


def test_a_city_comes_with_its_country(home):
    city = make_place("Home City", slug="home-city", level="city", parent=home)
    draft = make_complete(make_profile(city))
    client = signed_in(make_member("Analyst", home))
    for row in (city, draft.profile, draft):
        assert client.get(admin_address(row)).status_code == 200


def test_whoever_is_assigned_nowhere_sees_nothing(elsewhere):
    nobody = make_member("Analyst")
    nobody.assignments.all().delete()
    client: Client = signed_in(nobody)
    for name in ("place", "profile", "revision", "translation", "logentry"):
        assert not client.get(f"/admin/profiles/{name}/").context["cl"].result_list
    assert not parse(client.get("/admin/")).xpath(f"//*[contains(text(), '{SECRET}')]")
