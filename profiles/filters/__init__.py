"""What a reader chooses: the directory's filters, and what stands beside each other in a comparison.

Every choice is in the address; an unknown one is refused, never ignored.
"""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy as _, pgettext_lazy
from django_filters.fields import ModelChoiceField

from profiles.choices import (
    EDITION_NAMES,
    LOCAL_LEVELS,
    SUBREGIONS,
    Kind,
    Language,
    Level,
    Region,
    State,
    Variant,
    region_name,
)
from profiles.content.comparison import MOST
from profiles.content.sections import domain_texts
from profiles.models import DomainText, Finding, Place, Profile
from profiles.models.names import normalize_name
from profiles.models.places import ANCESTOR_PATHS, M49_SUBREGIONS, in_hierarchy
from profiles.models.profiles import ProfileQuerySet
from profiles.search import MOST_TERMS, Filters, parse

SORTS = {
    "place": pgettext_lazy("sort by", "Place, A to Z"),
    "-described": pgettext_lazy("sort by", "Month described, newest first"),
    "described": pgettext_lazy("sort by", "Month described, oldest first"),
    "-published": pgettext_lazy("sort by", "Published here, newest first"),
}


def at_most_eight_words(text: str) -> None:
    """Each word is looked up in five languages: a whole sentence is no name of a place."""
    if len(normalize_name(text).split()) > 8:
        raise ValidationError(_("Use at most eight words."))


class CountryField(ModelChoiceField):
    """Offers places by their names in the language of the page."""

    def label_from_instance(self, obj: models.Model) -> str:
        if not isinstance(obj, Place):
            return str(obj)
        mark = f" ({_('Fictional example')})" if obj.is_fictional else ""
        return f"{obj.local_name}{mark}"


class CountryFilter(django_filters.ModelChoiceFilter):
    field_class = CountryField

    def get_queryset(self, request: Any) -> QuerySet[Place]:
        return assessed_countries()


def assessed_countries() -> QuerySet[Place]:
    """Return the countries and the like that have a published profile, their own or a local place's."""
    rows = Profile.objects.published().values_list(
        "place_id", *(f"place__{path}_id" for path in ANCESTOR_PATHS)
    )
    ids = {place_id for row in rows for place_id in row if place_id}
    shown = Place.objects.only("slug", "name", "names", "is_fictional")
    return shown.exclude(level__in=LOCAL_LEVELS).filter(pk__in=ids).by_name(get_language())


def regions() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the five regions, each as a group of itself and its subregions, A to Z."""
    language = get_language() or "en"

    def named(codes: Iterable[str]) -> list[tuple[str, str]]:
        return sorted(
            ((code, region_name(code, language)) for code in codes), key=lambda row: normalize_name(row[1])
        )

    return [(name, [(code, name), *named(SUBREGIONS[Region(code)])]) for code, name in named(Region.values)]


def years() -> list[tuple[int, str]]:
    found = Profile.objects.published().order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in found]


def domains() -> list[tuple[str, str]]:
    return [(text.domain.slug, text.title) for text in domain_texts(Variant.COUNTRY, get_language() or "en")]


class ProfileFilter(django_filters.FilterSet):
    text = django_filters.CharFilter(
        label=_("Place name"),
        method="filter_text",
        max_length=100,
        validators=[at_most_eight_words],
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    region = django_filters.ChoiceFilter(
        label=_("Region"), method="filter_region", empty_label=_("All regions")
    )
    country = CountryFilter(
        label=_("Country"),
        to_field_name="slug",
        method="filter_country",
        empty_label=_("All countries"),
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"), field_name="place__level", choices=Level, empty_label=_("All levels")
    )
    year = django_filters.ChoiceFilter(label=_("Year described"), empty_label=_("All years"))
    edition = django_filters.ChoiceFilter(
        label=_("Edition"), choices=list(EDITION_NAMES.items()), empty_label=_("All editions")
    )
    domain = django_filters.ChoiceFilter(
        label=_("Findings in the domain"),
        method="filter_domain",
        empty_label=_("All domains"),
    )
    sort = django_filters.ChoiceFilter(
        label=_("Sort by"), choices=list(SORTS.items()), method="order", empty_label=None, null_label=None
    )

    class Meta:
        model = Profile
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for what is to be chosen from once, and not each time that a field is looked at."""
        super().__init__(*args, **kwargs)
        for name, choices in {"region": regions, "year": years, "domain": domains}.items():
            self.filters[name].extra["choices"] = choices()

    def filter_text(self, profiles: QuerySet[Profile], name: str, text: str) -> QuerySet[Profile]:
        """Keep the profiles of places whose name, or whose country's name, has every word."""
        return profiles.filter(in_hierarchy("place", "in", Place.objects.named(text).values("pk")))

    def filter_region(self, profiles: ProfileQuerySet, name: str, region: str) -> QuerySet[Profile]:
        return profiles.in_region(region)

    def filter_country(self, profiles: ProfileQuerySet, name: str, country: Place) -> QuerySet[Profile]:
        """Keep the country's own profiles and those of the local places in it."""
        return profiles.within(country)

    def filter_domain(self, profiles: QuerySet[Profile], name: str, slug: str) -> QuerySet[Profile]:
        """Keep the profiles whose live revision has a finding in the domain."""
        findings = Finding.objects.filter(
            revision__profile=OuterRef("pk"), revision__state=State.PUBLISHED, domain__slug=slug
        )
        return profiles.filter(Exists(findings))

    def order(self, profiles: QuerySet[Profile], name: str, sort: str) -> QuerySet[Profile]:
        return ordered(profiles, sort)

    @property
    def active(self) -> list[tuple[str, str, str]]:
        """The filters in use, as (parameter, its label, what was chosen) in words."""
        return [
            (name, str(self.form.fields[name].label), in_words(self.form.fields[name], value))
            for name, value in self.form.cleaned_data.items()
            if name != "sort" and value not in (None, "")
        ]


def in_words(field: Any, value: Any) -> str:
    """Return what was chosen in a form's `field` as its label has it."""
    if isinstance(value, Place):
        return value.local_name
    labels: dict[str, Any] = {}
    for key, label in getattr(field, "choices", []):
        labels |= dict(label) if isinstance(label, list) else {str(key): label}
    return str(labels.get(str(value), value))


def ordered(profiles: QuerySet[Profile], sort: str) -> QuerySet[Profile]:
    """Return `profiles` in one of the orders of SORTS; ties by place, then edition."""
    name = f"place__folded_names__{get_language()}"
    if sort.endswith("described"):
        month = F("month").desc(nulls_last=True) if sort.startswith("-") else F("month").asc(nulls_first=True)
        return profiles.order_by("-year" if sort.startswith("-") else "year", month, name, "pk")
    if sort == "-published":
        return profiles.order_by(F("published_at").desc(), name, "pk")
    return profiles.order_by(name, "-edition", "pk")


class CompareForm(forms.Form):
    """Which profiles stand beside each other, in the reader's own order (`slugs`), and what of them."""

    domain = forms.ChoiceField(label=_("Domain"), required=False)
    kind = forms.ChoiceField(label=_("Kind of finding"), required=False)

    def __init__(self, query: QueryDict, texts: Iterable[DomainText]) -> None:
        super().__init__(query)
        self.slugs = [slug for slug in query.getlist("profile") if slug]
        domains = [(text.domain.slug, text.title) for text in texts]
        self.fields["domain"].choices = [("", _("All domains")), *domains]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("Both kinds")), *Kind.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Check the slugs as such; whether there are such profiles, the view asks."""
        if len(self.slugs) > MOST:
            raise ValidationError(_("At most four profiles can be compared at once."))
        if len(set(self.slugs)) < len(self.slugs):
            raise ValidationError(_("A profile can be chosen only once."))
        return self.cleaned_data


def at_most_twelve_terms(text: str) -> None:
    if len(parse(text).terms) > MOST_TERMS:
        raise ValidationError(_("Use at most twelve words."))


class SearchForm(forms.Form):
    """A search as its address has it; what is unknown is refused, as in the directory."""

    q = forms.CharField(
        label=_("Words to search for"), required=False, max_length=200, validators=[at_most_twelve_terms]
    )
    domain = forms.ChoiceField(label=_("Domain"), choices=domains, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind, required=False)
    country = forms.SlugField(label=_("Country"), required=False, max_length=80)
    region = forms.ChoiceField(
        label=_("Region"),
        choices=[(code, code) for code in (*Region.values, *M49_SUBREGIONS)],
        required=False,
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level, required=False)
    year = forms.IntegerField(label=_("Year described"), required=False, min_value=2010, max_value=2100)
    language = forms.ChoiceField(label=_("Language of the text"), choices=Language, required=False)
    sort = forms.ChoiceField(
        label=_("Sort by"), choices=[("best", ""), ("newest", "")], required=False, initial="best"
    )

    def clean_country(self) -> Place | None:
        """Only a place that has a page: of others, not even that they are there is told."""
        slug = self.cleaned_data["country"]
        if not slug:
            return None
        place = Place.objects.public().exclude(level__in=LOCAL_LEVELS).filter(slug=slug).first()
        if place is None:
            raise ValidationError(_("There is no such country."))
        return place

    @property
    def chosen(self) -> dict[str, Any]:
        """What the texts are narrowed to: parameter -> value."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("q", "sort") and value not in (None, "")
        }

    def filters(self, numbers: dict[str, int]) -> Filters:
        """Return what was chosen; `numbers` are the ids of the domains by slug."""
        chosen = self.chosen
        return Filters(
            domain=numbers.get(chosen.get("domain", "")),
            kind=chosen.get("kind", ""),
            country=chosen["country"].pk if "country" in chosen else None,
            region=chosen.get("region", ""),
            level=chosen.get("level", ""),
            year=chosen.get("year"),
            language=chosen.get("language", ""),
        )
