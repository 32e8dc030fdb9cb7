"""What the page of an uploaded document shows: its lines beside what was understood of them."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, gettext_lazy

from profiles.admin.imports.forms import PLACED
from profiles.admin.revision.diff import ShownDifference, difference_of
from profiles.choices import Kind, Language, State, Variant
from profiles.content.schema import RevisionContent
from profiles.content.sections import domain_texts
from profiles.imports.document import Part, Problem
from profiles.imports.manual_assignment import ASIDE, INTRODUCTION, WITH_LAST
from profiles.imports.plan import Plan
from profiles.models import DomainText

MOST_LINES = 3000
"""More lines of a document are not shown; they are counted."""

MOST_CHOICES = 100
"""More unplaced lines than this cannot be placed one by one on one page."""

LABELS: dict[Part, str | Promise] = {
    Part.HEADING: gettext_lazy("heading"),
    Part.LIST_HEADING: gettext_lazy("heading of a list"),
    Part.FACT: gettext_lazy("fact"),
    Part.STATEMENT: gettext_lazy("about the programme"),
    Part.DESCRIPTION: gettext_lazy("description of a domain"),
    Part.INTRODUCTION: gettext_lazy("introduction"),
    Part.FINDING: gettext_lazy("finding"),
    Part.NONE_IDENTIFIED: gettext_lazy("none identified"),
    Part.SOURCE: gettext_lazy("source"),
    Part.EXTRA: gettext_lazy("fact"),
    Part.PAGE_MARK: gettext_lazy("page"),
    Part.ASIDE: gettext_lazy("left out"),
    Part.UNPLACED: gettext_lazy("not placed"),
}


@dataclass(frozen=True)
class Row:
    """A line of the document. `name` is that of the field that places it, empty where it needs none."""

    number: int
    where: str
    text: str
    part: Part
    label: str
    problems: list[str]
    name: str = ""
    chosen: str = ""
    is_after_another: bool = False


@dataclass(frozen=True)
class Group:
    """A part of the choices where a line can go; `choices` are (value, label)."""

    label: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class UnderstoodFinding:
    """A finding with the line at which it begins; 0 where it has none. `sources` are lines."""

    text: str
    line: int
    sources: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class UnderstoodList:
    """A list with what was understood of it."""

    heading: str
    findings: list[UnderstoodFinding]
    is_none_identified: bool


@dataclass(frozen=True)
class UnderstoodSection:
    """A domain with its two lists."""

    text: DomainText
    lists: list[UnderstoodList]


class Screen:
    """Everything that the template shows of a plan."""

    def __init__(self, plan: Plan, placed: dict[int, str]) -> None:
        self.plan = plan
        self.placed = placed
        variant = plan.place.variant if plan.place else Variant.COUNTRY
        self.texts = domain_texts(variant, get_language() or Language.ENGLISH)
        self.language = plan.reading.language or ""
        self.direction = Language(self.language).direction if self.language in Language.values else "ltr"

    @cached_property
    def rows(self) -> list[Row]:
        """The lines that are not blank. Those that were placed by hand keep their field."""
        reading = self.plan.reading
        said: dict[int, list[str]] = defaultdict(list)
        for problem in self.plan.problems:
            said[problem.line].append(problem.text)
        open_lines = {line.number for line in reading.unplaced} | self.placed.keys()
        offered = set(sorted(open_lines)[:MOST_CHOICES]) | self.placed.keys()
        rows, last = [], 0
        for line in reading.lines[:MOST_LINES]:
            part = reading.parts.get(line.number)
            if part is None:
                continue
            has_field = line.number in offered and line.number in open_lines
            rows.append(
                Row(
                    number=line.number,
                    where=line.where,
                    text=line.text.strip(),
                    part=part,
                    label=str(LABELS[part]),
                    problems=said[line.number],
                    name=f"{PLACED}{line.number}" if has_field else "",
                    chosen=self.placed.get(line.number, ""),
                    is_after_another=has_field and last > 0,
                )
            )
            last = line.number if has_field else last
        return rows

    @property
    def hidden(self) -> int:
        """How many lines are not shown."""
        return max(0, len(self.plan.reading.lines) - MOST_LINES)

    @property
    def unplaced(self) -> int:
        return len(self.plan.reading.unplaced)

    @property
    def seen(self) -> str:
        return "-".join(map(str, self.plan.seen)) if self.plan.seen else "none"

    @cached_property
    def groups(self) -> list[Group]:
        """Where a line can go: elsewhere than in a list, and then each list of each domain."""
        return [
            Group(
                f"{text.domain.number} {text.title}",
                [(f"{text.domain.slug}/{kind.value}", str(kind.label)) for kind in Kind],
            )
            for text in self.texts
        ]

    @property
    def others(self) -> list[tuple[str, str]]:
        return [("", _("– not placed –")), (ASIDE, _("Leave it out")), (INTRODUCTION, _("Introduction"))]

    @property
    def with_last(self) -> tuple[str, str]:
        return WITH_LAST, _("Goes on with the line above that was placed by hand")

    @cached_property
    def sections(self) -> list[UnderstoodSection]:
        reading = self.plan.reading
        titles = {source["key"]: source["title"] for source in reading.sources}
        found: dict[tuple[str, str], list[UnderstoodFinding]] = defaultdict(list)
        for finding in reading.findings:
            sources = [", ".join(filter(None, (titles.get(key, ""), at))) for key, at in finding.sources]
            found[finding.domain, finding.kind].append(UnderstoodFinding(finding.text, finding.line, sources))
        return [
            UnderstoodSection(
                text,
                [
                    UnderstoodList(
                        str(kind.label),
                        found[text.domain.slug, kind.value],
                        f"{text.domain.slug}/{kind.value}" in reading.none_identified,
                    )
                    for kind in Kind
                ],
            )
            for text in self.texts
        ]

    @property
    def problems(self) -> list[Problem]:
        """What stops the import first, then the rest by line."""
        return sorted(self.plan.problems, key=lambda problem: (not problem.is_error, problem.line))

    @cached_property
    def difference(self) -> ShownDifference | None:
        """What would differ from the text that is there."""
        made = self.plan
        if made.profile is None or made.base is None or made.content is None or made.is_identical:
            return None
        content: RevisionContent = made.content
        return difference_of(made.profile, made.before, content)

    @property
    def outcome(self) -> str:
        """What taking it in would do, in a sentence."""
        made = self.plan
        if made.is_identical:
            return _("Nothing changes: the profile says just this already.")
        if made.profile is None and made.data is not None:
            return _("A new profile is begun: %(profile)s. Its first draft has this text.") % {
                "profile": f"{made.place}, {made.data['edition']} ({made.data['year']})"
            }
        if made.profile is None:
            return ""
        if made.base is not None and made.base.state == State.DRAFT:
            return _(
                "The open draft of %(profile)s gets this text. The text that it has now stays in the history."
            ) % {"profile": made.profile}
        return _("A new draft of %(profile)s is begun beside the text that is there.") % {
            "profile": made.profile
        }
