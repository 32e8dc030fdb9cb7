"""The directory: all published profiles, filtered, sorted and paged; all of it in the address."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _

from profiles.choices import Language, Variant
from profiles.content.sections import domain_texts
from profiles.exports.bulk.selection import ProfileSelection, describe_choices, published_rows
from profiles.exports.web import share_links
from profiles.filters import ProfileFilter, order_profiles
from profiles.models import DomainText, Profile
from profiles.templatetags.profiles_ui import in_language
from profiles.views import errors
from profiles.views.bulk_files import absolute, build_response, file_links, language_of_file
from profiles.views.map_context import map_context
from profiles.views.query_string import query_params, query_string
from profiles.views.site import Page, public

PER_PAGE = 24
USUAL_ORDER = "place"
"""How the directory is sorted, where the address does not say."""


@public()
@query_params(*ProfileFilter.base_filters, "page")
def profile_list(request: HttpRequest) -> HttpResponse:
    """Answer 400 for a filter value that does not exist, 404 for a page that does not."""
    filtered = filtered_profiles(request)
    if isinstance(filtered, HttpResponse):
        return filtered
    # The filters are asked once; counted, paged and marked on the map are the keys that they found.
    keys = list(filtered.qs.values_list("pk", flat=True))
    results = page_of(request, keys, PER_PAGE)
    results["results"].object_list = in_order(results["results"].object_list)
    marked = Profile.objects.published()
    return render(
        request,
        "profiles/profile_list.html",
        {
            "page": Page(
                title=_("Profiles"),
                description=_(
                    "All published profiles of migration governance, by place, region, level and year."
                ),
                canonical=results["canonical"],
                robots="noindex, follow" if filtered.active else "",
            ),
            "filter": filtered,
            "alerts": share_links.alerts_path(),
            "active_filters": [
                {
                    "label": label,
                    "words": shown_title(_texts(), words) if name == "domain" else words,
                    "without": f"{request.path}{query_string(request, **{name: '', 'page': ''})}",
                }
                for name, label, words in filtered.active
            ],
            "files": file_links("profile_list_file", _query(request)),
            "world": map_context(
                request,
                marked.filter(pk__in=keys) if filtered.active else marked,
                filtered.form.cleaned_data["region"],
            ),
            **results,
        },
    )


@public()
@query_params(*ProfileFilter.base_filters)
def profile_list_file(request: HttpRequest, table: str) -> HttpResponse:
    """What the directory lists, on all of its pages; without a choice, the whole site."""
    with language_of_file(table) as language:
        filtered = filtered_profiles(request)
        if isinstance(filtered, HttpResponse):
            return filtered
        query = _query(request)
        selection = ProfileSelection(
            published_rows(filtered.qs),
            language,
            describe_choices("mgi-profiles", filtered.form.cleaned_data),
            _("Profiles"),
            absolute("profile_list", query),
            [(label, words) for _name, label, words in filtered.active],
        )
    return build_response(request, selection, table, is_kept=not query, is_counted=bool(query))


def _query(request: HttpRequest) -> str:
    """Return what the address chooses; the order that the directory has anyway is no choice."""
    sort = request.GET.get("sort", "")
    return query_string(request, page="", sort="" if sort == USUAL_ORDER else sort)


def filtered_profiles(request: HttpRequest) -> ProfileFilter | HttpResponse:
    """Return the published profiles that the address asks for (`qs`), in its order; 400 as an answer."""
    rows = order_profiles(Profile.objects.published().with_place(), USUAL_ORDER)
    filtered = ProfileFilter(request.GET, rows, request=request)
    if filtered.is_valid():
        return filtered
    return errors.bad_request(request, details=errors.error_list(filtered.form))


def in_order(keys: list[int]) -> list[Profile]:
    """Return the published profiles with these keys, with their places, in the same order."""
    found = Profile.objects.published().with_place().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def paged(request: HttpRequest, rows: QuerySet, per_page: int) -> dict[str, Any]:
    """Return what `page_of` does of rows; only their keys are sorted and counted through."""
    page = page_of(request, rows.values_list("pk", flat=True), per_page)
    # What the keys stand for is fetched for this page alone.
    page["results"].object_list = rows.filter(pk__in=list(page["results"].object_list))
    return page


def page_of(request: HttpRequest, rows: Any, per_page: int) -> dict[str, Any]:
    """Return the asked page of `rows` (`results`), links to its neighbours, and its canonical address.

    The canonical one has no filters; empty on the first page. 404 where there is no such page.
    """
    try:
        results = Paginator(rows, per_page).page(request.GET.get("page", "1"))
    except InvalidPage:
        raise Http404 from None
    return {
        "results": results,
        "previous": query_string(request, page=str(results.number - 1)) if results.has_previous() else "",
        "next": query_string(request, page=str(results.number + 1)) if results.has_next() else "",
        "canonical": f"{request.path}?page={results.number}" if results.number > 1 else "",
    }


def shown_title(texts: Iterable[DomainText], title: str) -> str:
    """Return the title of a domain as a choice shows it; one that is there in English alone says so."""
    return next((in_language(text.title, text.language) for text in texts if text.title == title), title)


def _texts() -> list[DomainText]:
    return domain_texts(Variant.COUNTRY, get_language() or Language.ENGLISH)
