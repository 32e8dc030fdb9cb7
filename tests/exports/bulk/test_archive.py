"""All published profiles in one ZIP: complete, described, made once, one profile in memory at a time."""

import csv
import io
import json
import tracemalloc
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from profiles import workflow
from profiles.choices import Kind
from profiles.exports.bulk import archive
from profiles.models import Finding, Revision
from tests.factories import make_complete, make_draft, make_place, make_profile, make_published

pytestmark = pytest.mark.usefixtures("domains")
ADDRESS = "/about/data/profiles.zip"


@pytest.fixture
def live() -> Revision:
    return workflow.publish(
        make_complete(make_profile(make_place("Openland"), slug="openland-2021")), by=None
    )


def content(client) -> bytes:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/zip"
    assert response.streaming
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    return b"".join(response.streaming_content)


def package(client) -> zipfile.ZipFile:
    zip_file = zipfile.ZipFile(io.BytesIO(content(client)))
    assert zip_file.testzip() is None
    return zip_file


def rows(zip_file: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(zip_file.read(name).decode(), newline="")))


def test_it_has_every_published_profile_and_no_other(client, live):
    make_draft(make_profile(make_place("Draftland"), slug="draftland-2021"))
    workflow.start_revision(live.profile, by=None).findings.update(text="A wording that nobody has approved.")
    revision = make_published(make_profile(make_place("Goneland"), slug="goneland-2021"))
    workflow.withdraw(revision, by=None, reason="A fictional reason.")
    zip_file = package(client)
    assert sorted(zip_file.namelist()) == [
        *("README.txt", "datapackage.json", "findings.csv", "profiles.csv", "profiles/openland-2021.json"),
    ]
    words = b"".join(zip_file.read(name) for name in zip_file.namelist())
    for word in (b"Draftland", b"Goneland", b"nobody has approved"):
        assert word not in words


def test_its_tables_say_what_the_profiles_say(client, live):
    zip_file = package(client)
    (profile,) = rows(zip_file, "profiles.csv")
    assert profile["title"] == live.profile.title
    assert profile["described"] == "2021-09"
    assert profile["link"] == "https://mgi.example/profiles/openland-2021/r/1/"
    assert profile["note"] == "Fictional example"
    findings = rows(zip_file, "findings.csv")
    assert [row["finding"] for row in findings] == [f.text for f in live.findings.in_order()]
    assert {row["kind"] for row in findings} == set(Kind.values)
    assert {row["note"] for row in findings} == {"Fictional example"}
    single = client.get("/profiles/openland-2021.csv").content.decode("utf-8-sig")
    assert zip_file.read("findings.csv").decode() == single
    document = client.get("/profiles/openland-2021.json").content
    assert zip_file.read("profiles/openland-2021.json") == document


def test_its_description_fits_its_tables(client, live):
    zip_file = package(client)
    description = json.loads(zip_file.read("datapackage.json"))
    assert description["name"] == "mgi-profiles"
    for resource in description["resources"]:
        table = rows(zip_file, resource["path"])
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == list(table[0])
        for field in fields:
            if field["type"] == "integer":
                assert all(row[field["name"]].isdigit() for row in table), field
    schema = client.get("/about/data/profile.schema.json").json()
    document = json.loads(zip_file.read("profiles/openland-2021.json"))
    assert not list(Draft202012Validator(schema).iter_errors(document))
    assert "Nothing here is a score" in zip_file.read("README.txt").decode()


def test_the_same_in_every_language_and_each_time(client, live, settings, tmp_path):
    first = content(client)
    assert content(client) == first
    settings.VAR_DIR = tmp_path
    assert content(client) == first


def test_it_is_made_once_and_anew_when_something_changes(client, live, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    content(client)
    with CaptureQueriesContext(connection) as context:
        content(client)
    assert len(context) == 3
    live.profile.licence = "CC BY 4.0"
    live.profile.save()
    assert rows(package(client), "profiles.csv")[0]["licence"] == "CC BY 4.0"
    live.profile.place.name = "Otherland"
    live.profile.place.save()
    assert rows(package(client), "profiles.csv")[0]["place_name"] == "Openland"  # as the text calls it
    workflow.publish(workflow.start_revision(live.profile, by=None), by=None)
    assert rows(package(client), "profiles.csv")[0]["revision"] == "2"
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(b"kept")
    assert content(client) == b"kept"


def test_what_could_be_a_formula_is_none(client):
    draft = make_draft(make_profile(make_place("Openland")))
    draft.findings.update(text="=1+1")
    workflow.publish(draft, by=None)
    assert {row["finding"] for row in rows(package(client), "findings.csv")} == {"'=1+1"}


def test_many_profiles_take_no_more_memory_than_few():
    def peak() -> int:
        tracemalloc.start()
        with archive.archive() as file:
            assert file.read(2) == b"PK"
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    def publish(number: int) -> None:
        for _i in range(number):
            draft = make_draft(make_profile(make_place()), findings=12)
            Finding.objects.filter(revision=draft).update(text="A fictional finding. " * 400)
            workflow.publish(draft, by=None)

    publish(30)  # more than a batch
    few = peak()
    publish(60)
    assert peak() < few * 1.5  # three times as many


def test_an_empty_site_has_an_empty_archive(client):
    zip_file = package(client)
    assert rows(zip_file, "profiles.csv") == rows(zip_file, "findings.csv") == []
