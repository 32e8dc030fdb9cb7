"""Paragraphs of a Word document: exact text, language and direction, marks to read it back by."""

from typing import Any

from profiles.imports.formats.docx_bookmarks import NOTES
from profiles.imports.tables.cells import UNWRITABLE
from profiles.languages import Language


def new_document(language: str) -> Any:
    """Return an empty A4 document with Word's own styles and the character styles that we read back."""
    from docx import Document  # a large library that only Word documents need
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    ink = RGBColor(0x1A, 0x1F, 0x2B)
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    lang = OxmlElement("w:lang")
    for name, other in (("w:val", Language.ENGLISH), ("w:bidi", Language.ARABIC)):
        is_own = Language(language).direction == other.direction
        lang.set(qn(name), (Language(language) if is_own else other).info.word_locale)
    defaults.append(lang)
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2"):
        properties = styles[name].element.get_or_add_rPr()
        for unwanted in ("spacing", "kern", "i", "iCs"):  # spaced letters fall apart in Arabic
            for element in properties.findall(qn(f"w:{unwanted}")):
                properties.remove(element)
        fonts = properties.get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), "Arial")
        styles[name].font.color.rgb = ink
    for name, size in (
        ("Normal", 11),
        ("Title", 22),
        ("Subtitle", 13),
        ("Heading 1", 15),
        ("Heading 2", 11.5),
    ):
        styles[name].font.size = Pt(size)
    for line in styles["Title"].element.iter(qn("w:bottom")):
        line.set(qn("w:color"), str(ink))
    items = styles["List Bullet"]
    for element in items.element.pPr.findall(qn("w:contextualSpacing")):
        items.element.pPr.remove(element)
    items.paragraph_format.space_after = Pt(5)
    for name in ("Citation", "Locator", "Area", "Source Title", "Source Body", "Source Year", "Source Url"):
        style = styles.add_style(f"MGI {name}", WD_STYLE_TYPE.CHARACTER)
        style.element.set(qn("w:styleId"), f"MGI{name.replace(' ', '')}")
        if name in ("Citation", "Locator", "Area"):
            style.font.color.rgb = RGBColor(0x4A, 0x50, 0x5E)
    return document


class Writer:
    """Adds paragraphs to one document; counts its bookmarks."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.marks = 0

    def paragraph(self, style: str, language: str, mark: str = "") -> Any:
        """Add an empty paragraph that runs as `language` does, an invisible bookmark at its beginning."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        paragraph = self.document.add_paragraph(style=style)
        turn(paragraph, language)
        if mark:
            self.marks += 1
            name = f"{mark}_{self.marks}" if mark == NOTES else mark
            start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            for element in (start, end):
                element.set(qn("w:id"), str(self.marks))
            start.set(qn("w:name"), name)
            paragraph._p.append(start)
            paragraph._p.append(end)
        return paragraph

    def text(self, style: str, text: str, language: str, mark: str = "") -> Any:
        """Add a paragraph that says `text`, exactly."""
        paragraph = self.paragraph(style, language, mark)
        paragraph._p.append(run(text, language))
        return paragraph


def turn(paragraph: Any, language: str) -> None:
    """Let a paragraph run from right to left where `language` does."""
    from docx.oxml import OxmlElement

    if Language(language).direction == "rtl":
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))


def run(text: str, language: str, style: str = "") -> Any:
    """Return a run that says `text`, in a character style by its id. A line break stays one."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    if style:
        named = OxmlElement("w:rStyle")
        named.set(qn("w:val"), style)
        properties.append(named)
    lang = OxmlElement("w:lang")
    if Language(language).direction == "rtl":
        properties.append(OxmlElement("w:rtl"))
        lang.set(qn("w:bidi"), Language(language).info.word_locale)
    else:
        lang.set(qn("w:val"), Language(language).info.word_locale)
    properties.append(lang)
    made.append(properties)
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(OxmlElement("w:br"))
        if line:
            said = OxmlElement("w:t")
            said.text = writable(line)
            said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            made.append(said)
    return made


def link(anchor: str, text: str, language: str, style: str) -> Any:
    """Return a link to the bookmark `anchor` of the same document."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement("w:hyperlink")
    made.set(qn("w:anchor"), anchor)
    made.append(run(text, language, style))
    return made


def page_number(paragraph: Any) -> None:
    """Put the number of the page, which Word counts, at the end of `paragraph`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(run("1", "en"))
    paragraph._p.append(field)


def writable(text: str) -> str:
    """Return `text` without the control characters that XML, and so Word, cannot carry."""
    return UNWRITABLE.sub(lambda found: found[0] if found[0] == "\r" else "", text)
