"""Files in a language into which a profile is translated: what they carry, and how they say what it is."""

import csv
import io
import json
import zipfile

import pytest
from django.conf import settings as site
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from profiles import workflow
from profiles.content.translations import build_units
from profiles.exports.bulk.selection import published_rows
from profiles.models import Profile, Revision
from tests.factories import (
    make_complete,
    make_place,
    make_profile,
    make_published,
    make_published_translation,
)

pytestmark = pytest.mark.usefixtures("domains")
PERMANENT = f"{site.SITE_URL}/fr/profiles/openland-2021/r/1/t/1/"
COLUMNS = ("language", "original_language", "provenance", "is_outdated", "link")


@pytest.fixture
def live() -> Revision:
    return workflow.publish(
        make_complete(make_profile(make_place("Openland"), slug="openland-2021")), by=None
    )


def body(client, path: str) -> bytes:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.getvalue()


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(data: bytes, name: str) -> list[dict]:
    header, *rows = load_workbook(io.BytesIO(data))[name].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def reworded(live: Revision, **texts: str) -> Revision:
    """Publish a new revision in which the first finding says something else."""
    draft = workflow.start_revision(live.profile, by=None)
    draft.findings.filter(key=live.findings.in_order()[0].key).update(**texts)
    draft.refresh_from_db()
    return workflow.publish(draft, by=None)


def test_the_json_of_the_original_stays_and_that_of_a_translation_says_what_it_is(client, live):
    before = body(client, "/profiles/openland-2021.json")
    make_published_translation(live)
    assert body(client, "/profiles/openland-2021.json") == before
    assert body(client, "/es/profiles/openland-2021.json") == before
    document = json.loads(body(client, "/fr/profiles/openland-2021.json"))
    Draft202012Validator(json.loads(body(client, "/about/data/profile.schema.json"))).validate(document)
    (profile,) = document["profiles"]
    assert profile["language"] == "fr"
    assert profile["findings"][0]["text"].startswith("[fr] ")
    translation = profile["translation"]
    assert translation.pop("published")
    assert translation == {
        "language": "fr",
        "original_language": "en",
        "number": 1,
        "provenance": "site",
        "reference": "",
        "address": PERMANENT,
        "outdated": [],
        "untranslated": [],
    }
    assert document["about"]["address"] == PERMANENT
    assert "translation" not in json.loads(before)["profiles"][0]


def test_the_name_of_a_file_says_which_translation_it_is(client, live):
    make_published_translation(live)

    def name(path: str) -> str:
        response = client.get(path)
        response.getvalue()
        return response["Content-Disposition"].partition("filename=")[2].strip('"')

    assert name("/fr/profiles/openland-2021.csv") == "mgi-openland-2021-r1-t1-fr.csv"
    assert name("/fr/profiles/openland-2021/r/1/t/1.json") == "mgi-openland-2021-r1-t1-fr.json"
    assert name("/fr/profiles/openland-2021.bib") == "mgi-openland-2021-r1-t1-fr.bib"
    assert name("/es/profiles/openland-2021.csv") == "mgi-openland-2021-r1-es.csv"
    assert name("/fr/profiles.json") == "mgi-profiles-fr.json"


def test_each_line_of_a_table_says_what_its_text_is(client, live):
    translation = make_published_translation(live)
    first, *_others = live.findings.in_order()
    reworded(live, text="In other words.")
    for path in ("/fr/profiles/openland-2021.csv", "/fr/profiles.csv", "/fr/search.csv?q=words"):
        rows = table(body(client, path))
        row = next(row for row in rows if row["key"] == str(first.key))
        link = f"{site.SITE_URL}/fr/profiles/openland-2021/r/2/t/1/"
        assert [row[name] for name in COLUMNS] == ["fr", "en", "site", "true", link]
        assert row["finding"] == f"[fr] {first.text}"
    others = [row for row in table(body(client, "/fr/profiles.csv")) if row["key"] != str(first.key)]
    assert {row["is_outdated"] for row in others} == {"false"}
    (row,) = (row for row in table(body(client, "/profiles.csv")) if row["key"] == str(first.key))
    assert [row[name] for name in COLUMNS[:4]] == ["en", "en", "original", "false"]
    assert row["finding"] == "In other words."
    assert translation.outdated_count == 0


def test_what_is_not_translated_is_a_line_in_the_original(client, live):
    first, *_others = live.findings.in_order()
    units = {
        unit.key: {"text": f"[fr] {unit.original}", "original": unit.original}
        for unit in build_units(live, {})
        if unit.finding != str(first.key)
    }
    make_published_translation(live, units=units)
    rows = table(body(client, "/fr/profiles/openland-2021.csv"))
    assert [(row["language"], row["provenance"]) for row in rows] == [
        ("en", "original"),
        *[("fr", "site")] * 11,
    ]
    profile = json.loads(body(client, "/fr/profiles/openland-2021.json"))["profiles"][0]
    assert profile["translation"]["untranslated"] == [f"finding/{first.key}/text"]


def test_a_workbook_says_what_each_text_is(client, live):
    translation = make_published_translation(
        live, provenance="official", reference="Ministry of Examples, May 2024"
    )
    data = body(client, "/fr/profiles/openland-2021.xlsx")
    rows = sheet(data, "Constats")
    assert {row["Langue"] for row in rows} == {"fr"}
    assert {row["Langue originale"] for row in rows} == {"en"}
    facts = {name: value for _label, value, name in load_workbook(io.BytesIO(data)).worksheets[2].values}
    assert (facts["original_language"], facts["provenance"]) == ("en", "official")
    assert facts["reference"] == "Ministry of Examples, May 2024"
    assert facts["link"] == f"{site.SITE_URL}{translation.get_absolute_url()}"
    original = load_workbook(io.BytesIO(body(client, "/profiles/openland-2021.xlsx")))
    assert "Original language" not in [cell.value for cell in original["Findings"][1]]


def test_findings_as_json_say_what_they_are_where_they_are_read_in_a_translation(client, live):
    make_published_translation(live)
    make_published(make_profile(make_place("Elsewhere"), slug="elsewhere-2021"))
    query = "?profile=openland-2021&profile=elsewhere-2021"
    document = json.loads(body(client, f"/fr/compare.json{query}"))
    Draft202012Validator(json.loads(body(client, "/about/data/findings.schema.json"))).validate(document)
    by_profile = {row["profile"]["slug"]: row for row in document["findings"]}
    row = by_profile["openland-2021"]
    assert (row["text_language"], row["provenance"], row["is_outdated"]) == ("fr", "site", False)
    assert row["text"] == f"[fr] {row['original']}"
    assert row["profile"]["original_language"] == "en"
    assert "text_language" not in by_profile["elsewhere-2021"]
    assert b"text_language" not in body(client, f"/compare.json{query}")


def test_a_file_of_many_profiles_changes_with_the_translations(client, live):
    def digest() -> str:
        return published_rows(Profile.objects.published().order_by("slug")).digest

    digests, bodies = [digest()], [body(client, "/fr/profiles.csv")]
    translation = make_published_translation(live)
    digests.append(digest())
    bodies.append(body(client, "/fr/profiles.csv"))
    workflow.withdraw(translation, None, "A fictional mistake.")
    assert digest() == digests[0] != digests[1]
    assert b"[fr]" in bodies[1]
    assert body(client, "/fr/profiles.csv") == bodies[0] != bodies[1]


def test_the_archive_has_the_originals_and_the_translations_beside_them(client, live):
    def package() -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(body(client, "/about/data/profiles.zip")))

    before = package()
    translation = make_published_translation(live)
    make_published(make_profile(make_place("Terre"), slug="terre-2021", language="fr"))
    after = package()
    new = set(after.namelist()) - set(before.namelist())
    assert new == {"translations/fr/openland-2021.json", "profiles/terre-2021.json"}
    assert after.read("profiles/openland-2021.json") == before.read("profiles/openland-2021.json")
    assert b"[fr]" not in after.read("findings.csv")
    document = json.loads(after.read("translations/fr/openland-2021.json"))
    assert document["profiles"][0]["translation"]["address"] == PERMANENT
    workflow.withdraw(translation, None, "A fictional mistake.")
    assert "translations/fr/openland-2021.json" not in package().namelist()


def test_an_original_with_an_english_translation_stays_the_original_in_the_archive(client):
    live = make_published(make_profile(make_place("Terre"), slug="terre-2021", language="fr"))
    make_published_translation(live, "en")
    package = zipfile.ZipFile(io.BytesIO(body(client, "/about/data/profiles.zip")))
    assert b"[en]" not in package.read("profiles/terre-2021.json") + package.read("findings.csv")
    assert b"[en]" in package.read("translations/en/terre-2021.json")
    assert "[en]" in json.loads(body(client, "/profiles.json"))["profiles"][0]["findings"][0]["text"]
