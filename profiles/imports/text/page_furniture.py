"""Lines that carry no text of a profile: numbers of pages, rules, rows of a table of contents."""

import re

from profiles.imports.text.text_normalization import digits
from profiles.imports.text.vocabulary import any_of

LONGEST = 200
PAGE_WORD = f"(?:{any_of('page')})"
OF = f"(?:/|{any_of('of_pages')})"
NAMED = re.compile(
    rf"[\[(–—-]*\s*(?:{PAGE_WORD}\.?\s*\d{{1,4}}(?:\s*{OF}\s*\d{{1,4}})?"
    rf"|\d{{1,4}}\s*\|\s*{PAGE_WORD}|{PAGE_WORD}\s*\|\s*\d{{1,4}})\s*[\])–—-]*\s*:?",
    re.IGNORECASE,
)
DRESSED = re.compile(rf"(?:[-–—~]\s*\d{{1,4}}\s*[-–—~]|\[\s*\d{{1,4}}\s*\]|\d{{1,4}}\s*{OF}\s*\d{{1,4}})")
CAPTION = re.compile(rf"\s*(?:(?:{any_of('captions')})\b\.?\s*(?:\d+[a-z]?\s*)?[:：.–—-]|©)", re.IGNORECASE)
LONE = re.compile(r"\d{1,3}")
RULE = re.compile(r"(?:[-_=*~─━—–•·.#|+:]\s*){3,}|\f+")
LEADERS = re.compile(r"(?:\.\s?){3,}\s*\d{1,4}\s*\Z|…+\s*\d{1,4}\s*\Z|\t\s*\d{1,4}\s*\Z")


def is_page_mark(text: str) -> bool:
    """Return whether `text` is the number of a page and says so, or a rule across the page."""
    if len(text) > LONGEST:
        return False
    plain = digits(text).strip()
    if plain.count("[") != plain.count("]") or plain.count("(") != plain.count(")"):
        return False  # the end of something that began on the line before: “[1, art. 4; 2,” / “p. 3]”
    return bool(NAMED.fullmatch(plain) or DRESSED.fullmatch(plain) or RULE.fullmatch(plain))


def is_caption(text: str) -> bool:
    """Return whether `text` is what stands under a picture: “Photo: …”, “Figure 3. …”, “© …”."""
    return len(text) <= LONGEST and CAPTION.match(digits(text)) is not None


def is_lone_number(text: str) -> bool:
    """Return whether `text` is a number alone: a page's, or the rest of a sentence."""
    return len(text) <= LONGEST and LONE.fullmatch(digits(text).strip()) is not None


def is_contents_row(text: str) -> bool:
    """Return whether `text` ends in the number of a page behind dots or a tab, as in a table of contents."""
    return len(text) <= LONGEST and LEADERS.search(digits(text)) is not None


def is_wordless(text: str) -> bool:
    """Return whether there is no letter in `text`: a dash in a cell, a total."""
    return not any(character.isalpha() for character in text)
