"""Reads a document of the exchange format (payload.FORMAT) and checks it whole before anything is stored."""

import json
import uuid
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _

from profiles.choices import Kind
from profiles.models import IndicatorDomain, Place
from profiles.payload import FORMAT, PROFILE_FIELDS, ProfileData


class DocumentError(Exception):
    """The document cannot be taken. `problems` has one sentence for each reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Document:
    """Places that may be missing here (rows of Place's fields), and profiles."""

    places: list[dict[str, Any]]
    profiles: list[ProfileData]


def read(data: bytes) -> Document:
    """Return the checked document in `data` (UTF-8 JSON); raise DocumentError with every problem found."""
    try:
        document = json.loads(data)
    except ValueError as error:
        raise DocumentError([_("This is no JSON document: %(error)s.") % {"error": error}]) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise DocumentError([_("This is no document of the format %(format)s.") % {"format": FORMAT}])
    try:
        problems = _place_problems(document.get("places", []))
        problems += [
            f"{profile['slug']}: {problem}"
            for profile in document["profiles"]
            for problem in _problems(profile)
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise DocumentError(
            [_("The document lacks a part or has one of the wrong kind: %(error)s.") % {"error": error}]
        ) from None
    if problems:
        raise DocumentError(problems)
    return Document(document.get("places", []), cast(list[ProfileData], document["profiles"]))


PLACE_FIELDS = {field.name for field in Place._meta.concrete_fields} - {"id"}
NEEDED_OF_A_PLACE = {"slug", "level", "name", "official_name"}


def _place_problems(places: list[dict[str, Any]]) -> list[str]:
    problems = []
    for place in places:
        missing, unknown = NEEDED_OF_A_PLACE - place.keys(), place.keys() - PLACE_FIELDS
        problems += [_("A place lacks “%(field)s”.") % {"field": field} for field in sorted(missing)]
        problems += [_("A place has no “%(field)s”.") % {"field": field} for field in sorted(unknown)]
    return problems


def _problems(profile: dict[str, Any]) -> list[str]:
    missing = [
        field for field in ("place", "introduction", "change_note", *PROFILE_FIELDS) if field not in profile
    ]
    problems = [_("“%(field)s” is missing.") % {"field": field} for field in missing]
    domains = set(IndicatorDomain.objects.values_list("slug", flat=True))
    sources = [source["key"] for source in profile["sources"]]
    findings = [finding["key"] for finding in profile["findings"]]
    for key in (*sources, *findings):
        if not _is_key(key):
            problems.append(_("“%(key)s” is no UUID.") % {"key": key})
    for keys in (sources, findings):
        problems += [
            _("The key %(key)s stands twice.") % {"key": key}
            for key in {k for k in keys if keys.count(k) > 1}
        ]
    for finding in profile["findings"]:
        at = {"key": finding["key"]}
        if finding["domain"] not in domains:
            problems.append(_("Finding %(key)s names no known domain.") % at)
        if finding["kind"] not in Kind.values:
            problems.append(_("Finding %(key)s is of no known kind.") % at)
        if not finding["text"].strip():
            problems.append(_("Finding %(key)s has no text.") % at)
        if any(cited["source"] not in sources for cited in finding["sources"]):
            problems.append(_("Finding %(key)s cites a source that the document does not list.") % at)
    return problems


def _is_key(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
