"""Uploaded files in the database: the storage that is used unless the setting UPLOADS names another one."""

from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """The content of one file, under the name that the row which it belongs to has for it."""

    name = models.CharField(_("file name"), max_length=100, unique=True)
    content = models.BinaryField(_("content"))
    stored_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        ordering = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class DatabaseStorage(Storage):
    """Django's storage of files, as rows: stored in the transaction of whatever they belong to.

    A file is in memory as a whole, so it is for small ones: a letter has at most 10 MB.
    """

    def _open(self, name: str, mode: str = "rb") -> File:
        content = StoredFile.objects.filter(name=name).values_list("content", flat=True).first()
        if content is None:
            raise FileNotFoundError(name)
        return ContentFile(bytes(content), name)

    def _save(self, name: str, content: IO[Any]) -> str:
        StoredFile.objects.create(name=name, content=content.read())
        return name

    def delete(self, name: str) -> None:
        StoredFile.objects.filter(name=name).delete()

    def exists(self, name: str) -> bool:
        return StoredFile.objects.filter(name=name).exists()

    def size(self, name: str) -> int:
        return self.open(name).size
