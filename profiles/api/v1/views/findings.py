"""Findings: those of the live texts, and any that was ever public by its key."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import override
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from profiles.api.v1.filters import LanguageForm, check_params
from profiles.api.v1.openapi import operation
from profiles.api.v1.serializers import FindingSerializer
from profiles.api.v1.views.generic import Csv, PublicDetailView, PublicListView, PublicView
from profiles.api.v1.views.profiles import raise_gone
from profiles.content.translations import read_findings
from profiles.exports.bulk.selection import FilteredSelection, published_rows
from profiles.filters import FindingFilter
from profiles.languages import Language
from profiles.models import Finding, FindingSource, Revision
from profiles.views.bulk_files import build_response

WITH_ALL = Finding.objects.select_related("domain", "revision__profile__place").prefetch_related(
    Prefetch("cited", FindingSource.objects.select_related("source"))
)
"""With all that the serializer reads; two queries."""


@operation(
    "listFindings",
    "The findings of the live texts",
    FindingSerializer,
    about="By profile, each in reading order. Their number says nothing: profiles give examples. "
    "In a language: those of the profiles that can be read in it; what is not translated of these is in the "
    "original, and says so.",
)
class Findings(PublicListView):
    # The condition, which all fulfil, has the database begin at the first profile, and not with all findings.
    queryset = (
        Finding.objects.published()
        .filter(revision__profile__slug__gte="")
        .order_by("revision__profile__slug", "domain__number", "-kind", "position", "pk")
    )
    page_queryset = WITH_ALL
    filterset_class = FindingFilter
    serializer_class = FindingSerializer

    def get_page(self, keys: list[int]) -> list[Any]:
        findings = super().get_page(keys)
        if self.text_language:
            read_findings(self.text_language, findings)
        return findings


@operation(
    "downloadFindings",
    "The findings of the live texts as one CSV file",
    OpenApiTypes.STR,
    media_type=Csv.media_type,
    about="All of them at once, without a byte order mark: what one line of a notebook reads.",
)
class FindingsTable(PublicView):
    """The same in one file, made on the disk and sent from there (views/bulk_files.py)."""

    renderer_classes = (Csv,)
    filterset_class = FindingFilter

    def get(self, request: Request) -> HttpResponse:
        params = request.query_params
        filterset = FindingFilter(params, Finding.objects.none())
        check_params(params, filterset.form)
        domain = filterset.form.cleaned_data["domain"]
        selection = FilteredSelection(
            published_rows(filterset.profiles.order_by("slug")),
            Language.ENGLISH,
            self.text_language,
            "mgi-findings",
            "Findings",
            f"{settings.SITE_URL}{reverse('api:findings')}",
            sorted(params.items()),
            domain=domain.slug if domain else "",
            kind=filterset.form.cleaned_data["kind"],
        )
        with override(Language.ENGLISH):
            return build_response(request, selection, "csv", with_mark=False, is_kept=not params)


@operation(
    "getFinding",
    "One finding, by its key",
    FindingSerializer,
    about="As the live text has it; else as the last text that had it does.",
    path={"key": "key"},
    may_be_gone=True,
)
class OneFinding(PublicDetailView):
    queryset = WITH_ALL
    form_class = LanguageForm
    serializer_class = FindingSerializer

    def get_object(self) -> Any:
        findings: Any = self.filter_queryset(self.get_queryset())
        finding = findings.latest_public(self.kwargs["key"]) or self.handle_missing()
        if self.text_language:
            read_findings(self.text_language, [finding])
        return finding

    def handle_missing(self) -> Any:
        raise_gone(Revision.objects.filter(findings__key=self.kwargs["key"]))
