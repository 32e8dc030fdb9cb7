"""Items below an item stay in its finding, each on a line of its own, whatever the format."""

import pytest

from tests.imports.blocks import WELL, A, findings_of, heading, item, read, text

pytestmark = pytest.mark.usefixtures("fictional_places")

LIST = [heading("Partnerships"), heading(WELL)]
SUB = [item("It has:"), item("a plan;"), item("a fund."), item(A)]


def texts(reading) -> list[str]:
    return [finding for _domain, _kind, finding in findings_of(reading)]


def test_items_that_a_colon_announces_are_below_it_up_to_a_full_stop():
    reading = read(*LIST, *SUB)
    assert texts(reading) == [A, "It has:\na plan;\na fund."]
    assert any("under this finding" in problem.text for problem in reading.problems)


def test_deeper_items_are_below_the_one_above_them():
    assert texts(read(*LIST, item("It has"), item("a plan", 2), item(A))) == [A, "It has\na plan"]


@pytest.mark.parametrize("mark", ["", "\u202b", "\u200f"])
def test_a_small_o_that_comes_again_is_a_bullet_before_small_letters(mark):
    lines = ["• Some towns have", f"  {mark}o a plan", f"  {mark}o a fund", f"• {A}"]
    reading = read(*LIST, *text(*lines), are_lines=True)
    assert [finding.split("\n")[0] for finding in texts(reading)] == [A, "Some towns have"]
    assert len(texts(reading)[1].split("\n")) == 3


def test_a_small_o_alone_is_a_word():
    reading = read(*LIST, *text("• O plano prevê", "  o acordo com a cidade."), are_lines=True)
    assert texts(reading) == ["O plano prevê o acordo com a cidade."]


@pytest.mark.parametrize("sign", ["‣", "◦", "–", "*", "\uf0a7"])
def test_the_sign_of_an_item_below_is_no_part_of_the_finding(sign):
    lines = ["• It has:", f"  {sign} a plan;", f"  {sign} a fund.", f"• {A}"]
    reading = read(*LIST, *text(*lines), are_lines=True)
    assert texts(reading) == [A, "It has:\na plan;\na fund."]


def test_the_number_of_an_item_below_is_a_part_of_the_finding():
    lines = ["• It has:", "  1. a plan;", "  2. a fund.", f"• {A}"]
    reading = read(*LIST, *text(*lines), are_lines=True)
    assert texts(reading) == [A, "It has:\n1. a plan;\n2. a fund."]


def test_a_sign_alone_begins_the_line_of_the_text_below_it():
    lines = ["• It has:", "  ‣", "  a plan;", "  ‣", "  a fund."]
    reading = read(*LIST, *text(*lines), are_lines=True)
    assert texts(reading) == ["It has:\na plan;\na fund."]
