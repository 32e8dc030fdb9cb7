from django.db import migrations

from profiles.models import immutability


class Migration(migrations.Migration):
    dependencies = [("profiles", "0001_first")]

    operations = [migrations.RunPython(immutability.create, immutability.drop)]
