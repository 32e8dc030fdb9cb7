"""What the page of an uploaded document shows: its lines, what was understood of them, and what is asked."""

from collections import defaultdict
from typing import Any

from django.utils.translation import get_language, gettext as _, ngettext

from profiles.admin.imports import decisions
from profiles.admin.imports.targets import Targets
from profiles.admin.revision.compare import difference_of
from profiles.choices import Language, Variant
from profiles.content.schema import list_name, new_content
from profiles.content.sections import domain_texts, sections_with_sources
from profiles.imports.document import Asks, Part, Question, Reading
from profiles.imports.plan import Plan
from profiles.imports.text.text_normalization import normalization_key

MOST_LINKS = 12
"""So many lines are named at a sentence about several."""
MOST_LINES = 3000
"""More lines of a document are not shown; they are counted."""


def build_screen(plan: Plan, choices: dict[str, Any], earlier: dict[str, str]) -> dict[str, Any]:
    """Return all that the template shows of `plan`.

    choices: of the document. earlier: what the user has answered of the names in other documents.
    hidden: how many lines are not shown. questions: what is asked, answers: what was answered, each with
    its options. places: where lines can go. problems: what stops the import first, then the rest by line.
    """
    variant = plan.place.variant if plan.place else Variant.COUNTRY
    texts = domain_texts(variant, get_language() or Language.ENGLISH)
    reading, language = plan.reading, plan.reading.language or ""
    content = new_content(
        findings=reading.findings, sources=reading.sources, none_identified=reading.none_identified
    )
    sections = sections_with_sources(content, texts)
    targets = Targets(sections)
    is_other = plan.profile and plan.base and plan.content and not plan.is_identical
    return {
        "language": language,
        "direction": Language(language).direction if language in Language.values else "ltr",
        "rows": _line_rows(plan, choices, targets),
        "hidden": max(0, len(plan.reading.lines) - MOST_LINES),
        "seen": seen_mark(plan),
        "questions": _question_rows(plan, targets),
        "answers": _answer_rows(plan, choices, earlier, targets),
        "places": targets.places(),
        "is_repaired": bool(choices.get("repair")),
        "last_step": _last_step(choices),
        "left_out": _where(sorted(n for n, part in reading.parts.items() if part == Part.ASIDE)),
        "sections": sections,
        "unplaced": _where([line.number for line in reading.unplaced]),
        "problems": _problem_rows(plan),
        "difference": difference_of(plan.profile, plan.before, plan.content) if is_other else None,
    }


def _last_step(choices: dict[str, Any]) -> str:
    """Return what “Undo” would take back, as a sentence; empty where nothing was decided."""
    changed = decisions.last_step(choices)
    if "splits" in changed and "placed" not in changed:
        return _("Last step: a finding was split.")
    if lines := {*changed.get("placed", []), *changed.get("headings", [])}:
        text = ngettext(
            "Last step: %(count)s line was placed.", "Last step: %(count)s lines were placed.", len(lines)
        )
        return text % {"count": len(lines)}
    names = len(changed.get("names", []))
    text = ngettext(
        "Last step: %(count)s heading was explained.", "Last step: %(count)s headings were explained.", names
    )
    return text % {"count": names} if names else ""


def seen_mark(plan: Plan) -> str:
    """Return which text the document was compared with, as the form sends it along."""
    return "-".join(map(str, plan.seen)) if plan.seen else "none"


def _where(lines: list[int]) -> dict[str, Any]:
    """Return the first of these numbers, how many are not shown, and how many there are."""
    return {"lines": lines[:MOST_LINKS], "hidden": len(lines[MOST_LINKS:]), "count": len(lines)}


def _problem_rows(plan: Plan) -> list[dict[str, Any]]:
    """Return what is wrong or doubtful, each sentence once with its lines; what stops the import is first."""
    lines: dict[tuple[bool, str], list[int]] = {}
    for problem in sorted(plan.problems, key=lambda problem: (not problem.is_error, problem.line)):
        rows = lines.setdefault((problem.is_error, problem.text), [])
        rows += [problem.line] if problem.line else []
    return [
        {"is_error": is_error, "text": text, **_where(numbers)} for (is_error, text), numbers in lines.items()
    ]


def _question_rows(plan: Plan, targets: Targets) -> list[dict[str, Any]]:
    """Return what is asked, each name once, with the line at which it stands first and how many begin so."""
    rows: dict[str, dict[str, Any]] = {}
    for question in plan.reading.questions:
        field = decisions.name_of(question)
        row = rows.setdefault(
            field,
            {
                "question": question,
                "field": field,
                "groups": targets.of(question.asks),
                "sample": _sample(plan.reading, question),
                "proposal": targets.label(question.proposal) if question.proposal else "",
                "count": 0,
            },
        )
        row["count"] += 1
    return list(rows.values())


def _sample(reading: Reading, question: Question) -> str:
    """Return the first text under what is asked about: of a header, that in its column."""
    if question.asks == Asks.COLUMN:
        return question.sample
    open_lines = {each.line for each in reading.questions}
    below = (line for line in reading.lines if line.number > question.line)
    texts = (line.text.strip() for line in below if line.number not in open_lines)
    return next(filter(None, texts), "")


def _answer_rows(
    plan: Plan, choices: dict[str, Any], earlier: dict[str, str], targets: Targets
) -> list[dict[str, Any]]:
    """Return the names in this document that were answered, here or of an earlier one; they can change."""
    names = {**earlier, **choices.get("names", {})}
    rows: dict[str, dict[str, Any]] = {}
    for line in plan.reading.lines:
        name = normalization_key(line.text) if len(line.text) <= decisions.LONGEST else ""
        if names.get(name) and name not in rows:
            rows[name] = {
                "text": line.text.strip(),
                "line": line.number,
                "field": f"{decisions.NAME}{name}",
                "target": names[name],
                "groups": targets.of(None),
                "is_earlier": name not in choices.get("names", {}),
            }
    return list(rows.values())


def _line_rows(plan: Plan, choices: dict[str, Any], targets: Targets) -> list[dict[str, Any]]:
    """Return the lines that are not blank.

    list: that which a finding is in, at its first line. place: where the user has put a line. split: the text
    of a finding that can be parted.
    """
    reading = plan.reading
    problems: dict[int, list[str]] = defaultdict(list)
    for problem in plan.problems:
        problems[problem.line].append(problem.text)
    findings = {finding["line"]: finding for finding in reversed(reading.findings)}
    placed = choices.get("placed", {})
    return [
        {
            "number": line.number,
            "where": line.where,
            "text": line.text.strip(),
            "part": part,
            "reason": line.reason,
            "problems": problems[line.number],
            "place": targets.place_label(placed.get(str(line.number), "")),
            "list": targets.label(list_name(finding)) if finding else "",
            "split": finding["text"] if finding else "",
        }
        for line in reading.lines[:MOST_LINES]
        if (part := reading.parts.get(line.number)) is not None
        for finding in [findings.get(line.number) if part == Part.FINDING else None]
    ]
