"""What the user corrects of a reading, line by line: a finding moves, is joined or split, a line is placed.

What a heading begins is not corrected here: it is answered (answers.py), and the document is read again.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from django.utils.translation import gettext as _

from profiles.choices import Kind
from profiles.content.schema import list_name
from profiles.imports.answers import ASIDE
from profiles.imports.document import Asks, Line, Part, ReadFinding, Reading, new_read_finding
from profiles.imports.text.bullets import match_bullet

INTRODUCTION, WITH_LAST, ON_ITS_OWN = "introduction", "with-last", "on-its-own"
"""Where a line can go besides ASIDE and a list (domain/kind). WITH_LAST: it goes on with what stands above.
ON_ITS_OWN: a finding begins here, in the list of the one above."""


def correct(
    reading: Reading, places: Mapping[int, str], splits: Mapping[int, list[str]] | None = None
) -> Reading:
    """Return `reading` with its lines where `places` (number of a line -> place) has them.

    splits: line at which a finding begins -> the texts that it is parted into; where these are not its
    words, a problem says so and the finding stays whole. A place that does not exist counts for nothing.
    """
    result = replace(
        reading,
        findings=[*reading.findings],
        none_identified=[*reading.none_identified],
        parts={**reading.parts},
        problems=[*reading.problems],
    )
    corrector = _Corrector(result)
    for line in reading.lines:
        if line.number in places and line.text.strip():
            corrector.place(line, places[line.number])
    for number, texts in (splits or {}).items():
        corrector.split(number, texts)
    # A heading that has its place is not asked about; the name of a column is, for the cells under it.
    result.questions = [
        question
        for question in reading.questions
        if question.asks == Asks.COLUMN
        or question.line not in places
        or result.parts.get(question.line) == Part.UNPLACED
    ]
    return result


class _Corrector:
    """Changes a reading, line after line from the top."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.lines = {line.number: line for line in reading.lines}
        self.placed: dict[int, str] = {}
        """Lines of findings that have gone with the line before them."""

    def place(self, line: Line, place: str) -> None:
        domain, _slash, kind = place.partition("/")
        if place == WITH_LAST:
            self._join(line)
        elif place == ON_ITS_OWN:
            self._begin(line)
        elif place in (ASIDE, INTRODUCTION) or (domain and kind in Kind.values):
            self._move(line, place)

    def _move(self, line: Line, place: str) -> None:
        """Put a line, or the findings that it belongs to, into another place."""
        if self.placed.get(line.number) == place:
            return
        findings, lines = self._findings_of(line)
        if not findings:
            self._take_out(line)
        for finding in findings:
            self.reading.findings.remove(finding)
        for each in lines:
            self.placed[each] = place
            self.reading.parts[each] = {ASIDE: Part.ASIDE, INTRODUCTION: Part.INTRODUCTION}.get(
                place, Part.FINDING
            )
        bullet = match_bullet(line.text)
        alone = new_read_finding(line.number, text=(bullet.text if bullet else "") or line.text.strip())
        for finding in findings or [alone]:
            if place == INTRODUCTION:
                self._introduce(line, finding["text"])
            elif place != ASIDE:
                domain, _slash, kind = place.partition("/")
                self._insert(cast(ReadFinding, {**finding, "domain": domain, "kind": kind}))

    def _join(self, line: Line) -> None:
        """Have a line, or the finding that it begins, go on with the finding or the paragraph above it."""
        findings, lines = self._findings_of(line)
        own = [finding for finding in findings if finding["line"] == line.number]
        if findings and not own:
            return  # it goes on with it already
        above = [finding for finding in self.reading.findings if finding["line"] < line.number]
        introduction = [n for n, part in self.reading.parts.items() if part == Part.INTRODUCTION]
        text = "\n".join(finding["text"] for finding in own) or line.text.strip()
        last = max(above, key=lambda finding: finding["line"], default=None)
        if not own:
            self._take_out(line)
        if max((n for n in introduction if n < line.number), default=0) > (last["line"] if last else 0):
            self.reading.introduction = f"{self.reading.introduction} {text}"
            part = Part.INTRODUCTION
        elif last is not None:
            cited = [*last["sources"], *(c for f in own for c in f["sources"] if c not in last["sources"])]
            joined = {**last, "text": f"{last['text']} {text}", "sources": cited}
            self._replace(last, [cast(ReadFinding, joined)])
            part = Part.FINDING
        else:
            return
        for finding in own:
            self.reading.findings.remove(finding)
        for each in lines:
            self.reading.parts[each] = part

    def _begin(self, line: Line) -> None:
        """Begin a finding at a line that another one goes on with, or that was not placed."""
        findings, lines = self._findings_of(line)
        if any(finding["line"] == line.number for finding in findings):
            return
        above = [finding for finding in self.reading.findings if finding["line"] < line.number]
        if not findings and above:
            last = max(above, key=lambda finding: finding["line"])
            self._move(line, list_name(last))
        for finding in findings:
            texts = [self.lines[n].text.strip() for n in lines if n < line.number]
            rest = [self.lines[n].text.strip() for n in lines if n >= line.number]
            bullets = match_bullet(texts[0]), match_bullet(rest[0])
            texts[0], rest[0] = (
                (bullet.text if bullet else "") or text
                for bullet, text in zip(bullets, (texts[0], rest[0]), strict=True)
            )
            first = {**finding, "text": " ".join(texts)}
            second = {**finding, "text": " ".join(rest), "line": line.number, "key": ""}
            self._replace(finding, [cast(ReadFinding, first), cast(ReadFinding, second)])

    def split(self, number: int, texts: list[str]) -> None:
        """Part the finding that begins at a line; its sources are of all parts, which a remark says."""
        whole = "".join("".join(texts).split())
        for finding in self.reading.findings:
            if finding["line"] == number and "".join(finding["text"].split()) == whole:
                keys = [finding["key"], *[""] * (len(texts) - 1)]
                parts = [{**finding, "text": t, "key": key} for t, key in zip(texts, keys, strict=True)]
                self._replace(finding, [cast(ReadFinding, part) for part in parts])
                if finding["sources"]:
                    text = _("Each part of this finding has all its sources now: take away what is not its.")
                    self.reading.warn(text, number)
                return
        self.reading.warn(
            _("This finding was split, but its text is another now: it is whole again."), number
        )

    def _findings_of(self, line: Line) -> tuple[list[ReadFinding], list[int]]:
        """Return the findings that a line belongs to (several in a cell), and the numbers of their lines."""
        if self.reading.parts.get(line.number) != Part.FINDING:
            return [], [line.number]
        first = max((f["line"] for f in self.reading.findings if f["line"] <= line.number), default=0)
        findings = [finding for finding in self.reading.findings if finding["line"] == first]
        following = min((f["line"] for f in self.reading.findings if f["line"] > first), default=10**9)
        lines = [
            n for n in self.lines if first <= n < following and self.reading.parts.get(n) == Part.FINDING
        ]
        return (findings, lines) if line.number in lines else ([], [line.number])

    def _take_out(self, line: Line) -> None:
        """Take a line out of the introduction, where it stands there."""
        if self.reading.parts.get(line.number) == Part.INTRODUCTION:
            before, text, after = self.reading.introduction.partition(line.text.strip())
            if text:
                self.reading.introduction = f"{before.rstrip(' ')}{after}".strip()

    def _introduce(self, line: Line, text: str) -> None:
        """Before what is there where the line stands above it, otherwise after it."""
        others = (n for n, p in self.reading.parts.items() if p == Part.INTRODUCTION and n != line.number)
        first, introduction = min(others, default=0), self.reading.introduction
        texts = [text, introduction] if line.number < first else [introduction, text]
        self.reading.introduction = "\n\n".join(filter(None, texts))

    def _insert(self, finding: ReadFinding) -> None:
        """Put `finding` into the list of findings by the line at which it begins."""
        before = [n for n, f in enumerate(self.reading.findings) if f["line"] <= finding["line"]]
        self.reading.findings.insert(before[-1] + 1 if before else 0, finding)
        name = list_name(finding)
        self.reading.none_identified = [other for other in self.reading.none_identified if other != name]

    def _replace(self, finding: ReadFinding, others: list[ReadFinding]) -> None:
        index = self.reading.findings.index(finding)
        self.reading.findings[index : index + 1] = others
