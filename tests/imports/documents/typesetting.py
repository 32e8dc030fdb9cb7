"""Sources of typst, which sets PDF files as the programs of printers do: columns, hyphens, even margins."""

from tests.imports.documents.layouts import Block, Grid, Heading, Item, Text

SIGNS = "\\#*_`$@<>[]=~"


def escape(text: str) -> str:
    return "".join(f"\\{sign}" if sign in SIGNS else sign for sign in text).replace("//", "/\\/")


def mark(marks: tuple[int, ...]) -> str:
    return f"#super[{', '.join(map(str, marks))}]" if marks else ""


def typst(
    blocks: list[Block], language: str, *, columns: int = 1, running: str = "", hyphenate: bool = False
) -> str:
    """Return the source of a document. `running`: the title on each page, beside its number."""
    head = f'#set page(paper: "a5", columns: {columns}, numbering: "1", header: [{escape(running)}])'
    if columns == 1 and not running:
        head = '#set page(paper: "a5", numbering: "1")'
    fonts = '("Liberation Serif", "DejaVu Sans")' if language == "ar" else '"Libertinus Serif"'
    lines = [
        "#set document(date: none)",
        head,
        f'#set text(lang: "{language}", size: 10pt, font: {fonts}, hyphenate: {str(hyphenate).lower()})',
        f"#set par(justify: {str(hyphenate).lower()})",
        *(_block(block) for block in blocks),
    ]
    return "\n".join(lines) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"\n{'=' * level} {escape(text)}\n"
        case Text(text, label, marks):
            lead = f"*{escape(label)}{':' if text else ''}* " if label else ""
            return f"\n{lead}{escape(text)}{mark(marks)}\n"
        case Item(text, level, marks, number):
            if number:
                return f"\n\\[{number}\\] {escape(text)}\n"
            return f"{'  ' * (level - 1)}- {escape(text)}{mark(marks)}"
        case Grid(rows):
            cells = []
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is None:
                        continue
                    span = 1
                    while number + span < len(rows) and rows[number + span][column] is None:
                        span += 1
                    inner = "\n".join(map(_block, cell))
                    cells.append(f"  table.cell(rowspan: {span})[\n{inner}\n  ],")
            columns = f"({', '.join(['1fr'] * len(rows[0]))},)"
            return f"#table(columns: {columns},\n" + "\n".join(cells) + "\n)\n"
    raise ValueError(block)
