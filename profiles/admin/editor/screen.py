"""What the editing screen shows: rows, lists, verbs, who else is here, what is still to be mended."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from profiles.admin.actions import Button
from profiles.admin.editor.forms import DELETE, EditorInput, FindingRow, SourceRow, list_names, new_key
from profiles.admin.editor.merge import Conflict, conflict_choices
from profiles.admin.profile import history
from profiles.admin.revision import transitions
from profiles.choices import Kind
from profiles.content.completeness import Problem, Severity, problems
from profiles.content.schema import SCHEMA, RevisionContent
from profiles.content.sections import domain_texts
from profiles.models import DomainText, LogEntry, Presence, Revision, User

SEEN = timedelta(seconds=60)
"""Who was heard of within this time is here."""

EMPTY_SOURCES = 2
"""Rows for new sources without JavaScript; for findings there is one in each list."""


@dataclass
class ShownFinding:
    """A finding with its choice of lists, what is wrong with it, and how many comments are open on it."""

    row: FindingRow
    options: SafeString
    errors: list[Problem] = field(default_factory=list)
    comments: int = 0
    is_spare: bool = False
    """An empty row that adds a finding without JavaScript."""

    @property
    def anchor(self) -> str:
        """Its id on the page of the comments, and on the public one."""
        return f"f-{self.row.key.replace('-', '')[:8]}"


@dataclass
class ShownSource:
    row: SourceRow
    errors: list[Problem] = field(default_factory=list)
    is_spare: bool = False


@dataclass
class ShownList:
    """One list of a domain; `name` is domain/kind."""

    name: str
    kind: Kind
    findings: list[ShownFinding]
    is_none: bool

    @property
    def anchor(self) -> str:
        """Its id: completeness points to it."""
        return f"list-{self.name.replace('/', '-')}"

    @property
    def heading(self) -> str:
        return str(self.kind.label)


@dataclass
class ShownSection:
    text: DomainText
    lists: list[ShownList]


@dataclass
class Titles:
    """The six domains in order, and the names of their twelve lists."""

    texts: list[DomainText]

    @property
    def lists(self) -> list[str]:
        return list_names(text.domain.slug for text in self.texts)

    @property
    def by_slug(self) -> dict[str, str]:
        return {text.domain.slug: text.title for text in self.texts}


@dataclass
class Screen:
    """All that the template shows; `problems` is the rendered list of what is to be mended."""

    typed: EditorInput
    version: int
    base: str
    sources: list[ShownSource]
    sections: list[ShownSection]
    new_finding: ShownFinding
    new_source: ShownSource
    buttons: list[Button]
    others: list[Presence]
    sent_back: LogEntry | None
    unresolved: int
    problems: SafeString
    is_refused: bool


def build_screen(
    request: HttpRequest,
    revision: Revision,
    typed: EditorInput,
    stored: RevisionContent,
    mistakes: Iterable[Problem] = (),
) -> Screen:
    """Return the screen with `typed` in it; `stored` is what the draft says now."""
    titles = build_titles(revision)
    found = [*mistakes]
    comments = Counter(revision.comments.unresolved().values_list("finding_key", flat=True))
    options = _options(titles)
    shown = _findings(typed, titles, options, found, {str(key): n for key, n in comments.items()})
    sources = [ShownSource(row, _of(found, row.key)) for row in typed.sources]
    numbers = range(len(sources) + 1, len(sources) + 1 + EMPTY_SOURCES)
    spare = [ShownSource(SourceRow(new_key(), number), is_spare=True) for number in numbers]
    return Screen(
        typed=typed,
        version=revision.lock_version,
        base=json.dumps(conflict_choices(stored, revision.change_note)),
        sources=sources + spare,
        sections=_sections(typed, shown, titles),
        new_finding=ShownFinding(FindingRow("__key__", "__list__"), options["__list__"]),
        new_source=ShownSource(SourceRow("__key__", 0)),
        buttons=transitions.buttons(request.user, revision),
        others=other_editors(revision, request.user),
        sent_back=history.sent_back(revision) if revision.submitted_at else None,
        unresolved=sum(comments.values()),
        problems=problems_html(request, revision, stored, found, titles),
        is_refused=bool(found),
    )


def build_titles(revision: Revision) -> Titles:
    """Return the domains as the screen names them; one query."""
    return Titles(domain_texts(revision.profile.place.variant, get_language() or "en"))


def other_editors(revision: Revision, user: User) -> list[Presence]:
    """Return who else has the screen open now; one query."""
    here = Presence.objects.filter(revision=revision, seen_at__gte=timezone.now() - SEEN).exclude(user=user)
    return list(here.select_related("user").order_by("since"))


def problems_html(
    request: HttpRequest,
    revision: Revision,
    content: RevisionContent | None,
    mistakes: Iterable[Problem] = (),
    titles: Titles | None = None,
) -> SafeString:
    """Return the list beside the text: what keeps it from being stored, or else from being submitted."""
    found = [*mistakes]
    if content is not None and not found:
        found = problems(content, revision.profile.month, (titles or build_titles(revision)).by_slug)
    facts = reverse("admin:profiles_profile_change", args=[revision.profile_id])
    rows = [(row, f"{facts}#id_month" if row.field == "month" else f"#{row.field}") for row in found]
    context = {
        "is_refused": bool([*mistakes]),
        "errors": [row for row in rows if row[0].severity == Severity.ERROR],
        "warnings": [row for row in rows if row[0].severity == Severity.WARNING],
    }
    return render_to_string("admin/editor/problems.html", context, request)


def _findings(
    typed: EditorInput,
    titles: Titles,
    options: Mapping[str, SafeString],
    found: list[Problem],
    comments: Mapping[str, int],
) -> dict[str, list[ShownFinding]]:
    """Return the rows by list; one that is deleted, or without a list, stands in the first."""
    shown: dict[str, list[ShownFinding]] = {name: [] for name in titles.lists}
    for row in typed.findings:
        place = row.listed if row.listed in shown else titles.lists[0]
        choice = options.get(row.listed) or options[DELETE if row.listed == DELETE else place]
        shown[place].append(ShownFinding(row, choice, _of(found, row.key), comments.get(row.key, 0)))
    for name, rows in shown.items():
        rows.append(ShownFinding(FindingRow(new_key(), name), options[name], is_spare=True))
    return shown


def _sections(typed: EditorInput, shown: dict[str, list[ShownFinding]], titles: Titles) -> list[ShownSection]:
    said = set(typed.none_identified)
    return [
        ShownSection(
            text,
            [
                ShownList(name, kind, shown[name], name in said)
                for kind in Kind
                for name in [f"{text.domain.slug}/{kind.value}"]
            ],
        )
        for text in titles.texts
    ]


def _of(found: Iterable[Problem], key: str) -> list[Problem]:
    return [problem for problem in found if problem.field.endswith(key)]


def _options(titles: Titles) -> dict[str, SafeString]:
    """Return the options of the choice of a list, once for each choice: 60 findings times 13 are many."""
    kinds = {Kind.WELL_DEVELOPED: _("well developed"), Kind.POTENTIAL: _("potential")}
    rows = [
        (f"{text.domain.slug}/{kind.value}", f"{text.domain.number} {text.title}: {name}")
        for text in titles.texts
        for kind, name in kinds.items()
    ]
    rows.append((DELETE, _("Nowhere: delete this finding")))
    chosen = SafeString(" selected")
    return {
        name: format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((value, chosen if value == name else "", label) for value, label in rows),
        )
        for name in [*(value for value, _label in rows), "__list__"]
    }


# Two texts side by side


@dataclass(frozen=True)
class ConflictView:
    """A clash with what the page calls it, and where each side has it."""

    clash: Conflict
    heading: str
    mine: str
    theirs: str


def conflict_views(
    found: list[Conflict], texts: list[DomainText], mine: RevisionContent, theirs: RevisionContent
) -> list[ConflictView]:
    """Return `found` in words; the order stays."""
    named = {text.domain.slug: f"{text.domain.number} {text.title}" for text in texts}
    titles = {row["key"]: row["title"] for side in (theirs, mine) for row in side["sources"]}
    return [
        ConflictView(
            clash,
            heading=_heading(clash, named),
            mine=_side_text(clash.mine, clash, named, titles),
            theirs=_side_text(clash.theirs, clash, named, titles),
        )
        for clash in found
    ]


def _heading(clash: Conflict, named: Mapping[str, str]) -> str:
    if clash.what == "finding":
        return _place((clash.mine or clash.theirs), named)
    names = {"introduction": _("Introduction"), "note": _("What changed"), "source": _("Source")}
    return names[clash.what]


def _place(finding: Any, named: Mapping[str, str]) -> str:
    return f"{named.get(finding['domain'], finding['domain'])}: {Kind(finding['kind']).label}"


def _side_text(side: Any, clash: Conflict, named: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Return what one side says of an element beside its words: list, details and sources of a finding."""
    if side is None or clash.what != "finding":
        return ""
    cited = [f"{titles.get(c['source'], '')} {c['locator']}".strip() for c in side["sources"]]
    parts = [_place(side, named), *SCHEMA.details_of(side).values(), *cited]
    return " · ".join(part for part in parts if part)
