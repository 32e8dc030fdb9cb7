"""“Did you mean”: words that texts have, for words that none has."""

from collections.abc import Sequence
from itertools import groupby

from django.db.models import Q
from django.db.models.functions import Length
from rapidfuzz import fuzz, process

from profiles.models import SearchWord
from profiles.search.analysis import STOP_WORDS

SIMILARITY = 75
"""Percent of letters that a word must share with the one that may have been meant."""
SHORTEST = 3
OFTEN = 4
"""One time of so many, and a word is no name."""
LENGTHS = 2
"""Letters that it may have more or fewer."""


def words_for(unknown: Sequence[str]) -> dict[str, str]:
    """Return folded words -> those that may have been meant, as texts write them; one query.

    A word that may have been meant begins or ends as the one that was typed does.
    """
    unknown = [word for word in unknown if len(word) >= SHORTEST]
    if not unknown:
        return {}
    is_near = Q()
    for word in unknown:
        sizes = (len(word) - LENGTHS, len(word) + LENGTHS)
        is_alike = Q(word__startswith=word[0]) | Q(word__endswith=word[-2:])
        is_near |= Q(is_alike, length__range=sizes)
    rows = SearchWord.objects.annotate(length=Length("word")).filter(is_near)
    forms = sorted(rows.values_list("word", "times", "written"))
    near = {word: list(group) for word, group in groupby(forms, key=lambda row: row[0])}
    better = {}
    for word in unknown:
        matches = process.extract(
            word, near.keys() - STOP_WORDS - {word}, scorer=fuzz.ratio, score_cutoff=SIMILARITY
        )
        if matches:
            _ratio, _times, best = max((ratio, sum(t for _w, t, _f in near[w]), w) for w, ratio, _ in matches)
            better[word] = _written({form: times for _word, times, form in near[best]})
    return better


def _written(forms: dict[str, int]) -> str:
    """Return the commonest form of a word; one in capitals, if it is hardly written in small letters."""
    small = {form: times for form, times in forms.items() if form.islower()}
    is_small = OFTEN * sum(small.values()) >= sum(forms.values())
    return max((times, form) for form, times in (small if small and is_small else forms).items())[1]
