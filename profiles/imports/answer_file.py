"""Answers in a file, for the command line: what names in documents begin, written once for a whole folder.

    [names]
    # Which list does “Gaps” begin? lunaria.docx, line 12; examplia.docx, line 9.
    "gap" = "potential"

    [headings."lunaria.docx"]
    12 = "partnerships/potential"

A dry run writes it as a template, with an empty answer for each question. Targets are those of answers.py.
"""

import json
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from django.utils.translation import gettext as _

from profiles.choices import Kind
from profiles.imports.answers import COLUMNS, SECTIONS, Answers
from profiles.imports.document import Question
from profiles.imports.text.text_normalization import normalization_key

MOST_FILES = 3
"""So many documents are named at a question."""


class AnswerFileError(ValueError):
    """The file of answers cannot be used; the text says why."""


@dataclass
class AnswerFile:
    """`names`: of all documents. `headings`: name of a file -> line -> target."""

    names: dict[str, str] = field(default_factory=dict)
    headings: dict[str, dict[int, str]] = field(default_factory=dict)

    def of(self, file: str) -> Answers:
        """Return the answers for one document."""
        return Answers(self.names, self.headings.get(file, {}))


def read_answers(text: str, domains: Collection[str]) -> AnswerFile:
    """Return what a file of answers says; an empty answer is none. `domains` are their slugs.

    Raises AnswerFileError for what is no TOML, and for a target that does not exist.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AnswerFileError(_("This is not TOML: %(reason)s.") % {"reason": error}) from error
    if unknown := tables.keys() - {"names", "headings"}:
        raise AnswerFileError(_("There is no table “%(name)s”.") % {"name": min(unknown)})
    answered = dict(_answered(tables.get("names", {}), domains))
    # As a template has a name, and as a person may have typed one.
    names = {normalization_key(name): target for name, target in answered.items()} | answered
    headings: dict[str, dict[int, str]] = {}
    files = tables.get("headings", {})
    for file in files if isinstance(files, dict) else [""]:
        lines = dict(_answered(files[file] if file else None, domains))
        if wrong := [line for line in lines if not line.isdecimal()]:
            raise AnswerFileError(_("“%(text)s” is not the number of a line.") % {"text": wrong[0]})
        headings[file] = {int(line): target for line, target in lines.items()}
    return AnswerFile(names, headings)


def _answered(table: object, domains: Collection[str]) -> Iterable[tuple[str, str]]:
    """Yield what is answered in a table, the targets looked at."""
    if not isinstance(table, dict):
        raise AnswerFileError(_("“names” and “headings” are tables of answers."))
    for name, target in table.items():
        if target and not is_target(target, domains):
            raise AnswerFileError(
                _("“%(name)s” cannot begin “%(target)s”.") % {"name": name, "target": target}
            )
        if target:
            yield name, target


def is_target(target: object, domains: Collection[str]) -> bool:
    """Return whether something in a document can begin `target`."""
    if not isinstance(target, str):
        return False
    domain, slash, kind = target.partition("/")
    if slash:
        return domain in domains and kind in Kind.values
    return target in (*domains, *Kind.values, *SECTIONS, *COLUMNS)


def write_answers(
    answers: AnswerFile, questions: Mapping[str, Iterable[Question]], domains: Iterable[str]
) -> str:
    """Return a file with these answers, and an empty one for each question (file -> its questions)."""
    places: dict[str, list[str]] = {}
    open_questions: dict[str, Question] = {}
    for file, asked_there in questions.items():
        for question in filter(attrgetter("name"), asked_there):  # others are answered by their lines
            open_questions.setdefault(question.name, question)
            where = _("%(file)s, line %(line)s") % {"file": file, "line": question.line}
            places.setdefault(question.name, []).append(where)
    targets = [*Kind.values, *domains, *SECTIONS, *COLUMNS]
    lines = [
        _("# What headings in these documents begin. Give an answer between the quotation marks, one of:"),
        f"# {', '.join(targets)}",
        _("# or a domain and a list: %(example)s. Then run the command with --answers and this file.")
        % {"example": f"{next(iter(domains), '')}/{Kind.POTENTIAL}"},
        "",
        "[names]",
    ]
    for name, question in open_questions.items():
        where = "; ".join(map(_plain, places[name][:MOST_FILES]))
        remark = _("“%(text)s”: %(places)s") % {"text": _plain(question.text), "places": where}
        lines += [f"# {remark}"]
        lines += [_("# Perhaps: %(target)s") % {"target": question.proposal}] if question.proposal else []
        lines += [f"{_quoted(name)} = {_quoted(answers.names.get(name, ''))}"]
    others = answers.names.keys() - open_questions.keys()
    lines += [f"{_quoted(name)} = {_quoted(answers.names[name])}" for name in sorted(others)]
    for file, headings in answers.headings.items():
        lines += ["", f"[headings.{_quoted(file)}]"]
        lines += [f"{number} = {_quoted(target)}" for number, target in headings.items()]
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    """Return `text` as TOML writes it: the strings of JSON are some of its own."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(text: str) -> str:
    """Return `text` on one line, without characters that TOML refuses in a remark."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
