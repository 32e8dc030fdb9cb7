"""Comments on a finding or on a whole revision, by staff or through a review link."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from profiles.models.translations import Translation
from profiles.models.users import user_key

if TYPE_CHECKING:
    from profiles.models.revisions import Revision


class CommentQuerySet(models.QuerySet["Comment"]):
    def threads(self) -> Self:
        """First comments, each with its replies, its writer and who resolved it; two queries."""
        replies = models.Prefetch("replies", Comment.objects.select_related("by").order_by("made_at", "pk"))
        return self.filter(parent__isnull=True).select_related("by", "resolved_by").prefetch_related(replies)

    def of(self, text: "Revision | Translation") -> Self:
        """Those on a translation; those on a revision, without those on its translations."""
        if isinstance(text, Translation):
            return self.filter(translation=text)
        return self.filter(revision=text, translation=None)

    def unresolved(self) -> Self:
        """Threads that still wait for an answer."""
        return self.filter(parent__isnull=True, resolved_at__isnull=True)


class Comment(models.Model):
    revision = models.ForeignKey(
        "profiles.Revision", models.CASCADE, related_name="comments", verbose_name=_("revision")
    )
    translation = models.ForeignKey(
        "profiles.Translation",
        models.CASCADE,
        null=True,
        related_name="comments",
        verbose_name=_("translation"),
    )
    """Which translation of the revision it is on; None: on the original."""
    finding_key = models.UUIDField(_("finding"), null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies", verbose_name=_("reply to")
    )
    text = models.TextField(_("text"), max_length=4000)
    by = user_key(_("who"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    link = models.ForeignKey(
        "profiles.ReviewLink",
        models.CASCADE,
        null=True,
        related_name="comments",
        verbose_name=_("review link"),
    )
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True)
    resolved_by = user_key(_("resolved by"))

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(name="comment_has_a_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="comment_has_a_writer",
                condition=Q(by__isnull=False, link__isnull=True, name="")
                | (Q(by__isnull=True, link__isnull=False) & ~Q(name="")),
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 60 else f"{self.text[:59]}…"

    @property
    def writer(self) -> str:
        """The name of whoever wrote it."""
        return self.by.name if self.by else self.name
