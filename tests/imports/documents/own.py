"""This site's own files, of the same fictional profiles."""

from datetime import UTC, datetime
from types import ModuleType
from typing import Any

from profiles.choices import State
from profiles.content.schema import new_source
from profiles.content.sections import content_sections
from profiles.exports.context import ProfileExport
from profiles.imports.text.sources import key_of
from profiles.models import DomainText, IndicatorDomain, Place, Profile, Revision
from tests.exports.subjects import FACTS, SLUGS, finding
from tests.imports.documents.profile_text import Finding, ProfileText


def content_of(text: ProfileText) -> dict[str, Any]:
    sources = [vars(source) for source in text.sources]
    rows = [new_source(**{**source, "key": ""}) for source in sources]
    rows = [{**row, "key": key_of(row)} for row in rows]
    findings = [_finding(number, row, rows) for number, row in enumerate(text.findings, start=1)]
    return {
        "introduction": "\n\n".join(text.introduction),
        "none_identified": text.none_identified,
        "sources": rows,
        "findings": findings,
    }


def _finding(number: int, row: Finding, sources: list[Any]) -> dict[str, Any]:
    cites = [{"source": sources[cite - 1]["key"], "locator": ""} for cite in row.cites]
    words = "\n".join([row.text, *(f"• {sub}" for sub in row.sub)])
    return finding(number, words, sources=cites) | {"domain": SLUGS[row.domain - 1], "kind": row.kind}


def export(text: ProfileText) -> ProfileExport:
    """Return the profile as if it were published here."""
    facts = text.facts
    data = FACTS | content_of(text) | facts | {"slug": f"{facts['place']}-{facts['year']}"}
    name = text.title["place"]
    names = {"name": name, "official_name": name}
    place = Place(pk=1, slug=facts["place"], level="country", is_fictional=True, **names)
    moment = {name: facts[name] for name in ("edition", "year", "month")}
    revision = Revision(
        profile=Profile(place=place, slug=data["slug"], **moment),
        number=1,
        state=State.PUBLISHED,
        published_at=datetime(2024, 10, 1, tzinfo=UTC),
        frozen_title=text.title_line,
        frozen_place_name=name,
        frozen_place_official_name=name,
        frozen_year=facts["year"],
        frozen_month=facts["month"],
        frozen_language=facts["language"],
    )
    titles = []
    for number, slug in enumerate(SLUGS, start=1):
        domain = IndicatorDomain(pk=number, number=number, slug=slug, icon="scale")
        titles.append(DomainText(domain=domain, title=text.domain(number), language="en"))
    return ProfileExport(revision, data, content_sections(data, titles), text.language)


def own_file(text: ProfileText, exporter: ModuleType) -> bytes:
    """Return the file that this site gives of the profile, by the module of its format."""
    return exporter.render(export(text))
