"""The blocks of a list -> findings; and which block of it may be a heading that is not known."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from profiles.imports.document import Part, new_read_finding
from profiles.imports.text.paragraphs import Block
from profiles.imports.text.reading_builder import ReadingBuilder
from profiles.imports.text.source_list import SourceList
from profiles.imports.text.statements import is_none_identified


class FindingLists:
    """Takes one list after the other."""

    def __init__(self, builder: ReadingBuilder, sources: SourceList) -> None:
        self.builder = builder
        self.sources = sources
        self.lines_of_texts: dict[tuple[str, str, str], int] = {}

    def add(self, blocks: Sequence[Block], domain: str, kind: str, *, is_cell: bool = False) -> None:
        """Take the items of a list where it has bullets, otherwise its paragraphs.

        is_cell: it is all that a cell holds, where one paragraph is one finding.
        """
        findings = self.builder.reading.findings
        has_bullets = any(block.is_item for block in blocks)
        texts = [block for block in blocks if not block.is_source]
        first = len(findings)
        are_above = bool(blocks) and blocks[0].is_source and not blocks[-1].is_source
        for block in blocks:
            if block.is_source:
                is_below = len(findings) > first and not are_above
                self.sources.add_source_of(findings[-1] if is_below else None, block)
            elif is_none_identified(" ".join(block.pieces)):
                self._add_none(block, f"{domain}/{kind}", is_alone=len(texts) == 1)
            elif block.is_item:
                self._add_finding(block, domain, kind)
            elif (rest := self.builder.add_known(block)) is not None:
                for other in rest:
                    self.builder.leave(other)
            elif has_bullets:
                self.builder.leave(block, _("This is between the items of a list without being one."))
            else:
                self._add_finding(block, domain, kind)
        if len(findings) > first and not has_bullets and not is_cell:
            text = _("This list has no bullets: each paragraph was taken as one finding.")
            self.builder.warn(text, findings[first]["line"])

    def _add_none(self, block: Block, name: str, *, is_alone: bool) -> None:
        if not is_alone:
            self.builder.leave(block, _("This says that none was identified, but the list has findings."))
            return
        self.builder.set_part(block.lines, Part.NONE_IDENTIFIED)
        if name not in self.builder.reading.none_identified:
            self.builder.reading.none_identified.append(name)

    def _add_finding(self, block: Block, domain: str, kind: str) -> None:
        builder = self.builder
        builder.set_part(block.lines, Part.FINDING)
        text = builder.text_of(block)
        if block.nested:
            builder.warn(_("The items under this finding were taken as a part of it."), block.number)
        first = self.lines_of_texts.setdefault((domain, kind, text), block.number)
        if first != block.number:
            builder.warn(
                _("This finding is listed twice: see line %(line)s.") % {"line": first}, block.number
            )
        builder.reading.findings.append(new_read_finding(block.number, domain=domain, kind=kind, text=text))


def unknown_headings(blocks: Sequence[Block], *, before_list: bool) -> list[int]:
    """Return the indexes of those of `blocks`, a list, that stand where a heading stands.

    before_list: the heading of a list follows, so that the last of them may be the heading of a domain.
    """
    candidates = {index for index, block in enumerate(blocks) if block.may_be_heading}
    if not candidates:
        return []
    items = [block for block in blocks if block.is_item]
    others = [block for index, block in enumerate(blocks) if index not in candidates]
    are_finished = 2 * sum(block.is_finished for block in others) >= len(others) > 0
    family = items[0].family if items else ""
    last = len(blocks) - 1

    def is_heading(index: int) -> bool:
        block = blocks[index]
        if index == last and not before_list:
            return False
        if not block.is_item:
            return bool(items) or are_finished or _is_much_shorter(block, blocks[index + 1 : index + 2])
        is_odd = block.family != family or (index == last and before_list)
        return is_odd and block.bullet is not None and block.bullet.number is not None and are_finished

    return [index for index in sorted(candidates) if is_heading(index)]


def _is_much_shorter(block: Block, following: Sequence[Block]) -> bool:
    """In a list without bullets and full stops, a heading is a few words above many."""
    words = block.word_count
    return words <= 5 and any(2 * words <= other.word_count for other in following)
