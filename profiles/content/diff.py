"""What differs between two contents of a profile: finding by finding, word by word.

Findings are the same statement where their keys are the same. Plain objects, no HTML.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import cast

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from profiles.content.schema import SCHEMA, Field, FindingData, RevisionContent, SourceData, list_name

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


class Mark(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Change(TextChoices):
    """What happened to a finding. One that is reworded may have moved as well."""

    KEPT = "kept"
    REWORDED = "reworded", _("Reworded")
    MOVED = "moved", _("Moved")
    ADDED = "added", _("Added")
    DROPPED = "dropped", _("Dropped")


@dataclass(frozen=True)
class DiffPiece:
    """A run of text that is the same in both, only in the new one, or only in the old one."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class FindingChange:
    """One finding, before and after. `pieces` read as the new text with the old words between."""

    change: Change
    old: FindingData | None
    new: FindingData | None
    pieces: tuple[DiffPiece, ...]
    is_moved: bool = False
    fields: tuple[Field, ...] = ()
    """What else of it differs: its sources, and the details that its text does not say."""

    @property
    def finding(self) -> FindingData:
        """It as it is now, or else as it was."""
        return cast(FindingData, self.new or self.old)

    @property
    def list_name(self) -> str:
        """The list in which it stands, as domain/kind."""
        return list_name(self.finding)

    @property
    def is_changed(self) -> bool:
        return self.change != Change.KEPT or bool(self.fields)


@dataclass(frozen=True)
class Difference:
    """All that differs. `findings` are those of the new text in its order, and then those that it lost."""

    introduction: tuple[DiffPiece, ...]
    findings: tuple[FindingChange, ...]
    sources_added: tuple[str, ...]
    sources_dropped: tuple[str, ...]

    @property
    def is_introduction_changed(self) -> bool:
        return any(piece.mark != Mark.SAME for piece in self.introduction)

    @property
    def is_empty(self) -> bool:
        return not (
            self.is_introduction_changed
            or any(finding.is_changed for finding in self.findings)
            or self.sources_added
            or self.sources_dropped
        )


def compare(old: RevisionContent, new: RevisionContent) -> Difference:
    """Return what differs from `old` to `new`."""
    before = {finding["key"]: finding for finding in old["findings"]}
    after = {finding["key"]: finding for finding in new["findings"]}
    shifted = _out_of_order(old, new)
    changes = [_change(before.get(key), finding, key in shifted) for key, finding in after.items()]
    changes += [_change(finding, None, False) for key, finding in before.items() if key not in after]
    cited_before, cited_after = ([source_words(row) for row in text["sources"]] for text in (old, new))
    return Difference(
        introduction=words(old["introduction"], new["introduction"]),
        findings=tuple(changes),
        sources_added=tuple(line for line in cited_after if line not in cited_before),
        sources_dropped=tuple(line for line in cited_before if line not in cited_after),
    )


def words(old: str, new: str) -> tuple[DiffPiece, ...]:
    """Return the words of both texts in one run of pieces; joined without the removed ones they are `new`."""
    if old == new:
        return (DiffPiece(Mark.SAME, new),) if new else ()
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    pieces: list[DiffPiece] = []
    for is_same, a, b, c, d in _runs(before, after):
        if is_same:
            pieces.append(DiffPiece(Mark.SAME, "".join(before[a:b])))
            continue
        if b > a:
            pieces.append(DiffPiece(Mark.REMOVED, "".join(before[a:b])))
        if d > c:
            pieces.append(DiffPiece(Mark.ADDED, "".join(after[c:d])))
    return tuple(pieces)


def _runs(before: list[str], after: list[str]) -> list[tuple[bool, int, int, int, int]]:
    """Return the runs of tokens that are the same, or not: two changes with but a space between are one."""
    runs: list[tuple[bool, int, int, int, int]] = []
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (operation, a, b, c, d) in enumerate(steps):
        is_between = 0 < place < len(steps) - 1 and "".join(before[a:b]).isspace()
        is_same = operation == "equal" and not is_between
        if runs and not is_same and not runs[-1][0]:
            _same, first, _b, other, _d = runs.pop()
            runs.append((False, first, b, other, d))
        else:
            runs.append((is_same, a, b, c, d))
    return runs


def _change(old: FindingData | None, new: FindingData | None, is_shifted: bool) -> FindingChange:
    if new is None:
        assert old is not None  # noqa: S101  (one of the two is always there)
        return FindingChange(Change.DROPPED, old, None, (DiffPiece(Mark.REMOVED, old["text"]),))
    if old is None:
        return FindingChange(Change.ADDED, None, new, (DiffPiece(Mark.ADDED, new["text"]),))
    is_moved = is_shifted or list_name(old) != list_name(new)
    unworded = Change.MOVED if is_moved else Change.KEPT
    change = unworded if old["text"] == new["text"] else Change.REWORDED
    return FindingChange(change, old, new, words(old["text"], new["text"]), is_moved, _changed(old, new))


def _changed(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[Field, ...]:
    compared = [field for field in SCHEMA.findings if field in SCHEMA.details or field.name == "sources"]
    return tuple(field for field in compared if old[field.name] != new[field.name])


def source_words(source: SourceData) -> str:
    """Return all that a source says, in one line."""
    parts = (source["title"], source["body"], source["year"], source["url"])
    return ", ".join(str(part) for part in parts if part)


def _out_of_order(old: RevisionContent, new: RevisionContent) -> set[str]:
    """Return the keys that changed places within their list: as few as explain the new order."""
    shifted: set[str] = set()
    for name in {list_name(finding) for finding in new["findings"]}:
        keys = [finding["key"] for finding in new["findings"] if list_name(finding) == name]
        rank = {row["key"]: index for index, row in enumerate(old["findings"]) if list_name(row) == name}
        stayed = [key for key in keys if key in rank]
        in_order = _longest_rising([rank[key] for key in stayed])
        shifted |= {key for key in stayed if rank[key] not in in_order}
    return shifted


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the members of a longest rising subsequence; the lists are short, so the plain way will do."""
    best: list[list[int]] = []
    for number in numbers:
        before = [run for run in best if run[-1] < number]
        best.append([*max(before, key=len, default=[]), number])
    longest: list[int] = max(best, key=len, default=[])
    return set(longest)
