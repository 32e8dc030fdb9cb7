"""Citations at the end of a finding: as documents write them, and as this site prints them itself."""

import pytest

from profiles.imports.text.page_furniture import is_page_mark
from profiles.imports.text.sources import parse_marks
from profiles.imports.text.statements import is_none_identified


@pytest.mark.parametrize(
    ("text", "bare", "expected"),
    [
        ("It holds. [1]", "It holds.", [(1, "")]),
        ("It holds [1, 2].", "It holds.", [(1, ""), (2, "")]),
        ("It holds. [1, art. 4; 2, p. 3]", "It holds.", [(1, "art. 4"), (2, "p. 3")]),
        ("It holds. [1; 2, p. 3, note 4]", "It holds.", [(1, ""), (2, "p. 3, note 4")]),
        ("يسري. [4، المواد 2–9؛ 5]", "يسري.", [(4, "المواد 2–9"), (5, "")]),
        ("It holds [sic].", "It holds [sic].", []),
        ("It holds [1, art. 4", "It holds [1, art. 4", []),
    ],
)
def test_citations_are_taken_off_with_their_places(text, bare, expected):
    assert parse_marks(text) == (bare, expected)


@pytest.mark.parametrize(
    ("line", "is_mark"),
    [("p. 3", True), ("[p. 3]", True), ("(page 3 of 9)", True), ("p. 3]", False), ("page 3)", False)],
)
def test_the_end_of_a_bracket_is_no_number_of_a_page(line, is_mark):
    assert is_page_mark(line) is is_mark


@pytest.mark.parametrize(
    "text",
    [
        "The profile states that none was identified.",
        "Le profil indique qu’aucun constat n’a été recensé.",
        "El perfil indica que no se identificó ninguno.",
        "يذكر الملف أنه لم يُحدَّد أي منها.",
        "O perfil indica que não foi identificada nenhuma.",
    ],
)
def test_what_this_site_prints_where_nothing_was_identified_is_read_back(text):
    assert is_none_identified(text)
