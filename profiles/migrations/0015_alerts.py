"""Alerts by mail, and who may see and delete them: whoever answers a reader who asks to be forgotten."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

RIGHTS = ("view_alert", "delete_alert")


def grant(apps, schema_editor):
    # Permissions are usually made after the last migration: make them now, so that the group can have them.
    create_permissions(all_apps.get_app_config("profiles"), verbosity=0, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    wanted = Permission.objects.filter(content_type__app_label="profiles", codename__in=RIGHTS)
    assert wanted.count() == len(RIGHTS)
    for group in Group.objects.filter(name="Administrator"):
        group.permissions.add(*wanted)


def take_back(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    Permission.objects.filter(content_type__app_label="profiles", codename__in=RIGHTS).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0014_glossary'),
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'Français'), ('es', 'Español'), ('ar', 'العربية'), ('pt', 'Português')], max_length=5, verbose_name='language')),
                ('confirmed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='confirmed')),
                ('told_until', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='told until')),
                ('claimed_at', models.DateTimeField(editable=False, null=True)),
                ('refusals', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='refusals')),
                ('domain', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='profiles.indicatordomain', verbose_name='domain')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='profiles.place', verbose_name='place')),
            ],
            options={
                'verbose_name': 'e-mail alert',
                'verbose_name_plural': 'e-mail alerts',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('place__isnull', True), ('domain__isnull', True), _connector='OR'), name='alert_is_about_one_thing'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'fr', 'es', 'ar', 'pt'])), name='alert_language_is_known'), models.CheckConstraint(condition=models.Q(('email', ''), _negated=True), name='alert_has_an_address'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('place'), condition=models.Q(('place__isnull', False)), name='alert_of_a_place_is_unique'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('domain'), condition=models.Q(('domain__isnull', False)), name='alert_of_a_domain_is_unique'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('domain__isnull', True), ('place__isnull', True)), name='alert_of_all_is_unique')],
            },
        ),
        migrations.RunPython(grant, take_back),
    ]
