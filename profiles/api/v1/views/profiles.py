"""Profiles, their revisions, and the translations of these."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from profiles.api.v1.exceptions import GoneError
from profiles.api.v1.filters import LanguageForm
from profiles.api.v1.openapi import operation
from profiles.api.v1.serializers import (
    ProfileSerializer,
    RevisionSerializer,
    TranslationSerializer,
    WholeProfileSerializer,
)
from profiles.api.v1.views.generic import PublicDetailView, PublicListView
from profiles.content.translations import read_in, read_translation
from profiles.filters import ProfileFilter, RevisionFilter, TranslationFilter, order_profiles
from profiles.models import Profile, Revision, Translation
from profiles.models.revisions import RevisionQuerySet
from profiles.models.translations import TranslationQuerySet


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
        return with_translations(live_revisions(keys), self.text_language)


def live_revisions(profiles: list[int]) -> list[Revision]:
    """Return the live revisions of the profiles with these keys, in their order; one query."""
    revisions = Revision.objects.published().with_profile().filter(profile__in=profiles)
    by_profile = {revision.profile_id: revision for revision in revisions}
    return [by_profile[key] for key in profiles if key in by_profile]


def with_translations(revisions: list[Revision], language: str) -> list[Revision]:
    """Return `revisions`, read in `language` where they are translated; the original where it is empty.

    Each has its published translations as `readable_translations`; one query, and one more with a language.
    """
    if language:
        read_in(language, *revisions)
    by_key: dict[int, Revision] = {revision.pk: revision for revision in revisions}
    for revision in revisions:
        revision.readable_translations = []
    published = Translation.objects.published().filter(revision__in=by_key).defer("units")
    for translation in published.order_by("language"):
        translation.revision = by_key[translation.revision_id]
        translation.profile = translation.revision.profile
        translation.revision.readable_translations.append(translation)
    return revisions


def raise_gone(revisions: RevisionQuerySet, translations: TranslationQuerySet | None = None) -> None:
    """Raise GoneError for the last of the texts that were withdrawn; Http404 where there is none."""
    if last := revisions.withdrawn().first():
        raise GoneError(last)
    if translations is not None and (withdrawn := translations.withdrawn().with_profile().first()):
        raise GoneError(withdrawn)
    raise Http404


class RevisionDetailView(PublicDetailView):
    """A revision, withdrawn ones of which are gone."""

    form_class = LanguageForm
    serializer_class = WholeProfileSerializer

    def get_object(self) -> Any:
        (revision,) = with_translations([super().get_object()], self.text_language)
        return revision

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
    page_queryset = Revision.objects.with_profile()
    filterset_class = RevisionFilter
    serializer_class = RevisionSerializer

    def filter_queryset(self, queryset: QuerySet[Revision]) -> QuerySet[Revision]:
        readable = queryset.filter(profile__slug=self.kwargs["slug"])
        filtered = super().filter_queryset(readable)
        if not readable.exists():
            raise_gone(Revision.objects.filter(profile__slug=self.kwargs["slug"]))
        return filtered

    def get_page(self, keys: list[int]) -> list[Any]:
        return with_translations(super().get_page(keys), self.text_language)


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


@operation(
    "listTranslations",
    "The published translations of a text: the newest of each language, and those that it replaced",
    TranslationSerializer,
    path={"slug": "profile", "number": "number"},
    may_be_gone=True,
)
class Translations(PublicListView):
    queryset = Translation.objects.public().order_by("language", "-number")
    page_queryset = Translation.objects.with_profile().defer("units")
    filterset_class = TranslationFilter
    serializer_class = TranslationSerializer

    def filter_queryset(self, queryset: QuerySet[Translation]) -> QuerySet[Translation]:
        lookups = {"profile__slug": self.kwargs["slug"], "number": self.kwargs["number"]}
        translations = super().filter_queryset(queryset)
        revision = Revision.objects.public().filter(**lookups).first()
        if revision is None:
            raise_gone(Revision.objects.filter(**lookups))
        return translations.filter(revision=revision)


@operation(
    "getTranslation",
    "One translation of a text of a profile, which never changes",
    WholeProfileSerializer,
    path={"slug": "profile", "number": "number", "language": "language", "translation": "translation"},
    may_be_gone=True,
)
class OneTranslation(RevisionDetailView):
    form_class = None
    queryset = Revision.objects.public().with_profile()

    def get_object(self) -> Any:
        slug, number = self.kwargs["slug"], self.kwargs["number"]
        translations = Translation.objects.filter(
            profile__slug=slug,
            revision__number=number,
            language=self.kwargs["language"],
            number=self.kwargs["translation"],
        )
        revisions = Revision.objects.filter(profile__slug=slug, number=number)
        self.filter_queryset(self.get_queryset())  # refuses parameters
        translation = translations.public().first()
        if translation is None:
            raise_gone(revisions, translations)
            return None
        (revision,) = with_translations([self.get_queryset().get(pk=translation.revision_id)], "")
        read_translation(revision, translation)
        return revision
