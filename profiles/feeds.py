"""The feeds (Atom): profiles that are new or revised (all, of a place or domain), and what a search finds."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext as _, override
from django.utils.xmlutils import SimplerXMLGenerator

from profiles.choices import Language
from profiles.exports.labels import month_in_words
from profiles.filters import SearchForm
from profiles.models import DomainText, Place, Profile, Revision
from profiles.models.revisions import RevisionQuerySet
from profiles.search import Hit, latest

ENTRIES = 50
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that XML cannot carry."""


class Feed(Atom1Feed):
    """Atom with the language of each entry, its summary as plain text, and the same bytes each time."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=datetime(2021, 1, 1, tzinfo=UTC))

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("summary", item["summary"], {"type": "text"})


def profiles(request: HttpRequest) -> HttpResponse:
    return _feed(request, _("Profiles"), reverse("profile_list"), _live())


def place(request: HttpRequest, slug: str) -> HttpResponse:
    """Of a place and of the local places in it."""
    shown = get_object_or_404(Place.objects.assessed(), slug=slug)
    live = _live().filter(profile__in=Profile.objects.within(shown))
    title = shown.name_in(get_language() or Language.ENGLISH)
    if shown.is_fictional:
        title = _("Fictional example: %(text)s") % {"text": title}
    return _feed(request, title, shown.get_absolute_url(), live)


def domain(request: HttpRequest, slug: str) -> HttpResponse:
    """Of the profiles that say something in a domain; entries lead to what they say there."""
    texts = DomainText.objects.in_language(get_language() or Language.ENGLISH).filter(domain__slug=slug)
    by_language = {text.language: text for text in texts.order_by("variant")}
    text = by_language.get(get_language() or "") or get_object_or_404(texts[:1])
    live = _live().filter(findings__domain=text.domain).distinct()
    return _feed(request, text.title, text.domain.get_absolute_url(), live, anchor=f"#{slug}")


def search(request: HttpRequest) -> HttpResponse:
    """What a search finds, an entry each; what was published last comes first. 400 for no question."""
    form = SearchForm(request.GET)
    if not form.is_valid() or not form.cleaned_data["q"]:
        raise BadRequest("Not a search.")
    text = form.cleaned_data["q"]
    params = {name: request.GET.get(name) for name in form.fields if name != "sort"}
    query = f"?{urlencode({name: value for name, value in params.items() if value})}"
    feed = _begun(request, _("Search: %(text)s") % {"text": text}, f"{reverse('search')}{query}", query)
    titles = _titles()
    for hit in latest(text, form.filters, ENTRIES):
        _enter_hit(feed, hit, titles)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _titles() -> dict[tuple[int, str], str]:
    """Return the titles of the domains by id and language; in English where there is no other."""
    texts = list(DomainText.objects.order_by("variant"))
    return {(text.domain_id, text.language): text.title for text in reversed(texts)}


def _enter_hit(feed: Feed, hit: Hit, titles: dict[tuple[int, str], str]) -> None:
    """Add what was found, word for word. A finding keeps its id for as long as it keeps its key."""
    profile, key = hit.profile, hit.entry.key
    identity = f"findings/{key}" if key else f"profiles/{profile.pk}#introduction"
    link = reverse("finding", args=[key]) if key else profile.get_absolute_url()
    domain = hit.entry.domain_id or 0
    title = titles.get((domain, profile.language)) or titles.get((domain, Language.ENGLISH)) or ""
    with override(profile.language):
        parts = [f"{hit.entry.place_name} ({month_in_words(profile.described, profile.language)})", title]
        if hit.entry.kind:
            parts.append(str(hit.kind.label))
        words = " – ".join(part for part in parts if part)
        if profile.place.is_fictional:
            words = _("Fictional example: %(text)s") % {"text": words}
    feed.add_item(
        title=_plain(words),
        link=f"{settings.SITE_URL}{link}",
        description=None,
        summary=_plain(hit.entry.text),
        unique_id=f"tag:{urlsplit(settings.SITE_URL).hostname},2021:{identity}",
        updateddate=hit.entry.published_at,
        language=profile.language,
    )


def _live() -> RevisionQuerySet:
    return Revision.objects.published().with_profile().order_by("-published_at", "-pk")


def _feed(
    request: HttpRequest, title: str, page: str, live: RevisionQuerySet, anchor: str = ""
) -> HttpResponse:
    feed = _begun(request, title, page)
    for revision in live[:ENTRIES]:
        _enter(feed, revision, anchor)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _begun(request: HttpRequest, title: str, page: str, query: str = "") -> Feed:
    """Return a feed without entries; `query` is what its own address asks for, from its “?” on."""
    own = f"{settings.SITE_URL}{request.path}{query}"
    return Feed(
        title=f"{_plain(title)} – {settings.SITE_NAME}",
        link=f"{settings.SITE_URL}{page}",
        description=_("New and revised profiles of the Migration Governance Indicators."),
        language=get_language(),
        author_name=settings.SITE_NAME,
        author_link=f"{settings.SITE_URL}/",
        feed_url=own,
        feed_guid=own,
    )


def _enter(feed: Feed, revision: Revision, anchor: str) -> None:
    """Add `revision`, wholly in the language of its text.

    Its id (RFC 4151) is the profile's, and stays when a revision is published or the address changes.
    """
    profile = revision.profile
    identity = f"tag:{urlsplit(settings.SITE_URL).hostname},2021:profiles/{profile.pk}{anchor}"
    link = f"{settings.SITE_URL}{profile.get_absolute_url()}{anchor}"
    with override(revision.language):
        title = revision.title
        if profile.place.is_fictional:
            title = _("Fictional example: %(text)s") % {"text": title}
        month = month_in_words(revision.described, revision.language)
        parts = [
            _("Situation described: %(month)s") % {"month": month},
            _("Revision %(number)s") % {"number": revision.number},
            revision.change_note,
        ]
    feed.add_item(
        title=_plain(title),
        link=link,
        description=None,
        summary=_plain(". ".join(part for part in parts if part)),
        unique_id=identity,
        updateddate=revision.published_at,
        language=revision.language,
    )


def _plain(text: str) -> str:
    return UNWRITABLE.sub("", text)
