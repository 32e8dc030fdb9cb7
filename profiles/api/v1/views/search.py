"""The search, as its page has it: hits with their marks, and what they can be narrowed to."""

from copy import copy

from rest_framework.request import Request
from rest_framework.response import Response

from profiles.api.v1.filters import check_params
from profiles.api.v1.openapi import operation
from profiles.api.v1.pagination import SearchPagination
from profiles.api.v1.serializers import HitPageSerializer, HitSerializer, SearchHit, SearchSerializer
from profiles.api.v1.views.generic import PublicView
from profiles.api.v1.views.profiles import live_revisions
from profiles.content.translations import INTRODUCTION, Reader, finding_key, read_translation
from profiles.filters import SearchForm
from profiles.languages import Language
from profiles.models import IndicatorDomain, Revision, SearchEntry, Translation
from profiles.search import PAGE_SIZE, Hit, Results, search


@operation(
    "search",
    "What the live texts say",
    HitPageSerializer,
    about=f"{PAGE_SIZE} hits a page. The newest 2,000 passages that answer are looked at.",
)
class Search(PublicView):
    pagination_class = SearchPagination
    form_class = SearchForm
    required_params = ("q",)
    serializer_class = HitSerializer

    def get(self, request: Request) -> Response:
        params = request.query_params
        form, page_form = SearchForm(params), self.pagination_class.form_class(params)
        check_params(params, form, page_form, required=self.required_params)
        results = search(
            form.cleaned_data["q"],
            form.filters,
            form.cleaned_data["language"] or Language.ENGLISH,
            page=page_form.cleaned_data["page"] or 1,
            newest_first=form.cleaned_data["sort"] == "newest",
        )
        self.paginate_queryset(range(results.total))
        slugs = dict(IndicatorDomain.objects.values_list("pk", "slug"))
        summary = {
            "is_more": results.is_more,
            "better": results.better,
            "read_as": {part.name: str(getattr(part.value, "slug", part.value)) for part in results.parts},
            "used": list(results.query.used),
            "places": [place.slug for place in results.places],
            "domains": [slugs[pk] for pk in results.domains],
            "counts": _counts(results, slugs),
        }
        hits = self.get_serializer(_hits(results, slugs), many=True)
        return self.paginator.get_paginated_response(hits.data, **SearchSerializer(summary).data)


def _hits(results: Results, slugs: dict[int, str]) -> list[SearchHit]:
    """Return the hits with the revisions that have them; three queries where some are translations."""
    profiles = list({hit.entry.profile_id for hit in results.hits})
    by_profile = {revision.profile_id: revision for revision in live_revisions(profiles)}
    translated = [hit for hit in results.hits if hit.is_translation]
    revisions = _translated_revisions(translated, by_profile)
    entries = SearchEntry.objects.filter(pk__in=[hit.entry.unit for hit in translated])
    originals = dict(entries.values_list("pk", "text")) if translated else {}
    hits = []
    for hit in results.hits:
        entry, domain = hit.entry, slugs.get(hit.entry.domain_id or 0)
        revision, text = by_profile.get(entry.profile_id), entry.text
        if hit.is_translation:
            revision = revisions.get((entry.profile_id, entry.language))
            if revision and entry.unit in originals:
                key = finding_key(str(entry.key)) if entry.key else INTRODUCTION
                reader = Reader(revision.translation, revision.original_language)
                text = reader.read(key, originals[entry.unit])
        if revision:
            hits.append(SearchHit(hit, revision, text, domain))
    return hits


def _translated_revisions(
    hits: list[Hit], by_profile: dict[int, Revision]
) -> dict[tuple[int, str], Revision]:
    """Return the revisions of hits in translation, read in it, by profile and language; one query."""
    if not hits:
        return {}
    languages = {hit.entry.language for hit in hits}
    rows = Translation.objects.live().filter(profile__in=by_profile, language__in=languages)
    revisions = {}
    for translation in rows:
        revision = copy(by_profile[translation.profile_id])
        read_translation(revision, translation)
        revisions[translation.profile_id, translation.language] = revision
    return revisions


def _counts(results: Results, slugs: dict[int, str]) -> dict[str, dict[str, int]]:
    """Return the counts by the values that parameters take; what has no such value is left out."""
    slugs_of = {"domain": slugs, "country": {country.pk: country.slug for country in results.countries}}
    counters = dict(results.counts)
    subregions = counters.pop("subregion", {})
    if subregions:
        counters["region"] = counters["region"] + subregions
    counts = {
        name: {
            str(slugs_of[name][value] if name in slugs_of else value): number
            for value, number in counter.items()
            if value and (name not in slugs_of or value in slugs_of[name])
        }
        for name, counter in counters.items()
    }
    return {name: dict(sorted(values.items())) for name, values in counts.items()}
