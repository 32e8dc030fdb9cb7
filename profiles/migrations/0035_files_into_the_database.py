"""The signed letters come from VAR_DIR/media into the database, unless UPLOADS names another place.

The files stay where they are: whoever goes back to the version before needs them.
"""

import logging

from django.conf import settings
from django.db import migrations

logger = logging.getLogger(__name__)


def copy_into_database(apps, schema_editor):
    if settings.UPLOADS != "database":
        return
    SignOff, StoredFile = apps.get_model("profiles", "SignOff"), apps.get_model("profiles", "StoredFile")
    for name in SignOff.objects.exclude(file="").order_by("pk").values_list("file", flat=True):
        path = settings.MEDIA_ROOT / name
        try:
            content = path.read_bytes()
        except OSError as error:
            logger.warning("%s cannot be read (%s): the letter of a sign-off is missing.", path, error.strerror)
            continue
        StoredFile.objects.get_or_create(name=name, defaults={"content": content})


def write_files(apps, schema_editor):
    """Give MEDIA_ROOT back what it lacks."""
    for file in apps.get_model("profiles", "StoredFile").objects.iterator(chunk_size=1):
        path = settings.MEDIA_ROOT / file.name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0034_stored_files")]

    operations = [migrations.RunPython(copy_into_database, write_files)]
