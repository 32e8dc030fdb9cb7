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
from profiles.exports.labels import citation, edition_facts, empty_list, notes, situation, status
from profiles.exports.reproducible_zip import LONG_AGO, save_package
from profiles.imports.formats import docx_bookmarks
from profiles.languages import Language

FACTS = ("place", "edition", "year", "month", "slug")
"""What the properties of the document carry; Word gives them 255 characters."""


def render(subject: ProfileExport) -> bytes:
    """Return the document: words in the language of the subject, the text of the profile in its language."""
    with override(subject.language):
        document = new_document(subject.language)
        _describe(document, subject)
        _frame(document, subject)
        writer = Writer(document)
        _beginning(writer, subject)
        for section in subject.sections:
            _section(writer, subject, section)
        if subject.data["sources"]:
            writer.text("Heading 1", _("Sources"), subject.language, docx_bookmarks.SOURCES)
            for number, source in enumerate(subject.data["sources"], start=1):
                _source(writer, subject, number, source)
        _end(writer, subject)
    return save_package(document, subject.revision.published_at)


def _describe(document: Any, subject: ProfileExport) -> None:
    """Say in the properties of the document what it is; our reader knows it by its category."""
    properties = document.core_properties
    properties.title = writable(subject.revision.title)[:255]
    properties.subject = subject.mark
    properties.category = FORMAT
    properties.language = subject.revision.language
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.identifier = subject.address
    properties.created = properties.modified = LONG_AGO.replace(tzinfo=None)
    data: dict[str, Any] = dict(subject.data)
    properties.keywords = "; ".join(f"{name}={data[name]}" for name in FACTS if data[name] is not None)


def _frame(document: Any, subject: ProfileExport) -> None:
    """The top and the foot of each page: the mark of what is no published text, title and page number."""
    section = document.sections[0]
    words = [subject.mark, "" if subject.revision.published_at else status(subject.revision)]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    apply_direction(head, subject.language)
    apply_direction(foot, subject.revision.language)
    head._p.append(run(" · ".join(word for word in words if word), subject.language))
    foot._p.append(run(f"{subject.revision.title} · ", subject.revision.language))
    page_number(foot)


def _beginning(writer: Writer, subject: ProfileExport) -> None:
    writer.text("Title", subject.revision.title, subject.revision.language)
    writer.text("Subtitle", situation(subject.revision), subject.language)
    if subject.mark:
        writer.text("Subtitle", subject.mark, subject.language)
    writer.text("Heading 1", _("Introduction"), subject.language, docx_bookmarks.INTRODUCTION)
    for paragraph in subject.data["introduction"].split("\n\n"):
        writer.text("Normal", paragraph, subject.revision.language)


def _section(writer: Writer, subject: ProfileExport, section: Section[FindingData]) -> None:
    # A title that there is in English alone stands on the same side as the headings around it.
    heading = writer.paragraph("Heading 1", subject.language, docx_bookmarks.domain(section.number))
    heading._p.append(run(section.text.title, section.language))
    for part in section.lists:
        mark = docx_bookmarks.finding_list(section.number, part.kind)
        writer.text("Heading 2", part.heading, subject.language, mark)
        for finding in part.findings:
            _finding(writer, subject, finding)
        if not part.findings:
            stated = docx_bookmarks.no_finding(section.number, part.kind)
            mark = stated if part.is_none_identified else docx_bookmarks.NOTES
            writer.text("Normal", empty_list(part), subject.language, mark)


def _finding(writer: Writer, subject: ProfileExport, finding: FindingData) -> None:
    language, style = subject.revision.language, docx_bookmarks.CITATION
    paragraph = writer.text(
        "List Bullet", finding["text"], language, docx_bookmarks.finding(finding["key"])
    )._p
    texts = SCHEMA.details_of(finding)
    for field in SCHEMA.details:
        if texts[field.name]:
            paragraph.append(run(" · ", language, style))
            paragraph.append(run(texts[field.name], language, docx_bookmarks.style_id(field.style)))
    comma, semicolon = Language(language).info.separators
    for position, cited in enumerate(finding["sources"]):
        paragraph.append(run(semicolon if position else " [", language, style))
        number = str(subject.source_numbers[cited["source"]])
        paragraph.append(link(docx_bookmarks.source(cited["source"]), number, language, style))
        if cited["locator"]:
            paragraph.append(run(comma, language, style))
            paragraph.append(run(cited["locator"], language, docx_bookmarks.LOCATOR))
    if finding["sources"]:
        paragraph.append(run("]", language, style))


def _source(writer: Writer, subject: ProfileExport, number: int, source: SourceData) -> None:
    """“[1] Title. Issued by. 2019. https://…”; each part is in the style that it is read back by."""
    language = subject.revision.language
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


def _end(writer: Writer, subject: ProfileExport) -> None:
    """How to cite, what the text does not say, and what the official edition says of itself."""
    if citation(subject):
        writer.text("Heading 1", _("How to cite"), subject.language, docx_bookmarks.NOTES)
        apart = subject.address if Language(subject.revision.language).direction == "rtl" else ""
        paragraph = writer.text("Normal", citation(subject).removesuffix(apart), subject.revision.language)
        paragraph._p.extend([run(apart, Language.ENGLISH)] if apart else [])
    writer.text("Heading 1", _("About this text"), subject.language, docx_bookmarks.NOTES)
    for note in [*edition_facts(subject), status(subject.revision), *notes(subject)]:
        writer.text("Normal", note, subject.language)
    for paragraph in subject.data["acknowledgements"].split("\n\n"):
        if paragraph.strip():
            writer.text("Normal", paragraph, subject.revision.language)
