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
                ('purged', models.BigIntegerField(db_default=0)),
            ],
            options={
                'verbose_name': 'version of pages',
                'verbose_name_plural': 'versions of pages',
                'default_permissions': (),
            },
        ),
        migrations.AlterField(
            model_name='job',
            name='kind',
            field=models.CharField(choices=[('publish', 'Scheduled publication'), ('schedule', 'Check of the scheduled publications'), ('email', 'E-mail'), ('confirmation', 'E-mail that asks a reader to confirm'), ('password_reset', 'E-mail for a new password'), ('alerts', 'E-mails to readers about what is new'), ('files', 'Files of a published text'), ('archive', 'Archive of all profiles'), ('purge', 'Purge of caches in front'), ('clean_up', 'Removal of what is old')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='jobrun',
            name='kind',
            field=models.CharField(choices=[('publish', 'Scheduled publication'), ('schedule', 'Check of the scheduled publications'), ('email', 'E-mail'), ('confirmation', 'E-mail that asks a reader to confirm'), ('password_reset', 'E-mail for a new password'), ('alerts', 'E-mails to readers about what is new'), ('files', 'Files of a published text'), ('archive', 'Archive of all profiles'), ('purge', 'Purge of caches in front'), ('clean_up', 'Removal of what is old')], max_length=20, unique=True, verbose_name='kind'),
        ),
        migrations.RunPython(page_versions.create, page_versions.drop),
    ]
