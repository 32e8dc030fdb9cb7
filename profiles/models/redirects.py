"""Redirects: the slugs that a place or a profile had before, so that old links lead on."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from profiles.choices import CLOSED_STATES


class SlugRedirectQuerySet(models.QuerySet["SlugRedirect"]):
    def of_profiles(self) -> Self:
        """Former slugs of profiles that were published once: that others are there, nobody may learn."""
        known = self.filter(profile__revisions__state__in=CLOSED_STATES)
        return known.select_related("profile").distinct()

    def of_places(self) -> Self:
        """Former slugs of places that have a page."""
        from profiles.models.places import Place

        return self.filter(place__in=Place.objects.public().values("pk")).select_related("place")


class SlugRedirect(models.Model):
    """A slug that a place or a profile had. Nothing else gets it, so that its address leads to one thing."""

    slug = models.SlugField(_("slug"), max_length=90)
    place = models.ForeignKey(
        "profiles.Place", models.CASCADE, null=True, related_name="slug_redirects", verbose_name=_("place")
    )
    profile = models.ForeignKey(
        "profiles.Profile",
        models.CASCADE,
        null=True,
        related_name="slug_redirects",
        verbose_name=_("profile"),
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)

    objects = SlugRedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        db_table = "profiles_formerslug"  # the name that it had in earlier releases
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="former_slug_is_of_one_thing",
                condition=Q(place__isnull=False, profile__isnull=True)
                | Q(place__isnull=True, profile__isnull=False),
            ),
            models.UniqueConstraint(
                name="former_slug_of_places_is_unique", fields=["slug"], condition=Q(place__isnull=False)
            ),
            models.UniqueConstraint(
                name="former_slug_of_profiles_is_unique", fields=["slug"], condition=Q(profile__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.slug
