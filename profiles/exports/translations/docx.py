"""A translation as a Word document of two columns: the original, and beside it the text to write.

Bookmarks, which nobody sees and every program keeps, say which unit a row is of.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _, override

from profiles.content.translations import Unit
from profiles.exports.formats.docx_paragraphs import Writer, new_document, new_element, run
from profiles.exports.labels import label_value
from profiles.exports.reproducible_zip import LONG_AGO, save_package
from profiles.exports.translations.content import Heading as TextHeading, TranslationExport
from profiles.imports.formats import docx_bookmarks
from profiles.imports.tables.cells import escape
from profiles.imports.translations.document import FORMAT, right_mark, unit_mark
from profiles.imports.translations.xlsx import TITLES, Heading
from profiles.languages import Language

WIDTH = 9070
"""Of the table, in twentieths of a point: A4 between its margins."""
SHADE = "EEF1F5"


def render(export: TranslationExport) -> bytes:
    """Return the document: words around in the language of the export, each text in its own."""
    with override(export.language):
        document = new_document(export.language)
        properties = document.core_properties
        title = str(export.translation)
        properties.title, properties.category = escape(title)[:255], FORMAT
        properties.language = export.translation.language
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.created = properties.modified = LONG_AGO.replace(tzinfo=None)
        writer = Writer(document)
        writer.text("Title", title, export.language)
        for sentence in guidance(export):
            writer.text("Normal", sentence, export.language)
        writer.text("Normal", str(export.reference), Language.ENGLISH)
        document.element.body.insert(-1, _Table(export).build())
        writer.text("Normal", "", export.language)
    return save_package(document, None)


def guidance(export: TranslationExport) -> Iterator[str]:
    """Yield what whoever opens the document must know, in the active language."""
    if mark := export.translation.profile.place.fictional_mark:
        yield mark
    yield _(
        "Write the translation into the second column, beside its original. Leave the first column, "
        "the grey rows and the line with “mgi-translation” as they are: by them the file is read back."
    )
    yield _(
        "A text that you leave empty stays as it is on the site. The Enter key begins a new paragraph, "
        "Shift+Enter a new line. Then save the document as .docx and upload it."
    )
    yield _(
        "Where the original has changed since it was translated, the grey row says so. Correct the "
        "translation; or, where it is still right, put an x between the brackets."
    )


class _Table:
    """The table of one document; counts its bookmarks."""

    def __init__(self, export: TranslationExport) -> None:
        self.export = export
        self.languages = (export.original_language, export.translation.language)
        self.marks = 100_000  # above those of the paragraphs around the table

    def build(self) -> Any:
        properties = new_element(
            "tblPr",
            new_element("tblStyle", val="TableGrid"),
            *([new_element("bidiVisual")] if Language(self.languages[0]).direction == "rtl" else []),
            new_element("tblW", w=str(WIDTH), type="dxa"),
            new_element("tblLayout", type="fixed"),
        )
        half = str(WIDTH // 2)
        grid = new_element("tblGrid", new_element("gridCol", w=half), new_element("gridCol", w=half))
        table = new_element("tbl", properties, grid, self._head())
        for unit in self.export.units:
            for heading in self.export.headings.get(unit.key, ()):
                table.append(self._heading(heading))
            table.append(self._label(unit))
            table.append(self._unit(unit))
        return table

    def _head(self) -> Any:
        words = []
        for language, label in zip(
            self.languages, (TITLES[Heading.ORIGINAL], TITLES[Heading.TEXT]), strict=True
        ):
            words.append(label_value(label, Language(language).label))
        row = self._two_cells(words, (self.export.language,) * 2, docx_bookmarks.NOTES)
        row.insert(0, new_element("trPr", new_element("tblHeader")))
        return row

    def _heading(self, heading: TextHeading) -> Any:
        words = (heading.original, heading.translation)
        languages = (heading.original_language, heading.translation_language)
        return self._two_cells(words, languages, docx_bookmarks.NOTES)

    def _two_cells(self, words: Any, languages: Any, mark: str) -> Any:
        """Return a grey row that is no unit."""
        self.marks += 1
        cells = []
        for number, (text, language) in enumerate(zip(words, languages, strict=True)):
            paragraph = self._paragraph(text, language, "" if number else f"{mark}_{self.marks}")
            for properties in paragraph.iter(f"{{{paragraph.nsmap['w']}}}rPr"):
                properties.insert(0, new_element("b"))
            cells.append(_cell([paragraph], shade=SHADE))
        return new_element("tr", *cells)

    def _label(self, unit: Unit) -> Any:
        """Return the row that says what the next one is, and whether it is outdated."""
        language = self.export.language
        paragraphs = [self._paragraph(self.export.names[unit.key], language)]
        if unit.max_length:
            most = _("At most %(most)s characters.") % {"most": unit.max_length}
            paragraphs.append(self._paragraph(most, language))
        if unit.is_outdated:
            text = _("The original was: %(text)s") % {"text": unit.translated}
            paragraphs.append(self._paragraph(text, language))
            text = _("The original has changed since it was translated. Is the translation still right? [ ]")
            paragraphs.append(self._paragraph(text, language, right_mark(unit.key)))
        return new_element("tr", _cell(paragraphs, span=2, shade=SHADE))

    def _unit(self, unit: Unit) -> Any:
        cells = []
        for number, text in enumerate((unit.original, unit.text)):
            mark = "" if number else unit_mark(unit.key, unit.text)
            paragraphs = [
                self._paragraph(part, self.languages[number], "" if index else mark)
                for index, part in enumerate(text.split("\n\n"))
            ]
            cells.append(_cell(paragraphs))
        return new_element("tr", *cells)

    def _paragraph(self, text: str, language: str, mark: str = "") -> Any:
        """Return a paragraph that says `text`, exactly, an invisible bookmark at its beginning."""
        is_rtl = Language(language).direction == "rtl"
        properties = new_element("pPr", *([new_element("bidi")] if is_rtl else []))
        properties.append(new_element("spacing", before="40", after="80"))
        if not text:  # what is typed here begins in the right language
            properties.extend(run("", language)[:1])
        paragraph = new_element("p", properties)
        if mark:
            self.marks += 1
            paragraph.append(new_element("bookmarkStart", id=str(self.marks), name=mark))
            paragraph.append(new_element("bookmarkEnd", id=str(self.marks)))
        paragraph.append(run(escape(text), language))
        return paragraph


def _cell(paragraphs: list[Any], *, span: int = 1, shade: str = "") -> Any:
    properties = new_element("tcPr", new_element("tcW", w=str(WIDTH // 2 * span), type="dxa"))
    if span > 1:
        properties.append(new_element("gridSpan", val=str(span)))
    if shade:
        properties.append(new_element("shd", val="clear", color="auto", fill=shade))
    return new_element("tc", properties, *paragraphs)
