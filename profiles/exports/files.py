"""The formats in which a profile is given away, stated once: for addresses, links, command and desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.exports import as_bibtex, as_csl, as_csv, as_docx, as_json, as_pdf, as_ris, as_text, as_xlsx
from profiles.exports.reference import Reference
from profiles.exports.subject import Subject

RIS_TYPE = "application/x-research-info-systems; charset=utf-8"
CSL_TYPE = "application/vnd.citationstyles.csl+json"


class Named(Protocol):
    """What a file can be made of; `file_name` is without its ending."""

    @property
    def file_name(self) -> str: ...


Made = TypeVar("Made", bound=Named)


@dataclass(frozen=True)
class Format(Generic[Made]):
    """`ending` is that of the file's name and of the address."""

    ending: str
    name: str | Promise
    purpose: str | Promise
    content_type: str
    render: Callable[[Made], bytes]

    def file_name(self, subject: Made) -> str:
        return f"{subject.file_name}.{self.ending}"


FORMATS: dict[str, Format[Subject]] = {
    made.ending: made
    for made in (
        Format("pdf", "PDF", _("to read and to print"), "application/pdf", as_pdf.render),
        Format(
            "docx",
            "Word",
            _("to print and to annotate"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            as_docx.render,
        ),
        Format(
            "xlsx",
            "Excel",
            _("findings, sources and facts on sheets"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            as_xlsx.render,
        ),
        Format("csv", "CSV", _("findings as a table"), "text/csv; charset=utf-8", as_csv.render),
        Format("json", "JSON", _("everything, for programs"), "application/json", as_json.render),
        Format("txt", _("Text"), _("without any layout"), "text/plain; charset=utf-8", as_text.render),
    )
}
"""Ending -> format, in the order in which they are offered."""

CITATIONS: dict[str, Format[Reference]] = {
    made.ending: made
    for made in (
        Format("bib", "BibTeX", _("for LaTeX"), "application/x-bibtex; charset=utf-8", as_bibtex.render),
        Format("ris", "RIS", _("for Zotero, EndNote, Mendeley"), RIS_TYPE, as_ris.render),
        Format("csl.json", "CSL", _("for other reference managers"), CSL_TYPE, as_csl.render),
    )
}
"""The same for the entry of a bibliography, which is made of a Reference."""
