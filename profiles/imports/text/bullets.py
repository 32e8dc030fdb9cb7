"""Bullets: the mark with which an item of a list begins, of whatever kind."""

import re
from dataclasses import dataclass

SIGNS = "•‣◦●○■□▪▫◆◇▶►➢➤➔➡✓✔✗✦❖·∙⁃‧◾◽➣\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
SYMBOLS = str.maketrans("\uf0b7\uf0a7\uf0d8\uf076\uf0fc", "•▪➢❖✓")
"""The bullets of Word’s fonts of signs, and what they look like."""
MARKS = "\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Marks of direction may stand before a bullet."""
UNMARKED = dict.fromkeys(map(ord, MARKS))
WHITE_OR_MARKS = f" \t\u00a0{MARKS}"

STRONG = re.compile(rf"\s*([{SIGNS}])(?:\s*\1)*\s*(.*)\Z", re.DOTALL)
WEAK = {
    "dash": re.compile(r"\s*([-–—−*+])\s+(.*)\Z", re.DOTALL),
    "number": re.compile(r"\s*(\(?\d{1,3}(?:[.)]-?|\s?[-–])|\[\d{1,3}\]|[⁰¹²³⁴-⁹]{1,3})\s+(.*)\Z", re.DOTALL),
    "letter": re.compile(r"\s*(\(?(?:[A-Za-z]|[ivxIVX]{2,5}|[أ-ي])[.)])\s+(.*)\Z", re.DOTALL),
    "o": re.compile(r"\s*(o)(?:\t\s*|\s{2,}|\s+(?=[^\Wa-z]))(.*)\Z", re.DOTALL),
}
PARTING = "•‣◦●○■□▪▫◆◇▶►➢➤➔➡❖⁃◾\uf0b7\uf0a7\uf0d8\uf076"
"""Signs that stand within no sentence: where one comes again on a line, another item begins."""
FIRST = re.compile(rf"\s*([{PARTING}])|.*?:\s+([{PARTING}])(?=\s*\S)")
MOST_ON_A_LINE = 30
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
SMALL_O = re.compile(r"\s*(o)\s+(.*)\Z", re.DOTALL)
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

    @property
    def is_word(self) -> bool:
        """Return whether it is a number or letter, which the text may cite, and no mere sign."""
        return self.family in ("number", "letter")


def match_bullet(text: str, *, after_colon: bool = False) -> Bullet | None:
    """Return the bullet with which `text` begins, or None.

    The letter o is a bullet before a capital letter or wide space, and `after_colon`; otherwise it is a word.
    """
    if text[:1] in WHITE_OR_MARKS:
        start = len(text) - len(text.lstrip(WHITE_OR_MARKS))
        text = text[:start].translate(UNMARKED) + text[start:]
    indent = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
    if match := STRONG.match(text):
        return Bullet(match[1], match[1], match[2].strip(), indent, is_strong=True)
    if match := ALONE.match(text):
        return Bullet(match[1], "o" if match[1] == "o" else "dash" + match[1], "", indent)
    for family, pattern in WEAK.items():
        match = pattern.match(text) or (SMALL_O.match(text) if after_colon and family == "o" else None)
        if match:
            number = re.search(r"\d+", match[1].translate(SUPERSCRIPTS))
            family += match[1] if family == "dash" else ""
            return Bullet(match[1], family, match[2].strip(), indent, int(number[0]) if number else None)
    return None


def part_items(text: str) -> list[str]:
    """Return the items of a line that has several, and the words with a colon before them.

    >>> part_items("It has: • A plan. • A fund.")
    ['It has:', '• A plan.', '• A fund.']
    """
    match = FIRST.match(text)
    if match is None:
        return [text]
    sign, start = match[1] or match[2], match.start(2) if match[2] else 0
    if text.count(sign) > MOST_ON_A_LINE:
        return [text]
    items = [] if start == 0 else [text[:start].rstrip()]
    for part in re.split(rf"(?<=\S)\s+(?={sign}\s*\S)", text[start:]):
        indent, _sign, rest = part.partition(sign)
        first, *below = part_items(rest)
        items += [f"{indent}{sign}{first}", *below]
    return items
