"""Template tags of what the operator adds to each page: a logo, colours, links at its foot.

They ask no context, as the page of a failure has none.
"""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import reverse

from profiles.site_texts import footer_links

register = template.Library()
LOGO_HEIGHT = 40
"""CSS pixels."""


@dataclass(frozen=True)
class Own:
    """Addresses of the operator's own files, “” for none, and what else the frame of a page has of theirs."""

    style: str
    paper: str
    paper_dark: str
    logo: str
    logo_width: int
    logo_height: int
    has_legal_notice: bool
    links: list[tuple[str, str]]


@register.simple_tag
def operator() -> Own:
    """Return what the operator has set, in the language of the page."""
    logo, style = settings.SITE_LOGO, settings.SITE_STYLE
    return Own(
        style=reverse("own_file", args=[style.name]) if style else "",
        paper=settings.SITE_COLOUR_PAPER,
        paper_dark=settings.SITE_COLOUR_PAPER_DARK,
        logo=reverse("own_file", args=[logo.name]) if logo else "",
        logo_width=round(LOGO_HEIGHT * logo.width / logo.height) if logo else 0,
        logo_height=LOGO_HEIGHT,
        has_legal_notice=bool(settings.NOTICES["LEGAL_NOTICE"]),
        links=footer_links(),
    )
