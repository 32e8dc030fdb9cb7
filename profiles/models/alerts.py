"""E-mail alerts: which readers subscribed to new and revised profiles, and until when each was notified."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.languages import language_choices


class Alert(models.Model):
    """One reader's subscription. The row is made when they confirm it, and deleted when they unsubscribe.

    About a place and the local places in it, about one domain, or about all profiles where it names neither.
    """

    # In the address that stops it: that lasts, whatever becomes of the secret key.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=5, choices=language_choices)
    place = models.ForeignKey(
        "profiles.Place", models.CASCADE, null=True, related_name="alerts", verbose_name=_("place")
    )
    domain = models.ForeignKey(
        "profiles.IndicatorDomain", models.CASCADE, null=True, related_name="alerts", verbose_name=_("domain")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), default=timezone.now, editable=False)
    told_until = models.DateTimeField(_("notified until"), default=timezone.now, editable=False)
    refusals = models.PositiveSmallIntegerField(
        _("refusals"), default=0, editable=False
    )  # by their mail server, for good, since the last e-mail that it took

    class Meta:
        verbose_name = _("e-mail alert")
        verbose_name_plural = _("e-mail alerts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="alert_is_about_one_thing", condition=Q(place__isnull=True) | Q(domain__isnull=True)
            ),
            models.CheckConstraint(name="alert_has_a_language", condition=~Q(language="")),
            models.CheckConstraint(name="alert_has_an_address", condition=~Q(email="")),
            # Three, as no two NULLs are the same to a database.
            models.UniqueConstraint(
                Lower("email"), "place", name="alert_of_a_place_is_unique", condition=Q(place__isnull=False)
            ),
            models.UniqueConstraint(
                Lower("email"),
                "domain",
                name="alert_of_a_domain_is_unique",
                condition=Q(domain__isnull=False),
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="alert_of_all_is_unique",
                condition=Q(place__isnull=True, domain__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        subject = self.place or self.domain or _("all profiles")
        return f"{self.email}: {subject}"

    def get_stop_url(self) -> str:
        """The path at which it ends, of the language that is active."""
        return reverse("alert_stop", args=[self.key])
