"""A translation as a file to work on elsewhere, unit by unit; imports/translations/ reads each of them back.

content        what the files are made of
docx, xlsx, po one file a format
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.exports.apart import apart
from profiles.exports.formats import DOCX_TYPE, XLSX_TYPE
from profiles.exports.translations import docx, po, xlsx
from profiles.exports.translations.content import TranslationExport, build_translation_export


@dataclass(frozen=True)
class TranslationFormat:
    """`ending` is that of the file's name and of the address."""

    ending: str
    name: str | Promise
    purpose: str | Promise
    content_type: str
    render: Callable[[TranslationExport], bytes]


_FORMATS = (
    TranslationFormat(
        "docx", "Word", _("original and translation side by side, to write in"), DOCX_TYPE, apart(docx.render)
    ),
    TranslationFormat("xlsx", "Excel", _("a row for each text"), XLSX_TYPE, apart(xlsx.render)),
    TranslationFormat("po", "PO", _("for translation programs"), "text/x-gettext-translation", po.render),
)
TRANSLATION_FORMATS = {file_format.ending: file_format for file_format in _FORMATS}
"""Ending -> format, in the order in which they are offered."""
