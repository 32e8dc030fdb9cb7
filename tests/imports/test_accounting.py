"""No word of a document is lost, and no finding stands where its heading did not: in documents as programs
write them, and in those with a fault.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from profiles.imports import readers
from profiles.imports.document import DocumentError, Part, Reading
from profiles.imports.text.catalogue import Catalogue
from tests.imports.documents import words
from tests.imports.documents.catalogue import NAMED, REFUSED, Example, examples
from tests.imports.documents.measure import plain
from tests.imports.documents.mutations import Mutant, mutant, targets
from tests.imports.documents.profile_text import KINDS

OURS = re.compile("own-by-office.*(docx|xlsx)")
"""Read exactly, by keys; the words around are our own."""

READ = [e for e in examples() if e.right not in (NAMED, REFUSED) and not OURS.search(e.name)]
NOT_PARSED = ("pdf", "rtf")
"""Of these the words are not counted by Python: what the profile says must be among the letters."""

FLOWING = re.compile(
    r"text-(split|wrapped|numbered)|saved|buttons|details|definitions|pandoc|styles|bold|typed"
)
"""Documents whose findings stand below their headings, and in no table."""

MARKS = re.compile(r"\\|(?<=\S)[⁰¹²³⁴-⁹]+(?:,[⁰¹²³⁴-⁹]+)*")
"""Escapes of Markdown, and raised marks of sources, which are no part of a finding."""

PARTS = 4

pytestmark = [pytest.mark.usefixtures("fictional_places"), pytest.mark.once]


@pytest.mark.parametrize("example", READ, ids=lambda example: example.name)
def test_each_word_is_accounted_for(example):
    data = example.path.read_bytes()
    reading = readers.read(data, example.name)
    if example.name.endswith(NOT_PARSED):
        letters = words.letters_of_lines(reading)
        words_of_profile = words.words_said(example.text, example.names, example.lacks)
        assert [word for word in words_of_profile if word not in letters] == []
    else:
        assert unaccounted(data, example, reading) == {}
        assert lost_in_findings(example, reading) == {}


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_a_fault_in_a_document_costs_no_word_and_misplaces_nothing(
    catalogue: Catalogue, how_many: Callable[[int, int], int], part: int
):
    faults = {}
    for seed in range(part, how_many(200, 2_000), PARTS):
        faulty = mutant(seed)
        try:
            reading = readers.read(faulty.data, faulty.example.name, known=catalogue)
        except DocumentError:
            continue
        if any(problems := list(problems_of(faulty, reading))):
            faults[faulty.name] = problems
    assert faults == {}


def problems_of(faulty: Mutant, reading: Reading) -> Iterator[object]:
    """Yield what is wrong, in five ways; nothing stands for a way in which all is right."""
    yield unaccounted(faulty.data, faulty.example, reading)
    yield lost_in_findings(faulty.example, reading)
    yield list(misplaced(faulty, reading))
    yield list(too_long(reading))
    yield swallowed(faulty, reading)


def unaccounted(data: bytes, example: Example, reading: Reading) -> dict[str, int]:
    """Return the words of the document that are nowhere."""
    return without_names(words.words_of_file(data, example.name) - words.words_kept(reading), example)


def lost_in_findings(example: Example, reading: Reading) -> dict[str, int]:
    """Return the words of lines taken as findings that are in none."""
    return without_names(words.words_lost(reading), example)


def without_names(lost: Counter[str], example: Example) -> dict[str, int]:
    """Leave out the names of lists and domains where a table or a label says them, and no line of its own."""
    known = set() if FLOWING.search(example.name) else words.words_of_names(example.text)
    return {word: number for word, number in lost.items() if word not in known}


def misplaced(faulty: Mutant, reading: Reading) -> Iterator[str]:
    """Yield the findings that do not stand under the headings of their domain and list."""
    name = faulty.example.name
    if name.endswith("xlsx"):
        yield from misplaced_in_a_book(faulty, reading)
    elif FLOWING.search(name):
        headings = {text: {target} for text, target in targets(faulty.example).items()} | faulty.headings
        for finding in reading.findings:
            above = [
                plain(line.text.strip("#* "))
                for line in reading.lines[: finding["line"] - 1]
                if reading.parts.get(line.number) not in (Part.FINDING, Part.DESCRIPTION)
            ]
            above = [re.sub(r"^\d\. |:$", "", text) for text in above]
            nearest = {"domain": None, "kind": None}
            for text in reversed(above):
                for target in headings.get(text, ()):
                    part = "kind" if target in KINDS else "domain"
                    nearest[part] = nearest[part] or target
                if text in headings and not headings[text] and not nearest["kind"]:
                    nearest["kind"] = f"that of “{text}”"
                if all(nearest.values()):
                    break
            if (finding["domain"], finding["kind"]) != (nearest["domain"], nearest["kind"]):
                yield f"{finding['domain']}/{finding['kind']}: {finding['text'][:60]}; under {nearest}"


def swallowed(faulty: Mutant, reading: Reading) -> list[str]:
    """Return the headings that stand within a finding that has no remark."""
    remarked = {problem.line for problem in reading.problems}
    silent = {plain(finding["text"]) for finding in reading.findings if finding["line"] not in remarked}
    headings = {*targets(faulty.example), *faulty.headings}
    within = [
        text
        for line in reading.lines
        if reading.parts.get(line.number) == Part.FINDING and (text := plain(line.text)) in headings
    ]
    return [text for text in within if any(text in finding and text != finding for finding in silent)]


def misplaced_in_a_book(faulty: Mutant, reading: Reading) -> Iterator[str]:
    """Yield the findings of a workbook whose list is named by no cell in their row or above them."""
    names = {text: {target} for text, target in targets(faulty.example).items()} | faulty.headings
    book = load_workbook(io.BytesIO(faulty.data))
    for finding in reading.findings:
        where = reading.lines[finding["line"] - 1].where
        match = re.search(r"(.*)!([A-Z]+)(\d+)", where)
        if not match or match[1] not in book.sheetnames:
            continue
        sheet = book[match[1]]
        cells = [nearest_value(sheet, cell) for cell in sheet[int(match[3])]]
        cells += [cell.value for cell in sheet[match[2]][: int(match[3]) - 1]]
        above = (range_ for range_ in sheet.merged_cells.ranges if range_.min_row < int(match[3]))
        cells += [sheet.cell(range_.min_row, range_.min_col).value for range_ in above]
        near = {target for value in cells if value for target in names.get(plain(str(value)), ())}
        sheet_names = {target for text, target in targets(faulty.example).items() if text[:31] == match[1]}
        if finding["kind"] not in near | sheet_names and not any(map(is_label, map(str, cells))):
            yield f"{finding['kind']}: {finding['text'][:60]}; in {where}"


def nearest_value(sheet: Worksheet, cell: Cell) -> object:
    """Return what stands in a cell, or in the next one above it that is not blank: it is not said again."""
    rows = range(cell.row, 0, -1)
    return next((value for row in rows if (value := sheet.cell(row, cell.column).value)), None)


def is_label(cell: str) -> bool:
    return cell.casefold() == "x"


def too_long(reading: Reading) -> Iterator[str]:
    """Yield the findings that no run of lines of the document holds, and that have no remark."""
    remarked = {problem.line for problem in reading.problems}
    for finding in reading.findings:
        number = finding["line"]
        if not number or number in remarked:
            continue
        run = []
        following = [*reading.lines[number:], None]
        for line, after in zip(reading.lines[number - 1 :], following, strict=True):
            if not line.text.strip() and not (after and after.text.startswith(" ")):
                break
            run.append(plain(line.text))
            if len(" ".join(run)) > 2 * len(finding["text"]) + 400:
                break
        if plain(finding["text"]) not in plain(MARKS.sub("", " ".join(run))):
            yield f"{finding['text'][:80]}"
