"""Government sign-off: who approved which text, and the private links through which a ministry reads it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from profiles.models.users import user_key


class SignOffQuerySet(models.QuerySet["SignOff"]):
    def current(self) -> Self:
        """Sign-offs that nobody has revoked."""
        return self.filter(revoked_at__isnull=True)


class SignOff(models.Model):
    """A government body's approval of the very text that `snapshot` keeps, under the title in `facts`."""

    revision = models.ForeignKey(
        "profiles.Revision", models.CASCADE, related_name="sign_offs", verbose_name=_("revision")
    )
    snapshot = models.ForeignKey(
        "profiles.Snapshot", models.PROTECT, related_name="sign_offs", verbose_name=_("text")
    )
    facts = models.JSONField(
        _("facts"),
        default=dict,
        editable=False,
        help_text=_("The title, month and language of the profile when it was signed off."),
    )
    body = models.CharField(
        _("government body"), max_length=200, help_text=_("The ministry or office that approved the text.")
    )
    office = models.CharField(
        _("office"),
        max_length=200,
        blank=True,
        help_text=_("Of the person who signed: Director of Migration."),
    )
    signed_on = models.DateField(_("date"), help_text=_("The date of the signed letter or message."))
    note = models.TextField(_("note"), blank=True)
    file = models.FileField(
        _("file"),
        upload_to="sign-offs/",
        blank=True,
        help_text=_("The signed letter, as PDF or picture. Never public."),
    )
    recorded_by = user_key(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    revoked_by = user_key(_("revoked by"), editable=False, db_column="taken_back_by_id")
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False, db_column="taken_back_at")
    revocation_reason = models.TextField(_("reason"), blank=True, editable=False, db_column="taken_back_why")

    objects = SignOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["-recorded_at", "-pk"]
        constraints = [models.CheckConstraint(name="sign_off_has_a_body", condition=~Q(body=""))]

    def __str__(self) -> str:
        return f"{self.body}, {self.signed_on:%Y-%m-%d}"


class ReviewLinkQuerySet(models.QuerySet["ReviewLink"]):
    def valid(self, moment: datetime) -> Self:
        """Links that open at `moment`: not revoked, not expired, and their revision still open."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=moment)


class ReviewLink(models.Model):
    """A private address for a ministry without an account. Only the digest of its token is kept."""

    revision = models.ForeignKey(
        "profiles.Revision", models.CASCADE, related_name="review_links", verbose_name=_("revision")
    )
    label = models.CharField(
        _("for"), max_length=120, help_text=_("Who gets the link: Ministry of Health. Shown on its page.")
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    made_by = user_key(_("made by"))
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("review link")
        verbose_name_plural = _("review links")
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(name="review_link_has_a_label", condition=~Q(label=""))]

    def __str__(self) -> str:
        return self.label


class ReviewVisit(models.Model):
    """One opening of a review link."""

    link = models.ForeignKey(ReviewLink, models.CASCADE, related_name="visits", verbose_name=_("review link"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    address = models.GenericIPAddressField(_("network address"), null=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
