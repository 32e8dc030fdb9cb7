"""Which finding of one text is which of another: by its key, then by its words."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from rapidfuzz import fuzz

from profiles.content.schema import FindingData

SIMILARITY_IN_LIST = 62.0
"""From this likeness of their words (0 to 100) on, two findings of one domain are the same statement."""

SIMILARITY_ELSEWHERE = 80.0
"""The same across domains: a finding rarely changes its domain, and a chance likeness is likelier there."""


def match_findings(
    old: Sequence[FindingData],
    new: Sequence[FindingData],
    *,
    confirmed: Mapping[int, int] | None = None,
    rejected: Collection[tuple[int, int]] = (),
) -> list[tuple[int, int]]:
    """Return pairs (index in `old`, index in `new`) of what is the same finding, in the order of `new`.

    A finding is in one pair at most. Equal keys first, then equal words, then the most alike pairs. What is
    decided already goes before: `confirmed` (index in `new` -> index in `old`), and the `rejected` pairs.
    """
    pairs = dict(confirmed or {})
    matched = set(pairs.values())
    for _score, old_index, new_index in sorted(_candidates(old, new)):
        if new_index not in pairs and old_index not in matched and (old_index, new_index) not in rejected:
            pairs[new_index] = old_index
            matched.add(old_index)
    return [(pairs[new_index], new_index) for new_index in sorted(pairs)]


def _candidates(old: Sequence[FindingData], new: Sequence[FindingData]) -> Iterator[tuple[float, int, int]]:
    """Yield (distance, index in `old`, index in `new`): the nearer, the smaller; ties go to the earlier."""
    old_words, new_words = [_words(f["text"]) for f in old], [_words(f["text"]) for f in new]
    for old_index, before in enumerate(old):
        for new_index, after in enumerate(new):
            if before["key"] and before["key"] == after["key"]:
                yield -1000.0, old_index, new_index
                continue
            is_same_domain = before["domain"] == after["domain"]
            needed = SIMILARITY_IN_LIST if is_same_domain else SIMILARITY_ELSEWHERE
            score = _likeness(old_words[old_index], new_words[new_index], needed)
            if score >= needed:
                # Of two equally alike, the one in the same list.
                bonus = is_same_domain + (is_same_domain and before["kind"] == after["kind"])
                yield -score - bonus, old_index, new_index


def _words(text: str) -> tuple[str, str]:
    """Return the words of a text as they are compared: in their order, and sorted."""
    words = text.casefold().split()
    return " ".join(words), " ".join(sorted(words))


def _likeness(before: tuple[str, str], after: tuple[str, str], needed: float) -> float:
    """Return 0 to 100: how much of the words is the same, in order or with parts moved; 0 below `needed`."""
    return max(fuzz.ratio(old, new, score_cutoff=needed) for old, new in zip(before, after, strict=True))
