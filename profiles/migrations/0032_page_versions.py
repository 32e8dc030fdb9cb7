"""The versions of what public pages are made from, raised by triggers."""

from django.db import migrations, models

from profiles.models import page_versions


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0031_job_rights'),
    ]

    operations = [
        migrations.CreateModel(
            name='PageVersion',
            fields=[
                ('tag', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('version', models.BigIntegerField()),
            ],
            options={
                'verbose_name': 'version of pages',
                'verbose_name_plural': 'versions of pages',
                'default_permissions': (),
            },
        ),
        migrations.RunPython(page_versions.create, page_versions.drop),
    ]
