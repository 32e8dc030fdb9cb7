"""A profile as a Word document to read, print and correct. imports/formats/native_docx.py reads it back."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, override

from profiles.content.schema import FORMAT, SCHEMA, FieldType, FindingData, SourceData
from profiles.content.sections import Section
from profiles.exports.context import ProfileExport
from profiles.exports.formats.docx_paragraphs import (
    Writer,
    apply_direction,
    link,
    new_document,
    page_number,
    run,
    writable,
)
from profiles.exports.labels import (
    citation,
    edition_facts,
    empty_list,
    notes,
    situation,
    status,
    unit_note,
)
from profiles.exports.reproducible_zip import LONG_AGO, save_package
from profiles.imports.formats import docx_bookmarks
from profiles.languages import Language

FACTS = ("place", "edition", "year", "month", "slug")
"""What the properties of the document carry; Word gives them 255 characters."""


def render(export: ProfileExport) -> bytes:
    """Return the document: words in the language of the export, the text of the profile in its language."""
    with override(export.language):
        document = new_document(export.language)
        _describe(document, export)
        _frame(document, export)
        writer = Writer(document)
        _beginning(writer, export)
        for section in export.sections:
            _section(writer, export, section)
        if export.data["sources"]:
            writer.text("Heading 1", _("Sources"), export.language, docx_bookmarks.SOURCES)
            for number, source in enumerate(export.data["sources"], start=1):
                _source(writer, export, number, source)
        _end(writer, export)
    return save_package(document, export.published_at)


def _describe(document: Any, export: ProfileExport) -> None:
    """Say in the properties of the document what it is; our reader knows it by its category."""
    properties = document.core_properties
    properties.title = writable(export.revision.title)[:255]
    properties.subject = export.fictional_mark
    properties.category = FORMAT
    properties.language = export.revision.language
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.identifier = export.address
    properties.created = properties.modified = LONG_AGO.replace(tzinfo=None)
    data: dict[str, Any] = dict(export.data)
    properties.keywords = "; ".join(f"{name}={data[name]}" for name in FACTS if data[name] is not None)


def _frame(document: Any, export: ProfileExport) -> None:
    """The top and the foot of each page: the mark of what is no published text, title and page number."""
    section = document.sections[0]
    words = [export.fictional_mark, "" if export.published_at else status(export.revision)]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    apply_direction(head, export.language)
    apply_direction(foot, export.revision.language)
    head._p.append(run(" · ".join(word for word in words if word), export.language))
    foot._p.append(run(f"{export.revision.title} · ", export.revision.language))
    page_number(foot)


def _beginning(writer: Writer, export: ProfileExport) -> None:
    writer.text("Title", export.revision.title, export.revision.language)
    writer.text("Subtitle", situation(export.revision), export.language)
    if export.fictional_mark:
        writer.text("Subtitle", export.fictional_mark, export.language)
    writer.text("Heading 1", _("Introduction"), export.language, docx_bookmarks.INTRODUCTION)
    for paragraph in export.data["introduction"].split("\n\n"):
        writer.text("Normal", paragraph, export.language_of(export.data["introduction"]))
    if note := unit_note(export.data["introduction"], export.revision):
        writer.text("Normal", f"[{note}]", export.language, docx_bookmarks.NOTES)


def _section(writer: Writer, export: ProfileExport, section: Section[FindingData]) -> None:
    # A title that there is in English alone stands on the same side as the headings around it.
    heading = writer.paragraph("Heading 1", export.language, docx_bookmarks.domain(section.number))
    heading._p.append(run(section.text.title, section.language))
    for part in section.lists:
        mark = docx_bookmarks.finding_list(section.number, part.kind)
        writer.text("Heading 2", part.heading, export.language, mark)
        for finding in part.findings:
            _finding(writer, export, finding)
        if not part.findings:
            stated = docx_bookmarks.no_finding(section.number, part.kind)
            mark = stated if part.is_none_identified else docx_bookmarks.NOTES
            writer.text("Normal", empty_list(part), export.language, mark)


def _finding(writer: Writer, export: ProfileExport, finding: FindingData) -> None:
    language, style = export.language_of(finding["text"]), docx_bookmarks.CITATION
    paragraph = writer.text(
        "List Bullet", finding["text"], language, docx_bookmarks.finding(finding["key"])
    )._p
    if note := unit_note(finding["text"], export.revision):
        paragraph.append(run(f" [{note}]", export.language, style))
    texts = SCHEMA.details_of(finding)
    for field in SCHEMA.details:
        if texts[field.name]:
            paragraph.append(run(" · ", language, style))
            paragraph.append(run(texts[field.name], language, docx_bookmarks.style_id(field.style)))
    comma, semicolon = Language(language).info.separators
    for position, cited in enumerate(finding["sources"]):
        paragraph.append(run(semicolon if position else " [", language, style))
        number = str(export.source_numbers[cited["source"]])
        paragraph.append(link(docx_bookmarks.source(cited["source"]), number, language, style))
        if cited["locator"]:
            paragraph.append(run(comma, language, style))
            paragraph.append(run(cited["locator"], language, docx_bookmarks.LOCATOR))
    if finding["sources"]:
        paragraph.append(run("]", language, style))


def _source(writer: Writer, export: ProfileExport, number: int, source: SourceData) -> None:
    """“[1] Title. Issued by. 2019. https://…”; each part is in the style that it is read back by."""
    language = export.language_of(source["title"])
    paragraph = writer.paragraph("Normal", language, docx_bookmarks.source(source["key"]))._p
    paragraph.append(run(f"[{number}] ", language, docx_bookmarks.CITATION))
    parts: Mapping[str, object] = source
    fields = [field for field in SCHEMA.sources if field.type != FieldType.KEY and parts[field.name]]
    for position, field in enumerate(fields):
        if position:
            paragraph.append(run(". ", language, docx_bookmarks.CITATION))
        paragraph.append(
            run(str(parts[field.name]), language, docx_bookmarks.style_id(f"Source {field.style}"))
        )


def _end(writer: Writer, export: ProfileExport) -> None:
    """How to cite, what the text does not say, and what the official edition says of itself."""
    if citation(export):
        writer.text("Heading 1", _("How to cite"), export.language, docx_bookmarks.NOTES)
        apart = export.address if Language(export.revision.language).direction == "rtl" else ""
        paragraph = writer.text("Normal", citation(export).removesuffix(apart), export.revision.language)
        paragraph._p.extend([run(apart, Language.ENGLISH)] if apart else [])
    writer.text("Heading 1", _("About this text"), export.language, docx_bookmarks.NOTES)
    for note in [*edition_facts(export), status(export.revision), *notes(export)]:
        writer.text("Normal", note, export.language)
    for paragraph in export.data["acknowledgements"].split("\n\n"):
        if paragraph.strip():
            writer.text("Normal", paragraph, export.revision.original_language)
