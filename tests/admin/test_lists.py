"""Lists, searches, and every address of the administration: they answer, cheaply, and only to staff."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles import workflow
from profiles.models import (
    Assignment,
    Comment,
    DomainText,
    Finding,
    FindingMatch,
    FindingSource,
    ImportDocument,
    ImportName,
    IndicatorDomain,
    Installation,
    Job,
    JobRun,
    LogEntry,
    PageVersion,
    Place,
    Presence,
    Profile,
    ReviewLink,
    ReviewVisit,
    SearchEntry,
    SearchName,
    SearchWord,
    SignOff,
    SlugRedirect,
    Snapshot,
    Source,
    StaffSession,
    StoredFile,
    TermText,
)
from tests.admin.forms import admin_address, read_twice
from tests.factories import make_draft, make_place, make_profile, make_published, make_term, make_user
from tests.pages import parse

pytestmark = pytest.mark.usefixtures("domains")

STEPS = ["submit", "send_back", "approve", "publish", "unschedule", "withdraw", "discard"]
LISTS = ["place", "indicatordomain", "term", "profile", "revision", "logentry", "user"]


def make_rows(count: int) -> None:
    user = make_user()
    for _ in range(count):
        make_term()
        live = make_published(make_profile(make_place()))
        workflow.publish(workflow.start_revision(live.profile, by=user), by=None)
        workflow.start_revision(live.profile, by=user)
        make_draft(make_profile(make_place(level="city", parent=live.profile.place)))


def test_a_list_costs_the_same_with_2_rows_and_with_20(admin_client):
    lists = [f"/admin/profiles/{name}/{search}" for name in LISTS for search in ("", "?q=land")]
    make_rows(2)
    few = {address: queries(admin_client, address) for address in lists}
    make_rows(18)
    many = {address: queries(admin_client, address) for address in lists}
    # One more where rows may be more than a page: the count of the pages.
    costly = {
        address: (few[address], count) for address, count in many.items() if count > min(few[address] + 1, 14)
    }
    assert costly == {}


def queries(admin_client: Client, address: str) -> int:
    """Return how many queries a list takes, once it was asked for."""
    admin_client.get(address)
    with CaptureQueriesContext(connection) as context:
        assert admin_client.get(address).status_code == 200
    return len(context)


def walk() -> list[str]:
    """Return every address that the index leads to: lists, forms, histories, confirmations."""
    live = make_published(make_profile(make_place("Walkland")))
    draft = workflow.start_revision(live.profile, by=make_user())
    empty = make_profile(make_place("Emptyland"))
    rows = [
        draft.profile.place,
        IndicatorDomain.objects.first(),
        make_term().term,
        live.profile,
        empty,
        live,
        draft,
    ]
    rows += [LogEntry.objects.first(), make_user()]
    forms = [admin_address(row, view) for row in rows for view in ("change", "history")]
    forms = [address for address in forms if "/revision/" not in address or "/history/" not in address]
    lists = [f"/admin/profiles/{name}/" for name in LISTS]
    adds = [f"/admin/profiles/{name}/add/" for name in ("place", "profile", "term", "user")]
    others = [
        *("/admin/", "/admin/profiles/", "/admin/password_change/", "/admin/jsi18n/"),
        *("/admin/auth/group/", "/admin/auth/group/add/", "/admin/axes/accessattempt/"),
        *(admin_address(row, "delete") for row in (empty, make_place(), make_user())),
        *(admin_address(row, step) for row in (draft, live) for step in STEPS),
        admin_address(live.profile, "compare"),
        f"{admin_address(live.profile, 'history')}{live.profile.snapshots.first().pk}/",
        "/admin/?q=walk",
        "/admin/autocomplete/?app_label=profiles&model_name=profile&field_name=place&term=walk",
    ]
    return [*forms, *lists, *adds, *others]


def test_every_address_answers(admin_client):
    for address in walk():
        with read_twice():
            assert admin_client.get(address).status_code == 200, address


def test_no_page_has_inline_style_or_script(admin_client):
    """The Content-Security-Policy would block it (tests/browser/test_dashboard.py sees it block nothing)."""
    for address in walk():
        with read_twice():
            response = admin_client.get(address)
        assert response.headers["Content-Security-Policy"].count("unsafe") == 0
        if response["Content-Type"].startswith("text/html"):
            page = parse(response)
            assert not page.xpath("//@style | //style | //script[not(@src or @type='application/json')]"), (
                address
            )
            assert not page.xpath("//@*[starts-with(name(), 'on')]"), address


def test_no_address_answers_a_stranger(client):
    for address in walk():
        response = client.get(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith("/admin/login/"), address


def test_no_address_answers_staff_without_rights():
    client = Client()
    client.force_login(make_user(is_superuser=False), backend="django.contrib.auth.backends.ModelBackend")
    own = {"/admin/", "/admin/?q=walk", "/admin/password_change/", "/admin/jsi18n/"}
    for address in walk():
        if address not in own:
            # An application of which nothing may be seen is not there at all.
            with read_twice():
                assert client.get(address).status_code in (403, 404), address


def test_every_model_is_reached():
    """Each has a list, or is seen inside one that has."""
    inside = {DomainText, TermText, Finding, Source, FindingSource}  # of a domain, a term, a revision
    inside |= {Snapshot, Presence, Comment, SignOff, ReviewLink, ReviewVisit}  # beside a revision
    inside |= {Assignment, StaffSession}  # of a person
    inside |= {
        FindingMatch,
        SlugRedirect,
        ImportDocument,
        ImportName,
        Job,
        JobRun,
    }  # have pages of their own, beside what they are of
    inside |= {StoredFile, Installation}  # of a sign-off; of the program itself
    inside |= {SearchEntry, SearchWord, SearchName, PageVersion}  # made from the others, and never by hand
    models = {model for model in admin.site._registry if model._meta.app_label == "profiles"}
    from django.apps import apps

    assert set(apps.get_app_config("profiles").get_models()) == models | inside


@pytest.mark.parametrize("search", ["cote", "CÔTE", "civ", "côte d’ivoire", "ساحل"])
def test_a_place_is_found_by_any_of_its_names(admin_client, search):
    names = {"fr": "Côte d’Ivoire", "ar": "ساحل العاج"}
    make_place("Exampleland")
    make_place("Côte d’Ivoire", slug="cote", names=names, iso3="CIV")
    make_published(make_profile(Place.objects.get(slug="cote")))
    results = admin_client.get("/admin/profiles/place/", {"q": search}).context["cl"].result_list
    assert [place.slug for place in results] == ["cote"]
    answer = admin_client.get(
        "/admin/autocomplete/",
        {"app_label": "profiles", "model_name": "profile", "field_name": "place", "term": search},
    )
    assert [row["text"] for row in answer.json()["results"]] == ["Côte d’Ivoire"]


def test_profiles_and_revisions_are_found_by_place_and_text(admin_client):
    draft = make_draft(make_profile(make_place("Findland")))
    draft.findings.filter(pk=draft.findings.first().pk).update(text="A rare wording.")
    make_draft()
    for address in ("/admin/profiles/profile/?q=findland", "/admin/profiles/revision/?q=findland"):
        assert len(admin_client.get(address).context["cl"].result_list) == 1, address
    (result,) = admin_client.get("/admin/profiles/revision/?q=rare+wording").context["cl"].result_list
    assert result == draft


@pytest.mark.parametrize(
    "query",
    ["?revisions__state=draft", "?place__level=city", "?language=fr", "?edition=1", "?place__region=002"],
)
def test_profiles_are_filtered(admin_client, query):
    make_rows(2)
    assert admin_client.get(f"/admin/profiles/profile/{query}").status_code == 200


def test_nothing_is_deleted_from_a_list(admin_client):
    profile = make_profile()
    for name in LISTS:
        assert b'value="delete_selected"' not in admin_client.get(f"/admin/profiles/{name}/").content, name
    admin_client.post(
        "/admin/profiles/profile/",
        {"action": "delete_selected", "_selected_action": [profile.pk], "post": "yes"},
    )
    assert Profile.objects.filter(pk=profile.pk).exists()


@pytest.mark.parametrize("language", ["fr", "es", "ar", "pt"])
def test_the_administration_speaks_the_browsers_language(admin_client, language):
    for address in ("/admin/", "/admin/profiles/profile/", admin_address(make_draft())):
        content = admin_client.get(address, headers={"accept-language": language}).content.decode()
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in content


def test_a_revision_is_found_by_its_place_in_any_language(admin_client):
    make_published(make_profile(make_place("Elsewhere")))
    revision = make_published(make_profile(make_place("Oldland", names={"fr": "Vieuxpays"})))
    results = admin_client.get("/admin/profiles/revision/?q=vieuxpays").context["cl"].result_list
    assert list(results) == [revision]
