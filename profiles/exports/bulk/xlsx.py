"""Many profiles as a workbook: findings, profiles and notes. One text is in memory at a time, as in a CSV."""

from tempfile import TemporaryFile
from typing import IO

from django.utils.translation import gettext as _, override

from profiles.content.schema import FINDINGS_FORMAT
from profiles.exports.bulk.long_sheets import LongSheet, save
from profiles.exports.bulk.selection import ProfileSelection, SearchSelection
from profiles.exports.columns import MANY, PROFILES
from profiles.exports.formats.xlsx_sheets import finding_lines
from profiles.exports.labels import coverage_note, fictional_note, label_value
from profiles.site_texts import site_name


def write(selection: ProfileSelection, file: IO[bytes]) -> None:
    """Write the workbook to `file`, its words in the language of `selection`; the texts verbatim."""
    with override(selection.language), TemporaryFile() as finding_rows, TemporaryFile() as profile_rows:
        findings = LongSheet(_("Findings"), MANY, finding_rows)
        profiles = LongSheet(_("Profiles"), PROFILES, profile_rows)
        designations: dict[str, str] = {}
        is_cut = _fill(selection, findings, profiles, designations)
        lines = [label_value(place, note) for place, note in designations.items()]
        properties = selection.title, selection.language, FINDINGS_FORMAT
        all_notes = _("Notes"), [*notes(selection, is_cut=is_cut), *lines]
        save(properties, (findings, profiles), all_notes, file)


def _fill(
    selection: ProfileSelection, findings: LongSheet, profiles: LongSheet, designations: dict[str, str]
) -> bool:
    """Write the lines of both tables; return whether there was no room for all of them.

    What is to be sentences of the name or status of a place goes into `designations`, by its name.
    """
    seen = set()
    for export, rows in selection.pieces():
        for row in rows:
            for line in finding_lines(row, MANY):
                if findings.is_full:
                    return True
                findings.add(line)
        if export.data["slug"] not in seen:
            seen.add(export.data["slug"])
            profiles.add([column.value(export) for column in PROFILES])
            if export.place.designation_note:
                designations[export.place_name] = export.place.designation_note
    return False


def notes(selection: ProfileSelection, *, is_cut: bool) -> list[str]:
    """Return what goes with the tables, in the active language: what was chosen, and what it does not say."""
    sentences = [
        label_value(site_name(), selection.title),
        selection.address,
        *(label_value(label, words) for label, words in selection.filters),
    ]
    if selection.is_cut:
        sentences.append(_("More was found than a file can hold. Narrow the search to have all of it."))
    if is_cut:
        sentences.append(
            _("A sheet has no room for more rows: the last findings are not in it. The CSV file has all.")
        )
    if selection.texts.is_fictional:
        sentences.append(fictional_note())
    if isinstance(selection, SearchSelection):
        sentences.append(_("A line of the kind “Introduction” is the whole introduction of a profile."))
    return [
        *sentences,
        _("The indicators do not rank or score. Each text describes one place in its own month."),
        _(
            "A citation leads to the text as it was on the day, also after later revisions. Cite the month "
            "with each finding: findings become outdated."
        ),
        _("Each profile keeps its own licence: it is on the sheet of profiles."),
        *coverage_note(),
    ]
