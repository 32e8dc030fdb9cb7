"""The facts of a profile in a line: its title, its place, edition, month, and what is labelled."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from babel import Locale

from profiles.imports.text.dates import EARLIEST, LATEST, month_names, parse_date
from profiles.imports.text.headings import is_programme
from profiles.imports.text.place_names import PlaceNames
from profiles.imports.text.text_normalization import digits, fold_text
from profiles.imports.text.vocabulary import LANGUAGES_READ, PROGRAMME_KEYS
from profiles.languages import Language

LONGEST = 180
"""No title has more characters."""

MOST_WORDS = 24

ORDINALS: dict[int, tuple[str, ...]] = {
    1: (
        *("first", "1st", "baseline", "premier", "premiere", "1er", "1re", "primer", "primero", "primera"),
        *("primeiro", "primeira", "erstes", "erste", "erster", "الاول", "الاولى", "اول"),
    ),
    2: (
        *("second", "2nd", "follow up", "deuxieme", "seconde", "2e", "2eme", "segundo", "segunda", "zweites"),
        *("zweite", "zweiter", "الثاني", "الثانية", "ثاني"),
    ),
    3: (
        "third",
        "3rd",
        "troisieme",
        "3e",
        "tercer",
        "tercero",
        "tercera",
        "terceiro",
        "terceira",
        "drittes",
        "الثالث",
    ),
    4: ("fourth", "4th", "quatrieme", "4e", "cuarto", "cuarta", "quarto", "quarta", "viertes", "الرابع"),
    5: ("fifth", "5th", "cinquieme", "5e", "quinto", "quinta", "funftes", "الخامس"),
    6: ("sixth", "6th", "sixieme", "6e", "sexto", "sexta", "sechstes", "السادس"),
    7: ("seventh", "7th", "septieme", "7e", "septimo", "septima", "setimo", "siebtes", "السابع"),
    8: ("eighth", "8th", "huitieme", "8e", "octavo", "octava", "oitavo", "achtes", "الثامن"),
    9: ("ninth", "9th", "neuvieme", "9e", "noveno", "novena", "nono", "neuntes", "التاسع"),
    10: ("tenth", "10th", "dixieme", "10e", "decimo", "decima", "zehntes", "العاشر"),
}
EDITIONS = {word: number for number, words in ORDINALS.items() for word in words}
PROFILE_WORDS = {"profile", "profil", "perfil", "profils", "profiles", "perfiles", "perfis", "الملف", "ملف"}
FILLERS = {
    *(
        "country",
        "local",
        "city",
        "pays",
        "du",
        "de",
        "la",
        "le",
        "des",
        "del",
        "do",
        "da",
        "of",
        "the",
        "for",
    ),
    *(
        "pais",
        "landerprofil",
        "national",
        "nacional",
        "edition",
        "edicion",
        "edicao",
        "الطبعة",
        "القطري",
        "البلد",
    ),
    *("governance", "report", "migration"),
}

LABELS: dict[str, tuple[str, ...]] = {
    "place": (
        *("place", "country", "city", "pays", "lieu", "ville", "pais", "lugar", "ciudad", "cidade", "land"),
        *("ort", "stadt", "البلد", "المكان", "المدينة", "الدولة", "territory", "municipality"),
    ),
    "edition": (
        *(
            "edition",
            "edicion",
            "edicao",
            "ausgabe",
            "auflage",
            "الطبعة",
            "الاصدار",
            "profile",
            "profil",
            "perfil",
        ),
        *("الملف",),
    ),
    "date": (
        *("date", "month", "month described", "reference month", "published", "publication date", "mois"),
        *(
            "date de publication",
            "fecha",
            "mes",
            "data",
            "datum",
            "monat",
            "stand",
            "التاريخ",
            "الشهر",
            "تاريخ النشر",
        ),
        *("year", "annee", "ano", "jahr", "السنة"),
        *("situation described", "situation decrite", "situacion descrita", "situacao descrita"),
        "الوضع الموصوف",
    ),
    "language": ("language", "langue", "idioma", "lengua", "lingua", "sprache", "اللغة"),
    "reference_number": (
        *(
            "reference number",
            "reference",
            "cote",
            "numero de reference",
            "numero de referencia",
            "referencia",
        ),
        *("referenznummer", "الرقم المرجعي"),
    ),
    "isbn": ("isbn", "الرقم الدولي المعياري للكتاب", "ردمك"),
    "licence": ("licence", "license", "licencia", "licenca", "lizenz", "الترخيص"),
}
LABEL_OF = {text: name for name, texts in LABELS.items() for text in texts}
LABELLED = re.compile(r"\s*([^:：]{2,45}?)\s*[:：]\s*(\S.*)\Z")
FURTHER_NAMES = {"castellano": "es", "الانكليزية": "en"}
"""What a language is called beside its names in CLDR; folded."""


@lru_cache(maxsize=1)
def language_codes() -> dict[str, str]:
    """Folded name of a language, in each language that is read, or its code -> its code."""
    readers = [Locale.parse(code).languages for code in LANGUAGES_READ]
    names = {fold_text(names[code]): code for names in readers for code in LANGUAGES_READ if code in names}
    return names | FURTHER_NAMES | {code: code for code in Language.values}


@dataclass
class Facts:
    """What one line, or all lines so far, say of the profile."""

    place: str | None = None
    edition: int | None = None
    year: int | None = None
    month: int | None = None
    language: str | None = None
    extra: dict[str, str] = field(default_factory=dict)


def parse_facts(text: str, places: PlaceNames) -> Facts | None:
    """Return the facts that `text` states, or None if it is another kind of line."""
    plain = text.strip().strip("*_#|").strip()
    if not plain or len(plain) > LONGEST:
        return None
    if (date := parse_date(plain)) is not None:
        return Facts(year=date[0], month=date[1])
    return _labelled(plain, places) or _title(plain, places)


def _labelled(text: str, places: PlaceNames) -> Facts | None:
    """“Country: Lunaria”, “ISBN: 978-…”."""
    found = LABELLED.match(text)
    name = LABEL_OF.get(fold_text(found[1])) if found else None
    if found is None or name is None:
        return None
    value = found[2].strip()
    if name == "place":
        slug = places.exactly(value)
        return Facts(place=slug) if slug else None
    if name == "date":
        date = parse_date(value)
        return Facts(year=date[0], month=date[1]) if date else None
    if name == "edition":
        words = [word for word in fold_text(value).split() if word not in PROFILE_WORDS]
        number = _edition(" ".join(words)) or (
            int(words[0]) if len(words) == 1 and words[0].isdigit() else None
        )
        return Facts(edition=number) if number and number < 100 else None
    if name == "language":
        code = language_codes().get(fold_text(value))
        return Facts(language=code) if code else None
    return Facts(extra={name: value})


def _title(text: str, places: PlaceNames) -> Facts | None:
    """The title, whole or in parts: “MGI: Republic of Lunaria Second Profile (2023)”, “Lunaria”.

    A line is a title only if nothing else is in it: another word makes it something else.
    """
    words = f" {fold_text(text)} "
    if words.count(" ") > MOST_WORDS or (text.endswith(".") and not is_programme(text)):
        return None
    for name in PROGRAMME_KEYS:
        words = words.replace(f" {name} ", " ")
    facts = Facts()
    left = words.split()
    years = [int(word) for word in left if re.fullmatch(r"\d{4}", word) and EARLIEST <= int(word) <= LATEST]
    if len(years) == 1:
        facts.year = years[0]
        left.remove(str(years[0]))
    months = [word for word in left if word in month_names()]
    if len(months) == 1 and facts.year:
        facts.month = month_names()[months[0]]
        left.remove(months[0])
    slug = places.exactly(" ".join(left))
    if slug is None and (named := places.within(" ".join(left))) is not None:
        slug, name = named
        words = f" {' '.join(left)} ".replace(f" {name} ", " ", 1)
        left = words.split()
    elif slug is not None:
        left = []
    facts.place = slug
    facts.edition = _edition(" ".join(left))
    if facts.edition:
        said = {word for ordinal in ORDINALS.get(facts.edition, ()) for word in ordinal.split()}
        left = [word for word in left if word not in said and digits(word) != str(facts.edition)]
    has_profile = any(word in PROFILE_WORDS for word in left)
    left = [word for word in left if word not in PROFILE_WORDS | FILLERS]
    left = [word for word in left if word.removeprefix("ال") not in {"جمهورية", "مدينة"}]
    if left and not (has_profile and is_programme(text) and slug):
        return None
    says_something = slug or facts.edition or (is_programme(text) and len(text) < 90) or has_profile
    return facts if says_something else None


def _edition(words: str) -> int | None:
    for word in ("follow up", *words.split()):
        if word in EDITIONS and f" {word} " in f" {words} ":
            return EDITIONS[word]
    found = re.search(r"\b(?:edition|edicion|edicao|ausgabe|الطبعة) (\d{1,2})\b", digits(words))
    return int(found[1]) if found else None
