"""What the database knows of the installation that writes it: one row."""

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Installation(models.Model):
    """The one row; without it no installation has been prepared yet."""

    ONLY = 1
    """Its primary key."""

    key_fingerprint = models.CharField(max_length=64)
    """Of the SECRET_KEY that sessions and links were signed with; it does not give the key away."""

    class Meta:
        verbose_name = _("installation")
        verbose_name_plural = _("installations")
        default_permissions = ()

    def __str__(self) -> str:
        return self.key_fingerprint[:8]


def fingerprint() -> str:
    """Return the fingerprint of the SECRET_KEY of this process."""
    return salted_hmac(__name__, "fingerprint", settings.SECRET_KEY, algorithm="sha256").hexdigest()
