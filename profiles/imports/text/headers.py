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


DERIVED_HEADERS = {
    *(Header.POSITION, Header.NOTE, Header.PLACE_NAME, Header.REVISION, Header.LINK),
    *(Header.DOMAIN_TITLE, Header.KIND_HEADING, Header.PROFILE),
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
}
"""What a column is called in a workbook, in the language of the reader."""

SYNONYMS: dict[str, str] = {field.column: field.synonyms for field in FIELDS} | {
    Header.DOMAIN_NUMBER: "domain no|n du domaine|numero du domaine|numero de dominio|رقم المجال",
    Header.DOMAIN: (
        "domains|mgi domain|dimension|thematic area|domaine|domaines|domaine mgi|thematique|dominio|dominios|"
        "ambito|dimensao|dominio mgi|area tematica|bereich|themenbereich|المجال|مجال|البعد"
    ),
    Header.KIND: (
        "type|type of finding|category|list|nature|type de constat|categorie|liste|tipo|tipo de hallazgo|"
        "categoria|lista|clase|tipo de constatacao|art|kategorie|النوع|نوع|الفئة|نوع الاستنتاج"
    ),
    Header.POSITION: "order|rank|ordre|rang|orden|ordem|posicion|posicao|الترتيب",
    Header.TEXT: (
        "findings|key finding|key findings|text|statement|example|constat|constats|texte|enonce|exemple|"
        "principaux constats|hallazgo|hallazgos|texto|enunciado|ejemplo|constatacao|constatacoes|exemplo|"
        "conclusao|conclusion|feststellung|feststellungen|ergebnis|ergebnisse|"
        "النص|الاستنتاج|الاستنتاجات|النتيجة|النتائج"
    ),
    Header.SOURCES: (
        "source|reference|references|evidence|source s|sources et references|fuente|fuentes|referencia|"
        "referencias|fonte|fontes|quelle|quellen|المصدر|المصادر|المراجع"
    ),
    Header.KEY: "uuid|identifier|id|cle|identifiant|clave|identificador|chave|schlussel|المفتاح|المعرف",
    Header.NUMBER: "no|n|nr|numero|nummer|الرقم",
}
"""Further words, parted by bars, by which a column is known in documents of others."""


@cache
def _known() -> dict[str, str]:
    known: dict[str, str] = {}
    for header in dict.fromkeys([*Header, *TITLES]):
        words = {str(header), *SYNONYMS.get(header, "").split("|")}
        for language in Language:
            with override(language):
                words.add(str(TITLES.get(header, "")))
        for word in words - {""}:
            known.setdefault(normalize_name(word), header)
    return known


def match_header(text: str) -> str | None:
    """Return what a column so headed holds, a Header or the name of a detail; None where it is not known."""
    return _known().get(normalize_name(text)) or _known().get(normalize_name(ASIDE.sub("", text)))
