"""From a former address to the present one. A living address always goes before a former one."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control

from profiles.models import SlugRedirect
from profiles.views.site import View

OF_PLACES = ("place", "place_feed", "place_file")
"""Addresses whose slug is a place's."""


def follow_slug_redirects(view: View) -> View:
    """Where `view` finds nothing at its `slug`, lead on for good, if that was the slug of something public.

    For addresses below a profile's or a place's; the rest of the address and what it asks go along.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *, slug: str, **parts: Any) -> HttpResponse:
        try:
            return view(request, slug=slug, **parts)
        except Http404:
            match = request.resolver_match
            former = place_slugs if match.view_name in OF_PLACES else profile_slugs
            present = former([slug]).get(slug)
            if present is None:
                raise
            return permanent_redirect(request, reverse(match.view_name, kwargs={"slug": present, **parts}))

    return wrapper


def profile_slugs(slugs: list[str]) -> dict[str, str]:
    """Return those of `slugs` that profiles had before, with the present ones; one query."""
    return {row.slug: row.profile.slug for row in SlugRedirect.objects.of_profiles().filter(slug__in=slugs)}


def place_slugs(slugs: list[str]) -> dict[str, str]:
    """Return those of `slugs` that places had before, with the present ones; one query."""
    return {row.slug: row.place.slug for row in SlugRedirect.objects.of_places().filter(slug__in=slugs)}


def permanent_redirect(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to `address` for good, with what was asked; kept by no browser: an address may come back."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    patch_cache_control(response, public=True, max_age=0, s_maxage=60)
    return response
