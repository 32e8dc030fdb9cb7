"""FindingFilter: what the API's findings, and the file of them, can be narrowed to."""

from typing import Any

from django.db.models import QuerySet

from profiles.filters import fields
from profiles.filters.fields import FieldFilter, FieldFilterSet
from profiles.models import Finding, Profile
from profiles.models.profiles import ProfileQuerySet


class FindingFilter(FieldFilterSet):
    """All but `domain` and `kind` narrow the profiles that the findings are of."""

    profile = FieldFilter(fields.PROFILE, method="filter_profile")
    place = FieldFilter(fields.PLACE, method=fields.filter_within)
    domain = FieldFilter(fields.DOMAIN, field_name="domain")
    kind = FieldFilter(fields.KIND, field_name="kind")
    region = FieldFilter(fields.REGION, method=fields.filter_region)
    level = FieldFilter(fields.LEVEL, field_name="place__level")
    year = FieldFilter(fields.YEAR, field_name="year")
    edition = FieldFilter(fields.EDITION, field_name="edition")
    language = FieldFilter(fields.LANGUAGE, method=fields.filter_language)

    def filter_queryset(self, queryset: QuerySet[Finding]) -> QuerySet[Finding]:
        cleaned_data = self.form.cleaned_data
        for name in ("domain", "kind"):
            queryset = self.filters[name].filter(queryset, cleaned_data[name])
        if any(value for name, value in cleaned_data.items() if name not in ("domain", "kind")):
            queryset = queryset.filter(revision__profile__in=self.profiles.values("pk"))
        return queryset

    @property
    def profiles(self) -> ProfileQuerySet:
        """The published profiles that are left."""
        profiles: Any = Profile.objects.published()
        for name, value in self.form.cleaned_data.items():
            if name not in ("domain", "kind"):
                profiles = self.filters[name].filter(profiles, value)
        return profiles

    def filter_profile(self, profiles: ProfileQuerySet, name: str, profile: Profile) -> ProfileQuerySet:
        return profiles.filter(pk=profile.pk)
