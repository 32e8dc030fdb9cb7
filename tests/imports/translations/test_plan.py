"""What importing a translation file would do: what changes, what is left out, and what is refused."""

import io
import re
from collections.abc import Callable
from typing import Any

import polib
import pytest
from docx import Document
from openpyxl import load_workbook

from profiles.content.translations import finding_key
from profiles.exports.translations import TRANSLATION_FORMATS, build_translation_export
from profiles.imports.document import DocumentError
from profiles.imports.translations import readers
from profiles.imports.translations.plan import TranslationPlan, plan_file
from profiles.models import Revision, SlugRedirect, Translation
from tests.factories import make_complete, make_draft, make_published, make_translation
from tests.imports.packages import part_of, with_part

pytestmark = [pytest.mark.usefixtures("domains")]

ENDINGS = tuple(TRANSLATION_FORMATS)


@pytest.fixture
def revision() -> Revision:
    return make_complete()


@pytest.fixture
def translation(revision) -> Translation:
    return make_translation(revision)


def render(translation: Translation, ending: str) -> bytes:
    translation = Translation.objects.with_profile().get(pk=translation.pk)
    return TRANSLATION_FORMATS[ending].render(build_translation_export(translation, "en"))


def plan(translation: Translation, data: bytes, ending: str) -> TranslationPlan:
    translation = Translation.objects.with_profile().get(pk=translation.pk)
    return plan_file(translation, readers.read(data, f"file.{ending}"))


def edited(data: bytes, ending: str, change: Callable[[Any], None]) -> bytes:
    """Return the file after `change` was made to what the library of its format has of it."""
    out = io.BytesIO()
    if ending == "po":
        catalogue = polib.pofile(data.decode())
        change(catalogue)
        return f"{catalogue}\n".encode()
    document = Document(io.BytesIO(data)) if ending == "docx" else load_workbook(io.BytesIO(data))
    change(document)
    document.save(out)
    return out.getvalue()


def rewrite(data: bytes, ending: str, old: str, new: str) -> bytes:
    """Return the file with `new` in the place of the translation `old`."""

    def change(document: Any) -> None:
        hits = 0
        if ending == "po":
            for entry in document:
                if entry.msgstr == old:
                    entry.msgstr, hits = new, hits + 1
        elif ending == "docx":
            for row in document.tables[0].rows:
                if len(row.cells) == 2 and row.cells[1].text == old:
                    row.cells[1].paragraphs[0].runs[0].text, hits = new, hits + 1
        else:
            for row in document.worksheets[0].iter_rows(min_row=2):
                for cell in row:
                    if cell.value == old:
                        cell.value, hits = new, hits + 1
        assert hits == 1

    return edited(data, ending, change)


def first_finding(revision: Revision) -> Any:
    return revision.findings.order_by("position").first()


def reword(revision: Revision, text: str) -> str:
    """Change the original of the first finding; return the key of its unit."""
    finding = first_finding(revision)
    revision.findings.filter(pk=finding.pk).update(text=text)
    return finding_key(str(finding.key))


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_file_changes_nothing(translation, ending):
    result = plan(translation, render(translation, ending), ending)
    assert (result.changes, result.left_out, result.refusals, result.warnings) == ([], [], [], [])
    assert result.units == translation.units
    assert not result.can_be_imported


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_changed_text_is_of_the_original_that_stands_in_the_file(revision, translation, ending):
    key = finding_key(str(first_finding(revision).key))
    before = translation.units[key]["text"]
    original = first_finding(revision).text
    data = rewrite(render(translation, ending), ending, before, "Un autre texte fictif.")
    (change,) = plan(translation, data, ending).changes
    assert (change.unit.key, change.text, change.is_outdated) == (key, "Un autre texte fictif.", False)
    assert (change.unit.text, change.note) == (before, "")
    reword(revision, "A fictional text that has changed since.")
    result = plan(translation, data, ending)
    (change,) = result.changes
    assert (change.translated, change.is_outdated) == (original, True)
    assert result.units[key] == {"text": "Un autre texte fictif.", "original": original}
    assert {**result.units, key: None} == {**translation.units, key: None}


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_outdated_text_is_confirmed(revision, translation, ending):
    key = reword(revision, "A fictional text that has changed.")
    data = render(translation, ending)
    assert plan(translation, data, ending).changes == []

    def confirm(document: Any) -> None:
        if ending == "po":
            (entry,) = [entry for entry in document if entry.fuzzy]
            assert entry.previous_msgid == translation.units[key]["original"]
            entry.flags.remove("fuzzy")
            entry.previous_msgid = None
        elif ending == "xlsx":
            sheet = document.worksheets[0]
            columns = {cell.value: cell.column for cell in sheet[1]}
            (row,) = [row for row in sheet.iter_rows(min_row=2) if row[0].value == key]
            assert row[columns["State"] - 1].value == "outdated"
            sheet.cell(row[0].row, columns["Still right (x)"]).value = "X"
        else:
            paragraphs = [p for row in document.tables[0].rows for p in row.cells[0].paragraphs]
            (paragraph,) = [p for p in paragraphs if p.text.endswith("[ ]")]
            paragraph.runs[0].text = paragraph.text.replace("[ ]", "[ x ]")

    result = plan(translation, edited(data, ending, confirm), ending)
    (change,) = result.changes
    assert change.is_confirmation and not change.is_outdated
    assert result.units[key] == {
        "text": translation.units[key]["text"],
        "original": "A fictional text that has changed.",
    }
    reword(revision, "It has changed again.")
    result = plan(translation, edited(data, ending, confirm), ending)
    assert result.changes == []
    assert [row.reason for row in result.left_out] == [
        "It was confirmed for an original that has changed again since."
    ]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_text_in_the_file_empties_nothing(translation, revision, ending):
    text = translation.units["introduction"]["text"]
    result = plan(translation, rewrite(render(translation, ending), ending, text, ""), ending)
    assert result.changes == []
    assert [(row.name, row.reason) for row in result.left_out] == [
        ("Introduction", "It is empty in the file: what is here stays.")
    ]


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_changed_here_meanwhile_is_not_overwritten_by_what_nobody_touched(translation, ending):
    data = render(translation, ending)
    old = translation.units["introduction"]["text"]
    translation.units["introduction"]["text"] = "Corrigé entre-temps."
    translation.save()
    result = plan(translation, data, ending)
    assert result.changes == []
    assert [row.name for row in result.left_out] == ["Introduction"]
    (change,) = plan(translation, rewrite(data, ending, old, "Changé des deux côtés."), ending).changes
    assert change.note == "It was changed here as well while the file was away."


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_missing_row_is_listed_and_stays(translation, ending):
    def drop(document: Any) -> None:
        if ending == "po":
            document.remove(document.find(translation.revision.introduction))
        elif ending == "xlsx":
            sheet = document.worksheets[0]
            (number,) = [row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value == "introduction"]
            sheet.delete_rows(number)
        else:
            rows = document.tables[0].rows
            (row,) = [row for row in rows if row.cells[0].text == translation.revision.introduction]
            row._tr.getparent().remove(row._tr)

    result = plan(translation, edited(render(translation, ending), ending, drop), ending)
    assert result.changes == []
    assert [(row.name, row.reason) for row in result.left_out] == [
        ("Introduction", "It is not in the file: what is here stays.")
    ]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_of_another_translation_is_refused(translation, ending):
    data = render(translation, ending)
    other = make_translation(make_draft())
    (refusal,) = plan(other, data, ending).refusals
    assert refusal == f"The file is a translation of another profile: {translation.profile.slug}."
    arabic = make_translation(translation.revision, "ar")
    result = plan(arabic, data, ending)
    assert result.refusals == ["The file is a translation into another language: fr."]
    assert not result.can_be_imported


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_of_an_earlier_address_or_revision_is_taken(translation, ending):
    live = make_published()
    published = make_translation(live)
    data = render(published, ending)
    SlugRedirect.objects.create(slug=live.profile.slug, profile=live.profile)
    live.profile.slug = "xa-renamed"
    live.profile.save()
    draft = make_draft(live.profile)
    published.revision = draft
    published.save()
    result = plan(published, data, ending)
    assert result.refusals == []
    assert "The file went out for revision 1; the translation is of revision 2 now." in result.warnings[0]
    assert {row.reason for row in result.left_out} == {"The original does not have this text any more."}


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_unknown_key_is_listed(translation, ending):
    def rename(document: Any) -> None:
        if ending == "po":
            document[0].msgctxt = "finding/unknown/text"
        else:
            document.worksheets[0]["A2"].value = "finding/unknown/text"

    data = render(translation, ending)
    if ending == "docx":
        xml = re.sub(rb'(<w:bookmarkStart[^>]*w:name="_u_)[0-9a-f]{4}', rb"\g<1>0000", part(data), count=1)
        data = with_part(data, "word/document.xml", xml)
    else:
        data = edited(data, ending, rename)
    result = plan(translation, data, ending)
    assert result.changes == []
    assert {row.reason.split(" (")[0] for row in result.left_out} == {
        "The original has no such text",
        "It is not in the file: what is here stays.",
    }


def part(data: bytes) -> bytes:
    return part_of(data, "word/document.xml")


@pytest.mark.parametrize("ending", ["xlsx", "po"])
def test_a_key_that_is_there_twice_is_listed(translation, ending):
    def repeat(document: Any) -> None:
        if ending == "po":
            document.append(polib.POEntry(msgctxt="introduction", msgid="A", msgstr="Une autre."))
        else:
            document.worksheets[0].append(["introduction", "", "A", "Une autre."])

    result = plan(translation, edited(render(translation, ending), ending, repeat), ending)
    assert result.changes == []
    assert [row.reason.split(" (")[0] for row in result.left_out] == [
        "It stands in the file more than once"
    ] * 2


def test_a_text_that_is_too_long_is_left_out(translation, revision):
    source = revision.sources.get()
    key = f"source/{source.key}/title"
    text = translation.units[key]["text"]
    data = rewrite(render(translation, "xlsx"), "xlsx", text, "é" * 3000)
    result = plan(translation, data, "xlsx")
    assert result.changes == []
    assert "is longer than" in result.left_out[0].reason


def test_a_missing_piece_of_a_long_text_is_not_taken_for_its_end(translation):
    translation.units["introduction"]["text"] = "long " * 20_000
    translation.save()

    def drop(book: Any) -> None:
        sheet = book.worksheets[0]
        (row,) = [row[0].row for row in sheet.iter_rows() if row[0].value == "introduction#7"]
        sheet.delete_rows(row)

    result = plan(translation, edited(render(translation, "xlsx"), "xlsx", drop), "xlsx")
    assert result.changes == []
    assert "A row of a text that takes several is missing" in result.warnings[0]


def test_a_word_row_without_its_bookmark_is_known_by_its_original(translation):
    data = render(translation, "docx")
    xml = re.sub(rb'<w:bookmarkStart[^>]*w:name="_u_[^>]*>', b"", part(data))
    data = with_part(data, "word/document.xml", xml)
    text = translation.units["introduction"]["text"]
    (change,) = plan(translation, rewrite(data, "docx", text, "Un autre."), "docx").changes
    assert (change.unit.key, change.text) == ("introduction", "Un autre.")


def test_merged_cells_of_a_word_document_are_not_guessed_at(translation):
    def merge(document: Any) -> None:
        rows = [row for row in document.tables[0].rows if len(row._tr.tc_lst) == 2]
        rows[1].cells[0].merge(rows[1].cells[1])

    result = plan(translation, edited(render(translation, "docx"), "docx", merge), "docx")
    assert result.changes == []
    assert "Cells are merged" in result.warnings[0]


def test_paragraphs_that_were_typed_in_word_are_paragraphs(translation):
    def add(document: Any) -> None:
        (cell,) = [
            row.cells[1]
            for row in document.tables[0].rows
            if row.cells[1].text == translation.units["introduction"]["text"]
        ]
        cell.add_paragraph("Un deuxième.")

    (change,) = plan(translation, edited(render(translation, "docx"), "docx", add), "docx").changes
    assert change.text == f"{translation.units['introduction']['text']}\n\nUn deuxième."


REFUSED = {
    "a formula": (
        "xlsx",
        lambda data: edited(data, "xlsx", lambda book: book.worksheets[0].__setitem__("D2", "=1+1")),
        "has a formula",
    ),
    "merged cells": (
        "xlsx",
        lambda data: edited(data, "xlsx", lambda book: book.worksheets[0].merge_cells("C2:D2")),
        "merged cells",
    ),
    "macros": ("docx", lambda data: with_part(data, "word/vbaProject.bin", b"macro"), "has macros"),
    "a bomb": ("xlsx", lambda data: with_part(data, "xl/a.xml", bytes(150_000_000)), "too large"),
    "entities": (
        "docx",
        lambda data: with_part(data, "word/document.xml", b'<!DOCTYPE x [<!ENTITY e "e">]><x/>'),
        "declares entities",
    ),
    "21 MB": ("po", lambda data: data + b"#" * 21 * 1024 * 1024, "larger than 20 MB"),
    "a PO file that lost its header": (
        "po",
        lambda data: data.replace(b"mgi-translation/1", b"something"),
        "does not say which translation",
    ),
    "a PO file in another encoding": ("po", lambda data: data + "# é".encode("latin-1"), "not in UTF-8"),
    "a damaged PO file": ("po", lambda data: data + b'msgid "un"closed"\n', "damaged"),
    "the name of a file": ("po", lambda data: b"/etc/passwd", "damaged"),
    "NUL": ("po", lambda data: data + b"\x00", "not a PO file"),
    "another kind": ("exe", lambda data: b"MZ", "is of no kind"),
}
"""What it is -> the ending of the file, what is made of a good one, and what the refusal says."""


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_to_be_read_is_refused_with_one_sentence(translation, name):
    ending, change, reason = REFUSED[name]
    data = render(translation, ending if ending in ENDINGS else "po")
    with pytest.raises(DocumentError) as error:
        readers.read(change(data), f"file.{ending}")
    (problem,) = error.value.problems
    assert reason in problem
