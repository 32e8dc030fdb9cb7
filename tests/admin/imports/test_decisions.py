"""What an analyst decides of a document: headings that nobody knows, lines, splits; each with undo."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from profiles import workflow
from profiles.content.serialize import serialize_revision
from profiles.models import ImportDocument, ImportName, Revision
from tests.admin.imports.test_views import page_of, place, send
from tests.factories import make_place
from tests.pages import parse, text_of

TEXT = """Migration Governance Indicators: Lunaria Second Profile (2024)

Partnerships

Well developed areas

• The plan covers all regions. Its fund is new.

Gripes

• Data are not shared.

Totally fictional matters

Well developed areas

• The law is new.
"""
GAP_LINE = 11


@pytest.fixture
def address(admin_client, domains) -> str:
    make_place("Lunaria", slug="lunaria", iso2="XA", is_fictional=True)
    return page_of(admin_client, TEXT)


def lists_of(client, address: str) -> dict[str, list[str]]:
    """Return heading of a domain and list -> findings, as the page shows what was understood."""
    lists: dict[str, list[str]] = {}
    for heading in parse(client.get(address)).xpath("//*[@class='importing-understood']//h4"):
        domain = text_of(heading.xpath("preceding-sibling::h3[1]")[0])
        items = heading.xpath("following-sibling::*[1][self::ul]/li/span")
        if items:
            lists.setdefault(f"{domain.split()[0]} {text_of(heading)}", []).extend(map(text_of, items))
    return lists


def questions_of(client, address: str) -> list[str]:
    section = parse(client.get(address)).xpath("//section[@aria-labelledby='questions-heading']")
    return [text_of(label) for label in section[0].xpath("./ul//label")] if section else []


def texts(lists: dict[str, list[str]]) -> list[str]:
    return [text for items in lists.values() for text in items]


def test_headings_that_are_not_known_are_asked_about_and_nothing_under_them_is_taken(admin_client, address):
    assert questions_of(admin_client, address) == [
        "Which list does “Gripes” begin?",
        "Which domain does “Totally fictional matters” begin?",
    ]
    assert texts(lists_of(admin_client, address)) == ["The plan covers all regions. Its fund is new."]


def test_an_answer_reads_the_document_again(admin_client, address):
    send(admin_client, address, look="1", **{"name:gripe": "potential"})
    assert texts(lists_of(admin_client, address)) == [
        "The plan covers all regions. Its fund is new.",
        "Data are not shared.",
    ]
    assert questions_of(admin_client, address) == ["Which domain does “Totally fictional matters” begin?"]
    send(admin_client, address, **{"name:totally fictional matter": "migrants-rights"})
    assert len(texts(lists_of(admin_client, address))) == 3
    assert questions_of(admin_client, address) == []


def test_what_is_not_part_of_the_profile_is_set_aside_with_all_under_it(admin_client, address):
    send(admin_client, address, **{"name:gripe": "aside", "name:totally fictional matter": "aside"})
    page = parse(admin_client.get(address))
    assert not page.xpath("//li[contains(@class, 'importing-line--unplaced')]")
    assert texts(lists_of(admin_client, address)) == ["The plan covers all regions. Its fund is new."]
    assert send(admin_client, address, take="1").status_code == 302


def test_an_answer_is_taken_back_and_steps_are_undone(admin_client, address):
    send(admin_client, address, **{"name:gripe": "potential"})
    place(admin_client, address, GAP_LINE, "aside")
    assert len(texts(lists_of(admin_client, address))) == 1
    send(admin_client, address, undo="1")
    assert len(texts(lists_of(admin_client, address))) == 2
    send(admin_client, address, undo="1")
    assert len(texts(lists_of(admin_client, address))) == 1
    assert not parse(admin_client.get(address)).xpath("//button[@name='undo']")
    send(admin_client, address, **{"name:gripe": "potential"})
    send(admin_client, address, **{"name:gripe": ""})
    assert len(questions_of(admin_client, address)) == 2


def test_a_line_is_declared_a_heading(admin_client, address):
    place(admin_client, address, 9, "heading:partnerships/potential")
    assert len(texts(lists_of(admin_client, address))) == 2
    assert questions_of(admin_client, address) == ["Which domain does “Totally fictional matters” begin?"]


def test_a_finding_is_split(admin_client, address):
    page = parse(admin_client.get(f"{address}?split=7"))
    assert page.xpath("//textarea[@name='split_text']")[0].text.strip().startswith("The plan covers")
    parts = "The plan covers all regions.\r\n\r\nIts fund is new."
    answer = send(admin_client, address, split="7", split_text=parts)
    assert answer["Location"].endswith("#line-7")
    assert texts(lists_of(admin_client, address)) == ["The plan covers all regions.", "Its fund is new."]


def test_answers_are_remembered_for_the_next_document_and_can_be_changed_there(admin_client, address):
    names = {"name:gripe": "potential", "name:totally fictional matter": "migrants-rights"}
    send(admin_client, address, **names)
    assert send(admin_client, address, take="1").status_code == 302
    assert len(serialize_revision(Revision.objects.get())["findings"]) == 3
    assert not ImportDocument.objects.exists()
    second = page_of(admin_client, TEXT.replace("Second", "Third").replace("2024", "2026"))
    assert questions_of(admin_client, second) == []
    assert len(texts(lists_of(admin_client, second))) == 3
    explained = parse(admin_client.get(second)).xpath(
        "//section[@aria-labelledby='questions-heading']//details"
    )
    assert "as in an earlier document" in text_of(explained[0])
    send(admin_client, second, **{"name:gripe": ""})
    assert questions_of(admin_client, second) == ["Which list does “Gripes” begin?"]


def test_broken_characters_are_repaired_on_demand_and_as_they_were_again(admin_client, domains):
    make_place("Lunaria", slug="lunaria", iso2="XA", is_fictional=True)
    text = TEXT.replace("The plan covers all regions. Its fund is new.", "Un accord dÃ©veloppÃ© en France.")
    address = page_of(admin_client, text)
    send(admin_client, address, repair="1")
    assert texts(lists_of(admin_client, address)) == ["Un accord développé en France."]
    send(admin_client, address, repair="0")
    assert texts(lists_of(admin_client, address)) == ["Un accord dÃ©veloppÃ© en France."]


def test_what_one_user_answers_another_is_asked(admin_client, address, django_user_model):
    other = django_user_model.objects.create_user("other", email="other@example.org")
    workflow.store_names(other, {"gripe": "potential"})
    assert ImportName.objects.count() == 1
    assert "Which list does “Gripes” begin?" in questions_of(admin_client, address)


@pytest.mark.parametrize(
    "data",
    [
        {"name:gripe": "nowhere"},
        {"move": "1", "lines": "9", "to": "heading:nowhere"},
        {"move": "1", "lines": "1-99999999999 x 7- -3", "to": "nowhere"},
        {"move": "1", "line": "٣", "to": "aside"},
        {"split": "7", "split_text": "Other words.\n\nOf another text."},
        {"split": "x", "split_text": "a\n\nb"},
        {"undo": "1"},
    ],
)
def test_what_makes_no_sense_changes_no_finding(admin_client, address, data):
    before = lists_of(admin_client, address)
    assert send(admin_client, address, **data).status_code == 302
    assert lists_of(admin_client, address) == before


def test_a_question_shows_what_stands_under_the_heading(admin_client, mali):
    lines = ["Republic of Mali", "First profile", "2019", "Partnerships", "Bright spots", "• A first remark."]
    address = page_of(admin_client, "\n\n".join([*lines, "Shadows", "• Another."]))
    page = parse(admin_client.get(address))
    samples = [text_of(row) for row in page.xpath("//*[contains(@class, 'importing-sample')]")]
    assert samples == ["Under it: “• A first remark.”", "Under it: “• Another.”"]
    for select in page.xpath("//*[@class='importing-question']//select"):
        assert page.xpath(f"//*[@id='{select.get('aria-describedby')}']")


def test_a_column_of_a_sheet_shows_its_first_cell(admin_client, mali):
    sheet = Path("tests/imports/documents/files/fr-sheet-unknown.xlsx")
    file = SimpleUploadedFile(sheet.name, sheet.read_bytes())
    answer = admin_client.post("/admin/import/", {"file": file})
    page = parse(admin_client.get(answer["Location"]))
    samples = [text_of(row) for row in page.xpath("//*[contains(@class, 'importing-sample')]")]
    assert [sample[:26] for sample in samples] == ["Under it: “Toute personne ", "Under it: “Les résidents é"]


def test_a_column_of_a_table_in_word_shows_its_first_cell(admin_client, mali):
    document, file = Document(), BytesIO()
    rows = [
        ("Domain", "Bright spots", "Blind spots"),
        ("Partnerships", "", "Data are not shared."),
        ("Migrants’ rights", "The law is new.", "Few know the law."),
    ]
    table = document.add_table(len(rows), 3)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(file)
    file = SimpleUploadedFile("table.docx", file.getvalue())
    answer = admin_client.post("/admin/import/", {"file": file})
    page = parse(admin_client.get(answer["Location"]))
    samples = [text_of(row) for row in page.xpath("//*[contains(@class, 'importing-sample')]")]
    assert samples == ["Under it: “The law is new.”", "Under it: “Data are not shared.”"]


def test_checking_again_says_what_remains(admin_client, address):
    def status() -> list[str]:
        page = parse(admin_client.get(send(admin_client, address, look="1")["Location"]))
        return [text_of(row) for row in page.xpath("//fieldset//*[@role='status']")]

    assert not parse(admin_client.get(address)).xpath("//fieldset//*[@role='status']")
    [sentence] = status()
    assert sentence.startswith("The document was checked again. 2 questions are left to decide.")
    assert "lines are not placed." in sentence
    for name in ("gripe", "totally fictional matter"):
        send(admin_client, address, **{f"name:{name}": "aside"})
    [sentence] = status()
    assert sentence.startswith("The document was checked again. Nothing is left to decide.")
    assert "placed" not in sentence


def test_the_last_step_is_said_and_the_page_goes_on_there(admin_client, mali):
    lines = ["Republic of Mali", "First profile", "2019", "Partnerships", "Bright spots", "• A remark."]
    address = page_of(admin_client, "\n\n".join(lines))
    assert not parse(admin_client.get(address)).xpath("//*[@role='status']")
    (field,) = parse(admin_client.get(address)).xpath("//*[@class='importing-question']//select/@name")
    answer = send(admin_client, address, look="1", **{field: "potential"})
    assert answer["Location"] == f"{address}#questions"
    page = parse(admin_client.get(address))
    assert "1 heading was explained" in text_of(page.xpath("//*[@role='status']")[0])
    assert "Nothing is left to decide." in text_of(page)
    answer = send(admin_client, address, line="11", to="aside", move="1")
    assert answer["Location"] == f"{address}#line-11"
    status = parse(admin_client.get(address)).xpath("//*[@role='status']")[0]
    assert "1 line was placed" in text_of(status)
    assert send(admin_client, address, undo="1")["Location"] == f"{address}#line-11"
    assert send(admin_client, address, undo="1")["Location"] == f"{address}#questions"
    assert not parse(admin_client.get(address)).xpath("//*[@role='status']")


def test_a_sentence_about_several_lines_stands_once_with_its_lines(admin_client, mali):
    items = [f"• Remark {number}." for number in range(15)]
    lines = ["Republic of Mali", "First profile", "2019", "Partnerships", "Bright spots", *items]
    page = parse(admin_client.get(page_of(admin_client, "\n\n".join(lines))))
    rows = page.xpath("//section[@aria-labelledby='problems-heading']//li")
    assert text_of(rows[0]).startswith("16 lines are not placed, and so not in the draft: Line 9 · Line 11")
    assert text_of(rows[0]).endswith("and 4 more lines")
    sentences = [text_of(row).partition(". ")[0] for row in rows]
    assert len(set(sentences)) == len(sentences)


def test_an_answer_for_what_is_no_line_leads_to_none(admin_client, mali):
    address = page_of(admin_client, "Republic of Mali\n\nPartnerships\n\nBright spots\n\n• A remark.")
    answer = send(admin_client, address, look="1", **{"at:abc": "potential", f"at:{'9' * 30}": "potential"})
    assert answer.status_code == 302
    assert admin_client.get(address).status_code == 200


@pytest.mark.parametrize(
    "fields", [{"line": "9" * 5000}, {"lines": "9" * 5000}, {"lines": "3-" + "9" * 5000}]
)
def test_a_number_of_any_length_is_no_line(admin_client, address, fields):
    """Python refuses to read one of more than 4,300 digits."""
    response = admin_client.post(address, {"move": "1", "to": "aside", **fields})
    assert response.status_code == 302
    assert ImportDocument.objects.get().choices == {}
