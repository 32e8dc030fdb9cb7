"""A profile as a printed report: PDF/UA-1, set with typst from report.typ.

Words go in as data, never as markup.
"""

import json
from pathlib import Path
from typing import Any

from django.utils.translation import get_language_bidi, get_language_info, gettext as _, override

from profiles.content.schema import SCHEMA, FindingData
from profiles.content.sections import Section
from profiles.exports.apart import apart
from profiles.exports.context import ProfileExport
from profiles.exports.labels import (
    citation,
    edition_facts,
    empty_list,
    notes,
    situation,
    source_in_words,
    status,
    unit_note,
)
from profiles.exports.typesetting import typeset_report
from profiles.languages import Language
from profiles.site_texts import site_name
from profiles.svg.icons import ICONS
from profiles.svg.qr import qr_code
from profiles.svg.wheel import COLOURS, TINTS, Domain, as_svg, wheel

TEMPLATE = Path(__file__).with_name("report.typ")
SCRIPTS = ("Latn", "Arab")
"""Those whose letters our fonts have (scripts/build_fonts.py)."""

Data = dict[str, Any]


def render(export: ProfileExport) -> bytes:
    """Return the report, dated as the text was published."""
    data = json.dumps(report(export), ensure_ascii=False, sort_keys=True)
    moment = int(export.published_at.timestamp()) if export.published_at else 0
    return apart(typeset_report)(TEMPLATE, data, moment)


def report(export: ProfileExport) -> Data:
    """Return all that report.typ is told of `export`: words in its language, texts in their own."""
    data = export.data
    with override(export.revision.language):
        programme = _("Migration Governance Indicators")
    before, place, edition = export.revision.title.partition(export.revision.title_place_name)
    with override(export.language):
        return {
            "language": export.language,
            "own-language": export.revision.language,
            "rtl": [language.value for language in Language if language.direction == "rtl"],
            "separators": Language(export.revision.language).info.separators,
            "title": export.revision.title,
            "programme": programme,
            "place": place or before,
            "edition": edition.strip(" \N{NO-BREAK SPACE}\N{EN DASH}"),
            "site": site_name(),
            "keywords": [
                export.place_name,
                programme,
                *filter(None, [export.fictional_mark]),
            ],
            "address": export.address,
            "shown-address": export.address.partition("://")[2].rstrip("/"),
            "words": words(export),
            "introduction": split(data["introduction"]),
            "introduction-language": export.language_of(data["introduction"]),
            "introduction-note": unit_note(data["introduction"], export.revision),
            "domains": [_section(export, section) for section in export.sections],
            "sources": _sources(export),
            "facts": _facts(export),
            "acknowledgements": split(data["acknowledgements"]),
            "acknowledgements-language": export.revision.original_language,
            "wheel": _wheel(export),
            "qr": _qr(export.address) if export.address else "",
        }


def words(export: ProfileExport) -> Data:
    """Return the words of the page, in the active language."""
    month = situation(export.revision)
    domains = "; ".join(f"{section.number} {section.text.title}" for section in export.sections)
    return {
        "fictional-mark": export.fictional_mark,
        "month": month,
        "description": ". ".join(part for part in (export.fictional_mark, month) if part),
        "status": status(export.revision),
        "contents": _("Contents"),
        "introduction": _("Introduction"),
        "sources": _("Sources"),
        "cite": _("How to cite"),
        "citation": citation(export).removesuffix(export.address).rstrip(),
        "about": _("About this text"),
        "notes": notes(export),
        "wheel": _("The wheel of the six domains: %(domains)s.") % {"domains": domains},
        "qr": _("QR code of the permanent address: %(address)s") % {"address": export.address},
    }


def split(text: str) -> list[str]:
    """Return the paragraphs of `text`, which an empty line parts."""
    return [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]


def _section(export: ProfileExport, section: Section[FindingData]) -> Data:
    return {
        "number": section.number,
        "title": section.text.title,
        "language": section.language,
        "description": split(section.text.description),
        "provenance": _("Description: translation by this site")
        if section.text.is_description_unofficial
        else "",
        "colour": COLOURS[section.number - 1],
        "tint": TINTS[section.number - 1],
        "icon": _icon(section.domain.icon),
        "lists": [
            {
                "heading": part.heading,
                "findings": [_finding(export, finding) for finding in part.findings],
                "empty": empty_list(part),
            }
            for part in section.lists
        ],
    }


def _finding(export: ProfileExport, finding: FindingData) -> Data:
    numbers = export.source_numbers
    return {
        "text": finding["text"],
        "language": export.language_of(finding["text"]),
        "note": unit_note(finding["text"], export.revision),
        "details": [text for text in SCHEMA.details_of(finding).values() if text],
        "sources": [
            {"number": numbers[cited["source"]], "locator": cited["locator"]} for cited in finding["sources"]
        ],
    }


def _sources(export: ProfileExport) -> list[Data]:
    return [
        {
            "number": number,
            "words": source_in_words(source, export.language_of(source["title"])),
            "language": export.language_of(source["title"]),
            "url": source["url"],
        }
        for number, source in enumerate(export.data["sources"], start=1)
    ]


def _facts(export: ProfileExport) -> list[str]:
    spoken = get_language_info(export.revision.original_language)["name_translated"]
    label = _("Original language:")  # In an f-string, xgettext would not find it.
    return [f"{label} {spoken}", *edition_facts(export)]


def _wheel(export: ProfileExport) -> str:
    domains = [Domain(part.number, part.text.title, part.domain.icon) for part in export.sections]
    return as_svg(wheel(domains, "", rtl=get_language_bidi()))


def _icon(name: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none"'
        ' stroke="#fff" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="{ICONS[name]}"/></svg>'
    )


def _qr(address: str) -> str:
    code = qr_code(address)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.size} {code.size}" width="{code.size}"'
        f' height="{code.size}"><path d="{code.path}" fill="#15202e"/></svg>'
    )
