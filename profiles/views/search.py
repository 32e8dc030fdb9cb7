"""Search: what the live profiles say, with what it can be narrowed to; and the names that boxes offer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from profiles.choices import Kind, Language, Level, Region, Variant, region_name
from profiles.content.sections import domain_texts
from profiles.exports.bulk.selection import SearchSelection, describe_choices, published_rows
from profiles.filters import SearchForm
from profiles.models import DomainText, Place, Profile
from profiles.models.names import normalize_name
from profiles.search import PAGE_SIZE, Country, Results, passages, search as find
from profiles.search.highlighting import highlight
from profiles.search.query import parse
from profiles.templatetags.profiles_ui import in_language
from profiles.views import errors
from profiles.views.bulk_files import absolute, build_response, file_links, language_of_file
from profiles.views.directory import page_of, shown_title
from profiles.views.query_string import query_params, query_string
from profiles.views.site import Page, public

MOST_PAGES = 1_000
MOST_DOMAINS = 3
"""So many domains are shown for what the programme says of them; of more, only those with such a title."""


@dataclass(frozen=True)
class SearchParams:
    """A search as its address has it; `texts` are those of the six domains, in the reader's language."""

    form: SearchForm
    texts: list[DomainText]

    @property
    def text(self) -> str:
        return self.form.cleaned_data["q"]

    @property
    def wanted(self) -> str:
        """The words that are wanted, without those that are to be left out."""
        return " ".join(parse(self.text).words)

    @property
    def sort(self) -> str:
        return self.form.cleaned_data["sort"] or "best"

    @property
    def words(self) -> dict[str, str]:
        """What was chosen, in words."""
        return {name: _label(name, value, self.texts) for name, value in self.form.active.items()}


@public()
@query_params(*SearchForm.base_fields, "page")
def search(request: HttpRequest) -> HttpResponse:
    """Answer 400 for a choice that does not exist, 404 for a page that does not."""
    asked = get_params(request)
    if isinstance(asked, HttpResponse):
        return asked
    form, texts, text, sort = asked.form, asked.texts, asked.text, asked.sort
    feed = f"{reverse('search_feed')}{query_string(request, sort='', page='')}" if text else ""
    results = find(text, asked.form.filters, get_language(), _number(request), newest_first=sort == "newest")
    context = {
        "page": Page(
            title=_("Search: %(text)s") % {"text": text} if text else _("Search the profiles"),
            description=_("Search places, domains and what the profiles say"),
            robots="noindex, follow",
            feed=feed,
        ),
        "text": text,
        "feed": feed,
        "found": results,
        "hits": [(hit, _title(texts, hit.entry.domain_id)) for hit in results.hits],
        "domains": _domains(texts, results),
        "texts": texts,
        "facets": _facets(request, results, texts, form.active),
        "active_filters": [
            {
                "label": form.fields[name].label,
                "words": shown_title(texts, word) if name == "domain" else word,
                "without": address(request, **{name: ""}),
            }
            for name, word in asked.words.items()
        ],
        "kept": {name: request.GET[name] for name in [*form.active, "sort"] if request.GET.get(name)},
        "sorts": [
            {"label": label, "link": address(request, sort=value), "is_current": value == sort}
            for value, label in (("best", _("Best first")), ("newest", _("Newest first")))
        ],
        "apart": [{"word": word, "link": address(request, q=word)} for word in results.apart],
        "better": address(request, q=results.better) if results.better else "",
        "unfiltered": address(request, **dict.fromkeys(form.active, "")),
        "files": file_links("search_file", query_string(request, page="")),
        **page_of(request, range(results.total), PAGE_SIZE),
    }
    return render(request, "profiles/search.html", context)


def _domains(texts: Iterable[DomainText], results: Results) -> list[DomainText]:
    """Return the domains that lead on: a word that most of them are described with tells none apart.

    Programs get all of them from the API, and choose for themselves.
    """
    found = [text for text in texts if text.domain_id in results.domains]
    if len(found) <= MOST_DOMAINS:
        return found
    return [
        text
        for text in found
        if any(piece.is_marked for piece in highlight(text.title, results.query, text.language))
    ]


@public()
@query_params(*SearchForm.base_fields)
def search_file(request: HttpRequest, table: str) -> HttpResponse:
    """All that a search found, in its order, up to the number at which it stops counting."""
    with language_of_file(table) as language:
        asked = get_params(request)
        if isinstance(asked, HttpResponse):
            return asked
        found, is_more = passages(asked.text, asked.form.filters, newest_first=asked.sort == "newest")
        slugs = {passage.profile for passage in found}
        selection = SearchSelection(
            published_rows(Profile.objects.published().filter(slug__in=slugs).order_by("pk")),
            language,
            describe_choices("mgi-search", {"q": asked.wanted, **asked.form.active}),
            _("Search: %(text)s") % {"text": asked.text},
            absolute("search", query_string(request)),
            [(str(asked.form.fields[name].label), words) for name, words in asked.words.items()],
            passages=found,
            is_cut=is_more,
        )
    return build_response(request, selection, table, is_counted=True)


def get_params(request: HttpRequest) -> SearchParams | HttpResponse:
    """Return what the address asks; 400 as an answer, for a choice that does not exist."""
    form = SearchForm(request.GET)
    if form.is_valid():
        return SearchParams(form, domain_texts(Variant.COUNTRY, get_language()))
    return errors.bad_request(request, details=errors.error_list(form))


@public(browser_seconds=300)
def names(request: HttpRequest) -> JsonResponse:
    """The names of assessed places and of the domains, each with a note or ""; in the page's language."""
    places = Place.objects.assessed().by_name(get_language())
    rows = [(place.display_name, _("Fictional example") if place.is_fictional else "") for place in places]
    rows += [(text.title, _("Domain")) for text in domain_texts(Variant.COUNTRY, get_language())]
    return JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False})


def address(request: HttpRequest, **changes: str) -> str:
    """Return the address of this search with other choices; the pages begin anew."""
    return f"{request.path}{query_string(request, **changes, page='')}"


def _number(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and 1 <= int(number[:6]) <= MOST_PAGES):
        raise Http404
    return int(number)


def _title(texts: Iterable[DomainText], domain: int | None) -> DomainText | None:
    return next((text for text in texts if text.domain_id == domain), None)


def _label(name: str, value: Any, texts: list[DomainText]) -> str:
    """Return in words what was chosen by the parameter `name`."""
    match name:
        case "domain":
            return next(text.title for text in texts if text.domain_id == value.pk)
        case "country":
            return value.display_name
        case "region":
            return _region(value)
        case "year":
            return str(value)
    return str({"kind": Kind, "level": Level, "language": Language}[name](value).label)


def _facets(
    request: HttpRequest, results: Results, texts: list[DomainText], chosen: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return what the hits can be narrowed to, in orders that rank nothing: by number, name or year."""
    counts = results.counts
    if not counts:
        return []
    regions = [] if "region" in chosen else sorted(filter(None, counts["region"]), key=_folded_name)
    if chosen.get("region", "") in ("", *Region.values):
        regions += sorted(filter(None, counts["subregion"]), key=_folded_name)
    within = counts["region"] + counts["subregion"]
    rows = {
        "domain": (
            _("Domain"),
            [(t.domain.slug, in_language(t.title, t.language), counts["domain"][t.domain_id]) for t in texts],
        ),
        "kind": (_("Kind"), [(kind.value, kind.label, counts["kind"][kind.value]) for kind in Kind]),
        "region": (_("Region"), [(code, _region(code), within[code]) for code in regions]),
        "country": (
            _("Country"),
            [(place.slug, _name(place), counts["country"][place.pk]) for place in results.countries],
        ),
        "level": (_("Level"), [(level.value, level.label, counts["level"][level.value]) for level in Level]),
        "year": (
            _("Year described"),
            [(str(year), str(year), counts["year"][year]) for year in sorted(counts["year"], reverse=True)],
        ),
        "language": (
            _("Language of the text"),
            [(code.value, code.label, counts["language"][code.value]) for code in Language],
        ),
    }
    return [
        {
            "name": name,
            "label": label,
            "choices": [
                {"words": words, "number": number, "link": address(request, **{name: value})}
                for value, words, number in values
                if number
            ],
        }
        for name, (label, values) in rows.items()
        if (name not in chosen or name == "region") and sum(bool(number) for *_rest, number in values) > 1
    ]


def _region(code: str) -> str:
    return region_name(code, get_language() or Language.ENGLISH)


def _folded_name(code: str) -> str:
    return normalize_name(_region(code))


def _name(place: Country) -> str:
    mark = f" ({_('Fictional example')})" if place.is_fictional else ""
    return f"{place.name}{mark}"
