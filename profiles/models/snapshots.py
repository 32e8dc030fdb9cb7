"""Snapshots: the text of an open revision as it was at each save, so that nothing is ever lost."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from profiles.choices import Action
from profiles.languages import language_choices
from profiles.models.users import user_key


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def newest_first(self) -> Self:
        """Latest first."""
        return self.order_by("-made_at", "-pk")

    def with_text(self) -> Self:
        """All but those of a draft in which nothing had been written yet."""
        return self.exclude(content__introduction="", content__sources=[], content__findings=[])


class Snapshot(models.Model):
    """A whole content in the exchange format. It hangs on the profile, so it outlives a discarded draft."""

    profile = models.ForeignKey(
        "profiles.Profile", models.CASCADE, related_name="snapshots", verbose_name=_("profile")
    )
    revision_number = models.PositiveIntegerField(_("revision"))
    language = models.CharField(_("language"), max_length=5, blank=True, choices=language_choices)
    """That of the translation that it is of; empty where it is the original."""
    content = models.JSONField(_("content"))
    digest = models.CharField(max_length=64, editable=False)
    verb = models.CharField(_("what"), max_length=20, choices=Action)
    is_automatic = models.BooleanField(_("saved while typing"), default=False)
    made_by = user_key(_("who"))
    made_at = models.DateTimeField(_("when"))

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(
                name="snapshot_of_revision", fields=["profile", "revision_number", "language", "-made_at"]
            )
        ]
        constraints = [
            models.CheckConstraint(name="snapshot_verb_is_known", condition=Q(verb__in=Action.values))
        ]

    def __str__(self) -> str:
        return f"{self.profile}, {self.revision_number}, {self.made_at:%Y-%m-%d %H:%M}"


class Presence(models.Model):
    """That somebody has the editing screen of a text open, since when, and when they were last seen."""

    revision = models.ForeignKey(
        "profiles.Revision", models.CASCADE, related_name="presences", verbose_name=_("revision")
    )
    translation = models.ForeignKey(
        "profiles.Translation",
        models.CASCADE,
        null=True,
        related_name="presences",
        verbose_name=_("translation"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who")
    )
    since = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.UniqueConstraint(
                name="presence_is_unique",
                fields=["revision", "user"],
                condition=Q(translation__isnull=True),
            ),
            models.UniqueConstraint(name="presence_in_translation_is_unique", fields=["translation", "user"]),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.since:%H:%M}"
