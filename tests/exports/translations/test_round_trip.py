"""What a translation file says is what was put into it: units -> file -> units, in each format, exactly."""

import subprocess
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from profiles.content.translations import Unit
from profiles.exports.translations import TRANSLATION_FORMATS
from profiles.imports.translations import readers
from profiles.imports.translations.document import TranslationFile, unit_name
from tests.exports.contents import SNARES
from tests.exports.translations.translations import make_export

pytestmark = pytest.mark.once

ENDINGS = tuple(TRANSLATION_FORMATS)
QUICK = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
SPACED = st.sampled_from(
    [
        *(" leading", "trailing ", "\n\nfirst", "last\n\n", "a\n\n\nb", "a\rb", "a\r\nb", "\ttab\t", "a  b"),
        *("\u200fمادة ٤\u200e", "\u2028", "a\u2029b", "a\x85b", "a\x0bb\x1cc\x07", "\ufeffa", "\ufffe"),
        *('"', "\\", "\\n", '\\"', 'a"\\\nb', "msgid", "_x2028_", "_x005F_", "mgi-sent: 00000000", "#|"),
        *("x" * 32_768, "=" * 40_000, "漢\n" * 20_000, "👩‍👩‍👧" * 7_000),
    ]
)
TEXTS = SNARES | SPACED | ANY | st.lists(SNARES | SPACED | ANY, max_size=3).map("\n".join)
KEYS = st.sampled_from(["introduction", "change_note", "place_official_name"]) | st.uuids(version=4).map(
    lambda key: f"finding/{key}/text"
)


@st.composite
def units(draw: st.DrawFn) -> Unit:
    text = draw(st.just("") | TEXTS.filter(str.strip))
    original = draw(TEXTS.filter(str.strip))
    translated = draw(st.just(original) | TEXTS.filter(str.strip)) if text else ""
    return Unit(draw(KEYS), original, text, translated, label="A fictional label", max_length=None)


def read_back(listed: list[Unit], ending: str, **facts: Any) -> TranslationFile:
    data = TRANSLATION_FORMATS[ending].render(make_export(listed, **facts))
    file = readers.read(data, f"translation.{ending}")
    assert isinstance(file, TranslationFile)
    return file


@pytest.mark.parametrize("ending", ENDINGS)
@QUICK
@given(
    listed=st.lists(units(), max_size=5, unique_by=lambda unit: unit.key),
    language=st.sampled_from(["fr", "ar"]),
    words=st.sampled_from(["en", "ar"]),
)
@example(listed=[Unit("introduction", "x" * 100_000, "é" * 100_001, "y")], language="ar", words="fr")
def test_a_file_carries_every_unit_exactly(ending, listed, language, words):
    file = read_back(listed, ending, language=language, words=words)
    name = unit_name if ending == "docx" else str
    assert [(unit.key, unit.original, unit.text) for unit in file.units] == [
        (name(unit.key), unit.original, unit.text) for unit in listed
    ]
    assert all(unit.is_untouched for unit in file.units)
    assert file.problems == []
    assert (file.reference.profile, file.reference.language, file.reference.revision) == (
        *("xaland-2021", language),
        1,
    )
    outdated = {name(unit.key) for unit in listed if unit.is_outdated}
    if ending == "po":
        assert {unit.key for unit in file.units if not unit.is_confirmed} == outdated
        earlier = {unit.key: unit.translated for unit in listed if unit.is_outdated}
        assert {unit.key: unit.translated for unit in file.units if unit.translated} == earlier
    else:
        assert not any(unit.is_confirmed for unit in file.units)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_translation_is_the_same_bytes(ending):
    export = make_export([Unit("introduction", "One.", "Un.", "One.")])
    render = TRANSLATION_FORMATS[ending].render
    assert render(export) == render(export)


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar"])
def test_gettext_takes_the_po_file(language, tmp_path):
    listed = [
        Unit("introduction", "One “two”.\nThree\tfour\\", "Un.\nTrois", "One."),
        Unit("finding/1/text", "=1\x07\u2028", "=1 à", "=1\x07\u2028", max_length=200),
        Unit("finding/2/text", "Nothing yet."),
    ]
    path = tmp_path / "translation.po"
    export = make_export(listed, language=language, original_language="en" if language != "en" else "fr")
    path.write_bytes(TRANSLATION_FORMATS["po"].render(export))
    result = subprocess.run(
        ["msgfmt", "-c", "-o", str(tmp_path / "out.mo"), str(path)], capture_output=True, text=True
    )
    assert (result.returncode, result.stderr) == (0, "")
