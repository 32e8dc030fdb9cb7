"""Two texts of one translation, after somebody saved while somebody else was writing.

What only one of them has changed goes together by itself; the user is asked about what both have changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from profiles.admin.editor.merge import Conflict, mark_of
from profiles.admin.translation.forms import TranslationInput
from profiles.content.diff import words
from profiles.content.translations import UnitData, Units
from profiles.workflow import TranslationFacts

EMPTY: UnitData = {"text": "", "original": ""}

FACT = "fact-"
"""What the name of a fact begins with, so that it is that of no unit."""


@dataclass(frozen=True)
class Merge:
    """What is to be stored, and what the user has to decide before."""

    units: Units
    facts: TranslationFacts
    conflicts: list[Conflict]
    others: list[str]
    """Names of what somebody else has changed and this user has not: keys of units, and FACT with a fact."""


def unit_marks(units: Units, facts: TranslationFacts) -> dict[str, str]:
    """Return a short digest of each text of a translation, by key; an empty one needs none."""
    texts = {key: unit["text"] for key, unit in units.items()} | _named(vars(facts))
    return {name: mark_of(text) for name, text in texts.items() if text}


def _named(facts: Mapping[str, str]) -> dict[str, str]:
    return {f"{FACT}{name}": text for name, text in facts.items()}


def merge_units(
    typed: TranslationInput,
    units: Units,
    facts: TranslationFacts,
    base: Mapping[str, str],
    choices: Mapping[str, str],
    *,
    is_current: bool,
) -> Merge:
    """Return `typed` over what is stored, `units` and `facts`.

    `base` are the marks of the text that the user began with; where that is the stored one it `is_current`.
    `choices` are “mine” or “theirs” by name, of what both have changed.
    """
    merged, stored_facts = dict(units), _named(vars(facts))
    merged_facts, conflicts, others = dict(stored_facts), [], []
    texts = {key: unit.text for key, unit in typed.units.items()} | _named(typed.facts)
    for name, text in texts.items():
        stored = stored_facts[name] if name in stored_facts else units.get(name, EMPTY)["text"]
        side = _side(text, stored, base.get(name, mark_of("")), choices.get(name), is_current=is_current)
        if side == "both":
            conflicts.append(_conflict(name, text, stored))
        elif side == "theirs":
            others.append(name)
        elif name in stored_facts:
            merged_facts[name] = text
        elif text != stored or (typed.units[name].is_right and text):
            merged[name] = {"text": text, "original": typed.units[name].original}
    chosen = {name.removeprefix(FACT): text for name, text in merged_facts.items()}
    return Merge(merged, TranslationFacts(**chosen), conflicts, others)


def _side(text: str, stored: str, mark: str, choice: str | None, *, is_current: bool) -> str:
    """Return whose text is taken: “mine”, “theirs”, or “both” where that has to be decided."""
    if text == stored or (is_current and choice is None):
        return "mine"
    if choice in ("mine", "theirs"):
        return choice
    if mark_of(text) == mark:
        return "theirs"
    return "mine" if mark_of(stored) == mark else "both"


def _conflict(name: str, text: str, stored: str) -> Conflict:
    return Conflict(
        name=name,
        what="unit",
        typed=text or None,
        stored=stored or None,
        pieces=words(stored, text),
        preferred="mine",
        is_changed_by_both=True,
    )
