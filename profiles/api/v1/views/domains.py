"""The six domains, with their official texts in both variants and all languages that are there."""

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from profiles.api.v1 import filters as p, schema, serializers
from profiles.api.v1.openapi import operation
from profiles.api.v1.pagination import paged
from profiles.api.v1.views.public import PublicView
from profiles.models import IndicatorDomain


class Domains(PublicView):
    parameters = p.PAGES

    @operation("listDomains", "The six domains", schema.listed(schema.Domain), asked=parameters)
    def get(self, request: Request) -> Response:
        domains = IndicatorDomain.objects.order_by("number")
        return paged(request, self.given, domains, domain_rows)


def domain_rows(keys: list[int]) -> list[serializers.Row]:
    found = _with_texts().in_bulk(keys)
    return [serializers.domain(found[key]) for key in keys]


def _with_texts() -> QuerySet[IndicatorDomain]:
    return IndicatorDomain.objects.prefetch_related("texts")


class OneDomain(PublicView):
    @operation("getDomain", "One domain", schema.Domain, named={"slug": p.DOMAIN})
    def get(self, request: Request, slug: str) -> Response:
        domain = _with_texts().filter(slug=slug).first()
        if domain is None:
            raise Http404
        return Response(serializers.domain(domain))
