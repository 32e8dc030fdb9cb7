"""Places that have a page."""

from typing import Any

from django.http import Http404

from profiles.api.v1.openapi import operation
from profiles.api.v1.serializers import PlaceSerializer, WholePlaceSerializer
from profiles.api.v1.views.generic import PublicDetailView, PublicListView
from profiles.api.v1.views.profiles import live_revisions, with_translations
from profiles.filters import PlaceFilter, order_profiles
from profiles.models import Place, Profile


@operation("listPlaces", "The places with a published profile, and the countries of those", PlaceSerializer)
class Places(PublicListView):
    queryset = Place.objects.assessed().order_by("slug")
    page_queryset = Place.objects.select_related("parent")
    filterset_class = PlaceFilter
    serializer_class = PlaceSerializer


@operation(
    "getPlace",
    "One place, with the profiles of it and of the local places in it",
    WholePlaceSerializer,
    path={"slug": "place"},
)
class OnePlace(PublicDetailView):
    queryset = Place.objects.public().select_related("parent")
    serializer_class = WholePlaceSerializer

    def get_object(self) -> Any:
        place = super().get_object()
        profiles = order_profiles(Profile.objects.published().in_place(place), "place")
        revisions = live_revisions(list(profiles.values_list("pk", flat=True)))
        place.live_revisions = with_translations(revisions, self.text_language)
        return place

    def handle_missing(self) -> Any:
        raise Http404(f"There is no place “{self.kwargs['slug']}”.")
