"""Files in the language of the reader: translated texts, what is not translated marked, the official said."""

import io

import pytest
from docx import Document

from profiles.content.translations import build_units
from tests.exports.formats.test_pdf import pages
from tests.factories import make_published, make_published_translation

pytestmark = pytest.mark.usefixtures("domains")


def make_half_translated(language: str = "fr"):
    """Make a live profile of which one finding is not translated, and one has changed since it was."""
    live = make_published()
    untranslated, outdated = live.findings.all()[:2]
    units = {
        unit.key: {"text": f"[{language}] {unit.original}", "original": unit.original}
        for unit in build_units(live, {})
        if unit.finding != str(untranslated.key)
    }
    units[f"finding/{outdated.key}/text"]["original"] = "What it said before."
    make_published_translation(live, language, units=units)
    return live, untranslated, outdated


def file_of(client, live, ending: str, language: str = "fr") -> bytes:
    response = client.get(f"/{language}/profiles/{live.profile.slug}.{ending}")
    assert response.status_code == 200
    assert f"-r1-t1-{language}.{ending}" in response["Content-Disposition"]
    return response.content


def test_text(client):
    live, untranslated, outdated = make_half_translated()
    text = file_of(client, live, "txt").decode("utf-8-sig")
    assert f"• [fr] {outdated.text} [traduction d’une formulation antérieure]" in text
    assert f"• {untranslated.text} [en anglais, l’original]" in text
    assert "n’est pas officielle" in text
    assert f"/fr/profiles/{live.profile.slug}/r/1/t/1/" in text


def test_word(client):
    live, untranslated, outdated = make_half_translated()
    document = Document(io.BytesIO(file_of(client, live, "docx")))
    findings = {row.text: row for row in document.paragraphs if row.style.name == "List Bullet"}
    (english,) = [row for text, row in findings.items() if text.startswith(untranslated.text)]
    assert english.runs[0]._r.rPr.xpath("w:lang/@w:val") == ["en-GB"]
    (french,) = [row for text, row in findings.items() if text.startswith(f"[fr] {outdated.text}")]
    assert french.runs[0]._r.rPr.xpath("w:lang/@w:val") == ["fr-FR"]
    assert "[traduction d’une formulation antérieure]" in french.text


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_pdf(client, language):
    live, untranslated, outdated = make_half_translated(language)
    words = " ".join("\n".join(pages(file_of(client, live, "pdf", language))).split())
    # A full stop at the end stands elsewhere where the words run from right to left.
    for text in (untranslated.text, outdated.text.rstrip("."), "/r/1/t/1"):
        assert text in words


def test_the_original_as_a_file_is_one_parameter_away(client):
    live, untranslated, _outdated = make_half_translated()
    text = client.get(f"/fr/profiles/{live.profile.slug}.txt?text=original").content.decode("utf-8-sig")
    assert "[fr]" not in text
    assert f"• {untranslated.text}\n" in text


def test_a_translation_keeps_its_file(client):
    live, _untranslated, _outdated = make_half_translated()
    path = f"/fr/profiles/{live.profile.slug}/r/1/t/1.txt"
    assert client.get(path).content == file_of(client, live, "txt")
    assert client.get(path.replace("/t/1.", "/t/2.")).status_code == 404
