"""Up to four profiles, text beside text: a page, and a table to take away. All of it is in the address."""

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from profiles.choices import Language, Variant
from profiles.content.comparison import MAX_PROFILES, compare_revisions, published_revisions
from profiles.content.sections import domain_texts
from profiles.content.text_state import live_states
from profiles.content.translations import read_in
from profiles.exports.bulk.selection import ComparisonSelection, describe_choices, published_rows
from profiles.exports.kept_parts import kept_part
from profiles.filters import CompareForm, ProfileFilter, active_choices, order_profiles
from profiles.models import DomainText, Profile
from profiles.views import errors
from profiles.views.bulk_files import absolute, build_response, file_links, languages_of_file
from profiles.views.directory import in_order, page_of
from profiles.views.map_context import region_links
from profiles.views.redirects import permanent_redirect, profile_slugs
from profiles.views.site import Page, public, query_params, query_string

OFFERED = 50
"""Profiles on a page of those that can be added."""
OFFER_PARAMS = ("text", "region", "page")
"""What these are narrowed to. Links to a comparison leave it out."""


@public()
@query_params("profile", *CompareForm.base_fields, *OFFER_PARAMS)
def compare(request: HttpRequest) -> HttpResponse:
    """Nothing chosen yet is a page that offers a choice. 404 for a profile that is not published."""
    slugs, language = _get_params(request).slugs, get_language() or Language.ENGLISH

    parts = kept_part(
        ("compare", _query(request, slugs)),
        lambda: live_states(slugs, language, MAX_PROFILES) if slugs else None,
        lambda: _make(request),
    )
    if isinstance(parts, HttpResponse):
        return parts
    context = {
        **parts,
        "slugs": slugs,
        **(_offers(request, slugs) if len(slugs) < MAX_PROFILES else {}),
        "files": file_links("compare_file", _query(request, slugs)),
    }
    return render(request, "profiles/compare.html", context)


def _make(request: HttpRequest) -> dict[str, Any] | HttpResponse:
    """Return the page, and those parts of it that follow from the chosen texts; or the way to other texts."""
    texts = {variant: domain_texts(variant, get_language()) for variant in Variant}
    form = _get_params(request, texts[Variant.COUNTRY])
    revisions = published_revisions(form.slugs)
    read_in(get_language(), *revisions)
    slugs = [revision.profile.slug for revision in revisions]
    if slugs != form.slugs:
        return _other_compare_url(request, form.slugs, slugs)
    domain, kind = form.cleaned_data["domain"], form.cleaned_data["kind"]
    columns = [
        {
            "revision": row,
            "without": _address(request, [slug for slug in slugs if slug != row.profile.slug]),
            "first": _address(request, sorted(slugs, key=lambda slug: slug != row.profile.slug)),
        }
        for row in revisions
    ]
    context = {
        "columns": columns,
        "domains": compare_revisions(revisions, texts, domain.slug if domain else "", kind),
        "code": get_language(),
    }
    separator = Language.current().info.separators[1]
    return {
        "page": Page(
            title=_("Compare: %(profiles)s")
            % {"profiles": separator.join(row.short_title for row in revisions)}
            if revisions
            else _("Compare profiles"),
            description=_(
                "Up to four profiles side by side, domain by domain, in the order that you choose."
            ),
            robots="noindex, follow" if query_string(request) else "",
            is_fictional=any(row.profile.place.is_fictional for row in revisions),
        ),
        "chosen": render_to_string("components/compare_chosen.html", context) if slugs else "",
        "fields": render_to_string("components/compare_fields.html", {"form": form}),
        "texts": render_to_string("components/compare_columns.html", context) if slugs else "",
    }


@public()
@query_params("profile", *CompareForm.base_fields)
def compare_file(request: HttpRequest, table: str) -> HttpResponse:
    """What stands beside each other on the page of a comparison, in its order."""
    with languages_of_file(table) as languages:
        form = _get_params(request, domain_texts(Variant.COUNTRY, get_language()))
        slugs, cleaned, active = form.slugs, form.cleaned_data, active_choices(form)
        texts = published_rows(Profile.objects.published().filter(slug__in=slugs).order_by("pk"))
        if set(slugs) - texts.revisions.keys():
            return _other_compare_url(request, slugs, texts.revisions)
        selection = ComparisonSelection(
            replace(texts, revisions={slug: texts.revisions[slug] for slug in slugs}),
            *languages,
            describe_choices("-".join(["compare", *slugs]), cleaned),
            _("Compare profiles"),
            absolute("compare", _query(request, slugs)),
            [(label, words) for _name, label, words in active],
            **{name: getattr(cleaned[name], "slug", cleaned[name]) for name, _label, _words in active},
        )
    return build_response(request, selection, table, is_counted=True)


def _get_params(request: HttpRequest, texts: Sequence[DomainText] = ()) -> CompareForm:
    """Return what the address asks for; `texts` are of the domains that the form offers.

    400 for more than four profiles, one twice, an unknown domain or kind.
    """
    form = CompareForm(request.GET, texts)
    if not form.is_valid():
        raise errors.InvalidParams(form)
    return form


def _other_compare_url(request: HttpRequest, slugs: list[str], published: Container[str]) -> HttpResponse:
    """Lead to the present addresses of those of `slugs` that are not `published`; 404 where one has none."""
    missing = [slug for slug in slugs if slug not in published]
    present = profile_slugs(missing)
    if present.keys() < set(missing):
        text = _("One of the profiles in this address is not published here.")
        return errors.error(request, 404, _("A profile was not found"), text)
    request.META["QUERY_STRING"] = _query(request, [present.get(slug, slug) for slug in slugs])[1:]
    return permanent_redirect(request, request.path)


def _offers(request: HttpRequest, slugs: list[str]) -> dict[str, Any]:
    """Return a page of the profiles that can be added, as a list for whoever types no name.

    regions, subregions: links to parts of the world; offers: (profile, the address of the comparison
    with it), none before a name or a region is asked for.
    """
    narrowing = {name: request.GET.get(name, "") for name in ("text", "region")}
    regions, subregions = region_links(request, narrowing["region"], "#offers", text="")
    context = {**narrowing, "regions": regions[1:], "subregions": subregions}
    if not any(narrowing.values()):
        return context
    rows = order_profiles(Profile.objects.published().exclude(slug__in=slugs), "place")
    profile_filter = ProfileFilter(narrowing, rows)
    if not profile_filter.is_valid():
        raise errors.InvalidParams(profile_filter.form)
    pages = page_of(request, list(profile_filter.qs.values_list("pk", flat=True)), OFFERED)
    listed = in_order(pages["results"].object_list)
    offers = [(profile, _address(request, [*slugs, profile.slug])) for profile in listed]
    return {**context, **pages, "offers": offers, "is_narrowed": True}


def _address(request: HttpRequest, slugs: list[str]) -> str:
    return f"{reverse('compare')}{_query(request, slugs)}"


def _query(request: HttpRequest, slugs: list[str]) -> str:
    """Return what the address asks, with other profiles. Without any, nothing of the rest is kept."""
    return query_string(request, profile=slugs, **dict.fromkeys(OFFER_PARAMS, "")) if slugs else ""
