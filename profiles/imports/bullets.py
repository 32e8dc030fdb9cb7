"""Bullets: the mark with which an item of a list begins, of whatever kind."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

SIGNS = "•‣◦●○■□▪▫◆◇▶►➢➤➔➡✓✔✗✦❖·∙⁃‧◾◽➣\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
STRONG = re.compile(rf"\s*([{SIGNS}])\s*(.*)\Z", re.DOTALL)
WEAK = {
    "dash": re.compile(r"\s*([-–—−*+])\s+(.*)\Z", re.DOTALL),
    "number": re.compile(r"\s*(\(?\d{1,3}(?:[.)]-?|\s?[-–])|\[\d{1,3}\]|[⁰¹²³⁴-⁹]{1,3})\s+(.*)\Z", re.DOTALL),
    "letter": re.compile(r"\s*(\(?(?:[A-Za-z]|[ivxIVX]{2,5}|[أ-ي])[.)])\s+(.*)\Z", re.DOTALL),
    "o": re.compile(r"\s*(o)(?:\t\s*|\s{2,}|\s+(?=[^\Wa-z]))(.*)\Z", re.DOTALL),
}
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
SMALL_O = re.compile(r"\s*(o)\s+(.*)\Z", re.DOTALL)
DOTTED = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2}){1,3}[.)]?)\s+(.*)\Z", re.DOTALL)
OPENING = "\"'“‘«("
ALONE = re.compile(rf"\s*([{SIGNS}*o–-])\s*\Z")


@dataclass(frozen=True)
class Bullet:
    """A mark, its family, and the text after it. A strong one always begins an item.

    A weak one, a dash or a number, may be a wrapped line's first word as well. `indent` is in characters.
    """

    mark: str
    family: str
    text: str
    indent: int
    number: int | None = None
    is_strong: bool = False


Numbers = tuple[int, ...]
"""The parts of a dotted number: 2.3.4 is (2, 3, 4)."""


def numbers_in_a_row(texts: Iterable[str]) -> frozenset[Numbers]:
    """Return the dotted numbers at the beginning of `texts` that follow another, or are followed by one.

    One that stands alone may as well be a quantity, a part of its sentence: “2.5 million people”.
    """
    there = {_numbers(found[1]) for text in texts if (found := _dotted(text))}
    return frozenset(
        number for first in there for second in _after(first) if second in there for number in (first, second)
    )


def bullet_of(
    text: str, *, after_colon: bool = False, in_a_row: Collection[Numbers] = frozenset()
) -> Bullet | None:
    """Return the bullet with which `text` begins, or None.

    The letter o is a bullet before a capital letter or wide space, and `after_colon`; otherwise it is a word.
    A dotted number is one where it is `in_a_row`.
    """
    indent = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
    if found := STRONG.match(text):
        return Bullet(found[1], found[1], found[2].strip(), indent, is_strong=True)
    if found := ALONE.match(text):
        return Bullet(found[1], "o" if found[1] == "o" else "dash" + found[1], "", indent)
    for family, pattern in WEAK.items():
        found = pattern.match(text) or (SMALL_O.match(text) if after_colon and family == "o" else None)
        if found:
            number = re.search(r"\d+", found[1].translate(SUPERSCRIPTS))
            return Bullet(
                found[1],
                family + found[1] if family == "dash" else family,
                found[2].strip(),
                indent,
                int(number[0]) if number else None,
            )
    if (found := _dotted(text)) and (numbers := _numbers(found[1])) in in_a_row:
        family = f"number {'.'.join(map(str, numbers[:-1]))}"
        return Bullet(found[1], family, found[2].strip(), indent, numbers[-1])
    return None


def _dotted(text: str) -> re.Match[str] | None:
    """Match a dotted number before a capital letter, or one of a script that has none."""
    found = DOTTED.match(text)
    if found is None or any(part == 0 for part in _numbers(found[1])):
        return None
    first = found[2].lstrip(OPENING)[:1]
    return found if first.isalpha() and not first.islower() else None


def _numbers(mark: str) -> Numbers:
    return tuple(int(part) for part in re.findall(r"\d+", mark))


def _after(numbers: Numbers) -> Iterator[Numbers]:
    """Yield what can follow a number: after 2.3.4 come 2.3.5, 2.4.1 and 3.1.1."""
    for at, number in enumerate(numbers):
        yield (*numbers[:at], number + 1, *(1 for _part in numbers[at + 1 :]))
