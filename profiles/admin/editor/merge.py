"""Two texts of one draft, after somebody saved while somebody else was writing: a user's and the stored one.

`marks` say what a text was like, element by element, when a user had last seen it: so it is known who
changed what. Nothing that was typed is dropped but by the user's own choice.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from profiles.content.diff import DiffPiece, source_words, words
from profiles.content.schema import FindingData, RevisionContent, SourceData

ORDER = "order"
INTRODUCTION = "introduction"
NONE = "none"
NOTE = "note"


@dataclass(frozen=True)
class Conflict:
    """One element that differs: `name` is that of its choice, without “take-”."""

    name: str
    what: Literal["introduction", "note", "source", "finding", "unit"]
    typed: Any
    """Its data in the user's text; None where it is not there."""
    stored: Any
    pieces: tuple[DiffPiece, ...]
    """The words of both, from the stored text to the user's."""
    preferred: Literal["mine", "theirs"]
    is_changed_by_both: bool


def conflict_choices(content: RevisionContent, note: str = "") -> dict[str, str]:
    """Return a short digest of each element of `content`, by name."""
    return {
        **{name: mark_of(value) for name, value in _elements(content, note).items()},
        ORDER: mark_of([finding["key"] for finding in content["findings"]]),
        NONE: mark_of(sorted(content["none_identified"])),
    }


def find_conflicts(
    typed: RevisionContent, stored: RevisionContent, base: dict[str, str], notes: tuple[str, str]
) -> list[Conflict]:
    """Return what differs between the user's text and the stored one, in reading order; `notes` likewise.

    `base` are the marks of the text that the user began with.
    """
    typed_elements, stored_elements = _elements(typed, notes[0]), _elements(stored, notes[1])
    conflicts = []
    for name in _merge_order([*typed_elements], [*stored_elements]):
        typed_value, stored_value = typed_elements.get(name), stored_elements.get(name)
        if typed_value == stored_value:
            continue
        mark = base.get(name, mark_of(None))
        has_typed, has_stored = mark_of(typed_value) != mark, mark_of(stored_value) != mark
        prefers_typed = not has_stored if has_typed != has_stored else typed_value is not None
        conflicts.append(
            Conflict(
                name=name,
                what=name.partition("-")[0],
                typed=typed_value,
                stored=stored_value,
                pieces=words(_words_of(stored_value), _words_of(typed_value)),
                preferred="mine" if prefers_typed else "theirs",
                is_changed_by_both=has_typed and has_stored,
            )
        )
    return conflicts


def merge_contents(
    typed: RevisionContent,
    stored: RevisionContent,
    base: dict[str, str],
    notes: tuple[str, str],
    choices: Mapping[str, str],
) -> tuple[RevisionContent, str]:
    """Return the content that the user chose, and its change note; `choices`: "mine" or "theirs" by name."""
    typed_elements, stored_elements = _elements(typed, notes[0]), _elements(stored, notes[1])
    defaults = {row.name: row.preferred for row in find_conflicts(typed, stored, base, notes)}
    marks = conflict_choices(typed)
    by_order = [[*typed_elements], [*stored_elements]]
    names = _merge_order(*(by_order if marks[ORDER] != base.get(ORDER) else reversed(by_order)))
    elements = {}
    for name in names:
        choice = choices.get(name) or defaults.get(name, "theirs")
        elements[name] = (typed_elements if choice == "mine" else stored_elements).get(name)
    findings = [elements[name] for name in names if name.startswith("finding-") and elements[name]]
    cited = {f"source-{c['source']}" for f in findings for c in f["sources"]}
    sources = []
    for name in names:
        if name.startswith("source-"):
            either = typed_elements.get(name) or stored_elements.get(name)
            row = elements[name] or (either if name in cited else None)
            sources += [row] if row else []
    content: RevisionContent = {
        "introduction": elements[INTRODUCTION] or "",
        "none_identified": (typed if marks[NONE] != base.get(NONE) else stored)["none_identified"],
        "sources": sources,
        "findings": findings,
    }
    return content, elements[NOTE] or ""


def _elements(content: RevisionContent, note: str) -> dict[str, Any]:
    """Return the elements of a text by name, in reading order; a finding has the list that it stands in."""
    return {
        INTRODUCTION: content["introduction"],
        NOTE: note,
        **{f"source-{source['key']}": source for source in content["sources"]},
        **{f"finding-{finding['key']}": finding for finding in content["findings"]},
    }


def _merge_order(first: list[str], second: list[str]) -> list[str]:
    """Return the names of both in the order of the first; the others after the one that they follow."""
    names = [*first]
    for i, name in enumerate(second):
        if name not in first:
            previous = next((n for n in reversed(second[:i]) if n in names), None)
            names.insert(names.index(previous) + 1 if previous else len(names), name)
    return names


def _words_of(element: str | SourceData | FindingData | None) -> str:
    if element is None or isinstance(element, str):
        return element or ""
    return element["text"] if "text" in element else source_words(element)


def mark_of(value: Any) -> str:
    """Return a short digest of one element of a text."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]
