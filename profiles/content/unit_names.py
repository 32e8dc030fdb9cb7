"""What each unit of a translation is, in words: “3 · Partnerships · Well-developed · Finding 9 · Text”."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from profiles.content.schema import RevisionContent
from profiles.content.sections import content_sections
from profiles.content.translations import Unit
from profiles.models import DomainText


def name_units(units: Iterable[Unit], content: RevisionContent, texts: list[DomainText]) -> dict[str, str]:
    """Return key of a unit -> what it is, in the active language. `texts` are those of the domains."""
    numbers = {finding["key"]: number for number, finding in enumerate(content["findings"], start=1)}
    findings = {}
    for section in content_sections(content, texts):
        for part in section.lists:
            for key in (finding["key"] for finding in part.findings):
                name = _("Finding %(number)s") % {"number": numbers[key]}
                findings[key] = (str(section.number), section.text.title, part.heading, name)
    sources = {source["key"]: number for number, source in enumerate(content["sources"], start=1)}
    return {unit.key: " · ".join([*_place(unit, findings, sources), str(unit.label)]) for unit in units}


def _place(
    unit: Unit, findings: Mapping[str, tuple[str, ...]], sources: Mapping[str, int]
) -> tuple[str, ...]:
    """Return where a unit stands; nothing for one of the whole."""
    place = findings.get(unit.finding, ())
    what, _slash, rest = unit.key.partition("/")
    key = rest.partition("/")[0] if what == "source" else rest.rpartition("/")[2]
    if what in ("source", "locator") and key in sources:
        return (*place, _("Source %(number)s") % {"number": sources[key]})
    return place
