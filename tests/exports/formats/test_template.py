"""The template: what one writes into it is taken in without a problem, in every language."""

import io

import pytest
from openpyxl import load_workbook

from profiles.choices import Kind, Language
from profiles.exports.formats import template as template_format
from profiles.imports import readers
from tests.exports.subjects import EMPTY, make_subject
from tests.factories import make_place

pytestmark = pytest.mark.usefixtures("domains")

FACTS = {"place": "lunaria", "edition": 2, "year": 2024, "month": 5, "language": "fr"}


def template(words: str = "en", **facts: object) -> bytes:
    domains = [section.text for section in make_subject(EMPTY).sections]
    return template_format.render(domains, words, facts, "Lunaria" if facts else "", "Fictional example")


def open_book(data: bytes):
    return load_workbook(io.BytesIO(data))


def save_book(book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def choices(book, sheet, letter: str) -> list[str]:
    """Return what the drop-down of a column offers."""
    (area,) = [
        validation.formula1
        for validation in sheet.data_validations.dataValidation
        if validation.type == "list" and f"{letter}2" in validation.sqref
    ]
    name, _mark, cells = area.partition("!")
    return [cell.value for (cell,) in book[name][cells.replace("$", "")]]


@pytest.mark.parametrize("language", Language.values)
def test_what_one_chooses_and_writes_is_taken_in(language):
    make_place("Lunaria")
    book = open_book(template(language, **FACTS))
    _guidance, findings, sources, facts, _lists = book.worksheets
    domains, kinds = choices(book, findings, "A"), choices(book, findings, "B")
    assert (len(domains), len(kinds)) == (6, 2)
    expected = []
    for number, (domain, kind) in enumerate((d, k) for d in domains for k in kinds):
        findings.cell(number + 2, 1).value, findings.cell(number + 2, 2).value = domain, kind
        findings.cell(number + 2, 3).value = f"A fictional finding {number}."
        findings.cell(number + 2, 5).value = "[2] art. 4\n[1]" if number == 0 else None
        expected.append((number // 2, Kind.values[number % 2], f"A fictional finding {number}."))
    sources["B2"], sources["B3"], sources["D3"] = "A fictional act", "A fictional plan", 2019
    rows = {row[2].value: row[1] for row in facts.iter_rows(min_row=2)}
    rows["introduction"].value = "One.\n\nTwo."
    rows["isbn"].value = "978-0"
    reading = readers.read(save_book(book), "template.xlsx")
    assert reading.problems == []
    assert reading.unplaced == []
    slugs = [section.anchor for section in make_subject(EMPTY).sections]
    assert [(slugs.index(f["domain"]), f["kind"], f["text"]) for f in reading.findings] == expected
    titles = {source["key"]: (source["title"], source["year"]) for source in reading.sources}
    assert [(titles[c["source"]], c["locator"]) for c in reading.findings[0]["sources"]] == [
        (("A fictional plan", 2019), "art. 4"),
        (("A fictional act", None), ""),
    ]
    assert (reading.introduction, reading.extra) == ("One.\n\nTwo.", {"isbn": "978-0"})
    assert {name: getattr(reading, name) for name in FACTS} == FACTS


def test_an_empty_template_says_nothing():
    reading = readers.read(template(), "template.xlsx")
    assert (reading.findings, reading.sources, reading.unplaced, reading.problems) == ([], [], [], [])


def test_a_place_may_be_named_as_people_do():
    make_place("Lunaria")
    book = open_book(template())
    rows = {row[2].value: row[1] for row in book.worksheets[3].iter_rows(min_row=2)}
    rows["place"].value = "LUNARIA"
    assert readers.read(save_book(book), "template.xlsx").place == "lunaria"


def test_it_has_guidance_and_says_that_the_place_is_invented():
    book = open_book(template("fr", **FACTS))
    words = [row[0].value for row in book.worksheets[0].iter_rows()]
    assert words[0] == "Fictional example"
    assert len(words) > 6
    assert book.worksheets[-1].sheet_state == "hidden"
    assert open_book(template("ar")).worksheets[1].sheet_view.rightToLeft
