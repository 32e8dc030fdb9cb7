"""A profile inside the page of another site: whole, one domain, or the wheel; and oEmbed, which finds it.

These addresses alone may be framed. They need no script and set no cookie; every link leaves the frame.
"""

from urllib.parse import urldefrag

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import get_script_prefix, resolve, reverse
from django.utils.translation import get_language, get_language_from_path, gettext as _, override
from django.views.decorators.clickjacking import xframe_options_exempt

from profiles.content.sections import revision_sections
from profiles.content.translations import read_in
from profiles.exports.web import share_links
from profiles.models import IndicatorDomain, Revision
from profiles.site_texts import home_url, site_name
from profiles.views.errors import error
from profiles.views.profiles import canonical_path
from profiles.views.redirects import follow_slug_redirects
from profiles.views.site import Page, View, depends_on, public


def framed(view: View) -> View:
    """Make a view a public page that every site may show in a frame."""
    return xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(public()(view)))


@framed
@follow_slug_redirects
def embed(request: HttpRequest, slug: str, domain: str = "", has_findings: bool = True) -> HttpResponse:
    """The whole profile, one domain of it, or its wheel alone."""
    revisions = Revision.objects.published().with_profile().filter(profile__slug=slug)
    live = (revisions.with_findings() if has_findings else revisions.with_bare_findings()).first()
    if live is None:
        last = Revision.objects.withdrawn().filter(profile__slug=slug).first()
        if last is None:
            raise Http404
        title = _("Withdrawn: %(title)s") % {"title": last.title}
        return error(request, 410, title, _("Its text is no longer public."))
    read_in(get_language() or settings.LANGUAGE_CODE, live)
    sections = revision_sections(live, get_language() or settings.LANGUAGE_CODE)
    selected = [section for section in sections if section.anchor == domain] if domain else sections
    if not selected:
        raise Http404
    profile, place = live.profile, live.profile.place
    page = Page(
        title=live.title,
        canonical=canonical_path(live, is_frozen=False) or profile.get_absolute_url(),
        robots="noindex",
        is_fictional=place.is_fictional,
    )
    context = {
        "page": page,
        "profile": profile,
        "place": place,
        "revision": live,
        "sections": selected if has_findings else [],
        "wheel_sections": [] if domain else sections,
    }
    response = render(request, "profiles/embed.html", context)
    return depends_on(response, place.country.pk, f"profile-{slug}")


@public("format", "url", "maxwidth", "maxheight")
def oembed(request: HttpRequest) -> HttpResponse:
    """Say how to embed the page of a profile (https://oembed.com), or the domain of its anchor alone."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only json.\n", status=501, content_type="text/plain")
    address, anchor = urldefrag(request.GET.get("url", ""))
    site = f"{settings.SITE_URL}{get_script_prefix()}"
    if not address.startswith(site):
        raise Http404
    path = f"/{address.removeprefix(site)}"
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        match = resolve(path)  # Its Resolver404 is an Http404.
        if match.url_name != "profile":
            raise Http404
        published = Revision.objects.published().with_profile()
        live = get_object_or_404(published, profile__slug=match.kwargs["slug"])
        read_in(get_language() or settings.LANGUAGE_CODE, live)
        return _describe(request, live, anchor)


def _describe(request: HttpRequest, live: Revision, anchor: str) -> HttpResponse:
    name, domain = "embed", ""
    if anchor and IndicatorDomain.objects.filter(slug=anchor).exists():
        name, domain = "embed_domain", anchor
    limits = _number(request.GET.get("maxwidth", "")), _number(request.GET.get("maxheight", ""))
    html, width, height = share_links.frame(live, name, domain, limits)
    data = {
        "version": "1.0",
        "type": "rich",
        "title": share_links.title_of(live),
        "provider_name": site_name(),
        "provider_url": home_url(),
        "cache_age": 3600,
        "thumbnail_url": f"{settings.SITE_URL}{reverse('profile_picture', args=[live.profile.slug])}",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
        "html": html,
        "width": width,
        "height": height,
    }
    headers = {"Access-Control-Allow-Origin": "*"}
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False}, headers=headers)


def _number(param: str) -> int | None:
    """Return the whole number from 1 that `param` is, or None."""
    return int(param) or None if param.isascii() and param.isdigit() and len(param) < 6 else None
