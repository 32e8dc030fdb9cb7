"""Months and years as documents write them: “2021 September”, “septembre 2021”, “09/2021”."""

import re
from functools import lru_cache

from babel import Locale

from profiles.imports.text.text_normalization import digits, fold_text
from profiles.imports.text.vocabulary import LANGUAGES_READ, WORDS
from profiles.languages import Language

LOCALES = (*LANGUAGES_READ, *(locale for language in Language for locale in language.info.month_locales))
"""The languages of documents, and the countries that name the months otherwise."""

EARLIEST, LATEST = 2010, 2100
NUMERIC = re.compile(
    r"(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})|(?P<m2>\d{1,2})[-/.](?P<y2>\d{4}))(?:[-/.]\d{1,2})?"
)


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Folded name of a month, long or short, in all the languages -> its number."""
    numbers: dict[str, int] = {}
    for code in LOCALES:
        months = Locale.parse(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    numbers.setdefault(fold_text(name), number)
    return numbers | {"sept": 9}


def parse_date(text: str) -> tuple[int, int | None] | None:
    """Return (year, month or None) if `text` is a date and nothing else; a day in it is passed over."""
    plain = digits(text).strip().strip("()[].,")
    if (match := NUMERIC.fullmatch(plain)) is not None:
        year, month = int(match["y"] or match["y2"]), int(match["m"] or match["m2"])
        return (year, month) if EARLIEST <= year <= LATEST and 1 <= month <= 12 else None
    years, months, others = [], set(), 0
    spaced = "|".join(re.escape(name) for name in month_names() if " " in name)
    for word in re.findall(rf"(?:{spaced})\b|\S+", fold_text(plain.replace("/", " "))):
        if word.isdigit() and len(word) == 4:
            years.append(int(word))
        elif word in month_names():
            months.add(month_names()[word])
        elif re.fullmatch(r"\d{1,2}(st|nd|rd|th|er)?", word):
            others += 1
        elif word not in WORDS["in_dates"]:
            return None
    is_one_date = len(years) == 1 and EARLIEST <= years[0] <= LATEST and len(months) <= 1
    if not is_one_date or others > (1 if months else 0):
        return None
    return years[0], next(iter(months), None)
