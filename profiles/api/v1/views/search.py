"""The search, as its page has it: hits with their marks, and what they can be narrowed to."""

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from profiles.api.v1 import filters as p, schema, serializers
from profiles.api.v1.openapi import operation
from profiles.api.v1.pagination import answer
from profiles.api.v1.views.public import PublicView
from profiles.filters import SearchForm
from profiles.models import IndicatorDomain, Revision
from profiles.search import PER_PAGE, Results, search as find


class Search(PublicView):
    parameters = {
        "q": p.QUERY,
        "domain": p.DOMAIN,
        "kind": p.KIND,
        "country": p.COUNTRY,
        "region": p.REGION,
        "level": p.LEVEL,
        "year": p.YEAR,
        "language": p.LANGUAGE,
        "sort": p.choice("Best first, or the newest.", ["best", "newest"]),
        "page": p.PAGES["page"],
    }

    @operation(
        "search",
        "What the live texts say",
        schema.HitPage,
        about=f"{PER_PAGE} hits a page. The newest 2,000 passages that answer are looked at.",
        asked=parameters,
    )
    def get(self, request: Request) -> Response:
        slugs = dict(IndicatorDomain.objects.values_list("pk", "slug"))
        form = SearchForm(self.given)
        if "q" in form.errors:
            raise p.refused("q", form.errors["q"])
        if not form.is_valid():
            raise Http404(f"There is no such {sorted(form.errors)[0]}.")
        filters = form.filters({slug: pk for pk, slug in slugs.items()})
        page, newest = self.given.get("page", 1), self.given.get("sort") == "newest"
        results = find(self.given["q"], filters, "en", page, newest_first=newest)
        if not results.hits and page > 1:
            raise Http404("There are not so many pages.")
        return answer(
            request,
            {"page": page, "page_size": PER_PAGE},
            results.total,
            _hits(results, slugs),
            is_more=results.is_more,
            better=results.better,
            places=[place.slug for place in results.places],
            domains=[slugs[pk] for pk in results.domains],
            counts=_counts(results, slugs),
        )


def _hits(results: Results, slugs: dict[int, str]) -> list[serializers.Row]:
    """Return the hits with what their texts are about; one query."""
    profiles = {hit.entry.profile_id for hit in results.hits}
    live = Revision.objects.published().with_profile().filter(profile__in=profiles)
    by_profile = {revision.profile_id: revision for revision in live}
    return [
        serializers.hit(hit, by_profile[hit.entry.profile_id], slugs)
        for hit in results.hits
        if hit.entry.profile_id in by_profile
    ]


def _counts(results: Results, slugs: dict[int, str]) -> dict[str, dict[str, int]]:
    """Return the counts by the values that parameters take; what has no such value is left out."""
    countries = {country.pk: country.slug for country in results.countries}
    counts = dict(results.counts)
    subregions = counts.pop("subregion", {})
    named = {"domain": slugs, "country": countries}
    said = {
        name: {
            str(named.get(name, {}).get(value, value)): number
            for value, number in (counts[name] + subregions if name == "region" else counts[name]).items()
            if value and (name not in named or value in named[name])
        }
        for name in counts
    }
    return {name: dict(sorted(values.items())) for name, values in said.items()}
