"""How a question is read."""

import pytest
from hypothesis import given, strategies as st

from profiles.search.query import finish, parse


def terms(text: str) -> list[tuple]:
    group = parse(text).group
    nodes = [(node, False) for [node] in group.clauses] + [(node, True) for node in group.excluded]
    return [(" ".join(term.words), is_excluded, term.is_beginning) for term, is_excluded in nodes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Labour migration", [("labour", False, False), ("migration", False, False)]),
        ('"labour migration" fund', [("labour migration", False, False), ("fund", False, False)]),
        ("«main d’œuvre»", [("main d oeuvre", False, False)]),
        ("“not closed", [("not closed", False, False)]),
        ("migrants -students", [("migrants", False, False), ("students", True, False)]),
        ('migrants -"labour migration"', [("migrants", False, False), ("labour migration", True, False)]),
        ("well-being", [("well being", False, False)]),
        ("l’emploi", [("emploi", False, False)]),
        ("region*", [("region", False, True)]),
        ("ஔbcd", [("ஒ", False, False), ("bcd", False, False)]),
        ("rights of the migrants", [("rights", False, False), ("migrants", False, False)]),
        ("of the", [("of", False, False), ("the", False, False)]),
        ("Réfugiés", [("refugies", False, False)]),
        ("AND OR NOT NEAR(", [("not", False, False), ("near", False, False)]),
        ("- * \" ' ( ) : ^", []),
        ("", []),
    ],
)
def test_a_question_is_read_as_its_terms(text, expected):
    assert terms(text) == expected


@given(st.text(max_size=80))
def test_any_text_can_be_read(text):
    for term in parse(text).group.all_terms:
        assert term.words
        assert all(word.isalnum() for sequence in term.sequences for word in sequence)


@pytest.mark.parametrize("beginning", ["(", "(a ", "a OR ("])
def test_brackets_without_end_are_read_as_far_as_anybody_needs_them(beginning):
    question = f"{(beginning * 1000)[:900]}remittances{')' * 80} abroad"
    words = parse(question).words
    assert {"remittances", "abroad"} <= set(words)


def test_what_stands_behind_too_many_brackets_is_no_part_of_them():
    question = f"{'(' * 20}a OR b{')' * 20} abroad"
    assert parse(question).group.clauses[-1][0].words == ("abroad",)


def test_a_sign_that_stands_for_a_word_is_that_word():
    (term,) = parse("℻").required
    assert term.words == ("fax",)


def test_a_last_word_that_no_text_has_is_the_beginning_of_one():
    assert finish(parse("labour remitt"), {"labour"}).required[-1].is_beginning
    assert not finish(parse("labour remittances"), {"labour", "remittances"}).required[-1].is_beginning
    assert not finish(parse('"labour remitt"'), {"labour"}).required[-1].is_beginning
    assert not finish(parse("labour -remitt"), {"labour"}).required[-1].is_beginning
    assert not finish(parse("labour re"), {"labour"}).required[-1].is_beginning


def test_other_words_are_put_into_the_question_as_it_was_typed():
    query = parse('Remitances -"Labor fund" now')
    assert query.with_words({"remitances": "remittances"}) == 'remittances -"Labor fund" now'
