"""What the translator's screen and the page of a translation show: units in reading order, and how many."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _, ngettext

from profiles import workflow
from profiles.admin.revision.transitions import problem_links
from profiles.admin.translation.forms import TEXT
from profiles.content.completeness import DraftProblem, Severity
from profiles.content.diff import DiffPiece, words
from profiles.content.glossary import OfferedTerm, PageGlossary, offer_terms
from profiles.content.schema import RevisionContent, list_name
from profiles.content.sections import Section, domain_texts, group
from profiles.content.serialize import serialize_revision
from profiles.content.translations import Progress, Unit, Units, build_units, count_units
from profiles.content.unit_names import name_units
from profiles.models import Comment, TermText, Translation

STATES = ("missing", "outdated", "unchanged")
"""What a unit may be, and what the screen can be narrowed to by `?show=`."""


@dataclass
class UnitRow:
    """A unit as the screen has it: `text` is what was typed, or what is stored."""

    unit: Unit
    text: str
    label: str = ""
    source: str = ""
    """Title of the source that a locator is of."""
    terms: list[OfferedTerm] = field(default_factory=list)
    errors: list[DraftProblem] = field(default_factory=list)

    @property
    def states(self) -> list[str]:
        """Those of STATES that are true of it."""
        return [name for name in STATES if getattr(self.unit, f"is_{name}")]


@dataclass
class UnitGroup:
    """The units of one finding, or of one source; `number` counts them in the text."""

    key: str
    list_name: str
    number: int
    units: list[UnitRow]
    comments: int = 0
    """How many are open on it."""

    @property
    def anchor(self) -> str:
        """Its id on the page of the comments."""
        return f"f-{self.key.replace('-', '')[:8]}"


@dataclass
class Screen:
    """All units of a translation, as the page arranges them."""

    beginning: list[UnitRow]
    sections: list[Section[UnitGroup]]
    sources: list[UnitGroup]
    progress: Progress

    @property
    def is_empty(self) -> bool:
        return not (self.beginning or self.sections or self.sources)


def arrange(
    translation: Translation,
    content: RevisionContent,
    units: list[Unit],
    *,
    show: str = "",
    comments: Mapping[str, int] | None = None,
    errors: Iterable[DraftProblem] = (),
    texts: Mapping[str, str] | None = None,
) -> Screen:
    """Return `units` under their headings; only those of the state `show`, where it is one.

    `texts` are those that were typed, by key; a query for the domains, and one for the glossary.
    """
    titles = {source["key"]: source["title"] for source in content["sources"]}
    by_owner: dict[str, list[UnitRow]] = {}
    for row in _rows(translation, units, titles, [*errors], texts or {}):
        rest = row.unit.key.partition("/")[2]
        if show not in STATES or show in row.states:
            by_owner.setdefault(row.unit.finding or rest.partition("/")[0], []).append(row)
    findings = [
        UnitGroup(
            row["key"], list_name(row), number, by_owner[row["key"]], (comments or {}).get(row["key"], 0)
        )
        for number, row in enumerate(content["findings"], start=1)
        if row["key"] in by_owner
    ]
    sources = [
        UnitGroup(key, "", number, by_owner[key])
        for number, key in enumerate(titles, start=1)
        if key in by_owner
    ]
    domains = domain_texts(translation.profile.place.variant, get_language() or "en")
    sections = [section for section in group(findings, domains) if section.findings]
    return Screen(by_owner.get("", []), sections, sources, count_units(units))


def _rows(
    translation: Translation,
    units: Iterable[Unit],
    titles: Mapping[str, str],
    errors: list[DraftProblem],
    texts: Mapping[str, str],
) -> Iterator[UnitRow]:
    """Yield the rows of `units`; `titles` are those of the sources, by key."""
    glossary, languages = (
        _glossary(translation),
        (translation.revision.original_language, translation.language),
    )
    for unit in units:
        kind, _slash, rest = unit.key.partition("/")
        label = _("%(field)s (optional)") % {"field": unit.label} if unit.is_optional else str(unit.label)
        yield UnitRow(
            unit,
            texts.get(unit.key, unit.text),
            label,
            titles.get(rest.rpartition("/")[2], "") if kind == "locator" else "",
            offer_terms(unit.original, *languages, glossary.entries),
            [error for error in errors if error.field == f"{TEXT}{unit.key}"],
        )


def _glossary(translation: Translation) -> PageGlossary:
    texts = TermText.objects.in_languages(translation.revision.original_language, translation.language)
    return PageGlossary.of(texts.rows(), translation.language)


def open_comments(translation: Translation) -> dict[str, int]:
    """Return how many threads are open, by the key of the finding, "" for the whole; one query."""
    keys = Comment.objects.of(translation).unresolved().values_list("finding_key", flat=True)
    return Counter(str(key or "") for key in keys)


def problems(translation: Translation, units: Iterable[Unit]) -> list[DraftProblem]:
    """Return what keeps a translation from being submitted, and what to look at before."""
    units, rows = [*units], []
    try:
        workflow.translations.require_publishable(translation, units)
    except workflow.WorkflowError as error:
        is_empty = not any(unit.text for unit in units)
        place = f"{TEXT}{units[0].key}" if is_empty and units else "reference"
        rows.append(DraftProblem(Severity.ERROR, str(error), place))
    progress = count_units(units)
    counts = {
        "missing": ngettext("%(n)s unit is missing", "%(n)s units are missing", progress.missing),
        "outdated": ngettext("%(n)s unit is outdated", "%(n)s units are outdated", progress.outdated),
        "unchanged": ngettext(
            "%(n)s unit is the same as the original",
            "%(n)s units are the same as the original",
            progress.unchanged,
        ),
    }
    for state, sentence in counts.items():
        if n := getattr(progress, state):
            first = next(unit for unit in units if getattr(unit, f"is_{state}"))
            rows.append(DraftProblem(Severity.WARNING, sentence % {"n": n}, f"{TEXT}{first.key}"))
    return rows


def problems_html(
    request: HttpRequest, translation: Translation, units: Iterable[Unit], errors: Iterable[DraftProblem] = ()
) -> SafeString:
    """Return the list above the units: what keeps it from being stored, or else from being submitted.

    What is only to be looked at stands in the counts beside it.
    """
    errors = [*errors]
    context = problem_links(translation, errors or problems(translation, units))
    return render_to_string(
        "admin/translation/problems.html", context | {"is_refused": bool(errors)}, request
    )


def counts(progress: Progress, show: str) -> list[dict[str, Any]]:
    """Return the states that the screen can be narrowed to, each with how many units are in it."""
    names = {
        "": _("All"),
        "missing": _("Missing"),
        "outdated": _("Outdated"),
        "unchanged": _("As the original"),
    }
    numbers = {"": progress.total, **{state: getattr(progress, state) for state in STATES}}
    return [
        {"state": state, "name": name, "count": numbers[state], "is_current": state == show}
        for state, name in names.items()
    ]


def unit_names(translation: Translation, units: list[Unit], content: RevisionContent) -> dict[str, str]:
    """Return key of a unit -> where it stands, and what it is; a query for the domains."""
    variant = translation.profile.place.variant
    return name_units(units, content, domain_texts(variant, get_language() or "en"))


@dataclass(frozen=True)
class UnitChange:
    """A unit that reads otherwise than in the translation that the public has now."""

    label: str
    original: str
    pieces: tuple[DiffPiece, ...]


def against_public(translation: Translation) -> dict[str, Any]:
    """Return what a page shows of a translation against the published one: `live` or None, and `changes`."""
    published = Translation.objects.published().filter(
        profile=translation.profile_id, language=translation.language
    )
    live = published.exclude(pk=translation.pk).order_by("-revision__number").first()
    before: Units = live.units if live else {}
    content = serialize_revision(translation.revision)
    units = build_units(translation.revision, translation.units, content)
    names = unit_names(translation, units, content)
    changes = [
        UnitChange(names[unit.key], unit.original, words(old, unit.text))
        for unit in units
        if unit.text != (old := before.get(unit.key, {"text": ""})["text"])
    ]
    return {"live": live, "changes": changes, "progress": count_units(units)}
