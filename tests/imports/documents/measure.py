"""What the importer makes of each document, against what is right: python -m tests.imports.documents.measure

With words, of those documents alone whose names hold one of them. -v says all that is not as it should be.
"""

import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from profiles.imports.document import Reading
    from tests.imports.documents.catalogue import Example

SUB = re.compile(r"^\s*(?:[•◦○▪‣·–—*+-]|o(?=\s))\s*")
FORMS = {"\u2011": "-", "\u00a0": " ", "\u202f": " "}


@dataclass
class Result:
    """`wrong`: what was stored wrongly in silence. `missing`: what was not read, though it is there."""

    name: str
    right: str
    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        return "wrong" if self.wrong else "not whole" if self.missing else self.right


def plain(text: str) -> str:
    """Return a text on one line, without the bullets of what stands below it."""
    text = "".join(FORMS.get(sign, sign) for sign in text)
    return " ".join(" ".join(SUB.sub("", line).split()) for line in text.split("\n")).strip()


class Judge:
    """Compares a reading with what its document says."""

    def __init__(self, example: "Example", reading: "Reading") -> None:
        from tests.exports.subjects import SLUGS

        self.example = example
        self.reading = reading
        self.text = example.text
        self.expected = [
            (SLUGS[row.domain - 1], row.kind, plain("\n".join([row.text, *row.sub])), row.cites)
            for row in self.text.findings
        ]

    def lacks(self, part: str) -> bool:
        return part in self.example.lacks

    def wrong(self) -> Iterator[str]:
        """Yield what was taken for what it is not, without a remark at it."""
        yield from self._wrong_findings()
        for name, value in self.text.facts.items():
            actual = getattr(self.reading, name)
            if actual is not None and actual != value:
                yield f"{name}: {actual}, not {value}"
        for name in self.reading.none_identified:
            if name not in self.text.none_identified:
                yield f"none identified: {name}"
        for paragraph in filter(None, self.reading.introduction.split("\n")):
            if plain(paragraph) not in map(plain, self.text.introduction):
                yield f"introduction: {paragraph[:80]}"
        if not self.lacks("links"):
            yield from self._wrong_sources()

    def _wrong_findings(self) -> Iterator[str]:
        remarked = {problem.line for problem in self.reading.problems}
        left = Counter(row[:3] for row in self.expected)
        for finding in self.reading.findings:
            row = (finding["domain"], finding["kind"], plain(finding["text"]))
            if left[row]:
                left[row] -= 1
            elif finding["line"] in remarked and any(self._is_near(row, other) for other in self.expected):
                continue
            else:
                yield f"finding: {'/'.join(row[:2])}: {row[2][:110]}"

    @staticmethod
    def _is_near(row: tuple[str, str, str], other: tuple[str, str, str, tuple[int, ...]]) -> bool:
        return row[:2] == other[:2] and (row[2] in other[2] or other[2] in row[2])

    def _wrong_sources(self) -> Iterator[str]:
        known = {(s.title, s.body, s.year, s.url) for s in self.text.sources}
        for source in self.reading.sources:
            row = (plain(source["title"]), source["body"], source["year"], source["url"])
            if row not in known:
                yield f"source: {row}"
        cites = {row[:3]: row[3] for row in self.expected}
        for finding in self.reading.findings:
            row = (finding["domain"], finding["kind"], plain(finding["text"]))
            if row in cites and (more := set(self._titles(finding)) - self._cited(cites[row])):
                yield f"citation: {sorted(more)} of {row[2][:60]}"

    def _titles(self, finding) -> list[str]:
        titles = {source["key"]: plain(source["title"]) for source in self.reading.sources}
        return [titles.get(citation["source"], "?") for citation in finding["sources"]]

    def _cited(self, numbers: Iterable[int]) -> set[str]:
        return {self.text.sources[number - 1].title for number in numbers}

    def missing(self) -> Iterator[str]:
        """Yield what the document says, and the reading does not."""
        actual = [(f["domain"], f["kind"], plain(f["text"])) for f in self.reading.findings]
        for row in self.expected:
            if row[:3] not in actual:
                yield f"finding: {'/'.join(row[:2])}: {row[2][:110]}"
        for domain, kind in {row[:2] for row in self.expected}:
            texts = [row[2] for row in actual if row[:2] == (domain, kind)]
            right = [row[2] for row in self.expected if row[:2] == (domain, kind)]
            if sorted(texts) == sorted(right) and texts != right:
                yield f"order of {domain}/{kind}"
        names = ["language"] if self.lacks("title") else self.text.facts
        yield from (f"{name}" for name in names if getattr(self.reading, name) is None)
        if not self.lacks("introduction"):
            right = [plain(paragraph) for paragraph in self.text.introduction]
            actual = [plain(line) for line in self.reading.introduction.split("\n") if line]
            yield from (f"introduction: {line[:80]}" for line in right if line not in actual)
        if not self.lacks("none"):
            for name in self.text.none_identified:
                if name not in self.reading.none_identified:
                    yield f"none identified: {name}"
        if not self.lacks("sources") and not self.lacks("links"):
            yield from self._missing_sources()

    def _missing_sources(self) -> Iterator[str]:
        titles = {plain(source["title"]) for source in self.reading.sources}
        yield from (f"source: {source.title}" for source in self.text.sources if source.title not in titles)
        cites = {row[:3]: row[3] for row in self.expected}
        for finding in self.reading.findings:
            row = (finding["domain"], finding["kind"], plain(finding["text"]))
            if row in cites and (less := self._cited(cites[row]) - set(self._titles(finding))):
                yield f"citation: {sorted(less)} of {row[2][:60]}"


def judge(example: "Example", reading: "Reading") -> Result:
    """Return what is wrong and missing in the reading of a document."""
    from tests.imports.documents import catalogue

    result = Result(example.name, example.right)
    judging = Judge(example, reading)
    if example.right == catalogue.NAMED:
        is_named = any(problem.line == 0 for problem in reading.problems) or bool(reading.questions)
        result.wrong = [] if is_named else list(judging.wrong())
        result.missing = [] if is_named else ["a sentence that the words are garbled"]
        return result
    result.wrong = list(judging.wrong())
    if example.right == catalogue.ASKED:
        result.wrong += [f"taken under an unknown heading: {f['text'][:80]}" for f in reading.findings]
        questions = {question.text for question in reading.questions}
        names = example.text.names[example.names]["lists"]
        result.missing = [f"question: {name}" for name in names if name not in questions]
        return result
    result.missing = list(judging.missing())
    if example.right == catalogue.REFUSED:
        result.missing = ["it was read, not refused"]
    return result


def result_of(example: "Example") -> Result:
    """Read a document and return how it went."""
    from profiles.imports import readers
    from profiles.imports.document import DocumentError
    from tests.imports.documents import catalogue

    try:
        reading = readers.read(example.path.read_bytes(), example.name)
    except DocumentError as error:
        result = Result(example.name, example.right)
        if example.right == catalogue.REFUSED:
            says_how = len(error.problems) == 1 and re.search(r"\.docx|\.xlsx|made from", error.problems[0])
            result.missing = [] if says_how else [f"what to save it as: {error}"]
        elif example.right != catalogue.NAMED:
            result.missing = [f"refused: {error}"]
        return result
    return judge(example, reading)


def share_whole(results: Iterable[Result]) -> float:
    """Return how many in 100 documents that should come in whole do so."""
    from tests.imports.documents.catalogue import WHOLE

    of_whole = [result for result in results if result.right == WHOLE]
    return 100 * sum(result.outcome == WHOLE for result in of_whole) / len(of_whole)


def table(results: list[Result], *, is_full: bool) -> Iterator[str]:
    """Yield a line for each document, the worst first, and the sums."""
    order = {"wrong": 0, "not whole": 1}
    for result in sorted(results, key=lambda result: (order.get(result.outcome, 2), result.name)):
        sums = f"{len(result.wrong):3} wrong {len(result.missing):3} missing"
        yield f"{result.outcome:10} {result.name:36} {sums}"
        if is_full:
            yield from (f"      wrong: {sentence}" for sentence in result.wrong)
            yield from (f"      missing: {sentence}" for sentence in result.missing)
    yield str(Counter(result.outcome for result in results))
    yield f"{share_whole(results):.1f} in 100 whole"


def measure(words: Iterable[str] = ()) -> list[Result]:
    """Return the results of all documents, or of those whose names hold one of `words`."""
    from tests.imports.documents.catalogue import examples

    words = list(words)
    chosen = [example for example in examples() if not words or any(word in example.name for word in words)]
    return [result_of(example) for example in chosen]


def main(arguments: list[str]) -> None:
    """Measure, in a database of its own that holds the domains and the fictional places."""
    import json

    import django
    from django.core.management import call_command

    folder = tempfile.TemporaryDirectory()
    os.environ["VAR_DIR"] = folder.name
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from profiles import workflow
    from tests.database import load_fixtures

    call_command("migrate", verbosity=0)
    load_fixtures("domains")
    workflow.add_places(json.loads(Path("fixtures/demo.json").read_text(encoding="utf-8"))["places"], by=None)
    results = measure(word for word in arguments if word != "-v")
    print("\n".join(table(results, is_full="-v" in arguments)))
    folder.cleanup()


if __name__ == "__main__":
    main(sys.argv[1:])
