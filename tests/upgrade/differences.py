"""In what the site is meant to differ from the landed version, each with its reason.

What is not here is a fault: a public address answers as before, and a row stays as it was.
"""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from profiles.models.names import normalize_name
from tests.upgrade.changes import Addition, Change, language_of, pages_in
from tests.upgrade.languages import ADDITIONS_OF_LANGUAGES, CHANGES_OF_LANGUAGES
from tests.upgrade.lists import ADDITIONS_OF_LISTS, CHANGES_OF_LISTS
from tests.upgrade.searches import ADDITIONS_OF_SEARCHES, CHANGES_OF_SEARCHES
from tests.upgrade.translations import IN_ITS_LANGUAGE, LATIN_APART

PARAMETERS = {
    "profiles": ["text", "region", "country", "level", "year", "edition", "domain", "sort", "page"],
    "search": ["q", "domain", "kind", "country", "region", "level", "year", "language", "sort", "page"],
}
"""Page -> the parameters that its links carry, in this order."""

COUNTRY = {"en": "Norvalia", "fr": "Norvalia (fr)", "es": "Norvalia", "ar": "نورفاليا", "pt": "Norvalia"}
"""The country of Ponte Velha and Alto Norte, in each language."""


def with_country(match: re.Match[str]) -> str:
    """Return what matched, a city and perhaps its state, with the state and the country."""
    state = "" if "Alto Norte" in match[0] else " · Alto Norte"
    return f"{match[0]}{state} · {COUNTRY[language_of(match)]}"


def link_to(slug: str, name: str, language: str) -> str:
    prefix = "" if language == "en" else f"/{language}"
    return f'<a href="{prefix}/places/{slug}/">{name}</a>'


def links_upwards(match: re.Match[str]) -> list[str]:
    """Return the links to what lies above the place of the link that matched, nearest first."""
    language = language_of(match)
    country = link_to("norvalia", COUNTRY[language], language)
    return [country] if "alto-norte" in match[0] else [link_to("alto-norte", "Alto Norte", language), country]


def with_links_upwards(match: re.Match[str]) -> str:
    return " · ".join([match[0], *links_upwards(match)])


def after_crumbs_upwards(match: re.Match[str]) -> str:
    return "".join(f"<li>{link}</li>" for link in reversed(links_upwards(match))) + match[0]


def with_known_parameters(match: re.Match[str]) -> str:
    """Return the address of a link with the parameters that its page knows, in their order."""
    path, query, anchor = html.unescape(match[1]), html.unescape(match[2]), match[3]
    values = dict(parse_qsl(query))
    page = "search" if "q" in values else "profiles"
    parameters = {name: values[name] for name in PARAMETERS[page] if name in values}
    return html.escape(f"{path}?{urlencode(parameters)}" if parameters else path) + anchor


WRAPPED = (
    r"^/(fr|es|ar|pt)/profiles/[\w-]+\.pdf"
    r"|^/profiles/(port-celeste-2022|norvalia-2018(/r/1)?|lunaria-2023(/r/1)?|valnube-2024|zanbaqia-2024)\.pdf"
)
"""Files whose lines end elsewhere once their words are others."""

WORDINGS: dict[str, dict[str, str]] = json.loads(
    Path(__file__).with_name("wordings.json").read_text(encoding="utf-8")
)
"""Language -> what an answer in it said -> what it says. {name} stands for words that stay."""

UNNEEDED = {(language, old) for language, wordings in WORDINGS.items() for old in wordings}
"""The WORDINGS that no answer has needed yet."""

LETTER = r"[\w\u064b-\u0652]"

RULES = (
    ("fr", "\u00a0(?=;)", "\u202f"),
    ("fr", "Mois décrit", "Mois de référence"),
    (
        "en",
        " is the first that is published here, so there is nothing to set beside it",
        ": this is the first published here, so there is nothing to compare it with",
    ),
    (
        "fr",
        '(?<=wheel__name">)Indicateurs de gouvernance de la migration',
        "Indicateurs de gouvernance des migrations",
    ),
    ("es", r"(?<=\n)(Perfiles|Perfiles locales|Ediciones) de (?=[A-Z][ \w]+\n)", r"\1: "),
    ("es", r"Qué cambió desde (?=\w+ de \d{4}|\d{4})", "Qué ha cambiado desde: "),
    ("pt", r"O que mudou desde (?=\w+ de \d{4}|\d{4})", "O que mudou desde: "),
    ("es", "([Nn])o clasifican ni puntúan", r"\1o establecen clasificaciones ni puntuaciones"),
    ("es", "los hallazgos envejecen", "la situación cambia"),
    ("pt", "([Nn])ão classificam nem pontuam", r"\1ão estabelecem classificações nem pontuações"),
)
"""Language, pattern, replacement: what holds in many sentences, before WORDINGS."""

MONTHS = {
    **{"يناير": "كانون الثاني", "فبراير": "شباط", "مارس": "آذار", "أبريل": "نيسان", "مايو": "أيار"},
    **{"يونيو": "حزيران", "يوليو": "تموز", "أغسطس": "آب", "سبتمبر": "أيلول", "أكتوبر": "تشرين الأول"},
    **{"نوفمبر": "تشرين الثاني", "ديسمبر": "كانون الأول"},
}
"""The name of a month in Arabic -> the one that stands before it."""


def in_other_words(language: str) -> Iterator[Change]:
    """Yield the WORDINGS of `language`: sentences around a name each, then all others, longest first."""
    wordings = dict(sorted(WORDINGS[language].items(), key=lambda item: -len(item[0])))
    around = {old: new for old, new in wordings.items() if re.search(r"\{\w+\}", old)}

    def needed(old: str, new: str) -> str:
        UNNEEDED.discard((language, old))
        return new

    for old, new in around.items():
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>\\w[^\\n<>\":]{0,80}?)", re.escape(old))
        yield Change(
            pages_in(language),
            rf"(?<!{LETTER}){pattern}(?!{LETTER})",
            lambda match, old=old, new=new: needed(old, new.format(**match.groupdict())),
            "One word for one thing.",
        )
    yield Change(
        pages_in(language),
        rf"(?<!{LETTER})({'|'.join(re.escape(old) for old in wordings if old not in around)})(?!{LETTER})",
        lambda match: needed(match[0], wordings[match[0]]),
        "One word for one thing.",
    )


def in_order(match: re.Match[str]) -> str:
    """Return the items of a list of places in the order of their Arabic names, articles aside."""

    def key(item: str) -> str:
        return normalize_name(re.sub(r"^\s*ال", "", re.sub("<[^<>]*>", "", item)))

    return "".join(sorted(re.findall(r"<li.*?</li>\n", match[0], re.DOTALL), key=key))


ALLOWED = (
    Change(
        "",
        r"(?<= · )Ponte Velha(?= · |\s*\n|</span>)(?! · Alto Norte)",
        with_country,
        "A place of a district names all that it lies in, up to the country.",
    ),
    Change(
        r"/places/(ribeira-district|ponte-velha)/",
        r'(?<= · )<a href="\S*/places/(ponte-velha|alto-norte)/">[\w ]+</a>',
        with_links_upwards,
        "So does its page, with links.",
    ),
    Change(
        r"/(places/(ribeira-district|ponte-velha)|profiles/ribeira-2023(/r/1)?)/$",
        r'(?<=</a></li>\n)<li><a href="\S*/places/(ponte-velha|alto-norte)/">[\w ]+</a></li>',
        after_crumbs_upwards,
        "So do the breadcrumbs.",
    ),
    Change(
        r"^/api/v1/places/\?region=",
        r'"count":1',
        '"count":4',
        "A region has the places of its countries, at any depth: ADDITIONS has the rows.",
    ),
    Change(
        r"^/(profiles|search)/\?",
        r'(?<=href=")((?:/\w\w)?/(?:profiles|search)/|)\?([^"#]*)(#?)',
        with_known_parameters,
        "Links carry the parameters that their page knows, in one order.",
    ),
    Change(
        r"^/(oembed|review/\w+)/\?",
        r'(?<=href=")((?:/\w\w)?/(?:oembed|review/\w+)/)\?[^"#]*',
        lambda match: match[1] if match.string.startswith("4") else match[0],
        "Links of pages that say that something is not there carry no parameters.",
    ),
    Change(
        r"^/profiles/\?country=nowhere",
        "Select a valid choice. That choice is not one of the available choices.",
        "There is no such country.",
        "The pages and the API refuse a slug in the same words.",
    ),
    Change(
        r"/api/v1/(docs/|openapi\.json)",
        r"As the programme has it\.",
        "As the programme has it, or a translation.",
        "A text of a domain may be a translation.",
    ),
    Change("", r'id="compare-said"', 'id="compare-status"', "Names of the field."),
    Change("^/review/", 'class="review-talk"', 'class="review-comments"', "Names of the field."),
    Change("^/review/", "review-talk__comments", "review-comments__list", "Names of the field."),
    *(
        Change(address, old, new, "Words of the field.")
        for address, old, new in (
            (
                "",
                "Be told when profiles are new or revised",
                "Get an e-mail when profiles are new or revised",
            ),
            ("^/about/data/", "where its permanent text stands", "where its permanent text is"),
            (r"\.xlsx", "licence: it stands on the sheet", "licence: it is on the sheet"),
            ("^/alerts/asked/", "Look among unwanted mail", "Look in your spam folder"),
            ("^/alerts/confirm/", "This link is not whole", "This link is incomplete"),
            ("^/review/", "Comment on the whole", "General comment"),
            ("^/review/", "On the whole", "General comments"),
        )
    ),
    *(
        Change(r"/api/v1/(docs/|openapi\.json)", old, new, "One description of `sort` for all that have it.")
        for new in ("The order of the rows; the first of these, where it is left out.",)
        for old in (
            "By place; by the month described; by the day of publication.",
            "Best first, or the newest.",
        )
    ),
    Change(
        r"/api/v1/openapi\.json",
        r"\{0,49\}",
        "{0,7}",
        "More than eight words were refused before too: the document says so.",
    ),
    Change(r"/review/", r"(?<![\w-])colophon-title", "edition-title", "The field's word, in a name."),
    Change(
        r"/review/", r"(?<![\w-])review-talk__box", "review-comments__box", "The field's word, in a class."
    ),
    Change(
        r"/(profiles|review)/",
        r"(?<![\w-])colophon(?=__| |\")(?!-title)",
        "citation-panel",
        "The field's word, in a class.",
    ),
    Change(r"^/compare\.csv", r"(?s)\A.*\Z", "", "The columns of every other table: see the addition."),
    Change(
        r"^/ar/.*xlsx",
        r"(?<=>)[^<]*&#[^<]*(?=<)",
        lambda match: f"{html.unescape(match[0])}\0",
        "Words of sheets are compared as words, and then written as before.",
    ),
    Change(
        r"\.pdf",
        r"Countries carry the names[^.]*\. Names and codes do not \nimply any opinion on the legal [^.]*\.",
        "In English, French, Spanish and Arabic, countries carry the names of the United Nations (M49) and "
        "of the\u0020\nISO 3166 standard; in other languages, and where these have none, those of the "
        "Unicode Common Locale\u0020\nData Repository (CLDR). Names and codes do not imply any opinion on "
        "the legal status of a country,\u0020\nterritory or city, or of its authorities or borders.",
        "Where the names of countries come from.",
    ),
    Change(
        r"\.xlsx",
        r'(?<= ht=")(30|45)(?=" customHeight="1"><c [^<>]*><is><t>(Countries carry|تُذكر البلدان))',
        lambda match: str(int(match[1]) + (15 if match[2].startswith("C") else 30)),
        "A longer sentence takes a line more, in Arabic two.",
    ),
    *(Change(pages_in(language), old, new, "One word for one thing.") for language, old, new in RULES),
    *(change for language in WORDINGS for change in in_other_words(language)),
    *IN_ITS_LANGUAGE,
    Change("^/ar/", ">احذف<", ">إزالة<", "One word for one thing."),
    Change("^/pt/", r"“\{text\}” (?=\(\{)", "«{text}» ", "One kind of quotation marks."),
    Change("^/fr/", "«\u202f\\{text\\}\u202f»", "«\u00a0{text}\u00a0»", "One kind of space inside them."),
    Change("^/review/", "(?<=<strong>A. Writer</strong>),", " ·", "No comma between two things."),
    Change(
        r"^(/\w\w)?/compare/",
        r"(?<=\(\d{4}\)), (?=[^<\n]*\(\d{4}\))",
        lambda match: {"ar": "؛ ", "fr": "\u202f; "}.get(language_of(match), "; "),
        "Titles that have a comma are parted by a semicolon.",
    ),
    Change(
        "",
        r'maxlength="200"(?=\s+(?:value|data-names)=)',
        'maxlength="1000"',
        "A whole sentence can be searched for.",
    ),
    Change("^/search/", r"Did you mean <a (href=\S+)\s+rel", r"Did you mean <a \1 rel", "One sentence."),
    Change(
        "",
        rf"(?<![/\w])(و?)({'|'.join(MONTHS)})(?= \d{{4}}|\))",
        lambda match: f"{match[1]}{MONTHS[match[2]]}/{match[2]}",
        "Months as the United Nations writes them in Arabic.",
    ),
    Change(
        "^/ar/places/$",
        r'(?s)(?<=<ul class="place-names">\n).*?(?=</ul>)',
        in_order,
        "Arabic names are in order without their article.",
    ),
    Change(
        "/ar/.*xlsx",
        '<alignment vertical="top" wrapText="1"/>',
        '<alignment vertical="top" wrapText="1" readingOrder="2"/>',
        "Cells run from right to left.",
    ),
    Change(
        r"^/ar/.*xlsx",
        r"(?<=>)([^<]*)\0",
        lambda match: match[1].encode("ascii", "xmlcharrefreplace").decode(),
        "Words of sheets are written as before.",
    ),
    *LATIN_APART,
    Change(WRAPPED, r"(?s)\A.*\Z", "", "Other words, other ends of lines: see the addition."),
    Change(
        "",
        r"\A(200\n(?:.*\n)*?Cache-Control: public, max-age=\d+), s-maxage=\d+\n",
        r"\1, s-maxage=30, stale-while-revalidate=30, stale-if-error=86400\n",
        "Caches in front are told for how long they may answer while they ask anew, or the site is away.",
    ),
    *CHANGES_OF_SEARCHES,
    *CHANGES_OF_LISTS,
    *CHANGES_OF_LANGUAGES,
)

ADDITIONS = (
    Addition("", "[\u2068\u2069]", "Names are isolated in Arabic."),
    Addition(WRAPPED, r"(?s)\A.*\Z", "Other words, other ends of lines."),
    *ADDITIONS_OF_SEARCHES,
    *ADDITIONS_OF_LISTS,
    Addition(
        r"/api/v1/(docs/|openapi\.json)",
        r',"(title|description)_(provenance|source)":\{[^{}]*(\{[^{}]*\}[^{}]*)*\}'
        r'|"(title|description)_(provenance|source)",|"ProvenanceEnum":\{[^{}]*\},',
        "A text of a domain says whose wording it is.",
    ),
    Addition(
        "^/api/v1/domains/",
        r',?"(title|description)_(provenance|source)":"[^"]*"',
        "A text of a domain says whose wording it is.",
    ),
    Addition(
        "/about/$",
        r"<h2>(Titles and descriptions|Titres et|Títulos (y|e)|عناوين)[^<]*</h2>\n<p>[^<]*</p>\n",
        "Where titles and descriptions of the domains come from.",
    ),
    Addition(
        r"^/compare\.csv",
        r"(?s)\A.*\Z",
        "A comparison as CSV has the columns of every other table of findings.",
    ),
    Addition(
        r"/profiles/ribeira-2023(/r/1)?/$",
        r'<section class="band" aria-labelledby="parent">.*?</section>\n',
        "The page of a district's profile leads to the profiles of its country.",
    ),
    *ADDITIONS_OF_LANGUAGES,
    Addition(
        r"^/api/v1/places/\?region=019",
        r'(?<=\[)\{"slug":"alto-norte",[^{}]*\{\}[^{}]*\},|,\{"slug":"(ponte-velha|ribeira-district)",[^{}]*\{\}[^{}]*\}',
        "A region has the places of its countries, at any depth.",
    ),
)


def without_articles(value: str) -> str:
    """Return the names that a place is sorted by, as the database has them; Arabic passes over “ال”."""
    names = json.loads(value)
    if names.get("ar", "").startswith("ال"):
        names["ar"] = f"{names['ar'].removeprefix('ال')} {names['ar']}"
    return json.dumps(names, ensure_ascii="\\u" in value)


COUNTRIES = [row["fields"] for row in json.loads(Path("fixtures/places.json").read_text(encoding="utf-8"))]


class OfCountries(dict):
    """A value of a JSON column of places in the landed version -> value now: of a country, the fixture's.

    `column` has the name in English, by which the country is known, and which is as before.
    """

    def __init__(self, column: str) -> None:
        super().__init__({row[column]["en"]: row[column] for row in COUNTRIES})

    def get(self, value: str, default: str = "") -> str:
        country = super().get(json.loads(value).get("en"))
        return json.dumps(country) if country else without_articles(value)


RENAMED: dict[tuple[str, str], dict[str, str]] = {
    ("profiles_place", "names"): OfCountries("names"),
    ("profiles_place", "folded_names"): OfCountries("folded_names"),
    ("django_content_type", "model"): {"formerslug": "slugredirect"},
    ("auth_permission", "codename"): {
        f"{action}_formerslug": f"{action}_slugredirect" for action in ("add", "change", "delete", "view")
    },
}
"""(table, column) -> value in the landed version -> value now. A column that is gone is not compared."""
