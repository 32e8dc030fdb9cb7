"""What is stored -> what an answer says of it, as plain data; addresses are absolute. No query here."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from profiles import models
from profiles.choices import Language
from profiles.exports.context import place_row
from profiles.exports.formats import CITATIONS, FORMATS
from profiles.search import Hit

Row = dict[str, Any]
ENDINGS = (*FORMATS, *CITATIONS)


def absolute(path: str) -> str:
    """Return the address on this site, whatever name it was asked by."""
    return f"{settings.SITE_URL}{path}"


def at(name: str, *parts: Any) -> str:
    return absolute(reverse(f"api:{name}", args=parts))


def facts(revision: models.Revision) -> Row:
    """What `revision` (with_profile()) is about."""
    profile, place = revision.profile, revision.profile.place
    return {
        "profile": profile.slug,
        "title": revision.title,
        "place": place.slug,
        "place_name": revision.place_name_in(Language.ENGLISH),
        "level": place.level,
        "edition": profile.edition,
        "year": revision.year,
        "month": revision.month,
        "described": revision.described,
        "language": revision.language,
        "revision": revision.number,
        "published_at": revision.published_at,
        "is_fictional": place.is_fictional,
    }


def profile(live: models.Revision) -> Row:
    slug = live.profile.slug
    return {
        **facts(live),
        "url": at("profile", slug),
        "page": absolute(live.profile.get_absolute_url()),
        "permanent": absolute(live.get_absolute_url()),
        "files": {ending: absolute(reverse("profile_file", args=[slug, ending])) for ending in ENDINGS},
    }


def revision(shown: models.Revision) -> Row:
    return {
        "number": shown.number,
        "state": shown.state,
        "published_at": shown.published_at,
        "change_note": shown.change_note,
        "url": at("revision", shown.profile.slug, shown.number),
        "permanent": absolute(shown.get_absolute_url()),
    }


def finding(stated: models.Finding) -> Row:
    """Of a finding with its revision, domain and what it cites."""
    return {
        **facts(stated.revision),
        "key": str(stated.key),
        "domain": stated.domain.slug,
        "kind": stated.kind,
        "text": stated.text,
        "indicator_area": stated.indicator_area,
        "sources": [
            {
                "title": cited.source.title,
                "body": cited.source.body,
                "year": cited.source.year,
                "url": cited.source.url,
                "locator": cited.locator,
            }
            for cited in stated.cited.all()
        ],
        "is_live": stated.revision.is_published,
        "url": at("finding", stated.key),
        "page": absolute(reverse("finding", args=[stated.key])),
        "permanent": f"{absolute(stated.revision.get_absolute_url())}#{stated.anchor}",
    }


def place(shown: models.Place) -> Row:
    return {
        **place_row(shown),
        "url": at("place", shown.slug),
        "page": absolute(shown.get_absolute_url()),
    }


def domain(shown: models.IndicatorDomain) -> Row:
    """Of a domain with its texts."""
    return {
        "number": shown.number,
        "slug": shown.slug,
        "texts": [
            {
                "variant": text.variant,
                "language": text.language,
                "title": text.title,
                "description": text.description,
            }
            for text in shown.texts.all()
        ],
        "url": at("domain", shown.slug),
        "page": absolute(shown.get_absolute_url()),
    }


def hit(found: Hit, live: models.Revision, domains: dict[int, str]) -> Row:
    """Of what a search found; `domains` are the slugs by id."""
    key = found.entry.key
    page = absolute(reverse("finding", args=[key]) if key else live.profile.get_absolute_url())
    return {
        **facts(live),
        "what": found.entry.what,
        "key": str(key) if key else None,
        "domain": domains.get(found.entry.domain_id or 0),
        "kind": found.entry.kind or None,
        "text": found.entry.text,
        "pieces": [{"text": piece.text, "is_marked": piece.is_marked} for piece in found.pieces],
        "page": page,
    }
