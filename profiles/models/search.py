"""The index of the search: one narrow row for each text that the public may find, and the words in them.

Nothing here is a fact of its own: profiles/search/ writes it all, and `manage.py rebuild_search` makes it
anew. Beside these columns a migration gives SQLite a full-text table of three of them.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.choices import ResultType


class LexemesField(models.TextField):
    """What a text is found by: a tsvector, which the index writes as such, on PostgreSQL; else words."""

    def db_type(self, connection: Any) -> str | None:
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)


class SearchEntry(models.Model):
    """One text. Its id says the month that it describes: higher is newer, so that no sorting is needed."""

    id = models.BigIntegerField(primary_key=True)
    unit = models.BigIntegerField(default=0)
    """The id of the text that this one says in another language; its own, where it is the original."""
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
    """On SQLite: the stems in order, each marked with its language."""
    joined = models.TextField(blank=True)
    """On SQLite: the same with words that hyphens join as one, where there are any."""
    words = LexemesField(default="")
    """On PostgreSQL all of it; on SQLite what the beginning of a word is searched in."""

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
    """A word of the index, folded and as it is written, and in how many of its texts it is written so."""

    word = models.CharField(max_length=60, db_index=True)
    written = models.CharField(max_length=120)
    times = models.IntegerField()

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        constraints = [models.UniqueConstraint(name="search_word_is_unique", fields=["word", "written"])]

    def __str__(self) -> str:
        return self.written


class SearchName(models.Model):
    """A name that a question may have: of a public place, of a domain, or a form of a glossary term."""

    key = models.CharField(max_length=200, db_index=True)
    place = models.ForeignKey("profiles.Place", models.CASCADE, null=True, related_name="+")
    domain = models.ForeignKey("profiles.IndicatorDomain", models.CASCADE, null=True, related_name="+")
    term = models.ForeignKey("profiles.Term", models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = _("search name")
        verbose_name_plural = _("search names")

    def __str__(self) -> str:
        return self.key
