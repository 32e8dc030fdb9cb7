"""What the uploader of a document decides, step by step: each step can be undone.

The choices of a document (models/imports.py) say all of it; nothing here is stored in a profile.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from profiles.imports.answers import Answers
from profiles.imports.corrections import correct
from profiles.imports.document import FACT_NAMES, Question, Reading
from profiles.imports.text.text_normalization import normalization_key

NAME, AT, HEADING = "name:", "at:", "heading:"
"""How a field begins that answers a name, or the heading of a line; and a place that is a heading."""

KINDS = ("names", "headings", "placed", "splits")
"""What a step changes, by the names in ImportDocument.choices."""

MOST_LINES = 10_000
MOST_STEPS = 30
LONGEST = 100
"""Characters of a place or a target."""


def answers_of(choices: Mapping[str, Any], earlier: Mapping[str, str]) -> Answers:
    """Return what the user has answered, here and of `earlier` documents; an empty answer takes one back."""
    names = {**earlier, **choices.get("names", {})}
    headings = {
        int(number): target for number, target in choices.get("headings", {}).items() if number.isdecimal()
    }
    return Answers(
        names={name: target for name, target in names.items() if target},
        headings=headings,
        repair=bool(choices.get("repair")),
    )


def places_of(choices: Mapping[str, Any]) -> dict[int, str]:
    """Return number of a line -> where it goes."""
    return {int(number): place for number, place in choices.get("placed", {}).items()}


def splits_of(choices: Mapping[str, Any]) -> dict[int, list[str]]:
    """Return line at which a finding begins -> the texts that it is parted into."""
    return {int(number): texts for number, texts in choices.get("splits", {}).items()}


def facts_of(choices: Mapping[str, Any]) -> dict[str, Any]:
    return {name: choices[name] for name in FACT_NAMES if choices.get(name)}


def corrected(reading: Reading, choices: Mapping[str, Any]) -> Reading:
    """Return `reading` with the lines where the user has put them, and the findings as they parted them."""
    return correct(reading, places_of(choices), splits_of(choices))


def name_of(question: Question) -> str:
    """Return what the field is called that answers `question`: a heading that is known, by its line alone."""
    return f"{NAME}{question.name}" if question.name else f"{AT}{question.line}"


def step(
    data: QueryDict, choices: Mapping[str, Any], earlier: Mapping[str, str], reading: Reading
) -> dict[str, Any]:
    """Return `choices` after what the user sent: answers, lines that are placed, a split, undo.

    The same object says that nothing was decided. Lines and places that do not exist count for nothing.
    """
    if "repair" in data:
        return {**choices, "repair": data["repair"] == "1"}
    if "undo" in data and choices.get("before"):
        *before, last = choices["before"]
        return {**choices, **last, "before": before}
    after = {kind: {**choices.get(kind, {})} for kind in KINDS}
    _answer(data, after["names"], earlier)
    for field in data:
        if field.startswith(AT) and data[field]:
            after["headings"][field.removeprefix(AT)] = data[field][:LONGEST]
    lines = {str(line.number): line.text for line in reading.lines}
    if "move" in data:
        numbers = [number for number in selected_lines(data) if number in lines]
        _place(numbers, data.get("to", "")[:LONGEST], lines, after)
    if number := data.get("split", ""):
        texts = _parts(data.get("split_text", ""))
        if number in lines and len(texts) > 1:
            after["splits"][number] = texts
    now = {kind: choices.get(kind, {}) for kind in KINDS}
    if after == now:
        return dict(choices)
    return {**choices, **after, "before": [*choices.get("before", []), now][-MOST_STEPS:]}


def last_step(choices: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return kind -> the names, or the lines, that the last step has changed; empty where there was none."""
    if not choices.get("before"):
        return {}
    last = choices["before"][-1]
    changed: dict[str, list[str]] = {}
    for kind in KINDS:
        now, then = choices.get(kind, {}), last.get(kind, {})
        if keys := [key for key in {**now, **then} if now.get(key) != then.get(key)]:
            changed[kind] = keys
    return changed


def fragment_of(choices: Mapping[str, Any]) -> str:
    """Return where on the page the last step was: at its last line, or among the questions."""
    changed = last_step(choices)
    lines = [line for kind in ("headings", "placed", "splits") for line in changed.get(kind, [])]
    numbers = [int(line) for line in lines if line.isdecimal()]
    return f"#line-{max(numbers)}" if numbers else "#questions" if changed else ""


def fragment_unchanged(data: QueryDict) -> str:
    """Return where on the page the user was who has sent nothing new: at the split, or the lines selected."""
    if "split" in data:
        return f"?{urlencode({'split': data['split']})}#id_split_text"
    numbers = [int(line) for line in selected_lines(data) if line.isdecimal()] if "move" in data else []
    return f"#line-{max(numbers)}" if numbers else ""


def selected_lines(data: QueryDict) -> list[str]:
    """Return the numbers of the lines that are selected: each by its own field, or all in one (“3-5 9”)."""
    numbers = [*data.getlist("line")]
    for part in data.get("lines", "")[: 10 * MOST_LINES].split():
        first, _dash, last = part.partition("-")
        if first.isdecimal() and (last or first).isdecimal():
            numbers += map(str, range(int(first), min(int(last or first), int(first) + MOST_LINES) + 1))
    return numbers[:MOST_LINES]


def _answer(data: QueryDict, names: dict[str, str], earlier: Mapping[str, str]) -> None:
    """Enter the answers; what was answered in an `earlier` document can be changed for this one."""
    for field in data:
        if field.startswith(NAME):
            name, target = field.removeprefix(NAME), data[field][:LONGEST]
            if target != (names.get(name) or earlier.get(name, "")):
                names[name] = target


def _place(numbers: list[str], place: str, lines: Mapping[str, str], after: dict[str, Any]) -> None:
    """Place lines. A heading is one wherever the document has the same words."""
    for number in numbers:
        after["headings"].pop(number, None)
        after["placed"].pop(number, None)
        if place.startswith(HEADING):
            target = place.removeprefix(HEADING)
            after["headings"][number] = target
            after["names"][normalization_key(lines[number])] = target
        elif place:
            after["placed"][number] = place
        after["splits"].pop(number, None)


def _parts(text: str) -> list[str]:
    """Return the findings in a text in which empty lines part them."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            parts[-1].append(line.strip())
        elif parts[-1]:
            parts.append([])
    return ["\n".join(part) for part in parts if part]
