"""What the page of an uploaded document shows: its lines beside what was understood of them."""

from collections import defaultdict
from typing import Any

from django.utils.translation import get_language, gettext as _

from profiles.admin.imports.forms import PLACED
from profiles.admin.revision.compare import difference_of
from profiles.choices import Language, Variant
from profiles.content.schema import new_content
from profiles.content.sections import domain_texts, sections_with_sources
from profiles.imports.manual_assignment import ASIDE, INTRODUCTION, WITH_LAST
from profiles.imports.plan import Plan

MOST_LINES = 3000
"""More lines of a document are not shown; they are counted."""

MOST_CHOICES = 100
"""More unplaced lines than this cannot be placed one by one on one page."""


def build_screen(plan: Plan, placed: dict[int, str]) -> dict[str, Any]:
    """Return all that the template shows of `plan`; `placed` has where each line goes by hand, by its number.

    hidden: how many lines are not shown. sections: the lists, where a line can go; others, with_last: where
    else it can. problems: what stops the import first, then the rest by line.
    """
    variant = plan.place.variant if plan.place else Variant.COUNTRY
    texts = domain_texts(variant, get_language() or Language.ENGLISH)
    reading, language = plan.reading, plan.reading.language or ""
    content = new_content(
        findings=reading.findings, sources=reading.sources, none_identified=reading.none_identified
    )
    is_other = plan.profile and plan.base and plan.content and not plan.is_identical
    return {
        "language": language,
        "direction": Language(language).direction if language in Language.values else "ltr",
        "rows": _line_rows(plan, placed),
        "hidden": max(0, len(plan.reading.lines) - MOST_LINES),
        "seen": seen_mark(plan),
        "others": [("", _("– not placed –")), (ASIDE, _("Leave it out")), (INTRODUCTION, _("Introduction"))],
        "with_last": (WITH_LAST, _("Continues the line above, which was placed by hand")),
        "sections": sections_with_sources(content, texts),
        "problems": sorted(plan.problems, key=lambda problem: (not problem.is_error, problem.line)),
        "difference": difference_of(plan.profile, plan.before, plan.content) if is_other else None,
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
                "part": part,
                "problems": problems[line.number],
                "name": f"{PLACED}{line.number}" if has_field else "",
                "choice": placed.get(line.number, ""),
                "is_after_another": has_field and is_after_another,
            }
        )
        is_after_another = is_after_another or has_field
    return rows
