"""Matches: what a person decided about which finding of one edition is which of the edition before."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from profiles.models.users import user_key


class FindingMatch(models.Model):
    """A verdict on two findings, by their keys: they are the same statement, or they are not.

    Keys stay across the revisions of a profile, so a verdict holds for its later texts as well.
    """

    earlier = models.ForeignKey(
        "profiles.Profile", models.CASCADE, related_name="matches_after", verbose_name=_("earlier edition")
    )
    later = models.ForeignKey(
        "profiles.Profile", models.CASCADE, related_name="matches_before", verbose_name=_("later edition")
    )
    earlier_key = models.UUIDField(_("finding of the earlier edition"))
    later_key = models.UUIDField(_("finding of the later edition"))
    is_same = models.BooleanField(_("the same statement"))
    by = user_key(_("who"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("match of findings")
        verbose_name_plural = _("matches of findings")
        ordering = ["later", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="match_has_one_verdict", fields=["earlier", "later", "earlier_key", "later_key"]
            ),
            models.UniqueConstraint(
                name="match_of_earlier_is_unique",
                fields=["earlier", "later", "earlier_key"],
                condition=Q(is_same=True),
            ),
            models.UniqueConstraint(
                name="match_of_later_is_unique",
                fields=["earlier", "later", "later_key"],
                condition=Q(is_same=True),
            ),
            models.CheckConstraint(name="match_is_of_two_editions", condition=~Q(earlier=models.F("later"))),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_key} {'=' if self.is_same else '≠'} {self.later_key}"
