"""ProfileFilter: what the directory, its files and the API's profiles are narrowed to, and their orders."""

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy as _, pgettext_lazy

from profiles.choices import State
from profiles.filters import fields
from profiles.filters.fields import FieldFilter, FieldFilterSet, active_choices, with_label
from profiles.models import Finding, IndicatorDomain, Profile
from profiles.models.names import names_have
from profiles.models.places import ANCESTOR_PATHS

SORTS = {
    "place": pgettext_lazy("sort by", "Place, A to Z"),
    "-described": pgettext_lazy("sort by", "Month described, newest first"),
    "described": pgettext_lazy("sort by", "Month described, oldest first"),
    "-published": pgettext_lazy("sort by", "Published here, newest first"),
}
SORT = forms.ChoiceField(label=_("Sort by"), choices=list(SORTS.items()), required=False)


class ProfileFilter(FieldFilterSet):
    text = FieldFilter(fields.TEXT, method="filter_text")
    region = FieldFilter(fields.REGION, method=fields.filter_region)
    country = FieldFilter(fields.COUNTRY, method=fields.filter_within)
    level = FieldFilter(fields.LEVEL, field_name="place__level")
    year = FieldFilter(fields.YEAR, field_name="year")
    edition = FieldFilter(fields.EDITION, field_name="edition")
    language = FieldFilter(with_label(fields.LANGUAGE, _("Can be read in")), method=fields.filter_language)
    domain = FieldFilter(with_label(fields.DOMAIN, _("Findings in the domain")), method="filter_domain")
    sort = FieldFilter(SORT, method="filter_sort")

    def filter_text(self, queryset: QuerySet[Profile], name: str, text: str) -> QuerySet[Profile]:
        """Keep the profiles of places whose name, or whose country's name, has every word."""
        condition = Q()
        for path in ("", *(f"__{path}" for path in ANCESTOR_PATHS)):
            condition |= names_have(f"place{path}", text)
        return queryset.filter(condition)

    def filter_domain(
        self, queryset: QuerySet[Profile], name: str, domain: IndicatorDomain
    ) -> QuerySet[Profile]:
        """Keep the profiles whose live revision has a finding in the domain."""
        findings = Finding.objects.filter(
            revision__profile=OuterRef("pk"), revision__state=State.PUBLISHED, domain=domain
        )
        return queryset.filter(Exists(findings))

    def filter_sort(self, queryset: QuerySet[Profile], name: str, sort: str) -> QuerySet[Profile]:
        return order_profiles(queryset, sort)

    @cached_property
    def active(self) -> list[tuple[str, str, str]]:
        """The filters in use, as (parameter, its label, what was chosen) in words."""
        return active_choices(self.form, exclude=("sort",))


def order_profiles(profiles: QuerySet[Profile], sort: str) -> QuerySet[Profile]:
    """Return `profiles` in one of the orders of SORTS; ties by place, then edition."""
    name = f"place__folded_names__{get_language()}"
    if sort.endswith("described"):
        month = F("month").desc(nulls_last=True) if sort.startswith("-") else F("month").asc(nulls_first=True)
        return profiles.order_by("-year" if sort.startswith("-") else "year", month, name, "pk")
    if sort == "-published":
        return profiles.order_by(F("published_at").desc(), name, "pk")
    return profiles.order_by(name, "-edition", "pk")
