"""A translation as a PO file, for translation programs: the key of a unit is the context of its entry."""

from typing import Any

from babel import Locale
from babel.messages.plurals import get_plural
from django.utils.translation import override

from profiles.content.translations import Unit
from profiles.exports.reproducible_zip import LONG_AGO
from profiles.exports.translations.content import TranslationExport
from profiles.imports.translations.document import digest_text
from profiles.imports.translations.po import escape
from profiles.site_texts import home_url


def render(export: TranslationExport) -> bytes:
    """Return the file; what is outdated is fuzzy, with the original that was translated beside it."""
    import polib  # type: ignore[import-untyped]  # asked for by translation files alone

    catalogue = polib.POFile(wrapwidth=0)
    locale = Locale.parse(export.translation.language)
    moment = f"{LONG_AGO:%Y-%m-%d %H:%M+0000}"
    with override(export.language):
        catalogue.header = str(export.translation)
    catalogue.metadata = {
        "Project-Id-Version": str(export.reference),
        "Report-Msgid-Bugs-To": home_url(),
        "POT-Creation-Date": moment,
        "PO-Revision-Date": moment,
        "Last-Translator": "",
        "Language-Team": locale.english_name,
        "Language": export.translation.language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": get_plural(str(locale)).plural_forms,
    }
    for unit in export.units:
        catalogue.append(_entry(polib, export, unit))
    return f"{catalogue}\n".encode()


def _entry(polib: Any, export: TranslationExport, unit: Unit) -> Any:
    name = " ".join(export.names[unit.key].split())
    limit = f"max-length: {unit.max_length}\n" if unit.max_length else ""
    return polib.POEntry(
        msgctxt=escape(unit.key),
        msgid=escape(unit.original),
        msgstr=escape(unit.text),
        previous_msgid=escape(unit.translated) if unit.is_outdated else None,
        flags=["fuzzy"] if unit.is_outdated else [],
        comment=f"{name}\n{limit}mgi-sent: {digest_text(unit.text)}",
    )
