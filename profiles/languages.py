"""The one table of languages: a row has all that the code must know of a language (docs/translating.md).

Words that people write stand elsewhere: catalogues in locale/, headings in imports/names.toml.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from babel import Locale
from django.db import models
from django.utils.translation import get_language


@dataclass(frozen=True, kw_only=True)
class LanguageInfo:
    """What one language is called, how it is written, and how its words are searched for."""

    code: str
    """ISO 639, as in addresses: /fr/. Stored with every text: never changed."""
    native_name: str
    english_name: str
    word_locale: str
    """The locale of Word's spelling check."""
    stemmer: str = ""
    """As Snowball names it, or "arabic" for our own; empty without one: words stand for themselves."""
    stop_words: str = ""
    """Words that say too little to be searched for beside others; folded."""
    script: str = "Latn"
    """ISO 15924. It decides on the fonts of a PDF."""
    direction: str = "ltr"
    """The value of HTML's `dir` attribute."""
    date_locale: str = ""
    """CLDR's locale for dates, where it is not that of the code."""
    first_day: str = "1"
    """How the first day of a month is written: “1er”."""
    month_locales: tuple[str, ...] = ()
    """CLDR locales whose months are read as well. Names of the first are written first: “شباط/فبراير”."""
    separators: tuple[str, str] = (", ", "; ")
    """What stands between the parts of one thing, and between several things: “[1, p. 4; 2]”."""
    prefixes: str = ""
    """A regular expression of what is written together with the word after it."""
    is_interface: bool = True
    """Whether the pages and menus are in it too; otherwise, only profiles are."""
    endings: tuple[tuple[str, str], ...] = ()
    """Endings of folded words, as regular expressions, and what each is read as before the stem is taken.

    Snowball knows most; here stand those that it tells apart by accents.
    """


class Language(models.TextChoices):
    """Languages of profiles and of the interface, each named in itself. A member's row is its `info`."""

    info: LanguageInfo

    ENGLISH = LanguageInfo(
        code="en",
        native_name="English",
        english_name="English",
        word_locale="en-GB",
        stemmer="english",
        stop_words="a an and are as at be by for from has have in into is it its of on or that the their "
        "this to was were",
        # As the United Nations writes it: the day before the month.
        date_locale="en_GB",
    )
    FRENCH = LanguageInfo(
        code="fr",
        native_name="Français",
        english_name="French",
        word_locale="fr-FR",
        stemmer="french",
        stop_words="au aux ce ces dans de des du en est et il la le les leur leurs ou par pour qui sont sur "
        "un une d l s",
        endings=(
            ("iees?|ies", "ie"),
            ("ees?", "e"),
            ("([td])rices?", r"\1eur"),
            ("euses?", "eur"),
            ("(nouv|b|jum)el(?:le)?s?", r"\1eau"),
            ("^(trav|b|em)aux", r"\1ail"),
            ("eaux", "eau"),
            ("(li|mili|enj|j|vo?|ad|nev|av|f)eux", r"\1eu"),
            ("(?<=..)eux", "eur"),
            ("iques?", "ic"),
            ("turques?", "turc"),
            ("grecques?", "grec"),
            ("ives?|ifs", "if"),
            ("(?<=...)(?:eres?|ers)", "er"),
            ("cluses?", "clu"),
            ("(?<=[^eo])us", "u"),
            ("eves?", "ef"),
            ("uves?", "uf"),
            ("ongues?", "ong"),
            ("^(blan|fran|se)ches?", r"\1c"),
            ("^douces?", "doux"),
            ("((?:^|ad|per|pro|sou|com|re|trans)m|pr|qu)ises?", r"\1is"),
            ("^(l|empl|tourn|conv|r?env|exploi)ois", r"\1oi"),
            ("(del|ess)ais", r"\1ai"),
        ),
        first_day="1er",
        separators=(", ", "\u202f; "),
    )
    SPANISH = LanguageInfo(
        code="es",
        native_name="Español",
        english_name="Spanish",
        word_locale="es-ES",
        stemmer="spanish",
        stop_words="a al con de del el en es esta este la las lo los o para por que se su sus y",
        endings=(
            ("(?<=[aeiou])ces", "z"),
            ("(?<=..)(?:eses|esas?)", "es"),
            ("(alem|catal)anas?", r"\1an"),
            ("(?<=[nlrdz])es", ""),
            ("bles", "ble"),
        ),
    )
    ARABIC = LanguageInfo(
        code="ar",
        native_name="العربية",
        english_name="Arabic",
        word_locale="ar-SA",
        stemmer="arabic",
        stop_words="من في على الى عن مع هذا هذه ان او و",
        script="Arab",
        direction="rtl",
        month_locales=("ar_SY", "ar_LB", "ar_IQ", "ar_DZ", "ar_TN", "ar_MA", "ar_MR"),
        separators=("، ", "؛ "),
        # And, so, in, as, for, the.
        prefixes="[وف]?(?:لل|[بكل]?ال|[بكل])?",
    )
    PORTUGUESE = LanguageInfo(
        code="pt",
        native_name="Português",
        english_name="Portuguese",
        word_locale="pt-PT",
        stemmer="portuguese",
        stop_words="a ao aos as da das de do dos e em na nas no nos o os para por que sao se seu sua um uma",
        month_locales=("pt_PT",),
        endings=(
            ("(?<=.)(?:oes|aes|aos)", "ao"),
            ("^(l|r)eis", r"\1ei"),
            ("^(in)?uteis", r"\1util"),
            ("(?<=[vptnd])eis", "el"),
            ("(?<=...)eis", "il"),
            ("(?<=p)eias?|(?<=p)eus", "eu"),
            ("(cidad|alem|irm|crist|catal|artes|ald|ci)(?:as?|aos)", r"\1ao"),
            ("(?<=..)([aou])is", r"\1l"),
            ("(?<=...)is", "il"),
            ("ns", "m"),
            ("eses|esas?", "es"),
            ("(?<=[rz])es", ""),
        ),
    )

    # Any, as mypy takes this for the arguments of `Language("fr")`.
    def __new__(cls, info: Any) -> Self:
        """Make a member that is its code, as `TextChoices` are, and has its row beside it."""
        member = str.__new__(cls, info.code)
        member._value_ = info.code
        member.info = info
        return member

    @property
    def label(self) -> str:
        return self.info.native_name

    @property
    def direction(self) -> str:
        """The value of HTML's `dir` attribute."""
        return self.info.direction

    @property
    def locale(self) -> str:
        """Babel's name of the locale that dates are written in."""
        return self.info.date_locale or self.info.code

    @classmethod
    def current(cls) -> Self:
        return cls(get_language() or "en")

    def as_written(self, text: str, day: date) -> str:
        """Return `day`, which Babel has put into words, as the United Nations writes it."""
        locales = (self.locale, *self.info.month_locales, self.locale)[:2]
        name, first = (Locale.parse(code).months["format"]["wide"][day.month] for code in locales)
        text = text if name == first else text.replace(name, f"{first}/{name}")
        return f"{self.info.first_day}{text[1:]}" if text.startswith("1 ") else text

    def list_of(self, words: Iterable[object]) -> str:
        """Return “a, b, c”."""
        return self.info.separators[0].join(map(str, words))


def interface_languages() -> list[tuple[str, str]]:
    """Return (code, native name) of the languages that the site speaks: `settings.LANGUAGES`."""
    return [(language.value, language.label) for language in Language if language.info.is_interface]


def language_choices() -> list[tuple[str, str]]:
    """Return the choices of a model's field. A migration stores this function: a new row needs none."""
    return Language.choices
