"""The formats in which a profile is given away, stated once: for addresses, links, command and admin."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.exports.apart import apart
from profiles.exports.citations import bibtex, csl, ris
from profiles.exports.citations.citation import Citation
from profiles.exports.context import ProfileExport
from profiles.exports.formats import csv, docx, json, pdf, text, xlsx

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RIS_TYPE = "application/x-research-info-systems; charset=utf-8"
CSL_TYPE = "application/vnd.citationstyles.csl+json"

Exported = TypeVar("Exported", ProfileExport, Citation)


@dataclass(frozen=True)
class Format(Generic[Exported]):
    """`ending` is that of the file's name and of the address."""

    ending: str
    name: str | Promise
    purpose: str | Promise
    content_type: str
    render: Callable[[Exported], bytes]

    def file_name(self, export: Exported) -> str:
        return f"{export.file_name}.{self.ending}"


_FORMATS: tuple[Format[ProfileExport], ...] = (
    Format("pdf", "PDF", _("to read and to print"), "application/pdf", pdf.render),
    Format("docx", "Word", _("to print and to annotate"), DOCX_TYPE, apart(docx.render)),
    Format("xlsx", "Excel", _("findings, sources and facts on sheets"), XLSX_TYPE, apart(xlsx.render)),
    Format("csv", "CSV", _("findings as a table"), "text/csv; charset=utf-8", csv.render),
    Format("json", "JSON", _("everything, for programs"), "application/json", json.render),
    Format("txt", _("Text"), _("without any layout"), "text/plain; charset=utf-8", text.render),
)
FORMATS = {file_format.ending: file_format for file_format in _FORMATS}
"""Ending -> format, in the order in which they are offered."""

_CITATIONS: tuple[Format[Citation], ...] = (
    Format("bib", "BibTeX", _("for LaTeX"), "application/x-bibtex; charset=utf-8", bibtex.render),
    Format("ris", "RIS", _("for Zotero, EndNote, Mendeley"), RIS_TYPE, ris.render),
    Format("csl.json", "CSL", _("for other reference managers"), CSL_TYPE, csl.render),
)
CITATIONS = {file_format.ending: file_format for file_format in _CITATIONS}
"""The same for the entry of a bibliography, which is made of a Citation."""
