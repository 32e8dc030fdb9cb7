"""The four groups of staff, and what each may do. Where she may do it is in her assignments."""

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

READ = "view_place view_indicatordomain view_profile view_revision view_finding view_source view_logentry"
WRITE = "add_profile change_profile delete_profile change_revision"
ADMINISTER = (
    "add_place change_place delete_place change_indicatordomain change_domaintext view_domaintext view_user "
    "add_user change_user view_assignment add_assignment change_assignment delete_assignment"
)
RIGHTS = {
    "Analyst": f"{READ} {WRITE}",
    "Reviewer": f"{READ} review_revision",
    "Publisher": f"{READ} publish_revision",
    "Administrator": f"{READ} {WRITE} review_revision publish_revision {ADMINISTER}",
}


def create_groups(apps, schema_editor):
    # Permissions are usually made after the last migration: make them now, so that groups can have them.
    create_permissions(all_apps.get_app_config("profiles"), verbosity=0, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, rights in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        wanted = Permission.objects.filter(content_type__app_label="profiles", codename__in=rights.split())
        assert wanted.count() == len(rights.split()), name
        group.permissions.add(*wanted)


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS).delete()


class Migration(migrations.Migration):
    dependencies = [("profiles", "0003_desk"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(create_groups, remove_groups)]
