"""Reads a translation back from a PO file: what translation programs work with.

The key of a unit is the context of its entry; what is outdated is fuzzy, with the earlier original beside it.
"""

import re

from django.utils.translation import gettext as _

from profiles.imports.document import MAX_LINES, DocumentError
from profiles.imports.translations.document import FileUnit, Reference, TranslationFile

ESCAPED = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that part lines for one program or another, or that a text file should not have."""
WRITTEN = re.compile(r"_x([0-9A-Fa-f]{4})_")
SENT = re.compile(r"^mgi-sent: ([0-9a-f]{8})$", re.MULTILINE)
"""A comment of an entry: the digest of the text with which it went out."""
MOST_LINES = 40 * MAX_LINES


def escape(text: str) -> str:
    """Return `text` as an entry carries it: _x2028_ for a character that would break its line.

    >>> escape("one\\rtwo")
    'one_x000D_two'
    """
    text = ESCAPED.sub("_x005F_x", text)
    return UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescape(text: str) -> str:
    """Return the text that `escape` escaped; what it never writes stays as it is."""

    def character(match: re.Match[str]) -> str:
        sign = chr(int(match[1], 16))
        return sign if sign == "_" or UNWRITABLE.match(sign) else match[0]

    return WRITTEN.sub(character, text)


def read(data: bytes) -> TranslationFile:
    """Return the translation that the PO file has; raise DocumentError where it is none of ours."""
    import polib  # type: ignore[import-untyped]  # asked for by translation files alone

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(_("The PO file is not in UTF-8. Save it in UTF-8, then upload again.")) from error
    if "\x00" in text or text.count("\n") > MOST_LINES:
        raise DocumentError(_("This is not a PO file that can be read here."))
    try:
        # polib opens a file where the text is the name of one: with a line before it, it never is.
        catalogue = polib.pofile(f"#\n{text}", encoding="utf-8")
    except (OSError, ValueError, IndexError) as error:
        raise DocumentError(_("The PO file is damaged and cannot be read.")) from error
    reference = Reference.parse(catalogue.metadata.get("Project-Id-Version", ""))
    if reference is None:
        raise DocumentError(
            _("The PO file does not say which translation it is of: its Project-Id-Version was changed.")
        )
    file = TranslationFile(reference)
    for entry in catalogue:
        _read_entry(file, entry)
    return file


def _read_entry(file: TranslationFile, entry: object) -> None:
    """Add an entry; obsolete ones are as if they were not in the file."""
    get = vars(entry).get
    if get("obsolete"):
        return
    where = _("line %(number)s") % {"number": get("linenum")}
    if get("msgid_plural") or not get("msgctxt"):
        text = _("An entry without a context, or with plurals, was left out (%(where)s).")
        file.problems.append(text % {"where": where})
        return
    sent = SENT.search(get("comment") or "")
    is_fuzzy = "fuzzy" in (get("flags") or ())
    if is_fuzzy and get("msgstr") and not get("previous_msgid"):
        text = _("An entry is marked as fuzzy (%(where)s). Its text is taken: look at it again.")
        file.problems.append(text % {"where": where})
    file.units.append(
        FileUnit(
            unescape(get("msgctxt") or ""),
            unescape(get("msgid") or ""),
            unescape(get("msgstr") or ""),
            translated=unescape(get("previous_msgid") or "") if is_fuzzy else "",
            is_confirmed=not is_fuzzy,
            sent=sent[1] if sent else "",
            where=where,
        )
    )
