"""Documents that were uploaded and not yet imported: each for its uploader alone, gone after a month."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=30)
"""After this time a document that was not imported goes."""

MAX_NAME_LENGTH = 200
"""Characters of a name in documents that is kept answered."""


class ImportDocumentQuerySet(models.QuerySet["ImportDocument"]):
    def for_user(self, user: models.Model) -> Self:
        """The documents that `user` has uploaded: nobody sees those of another."""
        return self.filter(uploaded_by=user.pk)

    def for_profiles(self) -> Self:
        """Documents that were uploaded as a profile, and not as a translation."""
        return self.filter(~Q(choices__has_key="translation") | Q(choices__has_key="is_profile"))

    def for_translation(self, translation: models.Model) -> Self:
        """Documents that become this translation."""
        return self.filter(choices__translation=translation.pk)

    def old(self) -> Self:
        """Those that have waited for longer than KEPT_FOR."""
        return self.filter(uploaded_at__lt=timezone.now() - KEPT_FOR)


class ImportDocument(models.Model):
    """A document as it came, and what its uploader said of it so far.

    `choices`: place, edition, year, month, language where the uploader corrected them. "names" and
    "headings": what a heading begins, by its words or by its line (imports/answers.py). "placed" and
    "splits": where a line goes, and what a finding is parted into, by line (imports/corrections.py).
    "before": those four as they were, the latest last, to be undone. Of what becomes a translation:
    translation, its key, and "decisions", what each doubtful text is (imports/translations/aligned.py);
    is_profile, where it was uploaded as a profile, and turned out to be in another language.
    """

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="documents", verbose_name=_("who")
    )
    uploaded_at = models.DateTimeField(_("when"), auto_now_add=True)
    name = models.CharField(_("file name"), max_length=200)
    data = models.BinaryField(_("content"))
    digest = models.CharField(max_length=64, editable=False)
    choices = models.JSONField(_("corrections"), default=dict, blank=True)

    objects = ImportDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded document")
        verbose_name_plural = _("uploaded documents")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="document_is_uploaded_once", fields=["uploaded_by", "digest", "name"]
            )
        ]

    def __str__(self) -> str:
        return self.name


class ImportNameQuerySet(models.QuerySet["ImportName"]):
    def visible_to(self, user: Any) -> Self:
        """Those that `user` has answered; of everybody, for whoever may change accounts."""
        return self if user.has_perm("profiles.change_user") else self.filter(user=user.pk)


class ImportName(models.Model):
    """What a word of documents begins, as its user has answered: the next document is read so.

    `name` is its words as imports/answers.py has them, `target` where what follows goes.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="import_names", verbose_name=_("who")
    )
    name = models.CharField(max_length=MAX_NAME_LENGTH)
    target = models.CharField(max_length=100)

    objects = ImportNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("name in documents")
        verbose_name_plural = _("names in documents")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(name="name_is_answered_once", fields=["user", "name"])]

    def __str__(self) -> str:
        return self.name
