"""Search: what the live profiles say, with what it can be narrowed to."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from profiles.choices import Kind, Language, Level, Region, Variant
from profiles.content.sections import domain_texts
from profiles.exports.bulk.selection import SearchSelection, describe_choices, published_rows
from profiles.filters import SearchForm, active_choices, domain_options
from profiles.filters.fields import marked_name, regions_by_name
from profiles.models import DomainText, IndicatorDomain, Place, Profile
from profiles.search import PAGE_SIZE, Results, passages, search as find
from profiles.search.highlighting import highlight
from profiles.search.query import parse
from profiles.templatetags.profiles_ui import in_language
from profiles.views.bulk_files import absolute, build_response, file_links, languages_of_file
from profiles.views.directory import active_filters, page_of
from profiles.views.errors import InvalidParams
from profiles.views.site import Page, public, query_params, query_string

NO_FILTERS = ("q", "sort")
MOST_PAGES = 1_000
MOST_DOMAINS = 3
"""So many domains are shown for what the programme says of them; of more, only those with such a title."""


@public()
@query_params(*SearchForm.base_fields, "page")
def search(request: HttpRequest) -> HttpResponse:
    """Answer 400 for a choice that does not exist, 404 for a page that does not."""
    form, texts = get_params(request)
    text, sort = form.cleaned_data["q"], form.cleaned_data["sort"] or "best"
    number, language = _number(request), get_language()
    results = find(text, form.filters, language, number, newest_first=sort == "newest")
    feed = f"{reverse('search_feed')}{query_string(request, sort='', page='')}" if text else ""
    page = Page(
        title=_("Search: %(text)s") % {"text": text} if text else _("Search the profiles"),
        description=_("Search places, domains and what the profiles say"),
        robots="noindex, follow",
        feed=feed,
    )
    titles = {text.domain_id: text for text in texts}
    context = {
        "page": page,
        "text": text,
        "feed": feed,
        "search": results,
        "hits": [(hit, titles.get(hit.entry.domain_id)) for hit in results.hits],
        "domains": _domains(texts, results),
        "texts": texts,
        "facets": _facets(request, results, form, texts),
        "active_filters": active_filters(request, active_choices(form, NO_FILTERS), texts),
        "kept": {name: request.GET[name] for name in [*form.active, "sort"] if request.GET.get(name)},
        "sorts": [
            {"label": label, "link": address(request, sort=value), "is_current": value == sort}
            for value, label in (("best", _("Most relevant first")), ("newest", _("Newest first")))
        ],
        "apart": [{"word": word, "link": address(request, q=word)} for word in results.apart],
        "reading": _reading(request, results, titles),
        "better": address(request, q=results.better) if results.better else "",
        "unfiltered": address(request, **dict.fromkeys(form.active, "")),
        "files": file_links("search_file", query_string(request, page="")),
        **page_of(request, range(results.total), PAGE_SIZE),
    }
    return render(request, "profiles/search.html", context)


def _reading(request: HttpRequest, results: Results, titles: dict[int, DomainText]) -> dict[str, Any]:
    """Return how the question was understood: each part with the address of the question without it."""
    text = results.query.text
    labels = {"country": _("Place"), "domain": _("Domain"), "kind": _("Kind"), "year": _("Year")}
    return {
        "parts": [
            {
                "label": labels[part.name],
                "words": _in_words(part.value, titles),
                "without": address(request, q=part.as_words(text)),
            }
            for part in results.parts
        ],
        "synonyms": results.synonyms,
        "exact": address(request, q=results.exact) if results.exact else "",
        "used": Language.current().list_of(results.query.used),
    }


def _in_words(value: Any, titles: dict[int, DomainText]) -> Any:
    """Return what a part of a question was read as: a place, a domain, a kind or a year."""
    if isinstance(value, Place):
        return marked_name(value.display_name, value.is_fictional)
    if isinstance(value, IndicatorDomain):
        title = titles[value.pk]
        return in_language(title.title, title.language)
    return getattr(value, "label", value)


def _domains(texts: Iterable[DomainText], results: Results) -> list[DomainText]:
    """Return the domains that lead on: a word that most of them are described with tells none apart.

    Programs get all of them from the API, and choose for themselves.
    """
    described = [text for text in texts if text.domain_id in results.domains]
    if len(described) <= MOST_DOMAINS:
        return described
    return [
        text
        for text in described
        if any(piece.is_marked for piece in highlight(text.title, results.query, text.language))
    ]


@public()
@query_params(*SearchForm.base_fields)
def search_file(request: HttpRequest, table: str) -> HttpResponse:
    """All that a search found, in its order, up to the number at which it stops counting."""
    with languages_of_file(table) as languages:
        form, _texts = get_params(request)
        text, is_newest = form.cleaned_data["q"], form.cleaned_data["sort"] == "newest"
        matches, is_cut = passages(text, form.filters, languages[1], newest_first=is_newest)
        slugs = {passage.profile for passage in matches}
        words = " ".join(parse(text).words)
        selection = SearchSelection(
            published_rows(Profile.objects.published().filter(slug__in=slugs).order_by("pk")),
            *languages,
            describe_choices("mgi-search", {"q": words, **form.active}),
            _("Search: %(text)s") % {"text": text},
            absolute("search", query_string(request)),
            [(label, value) for _name, label, value in active_choices(form, NO_FILTERS)],
            passages=matches,
            is_cut=is_cut,
        )
    return build_response(request, selection, table, is_counted=True)


def get_params(request: HttpRequest) -> tuple[SearchForm, list[DomainText]]:
    """Return what the address asks for, and the texts of the domains; 400 for a choice that is not there."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        raise InvalidParams(form)
    texts = domain_texts(Variant.COUNTRY, get_language())
    # The options of domains and years, which name what was chosen, would each cost a query.
    form.fields["domain"].widget.choices = domain_options(texts)
    form.fields["year"].widget.choices = ()
    return form, texts


def address(request: HttpRequest, **changes: str) -> str:
    """Return the address of this search with other choices; the pages begin anew."""
    return f"{request.path}{query_string(request, **changes, page='')}"


def _number(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and 1 <= int(number[:6]) <= MOST_PAGES):
        raise Http404
    return int(number)


def _facets(
    request: HttpRequest, results: Results, form: SearchForm, texts: list[DomainText]
) -> list[dict[str, Any]]:
    """Return what the hits can be narrowed to, in orders that rank nothing: by number, name or year."""
    if not results.counts:
        return []
    active = form.active
    return [
        {
            "name": name,
            "label": form.fields[name].label,
            "choices": [
                {"words": words, "number": number, "link": address(request, **{name: value})}
                for value, words, number in choices
            ],
        }
        for name, choices in _facet_choices(results, texts, active.get("region", "")).items()
        if (name not in active or name == "region") and len(choices) > 1
    ]


def _facet_choices(
    results: Results, texts: list[DomainText], region: str
) -> dict[str, list[tuple[str, str, int]]]:
    """Return, by parameter, each value that some hit has, in words, and how many hits have it.

    `region` is the one that hits are narrowed to: of one with subregions, those are offered.
    """
    counts = results.counts
    language = get_language() or Language.ENGLISH
    regions = [] if region else regions_by_name(filter(None, counts["region"]), language)
    if region in ("", *Region.values):
        regions += regions_by_name(filter(None, counts["subregion"]), language)
    by_region = counts["region"] + counts["subregion"]
    choices: dict[str, Any] = {
        "domain": [
            (t.domain.slug, in_language(t.title, t.language), counts["domain"][t.domain_id]) for t in texts
        ],
        "kind": [(kind.value, kind.label, counts["kind"][kind]) for kind in Kind],
        "region": [(code, name, by_region[code]) for code, name in regions],
        "country": [
            (place.slug, marked_name(place.name, place.is_fictional), counts["country"][place.pk])
            for place in results.countries
        ],
        "level": [(level.value, level.label, counts["level"][level]) for level in Level],
        "year": [
            (str(year), str(year), counts["year"][year]) for year in sorted(counts["year"], reverse=True)
        ],
        "language": [(code.value, code.label, counts["language"][code]) for code in Language],
    }
    return {name: [choice for choice in values if choice[2]] for name, values in choices.items()}
