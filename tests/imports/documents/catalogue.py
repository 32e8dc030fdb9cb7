"""Each document: its shape, its language, who writes it, and what is right."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.imports.documents.profile_text import ProfileText, profile_text

FILES = Path(__file__).with_name("files")
WHOLE, ASKED, NAMED, REFUSED = "whole", "asked", "named", "refused"
"""What is right: all is read; lists under unknown names are asked about; the fault of a whole file is
named, so that nobody stores it as it is; one sentence says what to save it as."""

Write = Callable[[ProfileText, str], bytes]


@dataclass(frozen=True)
class Example:
    """A document. `lacks`: what it does not say, of title, introduction, sources and none.

    With "links" it has addresses in its text, which may be listed or taken for sources.
    """

    name: str
    text: ProfileText
    names: str
    write: Write
    right: str
    lacks: frozenset[str] = field(default=frozenset())

    @property
    def path(self) -> Path:
        return FILES / self.name


@dataclass(frozen=True)
class Shape:
    """A shape in several languages: “fr” with the names that this site uses, “fr+seen” with others."""

    name: str
    ending: str
    languages: str
    write: Write
    right: str = WHOLE
    lacks: str = ""

    def examples(self) -> Iterator[Example]:
        for choice in self.languages.split():
            language, _plus, names = choice.partition("+")
            name = f"{language}-{self.name}.{self.ending}"
            lacks = frozenset(self.lacks.split())
            yield Example(name, profile_text(language), names or "own", self.write, self.right, lacks)


def shapes() -> Iterable[Shape]:
    from tests.imports.documents import (
        shapes_further,
        shapes_office,
        shapes_plain,
        shapes_print,
        shapes_web,
    )

    for module in (shapes_office, shapes_plain, shapes_print, shapes_web, shapes_further):
        yield from module.SHAPES


def examples() -> list[Example]:
    """Return all documents."""
    return [example for shape in shapes() for example in shape.examples()]
