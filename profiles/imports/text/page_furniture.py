"""Lines that carry no text of a profile: numbers of pages, rules, rows of a table of contents."""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from profiles.imports.text.text_normalization import digits, is_finished, starts_small
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
NUMBER = re.compile(r"\d+")
RULE = re.compile(r"(?:[-_=*~─━—–•·.#|+:]\s*){3,}|\f+")
FEWEST_TIMES, FEWEST_LINES = 3, 20
"""A running title comes so often, and so many lines apart, where no mark of a page is beside it."""
MOST_PAGES = 0.8
"""On this share of the pages a running title is; the heading of a list may begin half of them."""
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


def running_titles(texts: Sequence[str]) -> set[int]:
    """Return the indexes of those of `texts`, the lines of a document, that come again on its pages, with
    the numbers of pages beside them.

    They stand beside the marks of nearly all pages; or at equal distances, once at least within a sentence.
    Where the first of them stands elsewhere it is no running title: the title of the document comes again so.
    """
    rows = [index for index, text in enumerate(texts) if text.strip()]
    shapes = [NUMBER.sub("0", digits(texts[index]).strip()).casefold() for index in rows]
    ends = {bisect(rows, index - 1) for index, text in enumerate(texts) if "\f" in text}
    marks = {n for n, index in enumerate(rows) if is_page_mark(texts[index]) or is_lone_number(texts[index])}
    beside = {n + step for n in marks for step in (-1, 1)} | ends | {n - 1 for n in ends}
    places = defaultdict[str, list[int]](list)
    for n, shape in enumerate(shapes):
        if n not in marks and len(shape) <= LONGEST and not is_wordless(shape):
            places[shape].append(n)
    titles: set[int] = set()
    for ns in places.values():
        further = ns if ns[0] in beside else ns[1:]
        is_at_ends = len(ns) > 1 and beside.issuperset(further)
        if is_at_ends and len(further) >= MOST_PAGES * (max(len(marks), len(ends)) - 1):
            titles.update(further)
        elif _is_at_distance(ns) and any(_is_within_sentence(texts, rows, n) for n in ns):
            titles.update(ns)
    titles |= {n for n in marks if n - 1 in titles or n + 1 in titles}
    return {rows[n] for n in titles}


def _is_at_distance(ns: Sequence[int]) -> bool:
    distances = [after - before for before, after in pairwise(ns)]
    is_far = len(ns) >= FEWEST_TIMES and min(distances) >= FEWEST_LINES
    return is_far and max(distances) <= 1.5 * min(distances)


def _is_within_sentence(texts: Sequence[str], rows: Sequence[int], n: int) -> bool:
    is_between = 0 < n < len(rows) - 1
    return is_between and not is_finished(texts[rows[n - 1]]) and starts_small(texts[rows[n + 1]])


def is_contents_row(text: str) -> bool:
    """Return whether `text` ends in the number of a page behind dots or a tab, as in a table of contents."""
    return len(text) <= LONGEST and LEADERS.search(digits(text)) is not None


def is_wordless(text: str) -> bool:
    """Return whether there is no letter in `text`: a dash in a cell, a total."""
    return not any(character.isalpha() for character in text)
