"""The headers of tables: what our own columns are called, and by which words those of others are known.

Recognised in every language of the site and in German, accents and case aside.
"""

import re
from enum import StrEnum
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, override, pgettext_lazy

from profiles.choices import Language
from profiles.content.schema import SCHEMA, FieldType
from profiles.imports.text.vocabulary import HEADERS
from profiles.models.names import normalize_name

ASIDE = re.compile(r"[(\[].*?[)\]]|\*")
"""What stands beside the word in a header: “Domain (1 to 6)”, “Text *”."""


class Header(StrEnum):
    """What a column holds. The values are the stable names that CSV files have.

    Beside these, each of SCHEMA.details has a column, by its own name.
    """

    DOMAIN_NUMBER = "domain_number"
    DOMAIN = "domain"
    KIND = "kind"
    POSITION = "position"
    TEXT = "finding"
    SOURCES = "sources"
    KEY = "key"
    NOTE = "note"
    NUMBER = "number"
    TITLE = "title"
    BODY = "issued_by"
    YEAR = "year"
    URL = "address"
    LABEL = "fact"
    VALUE = "value"
    NAME = "name"
    PLACE = "place"
    EDITION = "edition"
    DESCRIBED = "described"
    LANGUAGE = "language"
    PROFILE = "profile"
    PLACE_NAME = "place_name"
    REVISION = "revision"
    LINK = "link"
    DOMAIN_TITLE = "domain_title"
    KIND_HEADING = "kind_heading"
    ORIGINAL_LANGUAGE = "original_language"
    PROVENANCE = "provenance"
    IS_OUTDATED = "is_outdated"


DERIVED_HEADERS = {
    *(Header.POSITION, Header.NOTE, Header.PLACE_NAME, Header.REVISION, Header.LINK),
    *(Header.DOMAIN_TITLE, Header.KIND_HEADING, Header.PROFILE),
    *(Header.ORIGINAL_LANGUAGE, Header.PROVENANCE, Header.IS_OUTDATED),
}
"""Columns of our own files that repeat what others say."""

FIELDS = (*SCHEMA.details, *(field for field in SCHEMA.sources if field.type != FieldType.KEY))

TITLES: dict[str, str | Promise] = {field.column: field.label for field in FIELDS} | {
    Header.DOMAIN_NUMBER: _("Domain number"),
    Header.DOMAIN: _("Domain"),
    Header.KIND: pgettext_lazy("of a finding", "Kind"),
    Header.POSITION: _("Position"),
    Header.TEXT: _("Finding"),
    Header.SOURCES: _("Sources"),
    Header.KEY: _("Key"),
    Header.NOTE: pgettext_lazy("column", "Note"),
    Header.NUMBER: pgettext_lazy("column", "Number"),
    Header.LABEL: pgettext_lazy("column", "Fact"),
    Header.VALUE: pgettext_lazy("column", "Value"),
    Header.NAME: pgettext_lazy("column", "Name in data"),
    Header.LANGUAGE: _("Language"),
    Header.ORIGINAL_LANGUAGE: _("Original language"),
    Header.PROVENANCE: _("Provenance"),
    Header.IS_OUTDATED: pgettext_lazy("column", "Outdated"),
}
"""What a column is called in a workbook, in the language of the reader."""


@cache
def _headers() -> dict[str, str]:
    """Folded words, in all languages -> the column that they head."""
    headers: dict[str, str] = {}
    for header in dict.fromkeys([*Header, *TITLES]):
        words = {str(header), *HEADERS.get(header, ())}
        for language in Language:
            with override(language):
                words.add(str(TITLES.get(header, "")))
        for word in words - {""}:
            headers.setdefault(normalize_name(word), header)
    return headers


def match_header(text: str) -> str | None:
    """Return what a column so headed holds, a Header or the name of a detail; None where it is not known."""
    return _headers().get(normalize_name(text)) or _headers().get(normalize_name(ASIDE.sub("", text)))
