"""Documents with a fault: a piece was dropped, said twice, moved, cut or put in; by a seed."""

import io
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any

from docx import Document
from lxml import html
from openpyxl import load_workbook

from tests.exports.subjects import SLUGS
from tests.imports.documents.catalogue import WHOLE, Example, examples
from tests.imports.documents.measure import plain
from tests.imports.documents.profile_text import KINDS

UNKNOWN = ("Bits and pieces", "Morceaux choisis", "Retazos", "Schnipsel", "قصاصات")
"""Headings that nobody knows."""

SENTENCES = ("The harbour office was closed for a week in 2021.", "Le bureau du port a fermé en 2021.")
NUMBER = re.compile(r"^\d\. ")
PIECES = ("p", "li", "h1", "h2", "h3", "td", "th", "dt", "dd", "summary", "tr")
CELLS = {"td", "th", "tr"}
ENDINGS = ("txt", "md", "html", "docx", "xlsx")
SUBJECTS = [
    example
    for example in examples()
    if example.right == WHOLE
    and example.name.endswith(ENDINGS)
    and not any(word in example.name for word in ("utf-16", "windows", "mac", "own-", "changes", "boxes"))
]


@dataclass
class Mutant:
    """A document with faults. `headings`: text of a heading that was put in or cut -> what it may begin."""

    name: str
    example: Example
    data: bytes
    headings: dict[str, set[str]] = field(default_factory=dict)


def mutant(seed: int) -> Mutant:
    """Return one of the documents, with one to three faults."""
    random = Random(seed)  # noqa: S311 (no secret)
    example = SUBJECTS[seed % len(SUBJECTS)]
    result = Mutant(f"{seed}-{example.name}", example, example.path.read_bytes())
    mutate = {"html": _page, "docx": _word, "xlsx": _book}.get(example.name.rpartition(".")[2], _text)
    for _number in range(random.randint(1, 3)):
        mutate(result, random)
    return result


def targets(example: Example) -> dict[str, str]:
    """Return each heading of a domain or a list that the document may have, with its slug or kind."""
    names = {}
    for choice in ("own", "seen"):
        names |= {example.text.domain(number, choice): slug for number, slug in enumerate(SLUGS, start=1)}
        names |= {example.text.list_name(kind, choice): kind for kind in KINDS}
    return {plain(name): target for name, target in names.items()}


def _cut(result: Mutant, text: str, random: Random) -> str:
    """Return the beginning of `text`; what is left of a heading may still be taken for it."""
    words = text.split()
    left = " ".join(words[: random.randint(1, max(1, len(words) - 1))])
    heading, cut = (plain(NUMBER.sub("", part.strip("# "))) for part in (text, left))
    for name, target in targets(result.example).items():
        if cut and left != text and name.startswith(heading):
            result.headings.setdefault(cut, set()).add(target)
    return left


def _heading(result: Mutant, random: Random) -> str:
    heading = random.choice(UNKNOWN)
    result.headings[heading] = set()
    return heading


def _text(result: Mutant, random: Random) -> None:
    lines = result.data.decode().split("\n")
    chosen = random.choice([number for number, line in enumerate(lines) if line.strip()])
    other = random.randrange(len(lines))
    is_markdown = result.example.name.endswith("md")
    match random.choice(("drop", "twice", "swap", "heading", "sentence", "cut", "blank")):
        case "drop":
            del lines[chosen]
        case "twice":
            lines.insert(other, lines[chosen])
        case "swap":
            lines[chosen], lines[other] = lines[other], lines[chosen]
        case "heading":
            heading = _heading(result, random)
            lines[chosen:chosen] = ["", f"### {heading}" if is_markdown else heading, ""]
        case "sentence":
            lines[chosen:chosen] = ["", random.choice(SENTENCES), ""]
        case "cut":
            lines[chosen] = _cut(result, lines[chosen], random)
        case "blank":
            lines.insert(chosen, "")
    result.data = "\n".join(lines).encode()


def _tree(
    pieces: list[Any],
    result: Mutant,
    random: Random,
    read: Callable[[Any], str],
    write: Callable[[Any, str], None],
) -> None:
    """Mutate a tree of XML or HTML, of which `pieces` are the paragraphs; `write` gives one other words."""
    if len(pieces) < 2:
        return
    chosen, other = random.sample(pieces, 2)
    if other in chosen.iterdescendants() or chosen in other.iterdescendants():
        return
    if chosen.tag != other.tag and not CELLS.isdisjoint((chosen.tag, other.tag)):
        return  # a cell beside a paragraph is no page that a program writes
    choices = ("drop", "twice", "move", *([] if chosen.tag == "tr" else ["heading", "sentence", "cut"]))
    match random.choice(choices):
        case "drop":
            chosen.getparent().remove(chosen)
        case "twice":
            other.addprevious(deepcopy(chosen))
        case "move":
            other.addprevious(chosen)
        case "heading" if not is_item(chosen):
            write(chosen, _heading(result, random))
        case "sentence":
            write(chosen, random.choice(SENTENCES))
        case "cut":
            write(chosen, _cut(result, read(chosen), random))


def is_item(element: Any) -> bool:
    """Return whether a paragraph of Word's or of a page is in a list, where nothing is a heading."""
    item = "ancestor-or-self::li | ancestor-or-self::dd | .//*[local-name()='numPr' or contains(@*, 'List')]"
    return bool(element.xpath(item))


def _page(result: Mutant, random: Random) -> None:
    def write(element: html.HtmlElement, text: str) -> None:
        for child in list(element):
            element.remove(child)
        element.text = text

    tree = html.document_fromstring(result.data, parser=html.HTMLParser(encoding="utf-8"))
    _tree(list(tree.find("body").iter(*PIECES)), result, random, html.HtmlElement.text_content, write)
    result.data = b"<!DOCTYPE html>\n" + html.tostring(tree, encoding="utf-8")


def _word(result: Mutant, random: Random) -> None:
    def write(element: Any, text: str) -> None:
        runs = element.xpath(".//w:t")
        for run in runs[1:]:
            run.text = ""
        if runs:
            runs[0].text = text
        else:
            element.add_r().text = text

    def read(element: Any) -> str:
        return "".join(element.xpath(".//w:t/text()"))

    document = Document(io.BytesIO(result.data))
    _tree(document.element.body.xpath("./w:p | ./w:tbl//w:p"), result, random, read, write)
    out = io.BytesIO()
    document.save(out)
    result.data = out.getvalue()


def _book(result: Mutant, random: Random) -> None:
    book = load_workbook(io.BytesIO(result.data))
    sheet = random.choice(book.worksheets)
    cells = [cell for row in sheet for cell in row if cell.value is not None]
    if len(cells) < 2:
        return
    chosen, other = random.sample(cells, 2)
    match random.choice(("drop", "twice", "swap", "heading", "cut", "row")):
        case "drop":
            chosen.value = None
        case "twice":
            other.value = chosen.value
        case "swap":
            chosen.value, other.value = other.value, chosen.value
        case "heading":
            chosen.value = _heading(result, random)
        case "cut":
            chosen.value = _cut(result, str(chosen.value), random)
        case "row" if not sheet.merged_cells.ranges:
            sheet.insert_rows(chosen.row)
            sheet.cell(chosen.row, 1).value = _heading(result, random)
    out = io.BytesIO()
    book.save(out)
    result.data = out.getvalue()
