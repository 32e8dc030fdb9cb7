"""What the page of an uploaded document shows: its lines beside what was understood of them."""

from collections import defaultdict
from operator import itemgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, gettext_lazy

from profiles.admin.imports.forms import PLACED
from profiles.admin.revision.diff import difference_of
from profiles.choices import Kind, Language, State, Variant
from profiles.content.sections import Section, domain_texts, group
from profiles.imports.document import Part
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


def build_screen(plan: Plan, placed: dict[int, str]) -> dict[str, Any]:
    """Return all that the template shows of `plan`; `placed` has where each line goes by hand, by its number.

    hidden: how many lines are not shown. groups: the lists where a line can go, as grouped choices of a form.
    others, with_last: where else it can. problems: what stops the import first, then the rest by line.
    """
    variant = plan.place.variant if plan.place else Variant.COUNTRY
    texts = domain_texts(variant, get_language() or Language.ENGLISH)
    language = plan.reading.language or ""
    return {
        "language": language,
        "direction": Language(language).direction if language in Language.values else "ltr",
        "rows": _line_rows(plan, placed),
        "hidden": max(0, len(plan.reading.lines) - MOST_LINES),
        "seen": seen_mark(plan),
        "groups": [
            (
                f"{text.domain.number} {text.title}",
                [(f"{text.domain.slug}/{kind.value}", str(kind.label)) for kind in Kind],
            )
            for text in texts
        ],
        "others": [("", _("– not placed –")), (ASIDE, _("Leave it out")), (INTRODUCTION, _("Introduction"))],
        "with_last": (WITH_LAST, _("Goes on with the line above that was placed by hand")),
        "sections": _sections(plan, texts),
        "problems": sorted(plan.problems, key=lambda problem: (not problem.is_error, problem.line)),
        "difference": _difference(plan),
        "outcome": _outcome(plan),
    }


def seen_mark(plan: Plan) -> str:
    """Return which text the document was compared with, as the form sends it along."""
    return "-".join(map(str, plan.seen)) if plan.seen else "none"


def _line_rows(plan: Plan, placed: dict[int, str]) -> list[dict[str, Any]]:
    """Return the lines that are not blank. `name` is of the field that places it, empty where it needs none.

    Those that were placed by hand keep their field.
    """
    reading = plan.reading
    problems: dict[int, list[str]] = defaultdict(list)
    for problem in plan.problems:
        problems[problem.line].append(problem.text)
    open_lines = {line.number for line in reading.unplaced} | placed.keys()
    with_field = set(sorted(open_lines)[:MOST_CHOICES]) | placed.keys()
    rows, is_after_another = [], False
    for line in reading.lines[:MOST_LINES]:
        part = reading.parts.get(line.number)
        if part is None:
            continue
        has_field = line.number in with_field
        rows.append(
            {
                "number": line.number,
                "where": line.where,
                "text": line.text.strip(),
                "part": part.value,
                "label": LABELS[part],
                "problems": problems[line.number],
                "name": f"{PLACED}{line.number}" if has_field else "",
                "choice": placed.get(line.number, ""),
                "is_after_another": has_field and is_after_another,
            }
        )
        is_after_another = is_after_another or has_field
    return rows


def _sections(plan: Plan, texts: list[DomainText]) -> list[Section[dict[str, Any]]]:
    """Return the findings by section: `text`, the `line` at which it begins, and its sources as `lines`."""
    reading = plan.reading
    titles = {source["key"]: source["title"] for source in reading.sources}
    findings = [
        {
            "list": (finding.domain, finding.kind),
            "text": finding.text,
            "line": finding.line,
            "lines": [", ".join(filter(None, (titles.get(key, ""), at))) for key, at in finding.sources],
        }
        for finding in reading.findings
    ]
    return group(findings, texts, itemgetter("list"), reading.none_identified)


def _difference(plan: Plan) -> dict[str, Any] | None:
    """Return what would differ from the text that is there."""
    if plan.profile is None or plan.base is None or plan.content is None or plan.is_identical:
        return None
    return difference_of(plan.profile, plan.before, plan.content)


def _outcome(plan: Plan) -> str:
    """Say what importing it would do, in a sentence."""
    if plan.is_identical:
        return _("Nothing changes: the profile says just this already.")
    if plan.profile is None and plan.data is not None:
        return _("A new profile is begun: %(profile)s. Its first draft has this text.") % {
            "profile": f"{plan.place}, {plan.data['edition']} ({plan.data['year']})"
        }
    if plan.profile is None:
        return ""
    if plan.base is not None and plan.base.state == State.DRAFT:
        text = _(
            "The open draft of %(profile)s gets this text. The text that it has now stays in the history."
        )
    else:
        text = _("A new draft of %(profile)s is begun beside the text that is there.")
    return text % {"profile": plan.profile}
