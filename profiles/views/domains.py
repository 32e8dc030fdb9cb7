"""The six domains: what each means, and what the published profiles say in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from profiles.choices import Variant
from profiles.content.glossary import PageGlossary
from profiles.content.sections import domain_texts
from profiles.content.translations import read_findings
from profiles.exports.web import share_links
from profiles.models import Finding, IndicatorDomain, TermText
from profiles.views.directory import paged
from profiles.views.site import Page, public, query_params

FINDINGS_PER_PAGE = 40


@public()
def domain_list(request: HttpRequest) -> HttpResponse:
    page = Page(
        title=_("The six domains"),
        description=_("The six domains of the Migration Governance Indicators, and what each assesses."),
    )
    texts = domain_texts(Variant.COUNTRY, get_language())
    return render(request, "profiles/domain_list.html", {"page": page, "texts": texts})


@public()
@query_params("page")
def domain(request: HttpRequest, slug: str) -> HttpResponse:
    """Both descriptions side by side; under them the findings of all live revisions, place by place."""
    domain = get_object_or_404(IndicatorDomain, slug=slug)
    by_variant = {variant: domain_texts(variant, get_language()) for variant in Variant}
    texts = [text for variant in Variant for text in by_variant[variant] if text.domain_id == domain.pk]
    neighbours = {text.domain.number: text for text in by_variant[Variant.COUNTRY]}
    findings = (
        Finding.objects.published()
        .filter(domain=domain)
        .select_related("revision__profile__place__parent")
        .order_by(
            f"revision__profile__place__folded_names__{get_language()}",
            "revision__profile__place",
            "-revision__profile__edition",
            "-kind",
            "position",
            "pk",
        )
    )
    results = paged(request, findings, FINDINGS_PER_PAGE)
    read_findings(get_language(), results["results"])
    page = Page(
        title=texts[0].title,
        description=texts[0].description,
        canonical=results["canonical"],
        feed=reverse("domain_feed", args=[domain.slug]),
    )
    context = {
        "page": page,
        "domain": domain,
        "texts": texts,
        "glossary": PageGlossary.of(TermText.objects.in_languages(get_language()).rows(), get_language()),
        "alerts": share_links.alerts_path(domain=domain.slug),
        "before": neighbours.get(domain.number - 1),
        "after": neighbours.get(domain.number + 1),
        **results,
    }
    return render(request, "profiles/domain.html", context)
