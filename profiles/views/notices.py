"""The legal notice, which is the operator's text, and the privacy notice, of which the code knows most."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from profiles.languages import Language
from profiles.operations.cleaning import SIGN_INS, VISITORS
from profiles.site_texts import notice
from profiles.throttling import WINDOW
from profiles.views.site import Page, public
from profiles.workflow.alerts import MOST_REFUSALS


@public()
def legal(request: HttpRequest) -> HttpResponse:
    """Answer 404 where the operator has given no text."""
    own = _notice("LEGAL_NOTICE")
    if own is None:
        raise Http404
    page = Page(title=_("Legal notice"), languages=tuple(settings.NOTICES["LEGAL_NOTICE"]))
    return render(request, "profiles/legal.html", {"page": page, "own": own})


@public()
def privacy(request: HttpRequest) -> HttpResponse:
    page = Page(
        title=_("Privacy"),
        description=_("What this site keeps of those who read, comment or work here, and for how long."),
    )
    context = {
        "page": page,
        "own": _notice("PRIVACY_NOTICE"),
        "has_alerts": settings.ALERTS,
        "sends_errors": bool(settings.SENTRY_DSN),
        "refusals": MOST_REFUSALS,
        "minutes": WINDOW // 60,
        "lock_minutes": round(settings.AXES_COOLOFF_TIME * 60),
        "session_days": settings.SESSION_COOKIE_AGE // (24 * 3600),
        "sign_in_days": SIGN_INS,
        "visit_days": VISITORS.days,
    }
    return render(request, "profiles/privacy.html", context)


def _notice(variable: str) -> dict[str, Any] | None:
    """Return the operator's text, and the language and direction that it has; None where there is none."""
    text, language = notice(variable)
    if not text:
        return None
    return {"html": _as_html(text), "language": language, "direction": Language(language).direction}


@lru_cache(maxsize=20)
def _as_html(text: str) -> SafeString:
    """Return Markdown as HTML; its headings stand below the page's own. HTML in it is text."""
    from markdown_it import MarkdownIt  # which no other page needs

    parser = MarkdownIt("commonmark", {"html": False}).disable("image")
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
    return mark_safe(parser.renderer.render(tokens, parser.options, {}))  # noqa: S308 (HTML is off)
