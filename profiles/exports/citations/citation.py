"""A published text as an entry of a bibliography. Files for reference managers and styles are made of it.

It names no author: the official edition's are not on record here, and this site only publishes.
"""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext as _, override

from profiles.exports.context import permanent_address
from profiles.exports.labels import situation
from profiles.languages import Language
from profiles.models import Revision
from profiles.site_texts import site_name


@dataclass(frozen=True)
class Citation:
    """What is cited: one frozen text at its permanent address. Words of ours are in `language`."""

    revision: Revision
    """A closed one (with_profile())."""
    language: str
    published: date

    @property
    def key(self) -> str:
        """mali-2021-r1, mali-2021-r1-t2-fr: what an author types to cite it."""
        translation = self.revision.translation
        end = f"-t{translation.number}-{translation.language}" if translation else ""
        return f"{self.revision.profile.slug}-r{self.revision.number}{end}"

    @property
    def file_name(self) -> str:
        return f"mgi-{self.key}"

    @property
    def address(self) -> str:
        return permanent_address(self.revision)

    @property
    def version(self) -> str:
        """Which text it is: “revision 2”, “revision 2, translation 1”."""
        number, translation = self.revision.number, self.revision.translation
        with override(self.language):
            if translation is None:
                return _("revision %(number)s") % {"number": number}
            numbers = {"number": number, "translation": translation.number}
            return _("revision %(number)s, translation %(translation)s") % numbers

    @property
    def note(self) -> str:
        """The month that the text describes; of an invented place it says so first."""
        with override(self.language):
            mark = self.revision.profile.place.fictional_mark
            return ". ".join(filter(None, [mark, situation(self.revision)]))


def build_citation(revision: Revision, language: str) -> Citation:
    """Return the entry of `revision`; no query. Raises ValueError for a draft, which is not cited."""
    if revision.published_at is None:
        raise ValueError("What was not published is not cited.")
    translated_at = revision.translation and revision.translation.published_at
    return Citation(revision, language, (translated_at or revision.published_at).date())


def format_styles(citation: Citation) -> list[tuple[str, str]]:
    """Return name and text of the entry in each style: what stands between the title and the address.

    Those two are apart, as the title may be in another language, and the address runs from left to right.
    As APA (7th edition) has a report without an author, and the Chicago Manual of Style (17th edition).
    """
    revision, published, language = citation.revision, citation.published, citation.language
    comma, semicolon = Language(language).info.separators
    with override(language):
        version = _("Revision %(number)s") % {"number": revision.number}
        if revision.translation:
            version = _("Revision %(number)s, translation %(translation)s") % {
                "number": revision.number,
                "translation": revision.translation.number,
            }
    day = format_skeleton("MMMMd", published, locale=language)
    long_date = format_date(published, "long", locale=language)
    day, long_date = (Language(language).as_written(text, published) for text in (day, long_date))
    apa = f" ({version}{semicolon}{citation.note}). ({published.year}{comma}{day})."
    chicago = f". {version}. {citation.note}."
    return [
        ("APA", f"{apa} {site_name(language)}."),
        ("Chicago", f"{chicago} {site_name(language)}{comma}{long_date}."),
    ]
