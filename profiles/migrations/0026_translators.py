"""The group of translators, and what the other groups may do with translations."""

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

READ = (
    "view_place view_indicatordomain view_profile view_revision view_finding view_source view_logentry "
    "view_term view_termtext"
)
RIGHTS = {
    "Translator": f"{READ} view_translation change_translation",
    "Analyst": "view_translation change_translation",
    "Reviewer": "view_translation review_translation",
    "Publisher": "view_translation publish_translation",
    "Administrator": "view_translation change_translation review_translation publish_translation",
}


def grant(apps, schema_editor):
    # Permissions are usually made after the last migration: make them now, so that groups can have them.
    create_permissions(all_apps.get_app_config("profiles"), verbosity=0, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, rights in RIGHTS.items():
        group = Group.objects.get_or_create(name=name)[0]
        wanted = Permission.objects.filter(content_type__app_label="profiles", codename__in=rights.split())
        assert wanted.count() == len(rights.split()), name
        group.permissions.add(*wanted)


def revoke(apps, schema_editor):
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    Group.objects.filter(name="Translator").delete()
    Permission.objects.filter(content_type__app_label="profiles", codename__endswith="_translation").delete()


class Migration(migrations.Migration):
    dependencies = [("profiles", "0025_translations")]

    operations = [migrations.RunPython(grant, revoke)]
