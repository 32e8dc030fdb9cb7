"""What a draft lacks before it can go to review: errors stop it, warnings are shown beside it.

Each problem points to the field that mends it. Nothing here changes a text: it is official, word for word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_bidi, gettext as _, gettext_lazy

from profiles.choices import Kind, Language
from profiles.content.schema import FindingData, RevisionContent, list_name
from profiles.content.sections import domain_texts
from profiles.content.serialize import serialize_revision
from profiles.models import Revision

MARK = r"(?:[–—*·-]|\d{1,2}[.)])\s+"
SIGN = r"[•▪◦‣⁃∙●○■□➢❖✓\uf0a7\uf0b7\uf0d8]"
"""Bullets that are nothing else; those of Word itself are \\uf0…"""

COUNTED = "مليون|مليار|بليون|[أا]لف|في الم|بالم|نقطة|دولار|يورو|هكتار|طن|كيلومتر"
DOTTED = (
    r"[1-9]\d?(?:(?:\.[1-9]\d?){1,3}[.)]\s|(?:\.[1-9]\d?){2,3}\s|"
    rf"\.[1-9]\d?\s+(?=[\"'“‘«(]?(?:[A-ZÀ-ÖØ-ÞŒ]|(?!{COUNTED})[ء-ي])))"
)
"""A number such as 1.1 or 2.3.4; before a lower-case letter, or what is counted, 2.5 is a quantity."""

BULLET_BEFORE = re.compile(rf"\s*{MARK}|.*?{SIGN}", re.DOTALL)
"""A finding that begins with a bullet or number, or in which two have run together."""

BULLET_LATER = re.compile(rf"^\s*(?:{MARK}|{DOTTED})|{SIGN}", re.MULTILINE)
"""A line that begins so, or with a dotted number. The official text may well have a list in it."""

HIDDEN_ADDRESS = re.compile(r"\[e-?mail(?:\W|&nbsp;|&#160;)*protected\]", re.IGNORECASE)
MOJIBAKE = re.compile(
    r"�|Ã[\x80-\xbf€ƒ†‡ˆ‰ŠŒŽ‘“•˜™š›œžŸ]|â€[\x80-\xbf™œ“”˜¦]|Â[\xa0-\xbf«»]|Ø[§±ª¹]|Ù[„‡ˆ]|â\x80|ï(?:¿½|»¿|¬[\x81\x82])"
)
NUMBER_LEFT = re.compile(r"\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\]\s*[.;]?\s*\Z")
DOUBLE_SPACE = re.compile(r"(?<=\S)(?:[ \xa0\u202f]{2,}|\t+ *)(?=\S)")
AS_OF = re.compile(
    r"\b((?<!such )(?<!well )as (?:of|at)|(?<!up )(?<!up-)to date|currently|at present|"
    r"à ce jour|actuellement|à l[’']heure actuelle|hasta la fecha|actualmente|en la actualidad|"
    r"até à data|até ao momento|até o momento|atualmente|neste momento)\b|"
    r"حتى الآن|إلى الآن|حالي\u064b?ا\u064b?|في الوقت الحالي",
    re.IGNORECASE,
)
MONTH_FOLLOWS = re.compile(r"\W+(?:\w+\W+){0,4}?\d{4}\b")
"""A year within five words: “As of September 2021” says when."""


class Severity(StrEnum):
    """Whether a problem stops the draft or only asks for a second look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class DraftProblem:
    """One thing to mend. `field` is the id of the field on the editing screen that mends it."""

    severity: Severity
    text: str
    field: str


LEFTOVERS = (
    (
        HIDDEN_ADDRESS,
        Severity.ERROR,
        gettext_lazy("%(what)s: “[email protected]” stands where an address was."),
    ),
    (MOJIBAKE, Severity.ERROR, gettext_lazy("%(what)s: some characters are garbled by a wrong encoding.")),
    (BULLET_LATER, Severity.WARNING, gettext_lazy("%(what)s: a bullet or number is left inside.")),
    (
        NUMBER_LEFT,
        Severity.WARNING,
        gettext_lazy(
            "%(what)s: a number in brackets is left at the end. If it stands for a source, cite that source."
        ),
    ),
    (DOUBLE_SPACE, Severity.WARNING, gettext_lazy("%(what)s: there is a double space.")),
)
"""What pasting leaves behind, how bad it is, and what is said of it."""


def draft_problems(revision: Revision) -> list[DraftProblem]:
    """Return all problems of a stored draft, in the language of the page; four queries."""
    texts = domain_texts(revision.profile.place.variant, get_language() or Language.ENGLISH)
    titles = {text.domain.slug: text.title for text in texts}
    return problems(serialize_revision(revision), revision.month, titles)


def problems(content: RevisionContent, month: int | None, titles: dict[str, str]) -> list[DraftProblem]:
    """Return all problems of `content`, errors first, and last what names no source, which may be many.

    `titles` maps domain slugs to titles, in order.
    """
    texts = [(content["introduction"], "introduction", _("The introduction"))]
    for number, source in enumerate(content["sources"], start=1):
        texts.append((source["title"], f"title-{source['key']}", _("Source %(number)s") % {"number": number}))
    listed = [
        *_facts(content, month),
        *_lists(content, titles),
        *(
            DraftProblem(severity, sentence % {"what": name}, field)
            for text, field, name in texts
            for severity, sentence in _pasted(text)
        ),
        *(problem for finding in content["findings"] for problem in _finding(finding, titles)),
        *(_unsourced(content, titles) if content["sources"] else ()),
    ]
    return sorted(listed, key=lambda problem: problem.severity != Severity.ERROR)


def _facts(content: RevisionContent, month: int | None) -> Iterable[DraftProblem]:
    if month is None:
        yield DraftProblem(Severity.ERROR, _("The month that the profile describes is missing."), "month")
    if not content["introduction"].strip():
        yield DraftProblem(Severity.ERROR, _("The introduction is missing."), "introduction")
    if not content["sources"]:
        yield DraftProblem(Severity.WARNING, _("No source is recorded."), "sources")


def _lists(content: RevisionContent, titles: dict[str, str]) -> Iterable[DraftProblem]:
    """Every domain has findings of both kinds, or says explicitly that none was identified."""
    filled = {list_name(finding) for finding in content["findings"]}
    contradictory = _("%(domain)s has findings under “%(list)s”, though it is marked “none identified”.")
    missing = _("%(domain)s has no finding under “%(list)s”. Add one, or mark the list as “none identified”.")
    for slug, title in titles.items():
        for kind in Kind:
            name = f"{slug}/{kind.value}"
            if (name in filled) == (name in content["none_identified"]):
                sentence = contradictory if name in filled else missing
                text = sentence % {"domain": title, "list": kind.label}
                yield DraftProblem(Severity.ERROR, text, f"list-{slug}-{kind.value}")


def _finding(finding: FindingData, titles: dict[str, str]) -> Iterable[DraftProblem]:
    text, field = finding["text"], f"text-{finding['key']}"
    if not text.strip():
        sentence = _("%(what)s: there is no text.") % {"what": _name(finding, titles)}
        yield DraftProblem(Severity.ERROR, sentence, field)
        return
    for severity, leftover in _pasted(text, is_bullet_wrong=bool(BULLET_BEFORE.match(text))):
        yield DraftProblem(severity, leftover % {"what": _name(finding, titles)}, field)
    for wording in AS_OF.finditer(text):
        if not MONTH_FOLLOWS.match(text, wording.end()):
            sentence = _("%(what)s: “%(words)s” soon becomes outdated. Check that the month is named.")
            params = {"what": _name(finding, titles), "words": wording[0]}
            yield DraftProblem(Severity.WARNING, sentence % params, field)


def _unsourced(content: RevisionContent, titles: dict[str, str]) -> Iterable[DraftProblem]:
    for finding in content["findings"]:
        if finding["text"].strip() and not finding["sources"]:
            text = _("%(what)s: no source is named.") % {"what": _name(finding, titles)}
            yield DraftProblem(Severity.WARNING, text, f"text-{finding['key']}")


def _name(finding: FindingData, titles: dict[str, str]) -> str:
    domain = titles.get(finding["domain"], finding["domain"])
    if not finding["text"].strip():
        return _("A finding (%(domain)s)") % {"domain": domain}
    words = _isolated(Truncator(finding["text"]).words(6, truncate=" …"))
    return _("“%(words)s” (%(domain)s)") % {"words": words, "domain": _isolated(domain)}


def _isolated(text: str) -> str:
    """Return `text` so that it keeps its own direction in a sentence that runs from right to left."""
    return f"\u2068{text}\u2069" if get_language_bidi() else text


def _pasted(text: str, *, is_bullet_wrong: bool = False) -> Iterator[tuple[Severity, Promise]]:
    """Find what pasting leaves behind; a bullet stops the draft only where no official text can have one."""
    for pattern, severity, sentence in LEFTOVERS:
        if pattern.search(text):
            is_error = is_bullet_wrong and pattern is BULLET_LATER
            yield Severity.ERROR if is_error else severity, sentence
