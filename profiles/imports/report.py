"""A plan in plain lines, for a terminal: what was understood, what was not, what would differ."""

from collections.abc import Iterator

from django.utils.translation import gettext as _, ngettext

from profiles.choices import Kind, Language, Variant
from profiles.content.diff import Change, Difference
from profiles.content.sections import domain_texts, group
from profiles.imports.document import Problem
from profiles.imports.plan import Plan

SIGNS = {Change.ADDED: "+", Change.DROPPED: "-", Change.REWORDED: "~", Change.MOVED: ">", Change.KEPT: "="}


def build_report(plan: Plan) -> Iterator[str]:
    """Yield lines: the facts, the lists, the problems, the unplaced lines, the difference."""
    yield from _facts(plan)
    yield ""
    yield from (_format_problem(problem) for problem in plan.problems)
    for question in plan.reading.questions:
        text = _("line %(number)s: it is not known what “%(text)s” begins. What stands under it is left out.")
        yield "? " + text % {"number": question.line, "text": " ".join(question.text.split())}
    if unplaced := plan.reading.unplaced:
        text = ngettext(
            "Not placed, and so not in the draft: %(count)s line",
            "Not placed, and so not in the draft: %(count)s lines",
            len(unplaced),
        )
        yield text % {"count": len(unplaced)}
        for line in plan.reading.unplaced:
            where = f" ({line.where})" if line.where else ""
            yield f"  {line.number:>4}{where}  {line.text.strip()}"
    if plan.translation_language:
        yield plan.translation_note
    if plan.is_identical:
        yield _("Nothing changes: the profile already says exactly this.")
    elif plan.difference is not None and plan.base is not None:
        yield from _differences(plan.difference)


def _facts(plan: Plan) -> Iterator[str]:
    reading, data = plan.reading, plan.data
    yield _("Place: %(place)s") % {"place": plan.place.name if plan.place else "?"}
    edition = plan.profile.edition if plan.profile else data["edition"] if data else reading.edition
    yield _("Edition: %(edition)s") % {"edition": edition or "?"}
    month = f"{reading.year or '?'}" + (f"-{reading.month:02}" if reading.month else "")
    language = reading.language or "?"
    yield _("Month described: %(month)s; language: %(language)s") % {"month": month, "language": language}
    yield _("Introduction: %(count)s characters") % {"count": len(reading.introduction)}
    for kind in Kind:
        count = sum(finding["kind"] == kind for finding in reading.findings)
        yield f"{kind.label}: {count}"
    yield _("Sources: %(count)s") % {"count": len(reading.sources)}


def _format_problem(problem: Problem) -> str:
    sign = "!" if problem.is_error else "*"
    where = _("line %(number)s: ") % {"number": problem.line} if problem.line else ""
    return f"{sign} {where}{problem.text}"


def _differences(difference: Difference) -> Iterator[str]:
    if difference.is_introduction_changed:
        yield _("The introduction differs.")
    changes = (change for change in difference.findings if change.is_changed)
    texts = domain_texts(Variant.COUNTRY, Language.ENGLISH)
    for section in group(changes, texts):
        for part in section.lists:
            if part.findings:
                yield f"{section.anchor}, {part.heading}"
            for change in part.findings:
                yield f"  {SIGNS[change.change]} {change.finding['text']}"
    yield from (f"  + {line}" for line in difference.sources_added)
    yield from (f"  - {line}" for line in difference.sources_dropped)
