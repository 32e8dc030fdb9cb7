"""Which finding of a document in another language is which: missing, added, merged and reordered ones."""

import time

import pytest

from profiles.imports.translations.alignment import Passage, align, align_list, score
from tests.imports.translations.documents import ADDED, ENGLISH, LISTS, PARTNERSHIPS, RIGHTS, TRANSLATED

pytestmark = pytest.mark.once

LANGUAGES = tuple(TRANSLATED)


def passages(rows):
    lists = {name: [] for name in LISTS}
    for name, text in rows:
        lists[name].append(Passage(text))
    return lists


def aligned(rows):
    """Return the place of each text of the document -> the index in the same list, and whether certain."""
    partners = align(passages(ENGLISH), passages(rows))
    return {
        (name, index): (partner.place[1] if partner.place[0] == name else partner.place, partner.is_certain)
        for (name, index), partner in partners.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_document_is_taken_without_a_question(language):
    expected = {(RIGHTS, i): (i, True) for i in range(4)} | {(PARTNERSHIPS, i): (i, True) for i in range(2)}
    assert aligned(TRANSLATED[language]) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("missing", range(4))
def test_a_missing_finding_shifts_no_other(language, missing):
    rows = [row for index, row in enumerate(TRANSLATED[language]) if index != missing]
    pairs = aligned(rows)
    others = [index for index in range(4) if index != missing]
    assert [pairs[RIGHTS, index][0] for index in range(3)] == others
    certain = [pair for pair in pairs.values() if pair[1]]
    assert len(certain) >= 4


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("position", range(5))
def test_an_added_finding_is_nobodys_translation(language, position):
    rows = [*TRANSLATED[language]]
    rows.insert(position, (RIGHTS, ADDED[language]))
    pairs = aligned(rows)
    assert not pairs.get((RIGHTS, position), (None, False))[1]
    others = [index for index in range(5) if index != position]
    assert [pairs[RIGHTS, index][0] for index in others] == [0, 1, 2, 3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_and_an_added_one_are_not_taken_for_each_other(language):
    rows = [row for index, row in enumerate(TRANSLATED[language]) if index != 1]
    rows.insert(3, (RIGHTS, ADDED[language]))
    pairs = aligned(rows)
    assert not pairs.get((RIGHTS, 3), (None, False))[1]
    assert [pairs[RIGHTS, index][0] for index in range(3)] == [0, 2, 3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_that_were_merged_are_for_a_person_to_decide(language):
    rows = [*TRANSLATED[language]]
    rows[2:4] = [(RIGHTS, f"{rows[2][1]} {rows[3][1]}")]
    pairs = aligned(rows)
    assert [pairs[RIGHTS, index][0] for index in (0, 1)] == [0, 1]
    index, is_certain = pairs[RIGHTS, 2]
    assert index in (2, 3)
    assert not is_certain


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_that_was_moved_is_proposed_and_not_taken(language):
    rows = [*TRANSLATED[language]]
    rows[:4] = [rows[3], *rows[:3]]
    pairs = aligned(rows)
    assert pairs[RIGHTS, 0] == (3, False)
    assert [pairs[RIGHTS, index][0] for index in (1, 2, 3)] == [0, 1, 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_in_another_list_is_proposed_and_not_taken(language):
    rows = [*TRANSLATED[language]]
    rows[3] = (PARTNERSHIPS, rows[3][1])
    pairs = aligned(rows)
    assert pairs[PARTNERSHIPS, 0] == ((RIGHTS, 3), False)
    assert [pairs[RIGHTS, index][0] for index in range(3)] == [0, 1, 2]


def test_keys_and_addresses_go_before_words():
    olds = {"a": [Passage("One 1", "k1"), Passage("Two 2", "k2", address="https://example.org/2")]}
    news = {"a": [Passage("Two 2", "k1"), Passage("One 1", address="https://example.org/2")]}
    partners = align(olds, news)
    assert {place[1]: partner.place[1] for place, partner in partners.items()} == {0: 0, 1: 1}
    assert all(partner.is_certain for partner in partners.values())


def test_numbers_are_the_same_in_any_writing():
    assert Passage("12,500 in 2019").numbers == Passage("12 500 en 2019").numbers
    assert Passage("12.500 en 2019").numbers == Passage("١٢٬٥٠٠ في ٢٠١٩").numbers
    assert Passage("art. 4, 5").numbers != Passage("art. 45").numbers


def test_what_is_not_alike_stays_without_a_partner():
    pairs = align_list([Passage("In 1999, 12 offices.")], [Passage("2020: 7 " + "x" * 400)])
    assert [(pair.old, pair.new) for pair in pairs] == [(0, None), (None, 0)]
    assert score(Passage(""), Passage("")).value == 0


def test_a_document_that_goes_on_and_on_does_not_take_long():
    olds = {name: [Passage(f"Finding {n} of {2000 + n % 20}") for n in range(40)] for name in LISTS}
    news = {name: [Passage(f"Constat {n} de {2000 + n % 20}") for n in range(4000)] for name in LISTS}
    start = time.monotonic()
    align(olds, news)
    assert time.monotonic() - start < 15
