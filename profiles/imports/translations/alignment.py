"""Which text of a document in another language is which of the original: pure functions, no database.

What two languages share is compared: numbers, names in Latin letters, related words, cited sources, length.
Within one list the order counts (dynamic programming with gaps); what is left over is proposed to a person.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from profiles.imports.text.text_normalization import digits

GAP = 0.4
"""From this score (0 to 1) on, two texts are rather a pair than two that lack theirs."""
SURE = 0.65
"""From this score on a pair is taken without a question, if something but its length speaks for it."""
PROPOSED = 0.55
MARGIN = 0.12
"""By so much a pair must be better than the next best one."""
EVEN = 0.45
"""From this score on a pair of two lists of equal length is taken: its place speaks for it too."""
ALIKE_IN_LENGTH = 0.62
"""Two texts that were put into one are longer than either."""
MOST = 300
"""More texts of one list than this are not compared."""

NUMBER = re.compile(r"\d+")
THOUSANDS = re.compile(r"(?<=\d)[.,'’\u00a0\u202f\u066c ](?=\d{3}(?!\d))")
NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[^\W\d_a-z][\w’'-]{2,}")
WORD = re.compile(r"[a-z]{5,}")


@dataclass(frozen=True)
class Passage:
    """A text to be aligned. `sources` are those that it cites, by the keys that they have in the original."""

    text: str
    key: str = ""
    sources: frozenset[str] = frozenset()
    address: str = ""
    """The URL of a source: two sources with the same one are the same."""

    @cached_property
    def numbers(self) -> Counter[str]:
        """Years, numbers of articles and all others, in any script."""
        return Counter(NUMBER.findall(THOUSANDS.sub("", digits(self.text))))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Beginnings of longer Latin words, without accents: related languages share many."""
        folded = unicodedata.normalize("NFKD", self.text).encode("ascii", "ignore").decode().lower()
        return frozenset(word[:5] for word in WORD.findall(folded))

    @cached_property
    def names(self) -> frozenset[str]:
        """Beginnings of names and abbreviations in Latin letters."""
        folded = unicodedata.normalize("NFKD", self.text).encode("ascii", "ignore").decode()
        return frozenset(name[:4].lower() for name in NAME.findall(folded))


@dataclass(frozen=True)
class Pair:
    """The text `new` of the document (its index) is `old` of the original; None where one has no partner.

    `score` is from 0 to 1. What is not certain is for a person to decide.
    """

    old: int | None
    new: int | None
    score: float = 0.0
    is_certain: bool = False


Place = tuple[str, int]
"""The name of a list, and an index in it."""


@dataclass(frozen=True)
class Partner:
    """The text of the original that a text of the document is. What is not certain, a person decides."""

    place: Place
    score: float
    is_certain: bool


@dataclass(frozen=True)
class Score:
    """How well two texts fit. `evidence`: how much beside their length speaks for it."""

    value: float
    evidence: float
    length: float


def score(old: Passage, new: Passage, ratio: float = 1.0) -> Score:
    """Return how well two texts fit; `ratio` is how much longer the document is than the original."""
    longest = max(len(old.text) * ratio, len(new.text), 1.0)
    length = min(len(old.text) * ratio, len(new.text)) / longest
    parts = [(1.0, length)]
    if old.numbers or new.numbers:
        total = old.numbers.total() + new.numbers.total()
        parts.append((3.0, 2 * (old.numbers & new.numbers).total() / total))
    if old.sources and new.sources:
        parts.append((2.0, len(old.sources & new.sources) / len(old.sources | new.sources)))
    if min(len(old.stems), len(new.stems)) >= 3:
        common = len(old.stems & new.stems) / min(len(old.stems), len(new.stems))
        parts.append((2.0, min(1.0, 2.5 * common)))
    if old.names & new.names:
        parts.append((2.0, len(old.names & new.names) / min(len(old.names), len(new.names))))
    weight = sum(part[0] for part in parts)
    evidence = sum(weight for weight, value in parts[1:] if value >= 0.5)
    return Score(sum(w * value for w, value in parts) / weight, evidence, length)


def align(
    olds: Mapping[str, Sequence[Passage]], news: Mapping[str, Sequence[Passage]]
) -> dict[Place, Partner]:
    """Return the place of each text of the document that has a partner -> its partner in the original.

    `olds` and `news` have the texts by the name of their list. Keys come first, then each list in its order,
    then what is left over, wherever it stands.
    """
    ratio = _length_ratio(olds, news)
    pairs = _by_key(olds, news)
    for name in news:
        taken = {partner.place for partner in pairs.values()}
        free_old = [index for index in range(len(olds.get(name, ()))) if (name, index) not in taken]
        free_new = [index for index in range(len(news[name])) if (name, index) not in pairs]
        listed_old, listed_new = [olds[name][i] for i in free_old], [news[name][i] for i in free_new]
        for pair in align_list(listed_old, listed_new, ratio):
            if pair.old is not None and pair.new is not None:
                place = (name, free_old[pair.old])
                pairs[name, free_new[pair.new]] = Partner(place, pair.score, pair.is_certain)
    return pairs | _left_over(olds, news, pairs, ratio)


def align_list(olds: Sequence[Passage], news: Sequence[Passage], ratio: float = 1.0) -> list[Pair]:
    """Return the pairs of two lists in their order, with those that have no partner."""
    news = news[:MOST]
    scores = [[score(old, new, ratio) for new in news] for old in olds]
    pairs = _best_path(scores, len(olds), len(news))
    is_even = all(pair.old is not None and pair.new is not None for pair in pairs)
    return [_judge(pair, scores, is_even=is_even) for pair in pairs]


def _best_path(scores: list[list[Score]], height: int, width: int) -> list[Pair]:
    """Return the monotone alignment with the greatest sum of what its pairs score above GAP."""
    best = [[0.0] * (width + 1) for _row in range(height + 1)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            both = best[i + 1][j + 1] + scores[i][j].value - GAP
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    pairs, i, j = list[Pair](), 0, 0
    while i < height and j < width:
        if best[i][j] == best[i + 1][j + 1] + scores[i][j].value - GAP:
            pairs.append(Pair(i, j, scores[i][j].value))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append(Pair(i, None))
            i += 1
        else:
            pairs.append(Pair(None, j))
            j += 1
    pairs += [Pair(index, None) for index in range(i, height)]
    return pairs + [Pair(None, index) for index in range(j, width)]


def _judge(pair: Pair, scores: list[list[Score]], *, is_even: bool) -> Pair:
    """Return the pair, certain where its texts fit and no other fits nearly as well."""
    if pair.old is None or pair.new is None:
        return pair
    own = scores[pair.old][pair.new]
    others = [other.value for index, other in enumerate(scores[pair.old]) if index != pair.new]
    others += [row[pair.new].value for index, row in enumerate(scores) if index != pair.old]
    is_clear = own.value >= max(others, default=0.0) + MARGIN
    fits = own.value >= SURE and own.evidence >= 2 and own.length >= ALIKE_IN_LENGTH and is_clear
    is_in_place = is_even and own.value >= EVEN and own.value >= max(others, default=0.0) - MARGIN
    return Pair(pair.old, pair.new, own.value, fits or is_in_place)


def _by_key(
    olds: Mapping[str, Sequence[Passage]], news: Mapping[str, Sequence[Passage]]
) -> dict[Place, Partner]:
    """Return the pairs of texts that carry the same key, or the same address where no other has it."""
    places: dict[str, list[Place]] = {}
    for name, passages in olds.items():
        for index, passage in enumerate(passages):
            for mark in {passage.key, passage.address} - {""}:
                places.setdefault(mark, []).append((name, index))
    marks = Counter(mark for row in news.values() for p in row for mark in {p.key, p.address} - {""})
    pairs: dict[Place, Partner] = {}
    taken: set[Place] = set()
    for attribute in ("key", "address"):
        for name, passages in news.items():
            for index, passage in enumerate(passages):
                mark = getattr(passage, attribute)
                place = places.get(mark, [])
                if (name, index) in pairs or len(place) != 1 or marks[mark] != 1 or place[0] in taken:
                    continue
                pairs[name, index] = Partner(place[0], 1.0, is_certain=True)
                taken.add(place[0])
    return pairs


def _left_over(
    olds: Mapping[str, Sequence[Passage]],
    news: Mapping[str, Sequence[Passage]],
    pairs: Mapping[Place, Partner],
    ratio: float,
) -> dict[Place, Partner]:
    """Return proposals for what has no partner: one that moved, within its list or out of it."""
    taken = {partner.place for partner in pairs.values()}
    candidates = []
    for old_name, passages in olds.items():
        for old_index, old in enumerate(passages):
            if (old_name, old_index) in taken:
                continue
            for new_name, row in news.items():
                for new_index, new in enumerate(row[:MOST]):
                    if (new_name, new_index) not in pairs:
                        own = score(old, new, ratio)
                        if own.value >= PROPOSED and own.evidence >= 2:
                            place = (new_name, new_index), (old_name, old_index)
                            candidates.append((own.value, old_name == new_name, *place))
    proposals: dict[Place, Partner] = {}
    for value, _is_same, new_place, old_place in sorted(candidates, reverse=True):
        if new_place not in proposals and old_place not in taken:
            proposals[new_place] = Partner(old_place, value, is_certain=False)
            taken.add(old_place)
    return proposals


def _length_ratio(olds: Mapping[str, Sequence[Passage]], news: Mapping[str, Sequence[Passage]]) -> float:
    """Return how much longer the document is for the same; between a half and two."""
    lengths = []
    for lists in (olds, news):
        texts = [len(passage.text) for row in lists.values() for passage in row]
        lengths.append(sum(texts) / len(texts) if texts else 1.0)
    return min(2.0, max(0.5, lengths[1] / max(lengths[0], 1.0)))
