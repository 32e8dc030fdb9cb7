from django.db import migrations

from profiles.models import immutability


class Migration(migrations.Migration):
    """Guard the sign-offs of closed revisions, what they signed, and all tables against TRUNCATE."""

    dependencies = [("profiles", "0009_imports")]

    operations = [
        migrations.RunPython(immutability.drop, immutability.create),
        migrations.RunPython(immutability.create, immutability.drop),
    ]
