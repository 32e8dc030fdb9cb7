"""The directory: all published profiles, filtered, sorted and paged; all of it in the address."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext as _

from profiles.choices import Variant
from profiles.content.list_state import lists_state
from profiles.content.sections import domain_texts
from profiles.exports.bulk.selection import ProfileSelection, describe_choices, published_rows
from profiles.exports.kept_parts import kept_part
from profiles.exports.web import share_links
from profiles.filters import ProfileFilter, order_profiles
from profiles.models import DomainText, Profile
from profiles.templatetags.profiles_ui import in_language
from profiles.views.bulk_files import absolute, build_response, file_links, languages_of_file
from profiles.views.errors import InvalidParams
from profiles.views.map_context import located, map_context
from profiles.views.site import Page, public, query_params, query_string

PER_PAGE = 24
USUAL_ORDER = "place"
"""How the directory is sorted, where the address does not say."""


@public()
@query_params(*ProfileFilter.base_filters, "page")
def profile_list(request: HttpRequest) -> HttpResponse:
    """Answer 400 for a filter value that does not exist, 404 for a page that does not."""
    chosen = [request.GET.getlist(name) for name in (*ProfileFilter.base_filters, "page")]
    context = kept_part((request.path, chosen), lists_state, lambda: _make(request))
    context |= {
        "alerts": share_links.alerts_path(),
        "files": file_links("profile_list_file", _query(request)),
    }
    return render(request, "profiles/profile_list.html", context)


def _make(request: HttpRequest) -> dict[str, Any]:
    """Return what follows from what is published and chosen."""
    profile_filter = filter_profiles(request)
    cleaned_data = profile_filter.form.cleaned_data
    # The filters are asked once; counted, paged and marked on the map are the rows that they find.
    rows = located(profile_filter.qs, cleaned_data["region"])
    results = page_of(request, range(len(rows)), PER_PAGE)
    texts = domain_texts(Variant.COUNTRY, get_language()) if cleaned_data["domain"] else []
    world = map_context(request, Profile.objects.published(), cleaned_data["region"], rows)
    on_map = {"world": world, "list_url": "#list", "list_name": _("The same as a list")}
    listed = in_order([rows[position][0] for position in results["results"].object_list])
    return {
        "page": Page(
            title=_("Profiles"),
            description=_(
                "All published profiles of migration governance, by place, region, level and year."
            ),
            canonical=results["canonical"],
            robots="noindex, follow" if profile_filter.active else "",
        ),
        "active_filters": active_filters(request, profile_filter.active, texts),
        "filters": render_to_string("components/filters.html", {"form": profile_filter.form}),
        "map": render_to_string("components/map.html", on_map),
        "rows": render_to_string("components/profile_rows.html", {"profiles": listed}),
        **results,
    }


@public()
@query_params(*ProfileFilter.base_filters)
def profile_list_file(request: HttpRequest, table: str) -> HttpResponse:
    """What the directory lists, on all of its pages; without a choice, the whole site."""
    with languages_of_file(table) as languages:
        profile_filter = filter_profiles(request)
        query = _query(request)
        selection = ProfileSelection(
            published_rows(profile_filter.qs),
            *languages,
            describe_choices("mgi-profiles", profile_filter.form.cleaned_data),
            _("Profiles"),
            absolute("profile_list", query),
            [(label, words) for _name, label, words in profile_filter.active],
        )
    return build_response(request, selection, table, is_kept=not query, is_counted=bool(query))


def _query(request: HttpRequest) -> str:
    """Return what the address chooses; the order that the directory has anyway is no choice."""
    sort = request.GET.get("sort", "")
    return query_string(request, page="", sort="" if sort == USUAL_ORDER else sort)


def filter_profiles(request: HttpRequest) -> ProfileFilter:
    """Return the filter of the published profiles that the address asks for; 400 for an unknown choice."""
    profiles = order_profiles(Profile.objects.published().with_place(), USUAL_ORDER)
    profile_filter = ProfileFilter(request.GET, profiles, request=request)
    if not profile_filter.is_valid():
        raise InvalidParams(profile_filter.form)
    return profile_filter


def active_filters(
    request: HttpRequest, active: Iterable[tuple[str, str, str]], texts: Iterable[DomainText]
) -> list[dict[str, Any]]:
    """Return each filter in use for components/active_filters.html; `active` is as ProfileFilter has it.

    A domain whose title is there in English alone, by `texts`, is marked as such.
    """
    titles = {text.title: in_language(text.title, text.language) for text in texts}
    return [
        {
            "label": label,
            "words": titles.get(words, words) if name == "domain" else words,
            "without": f"{request.path}{query_string(request, **{name: '', 'page': ''})}",
        }
        for name, label, words in active
    ]


def in_order(keys: list[int]) -> list[Profile]:
    """Return the published profiles with these keys, with their places, in the same order."""
    profiles = Profile.objects.published().with_place().with_languages().in_bulk(keys)
    return [profiles[key] for key in keys if key in profiles]


def paged(request: HttpRequest, rows: QuerySet, per_page: int) -> dict[str, Any]:
    """Return what `page_of` does of rows; only their keys are sorted and counted through."""
    page = page_of(request, rows.values_list("pk", flat=True), per_page)
    # What the keys stand for is fetched for this page alone.
    page["results"].object_list = list(rows.filter(pk__in=list(page["results"].object_list)))
    return page


def page_of(request: HttpRequest, rows: Any, per_page: int) -> dict[str, Any]:
    """Return a page of `rows` (`results`), links to its neighbours, and its canonical address.

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
