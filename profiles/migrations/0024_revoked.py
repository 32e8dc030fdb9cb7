"""Sign-offs are revoked in Python as they are on screen; the columns keep their names, no table is touched."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

COLUMNS = {"taken_back_by": "revoked_by", "taken_back_at": "revoked_at", "taken_back_why": "revocation_reason"}

FIELDS = {
    "taken_back_by": models.ForeignKey(
        db_column="taken_back_by_id",
        editable=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        verbose_name="revoked by",
    ),
    "taken_back_at": models.DateTimeField(
        db_column="taken_back_at", editable=False, null=True, verbose_name="revoked"
    ),
    "taken_back_why": models.TextField(
        blank=True, db_column="taken_back_why", editable=False, verbose_name="reason"
    ),
}


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0023_arabic_order"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                *(migrations.AlterField("signoff", name, field) for name, field in FIELDS.items()),
                *(migrations.RenameField("signoff", old, new) for old, new in COLUMNS.items()),
            ]
        ),
    ]
