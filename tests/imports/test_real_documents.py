"""Documents that real programs wrote come in whole, or are asked about: nothing is wrong in silence.

tests/imports/documents/ has them, what each must give, and a program that measures all and lists the faults.
"""

import pytest

from profiles.imports import readers
from profiles.imports.answers import Answers
from profiles.imports.text.text_normalization import normalization_key
from tests.imports.documents import measure
from tests.imports.documents.catalogue import ASKED, FILES, WHOLE, examples
from tests.imports.documents.profile_text import KINDS, LANGUAGES

EXAMPLES = examples()
SHAPES_OF_EACH_LANGUAGE = 12
LEAST_WHOLE = 95
"""So many in 100 come in whole."""

pytestmark = [pytest.mark.usefixtures("fictional_places"), pytest.mark.once]


def test_there_are_many_in_all_six_languages():
    assert {example.path for example in EXAMPLES} == set(FILES.iterdir())
    for language in LANGUAGES:
        shapes = {example.name for example in EXAMPLES if example.text.language == language}
        assert len(shapes) >= SHAPES_OF_EACH_LANGUAGE


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_nothing_is_wrong_in_silence(example):
    assert measure.result_of(example).wrong == []


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.right != WHOLE], ids=lambda e: e.name)
def test_what_cannot_be_known_is_asked_about_or_refused(example):
    assert measure.result_of(example).missing == []


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.right == ASKED], ids=lambda e: e.name)
def test_with_the_answers_it_comes_in_whole(example):
    names = example.text.names[example.names]["lists"]
    answers = Answers({normalization_key(name): kind for name, kind in zip(names, KINDS, strict=True)})
    judging = measure.Judge(example, readers.read(example.path.read_bytes(), example.name, answers))
    assert (list(judging.wrong()), list(judging.missing())) == ([], [])


def test_almost_all_come_in_whole():
    results = [measure.result_of(example) for example in EXAMPLES if example.right == WHOLE]
    less = [f"{result.name}: {result.missing}" for result in results if result.outcome != WHOLE]
    assert measure.share_whole(results) >= LEAST_WHOLE, "\n".join(less)
