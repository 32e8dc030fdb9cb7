"""Which heading a text of this document is: as the user says it, or as it is known."""

from dataclasses import replace

from profiles.choices import Kind
from profiles.imports.answers import ASIDE, TEXT, Answers
from profiles.imports.document import Line
from profiles.imports.text.catalogue import Catalogue
from profiles.imports.text.headers import match_header
from profiles.imports.text.headings import Heading, heading_of, known_headings, propose
from profiles.imports.text.text_normalization import LONGEST_HEADING, normalization_key

LONGEST_NAME = 31
"""No sheet of a workbook has a longer name."""


class HeadingMatcher:
    """The headings of the programme and of this installation, and the answers of the user before these."""

    def __init__(self, known: Catalogue, answers: Answers) -> None:
        self.also = known.domains.headings
        self.numbers = {slug: number for number, slug in known.domains.slugs.items()}
        self.answers = answers

    def match(self, text: str, *, is_exact: bool = False) -> Heading | None:
        """Return which heading `text` is, or None."""
        target = self.answer(text)
        return self._heading(target) if target else heading_of(text, self.also, is_exact=is_exact)

    def match_cut(self, name: str) -> Heading | None:
        """Return which heading the name of a sheet is, which ends at the 31st letter."""
        heading = self.match(name)
        if heading is not None or len(name) < LONGEST_NAME - 3:
            return heading
        key = " ".join(word for word in normalization_key(name).split() if not word.isdigit())
        headings = {
            replace(known, languages=frozenset(), name="")
            for known in (*known_headings().values(), *self.also.values())
            if normalization_key(known.name).startswith(key)
        }
        return headings.pop() if len(headings) == 1 else None

    def propose(self, text: str) -> str:
        """Return the target that `text`, which is no heading, is near to; "" where it is near to none."""
        heading = propose(text)
        slugs = [slug for slug, number in self.numbers.items() if heading and number == heading.domain]
        return "/".join([*slugs, *filter(None, [heading.kind])]) if heading is not None else ""

    def match_header(self, text: str, line: Line) -> str | None:
        """Return what a column so headed holds, at `line`: a Header or the name of a detail."""
        target = self.answers.headings.get(line.number) or self.answer(text)
        if target:
            return None if target == TEXT or self._heading(target) else target
        return match_header(text) if len(text) < LONGEST_HEADING else None

    def match_line(self, line: Line) -> Heading | None:
        """Return the heading that the user says this very line to be."""
        heading = self._heading(self.answers.headings.get(line.number, ""))
        if heading is None or heading.section:
            return heading
        known = self.match(line.text) or heading  # “the list under this domain”: both hold
        return Heading(heading.domain or known.domain, heading.kind or known.kind)

    def is_text(self, line: Line) -> bool:
        """Return whether the user says that `line` is no heading."""
        return TEXT in (self.answers.headings.get(line.number), self.answer(line.text))

    def is_aside(self, line: Line, text: str) -> bool:
        """Return whether the user says that what stands under `text`, at `line`, is left out."""
        return ASIDE in (self.answers.headings.get(line.number), self.answer(text))

    def answer(self, text: str) -> str | None:
        """Return what the user says of `text`, a heading, a header or a cell."""
        if not self.answers.names or len(text) > 2 * LONGEST_HEADING:
            return None
        return self.answers.names.get(normalization_key(text))

    def _heading(self, target: str) -> Heading | None:
        first, _slash, second = target.partition("/")
        domain, kind = self.numbers.get(first), second or first
        if kind in Kind.values:
            return Heading(domain, kind)
        if domain is not None:
            return Heading(domain)
        is_section = target == ASIDE or target in SECTIONS
        return Heading(section=target) if is_section else None


SECTIONS = ("introduction", "sources", "acknowledgements")
"""Where a heading can lead, beside the lists and the domains."""
