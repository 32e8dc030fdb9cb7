"""What was not understood, placed by hand: as a finding, in the introduction, or set aside."""

from collections.abc import Mapping
from dataclasses import replace

from profiles.choices import Kind
from profiles.content.schema import list_name
from profiles.imports.document import Line, Part, ReadFinding, Reading, new_read_finding
from profiles.imports.text.bullets import match_bullet

INTRODUCTION, ASIDE, WITH_LAST = "introduction", "aside", "with-last"
"""Where a line can go besides a list (domain/kind). WITH_LAST: it goes on with the line above."""


def assign_lines(reading: Reading, choices: Mapping[int, str]) -> Reading:
    """Return `reading` with its unplaced lines where `choices` (number of a line -> place) has them.

    A choice for a line that is not unplaced, or of a place that does not exist, counts for nothing.
    """
    result = replace(
        reading,
        findings=[*reading.findings],
        none_identified=[*reading.none_identified],
        parts={**reading.parts},
    )
    last = ""
    for line in reading.unplaced:
        place = choices.get(line.number, "")
        is_more = place == WITH_LAST and bool(last)
        last = last if is_more else place
        _assign(result, line, last, is_more=is_more)
    return result


def _assign(reading: Reading, line: Line, place: str, *, is_more: bool) -> None:
    bullet = match_bullet(line.text)
    text = bullet.text if bullet is not None and not is_more else line.text.strip()
    domain, _, kind = place.partition("/")
    if place == ASIDE:
        reading.parts[line.number] = Part.ASIDE
    elif place == INTRODUCTION:
        _add_to_introduction(reading, line, is_more=is_more)
    elif kind in Kind.values and text:
        finding = new_read_finding(line.number, domain=domain, kind=kind, text=text)
        _add_finding(reading, finding, is_more=is_more)
        reading.parts[line.number] = Part.FINDING


def _add_to_introduction(reading: Reading, line: Line, *, is_more: bool) -> None:
    """Before what is there where the line stands above it, otherwise after it."""
    first = min((number for number, part in reading.parts.items() if part == Part.INTRODUCTION), default=0)
    reading.parts[line.number] = Part.INTRODUCTION
    text = line.text.strip()
    if is_more or not reading.introduction:
        reading.introduction = f"{reading.introduction} {text}".strip()
    elif line.number < first:
        reading.introduction = f"{text}\n\n{reading.introduction}"
    else:
        reading.introduction = f"{reading.introduction}\n\n{text}"


def _add_finding(reading: Reading, finding: ReadFinding, *, is_more: bool) -> None:
    """Put `finding` into the list of findings by the line at which it begins."""
    before = [n for n, other in enumerate(reading.findings) if other["line"] < finding["line"]]
    if is_more and before:
        index = max(before, key=lambda n: reading.findings[n]["line"])
        last = reading.findings[index]
        reading.findings[index] = {**last, "text": f"{last['text']} {finding['text']}"}
        return
    reading.findings.insert(before[-1] + 1 if before else 0, finding)
    reading.none_identified = [name for name in reading.none_identified if name != list_name(finding)]
