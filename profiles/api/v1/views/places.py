"""Places that have a page."""

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from profiles.api.v1 import filters as p, schema, serializers
from profiles.api.v1.openapi import operation
from profiles.api.v1.pagination import paged
from profiles.api.v1.views.profiles import known_place, live_rows
from profiles.api.v1.views.public import PublicView
from profiles.filters import ordered
from profiles.models import Place, Profile
from profiles.models.names import normalize_name

MOST_WORDS = 8
"""No name has more; each is looked for by itself."""


class Places(PublicView):
    parameters = {"text": p.TEXT, "region": p.REGION, "level": p.LEVEL, **p.PAGES}

    @operation(
        "listPlaces",
        "The places with a published profile, and the countries of those",
        schema.listed(schema.Place),
        asked=parameters,
    )
    def get(self, request: Request) -> Response:
        return paged(request, self.given, self.filtered(), place_rows)

    def filtered(self) -> QuerySet[Place]:
        given, found = self.given, Place.objects.assessed().order_by("slug")
        if len(normalize_name(given.get("text", "")).split()) > MOST_WORDS:
            return found.none()
        if "text" in given:
            found = found.filter(pk__in=Place.objects.named(given["text"]).values("pk"))
        if "region" in given:
            found = found.in_region(given["region"])
        return found.filter(level=given["level"]) if "level" in given else found


def place_rows(keys: list[int]) -> list[serializers.Row]:
    found = Place.objects.select_related("parent").in_bulk(keys)
    return [serializers.place(found[key]) for key in keys]


class OnePlace(PublicView):
    @operation(
        "getPlace",
        "One place, with the profiles of it and of the local places in it",
        schema.WholePlace,
        named={"slug": p.PLACE},
    )
    def get(self, request: Request, slug: str) -> Response:
        place = known_place(slug)
        profiles = ordered(Profile.objects.published().within(place), "place")
        keys = list(profiles.values_list("pk", flat=True))
        return Response({**serializers.place(place), "profiles": live_rows(keys)})
