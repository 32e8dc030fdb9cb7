"""Whatever is done to a document, nothing of it is lost: each line is one thing, each character is kept."""

import contextlib
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from profiles.imports import readers
from profiles.imports.answers import Answers
from profiles.imports.blocks import Document, Paragraph
from profiles.imports.document import DocumentError, Part, Reading
from profiles.imports.formats.text import lines_of
from profiles.imports.grammar import parse_document
from profiles.imports.plan import plan_import
from profiles.imports.text.bullets import SYMBOLS, match_bullet
from profiles.imports.text.headings import heading_of
from profiles.imports.text.sources import NOTE
from profiles.imports.text.vocabulary import DOMAINS, LISTS, SECTIONS

FOLDER = Path("tests/data/imports")
DOCUMENTS = [
    path
    for path in [*sorted(FOLDER.iterdir()), Path("tests/data/mali-second-profile-2021.txt")]
    if path.suffix in (".txt", ".md")
]
TEXTS = {path.name: lines_of(path.read_bytes()) for path in DOCUMENTS}
HEADINGS = [
    text
    for table in (DOMAINS, LISTS, SECTIONS)
    for languages in table.values()
    for texts in languages.values()
    for text in texts
]
BULLETS = [
    "• ",
    "- ",
    "– ",
    "* ",
    "▪ ",
    "o ",
    "1. ",
    "2) ",
    "a) ",
    "(iv) ",
    "٣. ",
    "\uf0b7\t",
    "[4] ",
    "¹ ",
    "",
]
JUNK = [
    *(
        "???",
        "Draft, not for circulation",
        "2021",
        "7",
        "Page 3:",
        "- 4 -",
        "\f",
        "-----",
        "Lunaria",
        "•",
        "#",
        "# ",
    ),
    *(
        "Source: ",
        "Source: Residence Act, 2014, art. 4",
        "None identified.",
        "the",
        ":",
        "[1]",
        "\u200f",
        "\u00a0",
    ),
    *(
        "Annex",
        "## Annex",
        "and went on in the middle of it",
        "مسودة",
        "a\tb\tc",
        "Date: 12/2023",
        "\ud800",
        "\x00",
    ),
]
MARK = 7
"""No bullet has more characters than this."""

pytestmark = [pytest.mark.usefixtures("fictional_places"), pytest.mark.once]


def letters(text: str) -> str:
    """Return what must not be lost: all but white space, and hyphens, which a soft wrap may take out."""
    return re.sub(r"[\s\-\u2010\u00ad]+", "", text)


def require_account(reading: Reading) -> None:
    """Every line that is not blank is one thing; findings and introduction say all of their lines."""
    assert list(reading.parts) != [] or not any(line.text.strip() for line in reading.lines)
    assert reading.parts.keys() == {line.number for line in reading.lines if line.text.strip()}
    unplaced = [line for line in reading.lines if reading.parts.get(line.number) == Part.UNPLACED]
    assert reading.unplaced == unplaced
    require_kept(reading, Part.FINDING, "".join(finding["text"] for finding in reading.findings))
    require_kept(reading, Part.INTRODUCTION, reading.introduction)
    assert all(f["text"].strip() and f["domain"] and f["kind"] for f in reading.findings)


def require_kept(reading: Reading, part: Part, text: str) -> None:
    """The lines of `part`, without their bullets and the numbers of their sources, are `text`, in order."""
    rest = letters(text.translate(SYMBOLS))
    for line in reading.lines:
        if reading.parts.get(line.number) == part:
            ways = (
                way for text in without_label(line.text.translate(SYMBOLS)) for way in ways_of(letters(text))
            )
            whole = next((way for way in ways if rest.startswith(way)), None)
            assert whole is not None, (line, rest[:80])
            rest = rest[len(whole) :]
    assert rest == ""


def without_label(line: str) -> Iterator[str]:
    """Yield `line`, and without the heading with which it begins."""
    yield line
    for mark in (":", "：", " – ", " — "):
        first, _mark, second = line.partition(mark)
        bullet = match_bullet(first)
        if heading_of(bullet.text if bullet else first, {}, is_exact=True) is not None:
            yield second


def ways_of(line: str) -> Iterator[str]:
    """Yield `line`, whole, and then without what may be a bullet before it and citations after it."""
    ends = {line, re.sub(r"((\[[\d,;]+\])+|[⁰¹²³⁴-⁹]+)(?=[.!?]?$)", "", line)}
    ends |= {NOTE.sub("", end) for end in ends}
    for end in sorted(ends, key=len, reverse=True):
        for count in range(MARK + 1):
            if sum(letter.isalnum() for letter in end[:count]) <= 4:
                yield end[count:]


@pytest.mark.parametrize("path", [path for path in FOLDER.glob("*.*") if path.suffix != ".json"], ids=str)
def test_every_document_is_accounted_for(path):
    require_account(readers.read(path.read_bytes(), path.name))


def worked_over(lines: list[str], chance: random.Random) -> list[str]:
    """Return `lines` with some of what happens to documents done to them."""
    begin = chance.choice([0, chance.randrange(len(lines))])
    lines = lines[begin : begin + chance.choice([30, 60, 60, 500])]
    for _turn in range(chance.randint(1, 8)):
        at = chance.randrange(len(lines)) if lines else 0
        change = chance.choice(CHANGES)
        lines = change(lines, at, chance)
    return lines


def at_line(change):
    def replace_line(lines: list[str], at: int, chance: random.Random) -> list[str]:
        return [*lines[:at], *change(lines[at], chance), *lines[at + 1 :]] if lines else lines

    return replace_line


def rebulleted(lines: list[str], at: int, chance: random.Random) -> list[str]:
    bullet = chance.choice(BULLETS)
    return [re.sub(r"^(\s*)(•|-|–|▪|\d\.|\*) ", rf"\g<1>{bullet}", line) for line in lines]


def rewrapped(lines: list[str], at: int, chance: random.Random) -> list[str]:
    width = chance.choice([12, 25, 40, 60])
    result: list[str] = []
    for line in lines:
        result += re.findall(rf".{{1,{width}}}(?:\s|$)|\S+", line) or [line]
    return result


def swapped(lines: list[str], at: int, chance: random.Random) -> list[str]:
    other = chance.randrange(len(lines)) if lines else 0
    if lines:
        lines[at], lines[other] = lines[other], lines[at]
    return lines


CHANGES = [
    at_line(lambda line, chance: []),
    at_line(lambda line, chance: [line, line]),
    at_line(lambda line, chance: [line, chance.choice(JUNK)]),
    at_line(lambda line, chance: [line, "", chance.choice(JUNK), ""]),
    at_line(lambda line, chance: [chance.choice(HEADINGS)]),
    at_line(lambda line, chance: [line, chance.choice(HEADINGS).upper()]),
    at_line(lambda line, chance: [line.upper()]),
    at_line(lambda line, chance: [line[: len(line) // 2] + "-", line[len(line) // 2 :]]),
    at_line(lambda line, chance: [f"{line} {chance.choice(['[1]', '¹', '(1)', '.', '…', ':'])}"]),
    at_line(lambda line, chance: ["".join(chance.sample(line, len(line)))]),
    rebulleted,
    rewrapped,
    swapped,
    lambda lines, at, chance: [line for line in lines if line.strip()],
    lambda lines, at, chance: [text for line in lines for text in (line, "")],
    lambda lines, at, chance: [line.replace(" ", "\u00a0") for line in lines],
    lambda lines, at, chance: [line.lower() for line in lines],
    lambda lines, at, chance: lines[at:] + lines[:at],
    lambda lines, at, chance: (
        lines[:at] + chance.choice(list(TEXTS.values()))[: chance.randint(1, 40)] + lines[at:]
    ),
]


@pytest.mark.long
def test_nothing_is_lost_and_nothing_crashes(catalogue, how_many):
    for seed in range(how_many(700, 10_000)):
        chance = random.Random(seed)  # noqa: S311  (a test, not a secret)
        texts = worked_over(chance.choice(list(TEXTS.values())), chance)
        document = Document([Paragraph(text) for text in texts], are_lines=chance.random() < 0.5)
        try:
            reading = parse_document(document, catalogue, Answers())
        except DocumentError:
            continue
        require_account(reading)


@pytest.mark.long
def test_a_plan_can_be_made_of_whatever_was_read(catalogue, how_many):
    for seed in range(how_many(100, 1_000)):
        chance = random.Random(seed)  # noqa: S311  (a test, not a secret)
        texts = worked_over(chance.choice(list(TEXTS.values())), chance)
        document = Document([Paragraph(text) for text in texts], are_lines=True)
        result = plan_import(parse_document(document, catalogue, Answers()))
        assert result.data is None or not result.errors


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(
    data=st.binary(max_size=300), name=st.sampled_from(["a.txt", "a.md", "a.html", "a.json", "a.docx", "a"])
)
def test_any_bytes_are_read_or_refused(data, name):
    with contextlib.suppress(DocumentError):
        require_account(readers.read(data, name))
