"""A file of ours that is a translation is never imported as the original, in whatever format it comes."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import activate

from profiles.content.serialize import serialize_revision
from profiles.imports import readers
from profiles.imports.plan import plan_import
from profiles.imports.translations.aligned import plan_document
from profiles.models import Profile, Revision, Translation
from tests.factories import make_place, make_profile, make_published, make_published_translation

pytestmark = pytest.mark.usefixtures("domains")
ENDINGS = ("json", "xlsx", "docx", "csv")


@pytest.fixture
def live() -> Revision:
    live = make_published(make_profile(make_place("Openland"), slug="openland-2021"))
    make_published_translation(live)
    return live


def taken(client, language: str, ending: str) -> bytes:
    prefix = "" if language == "en" else f"/{language}"
    response = client.get(f"{prefix}/profiles/openland-2021.{ending}")
    assert response.status_code == 200
    activate("en")
    return response.getvalue()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_translation_is_offered_as_one_and_finds_its_originals_by_their_keys(client, live, ending):
    reading = readers.read(taken(client, "fr", ending), f"a.{ending}")
    assert (reading.is_translation, reading.language) == (True, "fr")
    assert all(finding["text"].startswith("[fr] ") for finding in reading.findings)
    plan = plan_import(reading)
    assert (plan.translation_language, plan.can_be_imported) == ("fr", False)
    assert str(live.profile) in plan.translation_note
    assert "French" in plan.translation_note
    aligned = plan_document(Translation.objects.get(), reading, {})
    assert (aligned.plan.refusals, aligned.open_count, aligned.doubts) == ([], 0, [])


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_is_refused_as_well_where_the_profile_is_not_known(client, live, ending):
    data = taken(client, "fr", ending)
    Profile.objects.filter(pk=live.profile.pk).update(edition=2, year=2019)
    plan = plan_import(readers.read(data, f"a.{ending}"))
    assert plan.profile is None
    assert any("import the document there" in error.text for error in plan.errors)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_original_is_imported_as_before(client, live, ending):
    for language in ("en", "es"):
        reading = readers.read(taken(client, language, ending), f"a.{ending}")
        assert (reading.is_translation, reading.language, reading.problems) == (False, "en", [])
        plan = plan_import(reading)
        assert plan.errors == []
        assert plan.is_identical


def test_an_original_in_french_with_a_translation_into_english_is_told_apart(client):
    live = make_published(make_profile(make_place("Openland"), slug="openland-2021", language="fr"))
    make_published_translation(live, "en")
    for ending in ENDINGS:
        assert readers.read(taken(client, "en", ending), f"a.{ending}").is_translation
        original = readers.read(taken(client, "fr", ending), f"a.{ending}")
        assert (original.is_translation, original.language) == (False, "fr")


def test_the_command_that_publishes_refuses_a_translation(client, live, tmp_path):
    file = tmp_path / "a.json"
    document = json.loads(taken(client, "fr", "json"))
    document["profiles"][0] |= {"edition": 7, "slug": "openland-7"}
    file.write_text(json.dumps(document))
    before = serialize_revision(live)
    with pytest.raises(CommandError, match="translation never becomes the original"):
        call_command("load_profiles", file)
    assert Profile.objects.count() == 1
    assert serialize_revision(Revision.objects.published().get()) == before
