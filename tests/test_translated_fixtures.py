"""The translations of fixtures/demo.json: one official and whole, one by the site with all that may lack."""

import re
from dataclasses import replace

import pytest

from profiles.content.translations import Unit, finding_key, list_units
from tests.test_fixtures import DEMO, FICTIONAL

TRANSLATED = next(profile for profile in DEMO["profiles"] if profile["slug"] == "lunaria-2023")
ARABIC_LETTERS = re.compile("[\u0600-\u06ff]")


def translation(language: str):
    (row,) = (row for row in DEMO["translations"] if row["language"] == language)
    assert row["profile"] == TRANSLATED["slug"]
    return row


def units_of(language: str) -> list[Unit]:
    """What there is to translate of the profile, beside what the translation into `language` has of it."""
    rows = translation(language)["units"]
    return [
        replace(unit, text=rows[unit.key]["text"], translated=rows[unit.key].get("original", unit.original))
        if unit.key in rows
        else unit
        for unit in list_units(TRANSLATED, TRANSLATED["change_note"], "Republic of Lunaria")
    ]


def test_demo_has_an_official_translation_and_one_by_the_site():
    rows = {(row["language"], row["provenance"]) for row in DEMO["translations"]}
    assert rows == {("fr", "official"), ("ar", "site")}
    assert "fictif" in translation("fr")["reference"]
    assert translation("ar")["reference"] == ""


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_each_demo_translation_shows_one_outdated_text_of_a_finding(language):
    (outdated,) = (unit for unit in units_of(language) if unit.is_outdated)
    assert outdated.key == finding_key(outdated.finding)
    known = {unit.key for unit in units_of(language)}
    assert translation(language)["units"].keys() <= known


def test_the_official_translation_is_complete():
    assert [unit.key for unit in units_of("fr") if unit.is_missing] == []


def test_the_unofficial_translation_shows_every_kind_of_missing_unit():
    missing = [unit.key for unit in units_of("ar") if unit.is_missing]
    findings = {key.split("/")[1] for key in missing if key.startswith("finding/") and key.endswith("/text")}
    assert len(findings) == 2
    assert len([key for key in missing if key.startswith("locator/")]) == 1
    sources = {key.split("/")[1] for key in missing if key.startswith("source/")}
    assert 0 < len(sources) < len(TRANSLATED["sources"])


def test_demo_translations_are_in_their_language_and_say_first_that_all_is_fictional():
    for language in ("fr", "ar"):
        introduction = translation(language)["units"]["introduction"]["text"]
        assert FICTIONAL[language] in introduction.split("\n\n")[0]
        assert len(introduction.split("\n\n")) == len(TRANSLATED["introduction"].split("\n\n"))
    texts = {key: row["text"] for key, row in translation("ar")["units"].items()}
    assert [key for key, text in texts.items() if not ARABIC_LETTERS.search(text)] == []
    assert [
        row["text"] for row in translation("fr")["units"].values() if ARABIC_LETTERS.search(row["text"])
    ] == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_demo_translations_keep_every_number_of_the_original(language):
    """What is written in words (“eleven ministries”) is not compared, and March 2019 stays 2019."""
    for unit in units_of(language):
        if unit.text and not unit.key.startswith("locator/"):
            assert sorted(re.findall(r"\d+", unit.text)) == sorted(re.findall(r"\d+", unit.translated)), (
                unit.key
            )
