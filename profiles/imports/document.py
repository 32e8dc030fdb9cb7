"""What every reader of a document returns, whatever its format: its lines, and what was understood of them.

Nothing here is stored. A reader (one a format, one a file) makes a Reading; plan.py compares it with what is
here, and the ordinary actions store it.
"""

import re
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import TextChoices
from django.utils.translation import get_language_info, gettext as _, gettext_lazy

from profiles.content.schema import VERSION, FindingData, NewerVersionError, SourceData, new_finding
from profiles.languages import Language

MAX_LINES = 10_000
"""A profile has some hundred lines; a document with more than this is something else."""


@dataclass(frozen=True)
class Line:
    """One line of the document as it stands there. `number` counts from 1; `where` says more of where it is.

    `where` is "page 3" of a PDF, "Findings!B7" of a workbook, and empty for a plain text. `level`: of a
    heading or of an item, as Paragraph has it.
    """

    number: int
    text: str
    where: str = ""
    is_heading: bool = False
    is_bullet: bool = False
    reason: str = ""
    """Why a reader leaves it out by design (“page header”); "" of all other lines."""
    level: int = 0


class Part(TextChoices):
    """What a line was taken as. Every line that is not blank is exactly one of these."""

    HEADING = "heading", gettext_lazy("heading")
    LIST_HEADING = "list_heading", gettext_lazy("heading of a list")
    FACT = "fact", gettext_lazy("fact")
    STATEMENT = "statement", gettext_lazy("about the programme")
    DESCRIPTION = "description", gettext_lazy("description of a domain")
    INTRODUCTION = "introduction", gettext_lazy("introduction")
    FINDING = "finding", gettext_lazy("finding")
    NONE_IDENTIFIED = "none_identified", gettext_lazy("none identified")
    SOURCE = "source", gettext_lazy("source")
    EXTRA = "extra", gettext_lazy("fact")
    PAGE_MARK = "page_mark", gettext_lazy("page")
    ASIDE = "aside", gettext_lazy("left out")
    UNPLACED = "unplaced", gettext_lazy("not placed")


class ReadFinding(FindingData):
    """A finding as read. `key` is empty unless the document names one; `line` is where it begins, or 0."""

    line: int


def new_read_finding(line: int, **parts: Any) -> ReadFinding:
    """Return a finding with `parts`, all else in it empty."""
    return cast(ReadFinding, {**new_finding(**parts), "line": line})


@dataclass(frozen=True)
class Problem:
    """A sentence about the document; `line` is 0 where it is about the whole. An error stops the import."""

    text: str
    line: int = 0
    is_error: bool = False


class Asks(TextChoices):
    """What a question is about."""

    LIST = "list", gettext_lazy("list")
    DOMAIN = "domain", gettext_lazy("domain")
    COLUMN = "column", gettext_lazy("column")


@dataclass(frozen=True)
class Question:
    """A heading, a header or a cell that is not known: what does it begin? Its lines are unplaced until then.

    line: its number. name: its words, as Answers.names has them. proposal: a target that it is near, or "".
    sample: the first text under a header; "" where the lines below say it.
    """

    line: int
    text: str
    name: str
    asks: Asks
    proposal: str = ""
    sample: str = ""


FACT_NAMES = ("place", "edition", "year", "month", "language")


@dataclass(kw_only=True)
class Facts:
    """What a line, or a document, says of the profile; None where it does not say so.

    place: slug. language: code. extra: further facts of schema.PROFILE_FIELDS, by their names.
    """

    place: str | None = None
    edition: int | None = None
    year: int | None = None
    month: int | None = None
    language: str | None = None
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Reading(Facts):
    """A document, understood. What it does not say is None or empty; what was not understood is `unplaced`.

    none_identified: lists as domain/kind.
    parts: what each line was taken as, by its number; lines that are blank are not in it.
    is_broken: some of its characters are those of a wrong encoding, and can be repaired (Answers.repair).
    is_translation: it says itself that its text is a translation, in `language`, and not the original.
    """

    lines: list[Line] = field(default_factory=list)
    introduction: str = ""
    none_identified: list[str] = field(default_factory=list)
    sources: list[SourceData] = field(default_factory=list)
    findings: list[ReadFinding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    parts: dict[int, Part] = field(default_factory=dict)
    is_translation: bool = False
    is_broken: bool = False

    def add_line(
        self, text: str, part: Part, where: str = "", *, is_heading: bool = False, is_bullet: bool = False
    ) -> int:
        """Add the next line, taken as `part` unless it is blank; return its number."""
        line = Line(len(self.lines) + 1, text, where, is_heading, is_bullet)
        self.lines.append(line)
        if text.strip():
            self.parts[line.number] = part
        return line.number

    @property
    def unplaced(self) -> list[Line]:
        return [line for line in self.lines if self.parts.get(line.number) == Part.UNPLACED]

    def warn(self, text: str, line: int = 0) -> None:
        self.problems.append(Problem(text, line))


TRANSLATION_ADDRESS = re.compile(r"/profiles/[-\w]+/r/\d+/t/\d+/")
"""The permanent address of a published translation: our files of one name it."""


def is_translation_address(text: str) -> bool:
    """Return whether `text` is the permanent address of a translation."""
    return TRANSLATION_ADDRESS.search(text) is not None


def translation_refusal(profile: object, language: str) -> str:
    """Return why a translation of `profile` into `language` does not become the original, and what to do."""
    is_known = language in Language.values
    name = get_language_info(language)["name_translated"] if is_known else language or "?"
    return _(
        "This document is a translation of “%(profile)s” (%(language)s). Here the original is imported, and "
        "a translation never becomes the original. Open the profile, then its translation into this "
        "language, and import the document there."
    ) % {"profile": profile, "language": name}


class DocumentError(Exception):
    """The document cannot be imported. `problems` has one sentence for each reason."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


def is_own_format(name: object) -> bool:
    """Return whether a file says that it is ours and whole: “mgi-profiles/1”.

    Raises DocumentError where its version is newer than this code.
    """
    family, _slash, number = name.partition("/") if isinstance(name, str) else ("", "", "")
    if family != "mgi-profiles" or not number.isdecimal() or not int(number):
        return False
    if int(number) > VERSION:
        raise DocumentError(str(NewerVersionError(number)))
    return True


def require_few_lines(count: int) -> None:
    """Raise DocumentError where a document has more lines than a profile can have."""
    if count > MAX_LINES:
        raise DocumentError(_("The document has more than %(most)s lines.") % {"most": MAX_LINES})
