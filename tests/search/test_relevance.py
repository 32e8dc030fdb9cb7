"""Questions as people ask them: what must, may and must not be among the first ten, on either database."""

from collections import Counter

import pytest

from profiles.languages import Language
from tests.search import relevance


@pytest.mark.usefixtures("domains")
def test_the_first_ten_hits_are_what_is_asked_for():
    keys = relevance.publish()
    wrong = []
    for question in relevance.questions():
        first = set(relevance.first_keys(question, keys))
        missing, refused = question.must - first, question.must_not & first
        others = set() if question.may is None else first - question.must - question.may
        if missing or refused or others:
            wrong.append((question.text, f"missing {missing}", f"refused {refused}", f"others {others}"))
    assert not wrong, "\n".join(map(str, wrong))


def test_there_are_sixty_questions_in_five_languages():
    by_reader = Counter(question.reader for question in relevance.questions())
    assert set(by_reader) == set(Language.values)
    assert by_reader.total() >= 60
