"""What is near a name without being it: a slip of the pen, and words that only remind of one."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

Meaning = TypeVar("Meaning", bound=Hashable)

SLIP = 12
"""In names of so many letters one wrong letter is a slip; in shorter ones it may make another word."""

MOST_WORDS = 12
"""No name has more: a longer line is a sentence."""

NEAR = 0.6
"""From this share of words in common on (0 to 1) a name is proposed."""

ALL_WORDS = 0.9
"""The same of a text none of whose words tells anything: it has all those of one name, in another order."""

CLEAR = 0.05
"""By so much the nearest name is nearer than one that means something else."""

COMMON = 0.25
"""What a word counts that names of different meaning have (“areas”, “migrants”); one that tells counts 1."""

ALIKE = 82.0
"""From this likeness on (0 to 100) the letters of a text are those of a name, with several slips."""

SAME_WORD = 80.0
"""From this likeness on (0 to 100) a word is another one misspelt, or another form of it."""


def find_slips(text: str, names: Iterable[str]) -> list[str]:
    """Return those of `names` that `text` is with one letter wrong, missing, too many or exchanged."""
    if len(text) < SLIP:
        return []
    rows = process.extract(text, [*names], scorer=OSA.distance, score_cutoff=1, limit=None)
    return [name for name, _distance, _index in rows if _digits(name) == _digits(text)]


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


@dataclass
class NearNames(Generic[Meaning]):
    """Names by their words, each with what it means."""

    names: dict[tuple[str, ...], Meaning] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    having: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    """The names that have each word."""

    @classmethod
    def of(cls, names: Mapping[str, Meaning]) -> "NearNames[Meaning]":
        """Return `names`, words parted by spaces -> meaning. A word of one meaning alone tells it."""
        rows = {tuple(sorted({*name.split()})): meaning for name, meaning in names.items()}
        meanings: dict[str, list[Meaning]] = {}
        for words, meaning in rows.items():
            for word in words:
                others = meanings.setdefault(word, [])
                if meaning not in others:
                    others.append(meaning)
        having: dict[str, list[tuple[str, ...]]] = {}
        for name in rows:
            for word in name:
                having.setdefault(word, []).append(name)
        weights = {word: 1.0 if len(others) == 1 else COMMON for word, others in meanings.items()}
        return cls(rows, weights, having)

    def nearest(self, text: str) -> Meaning | None:
        """Return what the name means that has most words of `text`; None where none is near, or two are."""
        words = text.split()
        if not 0 < len(words) <= MOST_WORDS:
            return None
        known = {self._known(word) or f"? {word}" for word in words}
        scores: dict[Meaning, float] = {}
        for name in {name for word in known for name in self.having.get(word, ())}:
            meaning = self.names[name]
            scores[meaning] = max(scores.get(meaning, 0), self._likeness(known, {*name}))
        if not scores:
            return None
        (best, meaning), *others = sorted(((score, of) for of, score in scores.items()), key=itemgetter(0))[
            ::-1
        ]
        is_clear = all(best - score >= CLEAR for score, _meaning in others)
        tells = any(self.weights.get(word) == 1.0 for word in known)
        if best >= (NEAR if tells else ALL_WORDS) and is_clear:
            return meaning
        return self._nearest_letters(text) if tells else None

    def _nearest_letters(self, text: str) -> Meaning | None:
        texts = [(" ".join(name), meaning) for name, meaning in self.names.items()]
        words = " ".join(sorted(text.split()))
        rows = process.extract(words, [name for name, _of in texts], scorer=fuzz.ratio, score_cutoff=ALIKE)
        meanings = [texts[index][1] for _name, _score, index in rows]
        return meanings[0] if meanings and all(other == meanings[0] for other in meanings) else None

    def _known(self, word: str) -> str | None:
        if word in self.weights:
            return word
        # The first letter is rarely a slip: with another one, “bright” is no “right”.
        alike = [known for known in self.weights if known[:1] == word[:1]]
        best = process.extractOne(word, alike, scorer=fuzz.ratio, score_cutoff=SAME_WORD)
        return best[0] if best is not None and len(word) > 3 else None

    def _likeness(self, some: set[str], others: set[str]) -> float:
        """Return how much of both is in both, by weight."""
        common = self._weight(some & others)
        return 2 * common / (self._weight(some) + self._weight(others))

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self.weights.get(word, 1.0) for word in words)
