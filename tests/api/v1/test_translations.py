"""The API in the language that is asked for: what is read, how it says so, and what it costs."""

import json

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles import workflow
from profiles.content.translations import build_units, finding_key
from profiles.models import Finding, Revision
from tests.api.v1.test_views import API, ask
from tests.factories import (
    make_complete,
    make_place,
    make_profile,
    make_published,
    make_published_translation,
)

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def live() -> Revision:
    """A live text of which every finding has a source."""
    return workflow.publish(
        make_complete(make_profile(make_place("Openland"), slug="openland-2021")), by=None
    )


def test_without_a_language_all_is_the_original(client, live):
    before = {
        address: ask(client, address)
        for address in (
            "profiles/openland-2021/",
            "profiles/",
            "findings/",
            "profiles/openland-2021/revisions/",
        )
    }
    make_published_translation(live)
    for address, answer in before.items():
        after = json.dumps(ask(client, address))
        assert "[fr]" not in after
        assert answer == json.loads(after) or '"translations": [{' in after
    profile = ask(client, "profiles/openland-2021/")
    assert (profile["language"], profile["original_language"], profile["translation"]) == ("en", "en", None)
    assert [row["language"] for row in profile["translations"]] == ["fr"]
    assert profile["content"] == before["profiles/openland-2021/"]["content"]


def test_a_profile_is_read_in_its_translation(client, live):
    translation = make_published_translation(
        live, provenance="official", reference="Ministry of Examples, 2024"
    )
    profile = ask(client, "profiles/openland-2021/?language=fr")
    permanent = f"{site.SITE_URL}/fr/profiles/openland-2021/r/1/t/1/"
    assert profile["title"] == translation.title
    assert (profile["language"], profile["original_language"]) == ("fr", "en")
    assert profile["permanent"] == permanent
    assert profile["page"] == f"{site.SITE_URL}/fr/profiles/openland-2021/"
    assert profile["files"]["pdf"] == f"{site.SITE_URL}/fr/profiles/openland-2021.pdf"
    assert profile["translation"] | {"published_at": "", "url": ""} == {
        "language": "fr",
        "number": 1,
        "state": "published",
        "provenance": "official",
        "reference": "Ministry of Examples, 2024",
        "change_note": "",
        "published_at": "",
        "outdated": 0,
        "missing": 0,
        "url": "",
        "permanent": permanent,
    }
    assert profile["translations"] == [profile["translation"]]
    content = profile["content"]
    assert content["introduction"] == f"[fr] {live.introduction}"
    assert {row["text"][:5] for row in content["findings"]} == {"[fr] "}
    assert {row["title"] for row in content["sources"]} == {"[fr] A fictional law"}
    assert content == client.get("/fr/profiles/openland-2021.json").json()["profiles"][0]
    assert content["translation"]["address"] == permanent
    assert (content["translation"]["outdated"], content["translation"]["untranslated"]) == ([], [])


def test_what_is_not_translated_is_read_in_the_original(client, live):
    for language in ("es", "en"):
        profile = ask(client, f"profiles/openland-2021/?language={language}")
        assert (profile["language"], profile["translation"]) == ("en", None)
        assert profile["permanent"] == f"{site.SITE_URL}/profiles/openland-2021/r/1/"
    ask(client, "profiles/openland-2021/?language=xx", 400)
    ask(client, "profiles/openland-2021/?langage=fr", 400)


def test_an_original_has_the_permanent_address_in_its_own_language(client):
    make_published(make_profile(make_place("Terre"), slug="terre-2021", language="fr"))
    assert ask(client, "profiles/terre-2021/")["permanent"] == f"{site.SITE_URL}/fr/profiles/terre-2021/r/1/"
    (row, *_others) = ask(client, "findings/?profile=terre-2021")["results"]
    assert row["permanent"].startswith(f"{site.SITE_URL}/fr/profiles/terre-2021/r/1/#")


def test_lists_keep_what_can_be_read_in_a_language(client, live):
    make_published_translation(live)
    make_published(make_profile(make_place("Terre"), slug="terre-2021", language="fr"))
    make_published(make_profile(make_place("Elsewhere"), slug="elsewhere-2021"))
    rows = ask(client, "profiles/?language=fr")["results"]
    assert [(row["profile"], row["language"]) for row in rows] == [
        ("openland-2021", "fr"),
        ("terre-2021", "fr"),
    ]
    assert ask(client, "profiles/?language=es")["count"] == 0
    findings = ask(client, "findings/?language=fr&page_size=100")["results"]
    assert {(row["profile"], row["text_language"], row["provenance"]) for row in findings} == {
        ("openland-2021", "fr", "site"),
        ("terre-2021", "fr", "original"),
    }
    assert ask(client, "findings/?language=en&page_size=100")["count"] == 12 + 4
    texts = client.get(f"{API}findings.csv?language=fr").getvalue().decode()
    assert texts.count("[fr] Fictional") >= 12
    assert "elsewhere-2021" not in texts
    assert "[fr]" not in client.get(f"{API}findings.csv?profile=openland-2021").getvalue().decode()


def test_each_finding_says_what_its_text_is(client, live):
    first, second, *_others = live.findings.in_order()
    units = {
        unit.key: {"text": f"[fr] {unit.original}", "original": unit.original}
        for unit in build_units(live, {})
        if unit.finding != str(second.key)
    }
    make_published_translation(live, units=units)
    draft = workflow.start_revision(live.profile, by=None)
    draft.findings.filter(key=first.key).update(text="In other words.")
    draft.refresh_from_db()
    workflow.publish(draft, by=None)
    rows = {row["key"]: row for row in ask(client, "findings/?language=fr&page_size=100")["results"]}

    def facts(finding: Finding) -> tuple:
        row = rows[str(finding.key)]
        assert row == ask(client, f"findings/{finding.key}/?language=fr")
        return row["text"], row["text_language"], row["provenance"], row["is_outdated"], row["original"]

    assert facts(first) == (f"[fr] {first.text}", "fr", "site", True, "In other words.")
    assert facts(second) == (second.text, "en", "original", False, None)
    profile = ask(client, "profiles/openland-2021/?language=fr")
    assert (profile["translation"]["outdated"], profile["translation"]["missing"]) == (1, 1)
    assert profile["content"]["translation"]["outdated"] == [f"finding/{first.key}/text"]
    assert profile["content"]["translation"]["untranslated"] == [f"finding/{second.key}/text"]
    row = rows[str(first.key)]
    assert row["sources"][0]["title"] == "[fr] A fictional law"
    assert row["sources"][0]["language"] == "fr"
    assert row["permanent"] == f"{site.SITE_URL}/fr/profiles/openland-2021/r/2/t/1/#{first.anchor}"
    assert ask(client, f"findings/{first.key}/")["sources"][0]["language"] == "en"
    ask(client, f"findings/{first.key}/?nonsense=1", 400)


def test_a_frozen_translation_has_an_address_and_a_list(client, live):
    first = make_published_translation(live)
    draft = workflow.start_translation(live.profile, "fr", None)
    units = {key: unit | {"text": f"{unit['text']}!"} for key, unit in first.units.items()}
    workflow.publish(workflow.save_translation(draft, units, draft.lock_version, None), by=None)
    make_published_translation(live, "ar")
    listed = ask(client, "profiles/openland-2021/revisions/1/translations/")["results"]
    assert [(row["language"], row["number"], row["state"]) for row in listed] == [
        ("ar", 1, "published"),
        ("fr", 2, "published"),
        ("fr", 1, "superseded"),
    ]
    assert ask(client, "profiles/openland-2021/revisions/1/translations/?language=fr")["count"] == 2
    for row in listed:
        answer = ask(client, row["url"].removeprefix(f"{site.SITE_URL}{API}"))
        assert answer["translation"] == row
        assert answer["permanent"] == row["permanent"]
        assert answer["content"]["introduction"].startswith(f"[{row['language']}]")
        assert answer["content"]["introduction"].endswith("!") == (row["number"] == 2)
    assert ask(client, "profiles/openland-2021/revisions/1/?language=fr")["translation"]["number"] == 2
    (row,) = ask(client, "profiles/openland-2021/revisions/?language=fr")["results"]
    assert (row["language"], row["permanent"]) == ("fr", listed[1]["permanent"])
    assert ask(client, "profiles/openland-2021/revisions/?language=pt")["count"] == 0


def test_a_draft_is_nowhere_and_what_is_withdrawn_is_gone(client, live):
    path = "profiles/openland-2021/revisions/1/translations/"
    draft = workflow.start_translation(live.profile, "fr", None)
    assert ask(client, path)["count"] == 0
    ask(client, f"{path}fr/1/", 404)
    draft.delete()
    translation = make_published_translation(live)
    workflow.withdraw(translation, None, "A fictional mistake.")
    problem = ask(client, f"{path}fr/1/", 410)
    assert problem["detail"] == "A fictional mistake."
    assert problem["page"] == f"{site.SITE_URL}{translation.get_absolute_url()}"
    assert ask(client, path)["count"] == 0
    assert ask(client, "profiles/openland-2021/?language=fr")["translation"] is None
    ask(client, f"{path}fr/2/", 404)
    make_published_translation(live, "ar")
    workflow.withdraw(live, None, "Another fictional mistake.")
    for address in (path, f"{path}ar/1/", f"{path}fr/1/"):
        assert ask(client, address, 410)["detail"] == "Another fictional mistake."


ADDRESSES = (
    "profiles/?page_size=100",
    "profiles/?language=fr&page_size=100",
    "findings/?page_size=100",
    "findings/?language=fr&page_size=100",
    "places/parentland/",
)


def test_a_list_costs_the_same_with_2_profiles_and_with_12(client):
    parent = make_place("Parentland")
    _ = connection.features.supports_json_field  # SQLite is asked that once in a process

    def add(number: int) -> None:
        for _number in range(number):
            live = make_published(make_profile(make_place(parent=parent, level="city")), findings=6)
            make_published_translation(live)
            make_published_translation(live, "ar")

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as context:
            ask(client, address)
        return len(context)

    add(2)
    few = [count(address) for address in ADDRESSES]
    add(10)
    assert [count(address) for address in ADDRESSES] == few
    assert ask(client, "profiles/?language=fr&page_size=100")["count"] == 12


def test_a_hit_of_the_search_is_read_in_the_language_that_it_is_in(client):
    live = make_published()
    first = live.findings.get(position=0)
    units = {
        finding_key(str(first.key)): {"text": "Un contrat portuaire fictif.", "original": "Another wording."}
    }
    translation = make_published_translation(live, units=units)
    (hit,) = client.get("/api/v1/search/?q=portuaire").json()["results"]
    assert hit["text"] == "Un contrat portuaire fictif."
    assert (hit["language"], hit["text_language"], hit["provenance"]) == ("fr", "fr", "site")
    assert (hit["is_outdated"], hit["original"]) == (True, first.text)
    assert hit["title"] == translation.title
    assert hit["page"].endswith(f"/fr/findings/{first.key}/")
    english = client.get("/api/v1/search/?q=fictional&language=en").json()["results"]
    assert {row["provenance"] for row in english} == {"original"}
    assert not client.get("/api/v1/search/?q=portuaire&language=en").json()["results"]
