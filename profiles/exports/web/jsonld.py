"""The site, its glossary and a published revision as schema.org describes them (JSON-LD)."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from profiles.choices import Language, Level
from profiles.exports.context import permanent_address
from profiles.models import Revision, TermText
from profiles.site_texts import home_url, site_name

PLACE_TYPES = {Level.COUNTRY: "Country", Level.REGIONAL_BODY: "Organization"}


def describe_site() -> dict[str, Any]:
    """Return the schema.org WebSite, with the address of its search."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": site_name(),
        "url": home_url(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{settings.SITE_URL}{reverse('profile_list')}?text={{name}}",
            "query-input": "required name=name",
        },
    }


def describe_glossary(texts: Iterable[TermText], language: str) -> dict[str, Any]:
    """Return the schema.org DefinedTermSet of `texts`, on the glossary's page in `language`."""
    address = f"{settings.SITE_URL}{reverse('glossary')}"
    terms = [
        {
            "@type": "DefinedTerm",
            "@id": f"{address}#term-{text.term.slug}",
            "termCode": text.term.slug,
            "name": text.word,
            "description": text.definition,
            "inLanguage": text.language,
            "inDefinedTermSet": address,
        }
        for text in texts
    ]
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "@id": address,
        "url": address,
        "name": gettext("Glossary"),
        "inLanguage": language,
        "hasDefinedTerm": terms,
    }


def _original(revision: Revision) -> dict[str, Any]:
    """Return what `revision`, read in a translation, is a translation of."""
    original = copy(revision)
    original.translation = None
    return {
        "@type": "Report",
        "name": original.title,
        "url": permanent_address(original),
        "inLanguage": original.language,
    }


def describe(revision: Revision) -> dict[str, Any]:
    """Return the schema.org Report of `revision`; addresses are absolute, dates ISO 8601."""
    profile, place = revision.profile, revision.profile.place
    about: dict[str, Any] = {
        "@type": PLACE_TYPES.get(Level(place.level), "AdministrativeArea"),
        "name": revision.place_name_in(Language.ENGLISH),
        "url": f"{settings.SITE_URL}{place.get_absolute_url()}",
    }
    members: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": revision.title,
        "url": permanent_address(revision),
        "inLanguage": revision.language,
        "translationOfWork": _original(revision) if revision.translation else None,
        "temporalCoverage": revision.period_iso,
        "about": about,
        "publisher": {"@type": "Organization", "name": site_name(), "url": home_url()},
        "version": str(revision.number),
        "isAccessibleForFree": True,
        "datePublished": revision.published_at and revision.published_at.isoformat(),
        "license": profile.licence,
        "reportNumber": profile.reference_number,
        "creativeWorkStatus": "Fictional example" if place.is_fictional else "",
    }
    return {name: value for name, value in members.items() if value}
