"""PlaceFilter: what the API's places can be narrowed to."""

from django.db.models import QuerySet

from profiles.filters import fields
from profiles.filters.fields import FieldFilter, FieldFilterSet
from profiles.models import Place


class PlaceFilter(FieldFilterSet):
    text = FieldFilter(fields.TEXT, method="filter_text")
    region = FieldFilter(fields.REGION, method=fields.filter_region)
    level = FieldFilter(fields.LEVEL, field_name="level")

    def filter_text(self, queryset: QuerySet[Place], name: str, text: str) -> QuerySet[Place]:
        return queryset.filter(pk__in=Place.objects.search_name(text).values("pk"))
