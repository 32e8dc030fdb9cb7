"""A published text as an entry of a bibliography. Files for reference managers and styles are made of it.

It names no author: the official edition's are not on record here, and this site only publishes.
"""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_skeleton
from django.conf import settings
from django.utils.translation import gettext as _, override

from profiles.exports.labels import month_in_words
from profiles.languages import Language
from profiles.models import Revision


@dataclass(frozen=True)
class Citation:
    """What is cited: one frozen text at its permanent address. The words of `note` may be translated."""

    key: str
    """mali-2021-r1: what an author types to cite it."""
    title: str
    language: str
    """Of the title and the text."""
    place: str
    period_iso: str
    """ISO 8601, as Profile.period_iso."""
    number: int
    published: date
    address: str
    publisher: str
    note: str
    """The month that the text describes; of an invented place it says so first."""
    reference_number: str
    isbn: str
    licence: str

    @property
    def file_name(self) -> str:
        return f"mgi-{self.key}"


def build_citation(revision: Revision, language: str) -> Citation:
    """Return the entry of `revision`, a closed one (with_profile()); no query.

    Raises ValueError for a draft, which is not cited.
    """
    if revision.published_at is None:
        raise ValueError("What was not published is not cited.")
    profile = revision.profile
    with override(Language.ENGLISH):
        address = f"{settings.SITE_URL}{revision.get_absolute_url()}"
    with override(language):
        month = _("Situation described: %(month)s") % {"month": month_in_words(revision.period_iso, language)}
        mark = _("Fictional example") if profile.place.is_fictional else ""
    return Citation(
        key=f"{profile.slug}-r{revision.number}",
        title=revision.title,
        language=revision.language,
        place=revision.place_name_in(language),
        period_iso=revision.period_iso,
        number=revision.number,
        published=revision.published_at.date(),
        address=address,
        publisher=settings.SITE_NAME,
        note=". ".join(part for part in (mark, month) if part),
        reference_number=profile.reference_number,
        isbn=profile.isbn,
        licence=profile.licence,
    )


def apa(reference: Citation, language: str) -> str:
    """Return the entry as APA (7th edition) has a report without an author, but for its address."""
    _comma, semicolon = Language(language).info.separators
    with override(language):
        version = _("Revision %(number)s") % {"number": reference.number}
        day = format_skeleton("MMMMd", reference.published, locale=language)
        day = Language(language).as_written(day, reference.published.month)
        return (
            f"{reference.title} ({version}{semicolon}{reference.note}). ({reference.published.year}, {day}). "
            f"{reference.publisher}."
        )


def chicago(reference: Citation, language: str) -> str:
    """Return the entry as the Chicago Manual of Style (17th edition) has it, but for its address."""
    with override(language):
        version = _("Revision %(number)s") % {"number": reference.number}
        day = format_date(reference.published, "long", locale=language)
        day = Language(language).as_written(day, reference.published.month)
        return f"{reference.title}. {version}. {reference.note}. {reference.publisher}, {day}."


def format_styles(reference: Citation, language: str) -> list[tuple[str, str]]:
    """Return name and text of the entry in each style; its address follows, from left to right."""
    return [("APA", apa(reference, language)), ("Chicago", chicago(reference, language))]
