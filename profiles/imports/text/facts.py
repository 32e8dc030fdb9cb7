"""The facts of a profile in a line: its title, its place, edition, month, and what is labelled."""

import re
from functools import lru_cache

from babel import Locale
from django.utils.translation import gettext as _

from profiles.imports.document import Facts
from profiles.imports.text import vocabulary
from profiles.imports.text.dates import EARLIEST, LATEST, month_names, parse_date
from profiles.imports.text.headings import is_programme
from profiles.imports.text.place_names import PlaceNames
from profiles.imports.text.text_normalization import digits, fold_text
from profiles.languages import Language

LONGEST = 180
"""No title has more characters."""

MOST_WORDS = 24
MOST_OF_A_PLACE = 5
"""The name of a place has no more words."""

EDITIONS = sorted(
    (vocabulary.ORDINALS | vocabulary.KINDS_OF_PROFILE).items(), key=lambda row: len(row[0]), reverse=True
)
"""What says an edition in words, the longest first."""

_NAMES = "|".join([*vocabulary.LABELS["edition"], *vocabulary.WORDS["profile"]])
NUMBERED = re.compile(rf"\b(?:{_NAMES})(?: n| no| nr)? (\d{{1,2}})\b|\b(\d{{1,2}})(?: [oae])? (?={_NAMES})")
"""“Edition 2”, “Profil Nr. 2”, “2. Profil”, “2.º perfil”, folded."""

LABEL_OF = {text: name for name, texts in vocabulary.LABELS.items() for text in texts}
LABELLED = re.compile(r"\s*([^:：]{2,45}?)\s*[:：]\s*(\S.*)\Z")


@lru_cache(maxsize=1)
def language_codes() -> dict[str, str]:
    """Folded name of a language, in each language that is read, or its code -> its code."""
    locales = [Locale.parse(code).languages for code in vocabulary.LANGUAGES_READ]
    names = {
        fold_text(names[code]): code
        for names in locales
        for code in vocabulary.LANGUAGES_READ
        if code in names
    }
    further = {name: code for code, names in vocabulary.VOCABULARY["languages"].items() for name in names}
    return names | further | {code: code for code in Language.values}


def parse_facts(text: str, places: PlaceNames, *, is_opening: bool = False) -> Facts | None:
    """Return the facts that `text` states, or None if it is another kind of line.

    is_opening: nothing but facts is above it, so that a title may be of a place that is not known.
    """
    plain = text.strip().strip("*_#|").strip()
    if not plain or len(plain) > LONGEST:
        return None
    if (date := parse_date(plain)) is not None:
        return Facts(year=date[0], month=date[1])
    return _parse_label(plain, places) or _parse_title(plain, places, is_opening=is_opening)


def _parse_label(text: str, places: PlaceNames) -> Facts | None:
    """“Country: Lunaria”, “ISBN: 978-…”."""
    match = LABELLED.match(text)
    name = LABEL_OF.get(fold_text(match[1])) if match else None
    if match is None or name is None:
        return None
    value = match[2].strip()
    if name == "place":
        slug = places.slug_of(value)
        return Facts(place=slug) if slug else None
    if name == "date":
        date = parse_date(value)
        return Facts(year=date[0], month=date[1]) if date else None
    if name == "edition":
        number, rest = _take_edition(fold_text(value))
        rest = [word for word in rest if word not in vocabulary.WORDS["profile"]]
        if number is None and len(rest) == 1 and rest[0].isdigit():
            number = int(rest[0])
        return Facts(edition=number) if number and number < 100 else None
    if name == "language":
        code = language_codes().get(fold_text(value))
        return Facts(language=code) if code else None
    return Facts(extra={name: value})


def _parse_title(text: str, places: PlaceNames, *, is_opening: bool) -> Facts | None:
    """The title, whole or in parts: “MGI: Republic of Lunaria Second Profile (2023)”, “Lunaria”.

    A line is a title only if nothing else is in it: another word makes it something else.
    """
    words = f" {fold_text(text)} "
    if words.count(" ") > MOST_WORDS or (text.endswith(".") and not is_programme(text)):
        return None
    for name in vocabulary.PROGRAMME_KEYS:
        words = words.replace(f" {name} ", " ")
    facts = Facts()
    rest = words.split()
    years = [int(word) for word in rest if re.fullmatch(r"\d{4}", word) and EARLIEST <= int(word) <= LATEST]
    if len(years) == 1:
        facts.year = years[0]
        rest.remove(str(years[0]))
    months = [word for word in rest if word in month_names()]
    if len(months) == 1 and facts.year:
        facts.month = month_names()[months[0]]
        rest.remove(months[0])
    facts.place, rest = _take_place(rest, places)
    facts.edition, rest = _take_edition(" ".join(rest))
    has_profile = any(word in vocabulary.WORDS["profile"] for word in rest)
    rest = [word for word in rest if word not in (*vocabulary.WORDS["profile"], *vocabulary.WORDS["fillers"])]
    rest = [word for word in rest if word.removeprefix("ال") not in vocabulary.WORDS["designations"]]
    is_title = has_profile and is_programme(text)
    is_of_unknown_place = is_opening and bool(facts.edition and facts.year) and len(rest) <= MOST_OF_A_PLACE
    if rest and not (is_title and (facts.place or is_of_unknown_place)):
        return None
    says_something = facts.place or facts.edition or (is_programme(text) and len(text) < 90) or has_profile
    return facts if says_something else None


def _take_place(words: list[str], places: PlaceNames) -> tuple[str | None, list[str]]:
    """Return the slug of the place that `words` name, and the other words."""
    text = " ".join(words)
    if (slug := places.slug_of(text)) is not None:
        return slug, []
    if (longest := places.longest_name_in(text)) is None:
        return None, words
    slug, name = longest
    return slug, f" {text} ".replace(f" {name} ", " ", 1).split()


def _take_edition(text: str) -> tuple[int | None, list[str]]:
    """Return the one edition that a folded text names, by a number or by words, and the other words."""
    text = f" {digits(text)} "
    numbers = set()
    if (match := NUMBERED.search(text)) is not None:
        numbers.add(int(match[1] or match[2]))
        text = NUMBERED.sub(" ", text)
    for name, number in EDITIONS:
        if f" {name} " in text:
            numbers.add(number)
            text = text.replace(f" {name} ", " ")
    return (numbers.pop() if len(numbers) == 1 else None), text.split()


def parse_situation(text: str) -> Facts | None:
    """Return the month that our own files end with: “The findings describe the situation in March 2024.”"""
    words = fold_text(text.partition(". ")[0])
    for beginning in vocabulary.WORDS["situation"]:
        date = parse_date(words.removeprefix(beginning)) if words.startswith(beginning) else None
        if date is not None:
            return Facts(year=date[0], month=date[1])
    return None


def edition_remark(text: str) -> str:
    """Return what is to be said of a line that states the edition without a number; "" of other lines."""
    words = f" {fold_text(text)} "
    if any(f" {name} " in words for name in vocabulary.ORDINALS) or NUMBERED.search(words):
        return ""
    editions = {number for name, number in vocabulary.KINDS_OF_PROFILE.items() if f" {name} " in words}
    if len(editions) != 1:
        return ""
    text = _(
        "The document says which kind of profile it is, and no number: it was taken as edition %(number)s."
    )
    return text % {"number": editions.pop()}
