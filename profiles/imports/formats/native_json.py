"""Reads a document of the exchange format (schema.FORMAT) and checks it whole before anything is stored."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _

from profiles.content.schema import FORMAT, PROFILE_FIELDS, NewerVersionError, ProfileData, upgrade
from profiles.content.translations import (
    OFFICIAL_NAME,
    TranslationData,
    UnitRow,
    Units,
    fact_problems,
    list_units,
    unit_problems,
)
from profiles.content.validate import content_problems
from profiles.imports.document import DocumentError, is_own_format
from profiles.languages import interface_languages
from profiles.models import Place, Revision


@dataclass(frozen=True)
class Document:
    """Places that may be missing here (rows of Place's fields), profiles, and translations of these."""

    places: list[dict[str, Any]]
    profiles: list[ProfileData]
    translations: list[TranslationData]
    translated: frozenset[str] = frozenset()
    """Slugs of the profiles whose texts are translations, and not the original."""


def read(data: bytes) -> Document:
    """Return the checked document in `data` (UTF-8 JSON); raise DocumentError with every problem found."""
    try:
        document = json.loads(data, parse_constant=_refuse_constant)
    except RecursionError:
        raise DocumentError(_("This JSON document has parts in parts without end.")) from None
    except ValueError as error:
        raise DocumentError(_("This is not a JSON document: %(error)s.") % {"error": error}) from None
    if not isinstance(document, dict) or not is_own_format(document.get("format")):
        raise DocumentError(_("This is not a document of the format %(format)s.") % {"format": FORMAT})
    try:
        problems = _place_problems(document.get("places", []))
        problems += [
            f"{profile['slug']}: {problem}"
            for profile in document["profiles"]
            for problem in _problems(profile)
        ]
        profiles = cast(list[ProfileData], [upgrade(profile) for profile in document["profiles"]])
        translations: list[TranslationData] = document.get("translations", [])
        if not problems:
            problems += _translation_problems(translations, profiles)
    except NewerVersionError as error:
        raise DocumentError(str(error)) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise DocumentError(
            _("The document lacks a part or has one of the wrong kind: %(error)s.") % {"error": error}
        ) from None
    if problems:
        raise DocumentError(*problems)
    rows = cast(list[dict[str, Any]], profiles)
    translated = frozenset(row["slug"] for row in rows if row.pop("translation", None))
    return Document(document.get("places", []), profiles, translations, translated)


def _refuse_constant(name: str) -> None:
    """NaN and Infinity, which Python writes and JSON does not know."""
    raise ValueError(name)


FACTS = ("provenance", "reference", "change_note")
"""What a translation says of itself."""

PLACE_FIELDS = {field.name for field in Place._meta.concrete_fields} - {"id"}
REQUIRED_PLACE_FIELDS = {"slug", "level", "name", "official_name"}


def _place_problems(places: list[dict[str, Any]]) -> list[str]:
    problems = []
    for place in places:
        wrong = [name for name, value in place.items() if isinstance(value, str) and not _is_storable(value)]
        text = _("A place has a “%(field)s” that cannot be stored.")
        problems += [text % {"field": name} for name in wrong]
        missing, unknown = REQUIRED_PLACE_FIELDS - place.keys(), place.keys() - PLACE_FIELDS
        problems += [_("A place lacks “%(field)s”.") % {"field": field} for field in sorted(missing)]
        problems += [_("A place has no “%(field)s”.") % {"field": field} for field in sorted(unknown)]
    return problems


def _problems(profile: dict[str, Any]) -> list[str]:
    missing = [
        field
        for field in ("place", "introduction", "none_identified", "change_note", *PROFILE_FIELDS)
        if field not in profile
    ]
    if missing:
        return [_("“%(field)s” is missing.") % {"field": field} for field in missing]
    wrong = [name for name in NUMBERS if not _is_small_number(profile[name])]
    wrong += [name for name in TEXTS if not _is_storable(profile[name])]
    if wrong:
        text = _("“%(field)s” is of the wrong kind, or has a character that cannot be stored.")
        return [text % {"field": field} for field in wrong]
    problems = content_problems(upgrade(profile))
    longest = Revision._meta.get_field("change_note").max_length or 0
    if len(profile["change_note"]) > longest:
        problems.append(_("The change note is longer than %(most)s characters.") % {"most": longest})
    return problems


NUMBERS = ("edition", "year", "month")
TEXTS = ("place", "introduction", "change_note", *(name for name in PROFILE_FIELDS if name not in NUMBERS))


def _is_small_number(value: Any) -> bool:
    """Return whether it fits in the column of a year: a whole number, or none."""
    return value is None or (type(value) is int and 0 <= value < 2**15)


def _is_storable(value: Any) -> bool:
    return isinstance(value, str) and "\x00" not in value and value == value.encode(errors="replace").decode()


def _translation_problems(translations: list[TranslationData], profiles: list[ProfileData]) -> list[str]:
    """Return every reason why `translations` cannot be stored with `profiles`, which can."""
    by_slug, problems = {profile["slug"]: profile for profile in profiles}, []
    for translation in translations:
        _require_kinds(translation)
        profile, name = by_slug.get(translation["profile"]), _name(translation)
        problems += [f"{name}: {problem}" for problem in _problems_of_translation(translation, profile)]
    names = Counter(map(_name, translations))
    return problems + [
        _("The translation %(name)s is listed twice.") % {"name": name} for name in names if names[name] > 1
    ]


def _name(translation: TranslationData) -> str:
    return f"{translation['profile']} ({translation['language']})"


def _problems_of_translation(translation: TranslationData, profile: ProfileData | None) -> list[str]:
    row: Mapping[str, Any] = translation
    facts: dict[str, str] = {name: row[name] for name in FACTS}
    units: Units = {
        key: {"text": row["text"], "original": row.get("original", "")}
        for key, row in translation["units"].items()
    }
    problems = [*fact_problems(facts), *unit_problems(units)]
    language = translation["language"]
    if profile is None:
        return [_("The document does not list this profile."), *problems]
    if language == profile["language"]:
        problems.append(_("This is the original language of the profile."))
    elif language not in dict(interface_languages()):
        problems.append(_("This site has no pages in this language."))
    # What the place is called officially is not in the profile: it may always be translated.
    listed = list_units(profile, profile["change_note"], official_name="")
    unknown = units.keys() - {unit.key for unit in listed} - {OFFICIAL_NAME}
    return problems + [
        _("The profile has nothing to translate with the key “%(key)s”.") % {"key": key}
        for key in sorted(unknown)
    ]


def _require_kinds(translation: TranslationData) -> None:
    """Raise KeyError or TypeError where a part lacks or is of the wrong kind."""
    row: Mapping[str, Any] = translation
    for name in ("profile", "language", *FACTS):
        if not isinstance(row[name], str):
            raise TypeError(name)
    for key, unit in translation["units"].items():
        is_known = {"text"} <= unit.keys() <= UnitRow.__annotations__.keys()
        if not is_known or not all(isinstance(text, str) for text in unit.values()):
            raise TypeError(key)
