"""Findings: those of the live texts, and any that was ever public by its key."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from profiles.api.v1 import filters as p, schema, serializers
from profiles.api.v1.openapi import operation
from profiles.api.v1.pagination import paged
from profiles.api.v1.views.profiles import known_place
from profiles.api.v1.views.public import Csv, GoneError, PublicView
from profiles.choices import Language, State
from profiles.exports.bulk.selection import Narrowed, live
from profiles.models import Finding, FindingSource, IndicatorDomain, Profile, Revision
from profiles.models.findings import FindingQuerySet
from profiles.models.profiles import ProfileQuerySet
from profiles.views.bulk_files import answer

SAME = ("year", "edition", "language")
"""What is asked for as a profile has it."""


CHOICES = {
    "profile": p.PROFILE,
    "place": p.PLACE,
    "domain": p.DOMAIN,
    "kind": p.KIND,
    "region": p.REGION,
    "level": p.LEVEL,
    "year": p.YEAR,
    "edition": p.EDITION,
    "language": p.LANGUAGE,
}


class Findings(PublicView):
    parameters = {**CHOICES, **p.PAGES}

    @operation(
        "listFindings",
        "The findings of the live texts",
        schema.listed(schema.Finding),
        about="By profile, each in reading order. Their number says nothing: profiles give examples.",
        asked=parameters,
    )
    def get(self, request: Request) -> Response:
        order = ("revision__profile__slug", "domain__number", "-kind", "position", "pk")
        return paged(request, self.given, self.filtered().order_by(*order), finding_rows)

    def filtered(self) -> QuerySet[Finding]:
        """Return what was asked for; raise Http404 for a profile, a place or a domain that is not there."""
        given, found = self.given, Finding.objects.published()
        profiles = profiles_of(given)
        if "domain" in given:
            found = found.filter(domain=known_domain(given["domain"]))
        narrowed = Q(kind=given["kind"]) if "kind" in given else Q()
        if given.keys() - {"domain", "kind", *p.PAGES}:
            narrowed &= Q(revision__profile__in=profiles.values("pk"))
        return found.filter(narrowed)


class FindingsTable(PublicView):
    """The same in one file, made on the disk and sent from there (views/tables.py)."""

    parameters = CHOICES
    renderer_classes = (Csv,)

    @operation(
        "downloadFindings",
        "The findings of the live texts as one CSV file",
        OpenApiTypes.STR,
        media_type=Csv.media_type,
        about="All of them at once, without a byte order mark: what one line of a notebook reads.",
        asked=parameters,
    )
    def get(self, request: Request) -> HttpResponse:
        given = self.given
        domain = known_domain(given["domain"]).slug if "domain" in given else ""
        selection = Narrowed(
            live(profiles_of(given).order_by("slug")),
            Language.ENGLISH,
            "mgi-findings",
            "Findings",
            f"{settings.SITE_URL}{reverse('api:findings')}",
            sorted((name, str(value)) for name, value in given.items()),
            domain=domain,
            kind=given.get("kind", ""),
        )
        with override(Language.ENGLISH):
            return answer(request, selection, "csv", with_mark=False, is_kept=not given)


def profiles_of(given: Mapping[str, Any]) -> ProfileQuerySet:
    """Return the published profiles that were chosen; raise Http404 for a profile or place not there."""
    profiles = Profile.objects.published()
    if "profile" in given and not profiles.filter(slug=given["profile"]).exists():
        raise Http404(f"There is no published profile “{given['profile']}”.")
    if "place" in given:
        profiles = profiles.within(known_place(given["place"]))
    if "region" in given:
        profiles = profiles.in_region(given["region"])
    fields = {"profile": "slug", "level": "place__level"} | {name: name for name in SAME}
    return profiles.filter(**{fields[name]: given[name] for name in fields.keys() & given.keys()})


def known_domain(slug: str) -> IndicatorDomain:
    found = IndicatorDomain.objects.filter(slug=slug).first()
    if found is None:
        raise Http404(f"There is no domain “{slug}”.")
    return found


def finding_rows(keys: list[int]) -> list[serializers.Row]:
    """Return the rows of the findings with these keys, in their order; two queries."""
    found = _whole().in_bulk(keys)
    return [serializers.finding(found[key]) for key in keys if key in found]


def _whole() -> FindingQuerySet:
    related = ("domain", "revision__profile__place__parent")
    cited = Prefetch("cited", FindingSource.objects.select_related("source"))
    return Finding.objects.select_related(*related).prefetch_related(cited)


class OneFinding(PublicView):
    @operation(
        "getFinding",
        "One finding, by its key",
        schema.Finding,
        about="As the live text has it; else as the last text that had it does.",
        named={"key": p.KEY},
        may_be_gone=True,
    )
    def get(self, request: Request, key: uuid.UUID) -> Response:
        found = _whole().latest_public(key)
        if found is None:
            withdrawn = Revision.objects.filter(state=State.WITHDRAWN, findings__key=key).with_profile()
            if last := withdrawn.order_by("-number").first():
                raise GoneError(last)
            raise Http404
        return Response(serializers.finding(found))
