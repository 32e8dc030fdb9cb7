"""The line of sources: how people write it, and that it comes back exactly."""

import pytest
from hypothesis import given, strategies as st

from profiles.imports.text.source_lines import format_source_line, parse_source_line

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("line", "cited"),
    [
        ("1", [(1, "")]),
        ("1, 2", [(1, ""), (2, "")]),
        ("1; 2 and 5", [(1, ""), (2, ""), (5, "")]),
        ("1, 2, and 5", [(1, ""), (2, ""), (5, "")]),
        ("1: art. 4", [(1, "art. 4")]),
        ("1: art. 4; 2: p. 3", [(1, "art. 4"), (2, "p. 3")]),
        ("1: art. 4; 2", [(1, "art. 4"), (2, "")]),
        ("1: art. 4, 2: p. 3", [(1, "art. 4"), (2, "p. 3")]),
        ("1 (art. 5) and 2", [(1, "art. 5"), (2, "")]),
        ("1 (art. 5), 2 (p. 3)", [(1, "art. 5"), (2, "p. 3")]),
        ("1 (art. 5) et 2", [(1, "art. 5"), (2, "")]),
        ("1 y 2", [(1, ""), (2, "")]),
        ("1 e 2: art. 3", [(1, ""), (2, "art. 3")]),
        ("1 und 2", [(1, ""), (2, "")]),
        ("1 و 2", [(1, ""), (2, "")]),
        ("١، ٢ و٣", [(1, ""), (2, ""), (3, "")]),
        ("١: المادة ٤؛ ٢", [(1, "المادة ٤"), (2, "")]),
        ("1, 3: p. 2-3", [(1, ""), (3, "p. 2-3")]),
        ("1-3", [(1, ""), (2, ""), (3, "")]),
        ("1–3, 7", [(1, ""), (2, ""), (3, ""), (7, "")]),
        ("1: p. 2, 3", [(1, "p. 2, 3")]),
        ("1: art. 4 and 5", [(1, "art. 4 and 5")]),
        ("1: art. 4; art. 6", [(1, "art. 4; art. 6")]),
        ('1: "art. 4; 2"', [(1, "art. 4; 2")]),
        ('1: "art. 4; 2"; 2', [(1, "art. 4; 2"), (2, "")]),
        ("1 art. 4", [(1, "art. 4")]),
        ("1. art. 4", [(1, "art. 4")]),
        ("1) art. 4", [(1, "art. 4")]),
        ("1 – art. 4", [(1, "art. 4")]),
        ("[1] art. 4", [(1, "art. 4")]),
        ("[1] art. 4; [2] p. 3", [(1, "art. 4"), (2, "p. 3")]),
        ("[1] art. 4; 2", [(1, "art. 4"), (2, "")]),
        ("[1, art. 4; 2, p. 3]", [(1, "art. 4"), (2, "p. 3")]),
        ("[1][2]", [(1, ""), (2, "")]),
        ("1:", [(1, "")]),
        ("1; 2;", [(1, ""), (2, "")]),
    ],
)
def test_what_people_write_is_understood(line, cited):
    assert parse_source_line(line) == cited


@pytest.mark.parametrize(
    "line", ["", "art. 4", "1 2", "1.5", "3-1", "1-2000", "1-3: art. 4", "1: art. 4; 2.3", "12345", "1st"]
)
def test_what_is_not_understood_is_none(line):
    assert parse_source_line(line) is None


LOCATORS = st.one_of(
    st.text(min_size=1, max_size=40),
    st.text(alphabet='12 ;:,.()[]"\\-–\n\rand۲وpar؛،', min_size=1, max_size=25),
)


@given(st.integers(1, 9999), LOCATORS, st.booleans())
def test_every_place_in_a_source_comes_back_exactly(number, locator, in_brackets):
    line = format_source_line(number, locator, in_brackets=in_brackets)
    assert "\n" not in line and "\r" not in line
    assert parse_source_line(line.strip()) == [(number, locator)]


@given(st.text(alphabet='12 ;:,.()[]"\\-–and۲وp؛،', max_size=40))
def test_a_line_that_is_understood_means_the_same_when_it_is_written_anew(line):
    cited = parse_source_line(line)
    if cited is not None:
        assert [parse_source_line(format_source_line(*one)) for one in cited] == [[one] for one in cited]
