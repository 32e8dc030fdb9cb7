"""Workbooks and CSV of others as tables: merged and hidden cells, comments, separators."""

import io

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from profiles.imports.blocks import LeftOut
from tests.imports.formats.documents import document_of, short


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_each_sheet_is_a_table_with_its_name_and_merged_cells_span():
    book = Workbook()
    sheet = book.active
    sheet.title = "Partnerships"
    sheet.append(["Findings", None, "List"])
    sheet.append(["A\nB", 2019.0, True])
    sheet.merge_cells("A1:B1")
    book.create_sheet("Empty")
    book.create_sheet("Second").append(["x"])
    first, second = document_of(saved(book), "a.xlsx").blocks
    assert (first.name, second.name) == ("Partnerships", "Second")
    assert short([first]) == [[{1: "Findings", 3: "List"}, {1: "A\nB", 2: "2019", 3: "True"}]]
    assert (first.rows[0][1].column_span, first.rows[0][1].where) == (2, "Partnerships!A1")


def test_what_is_hidden_or_beside_the_cells_is_left_out_with_its_text():
    book = Workbook()
    sheet = book.active
    for row in (["A", "B", "C"], ["D", "E", "F"]):
        sheet.append(row)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[2].hidden = True
    sheet["A1"].comment = Comment("Is this so?", "B")
    sheet.oddHeader.center.text = "Draft"
    hidden = book.create_sheet("Notes")
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    blocks = short(document_of(saved(book), "a.xlsx").blocks)
    assert blocks[0] == [{1: "A", 3: "C"}]
    assert sorted(blocks[1:]) == [
        ("left out: comment", "Is this so?"),
        ("left out: hidden column", "B"),
        ("left out: hidden row", "D"),
        ("left out: hidden row", "E"),
        ("left out: hidden row", "F"),
        ("left out: hidden sheet", "secret"),
        ("left out: page header", "Draft"),
    ]


ROWS = [{1: "Domaine", 2: "Constat"}, {1: "Santé", 2: "Le conseil, créé en 2016; il se réunit."}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "mac_roman"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_parted_by_the_sign_that_makes_rows_alike(encoding, delimiter):
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row.values()) for row in ROWS)
    assert short(document_of(text.encode(encoding), "a.csv").blocks) == [ROWS]


def test_excel_may_say_itself_which_sign_it_is():
    text = 'sep=;\na,b;c\nd;"e\nf"\n'
    assert short(document_of(text.encode(), "a.csv").blocks) == [[{1: "a,b", 2: "c"}, {1: "d", 2: "e\nf"}]]


def test_what_is_beside_the_cells_says_of_which_sheet_it_is():
    book = Workbook()
    book.active.title = "First"
    for sheet in (book.active, book.create_sheet("Second")):
        sheet.append(["x"])
        sheet["A1"].comment = Comment(f"Is {sheet.title} so?", "B")
        sheet.oddFooter.center.text = sheet.title
    left_out = [block for block in document_of(saved(book), "a.xlsx").blocks if isinstance(block, LeftOut)]
    assert {(block.text, block.where) for block in left_out} == {
        *(("Is First so?", "First!A1"), ("Is Second so?", "Second!A1")),
        *(("First", "First"), ("Second", "Second")),
    }
