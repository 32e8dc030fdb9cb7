"""The rows of a table of findings: each cell of findings goes to the list of its column and of its row."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from profiles.choices import Kind
from profiles.content.schema import SCHEMA
from profiles.imports.answers import ASIDE
from profiles.imports.document import Asks, DocumentError, Part, is_translation_address, new_read_finding
from profiles.imports.tables.layout import Layout, cross_columns, is_cross, read_header
from profiles.imports.tables.source_rows import SourceRows, field_texts
from profiles.imports.tables.tables import Cell, Row, Table, distinct, key_of, number_of
from profiles.imports.text.bullets import match_bullet
from profiles.imports.text.headers import DERIVED_HEADERS, Header
from profiles.imports.text.headings import Heading
from profiles.imports.text.line_parser import LineParser
from profiles.imports.text.page_furniture import is_wordless
from profiles.imports.text.text_normalization import may_be_heading

LABELS = (Header.DOMAIN, Header.DOMAIN_NUMBER, Header.KIND)
DETAILS = tuple(detail.column for detail in SCHEMA.details)


@dataclass
class Labels:
    """What the rows so far are labelled with. An empty Heading is one that is not known."""

    by_column: dict[int, Heading] = field(default_factory=dict)

    def set(self, column: int, heading: Heading) -> None:
        """Label the row in `column`; what stood in the columns behind it was said of the rows above."""
        self.by_column = {other: label for other, label in self.by_column.items() if other < column}
        self.by_column[column] = heading

    @property
    def are_known(self) -> bool:
        return all(label.domain or label.kind for label in self.by_column.values())

    def join(self) -> Heading:
        labels = [self.by_column[column] for column in sorted(self.by_column, reverse=True)]
        return Heading(
            next((label.domain for label in labels if label.domain), None),
            next((label.kind for label in labels if label.kind), None),
        )


class FindingRows:
    """Enters tables of findings, one after the other."""

    def __init__(self, parser: LineParser, sources: SourceRows) -> None:
        self.parser = parser
        self.builder = parser.builder
        self.headings = self.builder.headings
        self.sources = sources

    def parse(self, table: Table, layout: Layout) -> None:
        """Enter the rows from the headers on."""
        self.table, self.layout = table, layout
        self.labels = Labels()
        self.base = self._base()
        self.is_ours = table.is_ours or layout.is_ours
        if self.is_ours:
            self._refuse_several_profiles()
        self._add_header(layout)
        self.crosses = cross_columns(layout, table.rows[layout.row + 1 :])
        last_header = layout.row
        for index, row in enumerate(table.rows[layout.row + 1 :], start=layout.row + 1):
            row = {column: cell for column, cell in row.items() if not cell.is_taken}
            if self.is_ours:
                self._add_row(row)
            elif (header := self._read_header(index, row)) is not None:
                self._change_header(header, is_below=last_header == index - 1)
                last_header = index
            elif not self._add_section_row(row):
                self._add_row(row)

    def _base(self) -> Heading:
        """Return what holds for all rows: the name of the sheet, or the headings above the table."""
        heading, sections = self.layout.heading, self.parser.sections
        number = self.headings.numbers.get(sections.domain or "")
        header = self.table.rows[self.layout.row] if self.layout.row >= 0 else {}
        lines = [line for cell in distinct(header) for line in cell.lines][:1]
        stated = (self.headings.match_line(lines[0]) if lines else None) or Heading()
        has_name = bool(heading.domain or heading.kind)
        return Heading(
            heading.domain or stated.domain or (None if has_name and not heading.kind else number),
            heading.kind or (sections.kind if sections.section == "list" else None) or None,
        )

    # Headers

    def _add_header(self, layout: Layout) -> None:
        row = self.table.rows[layout.row] if layout.row >= 0 else {}
        for column, cell in row.items():
            if column not in layout.unknown and not cell.is_taken:
                self.builder.set_part(cell.lines, Part.HEADING)
        for column, heading in layout.lists.items():
            self.builder.note_heading(heading, row[column].lines if column in row else [])
        for column, cell in layout.unknown.items():
            if not cell.is_taken:  # as text above the table, of which it is the last row
                self._add_unknown_column(column, cell)

    def _add_unknown_column(self, column: int, cell: Cell) -> None:
        is_aside = self.headings.is_aside(cell.lines[0], cell.text)
        self.builder.set_part(cell.lines, Part.ASIDE if is_aside else Part.UNPLACED)
        below = (row[column] for row in self._rows_below() if column in row)
        sample = next((other.text.strip() for other in below if not other.is_blank), "")
        if sample and not is_aside and not self.is_ours and not self.headings.is_text(cell.lines[0]):
            self.builder.ask(cell.lines, Asks.COLUMN, is_known=not may_be_heading(cell.text), sample=sample)

    def _read_header(self, index: int, row: Row) -> Layout | None:
        """Return the headers that a further row of headers has; None where it is none.

        In a table that has a column of domains or kinds, a row that names some is an ordinary one.
        """
        header = read_header(index, row, self.headings, self.layout.heading)
        has_labels = any(column in LABELS for column in self.layout.columns.values())
        return header if header.is_list_header and (header.columns or not has_labels) else None

    def _rows_below(self) -> list[Row]:
        return self.table.rows[self.layout.row + 1 :]

    def _change_header(self, header: Layout, *, is_below: bool) -> None:
        """Another row of headers: below the first one, of the same columns; further down, of new ones."""
        if is_below:
            above = self.layout.lists
            header.lists = {
                column: Heading(
                    heading.domain or (above[column].domain if column in above else None),
                    heading.kind or (above[column].kind if column in above else None),
                )
                for column, heading in header.lists.items()
            }
            header.columns = self.layout.columns | header.columns
        header.has_labels = self.layout.has_labels
        self.layout = header
        self._add_header(header)
        self.crosses = cross_columns(header, self._rows_below())
        self.labels = Labels()

    def _add_section_row(self, row: Row) -> bool:
        """A heading alone in its row holds for the rows below; an unknown one holds them up."""
        cells = list(distinct(row))
        if len(cells) != 1 or len(row) == 1 == len(self.layout.lists):
            return False
        cell, is_merged = cells[0], cells[0].column_span > 1
        heading = self.headings.match_line(cell.lines[0]) or self.headings.match(cell.text, is_exact=True)
        if heading is not None and (heading.domain or heading.kind):
            self.builder.set_part(cell.lines, Part.HEADING)
            self.builder.note_heading(heading, cell.lines)
            kind = heading.kind if heading.domain else heading.kind or self.base.kind
            self.base = Heading(heading.domain or self.base.domain, kind or self.layout.heading.kind)
            self.labels = Labels()
            return True
        is_over_lists = sum(row.get(column) is cell for column in self.layout.lists) > 1
        is_heading = is_merged and (may_be_heading(cell.text) or is_over_lists)
        if not is_heading or self.headings.is_text(cell.lines[0]):
            return False
        is_aside = heading is not None and heading.section == ASIDE
        self.builder.set_part(cell.lines, Part.ASIDE if is_aside else Part.UNPLACED)
        if not is_aside:
            self.builder.ask(cell.lines, Asks.DOMAIN, is_known=not may_be_heading(cell.text))
            self.base, self.labels = Heading(), Labels({0: Heading()})
        return True

    # Rows

    def _add_row(self, row: Row) -> None:
        cells = self.layout.cells(row)
        texts = {header: cell.text for header, cell in cells.items()}
        if self._continue_finding(texts, cells):
            return
        label, is_known = self._read_labels(row)
        if label.section == ASIDE:
            for cell in row.values():
                self.builder.set_part(cell.lines, Part.ASIDE)
            return
        self._set_parts_beside(row)
        count = len(self.builder.reading.findings)
        crossed = self._read_crosses(row)
        for column, cell in row.items():
            heading = self.layout.lists.get(column, crossed)
            if self._is_content(column, cell):
                cell.is_taken = True
                domain = heading.domain or label.domain or self.base.domain
                kind = heading.kind or label.kind or self.base.kind
                self._add_content(cell, texts, Heading(domain, kind), is_known=is_known)
        if len(self.builder.reading.findings) == count:  # nothing rests on what else is in the row
            for header in (Header.SOURCES, *DETAILS):
                if header in cells:
                    self.builder.set_part(cells[header].lines, Part.UNPLACED)
        if self.is_ours:
            self._add_facts_of_row(texts)

    def _is_content(self, column: int, cell: Cell) -> bool:
        """Return whether the cell holds findings: under a list or “Finding”, or beside a row's label."""
        if cell.is_blank or cell.is_taken or column in self.crosses:
            return False
        header = self.layout.columns.get(column)
        if column in self.layout.lists or header == Header.TEXT:
            return True
        is_free = header is None and column not in self.layout.unknown
        return (
            is_free and (self.layout.has_labels or bool(self.crosses)) and column not in self.labels.by_column
        )

    def _set_parts_beside(self, row: Row) -> None:
        """Take the cells that hold no findings as what they are."""
        for column, cell in row.items():
            header = self.layout.columns.get(column)
            if column in self.layout.unknown:
                header_cell = self.layout.unknown[column]
                is_aside = self.headings.is_aside(header_cell.lines[0], header_cell.text)
                self.builder.set_part(cell.lines, Part.ASIDE if is_aside else Part.UNPLACED)
            elif header in DERIVED_HEADERS:
                self.builder.set_part(cell.lines, Part.STATEMENT if self.is_ours else Part.UNPLACED)
            elif header == Header.SOURCES:
                self.builder.set_part(cell.lines, Part.SOURCE)
            elif header is not None and header != Header.TEXT and header not in LABELS:
                self.builder.set_part(cell.lines, Part.FINDING if header in DETAILS else Part.STATEMENT)

    def _read_labels(self, row: Row) -> tuple[Heading, bool]:
        """Return the domain and the kind that a row names, and whether all its labels are known."""
        leading = min((column for column in row if not row[column].is_blank), default=0)
        for column in sorted(row):
            cell, header = row[column], self.layout.columns.get(column)
            is_free = header is None and column not in self.layout.lists and column not in self.layout.unknown
            is_first = is_free and self.layout.has_labels | bool(self.layout.lists) and not self.crosses
            if cell.is_blank or not (header in LABELS or is_first):
                continue
            heading = self._match_label(cell, header)
            if heading is not None:
                self.builder.set_part(cell.lines, Part.HEADING)
                self.builder.note_heading(heading, cell.lines)
                if heading.section == ASIDE:
                    return heading, True
                self.labels.set(column, heading)
            elif header in LABELS or (column == leading and may_be_heading(cell.text)):
                self.builder.set_part(cell.lines, Part.UNPLACED)
                if not self.is_ours:
                    self.builder.ask(cell.lines, Asks.LIST if header == Header.KIND else Asks.DOMAIN)
                self.labels.set(column, Heading())
        return self.labels.join(), self.labels.are_known

    def _match_label(self, cell: Cell, header: str | None) -> Heading | None:
        """Return what a label says.

        A domain by its title in any language, its slug or its number; a kind by its heading in any language,
        or its name in data.
        """
        text = cell.text.strip()
        stated = self.headings.match_line(cell.lines[0])
        if stated is not None:
            return stated
        if header in (Header.DOMAIN, Header.DOMAIN_NUMBER):
            number = self.headings.numbers.get(text) or number_of(text)
            if number in self.builder.catalogue.slugs:
                return Heading(number)
        if header == Header.KIND and text in Kind.values:
            return Heading(kind=text)
        heading = self.headings.match(text, is_exact=header is None)
        is_label = heading is not None and (heading.domain or heading.kind or heading.section == ASIDE)
        return heading if is_label else None

    def _read_crosses(self, row: Row) -> Heading:
        crossed = [
            self.layout.lists[column] for column in self.crosses & row.keys() if is_cross(row[column].text)
        ]
        for column in self.crosses & row.keys():
            self.builder.set_part(row[column].lines, Part.LIST_HEADING)
        kinds = {heading.kind for heading in crossed if heading.kind}
        domains = {heading.domain for heading in crossed if heading.domain}
        return Heading(domains.pop() if len(domains) == 1 else None, kinds.pop() if len(kinds) == 1 else None)

    # Findings

    def _add_content(self, cell: Cell, texts: dict[str, str], heading: Heading, *, is_known: bool) -> None:
        slug = self.builder.catalogue.slugs.get(heading.domain or 0)
        if (is_wordless(cell.text) or is_cross(cell.text)) and not self.is_ours:
            is_nothing = is_known and not is_cross(cell.text)
            self.builder.set_part(cell.lines, Part.PAGE_MARK if is_nothing else Part.UNPLACED)
            return
        if slug is not None and not heading.kind and is_known and self._has_lists(cell):
            self.parser.parse_cell(cell.lines, slug, "")
            return
        if slug is None or not heading.kind or not is_known:
            self._leave(cell, texts, heading, is_known=is_known)
            return
        findings, key = self.builder.reading.findings, key_of(texts.get(Header.KEY, ""))
        first, line = len(findings), cell.lines[0].number
        if key or (self.is_ours and not _is_list(cell.text)):
            self.builder.set_part(cell.lines, Part.FINDING)
            text = cell.text if key else cell.text.strip()
            findings.append(new_read_finding(line, text=text, domain=slug, kind=heading.kind))
        else:
            self.parser.parse_cell(cell.lines, slug, heading.kind)
        details = field_texts(SCHEMA.details, texts, key)
        if len(findings) != first + 1 or key in {finding["key"] for finding in findings[:first]}:
            key = ""
        sources = self.sources.cite(texts.get(Header.SOURCES, ""), line) if len(findings) > first else []
        for finding in findings[first:]:
            finding.update({"key": key, **details, "sources": [*sources]})  # type: ignore[typeddict-item]

    def _has_lists(self, cell: Cell) -> bool:
        """Return whether the cell holds the headings of lists, too."""
        headings = (self.headings.match(line.text, is_exact=True) for line in cell.lines)
        return any(heading is not None and heading.kind for heading in headings)

    def _leave(self, cell: Cell, texts: dict[str, str], heading: Heading, *, is_known: bool) -> None:
        """Leave a cell unplaced; say why, or ask, unless its label is asked about."""
        self.builder.set_part(cell.lines, Part.UNPLACED)
        if not is_known and not self.is_ours:
            return
        if heading.domain is None:
            text = _("“%(text)s” is none of the six domains.")
            text %= {"text": texts.get(Header.DOMAIN, "") or texts.get(Header.DOMAIN_NUMBER, "")}
        else:
            text = _("“%(text)s” is neither of the two lists.") % {"text": texts.get(Header.KIND, "")}
        self.builder.warn(f"{cell.where}: {text}" if cell.where else text, cell.lines[0].number)
        header = self.table.rows[self.layout.row] if self.layout.row >= 0 else {}
        lines = [self.table.name] if self.table.name else []
        lines = lines or [line for head in distinct(header) for line in head.lines][:1]
        if lines and not self.is_ours and not self.crosses:
            self.builder.ask(lines, Asks.LIST if heading.domain else Asks.DOMAIN, is_known=True)

    def _continue_finding(self, texts: dict[str, str], cells: dict[str, Cell]) -> bool:
        """A row with the key of the one above, and neither domain nor kind, goes on with its text."""
        findings = self.builder.reading.findings
        key = key_of(texts.get(Header.KEY, ""))
        if (
            not findings
            or not key
            or key != findings[-1]["key"]
            or {Header.DOMAIN, Header.KIND} & texts.keys()
        ):
            return False
        for cell in cells.values():
            self.builder.set_part(cell.lines, Part.FINDING)
        findings[-1]["text"] += texts[Header.TEXT]
        return True

    def _refuse_several_profiles(self) -> None:
        rows = [self.layout.cells(row) for row in self._rows_below()]
        if len({cells[Header.PROFILE].text for cells in rows if Header.PROFILE in cells}) > 1:
            raise DocumentError(_("The table has findings of more than one profile. Import them one by one."))

    def _add_facts_of_row(self, texts: dict[str, str]) -> None:
        """A line of our CSV says of which profile it is."""
        reading = self.builder.reading
        year, _dash, month = texts.get(Header.DESCRIBED, "").partition("-")
        reading.place = reading.place or texts.get(Header.PLACE, "").strip() or None
        reading.edition = reading.edition or number_of(texts.get(Header.EDITION, ""))
        reading.year, reading.month = reading.year or number_of(year), reading.month or number_of(month)
        language, original = (
            texts.get(header, "").strip() for header in (Header.LANGUAGE, Header.ORIGINAL_LANGUAGE)
        )
        if (original and language != original) or is_translation_address(texts.get(Header.LINK, "")):
            # What is not translated in it is in the language of the original.
            reading.is_translation = True
            reading.language = language if language != original else reading.language
        reading.language = reading.language or language or None


def _is_list(text: str) -> bool:
    """Return whether somebody wrote several findings into a cell: one a bullet."""
    bullets = [match_bullet(line) for line in text.split("\n") if line.strip()]
    return bool(bullets) and all(bullet is not None and bullet.is_strong for bullet in bullets)
