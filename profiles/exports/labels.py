"""The words that stand around a profile's text in a file: its month, how to cite it, what it does not say.

They are those of the public page, in the active language: that of the file. The text itself stays as it is.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _, ngettext

from profiles.choices import Kind
from profiles.content.schema import SourceData
from profiles.content.sections import FindingList
from profiles.exports.context import ProfileExport
from profiles.languages import Language
from profiles.models import Revision, Translation
from profiles.templatetags.profiles_ui import language_in_text, long_date, marked, month_year


def situation(revision: Revision) -> str:
    """Return “Situation described: September 2021”: by itself a month could be that of publication."""
    return _("Situation described: %(month)s") % {"month": month_year(revision.period_iso)}


def label_value(label: object, value: object) -> str:
    """Return “Country: Mali” as the active language writes it; French has a space before the colon."""
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def citation(export: ProfileExport) -> str:
    """Return how to cite this very text; empty for a draft, which is not cited."""
    revision = export.revision
    if revision.published_at is None:
        return ""
    month = _("as of %(month)s") % {"month": month_year(revision.period_iso)}
    translation = revision.translation
    if translation is None:
        sentence, published_at = _("%(site)s, revision %(number)s, published %(date)s"), revision.published_at
    else:
        sentence = _("%(site)s, revision %(number)s, translation %(translation)s, published %(date)s")
        published_at = translation.published_at or revision.published_at
    published = sentence % {
        "site": settings.SITE_NAME,
        "number": revision.number,
        "translation": translation.number if translation else None,
        "date": long_date(published_at),
    }
    title = marked(revision.title, export.place.is_fictional)
    return f"{title} ({month}). {published}. {export.address}"


def status(revision: Revision) -> str:
    """Return what the text is: a published revision or translation, or a draft that nobody has approved."""
    translation = revision.translation
    if translation is not None and translation.published_at is not None:
        return _("Translation %(translation)s of revision %(number)s, published %(date)s") % {
            "translation": translation.number,
            "number": revision.number,
            "date": long_date(translation.published_at),
        }
    if revision.published_at is None or translation is not None:
        return _("Draft of revision %(number)s. It has not been published.") % {"number": revision.number}
    return _("Revision %(number)s, published %(date)s") % {
        "number": revision.number,
        "date": long_date(revision.published_at),
    }


def edition_facts(export: ProfileExport) -> list[str]:
    """Return what the official edition says of itself, a line for each fact, in the active language."""
    facts = (
        (_("Reference number:"), export.data["reference_number"]),
        ("ISBN", export.data["isbn"]),
        (_("Licence:"), export.data["licence"]),
    )
    return [f"{label} {value}" for label, value in facts if value]


def notes(export: ProfileExport) -> list[str]:
    """Return the sentences that go with every copy of a profile; what is invented says so first."""
    return [
        *translation_notes(export),
        *([f"{export.fictional_mark}. {fictional_note()}"] if export.fictional_mark else []),
        _(
            "The findings describe the situation in %(month)s. They are examples and not a full account. "
            "The indicators do not rank or score: they look at policies, not at their outcomes."
        )
        % {"month": month_year(export.revision.period_iso)},
        *coverage_note(),
        *filter(None, [export.place.designation_note]),
    ]


def translation_notes(export: ProfileExport) -> list[str]:
    """Return who answers for a translation, and what in it is not up to date; nothing of an original."""
    translation, revision = export.revision.translation, export.revision
    if translation is None:
        return []
    original = language_in_text(revision.original_language)
    counts = [
        ngettext(
            "%(count)s text has changed in the original since it was translated; it is marked.",
            "%(count)s texts have changed in the original since they were translated; they are marked.",
            translation.outdated_count,
        )
        % {"count": translation.outdated_count}
        if translation.outdated_count
        else "",
        ngettext(
            "%(count)s text is not translated; it is marked and shown in the original.",
            "%(count)s texts are not translated; they are marked and shown in the original.",
            translation.missing_count,
        )
        % {"count": translation.missing_count}
        if translation.missing_count
        else "",
    ]
    return [" ".join(filter(None, [provenance_note(translation, original), *counts]))]


def provenance_note(translation: Translation, original: str) -> str:
    """Return who answers for a translation; `original` is the name of the original language."""
    if translation.is_official:
        return _("This is an official translation of the original in %(original)s (%(reference)s).") % {
            "original": original,
            "reference": translation.reference,
        }
    return _(
        "This translation is by this site and not official. "
        "The official text is the original in %(original)s."
    ) % {"original": original}


def unit_note(text: str, revision: Revision) -> str:
    """Return what is said beside a text that is not the translation of what the original says now; or ""."""
    if getattr(text, "is_outdated", False):
        return _("translation of an earlier wording")
    if revision.translation is not None and text and not getattr(text, "is_translation", False):
        return _("in %(language)s, the original") % {"language": language_in_text(revision.original_language)}
    return ""


def fictional_note() -> str:
    """Return what is said of fictional examples, in the active language."""
    return _(
        "Places marked as a fictional example are invented. They show how the site works and describe no "
        "real place."
    )


def coverage_note() -> list[str]:
    """Return the sentences that go with every file, in the active language: whose the site is, and names."""
    return [
        _(
            "This site publishes profiles word for word, each with the month that it describes. It is "
            "independent: it is not run or endorsed by the International Organization for Migration or "
            "the United Nations."
        ),
        _(
            "Countries carry the names of the United Nations and the ISO 3166 standard. Names and codes "
            "do not imply any opinion on the legal status of a country, territory or city, or of its "
            "authorities or borders."
        ),
    ]


def empty_list(part: FindingList[Any]) -> str:
    """Return what a list without findings says, as on the page."""
    if part.is_none_identified:
        return _("The profile states that none was identified.")
    if part.kind == Kind.WELL_DEVELOPED:
        return _("This profile gives no example of a well-developed area in this domain.")
    return _("This profile names no area with potential for further development in this domain.")


def source_in_words(source: SourceData, language: str) -> str:
    """Return “Migration Act, Ministry of the Interior, 2019”; `language` is that of the profile's text."""
    comma, _semicolon = Language(language).info.separators
    return comma.join(str(part) for part in (source["title"], source["body"], source["year"]) if part)
