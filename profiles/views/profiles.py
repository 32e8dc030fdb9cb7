"""One profile: the live revision, the frozen ones, the address of a finding, the share picture.

What was withdrawn answers 410 at each of its addresses, with the reason and none of its text.
"""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from profiles.choices import Language, State
from profiles.content.sections import related_profiles
from profiles.content.text_state import page_state, text_state
from profiles.exports.citations.citation import build_citation
from profiles.exports.kept_files import kept_file
from profiles.exports.kept_parts import kept_part
from profiles.exports.web import jsonld, meta, share_links, share_picture
from profiles.exports.web.profile_page import profile_context
from profiles.models import Finding, Revision, Translation
from profiles.templatetags.profiles_ui import month_year
from profiles.views.redirects import follow_slug_redirects
from profiles.views.site import Page, depends_on, public
from profiles.views.texts import TEXT_PARAMS, find_text, page_in, text_choice, wants_original


@public(*TEXT_PARAMS)
@follow_slug_redirects
def profile(
    request: HttpRequest, slug: str, number: int | None = None, translation: int | None = None
) -> HttpResponse:
    """The live text; with the `number` of a revision, the permanent address of what was said.

    There the text never changes, live or replaced. In another language the page shows the newest translation
    of it, and one that is named by its number at the permanent address of that.
    """
    language = get_language() or Language.ENGLISH
    parts = kept_part(
        ("profile", slug, number, translation, wants_original(request)),
        lambda: page_state(slug, number, language),
        lambda: _make(request, slug, number, translation),
    )
    if parts is None:
        return gone(request, slug, number, translation)
    page, main, country = parts
    response = render(request, "profiles/profile.html", {"page": page, "main": main})
    return depends_on(response, country, f"profile-{slug}")


@public()
def finding(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Lead from a finding's permanent address to the live text, or to the last text that had it."""
    latest = Finding.objects.select_related("revision__profile").latest_public(key)
    if latest is None:
        return _gone(request, Revision.objects.withdrawn().filter(findings__key=key).first())
    page = latest.revision.profile if latest.revision.is_published else latest.revision
    return redirect(f"{page.get_absolute_url()}#{latest.anchor}")


@public()
@follow_slug_redirects
def profile_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that others show beside a shared link: 1200 by 630 pixels, PNG."""
    language = get_language() or Language.ENGLISH
    state = text_state(slug, None, language)
    if state is None:
        raise Http404
    data = kept_file(
        f"picture-{slug}-{language}",
        "png",
        state,
        lambda: text_state(slug, None, language),
        lambda: share_picture.render(
            get_object_or_404(Revision.objects.published().with_profile(), profile__slug=slug), language
        ),
    )
    return depends_on(HttpResponse(data, content_type="image/png"), state.country, f"profile-{slug}")


def gone(
    request: HttpRequest, slug: str, number: int | None = None, translation: int | None = None
) -> HttpResponse:
    """Answer 410 for what was withdrawn, and 404 for what never was there."""
    revisions = Revision.objects.withdrawn().filter(profile__slug=slug)
    last = (revisions if number is None else revisions.filter(number=number)).first()
    if last is None and translation is not None:
        return _translation_gone(request, slug, number, translation)
    return _gone(request, last)


def _translation_gone(request: HttpRequest, slug: str, number: int | None, translation: int) -> HttpResponse:
    """Answer 410 for a withdrawn translation of a text that is public, with the way to that."""
    withdrawn = Translation.objects.withdrawn().filter(profile__slug=slug, revision__number=number)
    row = get_object_or_404(withdrawn.with_profile(), language=get_language(), number=translation)
    page = Page(
        title=_("Withdrawn: %(title)s") % {"title": row.title},
        robots="noindex",
        is_fictional=row.profile.place.is_fictional,
    )
    context = {"page": page, "translation": row, "place": row.profile.place, "own_path": ""}
    response = render(request, "profiles/translation_withdrawn.html", context, status=410)
    response["Cache-Control"] = "no-cache"
    return response


def _gone(request: HttpRequest, last: Revision | None) -> HttpResponse:
    if last is None:
        raise Http404
    profile = last.profile
    page = Page(
        title=_("Withdrawn: %(title)s") % {"title": last.title},
        robots="noindex",
        is_fictional=profile.place.is_fictional,
    )
    context = {
        "page": page,
        "profile": profile,
        "place": profile.place,
        "revision": last,
        "live": Revision.objects.published().filter(profile=profile).first(),
        "records": Revision.objects.filter(profile=profile, state=State.SUPERSEDED).order_by("-number"),
        "own_path": "",  # nothing of it is shared
        **related_profiles(profile),
    }
    response = render(request, "profiles/withdrawn.html", context, status=410)
    response["Cache-Control"] = "no-cache"
    return response


def _make(
    request: HttpRequest, slug: str, number: int | None, translation: int | None
) -> tuple[Page, SafeString, int] | None:
    """Return the page, all but its frame, and the key of its country; None where no such text is public."""
    revisions = Revision.objects.with_profile().with_findings().with_terms(get_language()).with_languages()
    revision = find_text(request, revisions, slug, number, translation)
    if revision is None:
        return None
    profile, is_frozen = revision.profile, number is not None
    published = Revision.objects.published().filter(profile=profile)
    live = revision if revision.is_published else published.first()
    citation = build_citation(revision, get_language())
    choice = text_choice(revision, number, translation)
    page = Page(
        title=revision.title,
        description=_(
            "%(place)s, %(month)s: examples of well-developed areas of migration governance and areas with "
            "potential for further development."
        )
        % {"place": revision.local_place_name, "month": month_year(revision.period_iso)},
        canonical=canonical_path(revision, is_frozen),
        languages=choice.languages,
        image=reverse("profile_picture", args=[profile.slug]) if live else "",
        robots="" if revision.is_published else "noindex",
        data=jsonld.describe(revision),
        is_fictional=profile.place.is_fictional,
        tags=meta.tags(citation),
        oembed="" if is_frozen else share_links.oembed_address(profile),
    )
    context = {
        **profile_context(revision, citation, is_frozen=is_frozen),
        "live": live,
        "choice": choice,
        "is_frozen_translation": translation is not None,
        "withdrawn": None if live else Revision.objects.withdrawn().filter(profile=profile).first(),
    }
    main = render_to_string("components/profile_main.html", context, request)
    return page, main, profile.place.country.pk


def canonical_path(revision: Revision, is_frozen: bool) -> str:
    """Return the page that this one is a version of; empty where it is one of its own.

    A page around an original in another language is a version of the original's own page.
    """
    page = revision.profile.get_absolute_url() if is_frozen and revision.is_published else ""
    if revision.language == get_language():
        return page
    name, numbers = ("profile", ()) if revision.is_published else ("revision", (revision.number,))
    return page_in(revision.page_language, name, revision.profile.slug, *numbers)
