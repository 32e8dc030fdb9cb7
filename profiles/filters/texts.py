"""RevisionFilter and TranslationFilter: what the API's lists of the texts of a profile can be narrowed to."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from profiles.filters import fields
from profiles.filters.fields import FieldFilter, FieldFilterSet
from profiles.models import Revision, Translation


class RevisionFilter(FieldFilterSet):
    language = FieldFilter(fields.LANGUAGE, method="filter_language")

    def filter_language(self, queryset: QuerySet[Revision], name: str, language: str) -> QuerySet[Revision]:
        """Keep the published texts that are in `language`, or translated into it."""
        translated = Translation.objects.published().filter(revision=OuterRef("pk"), language=language)
        return queryset.filter(Q(frozen_language=language) | Exists(translated))


class TranslationFilter(FieldFilterSet):
    language = FieldFilter(fields.LANGUAGE, field_name="language")
