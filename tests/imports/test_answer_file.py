"""Answers in a file: read exactly, refused with a sentence, written as a template with what was answered."""

import pytest
from hypothesis import given, strategies

from profiles.imports.answer_file import AnswerFile, AnswerFileError, read_answers, write_answers
from profiles.imports.document import Asks, Question

DOMAINS = ["migrants-rights", "partnerships"]


def test_names_and_headings_are_read():
    text = """
        [names]
        "Gaps" = "potential"
        "Total" = "aside"
        "Strengths" = ""

        [headings."a b.docx"]
        12 = "partnerships/potential"
    """
    answers = read_answers(text, DOMAINS)
    assert answers.names.items() >= {"gap": "potential", "total": "aside"}.items()
    assert "Strengths" not in answers.names
    assert answers.of("a b.docx").headings == {12: "partnerships/potential"}
    assert answers.of("other.docx").headings == {}
    assert answers.of("other.docx").names == answers.names


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[names", "not TOML"),
        ("[names]\n'Gaps' = 'nowhere'", "cannot begin “nowhere”"),
        ("[names]\n'Gaps' = 'partnerships/nothing'", "cannot begin"),
        ("[names]\n'Gaps' = 3", "cannot begin “3”"),
        ("names = 3", "tables of answers"),
        ("headings = 3", "tables of answers"),
        ("[headings]\n'a.docx' = 'potential'", "tables of answers"),
        ("[headings.'a.docx']\ntwelve = 'potential'", "“twelve” is not the number of a line"),
        ("[name]\n'Gaps' = 'potential'", "no table “name”"),
    ],
)
def test_what_cannot_be_used_is_refused(text, reason):
    with pytest.raises(AnswerFileError, match=reason):
        read_answers(text, DOMAINS)


TEXT = strategies.text(min_size=1, max_size=30)


@given(
    names=strategies.dictionaries(TEXT, strategies.sampled_from(["potential", "aside", "partnerships"])),
    texts=strategies.lists(TEXT),
    file=TEXT,
)
def test_a_template_can_be_read_whatever_the_documents_say(names, texts, file):
    answers = AnswerFile(names, {file: {3: "sources"}})
    questions = [Question(number, text, text, Asks.LIST, "potential") for number, text in enumerate(texts)]
    written = write_answers(answers, {file: questions}, DOMAINS)
    again = read_answers(written, DOMAINS)
    assert again.names.items() >= answers.names.items()
    assert again.headings == answers.headings


def test_a_template_has_each_question_once_with_where_it_stands():
    questions = {
        "a.docx": [Question(4, "Gaps", "gap", Asks.LIST), Question(9, "Gaps", "gap", Asks.LIST)],
        "b.docx": [Question(2, "Gaps", "gap", Asks.LIST, "potential")],
    }
    text = write_answers(AnswerFile(names={"total": "aside"}), questions, DOMAINS)
    assert text.count('"gap" = ""') == 1
    assert "“Gaps”: a.docx, line 4; a.docx, line 9; b.docx, line 2" in text
    assert '"total" = "aside"' in text
