"""The feeds (Atom): profiles that are new or revised (all, of a place or domain), and what a search finds."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext as _, override
from django.utils.xmlutils import SimplerXMLGenerator

from profiles.choices import Language
from profiles.content.translations import read_in
from profiles.filters import SearchForm
from profiles.models import DomainText, Finding, Place, Profile, Revision
from profiles.models.revisions import RevisionQuerySet
from profiles.search import Hit, latest
from profiles.site_texts import home_url, site_name
from profiles.templatetags.profiles_ui import marked, month_year

ENTRIES = 50
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot carry."""


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
    place = get_object_or_404(Place.objects.assessed(), slug=slug)
    live = _live().filter(profile__in=Profile.objects.in_place(place))
    title = marked(place.name_in(get_language() or Language.ENGLISH), place.is_fictional)
    return _feed(request, title, place.get_absolute_url(), live)


def domain(request: HttpRequest, slug: str) -> HttpResponse:
    """Of the profiles that say something in a domain; entries lead to what they say there."""
    texts = DomainText.objects.in_language(get_language() or Language.ENGLISH).filter(domain__slug=slug)
    by_language = {text.language: text for text in texts.order_by("variant")}
    text = by_language.get(get_language() or "") or get_object_or_404(texts[:1])
    live = _live().filter(Exists(Finding.objects.filter(revision=OuterRef("pk"), domain=text.domain)))
    return _feed(request, text.title, text.domain.get_absolute_url(), live, anchor=f"#{slug}")


def search(request: HttpRequest) -> HttpResponse:
    """What a search finds, an entry each; what was published last comes first. 400 for no question."""
    form = SearchForm(request.GET)
    if not form.is_valid() or not form.cleaned_data["q"]:
        raise BadRequest("Not a search.")
    text = form.cleaned_data["q"]
    params = {name: request.GET.get(name) for name in form.fields if name != "sort"}
    query = f"?{urlencode({name: value for name, value in params.items() if value})}"
    feed = _new_feed(request, _("Search: %(text)s") % {"text": text}, f"{reverse('search')}{query}", query)
    texts = DomainText.objects.order_by("-variant")
    titles = {(text.domain_id, text.language): text.title for text in texts}
    for hit in latest(text, form.filters, get_language() or Language.ENGLISH, ENTRIES):
        _add_hit(feed, hit, titles)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _live() -> RevisionQuerySet:
    return Revision.objects.published().select_related("profile__place").order_by("-published_at", "-pk")


def _feed(
    request: HttpRequest, title: str, page: str, live: RevisionQuerySet, anchor: str = ""
) -> HttpResponse:
    feed = _new_feed(request, title, page)
    revisions = list(live[:ENTRIES])
    read_in(get_language() or Language.ENGLISH, *revisions)
    for revision in revisions:
        _add_revision(feed, revision, anchor)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _new_feed(request: HttpRequest, title: str, page: str, query: str = "") -> Feed:
    """Return a feed without entries; `query` is what its own address asks for, from its “?” on."""
    own = f"{settings.SITE_URL}{request.path}{query}"
    return Feed(
        title=f"{_plain(title)} – {site_name()}",
        link=f"{settings.SITE_URL}{page}",
        description=_("New and revised profiles of the Migration Governance Indicators."),
        language=get_language(),
        author_name=site_name(),
        author_link=home_url(),
        feed_url=own,
        feed_guid=own,
    )


def _add_revision(feed: Feed, revision: Revision, anchor: str) -> None:
    """Add `revision`, wholly in the language of its text.

    Its id is the profile's, and stays when a revision is published or the address changes.
    """
    profile = revision.profile
    with override(revision.language):
        month = month_year(revision.period_iso)
        parts = [
            _("Situation described: %(month)s") % {"month": month},
            _("Revision %(number)s") % {"number": revision.number},
            revision.change_note,
        ]
        title = marked(revision.title, profile.place.is_fictional)
    link = f"{profile.get_absolute_url()}{anchor}"
    summary = ". ".join(filter(None, parts))
    _add(
        feed, title, link, summary, f"profiles/{profile.pk}{anchor}", revision.published_at, revision.language
    )


def _add_hit(feed: Feed, hit: Hit, titles: dict[tuple[int, str], str]) -> None:
    """Add what was found, word for word. A finding keeps its id for as long as it keeps its key.

    `titles` are those of the domains by id and language; English is taken where there is no other.
    """
    profile, entry, key = hit.profile, hit.entry, hit.entry.key
    identity = f"findings/{key}" if key else f"profiles/{profile.pk}#introduction"
    link = reverse("finding", args=[key]) if key else profile.get_absolute_url()
    language, domain = entry.language, entry.domain_id or 0
    is_original = language == profile.language
    place_name = entry.place_name if is_original else profile.place.name_in(language)
    with override(language):
        parts = [
            f"{place_name} ({month_year(profile.period_iso)})",
            titles.get((domain, language)) or titles.get((domain, Language.ENGLISH)),
            str(hit.kind.label) if entry.kind else "",
        ]
        title = marked(" – ".join(filter(None, parts)), profile.place.is_fictional)
    _add(feed, title, link, entry.text, identity, entry.published_at, language)


def _add(
    feed: Feed, title: str, link: str, summary: str, identity: str, updated: datetime | None, language: str
) -> None:
    """Add an entry; `identity` is unique on this site, and becomes a tag URI (RFC 4151)."""
    feed.add_item(
        title=_plain(title),
        link=f"{settings.SITE_URL}{link}",
        description=None,
        summary=_plain(summary),
        unique_id=f"tag:{urlsplit(settings.SITE_URL).hostname},2021:{identity}",
        updateddate=updated,
        language=language,
    )


def _plain(text: str) -> str:
    return UNWRITABLE.sub("", text)
