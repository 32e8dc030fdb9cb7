"""Uploaded files in the database, the fingerprint of the secret key, and the nightly backup among the jobs."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0033_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='file name')),
                ('content', models.BinaryField(verbose_name='content')),
                ('stored_at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
            ],
            options={
                'verbose_name': 'stored file',
                'verbose_name_plural': 'stored files',
                'ordering': ['name'],
                'default_permissions': (),
            },
        ),
        migrations.AlterField(
            model_name='job',
            name='kind',
            field=models.CharField(choices=[('publish', 'Scheduled publication'), ('schedule', 'Check of the scheduled publications'), ('email', 'E-mail'), ('confirmation', 'E-mail that asks a reader to confirm'), ('password_reset', 'E-mail for a new password'), ('alerts', 'E-mails to readers about what is new'), ('files', 'Files of a published text'), ('archive', 'Archive of all profiles'), ('purge', 'Purge of caches in front'), ('backup', 'Backup'), ('clean_up', 'Removal of what is old')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='jobrun',
            name='kind',
            field=models.CharField(choices=[('publish', 'Scheduled publication'), ('schedule', 'Check of the scheduled publications'), ('email', 'E-mail'), ('confirmation', 'E-mail that asks a reader to confirm'), ('password_reset', 'E-mail for a new password'), ('alerts', 'E-mails to readers about what is new'), ('files', 'Files of a published text'), ('archive', 'Archive of all profiles'), ('purge', 'Purge of caches in front'), ('backup', 'Backup'), ('clean_up', 'Removal of what is old')], max_length=20, unique=True, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='Installation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_fingerprint', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'installation',
                'verbose_name_plural': 'installations',
                'default_permissions': (),
            },
        ),
    ]
