"""Up to four profiles, text beside text: a page, and a table to take away. All of it is in the address."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from profiles.choices import Variant
from profiles.content.comparison import MAX_PROFILES, ComparedDomain, compare_revisions, published_revisions
from profiles.content.sections import domain_texts
from profiles.exports.bulk.selection import ComparisonSelection, describe_choices, published_rows
from profiles.filters import CompareForm, choice_label
from profiles.models import Profile, Revision
from profiles.models.places import ANCESTOR_PATHS
from profiles.views import errors
from profiles.views.bulk_files import absolute, build_response, file_links, language_of_file
from profiles.views.redirects import permanent_redirect, profile_slugs
from profiles.views.site import Page, public, query_params, query_string

OPTION_FIELDS = (
    *("slug", "edition", "year", "place"),
    *("place__name", "place__names", "place__is_fictional", "place__parent"),
    *(f"place__{path}__{field}" for path in ANCESTOR_PATHS for field in ("parent", "name", "names")),
)


@dataclass(frozen=True)
class Choice:
    """What the address asks for, found: `texts` are the live ones, in the reader's order."""

    form: CompareForm
    texts: list[Revision]
    domains: list[ComparedDomain]

    @property
    def slugs(self) -> list[str]:
        return [text.profile.slug for text in self.texts]

    @property
    def name(self) -> str:
        """That of its files."""
        return describe_choices("-".join(["compare", *self.slugs]), self.form.cleaned_data)


@public()
@query_params("profile", *CompareForm.base_fields)
def compare(request: HttpRequest) -> HttpResponse:
    """Nothing chosen yet is a page that offers a choice. 400 and 404 as `_get_params` says."""
    choice = _get_params(request)
    if not isinstance(choice, Choice):
        return choice
    slugs = choice.slugs
    page = Page(
        title=_("Compare: %(profiles)s") % {"profiles": ", ".join(text.short_title for text in choice.texts)}
        if choice.texts
        else _("Compare profiles"),
        description=_(
            "Up to four profiles, text beside text, domain by domain, in the order that you choose."
        ),
        robots="noindex, follow" if slugs else "",
        is_fictional=any(text.profile.place.is_fictional for text in choice.texts),
    )
    context = {
        "page": page,
        "form": choice.form,
        "columns": [
            {
                "revision": text,
                "without": _address(request, [slug for slug in slugs if slug != text.profile.slug]),
                "first": _address(request, sorted(slugs, key=lambda slug: slug != text.profile.slug)),
            }
            for text in choice.texts
        ],
        "domains": choice.domains,
        "offered": _options(slugs) if len(slugs) < MAX_PROFILES else "",
        "files": file_links("compare_file", _query(request, slugs)),
    }
    return render(request, "profiles/compare.html", context)


@public()
@query_params("profile", *CompareForm.base_fields)
def compare_file(request: HttpRequest, table: str) -> HttpResponse:
    """What stands beside each other on the page of a comparison, in its order."""
    with language_of_file(table) as language:
        choice = _get_params(request)
        if not isinstance(choice, Choice):
            return choice
        texts = published_rows(Profile.objects.published().filter(slug__in=choice.slugs).order_by("pk"))
        fields = choice.form.fields
        chosen = {name: choice.form.cleaned_data[name] for name in fields if choice.form.cleaned_data[name]}
        selection = ComparisonSelection(
            replace(texts, revisions={slug: texts.revisions[slug] for slug in choice.slugs}),
            language,
            choice.name,
            _("Compare profiles"),
            absolute("compare", _query(request, choice.slugs)),
            [(str(fields[name].label), choice_label(fields[name], value)) for name, value in chosen.items()],
            **{name: getattr(value, "slug", value) for name, value in chosen.items()},
        )
    return build_response(request, selection, table, is_counted=True)


def _get_params(request: HttpRequest) -> Choice | HttpResponse:
    """Return what the address asks for, or the answer to an address that cannot be met.

    400 for more than four profiles, one twice, an unknown domain or kind; 404 for a profile that is not
    published; for one that has another address now, that address.
    """
    texts = {variant: domain_texts(variant, get_language()) for variant in Variant}
    form = CompareForm(request.GET, texts[Variant.COUNTRY])
    if not form.is_valid():
        raise errors.InvalidParams(form)
    live = published_revisions(form.slugs)
    missing = [slug for slug in form.slugs if slug not in {text.profile.slug for text in live}]
    if missing:
        return _other_compare_url(request, form.slugs, missing)
    domain = form.cleaned_data["domain"]
    domains = compare_revisions(live, texts, domain.slug if domain else "", form.cleaned_data["kind"])
    return Choice(form, live, domains)


def _other_compare_url(request: HttpRequest, slugs: list[str], missing: list[str]) -> HttpResponse:
    present = profile_slugs(missing)
    if present.keys() < set(missing):
        text = _("One of the profiles in this address is not published here.")
        return errors.error(request, 404, _("A profile was not found"), text)
    request.META["QUERY_STRING"] = _query(request, [present.get(slug, slug) for slug in slugs])[1:]
    return permanent_redirect(request, request.path)


def _options(chosen: list[str]) -> SafeString:
    """Return an `<option>` for each published profile but the chosen ones, by the name of the place."""
    rows = Profile.objects.published().exclude(slug__in=chosen).with_place()
    ordered = rows.order_by(f"place__folded_names__{get_language()}", "place", "-edition").only(
        *OPTION_FIELDS
    )
    mark = _("Fictional example")
    options = []
    for profile in ordered:
        words = [profile.short_title, profile.place.location, mark if profile.place.is_fictional else ""]
        options.append((profile.slug, " · ".join(filter(None, words))))
    # There may be 1,200, in each of several choices on the page: written once, and not by the template.
    return format_html_join("", '<option value="{}">{}</option>', options)


def _address(request: HttpRequest, slugs: list[str]) -> str:
    return f"{reverse('compare')}{_query(request, slugs)}"


def _query(request: HttpRequest, slugs: list[str]) -> str:
    """Return what the address asks, with other profiles. Without any, nothing of the rest is kept."""
    return query_string(request, profile=slugs) if slugs else ""
