"""System checks: whatever knows languages covers each row of the table (docs/translating.md)."""

from collections.abc import Iterator, Sequence
from typing import Any

import snowballstemmer
from babel import Locale, UnknownLocaleError
from django.apps import AppConfig
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from profiles.exports.formats.pdf import SCRIPTS
from profiles.imports.text.vocabulary import DOMAINS, LISTS, PROGRAMME, SECTIONS
from profiles.languages import Language
from profiles.models import Place


@register(Tags.translation)
def check_languages(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """Check each language against the libraries and the words of this project; without the database."""
    checks = (_check_libraries, _check_words)
    return [message for language in Language for check in checks for message in check(language)]


@register(Tags.database)
def check_stored_languages(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """Check that the database has what the table has; warnings, as `migrate` comes before `prepare`."""
    messages: list[CheckMessage] = []
    for alias in databases or ():
        if SEARCH_TABLE not in connections[alias].introspection.table_names():
            continue  # It is not migrated yet.
        if Place.objects.lacking_a_language().exists():
            sentence = "Some places are not sorted and found by their names in every language."
            messages.append(Warning(sentence, hint=PREPARE, id="profiles.W006"))
    return messages


SEARCH_TABLE = "profiles_searchentry"
PREPARE = "Run `manage.py prepare`."


def _check_libraries(language: Language) -> Iterator[CheckMessage]:
    info, name = language.info, language.info.english_name
    for code in (language.value, language.locale, *info.month_locales):
        if not _has_locale(code):
            yield Error(f"Babel knows no locale “{code}” ({name}): dates and countries.", id="profiles.E001")
    if language.value not in LANG_INFO:
        yield Error(f"Django does not know the language “{language}” ({name}).", id="profiles.E002")
    elif (language.direction == "rtl") != LANG_INFO[language.value]["bidi"]:
        yield Error(f"{name} runs in the other direction than its row says.", id="profiles.E003")
    if info.stemmer and info.stemmer not in snowballstemmer.algorithms():
        yield Error(
            f"Snowball has no stemmer “{info.stemmer}” ({name}).",
            hint="Leave it empty: words are then found as they are written.",
            id="profiles.E004",
        )


def _has_locale(code: str) -> bool:
    try:
        return bool(Locale.parse(code).territories)
    except (UnknownLocaleError, ValueError):
        return False


def _check_words(language: Language) -> Iterator[CheckMessage]:
    info, name = language.info, language.info.english_name
    catalogues = [path / language.value / "LC_MESSAGES" / "django.mo" for path in settings.LOCALE_PATHS]
    is_translated = language == settings.LANGUAGE_CODE or any(path.exists() for path in catalogues)
    if info.is_interface and not is_translated:
        yield Warning(
            f"The interface has no catalogue in {name}: it speaks English there.",
            hint="Run `make messages` and translate.",
            id="profiles.W001",
        )
    headings = [*DOMAINS.values(), *LISTS.values(), *SECTIONS.values(), PROGRAMME]
    unknown = sum(language.value not in words for words in headings)
    if unknown:
        yield Warning(
            f"The importer lacks {unknown} of {len(headings)} headings in {name}.",
            hint="Add them to profiles/imports/names.toml.",
            id="profiles.W002",
        )
    if info.script not in SCRIPTS:
        yield Warning(
            f"PDF files have no font for the script “{info.script}” ({name}): they are not PDF/UA.",
            hint="Add one in scripts/build_fonts.py, and the script to SCRIPTS in exports/formats/pdf.py.",
            id="profiles.W003",
        )
    if not info.stop_words:
        yield Warning(f"The search knows no stop words in {name}.", id="profiles.W004")
