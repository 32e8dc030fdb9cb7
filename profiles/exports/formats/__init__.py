"""The formats in which a profile is given away, stated once: for addresses, links, command and desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.exports.citations import bibtex, csl, ris
from profiles.exports.citations.citation import Citation
from profiles.exports.context import ProfileExport
from profiles.exports.formats import csv, docx, json, pdf, text, xlsx

RIS_TYPE = "application/x-research-info-systems; charset=utf-8"
CSL_TYPE = "application/vnd.citationstyles.csl+json"


class HasFileName(Protocol):
    """What a file can be made of; `file_name` is without its ending."""

    @property
    def file_name(self) -> str: ...


Exported = TypeVar("Exported", bound=HasFileName)


@dataclass(frozen=True)
class Format(Generic[Exported]):
    """`ending` is that of the file's name and of the address."""

    ending: str
    name: str | Promise
    purpose: str | Promise
    content_type: str
    render: Callable[[Exported], bytes]

    def file_name(self, subject: Exported) -> str:
        return f"{subject.file_name}.{self.ending}"


FORMATS: dict[str, Format[ProfileExport]] = {
    made.ending: made
    for made in (
        Format("pdf", "PDF", _("to read and to print"), "application/pdf", pdf.render),
        Format(
            "docx",
            "Word",
            _("to print and to annotate"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            docx.render,
        ),
        Format(
            "xlsx",
            "Excel",
            _("findings, sources and facts on sheets"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            xlsx.render,
        ),
        Format("csv", "CSV", _("findings as a table"), "text/csv; charset=utf-8", csv.render),
        Format("json", "JSON", _("everything, for programs"), "application/json", json.render),
        Format("txt", _("Text"), _("without any layout"), "text/plain; charset=utf-8", text.render),
    )
}
"""Ending -> format, in the order in which they are offered."""

CITATIONS: dict[str, Format[Citation]] = {
    made.ending: made
    for made in (
        Format("bib", "BibTeX", _("for LaTeX"), "application/x-bibtex; charset=utf-8", bibtex.render),
        Format("ris", "RIS", _("for Zotero, EndNote, Mendeley"), RIS_TYPE, ris.render),
        Format("csl.json", "CSL", _("for other reference managers"), CSL_TYPE, csl.render),
    )
}
"""The same for the entry of a bibliography, which is made of a Reference."""
