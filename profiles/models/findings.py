"""Findings: the single statements of a revision, by domain and kind."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from profiles.choices import PUBLIC_STATES, Kind, State


class FindingQuerySet(models.QuerySet["Finding"]):
    def published(self) -> Self:
        """Findings of live revisions."""
        return self.filter(revision__state=State.PUBLISHED)

    def latest_public(self, key: uuid.UUID) -> "Finding | None":
        """The finding of `key` in the newest text that the public may read: the live one, if that has it.

        No frozen text has a higher number than the live one that replaced it.
        """
        public = self.filter(key=key, revision__state__in=PUBLIC_STATES)
        return public.order_by("-revision__number").first()

    def in_order(self) -> Self:
        """As on the page: by domain, well-developed areas first, then as the analyst arranged them."""
        return self.order_by("domain__number", "-kind", "position", "pk")


class Finding(models.Model):
    revision = models.ForeignKey(
        "profiles.Revision", models.CASCADE, related_name="findings", verbose_name=_("revision")
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    domain = models.ForeignKey(
        "profiles.IndicatorDomain", models.PROTECT, related_name="findings", verbose_name=_("domain")
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, help_text=_("The list of the domain that it belongs to.")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Its place in the list, lowest first.")
    )
    text = models.TextField(
        _("text"),
        help_text=_("One statement, word for word as the government approves it. Shown as one bullet."),
    )
    indicator_area = models.CharField(
        _("indicator area"),
        max_length=120,
        blank=True,
        help_text=_("The part of the domain that it rests on."),
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["revision", "domain", "-kind", "position", "pk"]
        constraints = [
            models.UniqueConstraint(name="finding_key_is_unique", fields=["revision", "key"]),
            models.CheckConstraint(name="finding_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="finding_has_a_text", condition=~Q(text="")),
        ]
        indexes = [
            models.Index(name="finding_key", fields=["key"]),
            # What says something in a domain is known without reading what it says.
            models.Index(name="finding_domain_and_revision", fields=["domain", "revision"]),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    @property
    def anchor(self) -> str:
        """Its id on the profile page, kept across revisions."""
        return f"f-{self.key.hex[:8]}"

    @property
    def list_name(self) -> str:
        """The list of the text in which it stands, as domain/kind."""
        return f"{self.domain.slug}/{self.kind}"
