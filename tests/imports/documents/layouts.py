"""In which order, and in which tables, a document says what a profile has to say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.imports.documents.profile_text import KINDS, Finding, ProfileText


@dataclass(frozen=True)
class Heading:
    """Level 1 is the title of the document, 2 a section or domain, 3 a list."""

    level: int
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph. `label`: words in bold that begin it. `marks`: note numbers after it."""

    text: str
    label: str = ""
    marks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Item:
    """An item of a list, `level` deep; `number` where the list is numbered."""

    text: str
    level: int = 1
    marks: tuple[int, ...] = ()
    number: int = 0


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells, each with its blocks. A cell that is None belongs to the one above it."""

    rows: "list[list[list[Block] | None]]"


Block = Heading | Text | Item | Grid
Layout = Callable[..., list[Block]]


def head(text: ProfileText, *, introduction: bool = True) -> list[Block]:
    """Return the title, the date and the introduction."""
    blocks: list[Block] = [Heading(1, text.title_line), Text(text.title["date"])]
    if introduction:
        blocks += [Heading(2, text.headings["introduction"]), *map(Text, text.introduction)]
    return blocks


def source_list(text: ProfileText) -> list[Block]:
    sources = [Item(str(source), number=number) for number, source in enumerate(text.sources, start=1)]
    return [Heading(2, text.headings["sources"]), *sources]


def annex(text: ProfileText) -> list[Block]:
    return [Heading(2, text.page["annex"]), Text(text.page["annex_text"])]


def items(text: ProfileText, findings: Iterable[Finding], *, marks: bool = True) -> list[Block]:
    """Return the findings of a list as items, or the sentence that there are none."""
    blocks: list[Block] = []
    for finding in findings:
        blocks.append(Item(finding.text, marks=finding.cites if marks else ()))
        blocks += [Item(sub, 2) for sub in finding.sub]
    return blocks or [Text(text.none)]


def by_domain(
    text: ProfileText, names: str = "own", *, descriptions: bool = False, marks: bool = True
) -> list[Block]:
    """Domains, each with its two lists."""
    blocks: list[Block] = []
    for domain in range(1, 7):
        blocks.append(Heading(2, text.domain(domain, names)))
        if descriptions:
            blocks.append(Text(text.descriptions[domain - 1]))
        for kind in KINDS:
            blocks.append(Heading(3, text.list_name(kind, names)))
            blocks += items(text, text.list_of(domain, kind), marks=marks)
    return blocks


def by_list(text: ProfileText, names: str = "own", *, marks: bool = True) -> list[Block]:
    """The two lists, each with its domains."""
    blocks: list[Block] = []
    for kind in KINDS:
        blocks.append(Heading(2, text.list_name(kind, names)))
        for domain in range(1, 7):
            blocks.append(Heading(3, text.domain(domain, names)))
            blocks += items(text, text.list_of(domain, kind), marks=marks)
    return blocks


def run_in(text: ProfileText, names: str = "own") -> list[Block]:
    """Domains, whose lists are labels at the beginning of a paragraph."""
    blocks: list[Block] = []
    for domain in range(1, 7):
        blocks.append(Heading(2, text.domain(domain, names)))
        for kind in KINDS:
            label = text.list_name(kind, names)
            findings = text.list_of(domain, kind) or [Finding(domain, kind, text.none)]
            for finding in findings:
                sentence = " ".join([finding.text, *finding.sub])
                blocks.append(Text(sentence, label, finding.cites))
    return blocks


def side_by_side(text: ProfileText, names: str = "own") -> list[Block]:
    """Domains, each with a table of two columns: the two lists."""
    blocks: list[Block] = []
    for domain in range(1, 7):
        header = [[Text("", text.list_name(kind, names))] for kind in KINDS]
        cells = [items(text, text.list_of(domain, kind)) for kind in KINDS]
        blocks += [Heading(2, text.domain(domain, names)), Grid([header, cells])]
    return blocks


def rows(text: ProfileText, names: str = "own") -> list[Block]:
    """One table with a row for each domain and a cell for each of its lists."""
    names_of_lists = [text.list_name(kind, names) for kind in KINDS]
    table = [[[Text("", name)] for name in (text.columns["domain"], *names_of_lists)]]
    for domain in range(1, 7):
        cells = [items(text, text.list_of(domain, kind)) for kind in KINDS]
        table.append([[Text(text.domain(domain, names))], *cells])
    return [Grid(table)]


def one_each(text: ProfileText, names: str = "own") -> list[Block]:
    """One table with a row for each finding; the cells of its domain are merged."""
    columns = [text.columns[name] for name in ("domain", "list", "finding", "sources")]
    table: list[list[list[Block] | None]] = [[[Text("", name)] for name in columns]]
    last = 0
    for domain, kind, findings in text.lists():
        for finding in findings or [Finding(domain, kind, text.none)]:
            sources = [Text(str(text.sources[number - 1])) for number in finding.cites]
            name = [Text(text.domain(domain, names))] if domain != last else None
            sentence = " ".join([finding.text, *finding.sub])
            cells = [[Text(text.list_name(kind, names))], [Text(sentence)], list(sources)]
            table.append([name, *cells])
            last = domain
    return [Grid(table)]
