"""FormerSlug is called SlugRedirect. Its table stays, and so does what users and groups may do with it."""

import django.db.models.deletion
from django.db import migrations, models


def rename_permissions(apps, old, new):
    Permission = apps.get_model("auth", "Permission")
    permissions = Permission.objects.filter(content_type__app_label="profiles")
    for permission in permissions.filter(codename__endswith=f"_{old}"):
        permission.codename = permission.codename.removesuffix(old) + new
        # One of that name that is there already was just created by 0004, and nobody has it yet.
        same = permissions.filter(content_type=permission.content_type_id, codename=permission.codename)
        same.delete()
        permission.save(update_fields=["codename"])


def forwards(apps, schema_editor):
    rename_permissions(apps, "formerslug", "slugredirect")


def backwards(apps, schema_editor):
    rename_permissions(apps, "slugredirect", "formerslug")


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0018_frozen_facts"),
    ]

    operations = [
        # Named before the model is renamed: so the table is not.
        migrations.AlterModelTable(name="formerslug", table="profiles_formerslug"),
        migrations.RenameModel(old_name="FormerSlug", new_name="SlugRedirect"),
        migrations.AlterField(
            model_name="slugredirect",
            name="place",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="slug_redirects",
                to="profiles.place",
                verbose_name="place",
            ),
        ),
        migrations.AlterField(
            model_name="slugredirect",
            name="profile",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="slug_redirects",
                to="profiles.profile",
                verbose_name="profile",
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
