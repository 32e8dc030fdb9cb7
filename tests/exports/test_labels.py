"""The words that stand around a profile's text: its month, and a label with its value."""

import io

import pytest
from docx import Document
from openpyxl import load_workbook

from profiles.exports import labels
from profiles.exports.formats import docx as docx_format, text as text_format
from tests.exports.subjects import EMPTY, make_subject
from tests.factories import make_place, make_profile, make_published

MONTHS = {
    "en": "Situation described: September 2021",
    "fr": "Situation décrite : septembre 2021",
    "ar": "الوضع الموصوف: أيلول/سبتمبر 2021",
}


@pytest.mark.parametrize("language", MONTHS)
def test_word_and_text_say_of_the_month_what_it_is(language):
    subject = make_subject(EMPTY, language)
    text = text_format.render(subject).decode("utf-8-sig")
    assert text.splitlines()[1].replace("\u00a0", " ") == MONTHS[language]
    document = Document(io.BytesIO(docx_format.render(subject)))
    subtitles = [p.text for p in document.paragraphs if p.style.name == "Subtitle"]
    assert subtitles[0].replace("\u00a0", " ") == MONTHS[language]


def test_sources_are_listed_with_the_signs_of_their_language():
    source = {"key": "", "title": "قانون", "body": "مجلس", "year": 2016, "url": ""}
    assert labels.source_in_words(source, "ar") == "قانون، مجلس، 2016"
    assert labels.source_in_words(source | {"body": ""}, "fr") == "قانون, 2016"


def test_a_text_joins_labels_and_values_as_its_language_does():
    subject = make_subject(EMPTY, "fr", isbn="978-0", licence="CC BY 4.0", reference_number="LUN/1")
    text = text_format.render(subject).decode("utf-8-sig")
    for line in ("Langue", "ISBN", "Licence", "Cote"):
        assert f"\n{line}\u00a0: " in text, line


@pytest.mark.usefixtures("domains")
def test_the_notes_of_many_profiles_and_a_refusal_do_as_well(client):
    place = make_place("Openland", designation_note="As agreed.", latitude=4, longitude=9)
    make_published(make_profile(place, slug="openland-2021"))
    response = client.get("/fr/profiles.xlsx?year=2021")
    sheet = load_workbook(io.BytesIO(response.getvalue()))["Notes"]
    notes = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert notes[0].endswith("\u00a0: Profils")
    assert "Année de référence\u00a0: 2021" in notes and "Openland\u00a0: As agreed." in notes
    for address, label in {
        "/fr/profiles/?year=1066": "Année de référence",
        "/fr/search/?kind=none": "Type",
        "/fr/compare/?profile=openland-2021&domain=none": "Domaine",
    }.items():
        page = client.get(address)
        assert page.status_code == 400
        assert f"{label}\u00a0: " in page.content.decode(), address
    assert "Openland (Exemple fictif)\u00a0: " in client.get("/fr/").content.decode()
