"""The index of the search: one narrow row for each text that the public may find, and the words in them.

Nothing here is a fact of its own: profiles/search/ writes it all, and `manage.py rebuild_search` makes it
anew. Beside these columns a migration gives each database what it searches by: PostgreSQL a tsvector,
SQLite a full-text table.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.choices import ResultType


class SearchEntry(models.Model):
    """One text. Its id says the month that it describes: higher is newer, so that no sorting is needed."""

    id = models.BigIntegerField(primary_key=True)
    what = models.CharField(max_length=12, choices=ResultType)
    profile = models.ForeignKey("profiles.Profile", models.CASCADE, null=True, related_name="+")
    place = models.ForeignKey("profiles.Place", models.CASCADE, null=True, related_name="+")
    domain = models.ForeignKey(
        "profiles.IndicatorDomain", models.CASCADE, null=True, related_name="+", db_index=False
    )
    country = models.ForeignKey("profiles.Place", models.CASCADE, null=True, related_name="+", db_index=False)
    key = models.UUIDField(null=True)
    kind = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=20, blank=True)
    region = models.CharField(max_length=3, blank=True)
    subregion = models.CharField(max_length=3, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=5, blank=True)
    text = models.TextField()
    stems = models.TextField(blank=True)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = [
            # For the newest of what few texts are of: without them all with a common word would be read.
            models.Index(name="search_region", fields=["region", "id"]),
            models.Index(name="search_subregion", fields=["subregion", "id"]),
            models.Index(name="search_country", fields=["country", "id"]),
            models.Index(name="search_level", fields=["level", "id"]),
            models.Index(name="search_language", fields=["language", "id"]),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class SearchWord(models.Model):
    """A word of the index, without accents and case, and in how many of its texts it stands."""

    word = models.CharField(max_length=60, unique=True)
    times = models.IntegerField()

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.word
