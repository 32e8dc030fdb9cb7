"""Paragraphs of a Word document: exact text, language and direction, marks to read it back by."""

from typing import Any

from profiles.content.schema import SCHEMA, FieldType
from profiles.imports.formats.docx_bookmarks import NOTES, style_id
from profiles.imports.tables.cells import UNWRITABLE
from profiles.languages import Language

SIZES = {"Normal": 11, "Title": 22, "Subtitle": 13, "Heading 1": 15, "Heading 2": 11.5}
"""Paragraph style -> points."""


def new_document(language: str) -> Any:
    """Return an empty A4 document with Word's own styles and the character styles that we read back."""
    from docx import Document  # a large library that only Word documents need
    from docx.oxml.ns import qn
    from docx.shared import Mm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    latin, arabic = (
        (Language(language) if Language(language).direction == other.direction else other).info.word_locale
        for other in (Language.ENGLISH, Language.ARABIC)
    )
    defaults.append(new_element("lang", val=latin, bidi=arabic))
    _set_paragraph_styles(document.styles)
    _add_character_styles(document.styles)
    return document


def _set_paragraph_styles(styles: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    ink = RGBColor(0x1A, 0x1F, 0x2B)
    for name, size in SIZES.items():
        properties = styles[name].element.get_or_add_rPr()
        for unwanted in ("spacing", "kern", "i", "iCs"):  # spaced letters fall apart in Arabic
            for element in properties.findall(qn(f"w:{unwanted}")):
                properties.remove(element)
        fonts = properties.get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), "Arial")
        styles[name].font.color.rgb, styles[name].font.size = ink, Pt(size)
    for line in styles["Title"].element.iter(qn("w:bottom")):
        line.set(qn("w:color"), str(ink))
    items = styles["List Bullet"]
    for element in items.element.pPr.findall(qn("w:contextualSpacing")):
        items.element.pPr.remove(element)
    items.paragraph_format.space_after = Pt(5)


def _add_character_styles(styles: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    beside = ["Citation", "Locator", *(field.style for field in SCHEMA.details)]
    parts = [f"Source {field.style}" for field in SCHEMA.sources if field.type != FieldType.KEY]
    for name in [*beside, *parts]:
        style = styles.add_style(f"MGI {name}", WD_STYLE_TYPE.CHARACTER)
        style.element.set(qn("w:styleId"), style_id(name))
        if name in beside:
            style.font.color.rgb = RGBColor(0x4A, 0x50, 0x5E)


class Writer:
    """Adds paragraphs to one document; counts its bookmarks."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.marks = 0

    def paragraph(self, style: str, language: str, mark: str = "") -> Any:
        """Add an empty paragraph that runs as `language` does, an invisible bookmark at its beginning."""
        paragraph = self.document.add_paragraph(style=style)
        apply_direction(paragraph, language)
        if mark:
            self.marks += 1
            name = f"{mark}_{self.marks}" if mark == NOTES else mark
            paragraph._p.append(new_element("bookmarkStart", id=str(self.marks), name=name))
            paragraph._p.append(new_element("bookmarkEnd", id=str(self.marks)))
        return paragraph

    def text(self, style: str, text: str, language: str, mark: str = "") -> Any:
        """Add a paragraph that says `text`, exactly."""
        paragraph = self.paragraph(style, language, mark)
        paragraph._p.append(run(text, language))
        return paragraph


def apply_direction(paragraph: Any, language: str) -> None:
    """Let a paragraph run from right to left where `language` does."""
    if Language(language).direction == "rtl":
        paragraph._p.get_or_add_pPr().append(new_element("bidi"))


def run(text: str, language: str, style: str = "") -> Any:
    """Return a run that says `text`, in a character style by its id. A line break stays one."""
    properties = new_element("rPr", *([new_element("rStyle", val=style)] if style else []))
    locale = Language(language).info.word_locale
    if Language(language).direction == "rtl":
        properties.extend([new_element("rtl"), new_element("lang", bidi=locale)])
    else:
        properties.append(new_element("lang", val=locale))
    element = new_element("r", properties)
    for number, line in enumerate(text.split("\n")):
        if number:
            element.append(new_element("br"))
        if line:
            words = new_element("t")
            words.text = writable(line)
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            element.append(words)
    return element


def link(anchor: str, text: str, language: str, style: str) -> Any:
    """Return a link to the bookmark `anchor` of the same document."""
    return new_element("hyperlink", run(text, language, style), anchor=anchor)


def page_number(paragraph: Any) -> None:
    """Put the number of the page, which Word counts, at the end of `paragraph`."""
    paragraph._p.append(new_element("fldSimple", run("1", "en"), instr="PAGE"))


def new_element(tag: str, /, *children: Any, **attributes: str) -> Any:
    """Return an element of WordprocessingML."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{tag}")
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    element.extend(children)
    return element


def writable(text: str) -> str:
    """Return `text` without the control characters that XML, and so Word, cannot carry."""
    return UNWRITABLE.sub(lambda match: match[0] if match[0] == "\r" else "", text)
