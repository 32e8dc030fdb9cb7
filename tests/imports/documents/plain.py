"""Plain text and Markdown, as people and programs write them."""

import textwrap

from tests.imports.documents.layouts import Block, Grid, Heading, Item, Text

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def mark(numbers: tuple[int, ...], style: str) -> str:
    """Return the note numbers after a sentence: “ [1, 2]”, or raised."""
    if not numbers or style == "none":
        return ""
    if style == "raised":
        return ",".join(str(number).translate(RAISED) for number in numbers)
    return f" [{', '.join(map(str, numbers))}]"


def plain_text(
    blocks: list[Block], *, bullet: str = "•", sub: str = "o", width: int = 0, marks: str = "brackets"
) -> str:
    """Return `blocks` as a text; its lines are wrapped at `width` where one is named."""
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        match block:
            case Heading(_level, text):
                line, indent, sides = text, "", True
            case Text(text, label, numbers):
                line = f"{label}: {text}" if label else text
                line, indent, sides = f"{line}{mark(numbers, marks)}", "", True
            case Item(text, level, numbers, number):
                sign = f"[{number}]" if number else bullet if level == 1 else sub
                line = f"{'  ' * level if width == 0 else '    ' * (level - 1)}{sign} {text}"
                line, indent, sides = f"{line}{mark(numbers, marks)}", "    " * level, False
            case _:
                raise ValueError(block)
        if lines and (sides or not isinstance(before, Item)):
            lines.append("")
        lines += textwrap.wrap(line, width, subsequent_indent=indent) if width else [line]
        before = block
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Return `text` as a careful program writes it in Markdown."""
    for sign in "\\`*_[]|'":
        text = text.replace(sign, f"\\{sign}")
    return text


def markdown(blocks: list[Block], *, notes: list[str] | None = None, careful: bool = False) -> str:
    """Return `blocks` as Markdown. `notes`: footnotes, by number, in place of numbers in brackets."""
    out: list[str] = []
    used: list[str] = []

    def words(text: str, numbers: tuple[int, ...] = ()) -> str:
        text = escape(text) if careful else text
        if notes is None:
            return text + (mark(numbers, "brackets").replace("[", "\\[").replace("]", "\\]"))
        for number in numbers:
            used.append(notes[number - 1])
            text += f"[^{len(used)}]"
        return text

    for block in blocks:
        match block:
            case Heading(level, text):
                out.append(f"\n{'#' * level} {words(text)}\n")
            case Text(text, label, numbers):
                out.append(f"\n{f'**{label}:** ' if label else ''}{words(text, numbers)}\n")
            case Item(text, level, numbers, number):
                sign = f"{number}." if number else "-"
                out.append(f"{'    ' * (level - 1)}{sign} {words(text, numbers)}")
            case Grid(rows):
                out += ["", *_pipes(rows, words), ""]
    out += ["", *(f"[^{number}]: {note}" for number, note in enumerate(used, start=1))]
    return "\n".join(out).strip() + "\n"


def _pipes(rows, words) -> list[str]:
    lines = []
    for index, row in enumerate(rows):
        cells = []
        for cell in row:
            parts = []
            for block in cell or []:
                is_item = isinstance(block, Item) and len(cell) > 1
                sign = ("• " if block.level == 1 else "◦ ") if is_item else ""
                text = block.label if getattr(block, "label", "") else words(block.text, block.marks)
                parts.append(f"{sign}{text}")
            cells.append("<br>".join(parts))
        lines.append(f"| {' | '.join(cells)} |")
        if index == 0:
            lines.append(f"|{'---|' * len(row)}")
    return lines


def wrong_way_read(text: str) -> bytes:
    """Return the UTF-8 of a text that a program took for Windows-1252 once: mojibake."""
    return text.encode().decode("cp1252", errors="replace").encode()
