"""Loading documents from the command line: whole or not at all, and never over what is there."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from profiles.content.serialize import profile_data
from profiles.content.translations import build_units
from profiles.models import LogEntry, Place, Profile, Revision, Translation

MALI = json.loads(Path("fixtures/mali-2021.json").read_text(encoding="utf-8"))
DEMO = json.loads(Path("fixtures/demo.json").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("data", [*MALI["profiles"], *DEMO["profiles"]], ids=lambda data: data["slug"])
def test_what_is_stored_equals_the_document(data):
    revision = Revision.objects.published().with_profile().get(profile__slug=data["slug"])
    assert profile_data(revision.profile, revision) == data


@pytest.mark.usefixtures("demo")
def test_loading_again_changes_nothing_even_over_an_edit(capsys):
    Place.objects.filter(slug="lunaria").update(designation_note="Edited here.")
    before = list(Revision.objects.values()), list(Translation.objects.values())
    call_command("load_profiles", "fixtures/demo.json")
    assert (
        "0 places, 0 profiles and 0 translations added; 5 profiles were there already"
        in capsys.readouterr().out
    )
    assert (list(Revision.objects.values()), list(Translation.objects.values())) == before
    assert Place.objects.get(slug="lunaria").designation_note == "Edited here."


@pytest.mark.usefixtures("domains")
def test_a_document_with_one_bad_profile_leaves_nothing_behind(tmp_path):
    document = json.loads(json.dumps(DEMO))
    document["profiles"][-1]["place"] = "nowhere"
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(document))
    with pytest.raises(CommandError, match=r"no place “nowhere”.*Nothing was changed"):
        call_command("load_profiles", str(path))
    assert not Profile.objects.exists()
    assert not Place.objects.exists()


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize(
    "changes",
    [
        {"year": 1850},
        {"year": "soon"},
        {"month": 13},
        {"language": "xx"},
        {"slug": "not a slug"},
        {"edition": 0},
    ],
)
def test_bad_facts_are_refused_in_one_line(tmp_path, changes):
    call_command("loaddata", "places", verbosity=0)
    document = {"format": MALI["format"], "profiles": [MALI["profiles"][0] | changes]}
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(document))
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("load_profiles", str(path))
    assert not Profile.objects.exists()


def test_a_file_that_is_not_there(db):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_profiles", "nowhere.json")


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize(
    "changes", [{"url": "javascript:alert(1)"}, {"title": "x" * 301}, {"title": ""}, {"year": "soon"}]
)
def test_a_bad_source_is_refused(tmp_path, changes):
    call_command("loaddata", "places", verbosity=0)
    key = "5f0c8b1e-7a53-4c1a-9f0e-1d1f6a1b2c3d"
    source = {"key": key, "title": "A law", "body": "", "year": None, "url": ""} | changes
    document = {"format": MALI["format"], "profiles": [MALI["profiles"][0] | {"sources": [source]}]}
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(document))
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("load_profiles", str(path))
    assert not Profile.objects.exists()


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize("places", [7, [7], [{}], [{"slug": "x"}], [DEMO["places"][0] | {"unknown": 1}]])
def test_a_bad_place_is_refused(tmp_path, places):
    path = tmp_path / "bad.json"
    path.write_text(json.dumps({"format": MALI["format"], "places": places, "profiles": []}))
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("load_profiles", str(path))
    assert not Place.objects.exists()


@pytest.mark.usefixtures("mali")
def test_a_finding_key_leads_to_one_profile(tmp_path):
    """The same document for another edition would give two findings one address."""
    document = {
        "format": MALI["format"],
        "profiles": [MALI["profiles"][0] | {"edition": 3, "slug": "mali-3"}],
    }
    path = tmp_path / "again.json"
    path.write_text(json.dumps(document))
    with pytest.raises(CommandError, match="is listed twice"):
        call_command("load_profiles", str(path))
    assert not Profile.objects.filter(slug="mali-3").exists()


# Translations


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("data", DEMO["translations"], ids=lambda data: data["language"])
def test_what_is_stored_of_a_translation_equals_the_document(data):
    revision = Revision.objects.published().get(profile__slug=data["profile"])
    translation = Translation.objects.live().get(revision=revision, language=data["language"])
    facts = {name: data[name] for name in ("provenance", "reference", "change_note")}
    assert {name: getattr(translation, name) for name in facts} == facts
    assert translation.number == 1
    originals = {unit.key: unit.original for unit in build_units(revision, {})}
    assert translation.units == {
        key: {"text": row["text"], "original": row.get("original", originals[key])}
        for key, row in data["units"].items()
    }
    assert translation.outdated_count == 1
    assert translation.missing_count == len(originals) - len(data["units"])


@pytest.mark.usefixtures("demo")
def test_translations_are_published_by_the_ordinary_actions():
    entries = LogEntry.objects.filter(profile__slug="lunaria-2023").order_by("pk")
    for language in ("fr", "ar"):
        assert [entry.verb for entry in entries.filter(language=language)] == ["start", "save", "publish"]


def demo_with_translation(**changes) -> dict:
    document = json.loads(json.dumps(DEMO))
    document["translations"][0] |= changes
    return document


@pytest.mark.usefixtures("domains")
def test_a_translation_that_cannot_be_published_leaves_nothing_behind(tmp_path):
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(demo_with_translation(reference="")))
    with pytest.raises(CommandError, match=r"marked as official.*Nothing was changed"):
        call_command("load_profiles", str(path))
    assert not Profile.objects.exists()
    assert not Translation.objects.exists()


@pytest.mark.usefixtures("demo")
def test_a_profile_that_was_there_gets_no_translation(tmp_path, capsys):
    path = tmp_path / "spanish.json"
    path.write_text(json.dumps(demo_with_translation(language="es")))
    call_command("load_profiles", str(path))
    assert "0 translations added" in capsys.readouterr().out
    assert not Translation.objects.filter(language="es").exists()
