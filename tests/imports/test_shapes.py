"""All shapes that documents have come in whole, whatever format they were in."""

import pytest

from profiles.imports.blocks import Block
from tests.imports.blocks import (
    BOTH,
    FOUR,
    IN_WELL,
    POTENTIAL,
    WELL,
    A,
    B,
    C,
    D,
    bold,
    findings_of,
    heading,
    item,
    merged,
    read,
    table,
    text,
)

pytestmark = pytest.mark.usefixtures("fictional_places")

WHOLE: dict[str, tuple[list[Block], list]] = {
    "headings and items": (
        [heading("Partnerships"), heading(WELL), item(A), heading(POTENTIAL), item(B)],
        BOTH,
    ),
    "bold headings": ([bold("Partnerships"), bold(WELL), item(A), bold(POTENTIAL), item(B)], BOTH),
    "lists side by side": ([heading("Partnerships"), table([WELL, POTENTIAL], [[item(A)], [item(B)]])], BOTH),
    "lists side by side, a finding a row": (
        [heading("Partnerships"), table([WELL, POTENTIAL], [A, B], [C, ""])],
        sorted([*BOTH, ("partnerships", "well_developed", C)]),
    ),
    "a merged heading above": (
        [table([merged("Partnerships", columns=2), None], [WELL, POTENTIAL], [A, B])],
        BOTH,
    ),
    "merged headings between": (
        [
            table(
                [merged("Partnerships", columns=2)],
                [WELL, POTENTIAL],
                [A, B],
                [merged("Well-being of migrants", columns=2)],
                [WELL, POTENTIAL],
                [C, D],
            )
        ],
        FOUR,
    ),
    "merged headings between, the lists named once": (
        [
            table(
                ["", WELL, POTENTIAL],
                [merged("Partnerships", columns=3)],
                ["1", A, B],
                [merged("Well-being of migrants", columns=3)],
                ["2", C, D],
            )
        ],
        FOUR,
    ),
    "a row for each domain": (
        [table(["Domain", WELL, POTENTIAL], ["Partnerships", A, B], ["Well-being of migrants", C, D])],
        FOUR,
    ),
    "a row for each domain, without a word above it": (
        [table(["", WELL, POTENTIAL], ["3. Partnerships", A, B], ["4. Well-being of migrants", C, D])],
        FOUR,
    ),
    "domains as columns": (
        [table(["", "Partnerships", "Well-being of migrants"], [WELL, A, C], [POTENTIAL, B, D])],
        FOUR,
    ),
    "lists under domains as columns": (
        [
            table(
                [merged("Partnerships", columns=2), None, merged("Well-being of migrants", columns=2)],
                [WELL, POTENTIAL, WELL, POTENTIAL],
                [A, B, C, D],
            )
        ],
        FOUR,
    ),
    "domains merged down": (
        [
            table(
                ["Domain", "Kind", "Finding"],
                [merged("Partnerships", rows=2), WELL, A],
                [None, POTENTIAL, B],
                [merged("Well-being of migrants", rows=2), WELL, C],
                [None, POTENTIAL, D],
            )
        ],
        FOUR,
    ),
    "no headers, two labels": (
        [
            table(
                ["Partnerships", WELL, A],
                ["", POTENTIAL, B],
                ["Well-being of migrants", WELL, C],
                ["", POTENTIAL, D],
            )
        ],
        FOUR,
    ),
    "lists as labels": ([heading("Partnerships"), table([WELL, A], [POTENTIAL, B])], BOTH),
    "title rows above the header": (
        [table(["Findings of the second profile"], [], ["Domain", WELL, POTENTIAL], ["Partnerships", A, B])],
        BOTH,
    ),
    "a sheet for each domain": (
        [
            table([WELL, POTENTIAL], [A, B], name="Partnerships"),
            table([WELL, POTENTIAL], [C, D], name="4 Well-being of migrants"),
        ],
        FOUR,
    ),
    "a sheet for each list": (
        [
            table(["Domain", "Finding"], ["Partnerships", A], ["Well-being of migrants", C], name=WELL),
            table(
                ["Domain", "Finding"],
                ["Partnerships", B],
                ["Well-being of migrants", D],
                name="Areas with potential for further",
            ),
        ],
        FOUR,
    ),
    "crosses": (
        [
            table(
                ["Domain", "Finding", WELL, POTENTIAL],
                ["Partnerships", A, "x", ""],
                ["Partnerships", B, "", "✓"],
                ["Well-being of migrants", C, "yes", "no"],
                ["Well-being of migrants", D, "", "X"],
            )
        ],
        FOUR,
    ),
    "crosses under domains": (
        [
            table(
                ["Finding", "Kind", "Partnerships", "Well-being of migrants"],
                [A, WELL, "x", ""],
                [B, POTENTIAL, "x", ""],
                [C, WELL, "", "x"],
                [D, POTENTIAL, "", "x"],
            )
        ],
        FOUR,
    ),
    "numbers in a cell": (
        [table(["Domain", WELL, POTENTIAL], ["Partnerships", f"1. {A}\n2. {C}", B])],
        sorted([*BOTH, ("partnerships", "well_developed", C)]),
    ),
    "lines in a cell": (
        [table(["Domain", WELL, POTENTIAL], ["Partnerships", f"{A}\n{C}", B])],
        sorted([*BOTH, ("partnerships", "well_developed", C)]),
    ),
    "items in a cell": (
        [table(["Domain", WELL, POTENTIAL], ["Partnerships", [item(A), item(C)], [item(B)]])],
        sorted([*BOTH, ("partnerships", "well_developed", C)]),
    ),
    "labels": ([heading("Partnerships"), *text(f"{WELL}: {A}", f"{POTENTIAL}: {B}")], BOTH),
    "lists first": (
        [
            heading(WELL),
            heading("Partnerships"),
            item(A),
            heading("Well-being of migrants"),
            item(C),
            heading(POTENTIAL),
            heading("Partnerships"),
            item(B),
            heading("Well-being of migrants"),
            item(D),
        ],
        FOUR,
    ),
    "a box around everything": (
        [table([[heading("Partnerships"), heading(WELL), item(A), table([POTENTIAL], [[item(B)]])]])],
        BOTH,
    ),
    "boxes side by side": (
        [heading("Partnerships"), table([[bold(WELL), item(A)], [bold(POTENTIAL), item(B)]])],
        BOTH,
    ),
    "sub-items": (
        [heading("Partnerships"), heading(WELL), item("It has:"), item("one;", 2), item("two.", 2), item(A)],
        sorted([IN_WELL, ("partnerships", "well_developed", "It has:\none;\ntwo.")]),
    ),
    "a break within a sentence": (
        [heading("Partnerships"), heading(WELL), item("A is\ngood.")],
        [("partnerships", "well_developed", "A is good.")],
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_the_shape_comes_in_whole(name):
    blocks, expected = WHOLE[name]
    reading = read(*blocks)
    assert findings_of(reading) == expected
    assert (reading.place, reading.edition, reading.year) == ("lunaria", 2, 2024)
    assert reading.questions == []
    assert not any(problem.is_error for problem in reading.problems)
