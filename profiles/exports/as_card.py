"""The picture that others show beside a shared link to a profile: 1200 by 630 pixels, PNG, set with typst."""

import json
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language_bidi, gettext, override

from profiles.choices import Language
from profiles.figures.wheel import Domain, as_svg, wheel
from profiles.models import Profile
from profiles.reading import domain_texts

HERE = Path(__file__).parent


def render(profile: Profile, language: str) -> bytes:
    """Return the picture of `profile`, its words in `language`; two queries."""
    import typst  # a large library that only this file needs

    with override(language):
        data = json.dumps(words(profile, language))
    picture = typst.compile(
        str(HERE / "card.typ"),
        format="png",
        ppi=72.0,
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"card": data},
    )
    if not isinstance(picture, bytes):
        raise TypeError("The card has more than one page.")
    return picture


def words(profile: Profile, language: str) -> dict[str, str | bool]:
    """Return all that card.typ is told, in the active language."""
    domains = [
        Domain(text.domain.number, text.title, text.domain.icon, "")
        for text in domain_texts(profile.place.variant, language)
    ]
    is_rtl = get_language_bidi()
    return {
        "language": Language(language).value,
        "rtl": is_rtl,
        "programme": gettext("Migration Governance Indicators"),
        "place": profile.place.name_in(language),
        "edition": gettext("%(edition)s Profile (%(year)s)")
        % {"edition": profile.edition_name, "year": profile.year},
        "fictional": gettext("Fictional example") if profile.place.is_fictional else "",
        "site": settings.SITE_NAME,
        "wheel": as_svg(wheel(domains, "", rtl=is_rtl)),
    }
