"""Plain text in whichever encoding, its lines as they stand; characters that were broken before."""

import pytest

from profiles.imports import mojibake, readers
from profiles.imports.answers import Answers
from profiles.imports.document import DocumentError
from tests.imports.formats.documents import document_of, short

FRENCH = "Résumé\n\nL’État a créé « un registre » des étrangers à Nîmes, où l’accès est gratuit."
SPANISH = "Las áreas con potencial: la protección de niños, niñas y jóvenes; el año 2019."
ARABIC = "الشراكات\n\nيوجد في البلد مجلس وطني للهجرة منذ عام 2019، وهو ينشر محاضر اجتماعاته."
GERMAN = "Größere Städte führen Bürgerämter für Zuwanderer; die Maßnahmen sind überprüft."
PORTUGUESE = "A atenção à saúde não é gratuita; há três órgãos de coordenação.\nÁREAS BEM DESENVOLVIDAS"


@pytest.mark.parametrize("text", [FRENCH, SPANISH, ARABIC, GERMAN, PORTUGUESE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_known_with_and_without_its_mark(text, encoding):
    document = document_of(text.encode(encoding), "a.txt")
    assert "\n".join(block.text for block in document.blocks) == text
    assert document.problems == []


@pytest.mark.parametrize("text", [FRENCH, SPANISH, GERMAN, PORTUGUESE])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_old_encodings_are_known_by_their_words(text, encoding):
    document = document_of(text.encode(encoding), "a.txt")
    assert "\n".join(block.text for block in document.blocks) == text
    assert len(document.problems) == (encoding != "cp1252")


def test_arabic_of_windows_is_known_and_named():
    document = document_of(ARABIC.encode("cp1256"), "a.txt")
    assert "\n".join(block.text for block in document.blocks) == ARABIC
    assert "cp1256" in document.problems[0].text


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman"])
@pytest.mark.parametrize("times", [1, 2])
def test_broken_characters_stay_until_their_repair_is_asked_for(encoding, times):
    broken = SPANISH
    for _time in range(times):
        broken = broken.encode().decode(encoding)
    reading = readers.read(broken.encode(), "a.txt")
    assert reading.lines[0].text == broken
    (problem,) = [problem for problem in reading.problems if "broken" in problem.text]
    assert "áreas" in problem.text
    repaired = readers.read(broken.encode(), "a.txt", Answers(repair=True))
    assert repaired.lines[0].text == SPANISH
    assert any("repaired, as you asked" in problem.text for problem in repaired.problems)


@pytest.mark.parametrize("text", [FRENCH, SPANISH, ARABIC, PORTUGUESE, "A “IRMÔ e a ÎLE d’été."])
def test_what_is_not_broken_is_not_called_so(text):
    document = document_of(text.encode(), "a.txt")
    mojibake.name_broken_characters(document)
    assert document.problems == []


def test_marks_of_direction_go_before_a_bullet_and_nowhere_else():
    text = "\u200f• A is good.\n\u202b• عقد\u202c\nThe \u200fword"
    assert short(document_of(text.encode(), "a.txt").blocks) == [
        ("text", "• A is good."),
        ("text", "• عقد"),
        ("text", "The \u200fword"),
    ]


def test_a_line_of_megabytes_is_refused():
    with pytest.raises(DocumentError, match="characters"):
        document_of(b"word " * 1_000_000, "a.txt")
