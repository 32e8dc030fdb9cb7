"""Subjects of files for tests: a fictional profile with any content, without a database."""

from datetime import UTC, datetime
from typing import Any

from profiles.content.schema import new_finding
from profiles.exports.context import DomainTitle, ProfileExport

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
    titles = zip(range(1, 7), SLUGS, TITLES, strict=True)
    return ProfileExport(
        data=FACTS | facts | content,
        places=[],
        domains=[DomainTitle(number, slug, title, "en") for number, slug, title in titles],
        language=words,
        title="Migration Governance Indicators: Republic of Lunaria First Profile (2021)",
        place_in_title="Republic of Lunaria",
        period_iso="2021-09",
        place_name="Lunaria",
        is_fictional=True,
        designation_note="",
        number=1,
        published_at=datetime(2021, 10, 1, tzinfo=UTC),
        address="https://mgi.example/profiles/lunaria-2021/r/1/",
        site="Migration Governance Profiles",
    )


def finding(number: int, text: str, **parts: Any) -> dict[str, Any]:
    """Return a finding with a key of its own."""
    key = f"00000000-0000-4000-8000-{number:012}"
    return dict(new_finding(key=key, domain="partnerships", kind="potential", text=text, **parts))


EMPTY: dict[str, Any] = {"introduction": "", "none_identified": [], "sources": [], "findings": []}
