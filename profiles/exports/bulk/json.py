"""Many profiles as JSON, a text at a time: whole ones in the exchange format, parts of them as findings.

The same texts give the same bytes, whatever the language of the page: the words around them are English.
Where they are translated they are read in the language of the page.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings

from profiles.content.schema import FINDINGS_FORMAT, FORMAT, SCHEMA
from profiles.content.unit_text import (
    ORIGINAL,
    is_outdated,
    language_of,
    original_of,
    provenance_of,
)
from profiles.exports.bulk.selection import ProfileSelection
from profiles.exports.columns import INTRODUCTION, FindingRow
from profiles.exports.context import may_be_unknown_elsewhere, serialize_place
from profiles.exports.formats.json import FICTIONAL, about, ordered
from profiles.models import Revision


def write_json(selection: ProfileSelection) -> Iterator[bytes]:
    """Yield the document: what it is about, and then a line for each place and profile, or each finding."""
    introduction = _dumped(_about(selection))
    if selection.is_whole:
        yield f'{{"format": "{FORMAT}",\n"about": {introduction[:-1]}, "texts": ['.encode()
        origins = (
            {"profile": text.data["slug"], **about(text)} for text in selection.exports(with_content=False)
        )
        yield from _listed({name: row[name] for name in row if name != "site"} for row in origins)
        yield b']},\n"places": ['
        yield from _listed(_places(selection))
        yield b'],\n"profiles": ['
        yield from _listed(map(ordered, selection.exports()))
    else:
        yield f'{{"format": "{FINDINGS_FORMAT}",\n"about": {introduction},\n"findings": ['.encode()
        yield from _listed(_finding(row) for _export, rows in selection.pieces() for row in rows)
    yield b"]}\n"


def _about(selection: ProfileSelection) -> dict[str, Any]:
    members: dict[str, Any] = {
        "title": selection.title,
        "site": settings.SITE_NAME,
        "address": selection.address,
    }
    if not selection.is_whole:
        members |= {"filters": dict(selection.filters), "is_complete": not selection.is_cut}
    return members | ({"note": FICTIONAL} if selection.texts.is_fictional else {})


def _finding(row: FindingRow) -> dict[str, Any]:
    """Return a finding that stands for itself: its sources in full, and what its text is."""
    export, finding = row.export, row.finding
    is_introduction = finding["kind"] == INTRODUCTION
    sources = [
        {**export.sources[cited["source"]], "locator": cited["locator"]} for cited in finding["sources"]
    ]
    text = finding["text"]
    is_read = export.revision.translation is not None
    return {
        "key": finding["key"] or None,
        "domain": finding["domain"] or None,
        "kind": finding["kind"],
        "position": None if is_introduction else row.position,
        "text": text,
        **(_text_facts(export.revision, text) if is_read else {}),
        **SCHEMA.details_of(finding),
        "sources": sources,
        "profile": {
            "slug": export.data["slug"],
            "place": export.data["place"],
            "edition": export.data["edition"],
            "described": export.revision.period_iso,
            "language": export.data["language"],
            **({"original_language": export.revision.original_language} if is_read else {}),
            "licence": export.data["licence"],
            **about(export),
        },
    }


def _text_facts(revision: Revision, text: str) -> dict[str, Any]:
    """Return what a text of a translation is: it may be one, or what is not translated yet."""
    return {
        "text_language": language_of(text, revision),
        "provenance": provenance_of(text, revision),
        "is_outdated": is_outdated(text),
        "original": original_of(text) if provenance_of(text, revision) != ORIGINAL else None,
    }


def _places(selection: ProfileSelection) -> Iterator[dict[str, Any]]:
    """Yield the places that another site may not have, each after what it lies in."""
    rows = {
        (len(place.ancestors), place.pk): serialize_place(place)
        for text in selection.exports(with_content=False)
        for place in (*text.place.ancestors, text.place)
        if may_be_unknown_elsewhere(place)
    }
    yield from (rows[key] for key in sorted(rows))


def _listed(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield the rows of a list, a line each."""
    before = "\n"
    for row in rows:
        yield f"{before}{_dumped(row)}".encode()
        before = ",\n"


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
