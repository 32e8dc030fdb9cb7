"""What the editing screen shows: rows, lists, actions, who else is here, and what is to be fixed."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from profiles.admin.editor.forms import (
    DELETE,
    EditorInput,
    FindingRow,
    SourceRow,
    new_key,
    understood_sources,
)
from profiles.admin.editor.merge import Conflict, conflict_choices
from profiles.admin.editor.text_editor import other_editors
from profiles.admin.profile import history
from profiles.admin.revision import transitions
from profiles.choices import Kind
from profiles.content.completeness import DraftProblem, problems
from profiles.content.schema import SCHEMA, RevisionContent, list_names
from profiles.content.sections import Section, domain_texts, group
from profiles.models import Comment, DomainText, Revision

EMPTY_SOURCES = 2
"""Rows for new sources without JavaScript; for findings there is one in each list."""


def build_screen(
    request: HttpRequest,
    revision: Revision,
    typed: EditorInput,
    stored: RevisionContent,
    errors: Iterable[DraftProblem] = (),
) -> dict[str, Any]:
    """Return all that the template shows, with `typed` in it; `stored` is what the draft says now.

    problems: the rendered list of what is to be fixed. base: the marks of the stored text, as JSON.
    """
    errors = [*errors]
    texts = revision_texts(revision)
    unresolved = Comment.objects.of(revision).unresolved()
    comments = Counter(unresolved.values_list("finding_key", flat=True))
    options = _options(texts)
    for row in typed.sources:
        row.errors = _errors_of(errors, row.key)
    new_finding = FindingRow("__key__", "__list__", options=options["__list__"])
    _label_inputs([*typed.findings, new_finding])
    numbers = range(len(typed.sources) + 1, len(typed.sources) + 1 + EMPTY_SOURCES)
    spare_sources = [SourceRow(new_key(), number, is_spare=True) for number in numbers]
    return {
        "typed": typed,
        "version": revision.lock_version,
        "base": json.dumps(conflict_choices(stored, revision.change_note)),
        "sources": typed.sources + spare_sources,
        "sections": _sections(typed, texts, options, errors, {str(key): n for key, n in comments.items()}),
        "new_finding": new_finding,
        "new_source": SourceRow("__key__", 0),
        "buttons": transitions.buttons(request.user, revision),
        "others": other_editors(revision, request.user),
        "sent_back": history.sent_back(revision) if revision.submitted_at else None,
        "unresolved": sum(comments.values()),
        "problems": problems_html(request, revision, stored, errors, texts),
        "is_refused": bool(errors),
    }


def revision_texts(revision: Revision) -> list[DomainText]:
    """Return the six domains as the screen names them; one query."""
    return domain_texts(revision.profile.place.variant, get_language() or "en")


def problems_html(
    request: HttpRequest,
    revision: Revision,
    content: RevisionContent | None,
    errors: Iterable[DraftProblem] = (),
    texts: list[DomainText] | None = None,
) -> SafeString:
    """Return the list beside the text: what keeps it from being stored, or else from being submitted."""
    errors = [*errors]
    rows = errors
    if content is not None and not errors:
        titles = {text.domain.slug: text.title for text in texts or revision_texts(revision)}
        rows = problems(content, revision.profile.month, titles)
    context = transitions.problem_links(revision, rows) | {"is_refused": bool(errors)}
    return render_to_string("admin/editor/problems.html", context, request)


def _sections(
    typed: EditorInput,
    texts: list[DomainText],
    options: Mapping[str, SafeString],
    errors: list[DraftProblem],
    comments: Mapping[str, int],
) -> list[Section[FindingRow]]:
    """Return the rows by list; one that is deleted, or without a list, stands in the first."""
    lists = list_names(text.domain.slug for text in texts)
    first = lists[0]
    understood = understood_sources(typed)
    for row in typed.findings:
        row.understood = understood[row.key]
        row.options = options[row.listed if row.listed in options else first]
        row.errors, row.comments = _errors_of(errors, row.key), comments.get(row.key, 0)
    rows = [*typed.findings]
    rows += [FindingRow(new_key(), name, options=options[name], is_spare=True) for name in lists]
    return group(rows, texts, lambda row: row.listed if row.listed in lists else first, typed.none_identified)


def _label_inputs(rows: Iterable[FindingRow]) -> None:
    """Give the rows the labels of their inputs, which are translated once for all of them."""
    labels = [_("%(field)s (optional)") % {"field": detail.label} for detail in SCHEMA.details]
    for row in rows:
        row.labelled_inputs = [
            (detail, label, value) for (detail, value), label in zip(row.inputs, labels, strict=True)
        ]


def _errors_of(errors: Iterable[DraftProblem], key: str) -> list[DraftProblem]:
    return [error for error in errors if error.field.endswith(key)]


def _options(texts: list[DomainText]) -> dict[str, SafeString]:
    """Return the options of the choice of a list, once for each choice: 60 findings times 13 are many."""
    kinds = {Kind.WELL_DEVELOPED: _("well developed"), Kind.POTENTIAL: _("potential")}
    rows = [
        (f"{text.domain.slug}/{kind.value}", _in_domain(f"{text.domain.number} {text.title}", name))
        for text in texts
        for kind, name in kinds.items()
    ]
    rows.append((DELETE, _("Nowhere: delete this finding")))
    selected = SafeString(" selected")
    return {
        name: format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((value, selected if value == name else "", label) for value, label in rows),
        )
        for name in [*(value for value, _label in rows), "__list__"]
    }


def conflict_rows(
    conflicts: list[Conflict], texts: list[DomainText], typed: RevisionContent, stored: RevisionContent
) -> list[dict[str, Any]]:
    """Return each conflict with the list that it stands in, and where each side has it; the order stays."""
    domains = {text.domain.slug: f"{text.domain.number} {text.title}" for text in texts}
    titles = {row["key"]: row["title"] for side in (stored, typed) for row in side["sources"]}
    return [
        {
            "conflict": conflict,
            "list": _list_name(conflict.typed or conflict.stored, domains)
            if conflict.what == "finding"
            else "",
            "typed": _side_text(conflict.typed, conflict, domains, titles),
            "stored": _side_text(conflict.stored, conflict, domains, titles),
        }
        for conflict in conflicts
    ]


def _list_name(finding: Any, domains: Mapping[str, str]) -> str:
    return _in_domain(domains.get(finding["domain"], finding["domain"]), Kind(finding["kind"]).label)


def _in_domain(domain: str, kind: str) -> str:
    """Return the name of a list of findings; the space before a colon is that of the language."""
    return _("%(domain)s: %(kind)s") % {"domain": domain, "kind": kind}


def _side_text(side: Any, conflict: Conflict, domains: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Return what one side says of an element beside its words: list, details and sources of a finding."""
    if side is None or conflict.what != "finding":
        return ""
    cited = [f"{titles.get(c['source'], '')} {c['locator']}".strip() for c in side["sources"]]
    parts = [_list_name(side, domains), *SCHEMA.details_of(side).values(), *cited]
    return " · ".join(part for part in parts if part)
