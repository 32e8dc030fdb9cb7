"""The words that stand around a profile's text in a file: its month, how to cite it, what it does not say.

They are those of the public page, in the language of the file. The text itself stays as it is.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _, override

from profiles.choices import Kind
from profiles.content.schema import SourceData
from profiles.exports.context import ProfileExport
from profiles.languages import Language


def situation(subject: ProfileExport) -> str:
    """Return “Situation described: September 2021”: by itself a month could be that of publication."""
    with override(subject.language):
        return _("Situation described: %(month)s") % {
            "month": month_in_words(subject.period_iso, subject.language)
        }


def label_value(label: object, value: object) -> str:
    """Return “Country: Mali” as the active language writes it; French has a space before the colon."""
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def month_in_words(described: str, language: str) -> str:
    """Return “September 2021” for 2021-09, or the bare year where no month is on record."""
    year, _dash, month = described.partition("-")
    if not month:
        return year
    return Language(language).month_and_year(date(int(year), int(month), 1))


def long_date(moment: datetime, language: str) -> str:
    return Language(language).long_date(moment.date())


def citation(subject: ProfileExport) -> str:
    """Return how to cite this very text; empty for a draft, which is not cited."""
    if subject.published_at is None:
        return ""
    with override(subject.language):
        month = _("as of %(month)s") % {"month": month_in_words(subject.period_iso, subject.language)}
        published = _("%(site)s, revision %(number)s, published %(date)s") % {
            "site": subject.site,
            "number": subject.number,
            "date": long_date(subject.published_at, subject.language),
        }
        marked = _("Fictional example: %(text)s") % {"text": subject.title}
    title = marked if subject.is_fictional else subject.title
    return f"{title} ({month}). {published}. {subject.address}"


def status(subject: ProfileExport) -> str:
    """Return what the text is: a published revision, or a draft that nobody has approved."""
    with override(subject.language):
        if subject.published_at is None:
            return _("Draft of revision %(number)s. It has not been published.") % {"number": subject.number}
        return _("Revision %(number)s, published %(date)s") % {
            "number": subject.number,
            "date": long_date(subject.published_at, subject.language),
        }


def edition_facts(subject: ProfileExport) -> list[str]:
    """Return what the official edition says of itself, a line for each fact, in the active language."""
    facts = (
        (_("Reference number:"), subject.data["reference_number"]),
        ("ISBN", subject.data["isbn"]),
        (_("Licence:"), subject.data["licence"]),
    )
    return [f"{label} {value}" for label, value in facts if value]


def notes(subject: ProfileExport) -> list[str]:
    """Return the sentences that go with every copy of a profile; what is invented says so first."""
    with override(subject.language):
        return [
            *([f"{subject.mark}. {fictional_note()}"] if subject.is_fictional else []),
            _(
                "The findings describe the situation in %(month)s. They are examples and not a full account. "
                "The indicators do not rank or score: they look at policies, not at their outcomes."
            )
            % {"month": month_in_words(subject.period_iso, subject.language)},
            *coverage_note(),
            *([subject.designation_note] if subject.designation_note else []),
        ]


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


def empty_list(subject: ProfileExport, domain: str, kind: str) -> str:
    """Return what a list without findings says, as on the page."""
    with override(subject.language):
        if f"{domain}/{kind}" in subject.data["none_identified"]:
            return _("The profile states that none was identified.")
        if kind == Kind.WELL_DEVELOPED:
            return _("This profile gives no example of a well-developed area in this domain.")
        return _("This profile names no area with potential for further development in this domain.")


def source_in_words(source: SourceData, language: str) -> str:
    """Return “Migration Act, Ministry of the Interior, 2019”; `language` is that of the profile's text."""
    comma, _semicolon = Language(language).info.separators
    return comma.join(str(part) for part in (source["title"], source["body"], source["year"]) if part)
