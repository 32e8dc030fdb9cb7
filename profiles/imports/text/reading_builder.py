"""What is entered in a Reading from everywhere: the parts of lines, problems, facts, and questions."""

from functools import cached_property

from django.utils.translation import gettext as _

from profiles.imports.answers import Answers
from profiles.imports.document import FACT_NAMES, Asks, Facts, Line, Part, Question, Reading
from profiles.imports.text.catalogue import Catalogue
from profiles.imports.text.facts import edition_remark
from profiles.imports.text.heading_matcher import HeadingMatcher
from profiles.imports.text.headings import Heading
from profiles.imports.text.paragraphs import Block, document_words, is_hyphenated, join_lines
from profiles.imports.text.statements import is_statement
from profiles.imports.text.text_normalization import count_garbled, normalization_key


class ReadingBuilder:
    """A Reading of `lines` that is being built, and what is known while it is."""

    def __init__(self, lines: list[Line], known: Catalogue, answers: Answers) -> None:
        self.reading = Reading(lines=lines)
        self.catalogue, self.places = known.domains, known.places
        self.headings = HeadingMatcher(known, answers)
        self.languages: list[frozenset[str]] = []
        """Of each heading, those that write it so."""
        self._slips: set[str] = set()
        self._asked_names: set[str | int] = set()

    def set_part(self, lines: list[Line], part: Part) -> None:
        """Take `lines` as `part`; those without a word need none."""
        for line in lines:
            if line.text.strip():
                self.reading.parts[line.number] = part

    def warn(self, text: str, line: int = 0) -> None:
        self.reading.warn(text, line)

    def leave(self, block: Block, text: str = "") -> None:
        """Leave the lines of `block` unplaced; `text` says why, where there is more to say."""
        self.set_part(block.lines, Part.UNPLACED)
        if text:
            self.warn(text, block.number)

    def ask(
        self, lines: list[Line], asks: Asks, *, label: str = "", is_known: bool = False, sample: str = ""
    ) -> None:
        """Ask what `lines` begin: once for each name, or for a heading that is known, at each line.

        label: what of the line is the heading, where a text is behind it. No lines: nothing stands above.
        sample: as Question has it.
        """
        if not lines:
            return
        text = label.strip() or " ".join(line.text.strip() for line in lines)
        name = "" if is_known else normalization_key(text)
        if (name or lines[0].number) not in self._asked_names:
            self._asked_names.add(name or lines[0].number)
            proposal = self.headings.propose(text) if name else ""
            self.reading.questions.append(Question(lines[0].number, text, name, asks, proposal, sample))

    def note_heading(self, heading: Heading, lines: list[Line]) -> None:
        """Remember in which languages `heading` is written so, and say once that a letter in it is wrong."""
        self.languages.append(heading.languages)
        if heading.is_slip and lines and heading.name not in self._slips:
            self._slips.add(heading.name)
            text = _("This heading has a letter wrong; it was taken for “%(name)s”.")
            self.warn(text % {"name": heading.name}, lines[0].number)

    def text_of(self, block: Block) -> str:
        """Return the text of `block`, and say where a hyphen at the end of a line may be wrong."""
        words, is_parted = (self._words, self._is_hyphenated) if len(block.pieces) > 1 else (set(), False)
        text, doubts = join_lines(block, words, is_hyphenated=is_parted)
        if count_garbled(text):
            doubts.append(
                _("Some letters of this text cannot be read: the document does not say which they are.")
            )
        for doubt in [*doubts, *block.doubts]:
            self.warn(doubt, block.number)
        return text

    @cached_property
    def _words(self) -> set[str]:
        return document_words(self.reading.lines)

    @cached_property
    def _is_hyphenated(self) -> bool:
        return is_hyphenated(self.reading.lines)

    def add_facts(self, facts: Facts, lines: list[Line]) -> None:
        """Enter the facts that are not known yet; warn where they differ from those above."""
        self.set_part(lines, Part.FACT)
        text = " ".join(line.text for line in lines)
        if facts.edition and (remark := edition_remark(text)):
            self.warn(remark, lines[0].number)
        for holder, new in (
            (vars(self.reading), {name: getattr(facts, name) for name in FACT_NAMES}),
            (self.reading.extra, facts.extra),
        ):
            for name, value in new.items():
                if value is not None and holder.get(name) is None:
                    holder[name] = value
                elif value is not None and value != holder[name]:
                    text = _("Here the document says “%(new)s”; above, it says “%(old)s”.")
                    self.warn(text % {"new": value, "old": holder[name]}, lines[0].number)

    def add_known(self, block: Block, *, is_opening: bool = False) -> list[Block] | None:
        """Take `block` if it is a text of the programme; return what comes behind that in it, or None.

        Two descriptions may follow each other in a block, and lines that nothing parts from them.
        """
        if block.is_item:
            return None
        text = " ".join(block.pieces)
        if not is_opening and is_statement(text):
            self.set_part(block.lines, Part.STATEMENT)
            return []
        count, likeness = max(
            ((n, self.catalogue.match_description(" ".join(block.pieces[:n]))) for n in _ends(block)),
            key=lambda end: (end[1], end[0]),
        )
        if not likeness:
            return None
        first, rest = block.split(count)
        self.set_part(first.lines, Part.DESCRIPTION)
        if likeness < 1:
            self.warn(_("This description of a domain differs from the one on this site."), first.number)
        return [rest] if rest.lines else []


def _ends(block: Block) -> range | list[int]:
    """Return after how many lines a description in `block` may end."""
    return range(1, len(block.lines) + 1) if len(block.lines) < 40 else [len(block.lines)]
