"""The six domains: what each means, and what the published profiles say in it."""

from typing import Any

from django.conf import settings
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from profiles.choices import Variant
from profiles.content.glossary import PageGlossary
from profiles.content.list_state import lists_state
from profiles.content.sections import domain_texts
from profiles.content.translations import read_findings
from profiles.exports.kept_parts import kept_part
from profiles.exports.web import share_links
from profiles.models import Finding, IndicatorDomain, Profile, TermText
from profiles.views.directory import page_of
from profiles.views.site import Page, public, query_params

FINDINGS_PER_PAGE = 40


@public()
def domain_list(request: HttpRequest) -> HttpResponse:
    page = Page(
        title=_("The six domains"),
        description=_("The six domains of the Migration Governance Indicators, and what each assesses."),
    )
    texts = domain_texts(Variant.COUNTRY, get_language())
    has_unofficial = any(text.is_description_unofficial for text in texts)
    context = {"page": page, "texts": texts, "has_unofficial": has_unofficial}
    return render(request, "profiles/domain_list.html", context)


@public()
@query_params("page")
def domain(request: HttpRequest, slug: str) -> HttpResponse:
    """Both descriptions side by side; under them the findings of all live revisions, place by place."""
    name = (request.path, request.GET.getlist("page"))
    page, main = kept_part(name, lists_state, lambda: _make(request, slug))
    return render(request, "profiles/domain.html", {"page": page, "main": main})


def _make(request: HttpRequest, slug: str) -> tuple[Page, SafeString]:
    domain = get_object_or_404(IndicatorDomain, slug=slug)
    by_variant = {variant: domain_texts(variant, get_language()) for variant in Variant}
    texts = [text for variant in Variant for text in by_variant[variant] if text.domain_id == domain.pk]
    neighbours = {text.domain.number: text for text in by_variant[Variant.COUNTRY]}
    results = _page_of_findings(request, domain)
    read_findings(get_language(), results["results"])
    page = Page(
        title=texts[0].title,
        description=texts[0].description,
        canonical=results["canonical"],
        feed=reverse("domain_feed", args=[domain.slug]),
    )
    context = {
        "page": page,
        "site_url": settings.SITE_URL,
        "domain": domain,
        "texts": texts,
        "glossary": PageGlossary.of(TermText.objects.in_languages(get_language()).rows(), get_language()),
        "alerts": share_links.alerts_path(domain=domain.slug),
        "before": neighbours.get(domain.number - 1),
        "after": neighbours.get(domain.number + 1),
        **results,
    }
    return page, render_to_string("components/domain_main.html", context)


def _page_of_findings(request: HttpRequest, domain: IndicatorDomain) -> dict[str, Any]:
    """Return what page_of() does of the live findings in `domain`, place by place; three queries.

    Where a page begins follows from how many findings each profile has: only those of the page are sorted.
    """
    name = f"place__folded_names__{get_language()}"
    findings = Finding.objects.filter(domain=domain)
    numbers = findings.filter(revision=OuterRef("live")).order_by().values("domain").annotate(n=Count("pk"))
    profiles = Profile.objects.published().order_by(name, "place", "-edition")
    counts = list(profiles.values_list("pk", Coalesce(Subquery(numbers.values("n")), 0)))
    results = page_of(request, range(sum(count for _pk, count in counts)), FINDINGS_PER_PAGE)
    wanted = results["results"].object_list
    shown, start, skipped = [], 0, 0
    for pk, count in counts:
        if start < wanted.stop and start + count > wanted.start:
            skipped = skipped if shown else wanted.start - start
            shown.append(pk)
        start += count
    rows = (
        findings.published()
        .filter(revision__profile__in=shown)
        .select_related("revision__profile__place__parent")
    )
    order = [f"revision__profile__{name}", "revision__profile__place", "-revision__profile__edition"]
    rows = rows.order_by(*order, "-kind", "position", "pk")
    results["results"].object_list = list(rows[skipped : skipped + len(wanted)])
    return results
