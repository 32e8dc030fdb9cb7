"""The JSON Schemas of the exchange format, made from content/schema.py, and of findings."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Model

from profiles.choices import Kind, Language, Level, Provenance, Region
from profiles.content.schema import SCHEMA, ContentSchema, Field, FieldType, ProfileData, list_names
from profiles.content.translations import TranslationData
from profiles.content.unit_text import ORIGINAL
from profiles.exports.columns import INTRODUCTION
from profiles.exports.context import PLACE_FIELDS
from profiles.exports.formats.json import FICTIONAL
from profiles.languages import interface_languages
from profiles.models import Place, Profile, Revision, Translation

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string", "pattern": r"\S"}
"""A text that says something."""

KEY = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
ORIGIN: dict[str, dict[str, Any]] = {
    "title": {"type": "string"},
    "site": {"type": "string"},
    "address": {"type": "string"},
    "revision": {"type": "integer", "minimum": 1},
    "published": {"type": ["string", "null"], "format": "date"},
    "note": {"const": FICTIONAL},
}
"""Where an exported text comes from."""


def render(document: dict[str, Any]) -> bytes:
    """Return a schema as JSON."""
    return f"{json.dumps(document, indent=2, ensure_ascii=False)}\n".encode()


def schema(domains: Sequence[str], address: str, fields: ContentSchema = SCHEMA) -> dict[str, Any]:
    """Return the schema of a whole document, draft 2020-12; `domains` are slugs, `address` is its own."""
    profile = _facts() | {
        "acknowledgements": {"type": "string"},
        "introduction": {"type": "string"},
        "none_identified": {"type": "array", "items": {"enum": list_names(domains)}, "uniqueItems": True},
        "sources": {"type": "array", "items": {"$ref": "#/$defs/source"}},
        "findings": {"type": "array", "items": {"$ref": "#/$defs/finding"}},
    }
    return {
        "$schema": DRAFT,
        "$id": address,
        "title": "Migration Governance Indicators profiles",
        "description": "One or more profiles, each with the text of one revision, word for word.",
        "type": "object",
        "properties": {
            "format": _format("mgi-profiles", fields),
            "about": {"$ref": "#/$defs/about"},
            "places": {"type": "array", "items": {"$ref": "#/$defs/place"}},
            "profiles": {"type": "array", "items": {"$ref": "#/$defs/profile"}},
            "translations": {"type": "array", "items": {"$ref": "#/$defs/profile_translation"}},
        },
        "required": ["format", "profiles"],
        "additionalProperties": False,
        "$defs": {
            "about": _about(),
            "place": _place(),
            "profile": _closed(
                {name: profile[name] for name in ProfileData.__annotations__}
                | {"translation": {"$ref": "#/$defs/translation"}},
                optional=("translation",),
            ),
            "translation": _translation(),
            "source": _row(fields.sources, domains),
            "finding": _row(fields.findings, domains),
            "citation": _row(fields.citations, domains),
            "profile_translation": _profile_translation(),
        },
    }


def _format(name: str, fields: ContentSchema) -> dict[str, Any]:
    """Return the schema of what a document says of itself: documents of before are of this shape too."""
    formats = [f"{name}/{version}" for version in range(1, fields.version + 1)]
    return {"enum": formats} if formats[1:] else {"const": formats[0]}


def _row(fields: Sequence[Field], domains: Sequence[str]) -> dict[str, Any]:
    """Return the schema of a finding, a source or a citation; what came after version 1 may be left out."""
    newer = tuple(field.name for field in fields if field.since > 1)
    return _closed({field.name: _field(field, domains) for field in fields}, optional=newer)


def _field(field: Field, domains: Sequence[str]) -> dict[str, Any]:
    shapes: dict[FieldType, dict[str, Any]] = {
        FieldType.KEY: KEY,
        FieldType.DOMAIN: {"enum": list(domains)},
        FieldType.KIND: {"enum": Kind.values},
        FieldType.YEAR: {"type": ["integer", "null"], "minimum": 1, "maximum": 9999},
        FieldType.CITATIONS: {"type": "array", "items": {"$ref": "#/$defs/citation"}},
    }
    text = TEXT if field.is_required else {"type": "string"}
    limit = {"maxLength": field.max_length} if field.max_length else {}
    return shapes.get(field.type) or text | limit


def _translation() -> dict[str, Any]:
    """Return the schema of what a profile that is read in a translation says of that."""
    keys = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
    return _closed(
        {
            "language": {"enum": Language.values},
            "original_language": {"enum": Language.values},
            "number": {"type": ["integer", "null"], "minimum": 1},
            "provenance": {"enum": Provenance.values},
            "reference": {"type": "string"} | _longest(Translation, "reference"),
            "published": {"type": ["string", "null"], "format": "date"},
            "address": {"type": "string"},
            "outdated": keys,
            "untranslated": keys,
        }
    )


_TEXT_FACTS: dict[str, Any] = {
    "text_language": {"enum": Language.values},
    "provenance": {"enum": [ORIGINAL, *Provenance.values]},
    "is_outdated": {"type": "boolean"},
    "original": {"type": ["string", "null"]},
}
"""What a finding says of its text where its profile is read in a translation."""


def findings_schema(domains: Sequence[str], address: str) -> dict[str, Any]:
    """Return the schema of parts of texts (bulk/json.py), each finding of which stands for itself."""
    about = {
        **{name: ORIGIN[name] for name in ("title", "site", "address", "note")},
        "filters": {"type": "object", "additionalProperties": {"type": "string"}},
        "is_complete": {"type": "boolean"},
    }
    return {
        "$schema": DRAFT,
        "$id": address,
        "title": "Findings of Migration Governance Indicators profiles",
        "description": "What a search or a comparison shows: parts of texts, word for word.",
        **_closed(
            {
                "format": _format("mgi-findings", SCHEMA),
                "about": _closed(about, optional=("note",)),
                "findings": {"type": "array", "items": _finding(domains)},
            }
        ),
    }


def _finding(domains: Sequence[str]) -> dict[str, Any]:
    """Return the schema of a finding that stands for itself, with its sources and what its text is."""
    source = _row(SCHEMA.sources, domains)["properties"]
    locators = {field.name: _field(field, domains) for field in SCHEMA.citations if field.is_text}
    facts = _facts() | {"described": {"type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2]))?$"}}
    names = ("slug", "place", "edition", "described", "language", "original_language", "licence")
    return _closed(
        {
            "key": {"anyOf": [KEY, {"type": "null"}]},
            "domain": {"enum": [*domains, None]},
            "kind": {"enum": [*Kind.values, INTRODUCTION]},
            "position": {"type": ["integer", "null"], "minimum": 1},
            "text": TEXT,
            **_TEXT_FACTS,
            **{field.name: _field(field, domains) for field in SCHEMA.details},
            "sources": {"type": "array", "items": _closed(source | locators)},
            "profile": _closed(
                {name: facts[name] for name in names} | ORIGIN, optional=("original_language", "note")
            ),
        },
        optional=_TEXT_FACTS,
    )


def _closed(properties: dict[str, Any], optional: Collection[str] = ()) -> dict[str, Any]:
    """Return the schema of an object with these parts alone; all are needed but the `optional` ones."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _facts() -> dict[str, dict[str, Any]]:
    """What the models say of the facts of a profile."""
    longest = {
        name: {"type": "string"} | _longest(model, name)
        for model, names in ((Profile, ("reference_number", "isbn", "licence")), (Revision, ("change_note",)))
        for name in names
    }
    return longest | {
        "place": SLUG,
        "slug": SLUG | _longest(Profile, "slug"),
        "edition": {"type": "integer", "minimum": 1},
        "year": {"type": "integer", "minimum": 2010, "maximum": 2100},
        "month": {"type": ["integer", "null"], "minimum": 1, "maximum": 12},
        "language": {"enum": Language.values},
        "original_language": {"enum": Language.values},
    }


def _place() -> dict[str, Any]:
    """The place of a profile, for sites that do not have it; its fields are those of the model."""
    degrees = {"type": ["number", "null"]}
    closer: dict[str, dict[str, Any]] = {
        "slug": SLUG,
        "level": {"enum": Level.values},
        "parent": {"type": ["string", "null"]},
        "names": {
            "type": "object",
            "propertyNames": {"enum": Language.values},
            "additionalProperties": {"type": "string"},
        },
        "iso2": {"type": "string", "pattern": "^([A-Z]{2})?$"},
        "iso3": {"type": "string", "pattern": "^([A-Z]{3})?$"},
        "m49": {"type": "string", "pattern": "^([0-9]{3})?$"},
        "region": {"enum": ["", *Region.values]},
        "latitude": degrees | {"minimum": -90, "maximum": 90},
        "longitude": degrees | {"minimum": -180, "maximum": 180},
        "is_fictional": {"type": "boolean"},
    }
    fields = {name: closer.get(name) or {"type": "string"} | _longest(Place, name) for name in PLACE_FIELDS}
    return _closed(fields, optional=fields.keys() - {"slug", "level", "name", "official_name"})


def _longest(model: type[Model], name: str) -> dict[str, int]:
    """Return the limit of a field's characters, where it has one."""
    length = getattr(model._meta.get_field(name), "max_length", None)
    return {"maxLength": length} if length else {}


def _profile_translation() -> dict[str, Any]:
    """Return the schema of a translation of one of the profiles; its facts are those of the model."""
    text = {"type": "string"}
    closer: dict[str, dict[str, Any]] = {
        "profile": SLUG,
        "language": {"enum": [code for code, _name in interface_languages()]},
        "provenance": {"enum": Provenance.values},
        "units": {
            "type": "object",
            "additionalProperties": _closed({"text": text, "original": text}, optional=("original",)),
        },
    }
    return _closed(
        {
            name: closer.get(name) or text | _longest(Translation, name)
            for name in TranslationData.__annotations__
        }
    )


def _about() -> dict[str, Any]:
    """Where an exported text comes from, or each of `texts`; nobody needs it to read the text."""
    text = {"type": "object", "properties": ORIGIN | {"profile": SLUG}, "additionalProperties": False}
    return text | {"properties": ORIGIN | {"texts": {"type": "array", "items": text}}}
