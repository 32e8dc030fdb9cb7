"""A profile as plain text: headings on lines of their own, a bullet before each finding.

What it cannot carry is in docs/data-and-api.md.
"""

from collections.abc import Iterator

from django.utils.translation import get_language_info, gettext as _, override

from profiles.content.schema import FindingData
from profiles.exports.context import ProfileExport
from profiles.exports.labels import (
    citation,
    label_value,
    notes,
    situation,
    status,
    translation_notes,
    unit_note,
)
from profiles.imports.text.citations import format_whole
from profiles.templatetags.profiles_ui import marked


def render(export: ProfileExport) -> bytes:
    """Return the text: UTF-8 with its mark, for Windows; an empty line between paragraphs."""
    with override(export.language):
        return ("\n\n".join(_blocks(export)) + "\n").encode("utf-8-sig")


def _blocks(export: ProfileExport) -> Iterator[str]:
    title = marked(export.revision.title, export.place.is_fictional)
    spoken = get_language_info(export.revision.language)["name_translated"]
    yield f"{title}\n{situation(export.revision)}\n{label_value(_('Language'), spoken)}"
    yield from translation_notes(export)
    yield _("Introduction")
    if export.data["introduction"]:
        yield export.data["introduction"]
    for section in export.sections:
        yield section.text.title
        for part in section.lists:
            yield part.heading
            nothing = _("None identified") if part.is_none_identified else "–"
            yield "\n".join(_finding(finding, export) for finding in part.findings) or nothing
    yield _("About this text")
    yield citation(export) or status(export.revision)
    data = export.data
    facts = {
        _("Reference number"): data["reference_number"],
        "ISBN": data["isbn"],
        _("Licence"): data["licence"],
    }
    yield from (label_value(label, value) for label, value in facts.items() if value)
    yield from notes(export)
    if export.data["acknowledgements"]:
        yield _("Acknowledgements")
        yield export.data["acknowledgements"]


def _finding(finding: FindingData, export: ProfileExport) -> str:
    sources, note = export.sources, unit_note(finding["text"], export.revision)
    lines = [f"• {' '.join(finding['text'].splitlines())}{f' [{note}]' if note else ''}"]
    lines += [
        f"  {_('Source:')} {format_whole(sources[c['source']], c['locator'])}" for c in finding["sources"]
    ]
    return "\n".join(lines)
