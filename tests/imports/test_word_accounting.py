"""Each word of a document, whatever was done to it, is in what was understood of it, or listed."""

import random
from collections import Counter
from itertools import pairwise

import pytest

from profiles.imports.answers import Answers
from profiles.imports.blocks import Block, Cell, Document, LeftOut, Paragraph, Style, Table
from profiles.imports.document import DocumentError, Part, Reading
from profiles.imports.grammar import parse_document
from tests.imports.test_shapes import WHOLE

pytestmark = [pytest.mark.usefixtures("fictional_places"), pytest.mark.once]

WORDS = [
    *(
        "Partnerships",
        "Well-developed areas",
        "Areas with potential",
        "Shadows",
        "Total",
        "A is good.",
        "• b",
        "x",
    ),
    *("Sources", "Introduction", "Domain", "Finding", "1. Act, 2019", "None identified.", "Photo: a post"),
    *("Well-developed: it is", "a\nb", "c\n• d\ne", "–", "Source: Act, 2014", "2021", "It has:", "and more."),
    *("Lunaria", ""),
]


def changed(blocks: list[Block], chance: random.Random) -> list[Block]:
    """Return `blocks` with some of what happens to documents done to them, within tables too."""
    blocks = list(blocks)
    for _turn in range(chance.randint(1, 5)):
        at = chance.randrange(len(blocks) + 1)
        new = Paragraph(chance.choice(WORDS), chance.choice(list(Style)), chance.randint(0, 3))
        match chance.randrange(5):
            case 0:
                blocks.insert(at, new)
            case 1:
                blocks.insert(at, LeftOut(new.text, "page header"))
            case 2 if blocks:
                blocks.pop(at - 1)
            case 3:
                chance.shuffle(blocks)
            case _:
                blocks = [changed_table(b, chance) if isinstance(b, Table) else b for b in blocks]
    return blocks


def changed_table(table: Table, chance: random.Random) -> Table:
    rows = [dict(row) for row in table.rows]
    for row in rows:
        if row and chance.random() < 0.4:
            column = chance.choice(list(row))
            span = (chance.randint(1, 2), chance.randint(1, 2))
            row[column] = Cell(changed(row[column].blocks, chance), *span)
    if chance.random() < 0.3:
        chance.shuffle(rows)
    return Table(rows, chance.choice([table.name, "Sheet1", "Partnerships"]))


def words_of(blocks: list[Block]) -> Counter[str]:
    words: Counter[str] = Counter()
    for block in blocks:
        if isinstance(block, Table):
            words.update(block.name.split())
            for cell in block.cells:
                words += words_of(cell.blocks)
        else:
            words.update(block.text.split())
    return words


def require_account(blocks: list[Block], reading: Reading, *, are_lines: bool) -> None:
    assert Counter(word for line in reading.lines for word in line.text.split()) == words_of(blocks)
    assert reading.parts.keys() == {line.number for line in reading.lines if line.text.strip()}
    taken = " ".join(line.text for line in reading.lines if reading.parts.get(line.number) == Part.FINDING)
    stored = Counter(word for finding in reading.findings for word in finding["text"].split())
    assert not stored - Counter(taken.split())
    remarks = {problem.line for problem in reading.problems}
    starts = sorted({finding["line"] for finding in reading.findings})
    ends = dict(pairwise([*starts, len(reading.lines) + 1]))
    for finding in reading.findings:
        line = reading.lines[finding["line"] - 1]
        assert reading.parts[line.number] == Part.FINDING
        lines = reading.lines[line.number - 1 : ends[line.number] - 1] if are_lines else [line]
        texts = [source.text for source in lines if reading.parts.get(source.number) == Part.FINDING]
        assert len(finding["text"]) <= len(" ".join(texts)) or line.number in remarks


@pytest.mark.long
def test_each_word_is_accounted_for(catalogue, how_many):
    for seed in range(how_many(700, 10_000)):
        chance = random.Random(seed)  # noqa: S311  (a test, not a secret)
        blocks, _right = chance.choice(list(WHOLE.values()))
        blocks, are_lines = changed(blocks, chance), chance.random() < 0.5
        try:
            reading = parse_document(Document(blocks, are_lines=are_lines), catalogue, Answers())
        except DocumentError:
            continue
        require_account(blocks, reading, are_lines=are_lines)
