"""Subjects of files for tests: a fictional profile with any content, without a database."""

from datetime import UTC, datetime
from typing import Any

from profiles.choices import State
from profiles.content.schema import new_finding
from profiles.content.sections import content_sections
from profiles.exports.context import ProfileExport
from profiles.models import DomainText, IndicatorDomain, Place, Profile, Revision

TITLES = (
    *("Migrants' rights", "Whole of government approach", "Partnerships", "Well-being of migrants"),
    *("Mobility dimensions of crises", "Safe, orderly and regular migration"),
)
SLUGS = (
    *("migrants-rights", "whole-of-government-approach", "partnerships", "well-being-of-migrants"),
    *("mobility-dimensions-of-crises", "safe-orderly-and-regular-migration"),
)
FACTS = {
    "place": "lunaria",
    "edition": 1,
    "year": 2021,
    "month": 9,
    "language": "en",
    "slug": "lunaria-2021",
    "reference_number": "",
    "isbn": "",
    "acknowledgements": "",
    "licence": "",
    "change_note": "",
}


def make_subject(content: dict[str, Any], words: str = "en", **facts: Any) -> ProfileExport:
    """Return a published text of Lunaria, which is invented; `words` is the language of what surrounds it."""
    data = FACTS | facts | content
    names = {"name": "Lunaria", "official_name": "Republic of Lunaria"}
    place = Place(pk=1, slug="lunaria", level="country", is_fictional=True, **names)
    profile = Profile(place=place, slug=data["slug"], edition=1, year=2021, month=9)
    revision = Revision(
        profile=profile,
        number=1,
        state=State.PUBLISHED,
        published_at=datetime(2021, 10, 1, tzinfo=UTC),
        frozen_title="Migration Governance Indicators: Republic of Lunaria First Profile (2021)",
        frozen_place_name="Lunaria",
        frozen_place_official_name="Republic of Lunaria",
        frozen_year=2021,
        frozen_month=9,
        frozen_language=data["language"],
    )
    titles = [
        DomainText(
            domain=IndicatorDomain(pk=number, number=number, slug=slug, icon="scale"),
            title=title,
            language="en",
        )
        for number, slug, title in zip(range(1, 7), SLUGS, TITLES, strict=True)
    ]
    return ProfileExport(revision, data, content_sections(content, titles), words)


def finding(number: int, text: str, **parts: Any) -> dict[str, Any]:
    """Return a finding with a key of its own."""
    key = f"00000000-0000-4000-8000-{number:012}"
    return dict(new_finding(key=key, domain="partnerships", kind="potential", text=text, **parts))


EMPTY: dict[str, Any] = {"introduction": "", "none_identified": [], "sources": [], "findings": []}
