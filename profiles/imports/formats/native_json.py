"""Reads a document of the exchange format (schema.FORMAT) and checks it whole before anything is stored."""

import json
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _

from profiles.content.schema import FORMAT, PROFILE_FIELDS, NewerVersionError, ProfileData, upgrade
from profiles.content.validate import content_problems
from profiles.imports.document import DocumentError, is_own_format
from profiles.models import Place, Revision


@dataclass(frozen=True)
class Document:
    """Places that may be missing here (rows of Place's fields), and profiles."""

    places: list[dict[str, Any]]
    profiles: list[ProfileData]
    translated: frozenset[str] = frozenset()
    """Slugs of the profiles whose texts are translations, and not the original."""


def read(data: bytes) -> Document:
    """Return the checked document in `data` (UTF-8 JSON); raise DocumentError with every problem found."""
    try:
        document = json.loads(data)
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
        profiles = [upgrade(profile) for profile in document["profiles"]]
    except NewerVersionError as error:
        raise DocumentError(str(error)) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise DocumentError(
            _("The document lacks a part or has one of the wrong kind: %(error)s.") % {"error": error}
        ) from None
    if problems:
        raise DocumentError(*problems)
    translated = frozenset(profile["slug"] for profile in profiles if profile.pop("translation", None))
    return Document(document.get("places", []), cast(list[ProfileData], profiles), translated)


PLACE_FIELDS = {field.name for field in Place._meta.concrete_fields} - {"id"}
REQUIRED_PLACE_FIELDS = {"slug", "level", "name", "official_name"}


def _place_problems(places: list[dict[str, Any]]) -> list[str]:
    problems = []
    for place in places:
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
    problems = content_problems(upgrade(profile))
    longest = Revision._meta.get_field("change_note").max_length or 0
    if len(profile["change_note"]) > longest:
        problems.append(_("The change note is longer than %(most)s characters.") % {"most": longest})
    return problems
