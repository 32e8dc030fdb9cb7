"""Raised signs: the marks of notes, kept apart from the word before them, and what else is written raised."""

import re

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
MARK = re.compile(r"[\[(]?(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)[\])]?")
POWER = re.compile(r"(?:\b[kcdm]?m|\b10|\bCO)\Z")
"""After a measure a raised number is a power: km²."""


def raise_text(before: str, text: str) -> str:
    """Return raised `text`, as it stands after `before`: the mark of a note as “[1]”, a power as “²”.

    >>> raise_text("the Act of 2019", "1")
    '[1]'
    >>> raise_text("40 km", "2")
    '²'
    """
    match = MARK.fullmatch(text.strip().translate(PLAIN))
    if match is None:
        return text
    if POWER.search(before[-6:]):
        return match[1].translate(SUPERSCRIPTS)
    return "".join(f"[{number}]" for number in re.findall(r"\d+", match[1]))
