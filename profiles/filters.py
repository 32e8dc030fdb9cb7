"""The directory's filters. Every choice is in the address; an unknown one is refused, never ignored."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from profiles.choices import EDITION_NAMES, LOCAL_LEVELS, Level, Region, State, Variant
from profiles.models import Place, Profile
from profiles.models.places import fold
from profiles.models.profiles import ProfileQuerySet
from profiles.reading import domain_texts

SORTS = {
    "place": pgettext_lazy("sort by", "Place, A to Z"),
    "-described": pgettext_lazy("sort by", "Month described, newest first"),
    "described": pgettext_lazy("sort by", "Month described, oldest first"),
    "-published": pgettext_lazy("sort by", "Published here, newest first"),
}


def at_most_eight_words(text: str) -> None:
    """Each word is looked up in five languages: a whole sentence is no name of a place."""
    if len(fold(text).split()) > 8:
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
    rows = Profile.objects.published().values_list("place_id", "place__parent_id", "place__parent__parent_id")
    ids = {place_id for row in rows for place_id in row if place_id}
    return Place.objects.exclude(level__in=LOCAL_LEVELS).filter(pk__in=ids).by_name(get_language())


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
        label=_("Region"), choices=Region, method="filter_region", empty_label=_("All regions")
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
    year = django_filters.ChoiceFilter(label=_("Year described"), choices=years, empty_label=_("All years"))
    edition = django_filters.ChoiceFilter(
        label=_("Edition"), choices=list(EDITION_NAMES.items()), empty_label=_("All editions")
    )
    domain = django_filters.ChoiceFilter(
        label=_("Findings in the domain"),
        choices=domains,
        method="filter_domain",
        empty_label=_("All domains"),
    )
    sort = django_filters.ChoiceFilter(
        label=_("Sort by"), choices=list(SORTS.items()), method="order", empty_label=None, null_label=None
    )

    class Meta:
        model = Profile
        fields: list[str] = []

    def filter_text(self, profiles: QuerySet[Profile], name: str, text: str) -> QuerySet[Profile]:
        """Keep the profiles of places whose name, or whose country's name, has every word."""
        named = Place.objects.named(text).values("pk")
        return profiles.filter(
            Q(place__in=named) | Q(place__parent__in=named) | Q(place__parent__parent__in=named)
        )

    def filter_region(self, profiles: QuerySet[Profile], name: str, region: str) -> QuerySet[Profile]:
        return profiles.filter(
            Q(place__region=region)
            | Q(place__parent__region=region)
            | Q(place__parent__parent__region=region)
        )

    def filter_country(self, profiles: ProfileQuerySet, name: str, country: Place) -> QuerySet[Profile]:
        """Keep the country's own profiles and those of the local places in it."""
        return profiles.within(country)

    def filter_domain(self, profiles: QuerySet[Profile], name: str, slug: str) -> QuerySet[Profile]:
        """Keep the profiles whose live revision has a finding in the domain."""
        with_findings = Profile.objects.filter(
            revisions__state=State.PUBLISHED, revisions__findings__domain__slug=slug
        )
        return profiles.filter(pk__in=with_findings.values("pk"))

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
    labels = {str(key): label for key, label in getattr(field, "choices", [])}
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
