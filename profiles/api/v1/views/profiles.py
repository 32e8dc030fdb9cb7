"""Profiles and their revisions."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from profiles.api.v1 import filters as p, schema, serializers
from profiles.api.v1.openapi import operation
from profiles.api.v1.pagination import paged
from profiles.api.v1.views.public import GoneError, PublicView
from profiles.choices import State
from profiles.exports.context import subject_of
from profiles.filters import SORTS, ProfileFilter, ordered
from profiles.models import Place, Profile, Revision


class Profiles(PublicView):
    parameters = {
        "text": p.TEXT,
        "region": p.REGION,
        "country": p.COUNTRY,
        "level": p.LEVEL,
        "year": p.YEAR,
        "edition": p.EDITION,
        "domain": p.DOMAIN,
        "sort": p.choice("By place; by the month described; by the day of publication.", list(SORTS)),
        **p.PAGES,
    }

    @operation(
        "listProfiles",
        "The published profiles",
        schema.listed(schema.Profile),
        about="With the filters of the directory.",
        asked=parameters,
    )
    def get(self, request: Request) -> Response:
        return paged(request, self.given, self.filtered(), live_rows)

    def filtered(self) -> QuerySet[Profile]:
        """Return what the directory would show; nothing for a year or a name that no profile has."""
        asked = {name: value for name, value in self.given.items() if name not in p.PAGES}
        everything = ordered(Profile.objects.published(), "place")
        directory = ProfileFilter(asked, everything)
        wrong = {} if directory.is_valid() else directory.form.errors
        if unknown := wrong.keys() & {"country", "domain"}:
            raise Http404(f"There is no such {sorted(unknown)[0]} with a published profile.")
        return everything.none() if wrong else directory.qs


def live_rows(keys: list[int]) -> list[serializers.Row]:
    """Return the rows of the profiles with these keys, in their order; one query."""
    found = Revision.objects.published().with_profile().filter(profile__in=keys)
    by_profile = {live.profile_id: serializers.profile(live) for live in found}
    return [by_profile[key] for key in keys if key in by_profile]


class OneProfile(PublicView):
    @operation(
        "getProfile",
        "One profile with all that it says",
        schema.WholeProfile,
        named={"slug": p.PROFILE},
        may_be_gone=True,
    )
    def get(self, request: Request, slug: str) -> Response:
        live = Revision.objects.published().with_profile().filter(profile__slug=slug).first()
        return Response(whole(live or missing(slug)))


def whole(shown: Revision) -> serializers.Row:
    return {**serializers.profile(shown), "content": subject_of(shown, "en").data}


def missing(slug: str, number: int | None = None) -> Any:
    """Raise GoneError for what was withdrawn, Http404 for what never was public."""
    withdrawn = Revision.objects.filter(profile__slug=slug, state=State.WITHDRAWN).with_profile()
    if number is not None:
        withdrawn = withdrawn.filter(number=number)
    if last := withdrawn.order_by("-number").first():
        raise GoneError(last)
    raise Http404


class Revisions(PublicView):
    parameters = p.PAGES

    @operation(
        "listRevisions",
        "The texts of a profile: the live one, and those that it replaced",
        schema.listed(schema.Revision),
        asked=parameters,
        named={"slug": p.PROFILE},
        may_be_gone=True,
    )
    def get(self, request: Request, slug: str) -> Response:
        readable = Revision.objects.readable().filter(profile__slug=slug).order_by("-number")
        if not readable.exists():
            missing(slug)
        return paged(request, self.given, readable, revision_rows)


def revision_rows(keys: list[int]) -> list[serializers.Row]:
    found = Revision.objects.with_profile().in_bulk(keys)
    return [serializers.revision(found[key]) for key in keys]


class OneRevision(PublicView):
    @operation(
        "getRevision",
        "One text of a profile, which never changes",
        schema.WholeProfile,
        named={"slug": p.PROFILE, "number": p.NUMBER},
        may_be_gone=True,
    )
    def get(self, request: Request, slug: str, number: int) -> Response:
        readable = Revision.objects.readable().with_profile()
        shown = readable.filter(profile__slug=slug, number=number).first()
        return Response(whole(shown or missing(slug, number)))


def known_place(slug: str) -> Place:
    """Return a place that has a page; raise Http404 for any other."""
    found = Place.objects.public().filter(slug=slug).first()
    if found is None:
        raise Http404(f"There is no place “{slug}”.")
    return found
