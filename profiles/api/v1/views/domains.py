"""The six domains, with their official texts in both variants and all languages that are there."""

from profiles.api.v1.openapi import operation
from profiles.api.v1.serializers import DomainSerializer
from profiles.api.v1.views.generic import PublicDetailView, PublicListView
from profiles.models import IndicatorDomain


@operation("listDomains", "The six domains", DomainSerializer)
class Domains(PublicListView):
    queryset = IndicatorDomain.objects.order_by("number")
    page_queryset = IndicatorDomain.objects.prefetch_related("texts")
    serializer_class = DomainSerializer


@operation("getDomain", "One domain", DomainSerializer, path={"slug": "domain"})
class OneDomain(PublicDetailView):
    queryset = IndicatorDomain.objects.prefetch_related("texts")
    serializer_class = DomainSerializer
