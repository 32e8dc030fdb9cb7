"""Sources: the laws, policies, reports and pages that findings rest on.

A source belongs to one revision and is copied with it, so that what a published revision cites can never
be changed behind it.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    revision = models.ForeignKey(
        "profiles.Revision", models.CASCADE, related_name="sources", verbose_name=_("revision")
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(
        _("title"), max_length=300, help_text=_("Of the law, policy, report or page, as it is printed.")
    )
    body = models.CharField(
        _("issued by"), max_length=200, blank=True, help_text=_("The ministry, parliament or organisation.")
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True, help_text=_("Where readers can open it."))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["revision", "position", "pk"]
        constraints = [
            models.UniqueConstraint(name="source_key_is_unique", fields=["revision", "key"]),
            models.CheckConstraint(name="source_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return ", ".join(str(part) for part in (self.title, self.body, self.year) if part)


class FindingSource(models.Model):
    """That a finding rests on a source, and where in it."""

    finding = models.ForeignKey(
        "profiles.Finding", models.CASCADE, related_name="cited", verbose_name=_("finding")
    )
    source = models.ForeignKey(Source, models.CASCADE, related_name="cited_by", verbose_name=_("source"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    locator = models.CharField(
        _("locator"), max_length=120, blank=True, help_text=_("Where in the source: art. 4, p. 12.")
    )

    class Meta:
        verbose_name = _("source of a finding")
        verbose_name_plural = _("sources of findings")
        ordering = ["finding", "position", "pk"]
        constraints = [models.UniqueConstraint(name="finding_source_is_unique", fields=["finding", "source"])]

    def __str__(self) -> str:
        return f"{self.source}, {self.locator}" if self.locator else str(self.source)
