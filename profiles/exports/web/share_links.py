"""Ways to pass a profile on: plain links to where people share, the code of its frame, its oEmbed address.

No script of others is behind them: nobody is asked for anything before a link is followed.
"""

from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from profiles.models import Profile, Revision
from profiles.templatetags.profiles_ui import marked

SIZES = {"embed": (640, 800), "embed_domain": (640, 480), "embed_wheel": (420, 640)}
"""Name of the address -> width and height of its frame, in pixels."""


def address_of(profile: Profile) -> str:
    """Return the absolute address of its page, in the active language."""
    return f"{settings.SITE_URL}{profile.get_absolute_url()}"


def title_of(revision: Revision) -> str:
    """Return its title, with the mark of an invented place before it."""
    return marked(revision.title, revision.profile.place.is_fictional)


def links(revision: Revision) -> list[tuple[str, str]]:
    """Return name and address of each place to share the profile at; `revision` is the live one."""
    title, address = title_of(revision), address_of(revision.profile)
    both = f"{title} {address}"
    return [
        (_("Email"), f"mailto:?{urlencode({'subject': title, 'body': address}, quote_via=quote)}"),
        ("WhatsApp", f"https://wa.me/?{urlencode({'text': both})}"),
        ("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?{urlencode({'url': address})}"),
        ("Bluesky", f"https://bsky.app/intent/compose?{urlencode({'text': both})}"),
        ("X", f"https://x.com/intent/post?{urlencode({'text': title, 'url': address})}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': address})}"),
    ]


def frame(
    revision: Revision,
    name: str = "embed",
    domain: str = "",
    limits: tuple[int | None, int | None] = (None, None),
) -> tuple[str, int, int]:
    """Return the HTML with which another page shows the part `name` of SIZES, and its width and height.

    `revision` is the live one. `limits` are the most that the other page has room for.
    """
    width, height = (min(own, most or own) for own, most in zip(SIZES[name], limits, strict=True))
    path = reverse(name, args=[revision.profile.slug, *([domain] if domain else [])])
    # Plain text, not a safe string: on our own page it is shown, not drawn.
    html = (
        f'<iframe src="{escape(settings.SITE_URL)}{escape(path)}" title="{escape(title_of(revision))}"'
        f' width="{width}" height="{height}" loading="lazy"></iframe>'
    )
    return html, width, height


def oembed_address(profile: Profile) -> str:
    """Return the address at which oEmbed describes its page."""
    return f"{settings.SITE_URL}{reverse('oembed')}?{urlencode({'url': address_of(profile)})}"


def alerts_path(**about: str) -> str:
    """Return where letters on `about` (place=slug or domain=slug) are asked for; "" where none are sent."""
    if not settings.ALERTS:
        return ""
    query = f"?{urlencode(about)}" if about else ""
    return f"{reverse('alerts')}{query}"
