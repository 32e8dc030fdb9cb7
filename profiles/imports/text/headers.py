"""The headers of tables: what our own columns are called, and by which words those of others are known.

Recognised in every language of the site and in German, accents and case aside.
"""

import re
from enum import StrEnum
from functools import cache

from django.utils.translation import gettext_lazy as _, override, pgettext_lazy

from profiles.choices import Language
from profiles.models.names import normalize_name

ASIDE = re.compile(r"[(\[].*?[)\]]|\*")
"""What stands beside the word in a header: “Domain (1 to 6)”, “Text *”."""


class Header(StrEnum):
    """What a column holds. The values are the stable names that CSV files have."""

    DOMAIN_NUMBER = "domain_number"
    DOMAIN = "domain"
    KIND = "kind"
    POSITION = "position"
    TEXT = "finding"
    AREA = "indicator_area"
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


SAID_ELSEWHERE = {
    *(Header.POSITION, Header.NOTE, Header.PLACE_NAME, Header.REVISION, Header.LINK),
    *(Header.DOMAIN_TITLE, Header.KIND_HEADING, Header.PROFILE),
}
"""Columns of our own files that repeat what others say."""

TITLES = {
    Header.DOMAIN_NUMBER: _("Domain number"),
    Header.DOMAIN: _("Domain"),
    Header.KIND: pgettext_lazy("of a finding", "Kind"),
    Header.POSITION: _("Position"),
    Header.TEXT: _("Finding"),
    Header.AREA: _("Indicator area"),
    Header.SOURCES: _("Sources"),
    Header.KEY: _("Key"),
    Header.NOTE: pgettext_lazy("column", "Note"),
    Header.NUMBER: pgettext_lazy("column", "Number"),
    Header.TITLE: pgettext_lazy("of a source", "Title"),
    Header.BODY: pgettext_lazy("of a source", "Issued by"),
    Header.YEAR: pgettext_lazy("of a source", "Year"),
    Header.URL: pgettext_lazy("of a source", "Address"),
    Header.LABEL: pgettext_lazy("column", "Fact"),
    Header.VALUE: pgettext_lazy("column", "Value"),
    Header.NAME: pgettext_lazy("column", "Name in data"),
}
"""What a column is called in a workbook, in the language of the reader."""

SYNONYMS = {
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
    Header.AREA: (
        "area|indicator|subdomain|sub domain|domaine d indicateurs|indicateur|area del indicador|"
        "indicador|subdominio|area do indicador|area de indicadores|indikator|indikatorenbereich|"
        "مجال المؤشر|المؤشر"
    ),
    Header.SOURCES: (
        "source|reference|references|evidence|source s|sources et references|fuente|fuentes|referencia|"
        "referencias|fonte|fontes|quelle|quellen|المصدر|المصادر|المراجع"
    ),
    Header.KEY: "uuid|identifier|id|cle|identifiant|clave|identificador|chave|schlussel|المفتاح|المعرف",
    Header.TITLE: "titre|titulo|titel|العنوان|source title|titre de la source",
    Header.BODY: (
        "body|issuer|author|publie par|auteur|emis par|emitido por|autor|orgao|herausgeber|الجهة|جهة الاصدار"
    ),
    Header.YEAR: "annee|ano|jahr|السنة|العام",
    Header.URL: ("url|web address|adresse|lien|direccion|enlace|endereco|ligacao|الرابط|عنوان الموقع"),
    Header.NUMBER: "no|n|nr|numero|nummer|الرقم",
}
"""Further words, parted by bars, by which a column is known in documents of others."""


@cache
def _known() -> dict[str, Header]:
    known: dict[str, Header] = {}
    for header in Header:
        words = {header.value, *SYNONYMS.get(header, "").split("|")}
        for language in Language:
            with override(language):
                words.add(str(TITLES.get(header, "")))
        for word in words - {""}:
            known.setdefault(normalize_name(word), header)
    return known


def header_of(text: str) -> Header | None:
    """Return what a column with this header holds, or None where the words are not known."""
    return _known().get(normalize_name(text)) or _known().get(normalize_name(ASIDE.sub("", text)))
