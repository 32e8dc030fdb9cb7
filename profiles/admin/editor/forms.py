"""What the editing screen sends and shows: its fields <-> a content. The same with and without JavaScript.

The order of the `text-…` fields is the order of the findings, that of the `title-…` fields the order of the
sources; the rest of a name is the key of its row. No HTTP answers and no HTML here.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext as _

from profiles.content.completeness import DraftProblem, Severity
from profiles.content.schema import (
    MAX_LENGTHS,
    SCHEMA,
    CitedData,
    Field,
    FindingData,
    RevisionContent,
    list_name,
    new_finding,
    new_source,
)
from profiles.imports.text.source_lines import format_source_line, source_lines
from profiles.models import Revision

DELETE = "delete"
"""What the choice of a list says instead of a list."""

LONGEST_NOTE = Revision._meta.get_field("change_note").max_length


@dataclass
class SourceRow:
    """A source as the screen has it: all text, as typed. Findings name it by `number`, from 1."""

    key: str
    number: int
    title: str = ""
    body: str = ""
    year: str = ""
    url: str = ""
    is_deleted: bool = False
    errors: list[DraftProblem] = field(default_factory=list)
    is_spare: bool = False
    """An empty row that adds one without JavaScript."""

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.body or self.year or self.url)


@dataclass
class FindingRow:
    """A finding as the screen has it: all text, as typed."""

    key: str
    listed: str
    """Its list, as domain/kind, or DELETE."""
    text: str = ""
    details: dict[str, str] = field(default_factory=dict)
    """The text of each of SCHEMA.details, by its name."""
    cited: str = ""
    """Its sources, as source_lines.py has them: number, and where in it."""
    understood: str = ""
    """How these were understood, with the titles."""
    position: str | None = None
    """The place in its list that was asked for without JavaScript; with it the order of the rows says all."""
    options: str = ""
    """Those of its choice of lists."""
    labelled_inputs: list[tuple[Field, str, str]] = field(default_factory=list)
    """The fields beside its text, each with its label and with what is in it."""
    errors: list[DraftProblem] = field(default_factory=list)
    comments: int = 0
    """How many are open on it."""
    is_spare: bool = False

    @property
    def anchor(self) -> str:
        """Its id on the page of the comments, and on the public one."""
        return f"f-{self.key.replace('-', '')[:8]}"

    @property
    def is_empty(self) -> bool:
        return not (self.text or any(self.details.values()) or self.cited)

    @property
    def inputs(self) -> list[tuple[Field, str]]:
        """The fields beside its text, each with what is in it."""
        return [(detail, self.details.get(detail.name, "")) for detail in SCHEMA.details]


@dataclass
class EditorInput:
    """All that the form of the editing screen says."""

    introduction: str = ""
    change_note: str = ""
    none_identified: list[str] = field(default_factory=list)
    sources: list[SourceRow] = field(default_factory=list)
    findings: list[FindingRow] = field(default_factory=list)


def initial_input(content: RevisionContent, change_note: str) -> EditorInput:
    """Return what the screen shows of a stored content."""
    sources = [
        SourceRow(s["key"], number, s["title"], s["body"], str(s["year"] or ""), s["url"])
        for number, s in enumerate(content["sources"], start=1)
    ]
    numbers = {source.key: source.number for source in sources}
    findings = [
        FindingRow(
            finding["key"],
            list_name(finding),
            finding["text"],
            SCHEMA.details_of(finding),
            "\n".join(
                format_source_line(numbers[cited["source"]], cited["locator"]) for cited in finding["sources"]
            ),
        )
        for finding in content["findings"]
    ]
    return EditorInput(content["introduction"], change_note, [*content["none_identified"]], sources, findings)


def parse_post(data: QueryDict, stored: RevisionContent) -> EditorInput:
    """Return what was sent. Rows that are new and empty are left out.

    Without JavaScript a finding that was given another list goes to the end of it, or to the position asked
    for; `stored` says which list it came from.
    """
    stored_keys = {row["key"] for rows in (stored["sources"], stored["findings"]) for row in rows}
    typed = EditorInput(
        introduction=typed_text(data, "introduction"),
        change_note=typed_text(data, "change_note"),
        none_identified=data.getlist("none"),
    )
    for number, key in enumerate(_keys(data, "title-"), start=1):
        parts = {part: typed_text(data, f"{part}-{key}") for part in ("title", "body", "year", "url")}
        row = SourceRow(key, number, **parts, is_deleted=f"{DELETE}-{key}" in data)
        typed.sources.append(row)
    while typed.sources and typed.sources[-1].is_empty and typed.sources[-1].key not in stored_keys:
        typed.sources.pop()  # only at the end: those before it keep their numbers
    for key in _keys(data, "text-"):
        finding = FindingRow(
            key,
            listed=data.get(f"list-{key}", ""),
            text=typed_text(data, f"text-{key}"),
            details={detail.name: typed_text(data, f"{detail.name}-{key}") for detail in SCHEMA.details},
            cited=typed_text(data, f"cited-{key}"),
            position=data.get(f"position-{key}"),
        )
        if key in stored_keys or (not finding.is_empty and finding.listed != DELETE):
            typed.findings.append(finding)
    typed.findings = _by_position(typed.findings, stored)
    return typed


def _keys(data: QueryDict, prefix: str) -> list[str]:
    return [name.removeprefix(prefix) for name in data if name.startswith(prefix)]


def typed_text(data: QueryDict, name: str) -> str:
    """Return a text with line breaks as they are stored, whatever the browser sends."""
    return trimmed(data.get(name, ""))


def trimmed(text: str) -> str:
    """Return a text as a form stores it: one kind of line break, and no spaces at its ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _by_position(findings: list[FindingRow], stored: RevisionContent) -> list[FindingRow]:
    """Put findings where their positions ask for; what has none stays in its order."""
    stored_lists = {row["key"]: list_name(row) for row in stored["findings"]}
    positions: dict[str, int] = {}
    staying, moved = [], []
    for row in findings:
        if row.position is not None and row.position.isdecimal() and len(row.position) < 5:
            positions[row.key] = int(row.position)
        elif row.position is not None and row.listed != stored_lists.get(row.key, row.listed):
            moved.append(row)
        else:
            staying.append(row)
    rows = staying + moved
    positioned = [row for row in findings if row.key in positions]
    for row in sorted(positioned, key=lambda row: positions[row.key]):
        indexes = [i for i, other in enumerate(rows) if other.listed == row.listed]
        passed = indexes[: max(positions[row.key] - 1, 0)]
        rows.insert(passed[-1] + 1 if passed else indexes[0] if indexes else len(rows), row)
    return rows


def fields_of(typed: EditorInput) -> list[tuple[str, str]]:
    """Return `typed` as the fields that the form sends, in order."""
    fields = [("introduction", typed.introduction), ("change_note", typed.change_note)]
    for s in typed.sources:
        fields += [(f"{part}-{s.key}", getattr(s, part)) for part in ("title", "body", "year", "url")]
        fields += [(f"{DELETE}-{s.key}", "on")] if s.is_deleted else []
    fields += [("none", name) for name in typed.none_identified]
    for f in typed.findings:
        fields += [(f"text-{f.key}", f.text), (f"cited-{f.key}", f.cited)]
        fields += [(f"{detail.name}-{f.key}", text) for detail, text in f.inputs]
        fields.append((f"list-{f.key}", f.listed))
    return fields


# What is wrong with it


def find_errors(typed: EditorInput, lists: Iterable[str]) -> list[DraftProblem]:
    """Return why `typed` cannot be stored, each with the id of its field; `lists` are all there are."""
    errors = [*_source_errors(typed)]
    if len(typed.change_note) > LONGEST_NOTE:
        errors.append(("change_note", _too_long(_("What changed"), LONGEST_NOTE)))
    choices = {*lists, DELETE}
    for finding in typed.findings:
        if finding.listed not in choices:
            errors.append((f"list-{finding.key}", _("Choose a list for this finding.")))
        if finding.listed != DELETE:
            errors += [(f"{part}-{finding.key}", text) for part, text in _finding_errors(finding, typed)]
    return [DraftProblem(Severity.ERROR, text, field_id) for field_id, text in errors]


def _too_long(what: str, most: int | None) -> str:
    return _("%(what)s: at most %(most)s characters.") % {"what": what, "most": most}


def _source_errors(typed: EditorInput) -> Iterator[tuple[str, str]]:
    for source in typed.sources:
        if source.is_deleted or source.is_empty:
            continue
        params = {"number": source.number}
        if not source.title:
            yield f"title-{source.key}", _("Source %(number)s has no title.") % params
        if source.year and not (source.year.isdecimal() and 1 <= int(source.year[:5]) <= 9999):
            yield f"year-{source.key}", _("The year of source %(number)s is not a year.") % params
        if source.url and not _is_address(_address(source.url)):
            text = _("The web address of source %(number)s is not the address of a page.")
            yield f"url-{source.key}", text % params
        for part in ("title", "body", "url"):
            if len(getattr(source, part)) > MAX_LENGTHS[part]:
                yield f"{part}-{source.key}", _too_long(_("Source %(number)s") % params, MAX_LENGTHS[part])


def _finding_errors(finding: FindingRow, typed: EditorInput) -> Iterator[tuple[str, str]]:
    if not finding.text:
        yield "text", _("A finding has no text. Write it, or delete the finding.")
    for detail, text in finding.inputs:
        if detail.max_length and len(text) > detail.max_length:
            yield detail.name, _too_long(str(detail.label), detail.max_length)
    numbers = {row.number for row in typed.sources if not row.is_empty and not row.is_deleted}
    deleted_numbers = {row.number for row in typed.sources if row.is_deleted}
    cited_numbers: set[int] = set()
    for line, number, locator in _citations(finding.cited):
        params = {"number": number, "line": line}
        if number is None:
            text = _(
                "“%(line)s” is not understood: the number of a source, then where in it, as in 2: art. 4. "
                "Write each source on a line of its own."
            )
            yield "cited", text % params
            continue
        if number in deleted_numbers:
            text = _("Source %(number)s is deleted, but a finding rests on it. Remove it there first.")
            yield "cited", text % params
        elif number not in numbers:
            yield "cited", _("There is no source %(number)s.") % params
        if number in cited_numbers:
            yield "cited", _("Source %(number)s is listed here twice.") % params
        if len(locator) > MAX_LENGTHS["locator"]:
            yield "cited", _too_long(_("Where in the source"), MAX_LENGTHS["locator"])
        cited_numbers.add(number)


def _citations(cited: str) -> Iterator[tuple[str, int | None, str]]:
    """Yield (line, number of the source, where in it); no number for a line that is not understood."""
    for line, sources in source_lines(cited):
        for number, locator in sources or [(None, "")]:
            yield line, number, locator


def understood_sources(typed: EditorInput) -> dict[str, str]:
    """Return how the sources of each finding are understood, by its key: “1: Title, art. 4 · 2: Title”."""
    titles = {row.number: row.title for row in typed.sources if not row.is_deleted and row.title}
    return {
        finding.key: " · ".join(
            f"{number}: {', '.join(filter(None, (titles[number], locator)))}"
            for _line, number, locator in _citations(finding.cited)
            if number in titles
        )
        for finding in typed.findings
    }


def _address(typed: str) -> str:
    return typed if "://" in typed or not typed else f"https://{typed}"


def _is_address(url: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        return False
    return True


# What is stored of it


def content_from(typed: EditorInput) -> RevisionContent:
    """Return `typed` as a content to store; `find_errors` has found nothing in it."""
    rows = [row for row in typed.sources if not row.is_deleted and not row.is_empty]
    keys = {row.number: row.key for row in rows}
    return {
        "introduction": typed.introduction,
        "none_identified": [*typed.none_identified],
        "sources": [
            new_source(
                key=row.key,
                title=row.title,
                body=row.body,
                year=int(row.year) if row.year else None,
                url=_address(row.url),
            )
            for row in rows
        ],
        "findings": [_finding(finding, keys) for finding in typed.findings if finding.listed != DELETE],
    }


def _finding(row: FindingRow, keys: dict[int, str]) -> FindingData:
    domain, _slash, kind = row.listed.partition("/")
    sources: list[CitedData] = [
        {"source": keys[number], "locator": locator}
        for _line, number, locator in _citations(row.cited)
        if number is not None
    ]
    return new_finding(key=row.key, domain=domain, kind=kind, text=row.text, sources=sources, **row.details)


def new_key() -> str:
    return str(uuid.uuid4())
