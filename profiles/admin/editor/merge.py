"""Two texts of one draft, after somebody saved while somebody else was writing: hers and the stored one.

`marks` say what a text was like, element by element, when a writer had last seen it: so it is known who
changed what. Nothing that was typed is dropped but by her own choice.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from profiles.content.diff import Piece, source_words, words
from profiles.content.schema import FindingData, RevisionContent, SourceData

Side = Literal["mine", "theirs"]
ORDER = "order"
INTRODUCTION = "introduction"
NONE = "none"
NOTE = "note"


@dataclass(frozen=True)
class Conflict:
    """One element that differs: `name` is that of its choice, without “take-”."""

    name: str
    what: Literal["introduction", "note", "source", "finding"]
    mine: Any
    """Its data in her text; None where it is not there."""
    theirs: Any
    pieces: tuple[Piece, ...]
    """The words of both, from the stored text to hers."""
    preferred: Side
    is_changed_by_both: bool


def conflict_choices(content: RevisionContent, note: str = "") -> dict[str, str]:
    """Return a short digest of each element of `content`, by name."""
    found = {name: _mark(value) for name, value in _elements(content, note).items()}
    found[ORDER] = _mark([finding["key"] for finding in content["findings"]])
    found[NONE] = _mark(sorted(content["none_identified"]))
    return found


def find_conflicts(
    mine: RevisionContent, theirs: RevisionContent, base: dict[str, str], notes: tuple[str, str]
) -> list[Conflict]:
    """Return what differs between her text and the stored one, in reading order of both; `notes` likewise.

    `base` are the marks of the text that she had before her.
    """
    ours, stored = _elements(mine, notes[0]), _elements(theirs, notes[1])
    found = []
    for name in _joined([*ours], [*stored]):
        one, other = ours.get(name), stored.get(name)
        if one == other:
            continue
        before = base.get(name, _mark(None))
        is_mine, is_theirs = _mark(one) != before, _mark(other) != before
        is_hers = not is_theirs if is_mine != is_theirs else one is not None
        found.append(
            Conflict(
                name=name,
                what=_kind_of(name),
                mine=one,
                theirs=other,
                pieces=words(_words_of(other), _words_of(one)),
                preferred="mine" if is_hers else "theirs",
                is_changed_by_both=is_mine and is_theirs,
            )
        )
    return found


def merge_contents(
    mine: RevisionContent,
    theirs: RevisionContent,
    base: dict[str, str],
    notes: tuple[str, str],
    chosen: Mapping[str, str],
) -> tuple[RevisionContent, str]:
    """Return the content that she chose, and its change note; `chosen` has "mine" or "theirs" by name."""
    ours, stored = _elements(mine, notes[0]), _elements(theirs, notes[1])
    usual = {clash.name: clash.preferred for clash in find_conflicts(mine, theirs, base, notes)}
    is_mine = {name: (chosen.get(name) or usual.get(name, "theirs")) == "mine" for name in {*ours, *stored}}
    taken = {name: (ours if is_mine[name] else stored).get(name) for name in is_mine}
    is_order_mine = conflict_choices(mine)[ORDER] != base.get(ORDER)
    first, second = (ours, stored) if is_order_mine else (stored, ours)
    names = _joined([*first], [*second])
    findings = [taken[name] for name in names if name.startswith("finding-") and taken[name]]
    cited = {f"source-{c['source']}" for f in findings for c in f["sources"]}
    sources = []
    for name in names:
        if name.startswith("source-"):
            row = taken[name] or ((ours.get(name) or stored.get(name)) if name in cited else None)
            sources += [row] if row else []
    is_none_mine = conflict_choices(mine)[NONE] != base.get(NONE)
    content: RevisionContent = {
        "introduction": taken[INTRODUCTION] or "",
        "none_identified": (mine if is_none_mine else theirs)["none_identified"],
        "sources": sources,
        "findings": findings,
    }
    return content, taken[NOTE] or ""


def _elements(content: RevisionContent, note: str) -> dict[str, Any]:
    """Return the elements of a text by name, in reading order; a finding has the list that it stands in."""
    return {
        INTRODUCTION: content["introduction"],
        NOTE: note,
        **{f"source-{source['key']}": source for source in content["sources"]},
        **{f"finding-{finding['key']}": finding for finding in content["findings"]},
    }


def _joined(first: list[str], second: list[str]) -> list[str]:
    """Return the names of both in the order of the first; the others after the one that they follow."""
    joined = [*first]
    for i, name in enumerate(second):
        if name not in first:
            before = next((n for n in reversed(second[:i]) if n in joined), None)
            joined.insert(joined.index(before) + 1 if before else len(joined), name)
    return joined


def _kind_of(name: str) -> Any:
    return name.partition("-")[0]


def _words_of(element: str | SourceData | FindingData | None) -> str:
    if element is None or isinstance(element, str):
        return element or ""
    return element["text"] if "text" in element else source_words(element)


def _mark(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]
