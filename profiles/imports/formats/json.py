"""Reads one profile in the exchange format: nothing in it is guessed."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from profiles.content.schema import EDITION_FIELDS, FindingData
from profiles.imports.document import FACT_NAMES, DocumentError, Line, Part, ReadFinding, Reading
from profiles.imports.formats import native_json
from profiles.imports.formats.text import lines_of

PARTS = {
    '"introduction"': Part.INTRODUCTION,
    '"none_identified"': Part.NONE_IDENTIFIED,
    '"sources"': Part.SOURCE,
    '"findings"': Part.FINDING,
    '"translations"': Part.ASIDE,
}


def read(data: bytes) -> Reading:
    """Return the one profile in `data`; raise DocumentError with every reason why it cannot be imported."""
    document = native_json.read(data)
    if len(document.profiles) != 1:
        raise DocumentError(
            _("The document has %(count)s profiles. Only one can be imported here.")
            % {"count": len(document.profiles)}
        )
    profile: dict[str, Any] = dict(document.profiles[0])
    lines = [Line(number, text) for number, text in enumerate(lines_of(data), start=1)]
    reading = Reading(
        lines=lines,
        **{name: profile[name] for name in FACT_NAMES},
        introduction=profile["introduction"],
        none_identified=[*profile["none_identified"]],
        sources=[*profile["sources"]],
        findings=[*_findings(profile["findings"], lines)],
        extra={name: profile[name] for name in EDITION_FIELDS if profile[name]},
        parts=dict(_parts(lines)),
    )
    if document.translations:
        reading.warn(_("The document has translations too. Only the original is imported here."))
    return reading


def _findings(findings: list[FindingData], lines: list[Line]) -> Iterator[ReadFinding]:
    """Yield the findings, each with the line on which its text begins, where the document has such lines."""
    at = {line.text.strip().rstrip(","): line.number for line in lines}
    for finding in findings:
        texts = (json.dumps(finding["text"], ensure_ascii=ascii_only) for ascii_only in (False, True))
        line = next((at[name] for text in texts if (name := f'"text": {text}') in at), 0)
        yield {**finding, "line": line}


def _parts(lines: list[Line]) -> Iterator[tuple[int, Part]]:
    """Yield what each line holds: the outermost name above it says so."""
    part, indent = Part.FACT, -1
    for line in lines:
        stripped = line.text.strip()
        depth = len(line.text) - len(line.text.lstrip())
        name = stripped.partition(":")[0]
        if stripped and (depth <= indent or indent < 0):
            part, indent = (PARTS[name], depth) if name in PARTS else (Part.FACT, -1)
        if stripped:
            yield line.number, part
