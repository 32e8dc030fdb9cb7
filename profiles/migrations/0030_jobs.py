"""The queue; and that a scheduled publication did not happen, in the log."""

import django.db.models.functions.datetime
from django.db import migrations, models

from profiles.models import immutability


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0029_import_names'),
    ]

    operations = [
        # SQLite alters the table of the snapshots by making it anew, without its triggers.
        migrations.RunPython(immutability.drop, immutability.create),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('publish', 'Scheduled publication'), ('schedule', 'Check of the scheduled publications'), ('email', 'E-mail'), ('confirmation', 'E-mail that asks a reader to confirm'), ('password_reset', 'E-mail for a new password'), ('alerts', 'E-mails to readers about what is new'), ('files', 'Files of a published text'), ('archive', 'Archive of all profiles'), ('clean_up', 'Removal of what is old')], max_length=20, verbose_name='kind')),
                ('arguments', models.JSONField(default=dict)),
                ('about', models.CharField(blank=True, max_length=300, verbose_name='about')),
                ('key', models.CharField(max_length=100, null=True, unique=True)),
                ('enqueued_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='enqueued')),
                ('run_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='to be done')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('lease', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('worker', models.CharField(blank=True, max_length=100, verbose_name='worker')),
                ('error', models.TextField(blank=True, verbose_name='reason')),
                ('failed_at', models.DateTimeField(null=True, verbose_name='given up')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'ordering': ['run_at', 'pk'],
                'default_permissions': ('change',),
            },
        ),
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('publish', 'Scheduled publication'), ('schedule', 'Check of the scheduled publications'), ('email', 'E-mail'), ('confirmation', 'E-mail that asks a reader to confirm'), ('password_reset', 'E-mail for a new password'), ('alerts', 'E-mails to readers about what is new'), ('files', 'Files of a published text'), ('archive', 'Archive of all profiles'), ('clean_up', 'Removal of what is old')], max_length=20, unique=True, verbose_name='kind')),
                ('finished_at', models.DateTimeField(verbose_name='done')),
                ('seconds', models.FloatField(verbose_name='seconds')),
                ('result', models.JSONField(default=dict, verbose_name='result')),
                ('done', models.PositiveBigIntegerField(default=0, verbose_name='done so far')),
            ],
            options={
                'verbose_name': 'last run',
                'verbose_name_plural': 'last runs',
                'ordering': ['kind'],
                'default_permissions': (),
            },
        ),
        migrations.RemoveConstraint(
            model_name='logentry',
            name='log_verb_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='snapshot',
            name='snapshot_verb_is_known',
        ),
        migrations.RemoveField(
            model_name='alert',
            name='claimed_at',
        ),
        migrations.AlterField(
            model_name='logentry',
            name='verb',
            field=models.CharField(choices=[('create', 'Created the profile'), ('start', 'Started a revision'), ('facts', 'Changed the facts of the profile'), ('save', 'Saved changes'), ('set_aside', 'Set aside after another save'), ('import', 'Imported a document'), ('submit', 'Submitted for review'), ('send_back', 'Sent back to the writers'), ('approve', 'Approved'), ('schedule', 'Scheduled the publication'), ('unschedule', 'Unscheduled the publication'), ('refuse', 'The scheduled publication did not happen'), ('publish', 'Published'), ('withdraw', 'Withdrew from the public'), ('discard', 'Discarded the draft'), ('restore', 'Restored an earlier text'), ('sign_off', 'Recorded a government sign-off'), ('unsign', 'Revoked a sign-off that was recorded by mistake'), ('invite', 'Made a review link'), ('revoke', 'Revoked a review link'), ('move', 'Changed the address'), ('match', 'Corrected which findings are the same as in the edition before'), ('carry', 'Kept the translation for the new revision'), ('move_on', 'Moved the translation to another revision'), ('add_place', 'Added the place'), ('change_place', 'Changed the place'), ('delete_place', 'Deleted the place')], max_length=20, verbose_name='what'),
        ),
        migrations.AlterField(
            model_name='snapshot',
            name='verb',
            field=models.CharField(choices=[('create', 'Created the profile'), ('start', 'Started a revision'), ('facts', 'Changed the facts of the profile'), ('save', 'Saved changes'), ('set_aside', 'Set aside after another save'), ('import', 'Imported a document'), ('submit', 'Submitted for review'), ('send_back', 'Sent back to the writers'), ('approve', 'Approved'), ('schedule', 'Scheduled the publication'), ('unschedule', 'Unscheduled the publication'), ('refuse', 'The scheduled publication did not happen'), ('publish', 'Published'), ('withdraw', 'Withdrew from the public'), ('discard', 'Discarded the draft'), ('restore', 'Restored an earlier text'), ('sign_off', 'Recorded a government sign-off'), ('unsign', 'Revoked a sign-off that was recorded by mistake'), ('invite', 'Made a review link'), ('revoke', 'Revoked a review link'), ('move', 'Changed the address'), ('match', 'Corrected which findings are the same as in the edition before'), ('carry', 'Kept the translation for the new revision'), ('move_on', 'Moved the translation to another revision'), ('add_place', 'Added the place'), ('change_place', 'Changed the place'), ('delete_place', 'Deleted the place')], max_length=20, verbose_name='what'),
        ),
        migrations.AddConstraint(
            model_name='logentry',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['create', 'start', 'facts', 'save', 'set_aside', 'import', 'submit', 'send_back', 'approve', 'schedule', 'unschedule', 'refuse', 'publish', 'withdraw', 'discard', 'restore', 'sign_off', 'unsign', 'invite', 'revoke', 'move', 'match', 'carry', 'move_on', 'add_place', 'change_place', 'delete_place'])), name='log_verb_is_known'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['create', 'start', 'facts', 'save', 'set_aside', 'import', 'submit', 'send_back', 'approve', 'schedule', 'unschedule', 'refuse', 'publish', 'withdraw', 'discard', 'restore', 'sign_off', 'unsign', 'invite', 'revoke', 'move', 'match', 'carry', 'move_on', 'add_place', 'change_place', 'delete_place'])), name='snapshot_verb_is_known'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('failed_at__isnull', True)), fields=['run_at'], name='job_to_do'),
        ),
        migrations.RunPython(immutability.create, immutability.drop),
    ]
