"""Staff: the people who work in the administration, and the places that they work on."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language_info, gettext, gettext_lazy as _

from profiles.choices import Region
from profiles.languages import language_choices


def user_key(verbose_name: Any, **options: Any) -> "models.ForeignKey[User | None, User | None]":
    """Return the column of who took a step; it is empty where the system did."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=verbose_name,
        **options,
    )


class User(AbstractUser):
    """A member of staff. What they may do is in their groups (choices.Role), where in their assignments."""

    gets_mail = models.BooleanField(
        _("gets mail"),
        default=True,
        help_text=_("An e-mail when it is this person’s turn. Everybody can turn it off for themselves."),
    )

    def clean(self) -> None:
        super().clean()
        others = User.objects.exclude(pk=self.pk).filter(email__iexact=self.email)
        if self.email and others.exists():
            # A link for a new password would go to both.
            raise ValidationError({"email": _("Another account has this e-mail address.")})

    @property
    def name(self) -> str:
        """Return what colleagues call them."""
        return self.get_full_name() or self.get_username()


class Assignment(models.Model):
    """That a member of staff works on a place with the local places in it, on a region, or on all places."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments", verbose_name=_("who")
    )
    place = models.ForeignKey(
        "profiles.Place",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("place"),
        help_text=_("With all local places in it."),
    )
    region = models.CharField(
        _("region"), max_length=3, choices=Region, blank=True, help_text=_("All places of this region.")
    )
    is_everywhere = models.BooleanField(
        _("all places"), default=False, help_text=_("Every place there is and will be.")
    )

    language = models.CharField(
        _("language"),
        max_length=5,
        blank=True,
        choices=language_choices,
        help_text=_(
            "For translators: only translations into this language. Empty: the profiles themselves, and "
            "translations into every language."
        ),
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["user", "pk"]
        constraints = [
            models.CheckConstraint(
                name="assignment_is_to_one_thing",
                condition=Q(place__isnull=False, region="", is_everywhere=False)
                | (Q(place__isnull=True, is_everywhere=False) & ~Q(region=""))
                | Q(place__isnull=True, region="", is_everywhere=True),
                violation_error_message=_("Choose a place, or a region, or all places: one of the three."),
            ),
            models.UniqueConstraint(
                name="assignment_place_is_unique",
                fields=["user", "place", "language"],
                condition=Q(place__isnull=False),
            ),
            models.UniqueConstraint(
                name="assignment_region_is_unique",
                fields=["user", "region", "language"],
                condition=~Q(region=""),
            ),
            models.UniqueConstraint(
                name="assignment_everywhere_is_unique",
                fields=["user", "language"],
                condition=Q(is_everywhere=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.where}"

    @property
    def where(self) -> str:
        """The place, the region or “all places”, in the language of the page; and the language, if one."""
        where = str(self.place or self.get_region_display() or _("all places"))
        if not self.language:
            return where
        language = get_language_info(self.language)["name_translated"]
        return gettext("%(where)s (only translations into: %(language)s)") % {
            "where": where,
            "language": language,
        }
