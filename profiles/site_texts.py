"""What the operator calls the site and says of it, in each language, as mgi/settings.py reads it.

One rule: a text is that of the language of the page; where none is set, the site's own sentence in that
language stands. Only the name, which is no sentence, falls back on the one without a language.
"""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language


def home_url() -> str:
    """Return the absolute address of the site itself, with the slash at its end."""
    return f"{settings.SITE_URL}{settings.SITE_PATH}/"


def site_name(language: str = "") -> str:
    """Return the name of the site in `language`, or that of the page."""
    return _text("SITE_NAME", language) or settings.SITE_NAME


site_name_lazy = lazy(site_name, str)
"""The same for what is read before the language of a page is known."""


def site_tagline() -> str:
    """Return the heading of the home page in the language of the page; empty for the site's own."""
    return _text("SITE_TAGLINE")


def site_notice() -> str:
    """Return who runs the site, in the language of the page; empty for the site's own sentence."""
    return _text("SITE_NOTICE")


def site_disclaimer() -> str:
    """Return what names of places do not imply, in the language of the page; empty for the site's own."""
    return _text("SITE_DISCLAIMER")


def footer_links() -> list[tuple[str, str]]:
    """Return the further links at the foot of each page, (text, address), in the language of the page."""
    links = settings.FOOTER_LINKS
    return links.get(get_language() or "") or links.get(settings.LANGUAGE_CODE, [])


def notice(variable: str) -> tuple[str, str]:
    """Return a notice of the operator's, and its language: that of the page, else English; “” for none."""
    texts = settings.NOTICES[variable]
    language = get_language() or ""
    language = language if language in texts else settings.LANGUAGE_CODE
    return texts.get(language, ""), language


def _text(variable: str, language: str = "") -> str:
    return settings.SITE_TEXTS[variable].get(language or get_language() or settings.LANGUAGE_CODE, "")
