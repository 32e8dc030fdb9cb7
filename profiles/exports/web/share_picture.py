"""The picture that others show beside a shared link to a profile: 1200 by 630 pixels, PNG, set with typst."""

import json
from pathlib import Path
from typing import Any

from django.utils.translation import get_language_bidi, gettext, override

from profiles.choices import Variant
from profiles.content.sections import domain_texts
from profiles.exports.apart import apart
from profiles.exports.file_cache import cached_bytes
from profiles.exports.typesetting import typeset
from profiles.models import Revision
from profiles.site_texts import site_name
from profiles.svg.wheel import Domain, as_svg, wheel

TEMPLATE = Path(__file__).with_name("share_picture.typ")

Words = dict[str, str | bool]


def render(revision: Revision, language: str) -> bytes:
    """Return the picture of the profile of `revision`, its words in `language`; two queries."""
    with override(language):
        return apart(typeset)(TEMPLATE, **_options(profile_words(revision, language)))


def render_site(language: str) -> bytes:
    """Return the picture of the site itself, for pages that have none of their own; one query."""
    with override(language):
        words = _frame(Variant.COUNTRY, language) | {
            "place": gettext("Migration Governance Indicators"),
            "edition": gettext("Six domains"),
        }
    # Kept by what is on it (file_cache.py).
    options = _options(words)
    ingredients = json.dumps(words).encode() + TEMPLATE.read_bytes()
    return cached_bytes(
        f"picture-site-{language}", "png", ingredients, lambda: apart(typeset)(TEMPLATE, **options)
    )


def profile_words(revision: Revision, language: str) -> Words:
    """Return all that share_picture.typ is told of `revision`, in the active language."""
    place = revision.profile.place
    return _frame(place.variant, language) | {
        "programme": gettext("Migration Governance Indicators"),
        "place": revision.place_name_in(language),
        "edition": revision.edition_and_year,
        "fictional": place.fictional_mark,
    }


def _frame(variant: Variant, language: str) -> Words:
    domains = [
        Domain(text.domain.number, text.title, text.domain.icon) for text in domain_texts(variant, language)
    ]
    is_rtl = get_language_bidi()
    return {
        "language": language,
        "rtl": is_rtl,
        "programme": "",
        "fictional": "",
        "site": site_name(),
        "wheel": as_svg(wheel(domains, "", rtl=is_rtl)),
    }


def _options(words: Words) -> dict[str, Any]:
    return {"format": "png", "ppi": 72.0, "sys_inputs": {"card": json.dumps(words)}}
