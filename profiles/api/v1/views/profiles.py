"""Profiles and their revisions."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from profiles.api.v1.exceptions import GoneError
from profiles.api.v1.openapi import operation
from profiles.api.v1.serializers import ProfileSerializer, RevisionSerializer, WholeProfileSerializer
from profiles.api.v1.views.generic import PublicDetailView, PublicListView
from profiles.filters import ProfileFilter, order_profiles
from profiles.models import Profile, Revision
from profiles.models.revisions import RevisionQuerySet


@operation(
    "listProfiles", "The published profiles", ProfileSerializer, about="With the filters of the directory."
)
class Profiles(PublicListView):
    queryset = Profile.objects.published()
    filterset_class = ProfileFilter
    serializer_class = ProfileSerializer

    def get_queryset(self) -> QuerySet[Profile]:
        return order_profiles(super().get_queryset(), "place")

    def get_page(self, keys: list[int]) -> list[Any]:
        return live_revisions(keys)


def live_revisions(profiles: list[int]) -> list[Revision]:
    """Return the live revisions of the profiles with these keys, in their order; one query."""
    revisions = Revision.objects.published().with_profile().filter(profile__in=profiles)
    by_profile = {revision.profile_id: revision for revision in revisions}
    return [by_profile[key] for key in profiles if key in by_profile]


def raise_gone(revisions: RevisionQuerySet) -> None:
    """Raise GoneError for the last of the revisions that were withdrawn; Http404 where there is none."""
    if last := revisions.withdrawn().first():
        raise GoneError(last)
    raise Http404


class RevisionDetailView(PublicDetailView):
    """A revision, withdrawn ones of which are gone."""

    serializer_class = WholeProfileSerializer

    def handle_missing(self) -> Any:
        lookups = {self.lookups[name]: part for name, part in self.kwargs.items()}
        raise_gone(Revision.objects.filter(**lookups))


@operation(
    "getProfile",
    "One profile with all that it says",
    WholeProfileSerializer,
    path={"slug": "profile"},
    may_be_gone=True,
)
class OneProfile(RevisionDetailView):
    queryset = Revision.objects.published().with_profile()
    lookups = {"slug": "profile__slug"}


@operation(
    "listRevisions",
    "The texts of a profile: the live one, and those that it replaced",
    RevisionSerializer,
    path={"slug": "profile"},
    may_be_gone=True,
)
class Revisions(PublicListView):
    queryset = Revision.objects.public().order_by("-number")
    page_queryset = Revision.objects.select_related("profile__place")
    serializer_class = RevisionSerializer

    def filter_queryset(self, queryset: QuerySet[Revision]) -> QuerySet[Revision]:
        slug = self.kwargs["slug"]
        readable = super().filter_queryset(queryset).filter(profile__slug=slug)
        if not readable.exists():
            raise_gone(Revision.objects.filter(profile__slug=slug))
        return readable


@operation(
    "getRevision",
    "One text of a profile, which never changes",
    WholeProfileSerializer,
    path={"slug": "profile", "number": "number"},
    may_be_gone=True,
)
class OneRevision(RevisionDetailView):
    queryset = Revision.objects.public().with_profile()
    lookups = {"slug": "profile__slug", "number": "number"}
