"""The six domains, with their texts in both variants and all languages that are there."""

from django.db.models import Prefetch

from profiles.api.v1.openapi import operation
from profiles.api.v1.serializers import DomainSerializer
from profiles.api.v1.views.generic import PublicDetailView, PublicListView
from profiles.models import DomainText, IndicatorDomain

WITH_TEXTS = IndicatorDomain.objects.prefetch_related(Prefetch("texts", DomainText.objects.english_first()))


@operation("listDomains", "The six domains", DomainSerializer)
class Domains(PublicListView):
    queryset = IndicatorDomain.objects.order_by("number")
    page_queryset = WITH_TEXTS
    serializer_class = DomainSerializer


@operation("getDomain", "One domain", DomainSerializer, path={"slug": "domain"})
class OneDomain(PublicDetailView):
    queryset = WITH_TEXTS
    serializer_class = DomainSerializer
