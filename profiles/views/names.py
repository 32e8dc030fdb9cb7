"""The names that boxes offer while somebody types: what begins as the text does, A to Z, in JSON."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language, gettext as _, ngettext

from profiles.choices import Variant
from profiles.content.sections import domain_texts
from profiles.filters import order_profiles
from profiles.models import Place, Profile
from profiles.models.names import names_begin, normalize_name
from profiles.views.site import FRESH, public, query_params

MOST = 12
"""Names of one answer: another letter tells more of them apart than a longer list."""
LONGEST = 100
"""Letters of the text that are read."""


@public(browser_seconds=FRESH)
@query_params("q")
def search_names(request: HttpRequest) -> JsonResponse:
    """Assessed places and the domains."""
    text = _text(request)
    places = Place.objects.assessed().name_begins(text).by_name(get_language())
    first = _first(places, Place.objects)
    rows = [{"name": place.display_name, "note": place.fictional_mark} for place in first]
    start = normalize_name(text)
    titles = [row.title for row in domain_texts(Variant.COUNTRY, get_language())] if start else []
    matching = (title for title in titles if f" {start}" in f" {normalize_name(title)}")
    return _answer([*rows, *({"name": title, "note": _("Domain")} for title in matching)])


@public(browser_seconds=FRESH)
@query_params("q")
def compare_names(request: HttpRequest) -> JsonResponse:
    """Published profiles, by the names of their places; `value` is the slug."""
    starts = names_begin("place__folded_names", _text(request))
    profiles = order_profiles(Profile.objects.published().filter(starts), "place")
    return _answer(
        {
            "name": profile.short_title,
            "note": " · ".join(filter(None, [profile.place.location, profile.place.fictional_mark])),
            "value": profile.slug,
        }
        for profile in _first(profiles, Profile.objects.with_place())
    )


def _text(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:LONGEST]


def _first(rows: QuerySet[Any], whole: Any) -> list[Any]:
    """Return the first of `rows`, of which keys alone are sorted, as they are in `whole`; two queries."""
    keys = list(rows.values_list("pk", flat=True)[:MOST])
    instances = whole.in_bulk(keys)
    return [instances[key] for key in keys if key in instances]


def _answer(rows: Iterable[dict[str, str]]) -> JsonResponse:
    """Return `names` and what a screen reader says of them (`status`), in the page's language."""
    names = list(rows)[:MOST]
    status = ngettext("%(n)s name is offered.", "%(n)s names are offered.", len(names)) % {"n": len(names)}
    answer = {"status": status if names else _("No name begins so."), "names": names}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
