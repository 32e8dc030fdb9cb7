"""Administrators look after the jobs of the queue."""

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations


def grant(apps, schema_editor):
    # Permissions are usually made after the last migration: make them now, so that the group can have it.
    create_permissions(all_apps.get_app_config("profiles"), verbosity=0, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    permission = Permission.objects.get(content_type__app_label="profiles", codename="change_job")
    for group in Group.objects.filter(name="Administrator"):  # a site may have renamed it
        group.permissions.add(permission)


def revoke(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    Permission.objects.filter(content_type__app_label="profiles", codename="change_job").delete()


class Migration(migrations.Migration):
    dependencies = [("profiles", "0030_jobs")]

    operations = [migrations.RunPython(grant, revoke)]
