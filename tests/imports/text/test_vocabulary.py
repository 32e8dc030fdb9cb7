"""The words of the importer, in the file that translators edit."""

from collections.abc import Iterator
from typing import Any

import pytest

from profiles.choices import Kind
from profiles.imports.text.headers import TITLES, Header
from profiles.imports.text.near_names import NearNames
from profiles.imports.text.vocabulary import (
    DOMAINS,
    DOUBTFUL_LISTS,
    HEADERS,
    LISTS,
    NAMES,
    ORDINALS,
    VOCABULARY,
)

pytestmark = pytest.mark.once


def rows(table: dict[str, Any], name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each row of words with its name, as in “domains.1.en”."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from rows(value, f"{name}{key}.")
        else:
            yield f"{name}{key}", value


@pytest.mark.parametrize(("name", "words"), [*rows(VOCABULARY), *rows(NAMES)])
def test_a_row_is_a_list_of_different_words(name, words):
    assert isinstance(words, list)
    assert all(isinstance(word, str) and word.strip() for word in words)
    assert len(words) == len(set(words)) > 0


def test_rows_are_of_what_there_is():
    assert [*DOMAINS] == [1, 2, 3, 4, 5, 6]
    assert {*LISTS} == {*DOUBTFUL_LISTS} == {*Kind.values}
    assert HEADERS.keys() <= {*Header, *TITLES}
    assert {*ORDINALS.values()} == {*range(1, 11)}


def test_a_word_with_another_first_letter_is_another_word():
    names = NearNames.of({"migrant right": "rights"})
    assert names.nearest("bright spot") is None
    assert names.nearest("right of migrantes") == "rights"
